"""The files that a user wants to import: one file, a folder or a ZIP, read within limits.

Names come out relative, with "/". What could reach outside, or fill the disk or the memory, is refused before
anything is written: absolute paths, "..", links, encryption, too many or too large files, a ZIP that packs
more tightly than text does. What the files mean is not known here.
"""

import io
import lzma
import os
import re
import stat
import struct
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ubltools.errors import ConfigurationError, InputError, TooLarge

MAX_FILES: Final = 5_000
MAX_BYTES: Final = 64_000_000  # of all files that are read; the largest official release has 5 MB
MAX_RATIO: Final = 200  # unpacked to packed; rule files are packed 10 to 40 times
SUFFIXES: Final = (".xslt", ".xsl", ".sch")
_DRIVE: Final = re.compile(r"^[A-Za-z]:")
_ZIPPED: Final = (b"PK\x03\x04", b"PK\x05\x06")
_DAMAGED: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError, RuntimeError,
    NotImplementedError, ValueError,
)  # fmt: skip


def unsafe(name: str) -> str | None:
    """Why a file may not have this name in an archive; None when it may. Both slashes separate."""
    parts = re.split(r"[/\\]", name)
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        return "an absolute path"
    if ".." in parts:
        return 'a path with ".."'
    if ":" in name:
        return "a name with a colon"  # on Windows a drive or a hidden stream
    if not name.isprintable() or not any(part not in {"", "."} for part in parts):
        return "a name that is none"
    return None


class Files(ABC):
    """The files below a folder or in a ZIP, by relative name."""

    def __init__(self, title: str) -> None:
        self.title = title.encode("utf-8", "backslashreplace").decode()
        self._total = 0
        self._seen: dict[str, bytes | None] = {}

    @abstractmethod
    def names(self) -> list[str]:
        """The names of the rule files: what ends in .sch, .xsl or .xslt. Raises InputError, TooLarge."""

    @abstractmethod
    def _content(self, name: str, limit: int) -> bytes | None:
        """The first bytes of a file up to a limit; None when there is no such file."""

    def read(self, name: str) -> bytes | None:
        """A file, or None when there is none of that name. Raises InputError, and TooLarge past the limit."""
        if name not in self._seen:
            self._seen[name] = data = self._content(name, MAX_BYTES - self._total + 1)
            self._total += len(data or b"")
            if self._total > MAX_BYTES:
                raise _too_large(self.title)
        return self._seen[name]


def opened(path: str) -> Files:
    """The files behind a path. Raises ConfigurationError when it cannot be read, InputError when unsafe."""
    try:
        target = Path(path).resolve(strict=True)
        if target.is_dir():
            return _Folder(target)
        with target.open("rb") as file:
            start = file.read(MAX_BYTES + 1)
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "no such file or folder"
        raise ConfigurationError(f"{path} cannot be read: {reason}.") from None
    if len(start) > MAX_BYTES:
        raise _too_large(target.name)
    return _Zip(target.name, start) if start.startswith(_ZIPPED) else _Folder(target.parent, target.name)


class _Folder(Files):
    """A folder; or one file of it, which may take in others from beside it."""

    def __init__(self, folder: Path, only: str | None = None) -> None:
        super().__init__(only or folder.name)
        self.folder, self.only = folder, only

    def names(self) -> list[str]:
        return [self.only] if self.only else sorted(self._walk())

    def _walk(self) -> Iterator[str]:
        count = 0
        for folder, inside, names in os.walk(self.folder):
            count += len(names)
            if count > MAX_FILES:
                raise TooLarge(f"{self.title} has more than {MAX_FILES} files.", "Name the rule file.")
            for name in (*inside, *names):
                path = Path(folder, name)
                if path.is_symlink() and (name in inside or name.lower().endswith(SUFFIXES)):
                    raise _refused(self.title, path.relative_to(self.folder).as_posix(), "a symbolic link")
            for name in names:
                if name.lower().endswith(SUFFIXES):
                    yield Path(folder, name).relative_to(self.folder).as_posix()

    def _content(self, name: str, limit: int) -> bytes | None:
        if reason := unsafe(name):
            raise _refused(self.title, name, reason)
        path = self.folder / name
        if path.resolve() != path:
            raise _refused(self.title, name, "a symbolic link")
        if not path.is_file():
            return None
        try:
            with path.open("rb") as file:
                return file.read(limit)
        except OSError as error:
            raise ConfigurationError(f"{name} cannot be read: {error.strerror}.") from None


class _Zip(Files):
    """A ZIP; every entry is looked at before one is read."""

    def __init__(self, title: str, data: bytes) -> None:
        super().__init__(title)
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED as error:
            raise InputError(f"{title} cannot be read as a ZIP: {error}.") from None
        self.entries = self._checked(len(data))

    def _checked(self, size: int) -> dict[str, zipfile.ZipInfo]:
        """The entries by name; by its lower case, because not every disk tells the two apart."""
        entries: dict[str, zipfile.ZipInfo] = {}
        infos = self.zip.infolist()
        if len(infos) > MAX_FILES:
            raise TooLarge(f"{self.title} has more than {MAX_FILES} files.")
        for info in infos:
            name = _plain(info)
            if reason := unsafe(info.filename) or _unsafe_entry(info):
                raise _refused(self.title, info.filename, reason)
            if name.casefold() in entries:
                raise _refused(self.title, info.filename, "there twice")
            entries[name.casefold()] = info
        unpacked = sum(info.file_size for info in infos)
        if unpacked > size * MAX_RATIO:
            raise TooLarge(f"{self.title} would be {unpacked // size} times as large when unpacked.")
        return entries

    def names(self) -> list[str]:
        return sorted(name for name in map(_plain, self.entries.values()) if name.lower().endswith(SUFFIXES))

    def _content(self, name: str, limit: int) -> bytes | None:
        info = self.entries.get(name.casefold())
        if info is None or info.is_dir():
            return None
        try:
            with self.zip.open(info) as file:
                return file.read(limit)
        except _DAMAGED as error:
            raise InputError(f"{name} in {self.title} cannot be unpacked: {error}.") from None


def _plain(info: zipfile.ZipInfo) -> str:
    return "/".join(part for part in info.filename.replace("\\", "/").split("/") if part != ".")


def _unsafe_entry(info: zipfile.ZipInfo) -> str | None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "a symbolic link"
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return "no ordinary file"
    if info.flag_bits & 1:
        return "encrypted"
    if info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return f"packed more than {MAX_RATIO} times"
    return None


def _refused(title: str, name: str, reason: str) -> InputError:
    shown = name if name.isprintable() else ascii(name)
    hint = "If you trust it, unpack it yourself and name the rule file."
    return InputError(f"{title} is refused: {shown} is {reason}.", hint)


def _too_large(title: str) -> TooLarge:
    return TooLarge(
        f"{title} holds more than {MAX_BYTES // 1_000_000} MB.", "An official release is far smaller."
    )
