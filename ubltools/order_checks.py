"""What is wrong with an order that no rule on UBL can see, because it happens before or on the way.

Each check is a small generator over the plain order and its facts; CHECKS lists them. Nothing here
changes an order.
"""

import binascii
from collections.abc import Callable, Iterator
from typing import Final

from ubltools import codes
from ubltools.finding import Finding, Location, Severity
from ubltools.lens.rows import Item, get
from ubltools.mapping.computed import tax
from ubltools.mapping.computed.document import buyer_reference
from ubltools.mapping.computed.lines import ZERO, is_adjustment
from ubltools.mapping.computed.totals import Facts
from ubltools.total_checks import inclusive_totals, posted_groups, posted_totals
from ubltools.vat_numbers import vat_fault

_BOTH: Final = (("Customer", "buyer", "BT-48"), ("Supplier", "seller", "BT-31"))


def check(document: Item, facts: Facts) -> Iterator[Finding]:
    """All findings about an order, in the order of the checks."""
    for each in CHECKS:
        yield from each(document, facts)


def _finding(
    rule: str, severity: Severity, path: str, message: str, hint: str | None = None, term: str | None = None
) -> Finding:
    return Finding(rule, severity, message, Location(json_path=path, term=term), hint)


def _parties(document: Item, _: Facts) -> Iterator[Finding]:
    for key, role, _term in _BOTH:
        if document.get(key):
            continue
        by_id = document.get(f"{key}ID")
        said = f"The order names the {role} only by {key}ID" if by_id else f"The order has no {key}"
        yield _finding(
            "UBLT-ORDER-MISSING",
            Severity.FATAL,
            f"$.{key}ID" if by_id else f"$.{key}",
            f"{said}, so the {role} of the invoice is not known.",
            f"Put the {key} object into the order: Name, VATNumber, Addresses.",
        )


def _vat_numbers(document: Item, _: Facts) -> Iterator[Finding]:
    """Those of other countries. The rules judge Belgian ones, wherever they stand (BILLIT-VAT-NUMBER)."""
    for key, _role, term in _BOTH:
        number = str(get(document, f"{key}.VATNumber") or "")
        fault = vat_fault(number) if number else None
        if fault is not None:
            yield _finding("UBLT-VAT-NUMBER", Severity.WARNING, f"$.{key}.VATNumber", *fault, term)


def _prices(document: Item, facts: Facts) -> Iterator[Finding]:
    for index, item in enumerate(document.get("OrderLines") or []):
        priced = any(item.get(key) is not None for key in ("UnitPriceExcl", "UnitPriceIncl", "TotalIncl"))
        if not priced and not tax.is_text(item):
            yield _finding(
                "UBLT-ORDER-MISSING",
                Severity.FATAL,
                f"$.OrderLines[{index}].UnitPriceExcl",
                "The line has no price, so it would go out at 0.",
                "Write UnitPriceExcl, the price of one unit without VAT; 0 if it is free.",
                "BT-146",
            )
    if document.get("OrderLines") and not facts.lines:
        yield _finding(
            "UBLT-NO-LINES",
            Severity.FATAL,
            "$.OrderLines",
            "The order has allowances or charges only; a document needs a line.",
            "Add a product line, with a price of 0 if there is nothing else to invoice.",
            "BG-25",
        )


def _one_of_several(document: Item, _: Facts) -> Iterator[Finding]:
    """Fields of which the document takes less than they say."""
    for key, _role, _term in _BOTH:
        addresses = str(get(document, f"{key}.Email") or "").split(";")
        if len(addresses) > 1 and any(each.strip() for each in addresses[1:]):
            rest = ";".join(addresses[1:]).strip()[:60]
            message = f'"{rest}" is not in the document, which takes one e-mail address.'
            hint = "Put the address that matters first."
            yield _finding("UBLT-UNMAPPED", Severity.WARNING, f"$.{key}.Email", message, hint)
    method = document.get("PaymentMethod")
    if method not in {None, "Wired", "Domiciliation"} and not get(document, "CustomFields.PaymentMeansCode"):
        message = f'"{str(method)[:40]}" is not in the document: it says code 42, payment to an account.'
        hint = "Set CustomFields.PaymentMeansCode: 10 cash, 48 bank card, 54 credit card, 68 online."
        yield _finding("UBLT-UNMAPPED", Severity.WARNING, "$.PaymentMethod", message, hint, "BT-81")


def _ventilation(document: Item, facts: Facts) -> Iterator[Finding]:
    known = tax.codes_of(document).keys() | tax.RATE_CODES
    for index, item in enumerate(document.get("OrderLines") or []):
        rate, own = item.get("VATPercentage"), item.get("VentilationCode")
        code = tax.ventilation(item, document)
        path = f"$.OrderLines[{index}].VentilationCode" if own else "$.VentilationCode"
        if code and code not in known:
            yield _unknown_ventilation(path, code, document)
        elif rate and own and tax.codes_of(document).get(str(own), "Z") != "Z":
            yield _finding(
                "UBLT-VENTILATION-IGNORED",
                Severity.WARNING,
                path,
                f"Ventilation code {own} says no VAT, but the rate is {rate:f} %: it goes out as S.",
                "Set VATPercentage to 0, or leave the ventilation code out.",
                "BT-151",
            )
        elif rate == ZERO and code is None:
            yield _finding(
                "UBLT-ZERO-RATE",
                Severity.WARNING,
                f"$.OrderLines[{index}].VATPercentage",
                "0 % without a ventilation code goes out as category Z, zero rated.",
                "If that is not meant, set VentilationCode: 21 reverse charge, 22 outside VAT, 51 or 55 "
                "intra-community, 70 export, 24 or 104 exempt.",
                "BT-151",
            )


