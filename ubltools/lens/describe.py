"""The walk that shows the table: one entry a value, in the order of the XML.

For documentation and for the tests that hold the table against the list of business terms.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ubltools.lens.rows import Const, Selection, absolute, join
from ubltools.lens.tree import Node


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as a reader sees it. json_path is empty for a constant; repeats: below a Many."""

    term: str | None
    json_path: str
    ubl_path: str
    kind: str
    codec: str
    note: str
    repeats: bool = False


def describe(root: Node) -> list[Entry]:
    """Every value of a trie, in document order."""
    return list(_walk(root, "", "$", False))


def _walk(node: Node, xpath: str, path: str, repeats: bool) -> Iterator[Entry]:
    """The entries of a node; the note of a scope stands with its first value that has none."""
    for name, row in node.values():
        place = xpath if name == "." else f"{xpath}/{name}"
        if isinstance(row, Const):
            yield Entry(row.term, "", place, "Const", row.value, row.note, repeats)
            continue
        shown = ", ".join(_shown(path, key) for key in row.keys) or path
        yield Entry(row.term, shown, place, type(row).__name__, row.codec.name, row.note, repeats)
    for below in node.children:
        step = f"{xpath}/{below.name}" if xpath else below.name
        inside = list(_walk(below, step, _scope_path(below, path), repeats or below.many))
        if below.row is not None and below.row.note and inside and not inside[0].note:
            inside[0] = replace(inside[0], note=below.row.note)
        yield from inside


def _shown(path: str, key: str) -> str:
    """A key below the places that its scope may have; a derived key ("~") is its scope."""
    if key.startswith(("$.", "~")):
        return path if key.startswith("~") else absolute(path, key)
    return ", ".join(absolute(each, key) for each in path.split(", "))


def _scope_path(node: Node, path: str) -> str:
    of = node.row.of if node.row else None
    if of is None:
        return path
    if isinstance(of, Selection):
        return of.path if of.path.startswith("$") else f"{path}.{of.path}"
    return join(path, of) + ("[]" if node.many else "")
