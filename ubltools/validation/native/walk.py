"""Goes through a syntax tree: all its parts, and what it depends on. Changes nothing."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from ubltools.validation.native.syntax import (
    Dot,
    Expr,
    Filter,
    For,
    Let,
    Path,
    Quantified,
    Root,
    Step,
    Test,
    Type,
)

_names: dict[Any, tuple[str, ...]] = {}  # of the fields of each kind of tree


def parts(tree: Any) -> Iterator[Any]:
    """The direct parts of a tree that are trees or steps themselves."""
    kind = type(tree)
    if kind not in _names:
        _names[kind] = tuple(each.name for each in fields(kind))
    for name in _names[kind]:
        value = getattr(tree, name)
        if isinstance(value, tuple):
            yield from value
        elif hasattr(value, "__dataclass_fields__") and not isinstance(value, Test | Type):
            yield value


def walk(tree: "Expr | Step") -> Iterator[Any]:
    """The tree and all that is in it, from the outside in."""
    waiting: list[Any] = [tree]
    while waiting:
        here = waiting.pop()
        yield here
        waiting += [*parts(here)][::-1]


def beside(tree: Any) -> Iterator[Any]:
    """The parts of an expression that are evaluated where it is, with no more variables than it knows."""
    if isinstance(tree, Path):
        if not isinstance(tree.start, Dot | Root):
            yield tree.start
    elif isinstance(tree, Filter):
        yield tree.base
    elif isinstance(tree, For | Quantified):
        yield tree.items
    elif isinstance(tree, Let):
        yield tree.value
    else:
        yield from parts(tree)
