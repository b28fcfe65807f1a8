"""The walk that finds what no row of a table takes: elements that reading passes over.

Elements only; attributes and texts are not looked at. For messages that are read once and not written
back; what an order cannot carry is worked out by comparison instead.
"""

from collections.abc import Iterator
from functools import cache

from ubltools.lens.read import Element
from ubltools.lens.tree import Node


def strays(node: Node, element: Element) -> Iterator[Element]:
    """The outermost elements that no row takes, in document order."""
    free = dict(_takers(node))
    for below in element.iterchildren("*"):
        taker = free.get(below.tag)
        if taker is None:
            yield below
            continue
        if not taker.many:
            del free[below.tag]
        if taker.children:
            yield from strays(taker, below)


@cache
def _takers(node: Node) -> dict[str, Node]:
    return {each.tag: each for each in node.children}
