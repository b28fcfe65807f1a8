"""Numbers as XPath has them: xs:decimal exact, xs:integer, xs:double; casts from text and back, arithmetic.

xs:integer is int, xs:decimal is Decimal or int, xs:double is float. Money is only ever the first two; a
double arises where a rule asks for number(), or calculates with what it has not cast. None is "no value".
"""

import math
import re
from decimal import MAX_EMAX, MIN_EMIN, ROUND_FLOOR, ROUND_HALF_DOWN, Context, Decimal
from typing import Any, Final

from ubltools.validation.native.dates import Date
from ubltools.validation.native.errors import DynamicError

# Sums and products are exact: no rounding however long the digits are.
EXACT: Final = Context(prec=100_000, Emax=MAX_EMAX, Emin=MIN_EMIN)
_DIVISION_DIGITS: Final = 18
_HUNDRED: Final = 100
_HUNDRED_EXPONENT: Final = -16  # with fewer digits after the point, dividing by 100 only moves the point
_DECIMAL: Final = re.compile(r"[ \t\r\n]*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*").fullmatch
_INTEGER: Final = re.compile(r"[ \t\r\n]*[+-]?[0-9]+[ \t\r\n]*").fullmatch
_DOUBLE: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?").fullmatch
PLAIN_NUMBERS: Final = frozenset({int, Decimal, float})  # bool, which is an int in Python, is none
_SHORT: Final = 30  # so few digits are an int at no cost
_SPACE: Final = " \t\r\n"
_SPECIAL: Final = {"INF": math.inf, "+INF": math.inf, "-INF": -math.inf, "NaN": math.nan}
_MOST_REMEMBERED: Final = 20_000
decimals: dict[str | None, Decimal] = {}  # what texts are, as far as they were met
_remembered_doubles: dict[str, Any] = {}


def decimal_of(value: Any) -> Any:
    """xs:decimal(value). Raises FORG0001 for a text that is none, FOCA0002 for NaN and infinity."""
    if value is None:
        return None
    if isinstance(value, str):
        found = decimals.get(value)
        return _decimal_of_text(value) if found is None else found
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise DynamicError("FOCA0002", f"{double_text(value)} is no decimal number")
    return _number(value) if isinstance(value, int) else Decimal(_number(value))


def _decimal_of_text(text: str) -> Decimal:
    if _DECIMAL(text) is None:
        raise DynamicError("FORG0001", f'"{text[:80]}" is no decimal number')
    found = Decimal(text.strip(_SPACE))
    if len(decimals) >= _MOST_REMEMBERED:
        decimals.clear()
    if len(text) < 40:
        decimals[text] = found
    return found


