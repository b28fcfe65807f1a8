"""Text <-> value, one codec a kind of value: text, number, amount, date, day, time, flag, base64.

A codec turns a JSON value into the text of an element and back, and nothing else. Reading raises
ValueError for a text that is no such value. Numbers are Decimal on both sides, never float.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Codec:
    """How a value is written and read.

    attribute: an XML attribute that goes with every such element, and the key of the document that
               fills it, e.g. ("currencyID", "Currency")
    same: whether two values mean the same
    safe: whether what it writes can hold no character that XML needs escaped
    """

    name: str
    write: Callable[[Any], str]
    read: Callable[[str], Any]
    attribute: tuple[str, str] | None = None
    same: Callable[[Any, Any], bool] = lambda a, b: bool(a == b)
    safe: bool = False


_DECIMAL = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)\s*", re.ASCII)  # xs:decimal: no exponent
_DATE = re.compile(r"\s*\d{4}-\d{2}-\d{2}\s*", re.ASCII)
_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?\s*", re.ASCII)
_TIME = re.compile(r"\s*(\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?)\d*(Z|[+-]\d{2}:\d{2})?\s*", re.ASCII)
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def _write_text(value: object) -> str:
    return "" if str(value).isspace() else str(value)


def _write_number(value: Decimal) -> str:
    value = value or abs(value)  # zero has no sign
    text = str(value)
    return format(value, "f") if "E" in text else text


def _read_number(text: str) -> Decimal:
    if not _DECIMAL.fullmatch(text):
        raise ValueError("not a decimal number")
    return Decimal(text.strip())


def _write_amount(value: Decimal) -> str:
    value = value or abs(value)
    text = str(value)
    if text[-3:-2] == ".":  # two decimals, as nearly every amount has
        return text
    return format(value, "f" if value.as_tuple().exponent < -2 else ".2f")  # type: ignore[operator]


def _write_date(value: date) -> str:
    return value.isoformat()


def _read_date(text: str) -> date:
    if not _DATE.fullmatch(text):
        raise ValueError("not a date YYYY-MM-DD")
    return date.fromisoformat(text.strip())


def _read_day(text: str) -> date:
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError("not a date YYYY-MM-DD")
    return date.fromisoformat(match[1])


def _read_time(text: str) -> time:
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError("not a time HH:MM:SS")
    return time.fromisoformat(match[1] + (match[2] or ""))


def _write_time(value: time) -> str:
    return value.isoformat().replace("+00:00", "Z")


def _write_flag(value: bool) -> str:
    return "true" if value else "false"


def _read_flag(text: str) -> bool:
    if text.strip() not in _FLAGS:
        raise ValueError("not true or false")
    return _FLAGS[text.strip()]


def _read_base64(text: str) -> str:
    return "".join(text.split())


TEXT = Codec("text", _write_text, str)
NUMBER = Codec("number", _write_number, _read_number, safe=True)
AMOUNT = Codec("amount", _write_amount, _read_number, ("currencyID", "Currency"), safe=True)
DATE = Codec("date", _write_date, _read_date, safe=True)
DAY = Codec("day", _write_date, _read_day, safe=True)  # a date that may say its zone, which is dropped
TIME = Codec("time", _write_time, _read_time, safe=True)
FLAG = Codec("flag", _write_flag, _read_flag, safe=True)
BASE64 = Codec("base64", _read_base64, _read_base64)
