"""What of a document is not in the order read from it: the document against what that order is written as.

The difference itself is the ledger, so that nothing can be missing from it. Here a difference becomes a
finding; how two documents are compared is in comparison/.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest
from typing import Any, Final

from ubltools import xml
from ubltools.codes import term_at
from ubltools.comparison.elements import LINES, reader, shown
from ubltools.comparison.parts import Numbers, Part, Tree
from ubltools.comparison.walk import Change, changes
from ubltools.finding import Finding, Location, Severity
from ubltools.lens.codecs import NUMBER
from ubltools.lens.locate import Place
from ubltools.names import clark, short
from ubltools.xml import Element

# Amounts that are computed: the order does not hold them, but should come to the same.
_TOTALS: Final = frozenset(
    "BT-106 BT-107 BT-108 BT-109 BT-110 BT-112 BT-113 BT-115 BT-116 BT-117 BT-131".split()
)
_LONGEST: Final = 60
_KEEP: Final = "To have it in CustomFields, from where it can be written again, convert with --keep-unmapped."
_HINTS: Final = {"UBLT-UNMAPPED": _KEEP, "UBLT-REPEATED": _KEEP, "UBLT-UNREADABLE": _KEEP}

Unreadable = dict[tuple[Any, str | None], str]
Locate = Callable[[str], Place | None]


def ledger(original: Element, written: Element, unreadable: Unreadable, locate: Locate) -> Iterator[Finding]:
    """A finding for every value of a document that its order does not hold.

    written: what the order is written as; unreadable: values that are none of their kind, and why;
    locate: from an XPath of what was written to the place in the order.
    """
    walk = _Ledger(written, unreadable, locate)
    for change in _changes(original, written):
        yield from walk.findings(change)
    yield from walk.added()


def _changes(original: Element, written: Element) -> Iterator[Change]:
    """The differences of two documents that have the same lines in the same order."""
    numbers, lines = Numbers(), reader(numbered=True)
    header = lines._replace(inside=lambda element: (e for e in lines.inside(element) if e.tag not in LINES))
    yield from changes(Part(Tree(numbers, header), original), Part(Tree(numbers, header), written))
    ours, theirs = Tree(numbers, lines), Tree(numbers, lines)
    for one, other in zip_longest(_lines(original), _lines(written)):
        if one is None or other is None:
            yield Change(
                None if one is None else Part(ours, one), None if other is None else Part(theirs, other)
            )
        else:
            yield from changes(Part(ours, one), Part(theirs, other))


def _lines(element: Element) -> Iterator[Element]:
    return (each for each in element.iterchildren("*") if each.tag in LINES)


def _leaves(element: Element) -> Iterator[Element]:
    """The elements below, or the element itself, that have no child elements."""
    return (each for each in element.iter("*") if next(each.iterchildren("*"), None) is None)


class _Ledger:
    def __init__(self, written: Element, unreadable: Unreadable, locate: Locate) -> None:
        self._unreadable = unreadable
        self._locate = locate
        self._steps: dict[Element, str] = {}
        self._written_steps: dict[Element, str] = {}
        self._written = written
        self._added: dict[str, list[tuple[str, str]]] = {}

    def findings(self, change: Change) -> Iterator[Finding]:
        ours = None if change.left is None else change.left.source
        theirs = None if change.right is None else change.right.source
        if ours is None:
            if theirs is not None:
                self._note(theirs, change.attribute)
        elif change.attribute is not None:
            value = str(ours.get(change.attribute))
            yield self._lost(
                ours, change.attribute, value, None if theirs is None else theirs.get(change.attribute)
            )
        elif theirs is not None:
            yield self._changed(ours, theirs)
        else:
            for leaf in _leaves(ours):
                yield self._missing(leaf, ours)

    def _missing(self, leaf: Element, whole: Element) -> Finding:
        """The finding on a text that is nowhere. whole: the element that is missing, itself or around it."""
        if self._term(leaf) in _TOTALS and not self._comes_again(whole):
            return self._total(leaf, None)
        if (reason := self._unreadable.get((leaf, None))) is not None:
            return self._finding(
                "UBLT-UNREADABLE", leaf, f"cannot be read ({reason}) and is not in the order."
            )
        if self._comes_again(whole):
            return self._finding(
                "UBLT-REPEATED", leaf, "comes again where an order holds one, and is not in it."
            )
        return self._finding("UBLT-UNMAPPED", leaf, "has no field in an order and is not in it.")

    def _comes_again(self, element: Element) -> bool:
        """Whether a sibling of the same name did cross."""
        parent = element.getparent()
        if parent is None or sum(1 for _ in parent.iterchildren(element.tag)) < 2:
            return False
        path = [each.tag for each in (element, *element.iterancestors())][::-1]
        return self._written.find("/".join(map(str, path[1:]))) is not None

    def _changed(self, ours: Element, theirs: Element) -> Finding:
        if self._term(ours) in _TOTALS:
            return self._total(ours, theirs)
        finding = self._lost(ours, None, xml.text_of(ours), xml.text_of(theirs))
        return replace(finding, severity=Severity.INFO) if _is_per_piece(ours, theirs) else finding

    def _lost(self, element: Element, attribute: str | None, value: str, instead: str | None) -> Finding:
        if (reason := self._unreadable.get((element, attribute))) is not None:
            what = f"cannot be read ({reason}) and is not in the order."
            return self._finding("UBLT-UNREADABLE", element, what, attribute, value)
        what = "has no field in an order and is not in it."
        if instead:
            what = f"has no field in an order, which stands for {_quoted(instead)}."
        return self._finding("UBLT-UNMAPPED", element, what, attribute, value)

    def _total(self, ours: Element, theirs: Element | None) -> Finding:
        """The finding on a stated total that differs; one of 0 says no more than none."""
        stated = xml.text_of(ours).strip()
        place = None if theirs is None else self._locate(xml.xpath_of(theirs, self._written_steps))
        comes_to = "nothing" if theirs is None else xml.text_of(theirs)
        location = Location(
            self._xpath(ours), xml.line_of(ours), place.json_path if place else None, self._term(ours)
        )
        if theirs is None and not stated.strip("0.+-"):
            message = f"The total of {stated} is not in the order; it says no more than no total."
            return Finding("UBLT-UNMAPPED", Severity.INFO, message, location)
        message = f"The document says {stated}, the order comes to {comes_to}."
        hint = "Billit computes the totals itself; find out which line, allowance or rounding differs."
        return Finding("UBLT-TOTAL-MISMATCH", Severity.WARNING, message, location, hint)

    def _finding(
        self, rule: str, element: Element, what: str, attribute: str | None = None, value: str | None = None
    ) -> Finding:
        xpath = self._xpath(element) + (f"/@{attribute}" if attribute else "")
        value = shown(element) if value is None else value
        location = Location(xpath, xml.line_of(element), None, self._term(element))
        return Finding(rule, Severity.WARNING, f"{_quoted(value)} {what}", location, _HINTS.get(rule))

    def _note(self, element: Element, attribute: str | None) -> None:
        """Remember what an order adds that the document does not say."""
        for leaf in _leaves(element):
            xpath = xml.xpath_of(leaf, self._written_steps)
            value = xml.text_of(leaf) if attribute is None else str(leaf.get(attribute))
            end = f"/@{attribute}" if attribute else ""
            name = "/".join(step.partition("[")[0] for step in xpath.split("/")) + end
            self._added.setdefault(name, []).append((xpath, value))

    def added(self) -> Iterator[Finding]:
        """One finding for each kind of value that the order stands for and the document does not say."""
        for name, places in self._added.items():
            xpath, value = places[0]
            place = self._locate(xpath)
            times = f" in {len(places)} places" if len(places) > 1 else ""
            message = (
                f"Written again, the order says {_quoted(value)}{times} where the document says nothing."
            )
            location = Location(name, None, place.json_path if place else None, term_at(name))
            yield Finding("UBLT-ADDED", Severity.INFO, message, location)

    def _xpath(self, element: Element) -> str:
        return xml.xpath_of(element, self._steps)

    def _term(self, element: Element) -> str | None:
        return term_at(self._xpath(element))


_OF_PRICE: Final = ("cbc:PriceAmount", "cbc:BaseQuantity")


def _is_per_piece(ours: Element, theirs: Element) -> bool:
    """Whether a price for so many and that number say the same as a price for one (BT-146, BT-149)."""
    if short(ours.tag) not in _OF_PRICE:
        return False
    (price, quantity), (single, one) = _numbers(ours.getparent()), _numbers(theirs.getparent())
    return None not in (price, quantity, single) and one == 1 and price == single * quantity  # type: ignore[operator]


def _numbers(price: Element | None) -> list[Decimal | None]:
    """Price and quantity of a cac:Price; None for what is not there or no number."""
    found: list[Decimal | None] = []
    for name in _OF_PRICE:
        try:
            found.append(NUMBER.read(price.findtext(clark(name)) or "")) if price is not None else None
        except ValueError:
            found.append(None)
    return found


def _quoted(value: str) -> str:
    text = value if len(value) <= _LONGEST else f"{value[: _LONGEST - 3]}..."
    return f'"{text}"'
