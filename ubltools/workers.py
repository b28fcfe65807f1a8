"""Runs a function on many tasks in other processes, so that a task that ends its process ends nothing else.

Here is decided which worker gets which task, and what becomes of the tasks of one that has ended; a worker
itself is in worker.py. Reading ahead is bounded: a task is taken only when a worker will soon have it. Knows
neither documents nor rules.
"""

import contextlib
import pickle
import queue
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Generic, TypeVar

from ubltools.errors import EngineUnavailable, WorkerEnded
from ubltools.worker import DEPTH, Said, Worker

T = TypeVar("T")
R = TypeVar("R")

HELD: Final = 8  # tasks a worker that may be ahead of the next result, when results are wanted in order
_TRIES: Final = 3  # workers in a row that may end before they are ready
_MOMENT: Final = 0.5  # seconds after which a waiting parent looks up (Windows tells it of Ctrl-C only then)


def run(
    work: Callable[[T], R], tasks: Iterable[T], jobs: int, *, ordered: bool
) -> Iterator[tuple[int, R | WorkerEnded]]:
    """Each task's number and result, as they come or in the order of the tasks.

    work: can be pickled and raises nothing. A task that ended its worker has a WorkerEnded as result. No more
    than DEPTH tasks a worker are taken before they are answered, with `ordered` no more than HELD before
    their results are given out. Raises EngineUnavailable when no worker can be started, and what taking a
    task raises. However it ends, no worker is left.
    """
    crew: _Crew[R] = _Crew(pickle.dumps(work), jobs)
    try:
        yield from crew.results(map(pickle.dumps, tasks), ordered)
        crew.dismiss()
    finally:
        crew.end()


class _Crew(Generic[R]):
    """The workers of one run, and the tasks that no worker has."""

    def __init__(self, work: bytes, jobs: int) -> None:
        self._work, self._jobs = work, jobs
        self._said: Said = queue.SimpleQueue()
        self._workers: list[Worker] = []
        self._waiting: deque[tuple[int, bytes]] = deque()
        self._taken = self._answered = self._given_out = 0
        self._failed_starts = 0

    def results(self, tasks: Iterator[bytes], ordered: bool) -> Iterator[tuple[int, R | WorkerEnded]]:
        """As run() does it."""
        held: dict[int, R | WorkerEnded] = {}
        more = True
        while True:
            while more and self._has_room():
                more = self._take(tasks)
                if not self._said.empty():
                    break  # so that what is there goes out before another task is waited for
            if self._taken == self._answered:
                return
            held |= self._hear()
            due = range(self._given_out, self._taken) if ordered else tuple(held)
            for index in due:
                if index not in held:
                    break
                self._given_out += 1
                yield index, held.pop(index)

    def _has_room(self) -> bool:
        unanswered, ahead = self._taken - self._answered, self._taken - self._given_out
        return unanswered < DEPTH * self._jobs and ahead < HELD * self._jobs

    def _take(self, tasks: Iterator[bytes]) -> bool:
        task = next(tasks, None)
        if task is None:
            return False
        self._waiting.append((self._taken, task))
        self._taken += 1
        if len(self._workers) < self._jobs:
            self._start()
        self._give()
        return True

    def _start(self) -> None:
        self._workers.append(Worker(self._work, self._said))

    def _give(self) -> None:
        """Give out what waits, first come first served, each to the worker with the least to do."""
        while self._waiting:
            by_load = sorted(self._workers, key=lambda worker: len(worker.given))
            free = next((worker for worker in by_load if worker.can_have(self._waiting[0][1])), None)
            if free is None:
                return
            free.give(*self._waiting.popleft())

    def _hear(self) -> dict[int, R | WorkerEnded]:
        """The result that comes next, or nothing where a worker had something else to say."""
        worker, message = self._next_message()
        if message is None:
            answers = self._replace(worker)
        elif not worker.ready:
            worker.ready, answers = True, {}
            self._failed_starts = 0
        else:
            index, _ = worker.given.popleft()
            answers = {index: pickle.loads(message)}
        self._answered += len(answers)
        self._give()
        return answers

    def _next_message(self) -> tuple[Worker, bytes | None]:
        while True:
            with contextlib.suppress(queue.Empty):
                return self._said.get(timeout=_MOMENT)

    def _replace(self, ended: Worker) -> dict[int, R | WorkerEnded]:
        """Put another in the place of a worker that has ended. The task that it was at has got its result."""
        how = _how(ended.end())
        self._workers.remove(ended)
        if not ended.ready:
            self._failed_starts += 1
            if self._failed_starts >= _TRIES:
                raise EngineUnavailable(
                    f"Processes that are to work here cannot start: {how}.", "Use one job."
                )
        at_work = {ended.given.popleft()[0]: _ended(how)} if ended.given else {}
        self._waiting.extendleft(reversed(ended.given))
        if self._waiting:
            self._start()
        return dict(at_work)

    def dismiss(self) -> None:
        """Let the workers end by themselves."""
        for worker in self._workers:
            worker.dismiss()
        for worker in self._workers:
            worker.wait()

    def end(self) -> None:
        """End what is still there."""
        for worker in self._workers:
            worker.end()


def _ended(how: str) -> WorkerEnded:
    return WorkerEnded(
        f"The process that was at work on this document came to its end: {how}.",
        "Perhaps it needed more memory than there is. The other documents are not touched by this.",
    )


def _how(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {-code}, {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"
