"""Goes through a syntax tree: all its parts, and what it depends on. Changes nothing."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from ubltools.validation.native.syntax import Expr, Step, Test, Type


def parts(tree: Any) -> Iterator[Any]:
    """The direct parts of a tree that are trees or steps themselves."""
    for each in fields(tree):
        value = getattr(tree, each.name)
        if isinstance(value, tuple):
            yield from value
        elif hasattr(value, "__dataclass_fields__") and not isinstance(value, Test | Type):
            yield value


def walk(tree: "Expr | Step") -> Iterator[Any]:
    """The tree and all that is in it, from the outside in."""
    yield tree
    for part in parts(tree):
        yield from walk(part)
