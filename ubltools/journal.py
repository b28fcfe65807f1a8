"""What was done already, in a file, so that a run that was interrupted goes on where it stopped.

A line a document: where it is, the SHA-256 of its content, that of all else that the verdict depends on, and
the exit code. Lines are only ever added, each in one piece; a line that is damaged is one that is not there.
"""

import json
import os
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from ubltools.errors import ConfigurationError

_HEAD: Final = b'{"journal": "ubltools validate", "version": 1}\n'
_DONE: Final = frozenset({0, 1, 3})  # exit codes that say something of the document, and not of the day


class Journal:
    """A journal that is open for adding. options: what a verdict depends on besides the document."""

    def __init__(self, path: str, options: str) -> None:
        """Open it, or begin it. Raises ConfigurationError for another kind of file, and where that fails."""
        self._options = options
        try:
            self._file = os.open(
                path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666
            )
        except OSError as error:
            raise ConfigurationError(f"{path} cannot be opened: {error.strerror}.") from None
        content = _content(path)
        if not content.startswith(_HEAD) and not _HEAD.startswith(content):
            os.close(self._file)
            raise ConfigurationError(f"{path} is no journal of ubltools; it stays as it is.")
        self._known = dict(filter(None, map(self._entry, content[len(_HEAD) :].splitlines())))
        self._write(_HEAD[len(content) :] if len(content) < len(_HEAD) else b"")
        if content and not content.endswith(b"\n"):  # the last line was cut off
            self._write(b"\n")

    def _entry(self, line: bytes) -> tuple[str, tuple[str, int]] | None:
        try:
            entry: Any = json.loads(line)
            place, digest, options, code = (entry[key] for key in ("path", "sha256", "options", "exit_code"))
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        right = isinstance(place, str) and isinstance(digest, str) and code in _DONE
        return (place, (digest, code)) if right and options == self._options else None

    def known(self, name: str) -> tuple[str, int] | None:
        """The content a document had when it was done, as its SHA-256, and the exit code that it got."""
        return self._known.get(_place(name))

    def add(self, name: str, digest: str | None, code: int) -> None:
        """Note that a document is done; one without a verdict is not, so that it is tried again."""
        if digest is None or code not in _DONE:
            return
        entry = {"path": _place(name), "sha256": digest, "options": self._options, "exit_code": code}
        self._write(json.dumps(entry).encode() + b"\n")

    def _write(self, line: bytes) -> None:
        if line:
            os.write(self._file, line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.fsync(self._file)
        os.close(self._file)


def _content(path: str) -> bytes:
    return Path(path).read_bytes()


def _place(name: str) -> str:
    """Where a document is, wherever the command is called."""
    return name if name == "-" else str(Path(name).absolute())
