"""Comparisons whose operands may be of any kind, or missing, or several. Exact for all of them.

Compiled rules compare inline where the kinds are known; what they call here is for the rest.
"""

import math
import operator
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from ubltools.validation.native.dates import Date, date_of
from ubltools.validation.native.errors import DynamicError
from ubltools.validation.native.numbers import PLAIN_NUMBERS, double_of, greatest_of
from ubltools.validation.native.values import Untyped, boolean_of

OPERATORS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge, "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "le": operator.le,
    "gt": operator.gt, "ge": operator.ge,
}  # fmt: skip


def _kind(item: Any) -> str:
    if item.__class__ in PLAIN_NUMBERS:
        return "number"
    if isinstance(item, bool):
        return "boolean"
    if isinstance(item, Date):
        return "date"
    return "untyped" if isinstance(item, Untyped) else "string"


def _compare(sign: str, left: Any, right: Any) -> bool:
    """Two items of the same kind."""
    if isinstance(left, float) or isinstance(right, float):
        left, right = double_of(left), double_of(right)
    return OPERATORS[sign](left, right)


def value_compare(sign: str, left: Any, right: Any) -> bool | None:
    """left eq right and the like, each one item or None. Raises XPTY0004 for kinds that do not match."""
    if left is None or right is None:
        return None
    kinds = {_kind(left), _kind(right)}
    if len(kinds) > 1 and kinds != {"string", "untyped"}:
        raise DynamicError("XPTY0004", "values of different kinds cannot be compared")
    return _compare(sign, left, right)


def pair(sign: str, left: Any, right: Any) -> bool:
    """One pair of a general comparison: an untyped item is cast to the kind of the other."""
    kinds = _kind(left), _kind(right)
    if kinds[0] == kinds[1] or set(kinds) == {"string", "untyped"}:
        return _compare(sign, left, right)
    if any(isinstance(each, float) and math.isnan(each) for each in (left, right)):
        return sign == "!="  # whatever the other one is
    if "untyped" not in kinds:
        raise DynamicError("XPTY0004", "values of different kinds cannot be compared")
    other = kinds[0] if kinds[1] == "untyped" else kinds[1]
    greater = {"<": right, "<=": right, ">": left, ">=": left}.get(sign)
    return _compare(sign, *(_as(other, each, is_greater=each is greater) for each in (left, right)))


def _as(kind: str, item: Any, *, is_greater: bool) -> Any:
    if not isinstance(item, Untyped):
        return item
    return {"number": greatest_of if is_greater else double_of, "boolean": boolean_of, "date": date_of}[kind](
        item
    )


def general(sign: str, left: Iterable[Any], right: Sequence[Any]) -> bool:
    """left = right and the like: whether any pair holds."""
    return any(pair(sign, one, other) for one in left for other in right)


def by_turns(sign: str, left: Iterable[Any], right: Iterable[Any]) -> bool:
    """The same, items taken from both sides by turns, each compared with all met on the other side."""
    sides, met = (iter(left), iter(right)), ([], [])  # type: tuple[Any, Any], tuple[list[Any], list[Any]]
    more = [True, True]
    while any(more):
        for here in (0, 1):
            item = next(sides[here], None) if more[here] else None
            if item is None:
                more[here] = False
                continue
            met[here].append(item)
            if any(
                pair(sign, item, other) if not here else pair(sign, other, item) for other in met[1 - here]
            ):
                return True
    return False


def by_extremes(sign: str, left: Iterable[Any], right: Iterable[Any]) -> bool:
    """The same for an order: all items are looked at, those on the right if there is a number on the left."""
    first = [double_of(item) if isinstance(item, Untyped) else item for item in left]
    if all(isinstance(item, float) and math.isnan(item) for item in first):
        return False
    others = [double_of(item) if isinstance(item, Untyped) else item for item in right]
    return any(pair(sign, one, other) for one in first for other in others)


def any_left(sign: str, left: Iterable[Any], right: Any) -> bool:
    """The same with one item on the right, or None."""
    if right is not None:
        for item in left:  # any() over a generator takes twice as long for the one item that there mostly is
            if pair(sign, item, right):
                return True
    return False


def any_right(sign: str, left: Any, right: Iterable[Any]) -> bool:
    """The same with one item on the left."""
    return any(pair(sign, left, item) for item in right)


def each(sign: str, left: Iterable[Any], right: Any) -> bool:
    """Whether any item on the left holds with the one on the right, or None; both of the same plain kind."""
    test = OPERATORS[sign]
    if right is not None:
        for item in left:
            if test(item, right):
                return True
    return False


def both(sign: str, left: Any, right: Any) -> bool:
    """A comparison of two items of the same plain kind, either of which may be missing."""
    return left is not None and right is not None and OPERATORS[sign](left, right)


def pairs(sign: str, left: Iterable[Any], right: Iterable[Any]) -> bool:
    """Whether any pair holds, all of the same plain kind."""
    test, others = OPERATORS[sign], [*right]
    return any(test(one, other) for one in left for other in others)


def castable(cast: Callable[[Any], Any], item: Any, may_miss: bool = False) -> bool:
    """Whether a cast works."""
    if item is None:
        return may_miss
    try:
        cast(item)
    except DynamicError:
        return False
    return True


def castable_one(cast: Callable[[Any], Any], items: Sequence[Any], may_miss: bool = False) -> bool:
    """The same of a sequence, which must have one item."""
    return len(items) < 2 and castable(cast, items[0] if items else None, may_miss)


def late(left: Any, rest: Callable[[Any], Any]) -> Any:
    """An operation on two items; without the left one the right one is not even looked at."""
    return None if left is None else rest(left)


def one_holds(left: Callable[[], Any], right: Callable[[], Any]) -> bool:
    """left or right; when the left fails and the right holds, that is enough."""
    try:
        return bool(left() or right())
    except DynamicError:
        if right():
            return True
        raise


def both_hold(left: Callable[[], Any], right: Callable[[], Any]) -> bool:
    """left and right; when the left fails and the right does not hold, that is enough."""
    try:
        return bool(left() and right())
    except DynamicError:
        if not right():
            return False
        raise
