"""What is wrong with an order that no rule on UBL can see, because it happens before or on the way.

Each check is a small generator over the plain order and its facts; CHECKS lists them. Nothing here
changes an order. The one door to python-stdnum.
"""

import binascii
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from ubltools import codes
from ubltools.finding import Finding, Location, Severity
from ubltools.lens.rows import Item, get
from ubltools.mapping.computed import tax
from ubltools.mapping.computed.document import buyer_reference
from ubltools.mapping.computed.party import ADDRESS_KEYS
from ubltools.mapping.computed.totals import Facts, cents, is_adjustment
from ubltools.mapping.not_carried import EXPLAINED, is_carried

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
    for key, _role, term in _BOTH:
        number = str(get(document, f"{key}.VATNumber") or "")
        fault = vat_fault(number) if number else None
        if fault is not None:
            severity = Severity.FATAL if number[:2].upper() == "BE" else Severity.WARNING
            yield _finding("UBLT-VAT-NUMBER", severity, f"$.{key}.VATNumber", *fault, term)


def vat_fault(number: str) -> tuple[str, str] | None:
    """(what is wrong, what to write) for a VAT number of an EU country, None when it is sound or unknown."""
    country = number[:2].upper()
    if country == "BE":
        return _belgian_fault(number)
    from stdnum.eu import vat
    from stdnum.exceptions import ValidationError

    if country not in _EU:
        return None
    try:
        vat.validate(number)
    except ValidationError:
        hint = f"Check it: length, check digits, prefix {country}."
        return f"{number[:40]} is not a valid VAT number of {country}.", hint
    return None


_EU: Final = frozenset(
    "AT BG CY CZ DE DK EE EL ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)


def _belgian_fault(number: str) -> tuple[str, str] | None:
    from stdnum.be import vat
    from stdnum.exceptions import InvalidChecksum, ValidationError

    hint = "Write BE and the ten digits of the enterprise number, for example BE0563846944."
    digits = number[2:]
    if len(digits) != 10 or not digits.isascii() or not digits.isdecimal():
        count = sum(each.isdecimal() for each in digits)
        wrong = f"here {count} digits" if count != 10 else "without blanks or points"
        return f"{number[:40]} is not a Belgian VAT number: BE and ten digits, {wrong}.", hint
    try:
        vat.validate(digits)
    except InvalidChecksum:
        return f"{number} has wrong check digits: no such Belgian number exists.", hint
    except ValidationError:
        return f"{number} is not a Belgian VAT number: the first digit must be 0 or 1.", hint
    return None


def _posted_totals(document: Item, facts: Facts) -> Iterator[Finding]:
    totals = facts.totals
    computed = {"TotalExcl": totals.exclusive, "TotalVAT": totals.vat, "TotalIncl": totals.inclusive}
    for key, value in computed.items():
        yield from _differs(f"$.{key}", document.get(key), value)
    for index, item in enumerate(document.get("OrderLines") or []):
        if line := facts.lines.get(id(item)):
            yield from _differs(f"$.OrderLines[{index}].TotalExcl", item.get("TotalExcl"), line.net)


def _posted_groups(document: Item, facts: Facts) -> Iterator[Finding]:
    """The VAT groups of the order beside the computed ones, where the rate alone tells which is which."""
    groups = {each["VATPercentage"] or tax.ZERO: each for each in facts.groups}
    if len(groups) != len(facts.groups):
        return
    for index, posted in enumerate(document.get("VatGroups") or []):
        group = groups.get(posted.get("VATPercentage") or tax.ZERO)
        if group is not None:
            for key in ("TotalExcl", "TotalVAT"):
                yield from _differs(f"$.VatGroups[{index}].{key}", posted.get(key), group[key])


def _differs(path: str, posted: Any, computed: Decimal) -> Iterator[Finding]:
    if isinstance(posted, Decimal) and cents(posted) != computed:
        yield _finding(
            "UBLT-TOTAL-MISMATCH",
            Severity.WARNING,
            path,
            f"The order says {posted:f}, its lines come to {computed:f}. The document says {computed:f}.",
            "VAT is computed per rate on the sum of the lines and rounded once. Correct the lines or leave "
            "the total out.",
        )


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
        elif rate == tax.ZERO and code is None:
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


def lost(document: Item, unused: Iterable[tuple[str, Any]]) -> Iterator[Finding]:
    """A finding for every value that no row of the mapping took.

    Not for what an invoice has no place for by nature, nor for what it says in another place; an object
    of a list that is lost whole gives one finding.
    """
    elsewhere = _said_elsewhere(document)
    values = [(path, value) for path, value in unused if is_carried(path) and path not in elsewhere]
    by_object: dict[str, list[tuple[str, Any]]] = {}
    for path, value in values:
        by_object.setdefault(path.rpartition(".")[0] if path.count("[") else path, []).append((path, value))
    for parent, inside in by_object.items():
        again = sum(path.startswith(f"{parent}.") for path in elsewhere)
        if parent.endswith("]") and len(inside) + again == _size(document, parent):
            yield _lost(parent, ", ".join(str(value) for _, value in inside))
        else:
            yield from (_lost(path, value) for path, value in inside)


def _lost(path: str, value: object) -> Finding:
    shown = str(value)
    shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
    reason = EXPLAINED.get(path)
    severity = Severity.INFO if reason else Severity.WARNING
    return _finding(
        "UBLT-UNMAPPED", severity, path, f'"{shown}" is not in the document. {reason or ""}'.strip()
    )


def _size(document: Item, path: str) -> int:
    """How many values an object of a list holds, by its JSON path: "$.Customer.Identifiers[0]"."""
    value: Any = document
    for key, index in _STEP.findall(path):
        value = value[int(index)] if index else value.get(key)
    return sum(each not in (None, "") for each in value.values()) if isinstance(value, dict) else 0


_STEP: Final = re.compile(r"([A-Za-z]+)|\[(\d+)\]")


def _said_elsewhere(document: Item) -> set[str]:
    """JSON paths of values that repeat what stands in another field of the order."""
    found: set[str] = set()
    for key, _role, _term in _BOTH:
        party = document.get(key) or {}
        found.update(f"$.{key}.{each}" for each in _repeated_address(party))
    lines = document.get("OrderLines") or []
    rates = {str(each.get("LinkedOrderLineID")): each for each in lines if not is_adjustment(each)}
    for index, each in enumerate(lines):
        line = rates.get(str(each.get("LinkedOrderLineID"))) if is_adjustment(each) else None
        for key in ("VATPercentage", "VentilationCode", "Reference") if line else ():
            if line and each.get(key) == line.get(key):
                found.add(f"$.OrderLines[{index}].{key}")
    return found


def _repeated_address(party: Item) -> Iterator[str]:
    addresses = party.get("Addresses") or []
    invoice = next((each for each in addresses if each.get("AddressType") == "InvoiceAddress"), None)
    names = {party.get("Name"), party.get("CommercialName")}
    for index, each in enumerate(addresses):
        if each.get("Name") in names:
            yield f"Addresses[{index}].Name"
        if invoice and all(each.get(key) == invoice.get(key) for key in ADDRESS_KEYS):
            yield from (f"Addresses[{index}].{key}" for key in ("AddressType", *ADDRESS_KEYS))
    if invoice:
        yield from (key for key in ADDRESS_KEYS if party.get(key) == invoice.get(key))


CHECKS: Final[tuple[Callable[[Item, Facts], Iterator[Finding]], ...]] = (
    _parties,
    _vat_numbers,
    _references,
    _links,
    _rates,
    _ventilation,
    _units,
    _posted_totals,
    _posted_groups,
    _files,
)
