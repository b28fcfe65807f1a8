"""Compiled rules on disk: written whole or not at all, and believed only when every check holds.

A file is a first line, the SHA-256 of the rest, and the rest, which is bytecode. It is only read from a
folder that is the user's alone. Whatever is odd counts as "not there"; trouble costs time and nothing else.
"""

import hashlib
import marshal
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

_FIRST_LINE: Final = b"ubltools compiled rules 1\n"
_START: Final = len(_FIRST_LINE)
_HEAD: Final = _START + hashlib.sha256().digest_size  # all that stands before the content
_ENDING: Final = ".rules"
_MOST_FILES: Final = 60


def load(folder: Path, key: str) -> Any:
    """What is stored under a key; None when there is nothing, or nothing that can be trusted."""
    try:
        if not _is_ours_alone(folder):
            return None
        data = (folder / f"{key}{_ENDING}").read_bytes()
        digest, content = data[_START:_HEAD], memoryview(data)[_HEAD:]
        if not data.startswith(_FIRST_LINE) or _digest(key, content) != digest:
            return None
        return marshal.loads(content)
    except (OSError, ValueError, EOFError, TypeError, MemoryError):
        return None


def store(folder: Path, key: str, value: Any) -> bool:
    """Keep a value that marshal can write, for the next process. Whether that worked."""
    content = marshal.dumps(value)
    data = _FIRST_LINE + _digest(key, content) + content
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours_alone(folder):
            return False
        _replace(folder / f"{key}{_ENDING}", data)
        _forget_the_oldest(folder)
    except OSError:
        return False
    return True


def _digest(key: str, content: bytes | memoryview) -> bytes:
    total = hashlib.sha256(key.encode())
    total.update(content)
    return total.digest()


def _is_ours_alone(folder: Path) -> bool:
    """Whether nobody else can have put a file there: bytecode is run, so it must be our own."""
    if sys.platform == "win32":  # a folder below the profile is private there, and has no such bits
        return folder.is_dir()
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        return False
    return not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _replace(path: Path, data: bytes) -> None:
    import tempfile  # slow to import, and only needed here

    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        new.replace(path)
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def _forget_the_oldest(folder: Path) -> None:
    with suppress(OSError):
        files = sorted(folder.glob(f"*{_ENDING}"), key=lambda file: file.stat().st_mtime)
        for file in files[:-_MOST_FILES]:
            file.unlink(missing_ok=True)
