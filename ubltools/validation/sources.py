"""What a document may be given as: a file by its name, bytes, an open file, or a tree; and each as our tree.

A tree that somebody else parsed is written and parsed again, so that the limits hold for it too. Nothing is
judged here.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from ubltools.errors import ConfigurationError
from ubltools.finding import Finding
from ubltools.xml import MAX_BYTES, Element, XmlDocument, line_of, parse, to_text

_NO_LINE: Final = 65_535  # what lxml has for a line that it does not know


class OpenFile(Protocol):
    """A file that is open for reading bytes."""

    def read(self, size: int, /) -> bytes:
        """Some of its bytes."""


class Tree(Protocol):
    """A whole document of lxml."""

    def getroot(self) -> Element:
        """Its root."""


Source: TypeAlias = XmlDocument | bytes | str | os.PathLike[str] | OpenFile | Tree | Element


class Packed(NamedTuple):
    """A parsed document as a value that can go to another process; lines: those of its elements, in order."""

    text: bytes
    lines: tuple[int | None, ...]
    notices: tuple[Finding, ...] = ()


def document_of(source: Source | Packed) -> XmlDocument:
    """The document as a tree.

    A str or path is the name of a file. Raises InputError for what is no safe XML, and ConfigurationError for
    a file that cannot be read and for what is no document at all.
    """
    if isinstance(source, XmlDocument):
        return source
    content = content_of(source)
    return _unpacked(content) if isinstance(content, Packed) else parse(content)


def content_of(source: Source | Packed) -> bytes | Packed:
    """The content of a document as a value. Raises ConfigurationError as document_of does."""
    match source:
        case bytes() | Packed():
            return source
        case bytearray() | memoryview():
            return bytes(source)
        case XmlDocument():
            return _packed(source.root, source.notices)
        case str() | os.PathLike():
            return _read(source)
    if callable(getattr(source, "read", None)):
        return _read_open(source)
    root = source.getroot() if callable(getattr(source, "getroot", None)) else source  # type: ignore[union-attr]
    if isinstance(root, Element):
        return _packed(root, ())
    raise ConfigurationError(f"A document cannot be given as {type(source).__name__}.", _GIVE)


_GIVE: Final = "Give the name of a file, bytes, a file opened for reading bytes, or a tree of lxml."


def name_of(source: Any) -> str | None:
    """The name of the file that a document comes from, where it has one."""
    if isinstance(source, str | os.PathLike):
        return os.fsdecode(source)
    name = getattr(source, "name", None)
    return name if isinstance(name, str) else None


def _read(path: str | os.PathLike[str]) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(MAX_BYTES + 1)  # one more than the limit, so that parse refuses it
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigurationError(f"{str(path)[:200]} cannot be read: {reason}.") from error


def _read_open(file: Any) -> bytes:
    """The content of an open file. Whatever its read() raises means that it cannot be read."""
    name = name_of(file) or "The open file"
    try:
        content = file.read(MAX_BYTES + 1)
    except Exception as error:
        raise ConfigurationError(f"{name} cannot be read: {error}") from error
    if not isinstance(content, bytes):
        raise ConfigurationError(f"{name} is not open for reading bytes.", 'Open it with the mode "rb".')
    return content


def _packed(root: Element, notices: Iterable[Finding]) -> Packed:
    return Packed(to_text(root).encode(), tuple(map(line_of, root.iter("*"))), tuple(notices))


def _unpacked(packed: Packed) -> XmlDocument:
    document = parse(packed.text)
    if document.header is None:  # the elements are the same ones; out of an envelope they are not
        for element, line in zip(document.root.iter("*"), packed.lines, strict=True):
            element.sourceline = line or _NO_LINE  # type: ignore[assignment]
    return XmlDocument(document.root, (*packed.notices, *document.notices), document.header)
