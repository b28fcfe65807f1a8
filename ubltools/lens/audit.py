"""The walk that lists what a JSON document holds and no row carried.

It visits the objects that were written, marks every key a row took, and gives the rest. The other
direction needs no walk of its own: read.py keeps what it could not place.
"""

from collections.abc import Iterator
from typing import Any

from ubltools.lens.locate import Locator, Trace, origin, place_of
from ubltools.lens.rows import Computed, Facts, Item, Leaf, Selection, absolute, child, get, join
from ubltools.lens.tree import Node


def unused(root: Node, document: Item, facts: Facts) -> list[tuple[str, Any]]:
    """(JSON path, value) of every value of the document that no row took, in document order."""
    locator = Locator(root, document, facts)
    taken: set[str] = set()
    for scope in locator.scopes():
        taken.update(_taken(scope, document, facts))
    return [(path, value) for path, value in values(document) if path not in taken]


def _taken(scope: Trace, document: Item, facts: Facts) -> Iterator[str]:
    of = scope.node.row.of if scope.node.row else None
    if isinstance(of, Selection):
        yield from (join(scope.path, key) for key in of.keys)
    for node in scope.node.below():
        for _, row in node.values():
            if isinstance(row, Computed) and row.compute(scope.item, facts) is not None:
                yield from (absolute(scope.path, origin(scope.item, key)) for key in row.keys)
            elif isinstance(row, Leaf) and any(get(scope.item, key) not in (None, "") for key in row.keys):
                yield place_of(row, scope.item, scope.path, document)
            if isinstance(row, Leaf | Computed) and row.codec.attribute is not None:
                yield join("$", row.codec.attribute[1])


def values(value: Any, path: str = "$") -> Iterator[tuple[str, Any]]:
    """(JSON path, value) of everything in a document that is neither empty nor a container."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from values(below, child(path, str(key)))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from values(below, f"{path}[{index}]")
    elif value is not None and value != "":
        yield path, value
