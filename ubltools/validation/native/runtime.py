"""The names that compiled modules may use, and the few functions that exist for them alone."""

from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from sys import intern
from typing import Any, Final

from ubltools.validation.native import (
    arithmetic,
    axes,
    child_values,
    compare,
    dates,
    numbers,
    regex,
    texts,
    values,
)
from ubltools.validation.native.dates import Date
from ubltools.validation.native.deferred import Given, Later, known_by_text
from ubltools.validation.native.errors import DynamicError
from ubltools.validation.native.index import Node, string_value
from ubltools.validation.native.run import Run
from ubltools.validation.native.values import Untyped


class _Failed:
    """What a computation had found when it failed, and how it did."""

    __slots__ = ("error", "found")

    def __init__(self, error: DynamicError, found: list[Any] | None = None) -> None:
        self.error = error
        self.found = found or []


def once(d: Run, slot: int, compute: Callable[[Run], Any]) -> Any:
    """A value of the whole document. Where computing it fails, so does every use."""
    known = d.memo[slot]
    if known is None:
        try:
            known = (compute(d),)
        except DynamicError as error:
            known = _Failed(error)
        d.memo[slot] = known
    if known.__class__ is _Failed:
        raise known.error
    return known[0]


def per(n: Node, d: Run, slot: int, compute: Callable[[Node, Run], Any]) -> Any:
    """A value of a context node."""
    known = d.memo[slot]
    if known is None:
        known = d.memo[slot] = {}
    if n in known:
        return known[n]
    found = known[n] = compute(n, d)
    return found


def _gathered(d: Run, slot: int, gather: Callable[[Run], Iterable[Any]]) -> Any:
    known = d.memo[slot]
    if known is None:
        found: list[Any] = []
        try:
            found.extend(gather(d))
            known = found
        except DynamicError as error:
            known = _Failed(error, found)
        d.memo[slot] = known
    return known


def all_of(d: Run, slot: int, gather: Callable[[Run], Iterable[Any]]) -> list[Any]:
    """All items of a path that does not depend on the context, gathered once."""
    known: Any = d.memo[slot]
    if known.__class__ is not list:
        known = _gathered(d, slot, gather)
        if known.__class__ is _Failed:
            raise known.error
    found: list[Any] = known
    return found


def each_of(d: Run, slot: int, gather: Callable[[Run], Iterable[Any]]) -> Iterable[Any]:
    """The same, item by item: those before an error can still be had."""
    known: Any = d.memo[slot]
    if known.__class__ is not list:
        known = _gathered(d, slot, gather)
        if known.__class__ is _Failed:
            return _until(known)
    found: list[Any] = known
    return found


def _until(failed: _Failed) -> Iterable[Any]:
    yield from failed.found
    raise failed.error


def by_value(
    d: Run,
    slot: int,
    values: Callable[[Node, Run], str | Collection[str]],
    nodes: Callable[[Node], Iterable[Node]],
) -> dict[str, list[Node]]:
    """Nodes in a dictionary by a value, or several, that each has; made once."""
    table: dict[str, list[Node]] | None = d.memo[slot]
    if table is None:
        table = {}
        for node in nodes(d.top):
            found = values(node, d)
            for value in (found,) if isinstance(found, str) else set(found):
                if value in table:
                    table[value].append(node)
                else:
                    table[value] = [node]
        d.memo[slot] = table
    return table


def values_of(d: Run, slot: int, source: int, gather: Callable[[Run], Iterable[Node]]) -> list[str]:
    """The values of nodes that were gathered once; they are put together once as well."""
    known: list[str] | None = d.memo[slot]
    if known is None:
        known = d.memo[slot] = [node.text or string_value(node) for node in all_of(d, source, gather)]
    return known


def any_of(d: Run, slot: int, gather: Callable[[Run], Iterable[Any]]) -> bool:
    """Whether there is any item; an error after the first does not matter."""
    known: Any = d.memo[slot]
    if known.__class__ is not list:
        known = _gathered(d, slot, gather)
    if known.__class__ is not _Failed:
        return bool(known)
    if known.found:
        return True
    raise known.error


def conform(kind: str, item: Any) -> Any:
    """An item as a parameter of that kind takes it: untyped text is cast. Raises XPTY0004."""
    if isinstance(item, Untyped):
        return str(item) if kind == "string" else _CASTS[kind](str(item))
    if kind == "dbl" and isinstance(item, int | Decimal) and not isinstance(item, bool):
        return numbers.double_of(item)
    if isinstance(item, bool | Date) != (kind in {"bool", "date"}) or not isinstance(item, _CLASSES[kind]):
        raise DynamicError("XPTY0004", "a value of another kind is needed here")
    return item


_CASTS: Final[dict[str, Callable[[Any], Any]]] = {
    "dec": numbers.decimal_of,
    "int": numbers.integer_of,
    "dbl": numbers.double_of,
    "bool": values.boolean_of,
    "date": dates.date_of,
}
_CLASSES: Final[dict[str, Any]] = {
    "string": str,
    "dec": int | Decimal,
    "int": int,
    "dbl": float,
    "bool": bool,
    "date": Date,
}


def at_least_one(items: Any) -> Any:
    """A sequence that must not be empty. Raises XPTY0004."""
    if not items:
        raise DynamicError("XPTY0004", "there is no value where one is needed")
    return items


def names() -> dict[str, Any]:
    """The globals of a compiled module."""
    found: dict[str, Any] = {"__builtins__": _BUILTINS}
    for module in (arithmetic, axes, child_values, compare, dates, numbers, regex, texts, values):
        found |= {
            name: value
            for name, value in vars(module).items()
            if name[0] != "_" and getattr(value, "__module__", "") == module.__name__
        }
    own = (
        Given,
        Later,
        all_of,
        any_of,
        at_least_one,
        by_value,
        conform,
        each_of,
        intern,
        known_by_text,
        once,
        per,
        string_value,
        values_of,
    )
    return (
        found | {function.__name__: function for function in own} | {"Decimal": Decimal, "SPACE": " \t\r\n"}
    )


_ALLOWED: Final = (
    abs, all, any, bool, dict, enumerate, frozenset, len, list, map, max, min, range, set, sum,
)  # fmt: skip
_BUILTINS: Final = {function.__name__: function for function in _ALLOWED}
