"""The one door to sqlite3: a file of ours, opened safely, and transactions that end whole or not at all.

What makes it survive: the rollback journal with full synchronisation, every write under BEGIN IMMEDIATE,
and a new file that appears complete or not at all. A file that is not ours is never opened, so that it
cannot be damaged. What goes wrong comes out as ConfigurationError. No tables are known here.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ubltools.errors import ConfigurationError

if TYPE_CHECKING:
    import sqlite3

    Connection: TypeAlias = sqlite3.Connection  # the name by which other modules know an open file

_MAGIC: Final = b"SQLite format 3\x00"
_VERSION_AT, _APPLICATION_AT, _HEADER = 60, 68, 100  # places in the header of a database file
PATIENCE: Final = 30  # seconds to wait for another process
_HINT: Final = "Give the file that was used before, or the name of a new one."


class Database:
    """An open file. tables: the SQL that makes a new one. application, version: what its header says."""

    def __init__(self, path: Path, tables: str, application: int, version: int) -> None:
        self._path = path
        with self._told():
            if not path.exists():
                _create(path, tables, application, version)
            _screen(path, application, version)
            self._connection = _connect(path)
            self._patiently("PRAGMA synchronous = FULL")
            self._patiently("PRAGMA foreign_keys = ON")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that nobody else can write beside. Written whole at the end, or not at all."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state. Writers wait for its end: be short."""
        with self._transaction("BEGIN", "SELECT count(*) FROM sqlite_schema") as connection:
            yield connection

    @contextlib.contextmanager
    def _transaction(self, *begin: str) -> Iterator[Connection]:
        with self._told():
            try:
                for sql in begin:
                    self._patiently(sql)
                yield self._connection
                self._patiently("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _patiently(self, sql: str) -> None:
        """Run what may have to wait for another process.

        Asked often and not ever more seldom, as sqlite3 itself would: a process that writes without a pause
        leaves only moments between its transactions.
        """
        import sqlite3

        start = time.monotonic()
        while True:
            try:
                self._connection.execute(sql).fetchall()
                return
            except sqlite3.OperationalError as error:
                if (
                    error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY
                    or time.monotonic() - start > PATIENCE
                ):
                    raise
            time.sleep(0.002)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        import sqlite3

        try:
            yield
        except sqlite3.Error as error:
            raise _explained(self._path, error) from None
        except OSError as error:
            said = error.strerror or "unknown reason"
            raise ConfigurationError(f"The state file {self._path} cannot be used: {said}.", _HINT) from None
        except UnicodeEncodeError:
            raise ConfigurationError("A text has characters that cannot be kept.") from None


def _connect(path: Path) -> Connection:
    import sqlite3

    uri = f"{path.absolute().as_uri()}?mode=rw"  # never makes a file
    return sqlite3.connect(uri, uri=True, timeout=0, isolation_level=None)


def _create(path: Path, tables: str, application: int, version: int) -> None:
    """Make a new file beside its place and put it there in one step; a file that came meanwhile stays."""
    import sqlite3

    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        made.executescript(
            f"PRAGMA application_id = {application}; PRAGMA user_version = {version}; {tables}"
        )
        content = made.serialize()
    handle, temporary = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            _place(Path(temporary), path, content)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _place(temporary: Path, path: Path, content: bytes) -> None:
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a file system without hard links
        with path.open("xb") as file:
            file.write(content)


def _screen(path: Path, application: int, version: int) -> None:
    """Raise ConfigurationError for anything that is no file of ours, without touching it."""
    if not path.is_file():
        raise ConfigurationError(f"The state file {path} is no file.", _HINT)
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if not header:
        hint = (
            "If nothing was sent yet, delete it; else put the real file back: without it, nothing is known."
        )
        raise ConfigurationError(f"The state file {path} is empty.", hint)
    if (
        len(header) < _HEADER
        or not header.startswith(_MAGIC)
        or _number(header, _APPLICATION_AT) != application
    ):
        raise ConfigurationError(f"{path} is no state file of ubltools.", _HINT)
    found = _number(header, _VERSION_AT)
    if found != version:
        hint = "Use the version of ubltools that wrote it, or a newer one."
        raise ConfigurationError(f"The state file {path} has version {found}; known here is {version}.", hint)


def _number(header: bytes, at: int) -> int:
    return int.from_bytes(header[at : at + 4], "big")


def _explained(path: Path, error: sqlite3.Error) -> ConfigurationError:
    """What a failure of the database means, in plain words."""
    name: Any = getattr(error, "sqlite_errorname", "") or ""
    words = next((words for start, words in _WORDS.items() if name.startswith(start)), str(error))
    return ConfigurationError(f"The state file {path} cannot be used: {words}.", "Nothing was recorded.")


_WORDS: Final = {
    "SQLITE_BUSY": f"another process has kept it for {PATIENCE} seconds",
    "SQLITE_READONLY": "it, or its folder, may not be written",
    "SQLITE_CANTOPEN": "it, or its folder, may not be opened or written",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_CORRUPT": "it is damaged; take the last copy that was made of it",
    "SQLITE_NOTADB": "it is damaged; take the last copy that was made of it",
    "SQLITE_IOERR": "the disk cannot be read or written",
}
