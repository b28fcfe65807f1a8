"""Order <-> UBL: load, complete the parties, walk the mapping, say what could not cross.

The two functions a caller needs, to_ubl and from_ubl, and the Conversion they return. How a walk is
done is in lens/, what is mapped in mapping/, what an order looks like in billit/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import localcontext
from typing import TYPE_CHECKING, Any, Final

from ubltools import xml
from ubltools.conversion import Conversion, Places, root_of
from ubltools.errors import CompanyUnknown, NotXml
from ubltools.finding import Finding, Location, Severity
from ubltools.lens import read as reading
from ubltools.lens.audit import values
from ubltools.lens.rows import Item
from ubltools.lens.write import FORBIDDEN, ForbiddenCharacter, writer
from ubltools.losses import lost
from ubltools.mapping.computed.lines import EXACT, is_adjustment
from ubltools.mapping.computed.totals import Facts
from ubltools.mapping.decisions import DEFAULT_CURRENCY, Decisions
from ubltools.mapping.invoice import Target, target_of_order, target_of_ubl
from ubltools.order_checks import check

if TYPE_CHECKING:
    from ubltools.billit import Order, Party

_DEFAULT: Final = Decisions()
_WRITERS: Final[dict[int, Callable[[Item, Facts], str]]] = {}


def to_ubl(
    order: bytes | str | Order,
    *,
    company: bytes | Mapping[str, Any] | Party | None = None,
    decisions: Decisions = _DEFAULT,
) -> Conversion[str]:
    """Turn a Billit order into UBL 2.1 text (Peppol BIS Billing 3.0, or self-billing).

    order: JSON text, or a loaded Order
    company: the own company (a Billit Party, or the answer of account information); needed unless the
        order holds it. It is the seller; in self-billing the buyer.
    Raises InputError when the order cannot be read, CompanyUnknown when nobody says who the company is.
    """
    item, noticed = _item(order)
    if item is None:
        return Conversion(None, lambda: iter(noticed))
    document = dict(item)
    target = target_of_order(document.get("OrderType"), document.get("OrderSubType"))
    if target is None:
        return Conversion(None, lambda: iter((*noticed, _not_convertible(document))))
    side = _complete(document, company)
    facts = Facts(document, decisions)
    places = Places(target, document, facts, side)
    with localcontext(EXACT):
        try:
            text = _writer(target)(document, facts)
        except ForbiddenCharacter:
            return Conversion(
                None, lambda: (*noticed, *map(places.name_company, _forbidden(document))), places
            )
    return Conversion(text, lambda: _of_order(noticed, document, facts, places), places)


def _writer(target: Target) -> Callable[[Item, Facts], str]:
    """The writer for a kind of document, compiled when the first one is written."""
    if id(target) not in _WRITERS:
        _WRITERS[id(target)] = writer(root_of(target))
    return _WRITERS[id(target)]


def _item(order: bytes | str | Order) -> tuple[Item | None, tuple[Finding, ...]]:
    """The plain order, None when its values do not fit, and what there is to say about its text."""
    from ubltools import billit

    if isinstance(order, billit.Order):
        return billit.dump(order), ()
    loaded = billit.load(order.encode() if isinstance(order, str) else order)
    return loaded.item, loaded.findings


def _of_order(
    noticed: tuple[Finding, ...], document: Item, facts: Facts, places: Places
) -> Iterator[Finding]:
    checked = tuple(check(document, facts))
    reported = {finding.location.json_path for finding in (*noticed, *checked)}
    yield from noticed
    yield from (places.name_company(each) for each in checked)
    for finding in lost(document, places.unused()):
        path = finding.location.json_path or "$"
        if not _is_below(path, reported) and places.of_company(path) == path:
            yield finding


def _is_below(path: str, reported: set[str | None]) -> bool:
    return any(
        each is not None and (path == each or path.startswith((f"{each}.", f"{each}["))) for each in reported
    )


def _not_convertible(document: Item) -> Finding:
    kind = str(document.get("OrderType"))[:40]
    return Finding(
        "UBLT-NOT-CONVERTIBLE",
        Severity.FATAL,
        f"OrderType {kind} has no UBL document here.",
        Location(json_path="$.OrderType"),
        "Only Invoice and CreditNote can become UBL.",
    )


def _forbidden(document: Item) -> Iterator[Finding]:
    """A finding for every text with a character that XML does not allow."""
    for path, value in values(document):
        if isinstance(value, str) and (match := FORBIDDEN.search(value)):
            yield Finding(
                "UBLT-FORBIDDEN-CHARACTER",
                Severity.FATAL,
                f"Character U+{ord(match[0]):04X} at position {match.start() + 1} cannot stand in XML.",
                Location(json_path=path),
                "Take it out; it is invisible and often comes from copying out of another program.",
            )


def _complete(document: Item, company: bytes | Mapping[str, Any] | Party | None) -> str | None:
    """Put the parties in their places. Returns the key that the company profile filled, if it did."""
    document.setdefault("Currency", DEFAULT_CURRENCY)
    sale = document.get("OrderDirection") != "Cost"
    own, other = ("Supplier", "Customer") if sale else ("Customer", "Supplier")
    if not document.get(other) and document.get("CounterParty"):
        document[other] = document["CounterParty"]
    if document.get(own):
        return None
    if company is None:
        raise CompanyUnknown(
            f"The order does not say who the {'seller' if sale else 'buyer'} is: Billit takes the own "
            "company from its profile.",
            'Give it in one of three ways: --company FILE, company = "FILE" in ubltools.toml or under '
            f"[tool.ubltools] in pyproject.toml, or a {own} object in the order.",
        )
    document[own] = _company(company)
    return own


def _company(company: bytes | Mapping[str, Any] | Party) -> Item:
    from ubltools import billit

    party = company if isinstance(company, billit.Party) else billit.company_party(company)
    return billit.dump(party)


# UBL -> order


def looks_like_xml(data: bytes) -> bool:
    """Whether bytes are XML rather than JSON, by their first character; UTF-16 and byte order marks pass."""
    return data[:64].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def from_ubl(document: bytes | xml.XmlDocument, *, decisions: Decisions = _DEFAULT) -> Conversion[Order]:
    """Turn a UBL invoice or credit note into a Billit order.

    What the order has no place for is listed in the findings (UBLT-UNMAPPED, UBLT-REPEATED), stated
    totals that differ from the computed ones too (UBLT-TOTAL-MISMATCH). Raises InputError.
    """
    from ubltools import billit

    parsed = xml.parse(document) if isinstance(document, bytes) else document
    target = target_of_ubl(parsed.kind, parsed.customization)
    if target is None:
        raise NotXml(
            f"The root element is {xml.xpath_of(parsed.root)[1:]}: only an Invoice or CreditNote of UBL 2.1 "
            "can become an order."
        )
    currency = parsed.root.findtext("{*}DocumentCurrencyCode") or DEFAULT_CURRENCY
    with localcontext(EXACT):
        result = reading.read(root_of(target), parsed.root, (*target.document.fixed, ("Currency", currency)))
        mismatches = reading.settle(result, lambda item: Facts(item, decisions))
    result.item.get("OrderLines", []).sort(key=is_adjustment)
    loaded = billit.load_value(result.item)
    return Conversion(
        loaded.order, lambda: (*loaded.findings, *_of_ubl(parsed, result, mismatches, decisions))
    )


def _of_ubl(
    parsed: xml.XmlDocument,
    result: reading.Reading,
    mismatches: list[reading.Mismatch],
    decisions: Decisions,
) -> Iterator[Finding]:
    yield from parsed.notices
    for stray in result.strays:
        yield _stray(stray)
    for each in mismatches:
        yield _mismatch(each)
    document = result.item
    for finding in check({"VatGroups": document.get("VatGroups"), **document}, Facts(document, decisions)):
        if finding.rule == "UBLT-TOTAL-MISMATCH":
            yield finding
    yield from _ambiguous(document)


def _stray(stray: reading.Stray) -> Finding:
    shown = stray.value if len(stray.value) <= 60 else f"{stray.value[:57]}..."
    xpath = xml.xpath_of(stray.element) + (f"/@{stray.attribute}" if stray.attribute else "")
    said = {
        "unmapped": ("UBLT-UNMAPPED", "has no place in an order and is not in it."),
        "repeated": ("UBLT-REPEATED", "comes again where an order holds one, and is not in it."),
    }
    rule, what = said.get(
        stray.reason, ("UBLT-UNREADABLE", f"cannot be read ({stray.reason}) and is not in it.")
    )
    location = Location(xpath=xpath, line=stray.element.sourceline)
    return Finding(rule, Severity.WARNING, f'"{shown}" {what}', location)


def _mismatch(each: reading.Mismatch) -> Finding:
    computed = "nothing" if each.computed is None else each.row.codec.write(each.computed) or "0"
    location = Location(
        xpath=xml.xpath_of(each.element),
        line=each.element.sourceline,
        json_path=f"$.{each.row.keys[0]}" if each.row.keys else None,
        term=each.row.term,
    )
    message = f"The document says {each.row.codec.write(each.stated) or '0'}, the order comes to {computed}."
    return Finding("UBLT-TOTAL-MISMATCH", Severity.WARNING, message, location)


def _ambiguous(document: Item) -> Iterator[Finding]:
    for index, line in enumerate(document.get("OrderLines") or []):
        if line.get("VentilationCode") == "51":
            yield Finding(
                "UBLT-AMBIGUOUS",
                Severity.INFO,
                "VAT category K is ventilation code 51 (goods) or 55 (services); 51 was taken.",
                Location(json_path=f"$.OrderLines[{index}].VentilationCode", term="BT-151"),
                "Change it to 55 if the line is a service.",
            )
