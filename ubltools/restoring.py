"""Custom fields whose key is the path of an element, put into a document at that path.

Which keys there are is told in remainder.py. A key that UBL has no place for is given back, not guessed at.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from ubltools import xml
from ubltools.errors import InputError
from ubltools.lens.escaping import FORBIDDEN, ForbiddenCharacter
from ubltools.names import Kind, clark, short
from ubltools.remainder import EMPTY, LINES, TEXT, XML, named
from ubltools.xml import Element

_STEP: Final = re.compile(r"([A-Za-z]+?)([1-9][0-9]{0,5})?")
_CURRENCY: Final = "currencyID"


class Put(NamedTuple):
    """A custom field at its place: the element, and the attribute if it is one."""

    json_path: str
    element: Element
    attribute: str | None = None


class Fields(NamedTuple):
    """Custom fields and the element that they start from. json_path: of the object that holds them."""

    element: Element
    values: dict[str, str]
    json_path: str


Children = Callable[[Kind, str], tuple[str, ...]]


def put_back(
    kind: Kind, fields: Iterable[Fields], children: Children, attributes: frozenset[str]
) -> list[Put]:
    """Write custom fields into a document. Returns what was put where; the others have no place in UBL.

    children: what may stand inside an element, in the order of UBL; attributes: those that UBL knows.
    Raises ForbiddenCharacter.
    """
    walk = _PutBack(kind, children, attributes)
    for each in fields:
        for key in sorted(each.values, key=lambda key: (_in_order(key), key.startswith(kind))):
            if FORBIDDEN.search(each.values[key]):
                raise ForbiddenCharacter(each.values[key])
            walk.put(each, key, each.values[key])
    walk.clear()
    return walk.done


def _in_order(key: str) -> list[tuple[str, int]]:
    """What a key is sorted by: the first of several equal names before the second, 9 before 10."""
    steps = (_STEP.fullmatch(step) for step in key.split(".")[1:])
    return [(match[1], int(match[2] or 1)) if match else ("", 0) for match in steps]


class _PutBack:
    def __init__(self, kind: Kind, children: Children, attributes: frozenset[str]) -> None:
        self._kind = kind
        self._children = children
        self._attributes = attributes
        self._emptied: list[tuple[Element, str | None]] = []
        self._made: list[Element] = []
        self._named: dict[tuple[Element, str], list[Element]] = {}
        self._kept_empty: set[Element] = set()
        self.done: list[Put] = []

    def put(self, fields: Fields, key: str, value: str) -> None:
        """Put one value at its place, if it has one."""
        path = f"{fields.json_path}['{key}']"
        steps = key.split(".")[1:]
        names = self._names(fields.element, steps)
        if names is None:
            return
        element: Element | None = fields.element
        for name, step in zip(names, steps, strict=False):
            element = None if element is None else self._child(element, name, step)
        end = (*steps[len(names) :], TEXT)[0]
        if element is not None:
            self._set(element, end, value, path)

    def _names(self, element: Element, steps: list[str]) -> list[str] | None:
        """The prefixed names of the steps that are elements; None where UBL has no such path."""
        names: list[str] = []
        parent = short(element.tag)
        for at, step in enumerate(steps):
            match = _STEP.fullmatch(step)
            inside = self._children(self._kind, parent)
            name = next((each for each in inside if match and each.rpartition(":")[2] == match[1]), None)
            if name in LINES:
                return None  # a line has custom fields of its own
            if name is None:
                last = at == len(steps) - 1 and match is not None and not match[2] and bool(names)
                ends = {TEXT, EMPTY, XML} if not inside else {EMPTY, XML}
                known = step in ends or (not inside and step[:1].lower() + step[1:] in self._attributes)
                return names if last and known else None
            names.append(name)
            parent = name
        return None if self._children(self._kind, parent) else names

    def _child(self, parent: Element, name: str, step: str) -> Element | None:
        """The child that a step means, made if it is the next of its name; None beyond that."""
        match = _STEP.fullmatch(step)
        wanted = int(match[2] or 1) if match else 1
        if (parent, name) not in self._named:
            self._named[parent, name] = named(parent, name)
        present = self._named[parent, name]
        if wanted == len(present) + 1:
            present.append(self._new(parent, name, present))
        return present[wanted - 1] if wanted <= len(present) else None

    def _new(self, parent: Element, name: str, present: list[Element]) -> Element:
        """A new element, after those of its name, or after everything that UBL has before it."""
        if present:
            made = xml.insert_after(present[-1], clark(name))
            self._made.append(made)
            return made
        order = self._children(self._kind, short(parent.tag))
        rank = {each: at for at, each in enumerate(order)}
        later = (
            at for at, each in enumerate(parent) if rank.get(short(str(each.tag)), -1) > rank.get(name, 0)
        )
        made = xml.insert(parent, next(later, len(parent)), clark(name))
        self._made.append(made)
        return made

    def _set(self, element: Element, end: str, value: str, path: str) -> None:
        """Write a value into an element."""
        attribute = None if end in {TEXT, EMPTY, XML} else end[0].lower() + end[1:]
        if end == XML:
            self._replace(element, value, path)
            return
        if end == EMPTY and value != "true":
            return
        if end == EMPTY:
            self._kept_empty.add(element)
            element.text = ""
        elif not value:
            self._emptied.append((element, attribute))
        elif attribute is not None:
            element.set(attribute, value)
        else:
            element.text = value
            self._name_currency(element)
        self.done.append(Put(path, element, attribute))

    def _name_currency(self, element: Element) -> None:
        """An amount has a currency: that of the document where nothing else is said."""
        if str(element.tag).endswith("Amount") and _CURRENCY not in element.attrib:
            currency = element.getroottree().getroot().findtext(clark("cbc:DocumentCurrencyCode"))
            element.set(_CURRENCY, currency or "")

    def _replace(self, element: Element, text: str, path: str) -> None:
        """Put XML in the place of an element of the same name."""
        parent = element.getparent()
        try:
            replaced = xml.parse(text.encode()).root
        except InputError:
            return
        if parent is not None and replaced.tag == element.tag:
            parent.replace(element, replaced)
            siblings = self._named[parent, short(element.tag)]
            siblings[siblings.index(element)] = replaced
            self.done.append(Put(path, replaced))

    def clear(self) -> None:
        """Take away what an empty value said is not there, then what holds nothing any more."""
        for element, attribute in self._emptied:
            if attribute is None:
                self._remove(element)
            else:
                element.attrib.pop(attribute, "")
        for element in self._made:
            if (
                element not in self._kept_empty
                and not len(element)
                and not element.text
                and not element.attrib
            ):
                self._remove(element)

    def _remove(self, element: Element) -> None:
        """Remove an element, and what held nothing but it and is not kept empty."""
        parent = element.getparent()
        if parent is None:
            return
        parent.remove(element)
        if parent not in self._kept_empty and not any(isinstance(each.tag, str) for each in parent):
            self._remove(parent)
