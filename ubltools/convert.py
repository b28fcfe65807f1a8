"""Order <-> UBL: load, complete the parties, walk the mapping, say what could not cross.

The two functions a caller needs, to_ubl and from_ubl, and the Conversion they return. How a walk is
done is in lens/, what is mapped in mapping/, what an order looks like in billit/.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import localcontext
from typing import TYPE_CHECKING, Any, Final

from ubltools import xml
from ubltools.conversion import Conversion, Places, root_of
from ubltools.errors import CompanyUnknown, NotXml
from ubltools.finding import Finding, Location, Severity
from ubltools.ledger import ledger
from ubltools.lens import read as reading
from ubltools.lens.audit import values
from ubltools.lens.escaping import FORBIDDEN, ForbiddenCharacter
from ubltools.lens.rows import Item
from ubltools.losses import lost
from ubltools.mapping.computed.folding import fold
from ubltools.mapping.computed.lines import EXACT, is_adjustment
from ubltools.mapping.computed.tax import CODES, ambiguous
from ubltools.mapping.computed.totals import Facts
from ubltools.mapping.decisions import DEFAULT_CURRENCY, Decisions
from ubltools.mapping.invoice import Target, target_of_order, target_of_ubl
from ubltools.order_checks import check
from ubltools.remainder import remainder
from ubltools.writing import write

if TYPE_CHECKING:
    from ubltools.billit import Order, Party

_DEFAULT: Final = Decisions()


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
    try:
        text, places = write(target, document, facts, side)
    except ForbiddenCharacter:
        places = Places(target, document, facts, side)
        return Conversion(None, lambda: (*noticed, *map(places.name_company, _forbidden(document))), places)
    return Conversion(text, lambda: _of_order(noticed, document, facts, places), places)


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


def from_ubl(
    document: bytes | xml.XmlDocument, *, decisions: Decisions = _DEFAULT, keep_unmapped: bool = False
) -> Conversion[Order]:
    """Turn a UBL invoice or credit note into a Billit order.

    What the order has no field for is listed in the findings (UBLT-UNMAPPED, UBLT-REPEATED), stated totals
    that differ from the computed ones too (UBLT-TOTAL-MISMATCH). keep_unmapped puts all of it into
    CustomFields under the path of its element, from where to_ubl puts it back. Raises InputError.
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
    fixed = (*target.document.fixed, ("Currency", currency))
    with localcontext(EXACT):
        result = reading.read(root_of(target), parsed.root, fixed)
        reading.settle(result, lambda item: Facts(item, decisions))
        fold(result.item, decisions)
    kept = _keep(target, parsed, result.item, decisions) if keep_unmapped else 0
    loaded = billit.load_value(result.item)
    return Conversion(
        loaded.order,
        lambda: (*parsed.notices, *loaded.findings, *_of_ubl(target, parsed, result, decisions, kept)),
    )


def _again(target: Target, item: Item, decisions: Decisions) -> tuple[xml.Element, Places]:
    """What an order that was read would be written as."""
    document = {**item}
    document.setdefault("Currency", DEFAULT_CURRENCY)
    text, places = write(target, document, Facts(document, decisions), None)
    return xml.parse(text.encode()).root, places


def _keep(target: Target, parsed: xml.XmlDocument, item: Item, decisions: Decisions) -> int:
    """Put what has no field into custom fields; how many there are."""
    header, lines = remainder(parsed.root, _again(target, item, decisions)[0])
    products = [line for line in item.get("OrderLines", ()) if not is_adjustment(line)]
    for holder, fields in zip((item, *products), (header, *lines), strict=False):
        if fields:
            holder["CustomFields"] = {**(holder.get("CustomFields") or {}), **fields}
    return len(header) + sum(map(len, lines))


def _of_ubl(
    target: Target, parsed: xml.XmlDocument, result: reading.Reading, decisions: Decisions, kept: int
) -> Iterator[Finding]:
    written, places = _again(target, result.item, decisions)
    yield from ledger(parsed.root, written, result.unreadable, places.locate)
    if kept:
        message = f"{kept} values without a field of their own are kept in CustomFields, by their UBL path."
        yield Finding("UBLT-KEPT", Severity.INFO, message, Location(json_path="$.CustomFields"))
    yield from _ambiguous(result.item)


def _ambiguous(document: Item) -> Iterator[Finding]:
    for index, line in enumerate(document.get("OrderLines") or []):
        kind, codes = ambiguous(line.get("VentilationCode"), document)
        if kind:
            taken, *others = codes
            yield Finding(
                "UBLT-AMBIGUOUS",
                Severity.INFO,
                f"VAT category {kind} may be ventilation code {' or '.join(codes)}; {taken} was taken.",
                Location(json_path=f"$.OrderLines[{index}].VentilationCode", term="BT-151"),
                f"If it is not {CODES[taken]}, change it: "
                + ", ".join(f"{c} {CODES[c]}" for c in others)
                + ".",
            )
