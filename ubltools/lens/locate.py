"""The walk that knows where every written element came from.

It replays what write.py does and keeps, for each element, the JSON path and the business term.
Done only when there is something to locate; nothing here writes XML.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ubltools.lens.describe import describe
from ubltools.lens.rows import (
    DERIVED_FROM,
    RENAMED,
    Computed,
    Const,
    Facts,
    Group,
    Item,
    Selection,
    Source,
    absolute,
    child,
    get,
    look_up,
)
from ubltools.lens.tree import Node, Value


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the JSON document, and which business term it is."""

    json_path: str
    term: str | None = None


@dataclass(slots=True, eq=False)
class Trace:
    """One element as it was written: its node, the object in scope, and what is below it."""

    node: Node
    item: Item
    path: str  # JSON path of the object in scope
    places: dict[str, Place] = field(default_factory=dict)  # by "." and "@name"
    children: list["Trace"] = field(default_factory=list)

    def by_xpath(self, xpath: str) -> Iterator[tuple[str, "Trace"]]:
        """(XPath, trace) of every element below; a step has a position where siblings share its name."""
        yield xpath, self
        counts = Counter(below.node.name for below in self.children)
        seen: Counter[str] = Counter()
        for below in self.children:
            name = below.node.name
            seen[name] += 1
            step = f"{name}[{seen[name]}]" if counts[name] > 1 else name
            yield from below.by_xpath(f"{xpath}/{step}")


def paths(document: Item) -> dict[int, str]:
    """JSON path of every object in a document, by identity."""
    found: dict[int, str] = {}

    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict):
            found.setdefault(id(value), path)
            for key, below in value.items():
                walk(below, child(path, str(key)))
        elif isinstance(value, list):
            for index, below in enumerate(value):
                walk(below, f"{path}[{index}]")

    walk(document, "$")
    return found


@cache
def _declared(root: Node) -> dict[str | None, str]:
    """JSON path by business term, as the table has it."""
    return {entry.term: entry.json_path.split(", ")[0] for entry in reversed(describe(root))}


