"""Reading what is to be compared, and comparing it: compare, and its two halves read and differences.

An order is written as UBL first, so that both sides are UBL; two orders are compared field by field as
well, so that nothing in them differs in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ubltools import xml
from ubltools.comparison import elements, fields
from ubltools.comparison.model import Difference, Side
from ubltools.comparison.origin import Origin, by_term, json_side, term_of
from ubltools.comparison.parts import Numbers, Part, Reader, Tree
from ubltools.comparison.walk import Change, changes
from ubltools.conversion import Conversion, Places
from ubltools.convert import looks_like_xml, to_ubl
from ubltools.errors import InputError, NotXml
from ubltools.mapping.decisions import Decisions
from ubltools.names import Kind

if TYPE_CHECKING:
    from ubltools.billit import Order, Party

_DEFAULT: Final = Decisions()


@dataclass(frozen=True)
class Document:
    """One side of a comparison. order: what it was read from, where that is an order; else None."""

    root: xml.Element
    kind: Kind
    order: bytes | Order | None = None
    places: Places | None = None

    @cached_property
    def item(self) -> Any:
        """The order as plain values."""
        from ubltools import billit

        return billit.dump(self.order) if isinstance(self.order, billit.Order) else _loaded(self.order)


def compare(
    a: bytes | str | Order,
    b: bytes | str | Order,
    *,
    company: bytes | Mapping[str, Any] | Party | None = None,
    decisions: Decisions = _DEFAULT,
) -> tuple[Difference, ...]:
    """In what two documents differ, each an order (JSON, or loaded) or UBL: an invoice or a credit note.

    The order of siblings, prefixes and the spelling of a number do not count, nor the numbers of lines
    that do no more than count them in both documents. What an order holds beside its UBL is compared
    with another order only.
    company, decisions: for orders, as to_ubl takes them. Raises InputError, CompanyUnknown.
    """
    return differences(
        read(a, company=company, decisions=decisions), read(b, company=company, decisions=decisions)
    )


def read(
    document: bytes | str | Order,
    *,
    company: bytes | Mapping[str, Any] | Party | None = None,
    decisions: Decisions = _DEFAULT,
) -> Document:
    """A document ready to be compared; an order is written as UBL. Raises InputError, CompanyUnknown."""
    data = document.encode() if isinstance(document, str) else document
    if isinstance(data, bytes) and looks_like_xml(data):
        parsed = xml.parse(data)
        return Document(parsed.root, _kind(parsed))
    conversion = to_ubl(data, company=company, decisions=decisions)
    if conversion.document is None:
        raise _not_convertible(conversion)
    parsed = xml.parse(conversion.document.encode())
    return Document(parsed.root, _kind(parsed), data, conversion.places)


def differences(left: Document, right: Document) -> tuple[Difference, ...]:
    """In what two documents differ, in document order; what only the orders say comes last."""
    if left.kind != right.kind:
        return (Difference(None, _kind_side(left), _kind_side(right)),)
    numbered = not (elements.only_counts(left.root) and elements.only_counts(right.root))
    found = list(_changes(elements.reader(numbered=numbered), left.root, right.root))
    origins = Origin(left.places), Origin(right.places)
    named = tuple(each for change in found for each in _named(change, *origins))
    if left.order is None or right.order is None:
        return named
    return *named, *_of_orders(left, right, _places(found, named, origins))


def _kind(parsed: xml.XmlDocument) -> Kind:
    if parsed.kind not in (Kind.INVOICE, Kind.CREDIT_NOTE):
        raise NotXml(
            f"The root element is {xml.xpath_of(parsed.root)[1:]}: only an Invoice or CreditNote of UBL 2.1 "
            "can be compared."
        )
    return parsed.kind


def _not_convertible(conversion: Conversion[str]) -> InputError:
    why = max(conversion.findings, key=lambda each: each.severity.weight)
    where = f" ({why.location.json_path})" if why.location.json_path else ""
    return InputError(
        f"The order cannot become UBL, so it cannot be compared: {why.message}{where}", why.hint
    )


def _kind_side(document: Document) -> Side:
    path = "$.OrderType" if document.order is not None else None
    line = None if document.order is not None else xml.line_of(document.root)
    return Side(str(document.kind), xml.xpath_of(document.root), line, path)


def _changes(reader: Reader, left: object, right: object) -> Iterator[Change]:
    numbers = Numbers()
    return changes(Part(Tree(numbers, reader), left), Part(Tree(numbers, reader), right))


def _named(change: Change, left: Origin, right: Origin) -> Iterator[Difference]:
    """The differences that a change comes to: one, or where a part is lonely, one a business term in it."""
    one, other, attribute = change
    if one is not None and other is not None:
        terms = {term_of(one, attribute), term_of(other, attribute)} - {None}
        term = min(terms, key=str, default=None)
        yield Difference(term, left.side(one, attribute), right.side(other, attribute))
    elif one is not None:
        for whole, at in _lonely(one, attribute):
            yield Difference(term_of(at, attribute), left.side(at, attribute, whole), None)
    elif other is not None:
        for whole, at in _lonely(other, attribute):
            yield Difference(term_of(at, attribute), None, right.side(at, attribute, whole))


def _lonely(part: Part, attribute: str | None) -> Iterable[tuple[Part, Part]]:
    return [(part, part)] if attribute else by_term(part)


# Two orders: the fields that the UBL does not show


def _loaded(order: bytes | None) -> Any:
    from ubltools import billit

    return billit.load(order or b"").item


def _of_orders(left: Document, right: Document, named: set[str]) -> Iterator[Difference]:
    """The differences of two orders at places that are not named already."""
    for change in _changes(fields.reader(), fields.root(left.item), fields.root(right.item)):
        if not _is_named(change, named):
            yield Difference(None, json_side(change.left), json_side(change.right))


def _places(found: Iterable[Change], named: Iterable[Difference], origins: tuple[Origin, Origin]) -> set[str]:
    """The fields of both orders that the differences of the UBL name, and the lines that only one has."""
    values = (each for each in named if (each.left and each.right) or (each.term or "").startswith("BT"))
    paths = {side.json_path for each in values for side in (each.left, each.right) if side and side.json_path}
    for change in found:
        for part, origin in zip((change.left, change.right), origins, strict=True):
            if part is not None and change.attribute is None and None in (change.left, change.right):
                paths.update(origin.json_paths(part))
    return paths


def _is_named(change: Change, named: set[str]) -> bool:
    """Whether a difference of two fields is named; an object that one order lacks, if all its values are."""
    part = change.left or change.right
    sides = [each.source.path for each in (change.left, change.right) if each is not None]
    values = [each.source.path for each in part.below() if not each.children] if part else []
    return not named.isdisjoint(sides) or named.issuperset(values)
