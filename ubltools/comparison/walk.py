"""The differences of two trees of parts: where two values differ, and what only one of them has."""

from collections.abc import Iterator
from typing import NamedTuple

from ubltools.comparison.pairing import Pair, pairs
from ubltools.comparison.parts import Part


class Change(NamedTuple):
    """Two parts that differ, or one that the other document lacks (None).

    attribute: the clark name of the attribute that differs; None where it is the value or the whole part
    """

    left: Part | None
    right: Part | None
    attribute: str | None = None


def changes(left: Part, right: Part) -> Iterator[Change]:
    """The differences of two parts, in the order of the left one; what only the right one has follows it."""
    todo: list[Pair] = [(left, right)]
    while todo:
        one, other = todo.pop()
        if one is None or other is None:
            yield Change(one, other)
        elif one.number != other.number:
            yield from _own(one, other)
            todo += reversed([pair for group in _by_name(one, other) for pair in pairs(*group)])


def _own(one: Part, other: Part) -> Iterator[Change]:
    """The differences of two parts themselves, without what is below."""
    if one.value != other.value:
        yield Change(one, other)
    ours, theirs = dict(one.attributes), dict(other.attributes)
    for name in {**ours, **theirs}:
        if ours.get(name) != theirs.get(name):
            yield Change(one if name in ours else None, other if name in theirs else None, name)


def _by_name(one: Part, other: Part) -> list[tuple[list[Part], list[Part]]]:
    groups: dict[str, tuple[list[Part], list[Part]]] = {}
    for side, part in enumerate((one, other)):
        for each in part.children:
            groups.setdefault(each.name, ([], []))[side].append(each)
    return list(groups.values())