def _unknown_ventilation(path: str, code: str, document: Item) -> Finding:
    direction = "purchases" if document.get("OrderDirection") == "Cost" else "sales"
    return _finding(
        "UBLT-VENTILATION-UNKNOWN",
        Severity.WARNING,
        path,
        f"Ventilation code {code} is not in the list for {direction}; a 0 % line goes out as category Z.",
        "Use one of " + ", ".join(sorted(tax.codes_of(document), key=int)) + ".",
        "BT-151",
    )


def _rates(document: Item, facts: Facts) -> Iterator[Finding]:
    linked = {str(line.item.get("LinkedOrderLineID")) for line in facts.lines.values()} - {"None"}
    for index, item in enumerate(document.get("OrderLines") or []):
        of_line = is_adjustment(item) and str(item.get("LinkedOrderLineID")) in linked
        if not of_line and tax.category_of(item, facts) is None:
            yield _finding(
                "UBLT-ORDER-MISSING",
                Severity.FATAL,
                f"$.OrderLines[{index}].VATPercentage",
                "The line has no VAT rate.",
                "Write VATPercentage: 21, 12, 6, or 0 with a VentilationCode that says why.",
                "BT-152",
            )


def _references(document: Item, facts: Facts) -> Iterator[Finding]:
    filler = facts.decisions.buyer_reference_filler
    if filler and not document.get("OrderTitle") and buyer_reference(document, facts) == filler:
        yield _finding(
            "UBLT-FILLED",
            Severity.WARNING,
            "$.OrderTitle",
            f"The order has neither OrderTitle nor Reference; the buyer reference says {filler}.",
            "Put the customer's reference into OrderTitle, or the purchase order number into Reference.",
            "BT-10",
        )


def _links(document: Item, _: Facts) -> Iterator[Finding]:
    lines = document.get("OrderLines") or []
    targets = {str(each.get("LinkedOrderLineID")) for each in lines if not is_adjustment(each)}
    for index, item in enumerate(lines):
        link = item.get("LinkedOrderLineID")
        if is_adjustment(item) and link and str(link) not in targets:
            yield _finding(
                "UBLT-LINK-BROKEN",
                Severity.WARNING,
                f"$.OrderLines[{index}].LinkedOrderLineID",
                "No product line has this LinkedOrderLineID, so this goes out on document level.",
                "Give the product line the same LinkedOrderLineID, or leave it out.",
            )


def _units(document: Item, _: Facts) -> Iterator[Finding]:
    for index, item in enumerate(document.get("OrderLines") or []):
        unit = item.get("Unit")
        if unit and not get(item, "CustomFields.PeppolUnitCode") and unit not in _unit_codes():
            yield _finding(
                "UBLT-UNIT-UNKNOWN",
                Severity.WARNING,
                f"$.OrderLines[{index}].Unit",
                f"{str(unit)[:40]} is not a unit code of Recommendation 20 or 21; the line goes out as NAR.",
                "Set CustomFields.PeppolUnitCode, for example C62 (one), HUR (hour), KGM (kilogram).",
                "BT-130",
            )


def _unit_codes() -> frozenset[str]:
    return frozenset(codes.code_list("CEN-units-rec20-21"))


def _files(document: Item, _: Facts) -> Iterator[Finding]:
    files = [("$.OrderPDF", document.get("OrderPDF"))]
    files += [(f"$.Attachments[{i}]", each) for i, each in enumerate(document.get("Attachments") or [])]
    for path, each in files:
        if each and not each.get("FileContent"):
            yield _finding(
                "UBLT-FILE-EMPTY",
                Severity.WARNING,
                path,
                f"The file {str(each.get('FileName'))[:60]} has no content, so it is not in the document.",
                "Put the file into FileContent, base64.",
                "BT-125",
            )
        elif each and not _is_base64(each["FileContent"]):
            yield _finding(
                "UBLT-FILE-DAMAGED",
                Severity.FATAL,
                f"{path}.FileContent",
                f"The content of {str(each.get('FileName'))[:60]} is not base64: nobody can open the file.",
                "Encode the bytes of the file as base64, without a prefix such as data:application/pdf.",
                "BT-125",
            )


def _is_base64(text: str) -> bool:
    """Whether a text is base64. libxml2 passes over stray characters, so the schema does not tell."""
    try:
        binascii.a2b_base64("".join(text.split()), strict_mode=True)
    except ValueError:
        return False
    return True


CHECKS: Final[tuple[Callable[[Item, Facts], Iterator[Finding]], ...]] = (
    _parties,
    _vat_numbers,
    _references,
    _links,
    _prices,
    _rates,
    _ventilation,
    _units,
    posted_totals,
    posted_groups,
    inclusive_totals,
    _one_of_several,
    _files,
)
