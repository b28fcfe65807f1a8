"""The gate before the parser: refuses bytes that must not reach libxml2, or need not.

Only the standard library is at work here: a look at the first bytes, and expat for the prolog (a document
type declaration) and for the nesting of very large documents. What passes still has to be parsed.
"""

from typing import Final
from xml.parsers import expat

from ubltools.errors import EmptyInput, NotXml, TooLarge, UnsafeXml

MAX_DEPTH: Final = 100  # the XML parser inside Saxon 13 refuses more
MAX_TAGS: Final = 10_000_000  # about 180,000 invoice lines; bounds the memory that the tree can take
LARGE: Final = 10_000_000  # bytes: smaller input cannot hold that many tags, nor a text that libxml2 refuses

NO_TAG: Final = "there is no XML here: it does not start with a tag"
UNKNOWN_ENCODING: Final = "the encoding that the file names is not supported"
ATTRIBUTE_TWICE: Final = "a tag has the same attribute twice"

UTF16_STARTS: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_JSON_HINT: Final = "An order is for presend or convert; validate takes UBL."
_OTHER_FORMATS: Final = (
    (b"{", "This is JSON, not XML.", _JSON_HINT),
    (b"[", "This is JSON, not XML.", _JSON_HINT),
    (b"%PDF", "This is a PDF, not XML.", "Give the UBL file that belongs to the PDF."),
    (b"PK\x03\x04", "This is a zip file, not XML.", "Unpack it and give the XML file inside."),
    (b"\x1f\x8b", "This is a gzip file, not XML.", "Unpack it and give the XML file inside."),
)
_EXPAT_WORDS: Final = {
    "no element found": "there is no element in it",
    "syntax error": NO_TAG,
    "XML or text declaration not at start of entity": "something stands before the XML declaration",
    "unknown encoding": UNKNOWN_ENCODING,
    "encoding specified in XML declaration is incorrect": "the first line names another encoding than it has",
    "duplicate attribute": ATTRIBUTE_TWICE,
    "not well-formed (invalid token)": "a tag is not written correctly, or the encoding is not what it says",
}


def screen(data: bytes, max_bytes: int) -> None:
    """Let bytes pass that are worth parsing. Raises EmptyInput, TooLarge, NotXml or UnsafeXml for others."""
    if len(data) > max_bytes:
        raise TooLarge(f"The input is {len(data):,} bytes; the limit is {max_bytes:,}.")
    _refuse_other_formats(data)
    if len(data) > LARGE and data.count(b"<") > MAX_TAGS:
        raise TooLarge(f"The input has more than {MAX_TAGS:,} tags.")
    _refuse_dtd(data)


def screen_depth(data: bytes) -> None:
    """Raise UnsafeXml when elements nest deeper than MAX_DEPTH; bytes that are not well-formed pass."""
    depth = 0

    def opened(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise nested_too_deep()

    def closed(_: object) -> None:
        nonlocal depth
        depth -= 1

    reader = expat.ParserCreate()
    reader.StartElementHandler, reader.EndElementHandler = opened, closed
    try:
        for start in range(0, len(data), 65_536):
            reader.Parse(data[start : start + 65_536], False)
    except expat.ExpatError:
        return  # libxml2 will say so in better words


def not_xml(words: str, line: int, column: int) -> NotXml:
    """The error for bytes that are not well-formed at a place."""
    return NotXml(f"This is not well-formed XML, line {line}, column {column}: {words}.")


def has_dtd() -> UnsafeXml:
    """The error for a document type declaration."""
    return UnsafeXml(
        "The XML has a document type declaration (DOCTYPE). It is refused, because such declarations can "
        "read files and use up memory.",
        "Remove the DOCTYPE; UBL documents do not have one.",
    )


def nested_too_deep() -> UnsafeXml:
    """The error for nesting beyond MAX_DEPTH."""
    return UnsafeXml(f"The XML is nested deeper than {MAX_DEPTH} elements. No UBL document needs that.")


def _refuse_other_formats(data: bytes) -> None:
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start and not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise EmptyInput("The input is empty.")
    for signature, message, hint in _OTHER_FORMATS:
        if start.startswith(signature):
            raise NotXml(message, hint)
    if b"\x00" in data and not data.startswith(UTF16_STARTS):
        line = data.count(b"\n", 0, data.index(b"\x00")) + 1
        raise NotXml(f"This is not XML: line {line} has a NUL byte.", "The file is damaged, or not a text.")


class _FirstElementSeen(Exception):
    """The prolog is over, and there was no document type declaration in it."""


def _refuse_dtd(data: bytes) -> None:
    """Let expat read the prolog, in growing pieces, until a DOCTYPE or the first element."""
    reader = expat.ParserCreate()
    reader.StartDoctypeDeclHandler = _on_doctype
    reader.StartElementHandler = _on_element
    start, size = 0, 1024
    try:
        while True:
            reader.Parse(data[start : start + size], start + size >= len(data))
            start, size = start + size, size * 2
    except _FirstElementSeen:
        return
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code)
        raise not_xml(_EXPAT_WORDS.get(said, said), error.lineno, error.offset + 1) from None
    except (LookupError, ValueError):  # how expat refuses an encoding that Python does not know
        raise not_xml(UNKNOWN_ENCODING, 1, 1) from None


def _on_doctype(*_: object) -> None:
    raise has_dtd()


def _on_element(*_: object) -> None:
    raise _FirstElementSeen
