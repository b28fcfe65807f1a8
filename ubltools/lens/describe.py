"""The walk that shows the table: one entry a value, in the order of the XML.

For documentation and for the tests that hold the table against the list of business terms.
"""

from collections.abc import Iterator
from dataclasses import dataclass

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
    for name, row in node.values():
        place = xpath if name == "." else f"{xpath}/{name}"
        if isinstance(row, Const):
            yield Entry(row.term, "", place, "Const", row.value, row.note, repeats)
            continue
        shown = ", ".join(absolute(path, key) for key in row.keys) or path
        yield Entry(row.term, shown, place, type(row).__name__, row.codec.name, row.note, repeats)
    for below in node.children:
        step = f"{xpath}/{below.name}" if xpath else below.name
        yield from _walk(below, step, _scope_path(below, path), repeats or below.many)


def _scope_path(node: Node, path: str) -> str:
    of = node.row.of if node.row else None
    if of is None:
        return path
    if isinstance(of, Selection):
        return of.path if of.path.startswith("$") else f"{path}.{of.path}"
    return join(path, of) + ("[]" if node.many else "")
