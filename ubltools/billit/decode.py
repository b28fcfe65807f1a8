"""From bytes to what JSON holds: encoding, comments, repeated keys, numbers.

The only place that reads JSON text. It knows JSON and nothing of orders. Numbers with a point or an
exponent come out as Decimal; what no Decimal can hold comes out as Unreadable.
"""

import json
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from json import JSONDecodeError
from typing import Any, Final, NamedTuple, Never

from ubltools.billit.values import Unreadable
from ubltools.errors import EmptyInput, NotJson, TooLarge
from ubltools.finding import Finding, Severity

MOST_BYTES: Final = 100_000_000
MOST_OBJECTS: Final = 200_000
MOST_VALUES: Final = 1_000_000
_SMALL: Final = 400_000  # characters; fewer cannot hold too many objects

Repeats = dict[int, tuple[str, ...]]


class Decoded(NamedTuple):
    """What the bytes hold.

    repeated: id() of an object -> the keys that it has more than once (the last value is kept)
    half_characters: whether a text may hold a \\u escape that is only half of a character
    """

    value: Any
    findings: tuple[Finding, ...]
    repeated: Repeats
    half_characters: bool


def decode(data: bytes, max_bytes: int = MOST_BYTES) -> Decoded:
    """Read JSON, also with comments and trailing commas, also in UTF-16 or UTF-32.

    Raises EmptyInput, TooLarge, NotJson.
    """
    if len(data) > max_bytes:
        raise TooLarge(f"The file has {len(data)} bytes; more than {max_bytes} are not read.")
    text, findings = _text(data)
    if not text or text.isspace():
        raise EmptyInput("There is nothing in the file.")
    if len(text) > _SMALL:
        _refuse_too_many(text)
    try:
        value, repeated, notes = _parsed(text)
    except RecursionError:
        raise NotJson("The JSON is nested too deeply.", "An order has no more than a few levels.") from None
    return Decoded(value, findings + notes, repeated, "\\ud" in text or "\\uD" in text)


def _parsed(text: str) -> tuple[Any, Repeats, tuple[Finding, ...]]:
    try:
        return *_strict(text), ()
    except JSONDecodeError as error:
        return *_relaxed(text, error), (_SKIPPED,)


def _text(data: bytes) -> tuple[str, tuple[Finding, ...]]:
    encoding = json.detect_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        _refuse_bytes(error)
    return text, () if encoding == "utf-8" else (_encoding_note(encoding),)


def _encoding_note(encoding: str) -> Finding:
    name = encoding.upper().removesuffix("-SIG").removesuffix("-LE").removesuffix("-BE")
    what = "starts with a byte order mark" if name == "UTF-8" else f"is {name}, not UTF-8"
    message = f"The file {what}; it was read all the same."
    return Finding("UBLT-ENCODING", Severity.INFO, message, hint="Save it as plain UTF-8.")


def _refuse_bytes(error: UnicodeDecodeError) -> Never:
    if not error.encoding.lower().startswith("utf-8"):
        raise NotJson(
            "The file has NUL bytes and is not UTF-16 or UTF-32: it is damaged, or no text."
        ) from None
    line = error.object.count(b"\n", 0, error.start) + 1
    byte = error.object[error.start]
    raise NotJson(
        f"The file is not {error.encoding.upper()}: byte 0x{byte:02X} in line {line} does not fit.",
        "Save the file as UTF-8. A file in Windows-1252 or Latin-1 gives this message at its first accent.",
    ) from None


def _refuse_too_many(text: str) -> None:
    for mark, most, what in (("{", MOST_OBJECTS, "objects"), (",", MOST_VALUES, "values")):
        if text.count(mark) > most:
            raise TooLarge(f"The file holds more than {most} {what}.", "Split it: one order a file.")


class _RepeatedKey(Exception):
    pass


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _RepeatedKey
    return made


_FAST: Final = json.JSONDecoder(
    parse_float=Decimal, parse_constant=Unreadable, object_pairs_hook=_object
).decode


