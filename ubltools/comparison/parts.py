"""A document as a tree of parts, in which equal parts have the same number.

The number stands for name, value, attributes and everything below, in whatever order siblings come; so
that to compare two parts is to compare two numbers. Parts come into being only where somebody looks: a
document of 10,000 lines that all agree is numbers and nothing more. Knows neither XML nor JSON.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any, Final, NamedTuple, TypeAlias

Attributes: TypeAlias = tuple[tuple[str, str], ...]
_LARGE: Final = 8  # parts with more in them are numbered once; smaller ones again whenever looked into


class Own(NamedTuple):
    """What a part says itself, without what is below it. value: None for nothing."""

    name: str
    value: Hashable
    attributes: Attributes = ()


class Reader(NamedTuple):
    """How a kind of document is read. A source is whatever stands for a part in it.

    inside: the sources directly below one; key: what tells a source from all others of the document
    """

    own: Callable[[Any], Own]
    inside: Callable[[Any], Iterable[Any]]
    key: Callable[[Any], Hashable]


class Numbers:
    """Numbers for the parts of the documents of one comparison."""

    def __init__(self) -> None:
        self._known: dict[Hashable, int] = {}

    def of(self, own: Own, inside: tuple[int, ...]) -> int:
        """The number of a part, given the numbers of what is directly below it."""
        return self._known.setdefault((own, inside), len(self._known))


class Tree:
    """One document."""

    def __init__(self, numbers: Numbers, reader: Reader) -> None:
        self.reader = reader
        self._numbers = numbers
        self._large: dict[Hashable, int] = {}
        self._seen = 0

    def number(self, source: Any) -> int:
        """The number of the part that a source stands for."""
        known = self._large.get(self.reader.key(source)) if self._large else None
        if known is not None:
            return known
        before = self._seen
        self._seen += 1
        inside = sorted([self.number(each) for each in self.reader.inside(source)])
        number = self._numbers.of(self.reader.own(source), tuple(inside))
        if self._seen - before > _LARGE:
            self._large[self.reader.key(source)] = number
        return number


class Part:
    """One element of a document, or one value or object of an order. source: what it was read from."""

    __slots__ = ("_children", "_number", "_tree", "attributes", "name", "source", "value")

    def __init__(self, tree: Tree, source: Any) -> None:
        self.name, self.value, self.attributes = tree.reader.own(source)
        self.source, self._tree = source, tree
        self._number: int | None = None
        self._children: tuple[Part, ...] | None = None

    @property
    def number(self) -> int:
        """The same for equal parts of two documents, different for others."""
        if self._number is None:
            self._number = self._tree.number(self.source)
        return self._number

    @property
    def children(self) -> "tuple[Part, ...]":
        """What is directly below it."""
        if self._children is None:
            self._children = tuple(Part(self._tree, each) for each in self._tree.reader.inside(self.source))
        return self._children

    def below(self) -> "Iterator[Part]":
        """Itself and everything in it."""
        yield self
        for each in self.children:
            yield from each.below()

    def values(self) -> Iterator[Own]:
        """What it says itself, and what everything in it says."""
        todo = [self.source]
        while todo:
            source = todo.pop()
            yield self._tree.reader.own(source)
            todo += self._tree.reader.inside(source)