def integer_of(value: Any) -> Any:
    """xs:integer(value); a number loses its fraction. Raises FORG0001, FOCA0002."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, str):
        if _INTEGER(value) is None or len(value) > 4_000:
            raise DynamicError("FORG0001", f'"{value[:80]}" is no whole number')
        return int(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise DynamicError("FOCA0002", f"{double_text(value)} is no whole number")
    return int(value) if isinstance(value, bool) else int(_number(value))


def double_of(value: Any) -> Any:
    """xs:double(value). Raises FORG0001."""
    if isinstance(value, str):
        found = _remembered_doubles.get(value)
        return _double_of_text(value) if found is None else found
    if value is None or isinstance(value, float):
        return value
    return _to_double(value if isinstance(value, bool) else _number(value))


def _double_of_text(value: str) -> Any:
    text = value.strip(_SPACE)
    if text in _SPECIAL:
        return _SPECIAL[text]
    if _DOUBLE(text) is None:
        raise DynamicError("FORG0001", f'"{value[:80]}" is no number')
    found = _to_double(text)
    if len(_remembered_doubles) >= _MOST_REMEMBERED:
        _remembered_doubles.clear()
    if len(value) < 40:
        _remembered_doubles[value] = found
    return found


def greatest_of(value: Any) -> Any:
    """xs:double(value), where it is compared as the greater one: Saxon takes NaN for the greatest there."""
    found = double_of(value)
    return math.inf if found is not None and math.isnan(found) else found


def number_of(value: Any) -> Any:
    """number(value): NaN for what is no number, also for no value."""
    try:
        return math.nan if value is None or isinstance(value, Date) else double_of(value)
    except DynamicError:
        return math.nan


def _to_double(value: Any) -> Any:
    try:
        return float(value)  # xs:double is a binary number by definition
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _number(value: Any) -> Any:
    """The value itself when it is a number. Raises XPTY0004 otherwise."""
    if value.__class__ in PLAIN_NUMBERS:
        return value
    raise DynamicError("XPTY0004", "a number is needed, and this is none")


def divide(left: Any, right: Any) -> Any:
    """left div right for decimals: 18 digits after the point, more where left has more of them than right."""
    if left is None or right is None:
        return None
    if not right:
        raise DynamicError("FOAR0001", "a division by zero")
    if right == 1 or not left:
        return left
    if right == _HUNDRED:
        left = Decimal(left)
        if left.as_tuple().exponent > _HUNDRED_EXPONENT:
            return left.scaleb(-2, EXACT)
    digits = max(_DIVISION_DIGITS, _DIVISION_DIGITS + _scale(left) - _scale(right))
    left, right = Decimal(left), Decimal(right)
    size = abs(left.adjusted()) + abs(right.adjusted()) + len(right.as_tuple().digits)
    quotient = Context(prec=digits + 40 + 2 * size).divide(left, right)
    return quotient.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_DOWN, context=EXACT)


def _scale(value: Any) -> int:
    """The digits after the point, zeros at the end left out; below zero for a decimal that ends in zeros."""
    if isinstance(value, int):
        return 0
    exponent = value.normalize(EXACT).as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def round_up(value: Any) -> Any:
    """round(value): a half goes towards positive infinity, so -2.5 becomes -2."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value) or abs(value) >= 2**53:
            return value
        from fractions import Fraction  # slow to import, and seldom needed

        return math.copysign(_to_double(math.floor(Fraction(value) + Fraction(1, 2))), value)
    raised = EXACT.add(value, _HALF)
    if raised.adjusted() < _SHORT:
        return math.floor(raised)
    return raised.to_integral_value(ROUND_FLOOR)


_HALF: Final = Decimal("0.5")


def round_to(value: Any, digits: Any) -> Any:
    """round(value, digits) for decimals and integers."""
    if value is None or digits is None:
        return value
    shifted = round_up(EXACT.multiply(Decimal(value), Decimal(1).scaleb(digits)))
    return EXACT.multiply(Decimal(shifted), Decimal(1).scaleb(-digits))


def cents(value: Any) -> Any:
    """round(value * 100) div 100 for decimals and integers, most of which have two places already."""
    if value is None or value.__class__ is int or value.same_quantum(_CENT):
        return value
    return divide(round_up(EXACT.multiply(Decimal(value), _HUNDRED)), _HUNDRED)


_CENT: Final = Decimal("0.01")


def floor(value: Any) -> Any:
    """The greatest whole number that is not above the value."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, float):
        return _to_double(math.floor(value)) if math.isfinite(value) else value
    return value.to_integral_value(ROUND_FLOOR)


def ceiling(value: Any) -> Any:
    """The least whole number that is not below the value."""
    if isinstance(value, float):
        return math.copysign(_to_double(math.ceil(value)), value) if math.isfinite(value) else value
    lower = floor(None if value is None else -value)
    return None if lower is None else -lower


def double_text(value: Any) -> str:
    """xs:double as text: 12, 0.5, 1.0E6, NaN."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "INF" if value > 0 else "-INF"
    if not value:
        return "-0" if math.copysign(1, value) < 0 else "0"
    shortest = Decimal(repr(value))
    if Decimal("0.000001") <= abs(shortest) < 1_000_000:
        return decimal_text(shortest)
    sign, digits, _ = shortest.normalize(EXACT).as_tuple()
    written = "".join(map(str, digits))
    return f"{'-' if sign else ''}{written[0]}.{written[1:] or '0'}E{shortest.adjusted()}"


def decimal_text(value: Any) -> str:
    """xs:decimal as text: no exponent, no zeros at the end."""
    if isinstance(value, int):
        return str(value)
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
