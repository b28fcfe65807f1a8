"""The kinds of values in an order: from what JSON holds to what Python keeps.

One function a kind, each a validator for pydantic. What does not fit raises PydanticCustomError with
the name of a fault; the table of faults stands at the end. No models and no files here. Numbers
become Decimal without passing through float.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, TypeAlias

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

MOST_DIGITS: Final = 15  # before the decimal point
MOST_DECIMALS: Final = 20
DEEPEST: Final = 60  # levels of nesting in what Billit does not document

_LIMIT: Final = 10**MOST_DIGITS
_NUMBER: Final = re.compile(rf"-?\d{{1,{MOST_DIGITS}}}(\.\d{{1,{MOST_DECIMALS}}})?", re.ASCII)
_is_number: Final = _NUMBER.fullmatch
_WHOLE: Final = re.compile(r"-?\d{1,18}", re.ASCII)
_MOMENT: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)(T([01]\d|2[0-3]):\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A number in the JSON text that no Decimal can hold: NaN, Infinity, 1e99999999999999999999."""

    text: str


def number(value: Any) -> Decimal:
    """A JSON number, or a text that is a plain decimal number. Faults: number, number-range, float."""
    kind = type(value)
    if kind is Decimal:
        return value if _is_number(str(value)) else _spelled_out(value)
    if kind is int and -_LIMIT < value < _LIMIT:
        return Decimal(value)
    if kind is str and _is_number(value):
        return Decimal(value)
    raise _fault(_why_no_number(value))


def whole(value: Any) -> int:
    """A whole number, also written 7.0 or "7". Faults: whole, number-range, float."""
    if type(value) is int and -(2**63) <= value < 2**63:
        return value
    if type(value) is str and _WHOLE.fullmatch(value):
        return int(value)
    if type(value) is Decimal and (exact := _spelled_out(value)) == exact.to_integral_value():
        return int(exact)
    raise _fault("number-range" if type(value) is int else "whole")


def day(value: Any) -> date:
    """The date as written, whatever time and zone follow it. Faults: date, calendar."""
    if type(value) is str:
        # The dashes tell 2026-01-31 from the other ten-character forms that Python would take.
        plain = len(value) == 10 and value[4] == value[7] == "-"
        return _day(value) if plain else _moment(value).date()
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    raise _fault("date")


def moment(value: Any) -> datetime:
    """A date with a time; digits beyond microseconds are cut. Faults: date, calendar."""
    if isinstance(value, str):
        return _moment(value)
    if isinstance(value, datetime):
        return value
    raise _fault("date")


def field_text(value: Any) -> str:
    """The value of a custom field: a text, or the digits of a number, or true, or false. Fault: field."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return digits(number(value))
    raise _fault("field")


def code(value: Any) -> str | int:
    """A code that Billit writes as a number in one place and as a text in another. Fault: code."""
    if isinstance(value, str) or type(value) is int:
        return value
    raise _fault("code")


def anything(value: Any) -> Any:
    """Whatever JSON holds, unchanged. Faults: number, number-range, float, inside, too-deep."""
    if isinstance(value, Decimal | Unreadable | float):
        number(value)
    elif isinstance(value, dict | list):
        _look_inside(value)
    return value


def digits(value: Decimal) -> str:
    """A Decimal in plain digits: no exponent, every decimal kept. Raises ValueError beyond the limits."""
    text = str(value)
    if _is_number(text):
        return text
    try:
        return format(_spelled_out(value), "f")
    except PydanticCustomError:
        raise ValueError("a number with more digits than JSON should hold") from None


def _spelled_out(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise _fault("number")
    if value.adjusted() >= MOST_DIGITS or exponent < -MOST_DECIMALS:
        raise _fault("number-range")
    return Decimal(format(value, "f")) if exponent > 0 else value


def _why_no_number(value: Any) -> str:
    if isinstance(value, float):
        return "float"
    if isinstance(value, Unreadable):
        return "number-range" if value.text.lstrip("-")[:1].isdigit() else "number"
    in_digits = isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value, re.ASCII)
    return "number-range" if in_digits or type(value) is int else "number"


def _look_inside(value: dict[str, Any] | list[Any]) -> None:
    stack: list[tuple[Any, int]] = [(value, 0)]
    while stack:
        item, depth = stack.pop()
        if depth > DEEPEST:
            raise _fault("too-deep")
        if isinstance(item, dict | list):
            held = item.values() if isinstance(item, dict) else item
            stack += [(each, depth + 1) for each in held]
        elif not _fits(item):
            raise _fault("inside")


def _fits(value: Any) -> bool:
    try:
        return anything(value) is value
    except PydanticCustomError:
        return False


def _without_empty(value: Any) -> Any:
    if value == []:  # PHP writes an empty object so
        return {}
    if isinstance(value, dict) and None in value.values():
        return {key: text for key, text in value.items() if text is not None}
    return value


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return _moment(text).date()


def _moment(text: str) -> datetime:
    if not _MOMENT.fullmatch(text):
        raise _fault("date")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise _fault("calendar") from None


def _fault(name: str) -> PydanticCustomError:
    return PydanticCustomError(name, FAULTS[name][0])


_NUMBER_SCHEMA: Final = {"type": ["number", "string"], "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,20})?$"}
_WHOLE_SCHEMA: Final = {"type": ["integer", "string"], "pattern": r"^-?[0-9]{1,18}$"}
_DAY_SCHEMA: Final = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T.+)?$"}

Number = Annotated[Decimal, PlainValidator(number), WithJsonSchema(_NUMBER_SCHEMA)]
Whole = Annotated[int, PlainValidator(whole), WithJsonSchema(_WHOLE_SCHEMA)]
Day = Annotated[date, PlainValidator(day), WithJsonSchema(_DAY_SCHEMA)]
Moment = Annotated[datetime, PlainValidator(moment), WithJsonSchema(_DAY_SCHEMA)]
Flag = Annotated[bool, Field(strict=True)]
Text = Annotated[str, WithJsonSchema({"type": ["string", "number"]})]
Code = Annotated[str | int, PlainValidator(code), WithJsonSchema({"type": ["string", "integer"]})]
Anything = Annotated[Any, PlainValidator(anything), WithJsonSchema({})]
FieldText = Annotated[
    str, PlainValidator(field_text), WithJsonSchema({"type": ["string", "number", "boolean"]})
]
CustomFields: TypeAlias = Annotated[dict[str, FieldText], BeforeValidator(_without_empty)]

# What is wrong, as the end of "X is 5, which ...", and what to do.
FAULTS: Final[dict[str, tuple[str, str | None]]] = {
    "number": ("which is not a number", "Write a number such as 1250.75, without thousands separator."),
    "number-range": (
        "which has too many digits",
        f"Write at most {MOST_DIGITS} digits before the decimal point and {MOST_DECIMALS} after it.",
    ),
    "float": ("which is a float and may have lost digits", "Pass a Decimal."),
    "whole": ("which is not a whole number", "Write digits only."),
    "date": ("which is not a date", "Write the date as 2026-01-31."),
    "calendar": ("which is no date of the calendar", "Write a date that exists, as 2026-01-31."),
    "field": ("which is not a text", "A custom field holds one text."),
    "code": ("which is not a code", "Write a text in double quotes, or a whole number."),
    "inside": ("which holds something that is no number, or one with too many digits", None),
    "too-deep": ("which is nested too deeply", None),
    "null": ("which says nothing", "Leave the key out."),
}
