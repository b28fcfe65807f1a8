"""The walk that finds what no row of a table takes: elements that reading passes over.

Elements only; attributes and texts are not looked at. For messages that are read once and not written
back; what an order cannot carry is worked out by comparison instead.
"""

from collections.abc import Iterator

from ubltools.lens.read import Element
from ubltools.lens.tree import Node


def strays(node: Node, element: Element) -> Iterator[Element]:
    """The outermost elements that no row takes, in document order."""
    used: set[Node] = set()
    for below in element.iterchildren("*"):
        taker = next((each for each in node.children if each.tag == below.tag and each not in used), None)
        if taker is None:
            yield below
            continue
        if not taker.many:
            used.add(taker)
        if taker.children:
            yield from strays(taker, below)
