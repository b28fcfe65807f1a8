"""The walk from XML elements to JSON.

An element goes to the first node of its name that is still free and whose constants it states; what no
node takes, or no codec can read, is not in the JSON document but told beside it. Nothing is ever
overwritten. Values that are computed are collected as stated and settled against the computing functions
when the whole order is there. What a node asks of an element is worked out once, in its Plan.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

from ubltools.lens.rows import Computed, Const, Facts, Item, Selection, Source, get, look_up, put, steps
from ubltools.lens.tree import Node, Value

Element: TypeAlias = Any  # an lxml element; the lens only iterates, asks tag, text and attributes


@dataclass(slots=True)
class Reading:
    """What came out of an XML document.

    unreadable: (element, attribute or None) -> why; passed: the outermost elements that no node takes
    stated: row, object in scope, value of what is computed
    """

    item: Item = field(default_factory=dict)
    unreadable: dict[tuple[Element, str | None], str] = field(default_factory=dict)
    passed: list[Element] = field(default_factory=list)
    stated: list[tuple[Computed, Item, Any]] = field(default_factory=list)


def read(root: Node, element: Element, fixed: tuple[tuple[str, str], ...] = ()) -> Reading:
    """Read an element of the kind the trie describes. fixed: values the choice of trie says by itself."""
    reading = Reading()
    reading.item.update(fixed)
    _Walk(reading).inner(_plan(root), element, reading.item)
    return reading


def settle(reading: Reading, facts_of: Callable[[Item], Facts]) -> None:
    """Let rows keep what was stated and differs from what the document that was read computes to.

    Inner objects settle before the document's own values, so that these see what they depend on; facts
    are made anew for each of the two turns.
    """
    document = reading.item
    inner = [each for each in reading.stated if each[1] is not document]
    own = [each for each in reading.stated if each[1] is document]
    for turn in (inner, own):
        facts = facts_of(document)
        for row, item, value in turn:
            if not row.always and row.codec.same(row.compute(item, facts), value):
                continue
            if isinstance(row.keep, str):
                _put(item, row.keep, value, document)
            elif row.keep is not None:
                row.keep(item, value, facts)


def _put(item: Item, key: str, value: Any, document: Item) -> None:
    if key.startswith("$."):
        put(document, key[2:], value)
    else:
        put(item, key, value)


@dataclass(slots=True, eq=False)
class _Slot:
    """A row that takes a text. key: its key where that is one step, else None."""

    row: Value
    read: Callable[[str], Any]
    key: str | None


@dataclass(slots=True, eq=False)
class _Plan:
    """A node as reading sees it.

    takers: the children by tag; requires: what an element must state to be taken; silent: nothing to
    read at or below it; many: it repeats; of: where its object goes
    """

    takers: dict[str, tuple["_Plan", ...]]
    attributes: tuple[tuple[str, _Slot], ...]
    content: _Slot | None
    requires: tuple[Callable[[Element], bool], ...]
    many: bool
    of: Source
    silent: bool


@cache
def _plan(node: Node) -> _Plan:
    takers: dict[str, tuple[_Plan, ...]] = {}
    for child in node.children:
        takers[child.tag] = (*takers.get(child.tag, ()), _plan(child))
    attributes = tuple((name, slot) for name, row in node.attributes.items() if (slot := _slot(row)))
    content = None if node.content is None else _slot(node.content)
    of = node.row.of if node.row else None
    silent = all(plan.silent for plans in takers.values() for plan in plans)
    silent = silent and not attributes and content is None and of is None
    return _Plan(takers, attributes, content, tuple(_requires(node)), node.many, of, silent)


def _slot(row: Value) -> _Slot | None:
    if isinstance(row, Const) or (isinstance(row, Computed) and row.keep is None):
        return None
    if isinstance(row, Computed):
        return _Slot(row, row.codec.read, None)
    key = row.keys[0]
    path = () if key.startswith("$.") else steps(key)
    return _Slot(row, row.codec.read, path[0] if len(path) == 1 else None)


def _requires(node: Node) -> Iterator[Callable[[Element], bool]]:
    """What an element must state to be taken by a node: the constants at it and below."""
    if isinstance(node.content, Const):
        yield _says(node.content.value)
    for name, row in node.attributes.items():
        if isinstance(row, Const):
            yield _has_attribute(name, row.value)
    for below in node.children:
        if below.constant:
            yield _has_child(below.tag, tuple(_requires(below)))


def _says(text: str) -> Callable[[Element], bool]:
    return lambda element: text_of(element).strip() == text


def _has_attribute(name: str, value: str) -> Callable[[Element], bool]:
    return lambda element: bool(element.get(name) == value)


def _has_child(tag: str, needs: tuple[Callable[[Element], bool], ...]) -> Callable[[Element], bool]:
    return lambda element: any(all(need(each) for need in needs) for each in element.iterchildren(tag))


class _Walk:
    """Fills one Reading."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._document = reading.item

    def inner(self, plan: _Plan, element: Element, item: Item) -> None:
        """Read what is inside an element that a node has taken."""
        for name, slot in plan.attributes:
            if text := element.get(name):
                self._value(slot, element, text, item, name)
        if plan.content is not None and (text := text_of(element)):
            self._value(plan.content, element, text, item)
        if plan.takers:
            used: set[_Plan] = set()
            for below in element:
                for taker in plan.takers.get(below.tag, ()):
                    if taker not in used and all(states(below) for states in taker.requires):
                        if not taker.many:
                            used.add(taker)
                        if not taker.silent:
                            self._scope(taker, below, item)
                        break
                else:
                    if isinstance(below.tag, str):
                        self._reading.passed.append(below)

    def _scope(self, plan: _Plan, element: Element, item: Item) -> None:
        of = plan.of
        if of is None:
            self.inner(plan, element, item)
            return
        child: Item = {}
        self.inner(plan, element, child)
        if isinstance(of, Selection):
            of.put(item, self._document, child)
        elif plan.many:
            if get(item, of) is None:
                put(item, of, [])
            get(item, of).append(child)
        elif child:
            put(item, of, child)

    def _value(
        self, slot: _Slot, element: Element, text: str, item: Item, attribute: str | None = None
    ) -> None:
        try:
            value = slot.read(text)
        except ValueError as error:
            self._reading.unreadable[element, attribute] = str(error)
            return
        row = slot.row
        if slot.key is not None:
            if item.get(slot.key) is None:
                item[slot.key] = value
        elif isinstance(row, Computed):
            self._reading.stated.append((row, item, value))
        elif not isinstance(row, Const) and look_up(item, row.keys[0], self._document) is None:
            _put(item, row.keys[0], value, self._document)


def text_of(element: Element) -> str:
    """The text of an element, comments and processing instructions passed over."""
    if len(element) == 0:
        return element.text or ""
    tails = (child.tail or "" for child in element if not isinstance(child.tag, str))
    return (element.text or "") + "".join(tails)