class Locator:
    """Finds the JSON place of an XPath in what a document was written to."""

    def __init__(self, root: Node, document: Item, facts: Facts) -> None:
        self._paths = paths(document)
        self._document = document
        self._facts = facts
        self._declared = _declared(root)
        trace = self._element(root, document, "$", facts)
        self._traces = dict(trace.by_xpath(f"/{root.name}"))
        self._root = trace

    def locate(self, xpath: str, terms: tuple[str, ...] = ()) -> Place | None:
        """The place behind an XPath as xml.xpath_of() writes it, an attribute step allowed.

        terms: the business terms of the rule. They choose between the text and the attributes of the
        element; and when it holds no value because something below it is missing, the row below it
        that should have been filled.
        """
        element, _, attribute = xpath.partition("/@")
        trace = self._traces.get(element)
        while trace is None and element.count("/") > 1:
            element = element.rpartition("/")[0]
            trace = self._traces.get(element)
        if trace is None:
            return None
        if attribute and (exact := trace.places.get(f"@{attribute}")):
            return exact
        by_term = (place for term in terms for place in trace.places.values() if place.term == term)
        return (
            next(by_term, None)
            or trace.places.get(".")
            or self._missing(trace, terms)
            or self._nearest(trace)
        )

    def traced(self) -> Iterator[tuple[str, Place]]:
        """Every place that was written, with the XPath of its element or attribute."""
        for xpath, trace in self._traces.items():
            for name, place in trace.places.items():
                yield (xpath if name == "." else f"{xpath}/{name}"), place

    def scopes(self) -> Iterator[Trace]:
        """The traces at which a new JSON object comes into scope, the document first."""
        yield self._root
        for trace in self._traces.values():
            if trace.node.row is not None and trace.node.row.of is not None:
                yield trace

    def _missing(self, trace: Trace, terms: tuple[str, ...]) -> Place | None:
        """The row below an element that carries one of the terms, best one that holds no value yet."""
        filled: Place | None = None
        for term in terms:
            for place, holds in self._carrying(trace, term):
                if not holds:
                    return place
                filled = filled or place
        declared = (self._declared.get(term) for term in terms)
        return filled or next(
            (Place(path, term) for path, term in zip(declared, terms, strict=True) if path), None
        )

    def _carrying(self, trace: Trace, term: str) -> Iterator[tuple[Place, bool]]:
        """The rows with a term at or below an element, and whether each holds a value."""
        for node in trace.node.below():
            for _, row in node.values():
                if row.term == term and not isinstance(row, Const):
                    path = place_of(row, trace.item, trace.path, self._document)
                    yield Place(path, term), bool(_text(row, trace.item, self._facts))
            for inner in node.children:
                if inner.row is not None and inner.row.of is not None and inner.row.term == term:
                    found = list(self._scopes(inner, trace.item, trace.path, self._facts))
                    yield Place(found[0][1] if found else _shown(inner.row.of, trace.path), term), bool(found)
        for below in _inner_scopes(trace):
            yield from self._carrying(below, term)

    def _nearest(self, trace: Trace) -> Place | None:
        term = trace.node.row.term if trace.node.row else None
        return Place(trace.path, term)

    def _element(self, node: Node, item: Item, path: str, facts: Facts) -> Trace:
        trace = Trace(node, item, path)
        for name, row in node.values():
            if _text(row, item, facts):
                trace.places[name] = Place(place_of(row, item, path, self._document), row.term)
        for inner in node.children:
            for each, below in self._scopes(inner, item, path, facts):
                found = self._element(inner, each, below, facts)
                if _kept(found):
                    trace.children.append(found)
        return trace

    def _scopes(self, node: Node, item: Item, path: str, facts: Facts) -> Iterator[tuple[Item, str]]:
        of = node.row.of if node.row else None
        if of is None:
            yield item, path
        elif isinstance(of, Selection):
            for each in of.pick(item, facts):
                yield each, self._path_of(each, path)
        else:
            value = get(item, of)
            for each in [value] if isinstance(node.row, Group) and value else value or []:
                yield each, self._path_of(each, path)

    def _path_of(self, item: Item, default: str) -> str:
        return self._paths.get(id(item)) or self._paths.get(id(item.get(DERIVED_FROM))) or default


def _inner_scopes(trace: Trace) -> Iterator[Trace]:
    """The first element of each kind below that has an object of its own."""
    seen: set[int] = set()
    for below in trace.children:
        if below.node.row is None or below.node.row.of is None:
            yield from _inner_scopes(below)
        elif id(below.node) not in seen:
            seen.add(id(below.node))
            yield below


def _kept(trace: Trace) -> bool:
    """Whether the element was written: it holds a value, or is constant and stands beside one."""
    if trace.node.constant:
        return True
    if trace.node.content is not None:
        return "." in trace.places
    return any(not below.node.constant for below in trace.children)


def _text(row: Value, item: Item, facts: Facts) -> str | None:
    if isinstance(row, Const):
        return row.value
    if isinstance(row, Computed):
        value = row.compute(item, facts)
    else:
        values = (look_up(item, key, facts.document) for key in row.keys)
        value = next((v for v in values if v not in (None, "")), None)
    return None if value is None else row.codec.write(value)


def place_of(row: Value, item: Item, path: str, document: Item) -> str:
    """The JSON path a row takes its value from: the first of its keys that is there, else the first."""
    keys = () if isinstance(row, Const) else tuple(origin(item, key) for key in row.keys)
    present = (key for key in keys if _lookup(item, key, document) not in (None, ""))
    key = next(present, keys[0] if keys else None)
    return absolute(path, key) if key else path


def origin(item: Item, key: str) -> str:
    """The key under which a value of a derived object stands in the object it was derived from."""
    renamed = item.get(RENAMED)
    return str(renamed.get(key, key)) if renamed else key


def _lookup(item: Item, key: str, document: Item) -> Any:
    return look_up(item.get(DERIVED_FROM) or item, key, document)


def _shown(of: Source, path: str) -> str:
    shown = of.path if isinstance(of, Selection) else of or ""
    return shown if shown.startswith("$") or not shown else f"{path}.{shown}"
