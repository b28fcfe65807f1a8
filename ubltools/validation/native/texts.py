"""The functions over text, on what is text already or None for no value, which counts as ""."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from math import floor, inf, isfinite, isnan
from typing import Any, Final

from ubltools.validation.native.errors import DynamicError
from ubltools.validation.native.values import one

_SPACE = " \t\r\n"


def tidy(text: str | None) -> str:
    """normalize-space."""
    if not text:
        return ""
    return tidied.get(text) or _tidy(text)


_MOST_REMEMBERED: Final = 20_000
tidied: dict[str | None, str] = {}  # what texts are, as far as they were met


def _tidy(text: str) -> str:
    if text.isascii():
        found = " ".join(text.split())
    else:
        found = " ".join(filter(None, text.translate(_AS_BLANK).split(" ")))
    if len(text) < 40:
        if len(tidied) >= _MOST_REMEMBERED:
            tidied.clear()
        tidied[text] = found
    return found


_AS_BLANK = {ord(sign): " " for sign in _SPACE}


def listed(text: str, codes: frozenset[str], written: str) -> bool:
    """Whether a text stands between spaces in a list of codes; written: the list, spaces at both ends."""
    if text and " " not in text:
        return text in codes
    return f" {text} " in written


def after(text: str | None, mark: str | None) -> str:
    """substring-after."""
    return (text or "").partition(mark)[2] if mark else text or ""


def before(text: str | None, mark: str | None) -> str:
    """substring-before."""
    head, found, _ = (text or "").partition(mark) if mark else ("", "", "")
    return head if found else ""


def part(text: str | None, start: Any, length: Any = inf) -> str:
    """substring(text, start, length), from 1, both rounded as XPath rounds."""
    text = text or ""
    first, many = _rounded(start), _rounded(length)
    if isnan(first) or isnan(many):
        return ""
    last = first + many
    if isnan(last):
        return ""
    begin = 0 if first < 1 else min(first - 1, len(text))
    end = len(text) if last > len(text) else max(last - 1, 0)
    return text[int(begin) : int(end)]


def _rounded(number: Any) -> Any:
    if isinstance(number, int):
        return number
    if isinstance(number, Decimal):
        return floor(number + Decimal("0.5"))
    return floor(number + 0.5) if isfinite(number) else number


def changed(text: str | None, old: str, new: str) -> str:
    """translate."""
    return (text or "").translate(_changes(old, new))


@lru_cache(256)
def _changes(old: str, new: str) -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for index, sign in enumerate(old):
        table.setdefault(ord(sign), new[index] if index < len(new) else None)
    return table


def code_points(text: str | None) -> list[int]:
    """string-to-codepoints."""
    return [ord(sign) for sign in text or ""]


def from_code_points(codes: Iterable[int]) -> str:
    """codepoints-to-string. Raises FOCH0001."""
    return "".join(map(_character, codes))


def _character(code: int) -> str:
    allowed = code in {9, 10, 13} or 32 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD
    if not (allowed or 0x10000 <= code <= 0x10FFFF):
        raise DynamicError("FOCH0001", f"there is no character with the number {code}")
    return chr(code)


def words(text: str | None) -> list[str]:
    """tokenize(text) without a pattern."""
    return tidy(text).split(" ") if tidy(text) else []


def item_at(items: Sequence[Any], place: int) -> Any:
    """items[place], or None."""
    return items[place - 1] if 0 < place <= len(items) else None


def subsequence(items: Sequence[Any], start: Any, length: Any = inf) -> list[Any]:
    """subsequence(items, start, length)."""
    first, many = _rounded(start), _rounded(length)
    return [item for place, item in enumerate(items, 1) if first <= place < first + many]


def only(items: Sequence[Any]) -> Any:
    """The only item, or None."""
    return one(items)
