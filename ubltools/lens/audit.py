"""The walk that lists what a JSON document holds and no row carried.

It visits the objects that are written, marks every key a row took, and gives the rest. The other
direction needs no walk of its own: a document is compared with what its order is written as.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from ubltools.lens.locate import origin, paths, place_of
from ubltools.lens.rows import (
    DERIVED_FROM,
    Computed,
    Const,
    Facts,
    Group,
    Item,
    Selection,
    absolute,
    child,
    get,
    join,
    look_up,
)
from ubltools.lens.tree import Node, Value


def unused(root: Node, document: Item, facts: Facts) -> list[tuple[str, Any]]:
    """(JSON path, value) of every value of the document that no row took, in document order."""
    taken: set[str] = set()
    known = paths(document)
    for node, item, path in _scopes(root, document, "$", facts, known):
        taken.update(_taken(node, item, path, facts))
    return [(path, value) for path, value in values(document) if path not in taken]


@cache
def _elements(node: Node) -> tuple[tuple[Value | None, tuple[Value, ...]], ...]:
    """The elements of a scope that hold a value: the row of the text, and those of the attributes."""
    found = ((each.content, tuple(each.attributes.values())) for each in node.below())
    return tuple(each for each in found if any(each))


@cache
def _inner(node: Node) -> tuple[Node, ...]:
    """The nodes below at which the next objects come into scope."""
    return tuple(below for each in node.below() for below in each.children if below.row and below.row.of)


def _scopes(
    node: Node, item: Item, path: str, facts: Facts, known: dict[int, str]
) -> Iterator[tuple[Node, Item, str]]:
    yield node, item, path
    for inner in _inner(node):
        for each in _objects(inner, item, facts):
            place = known.get(id(each)) or known.get(id(each.get(DERIVED_FROM))) or path
            yield from _scopes(inner, each, place, facts, known)


def _objects(node: Node, item: Item, facts: Facts) -> list[Item]:
    """The objects that come into scope at a node."""
    of = node.row.of if node.row else None
    if isinstance(of, Selection):
        return list(of.pick(item, facts))
    value = get(item, of or "")
    return ([value] if value else []) if isinstance(node.row, Group) else list(value or ())


def _taken(node: Node, item: Item, path: str, facts: Facts) -> list[str]:
    """JSON paths of what the rows of a scope took; an attribute nothing where its element has no text."""
    of = node.row.of if node.row else None
    taken, written = [], False
    for content, attributes in _elements(node):
        keys, here = ([], True) if content is None else _took(content, item, path, facts)
        taken += keys
        written = written or here
        for row in attributes if here else ():
            taken += _took(row, item, path, facts)[0]
    apart = of.keys if written and isinstance(of, Selection) else ()
    return [*taken, *(join(path, key) for key in apart)]


def _took(row: Value, item: Item, path: str, facts: Facts) -> tuple[list[str], bool]:
    """JSON paths of what a row took, and whether it writes a text."""
    if isinstance(row, Const):
        return [], False
    currency = [join("$", row.codec.attribute[1])] if row.codec.attribute is not None else []
    if isinstance(row, Computed):
        value = row.compute(item, facts)
        keys = [] if value is None else [absolute(path, origin(item, key)) for key in row.keys]
        return [*keys, *currency], value is not None and bool(row.codec.write(value))
    if all(look_up(item, key, facts.document) in (None, "") for key in row.keys):
        return currency, False
    return [place_of(row, item, path, facts.document), *currency], True


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
