"""The walk from XML elements to JSON.

An element goes to the first node of its name that is still free and whose constants it states; what
no node takes is stray, with its value, never overwritten and never dropped. Values that are computed
are collected as stated and settled against the computing functions when the whole order is there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ubltools.lens.rows import Computed, Const, Facts, Item, Leaf, Many, Selection, get, put
from ubltools.lens.tree import Node, Value

Element: TypeAlias = Any  # an lxml element; the lens only iterates, asks tag, text and attributes
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass(frozen=True, slots=True)
class Stray:
    """Something in the XML that the JSON document has no place for.

    attribute: name of the attribute, None when it is the text of the element
    reason: "unmapped", "repeated", or why the text could not be read
    """

    element: Element
    attribute: str | None
    value: str
    reason: str = "unmapped"


@dataclass(frozen=True, slots=True)
class Stated:
    """A value the XML states for something that is computed."""

    row: Computed
    item: Item
    value: Any
    element: Element


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A stated value that differs from the computed one."""

    row: Computed
    element: Element
    stated: Any
    computed: Any


@dataclass(slots=True)
class Reading:
    """What came out of an XML document."""

    item: Item = field(default_factory=dict)
    strays: list[Stray] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)


def read(root: Node, element: Element, fixed: tuple[tuple[str, str], ...] = ()) -> Reading:
    """Read an element of the kind the trie describes. fixed: values the choice of trie says by itself."""
    reading = Reading()
    reading.item.update(fixed)
    _Walk(reading).inner(root, element, reading.item)
    return reading


def settle(reading: Reading, facts_of: Callable[[Item], Facts]) -> list[Mismatch]:
    """Compare what was stated with what the document that was read computes to.

    Where they differ the row may keep the stated value in the document; else it is stray. Inner
    objects settle before the document's own values, and comparisons that keep nothing come last, so
    that each sees the values it depends on; facts are made anew for each of the three turns.
    Returns the differences of rows that call it a mismatch; adds to reading.strays.
    """
    mismatches = []
    for turn in range(3):
        facts = facts_of(reading.item)
        for stated in (each for each in reading.stated if _turn(each, reading.item) == turn):
            row = stated.row
            computed = row.compute(stated.item, facts)
            if not row.always and row.codec.same(computed, stated.value):
                continue
            if row.mismatch:
                mismatches.append(Mismatch(row, stated.element, stated.value, computed))
            elif not _keep(row, stated, facts):
                reading.strays.append(Stray(stated.element, _attribute(row), row.codec.write(stated.value)))
    return mismatches


def _turn(stated: Stated, document: Item) -> int:
    if stated.row.keep is None:
        return 2
    return 1 if stated.item is document else 0


def _keep(row: Computed, stated: Stated, facts: Facts) -> bool:
    if isinstance(row.keep, str):
        put(stated.item, row.keep, stated.value)
        return True
    return row.keep is not None and row.keep(stated.item, stated.value, facts)


def _attribute(row: Value) -> str | None:
    last = row.path.rpartition("/")[2]
    return last[1:] if last.startswith("@") else None


class _Walk:
    """Fills one Reading."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def inner(self, node: Node, element: Element, item: Item) -> None:
        """Read what is inside an element that a node has taken."""
        self._attributes(node, element, item)
        if node.content is not None:
            self._value(node.content, element, text_of(element), item)
        used: set[int] = set()
        for below in elements(element):
            taker = _taker(node, below, used)
            if isinstance(taker, str):
                self._stray(below, taker)
                continue
            used.add(id(taker))
            self._scope(taker, below, item)

    def _scope(self, node: Node, element: Element, item: Item) -> None:
        of = node.row.of if node.row else None
        if of is None:
            self.inner(node, element, item)
            return
        child: Item = {}
        self.inner(node, element, child)
        if isinstance(of, Selection):
            of.put(item, self._reading.item, child)
        elif isinstance(node.row, Many):
            if get(item, of) is None:
                put(item, of, [])
            get(item, of).append(child)
        elif child:
            put(item, of, child)

    def _attributes(self, node: Node, element: Element, item: Item) -> None:
        content = node.content
        codec = content.codec if isinstance(content, Leaf | Computed) else None
        for name, text in element.attrib.items():
            if name in node.attributes:
                self._value(node.attributes[name], element, text, item, name)
            elif codec is not None and codec.attribute is not None and name == codec.attribute[0]:
                if text != self._reading.item.get(codec.attribute[1]):
                    self._reading.strays.append(Stray(element, name, text))
            elif not name.startswith(_XSI):
                self._reading.strays.append(Stray(element, name, text))

    def _value(
        self, row: Value, element: Element, text: str, item: Item, attribute: str | None = None
    ) -> None:
        if isinstance(row, Const):
            return  # _taker has compared it
        try:
            value = row.codec.read(text)
        except ValueError as error:
            self._reading.strays.append(Stray(element, attribute, text, str(error)))
            return
        if isinstance(row, Computed):
            self._reading.stated.append(Stated(row, item, value, element))
        elif get(item, row.keys[0]) is None:
            put(item, row.keys[0], value)
        else:
            self._reading.strays.append(Stray(element, attribute, text, "repeated"))

    def _stray(self, element: Element, reason: str) -> None:
        for leaf in leaves(element):
            self._reading.strays.append(Stray(leaf, None, text_of(leaf), reason))


def _taker(node: Node, element: Element, used: set[int]) -> Node | str:
    """The node that takes an element, or the reason why none does."""
    reason = "unmapped"
    for candidate in node.children:
        if candidate.tag != element.tag:
            continue
        if id(candidate) in used and not candidate.many:
            reason = "repeated"
        elif _states_constants(candidate, element):
            return candidate
    return reason


def _states_constants(node: Node, element: Element) -> bool:
    if isinstance(node.content, Const) and text_of(element).strip() != node.content.value:
        return False
    for name, row in node.attributes.items():
        if isinstance(row, Const) and element.get(name) != row.value:
            return False
    return all(_some_states(below, element) for below in node.children if below.constant)


def _some_states(node: Node, element: Element) -> bool:
    below = [each for each in elements(element) if each.tag == node.tag]
    return any(_states_constants(node, each) for each in below)


def elements(element: Element) -> Iterator[Element]:
    """The child elements, without comments and processing instructions."""
    return (child for child in element if isinstance(child.tag, str))


def leaves(element: Element) -> Iterator[Element]:
    """The elements below (or the element itself) that have no child elements."""
    return (
        each for each in element.iter() if isinstance(each.tag, str) and next(elements(each), None) is None
    )


def text_of(element: Element) -> str:
    """The text of an element, comments and processing instructions passed over."""
    if len(element) == 0:
        return element.text or ""
    tails = (child.tail or "" for child in element if not isinstance(child.tag, str))
    return (element.text or "") + "".join(tails)
