"""Files in and out: bytes within a limit, and writing that leaves the old file or the new one.

"-" is standard input and output. No parsing here.
"""

import contextlib
import os
import sys
from pathlib import Path
from typing import Final

from ubltools.errors import ConfigurationError, TooLarge

MAX_BYTES: Final = 100_000_000


def read(path: str, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a file, or of standard input for "-".

    Raises TooLarge before reading more than the limit, ConfigurationError when it cannot be read.
    """
    try:
        if path == "-":
            return _within(sys.stdin.buffer.read(max_bytes + 1), path, max_bytes)
        with Path(path).open("rb") as file:
            return _within(file.read(max_bytes + 1), path, max_bytes)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {_reason(error)}.") from None


def _within(data: bytes, path: str, max_bytes: int) -> bytes:
    if len(data) > max_bytes:
        raise TooLarge(f"{path} has more than {max_bytes // 1_000_000} MB.", "An invoice is far smaller.")
    return data


def is_same(one: str, other: str) -> bool:
    """Whether two paths are one file, so that writing the one would lose the other."""
    if "-" in {one, other}:
        return False
    try:
        return Path(one).samefile(other)
    except OSError:
        return False


def write(path: str, data: bytes) -> None:
    """Write a file whole or not at all; "-" is standard output. Raises ConfigurationError."""
    if path == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    target = Path(path).resolve()  # a link stays a link
    if target.exists() and not target.is_file():
        _write_through(target, data)
        return
    import tempfile  # slow to import, and only needed here

    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {_reason(error)}.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(target))
        Path(temporary).replace(target)
    except BaseException as error:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        if isinstance(error, OSError):
            raise ConfigurationError(f"{path} cannot be written: {_reason(error)}.") from None
        raise


def _write_through(target: Path, data: bytes) -> None:
    """Write to a device or a pipe, which cannot be replaced."""
    try:
        target.write_bytes(data)
    except OSError as error:
        raise ConfigurationError(f"{target} cannot be written: {_reason(error)}.") from None


def _mode(target: Path) -> int:
    """The mode of the file that is replaced, else what an ordinary new file would get."""
    with contextlib.suppress(OSError):
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _reason(error: OSError) -> str:
    known = {
        FileNotFoundError: "no such file or folder",
        IsADirectoryError: "it is a folder",
        PermissionError: "no permission",
    }
    return known.get(type(error), error.strerror or "unknown reason")
