"""The operators + - * div idiv mod and the functions over numbers, for operands of any kind, also missing.

Compiled rules calculate inline where the kinds are known; what is here is exact for all of them. None is
"no value", and gives none.
"""

import math
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Final

from ubltools.validation.native.dates import Date
from ubltools.validation.native.errors import DynamicError
from ubltools.validation.native.numbers import EXACT, PLAIN_NUMBERS, divide, double_of
from ubltools.validation.native.values import Untyped, one


def calculate(operator: str, left: Any, right: Any) -> Any:
    """left operator right, each one item or None; untyped text counts as xs:double.

    Untyped text is cast in any case, but whether a value is a number matters only where there are two.
    """
    if left is None:
        return None
    if isinstance(left, Untyped):
        left = double_of(left)
    if right is None:
        return None
    left, right = _operand(left), _operand(right)
    if isinstance(left, float) or isinstance(right, float):
        return _DOUBLE[operator](double_of(left), double_of(right))
    return _EXACT[operator](left, right)


def _operand(value: Any) -> Any:
    if isinstance(value, Untyped):
        return double_of(value)
    if value.__class__ in PLAIN_NUMBERS:
        return value
    if isinstance(value, bool | str | Date) or not isinstance(value, int | Decimal | float):
        raise DynamicError("XPTY0004", "this value cannot be calculated with")
    return value


def _divide_double(left: Any, right: Any) -> Any:
    if right:
        return left / right
    if not left or math.isnan(left) or math.isnan(right):
        return math.nan
    return math.copysign(math.inf, math.copysign(1, left) * math.copysign(1, right))


def remainder(left: Any, right: Any) -> Any:
    """left mod right; the sign is that of left."""
    if not right:
        raise DynamicError("FOAR0001", "a division by zero")
    if isinstance(left, int) and isinstance(right, int):
        return left - right * _whole(left, right)
    return EXACT.remainder(Decimal(left), Decimal(right))


def _whole(left: Any, right: Any) -> int:
    if not right:
        raise DynamicError("FOAR0001", "a division by zero")
    if isinstance(left, int) and isinstance(right, int):
        quotient = abs(left) // abs(right)
        return quotient if (left < 0) == (right < 0) else -quotient
    return int(EXACT.divide_int(Decimal(left), Decimal(right)))


def _whole_double(left: Any, right: Any) -> int:
    if not right:
        raise DynamicError("FOAR0001", "a division by zero")
    if not math.isfinite(left) or math.isnan(right):
        raise DynamicError("FOAR0002", "a number that is too large, or none")
    return int(left / right)


def _remainder_double(left: Any, right: Any) -> Any:
    if not right or not math.isfinite(left) or math.isnan(right):
        return math.nan
    return math.fmod(left, right)


_EXACT: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "div": divide,
    "idiv": _whole,
    "mod": remainder,
}
_DOUBLE: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "div": _divide_double,
    "idiv": _whole_double,
    "mod": _remainder_double,
}


def plus(left: Any, right: Any) -> Any:
    """left + right of two decimals, either of which may be missing."""
    return None if left is None or right is None else left + right


def minus(left: Any, right: Any) -> Any:
    """left - right of two decimals, either of which may be missing."""
    return None if left is None or right is None else left - right


def times(left: Any, right: Any) -> Any:
    """left * right of two decimals, either of which may be missing."""
    return None if left is None or right is None else left * right


def negative(value: Any) -> Any:
    """Unary minus."""
    return None if value is None else -_operand(value)


def absolute(value: Any) -> Any:
    """abs(value)."""
    return None if value is None else abs(_operand(value))


def numeric(value: Any) -> Any:
    """A value on its way into abs, round, floor or ceiling: untyped text counts as xs:double."""
    return None if value is None else _operand(value)


def total(items: Iterable[Any]) -> Any:
    """sum(items), of any kinds; 0 for none."""
    found = [_addend(item) for item in items]
    if any(isinstance(item, float) for item in found):
        return sum(map(double_of, found))
    return sum(found)


def _addend(item: Any) -> Any:
    if isinstance(item, bool | Date) or (isinstance(item, str) and not isinstance(item, Untyped)):
        raise DynamicError("FORG0006", "this value cannot be added up")
    return _operand(item)


def extreme(items: Iterable[Any], choose: Callable[[Any], Any]) -> Any:
    """min or max (choose) of numbers or texts; None for none."""
    found = [double_of(str(item)) if isinstance(item, Untyped) else item for item in items]
    if any(isinstance(item, float) for item in found):
        found = [double_of(_operand(item)) for item in found]
        if any(map(math.isnan, found)):
            return math.nan
    if len({isinstance(item, str) for item in found}) > 1 or len({type(item) is bool for item in found}) > 1:
        raise DynamicError("FORG0006", "values of different kinds cannot be compared")
    return choose(found) if found else None


def average(items: Iterable[Any]) -> Any:
    """avg(items); None for none."""
    found = list(items)
    return calculate("div", total(found), len(found)) if found else None


def one_number(items: Any) -> Any:
    """The only item of a sequence of texts, as xs:double, or None; an error in the first one comes first."""
    first = double_of(items[0]) if items else None
    one(items)
    return first