def _strict(text: str) -> tuple[Any, Repeats]:
    try:
        return _FAST(text), {}
    except JSONDecodeError:
        raise
    except (_RepeatedKey, InvalidOperation, ValueError):  # ValueError: more digits than int() takes
        return _careful(text)


def _careful(text: str) -> tuple[Any, Repeats]:
    """Like _FAST, but remembers repeated keys and takes numbers of any size. Slower."""
    repeated: Repeats = {}

    def remember(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            counted = Counter(key for key, _ in pairs)
            repeated[id(made)] = tuple(key for key, times in counted.items() if times > 1)
        return made

    decoder = json.JSONDecoder(
        parse_float=_any_number, parse_int=_any_whole, parse_constant=Unreadable, object_pairs_hook=remember
    )
    return decoder.decode(text), repeated


def _any_number(text: str) -> Decimal | Unreadable:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Unreadable(text)


def _any_whole(text: str) -> int | Decimal | Unreadable:
    return int(text) if len(text) < 19 else _any_number(text)


_STRING: Final = r'"(?:[^"\\]++|\\.)*+"?'  # takes an unclosed string to the end, so as never to look twice
_COMMENT: Final = re.compile(rf"{_STRING}|//[^\r\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?", re.DOTALL)
_TRAILING_COMMA: Final = re.compile(rf"{_STRING}|[\[{{]\s*+,|,(?=\s*+[\]}}])", re.DOTALL)
_NO_LINE_END: Final = re.compile(r"[^\r\n]")
_SKIPPED: Final = Finding(
    "UBLT-JSON-RELAXED",
    Severity.INFO,
    "The file has comments or trailing commas, which JSON does not allow; they were skipped.",
    hint="Leave them out before sending: Billit expects strict JSON.",
)


def _relaxed(text: str, first: JSONDecodeError) -> tuple[Any, Repeats]:
    blanked = _TRAILING_COMMA.sub(_blank, _COMMENT.sub(_blank, text))
    if blanked == text:
        _refuse(text, first)
    try:
        return _strict(blanked)
    except JSONDecodeError as error:
        _refuse(blanked, error)


def _blank(found: re.Match[str]) -> str:
    token = found[0]
    unclosed = token.startswith("/*") and not (len(token) > 3 and token.endswith("*/"))
    kept = unclosed or token[0] in '"[{'  # a text; a comma with nothing before it
    return token if kept else _NO_LINE_END.sub(" ", token)


_FOREIGN: Final = (
    ("<!doctype html", "This is a web page, not JSON.", "Was the address right, and the login?"),
    ("<html", "This is a web page, not JSON.", "Was the address right, and the login?"),
    ("<", "This is XML, not JSON.", "An order is JSON; a UBL document is XML."),
    ("%pdf", "This is a PDF, not JSON.", None),
    ("pk\x03\x04", "This is a zip file, not JSON.", "Unpack it first."),
)

_IN_WORDS: Final = (
    ("Expecting property name", "a key in double quotes is expected here"),
    ("Expecting value", "a value is expected here"),
    ("Expecting ':'", "a colon is expected here"),
    ("Expecting ','", "a comma is expected here"),
    ("Unterminated string", "a text starts here and does not end"),
    ("Invalid control character", "a line break or tab stands inside a text; write \\n or \\t"),
    ("Invalid \\", "a backslash stands before something it cannot; write \\\\ for a backslash"),
    ("Extra data", "something follows after the end of the JSON; give one order a file"),
)


def _refuse(text: str, error: JSONDecodeError) -> Never:
    start = text[:64].lstrip("\ufeff \t\r\n").lower()
    for mark, message, hint in _FOREIGN:
        if start.startswith(mark):
            raise NotJson(message, hint) from None
    where = f"line {error.lineno}, column {error.colno}"
    raise NotJson(f"Not JSON: in {where}, {_in_words(text, error)}.") from None


def _in_words(text: str, error: JSONDecodeError) -> str:
    if text[error.pos : error.pos + 1] == "\0":
        return "a NUL byte; the file is damaged, or not a text"
    if error.pos >= len(text.rstrip()):
        return "the file ends too early"
    return next((words for known, words in _IN_WORDS if error.msg.startswith(known)), "something is wrong")
