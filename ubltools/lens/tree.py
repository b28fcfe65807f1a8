"""Rows -> a trie of elements, built once when the mapping is imported.

Every path is split into steps; rows that begin alike share the element. What a walk needs to know
about an element stands in its Node. A bad path, two rows for one place or an unknown prefix raises
MappingError here, at import, not when the first document comes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ubltools import names
from ubltools.lens.rows import Computed, Const, Document, Group, Leaf, Many, Row, Selection, steps

Value = Leaf | Const | Computed


class MappingError(ValueError):
    """A declaration that makes no sense."""


@dataclass(slots=True, eq=False)
class Node:
    """One element of the trie.

    name: "cbc:ID" (the root: "Invoice"); tag: the clark name
    content: the row that gives its text; attributes: rows by attribute name
    row: the Group or Many that opened a new scope here, None for an element that only leads on
    """

    name: str
    tag: str
    content: Value | None = None
    attributes: dict[str, Value] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    row: Group | Many | None = None

    @property
    def many(self) -> bool:
        """Whether it repeats."""
        return isinstance(self.row, Many)

    @property
    def constant(self) -> bool:
        """Whether everything in it is constant, so that it is written along with what surrounds it."""
        if self.content is not None or not self.children:
            return isinstance(self.content, Const)
        return all(child.constant for child in self.children)

    def values(self) -> Iterator[tuple[str, Value]]:
        """Its own rows with the path below it: "." for the text, "@name" for an attribute."""
        if self.content is not None:
            yield ".", self.content
        for name, row in self.attributes.items():
            yield f"@{name}", row

    def below(self) -> Iterator["Node"]:
        """Itself and every element below it in the same scope."""
        yield self
        for child in self.children:
            if child.row is None or child.row.of is None:
                yield from child.below()


_ELEMENT = re.compile(r"(cbc|cac|ext):[A-Za-z]+")
_ATTRIBUTE = re.compile(r"@[A-Za-z]+")


def build(document: Document) -> Node:
    """The trie of a document. Raises MappingError."""
    root = Node(document.name, f"{{{document.namespace}}}{document.name}")
    _add_rows(root, document.rows)
    return root


def _add_rows(node: Node, rows: tuple[Row, ...]) -> None:
    for row in rows:
        _check_keys(row)
        if isinstance(row, Group | Many):
            _add_scope(node, row)
        else:
            _add_value(node, row)


def _check_keys(row: Row) -> None:
    keys = row.keys if isinstance(row, Leaf | Computed) else ()
    of = getattr(row, "of", None)
    for key in (*keys, *((of,) if isinstance(of, str) else ())):
        try:
            steps(key.removeprefix("$."))
        except ValueError as error:
            raise MappingError(f"{row.path}: {error}") from None
    if of is not None and not isinstance(of, str | Selection):
        raise MappingError(f"{row.path}: 'of' is neither a key nor a selection")


def _add_scope(node: Node, row: Group | Many) -> None:
    *lead, last = _split(row.path)
    parent = _descend(node, lead)
    if row.of is None:
        child = _descend(parent, [last])
    else:
        child = Node(last, names.clark(last), row=row)
        parent.children.append(child)
    _add_rows(child, row.rows)


def _add_value(node: Node, row: Value) -> None:
    parts = [] if row.path == "." else _split(row.path)
    if parts and parts[-1].startswith("@"):
        _claim_attribute(_descend(node, parts[:-1]), parts[-1][1:], row)
        return
    target = _descend(node, parts)
    if target.content is not None:
        raise MappingError(f"{row.path}: mapped twice")
    if target.children:
        raise MappingError(f"{row.path}: has children and cannot have a text")
    target.content = row


def _claim_attribute(node: Node, name: str, row: Value) -> None:
    if name in node.attributes:
        raise MappingError(f"{row.path}: mapped twice")
    node.attributes[name] = row


def _descend(node: Node, path: list[str]) -> Node:
    for name in path:
        if node.content is not None:
            raise MappingError(f"{node.name}: has a text and cannot have {name}")
        found = next((c for c in node.children if c.name == name and c.row is None), None)
        if found is None:
            found = Node(name, names.clark(name))
            node.children.append(found)
        node = found
    return node


def _split(path: str) -> list[str]:
    parts = path.split("/")
    *lead, last = parts
    elements = lead if _ATTRIBUTE.fullmatch(last) else parts
    if not all(_ELEMENT.fullmatch(part) for part in elements):
        raise MappingError(f"not a path: {path!r}")
    return parts
