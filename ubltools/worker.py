"""One process that works on tasks, seen from both sides: what its parent holds, and what runs in it.

A fresh interpreter: no fork, and nothing of the caller's main module. It gets tasks on its standard input,
answers on its standard output, and ends when that input does, so that it never outlives its parent. Which
tasks it gets is decided in workers.py.
"""

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections import deque
from typing import IO, Any, Final, TypeAlias

DEPTH: Final = 2  # tasks that it has at once: the one it works on, and the next
_LARGE: Final = 32_000  # bytes that may not fit into a pipe: such a task waits until there is nothing to do
_PATIENCE: Final = 5  # seconds that a worker has to end by itself
_SIZE: Final = 8  # bytes that say how long a message is
_START: Final = "import sys; sys.path[:] = {path!r}; from ubltools.worker import serve; serve()"
_NO_INTERRUPT: Final[dict[str, Any]] = {  # Ctrl-C is for the parent, which then ends its workers
    "start_new_session": True,
    "creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
}

Said: TypeAlias = "queue.SimpleQueue[tuple[Worker, bytes | None]]"


class Worker:
    """A process, the tasks it has not answered yet, and a thread that listens to it."""

    def __init__(self, work: bytes, said: Said) -> None:
        self.given: deque[tuple[int, bytes]] = deque()
        self.ready = False
        command = [sys.executable, "-c", _START.format(path=sys.path)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **_NO_INTERRUPT
        )
        self._listener = threading.Thread(target=self._listen, args=(said,), daemon=True)
        self._listener.start()
        self._send(work)

    def _listen(self, said: Said) -> None:
        assert self._process.stdout is not None
        while (message := _receive(self._process.stdout)) is not None:
            said.put((self, message))
        said.put((self, None))

    def _send(self, message: bytes) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it has ended, and its listener says so
            _send(self._process.stdin, message)

    def can_have(self, task: bytes) -> bool:
        """Whether to give it a task now: writing must not wait, and one that has ended is not to blame."""
        if not self.ready or len(self.given) >= DEPTH or (self.given and len(task) > _LARGE):
            return False
        return self._process.poll() is None

    def give(self, index: int, task: bytes) -> None:
        """Give it a task."""
        self.given.append((index, task))
        self._send(task)

    def dismiss(self) -> None:
        """Tell it that nothing more comes, upon which it ends."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()

    def wait(self) -> None:
        """Let it end by itself, if that does not take long."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE)

    def end(self) -> int:
        """End it. How it ended, in the numbers of Popen."""
        self._process.kill()
        code = self._process.wait()
        self._listener.join()
        for stream in filter(None, (self._process.stdin, self._process.stdout)):
            with contextlib.suppress(OSError):
                stream.close()
        return code


def serve() -> None:
    """The worker itself: what to do, then the tasks on standard input; the answers on standard output."""
    answers = os.fdopen(os.dup(1), "wb")
    with contextlib.suppress(OSError):  # there is no standard error
        os.dup2(2, 1)  # what a library prints must not get among the answers
    work = pickle.loads(_receive(sys.stdin.buffer) or b"")
    with contextlib.suppress(BrokenPipeError):  # nobody is left to hear it
        _send(answers, b"")
        while (task := _receive(sys.stdin.buffer)) is not None:
            _send(answers, pickle.dumps(work(pickle.loads(task))))
    os._exit(0)


def _send(stream: IO[bytes], message: bytes) -> None:
    stream.write(len(message).to_bytes(_SIZE))
    stream.write(message)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes | None:
    """The next message; None at the end, also in the middle of one."""
    head = stream.read(_SIZE)
    size = int.from_bytes(head)
    message = stream.read(size) if len(head) == _SIZE else b""
    return message if len(head) == _SIZE and len(message) == size else None
