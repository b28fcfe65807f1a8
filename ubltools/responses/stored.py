"""Values as JSON text for the state file, and back: any frozen dataclass of this package, by its type hints.

A field that the text lacks gets its default and one that the type lacks is passed over, so that a file of
another version can be read. Nothing here knows what the values mean.
"""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")

_FROM_TEXT: Final[dict[Any, Callable[[str], Any]]] = {
    date: date.fromisoformat,
    time: time.fromisoformat,
    datetime: datetime.fromisoformat,
    Decimal: Decimal,
}


def to_json(value: Any) -> str:
    """A frozen value as JSON text. What is None or empty is left out of an object."""
    return json.dumps(_plain(value), separators=(",", ":"))


def from_json(kind: type[T], text: str) -> T:
    """The value of that type. Raises ValueError, TypeError or KeyError for a text that is none."""
    wanted: Any = kind
    made: T = _reader(wanted)(json.loads(text))
    return made


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        kind: Any = type(value)
        held = ((name, getattr(value, name)) for name in _names(kind))
        return {name: _plain(each) for name, each in held if each is not None and each != ()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """The function that makes a value of that type from what JSON gives."""
    if kind in _FROM_TEXT:
        return _FROM_TEXT[kind]
    if is_dataclass(kind):
        return _object_reader(kind)
    if get_origin(kind) is tuple:
        return _tuple_reader(get_args(kind))
    if get_origin(kind) is UnionType:
        return _reader(next(each for each in get_args(kind) if each is not NoneType))
    return kind if isinstance(kind, type) and issubclass(kind, StrEnum) else lambda value: value


def _object_reader(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers = {name: _reader(hints[name]) for name in _names(kind)}
    empty = {name: () for name in readers if get_origin(hints[name]) is tuple}
    nothing = {name: None for name in readers if NoneType in get_args(hints[name])}

    def read(item: dict[str, Any]) -> Any:
        given = {name: readers[name](value) for name, value in item.items() if name in readers}
        return kind(**{**empty, **nothing, **given})

    return read


def _tuple_reader(parts: tuple[Any, ...]) -> Callable[[Any], Any]:
    if parts[-1] is Ellipsis:
        each = _reader(parts[0])
        return lambda items: tuple(map(each, items))
    readers = tuple(map(_reader, parts))
    return lambda items: tuple(read(value) for read, value in zip(readers, items, strict=True))
