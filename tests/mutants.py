"""Documents with faults, made from good ones by a number: the same number gives the same document.

Each has one to four changes of the kinds that real documents show: something dropped, emptied, swapped, sent
twice, put into another order, an amount, a code, a country, a scheme, a date or an attribute changed. Most
are no longer valid, many not by the schema either. Used to hold two engines against each other.
"""

import copy
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from random import Random
from typing import Final

from lxml import etree

from tests.orders import COMPANY, SAMPLES
from tests.response_documents import INVOICE_RESPONSE, LEVEL_RESPONSE, LEVEL_STATUS
from ubltools.codes import code_list
from ubltools.convert import to_ubl
from ubltools.names import CAC, CBC

Element = etree._Element
ORDERS: Final = (
    "order",
    "order-allowances",
    "order-reverse-charge",
    "order-credit-note",
    "order-self-billing",
)
_SPACES: Final = (" ", "\n  ", "\t", "\u00a0")
_CODES: Final = {
    "IdentificationCode": ("BE", "NL", "DE", "DK", "SE", "NO", "IT", "GR", "EL", "IS", "FR", "XX", "be", ""),
    "DocumentCurrencyCode": ("EUR", "SEK", "DKK", "NOK", "XYZ", "eur"),
    "TaxCurrencyCode": ("EUR", "SEK", "NOK"),
    "InvoiceTypeCode": ("380", "381", "384", "389", "326", "383", "751", "999", ""),
    "CreditNoteTypeCode": ("381", "261", "396", "380"),
    "PaymentMeansCode": ("1", "10", "30", "31", "42", "48", "49", "58", "59", "93", "97", "ZZZ", "0"),
    "DocumentTypeCode": ("130", "50", "380", "916"),
    "TaxExemptionReasonCode": ("VATEX-EU-AE", "VATEX-EU-G", "VATEX-EU-IC", "VATEX-EU-O", "vatex-eu-ae", "X"),
    "AllowanceChargeReasonCode": ("95", "60", "FC", "ZZZ", "AA", "1"),
    "ResponseCode": ("AB", "AP", "RE", "IP", "UQ", "CA", "PD", "XX"),
    "StatusReasonCode": ("NON", "REF", "PPD", "OTH", "NIN", "BV", "BW", "SV", "FD", "X"),
    "ChargeIndicator": ("true", "false", "1", "0", "TRUE", ""),
}
_CATEGORIES: Final = ("S", "Z", "E", "AE", "K", "G", "O", "L", "M", "s", "X", "")
_SCHEMES: Final = ("0208", "9925", "0088", "0106", "0192", "0007", "0184", "0211", "9906", "0002", "9999", "")
_NUMBERS: Final = (
    "0", "-1", "0.00", "1e3", "NaN", "INF", "", " 12 ", "+3", ".5", "5.", "1,5", "0.005", "0.015", "-0.005",
    "12345678901234567890123456789.12", "0.1234567890123456789", "100.0000", "--1", "0x10", "٣",
)  # fmt: skip
_DATES: Final = (
    "2026-02-30",
    "2026-11-21Z",
    "21-11-2026",
    "2026-11-21T00:00:00",
    "0001-01-01",
    "",
    " 2026-11-21 ",
)
_TEXTS: Final = (
    "", " ", "NA", "x", "BE0437295992", "0437295992", "BE0437295991", "NO999999999MVA", "IT00000000000",
    "SE556056625801", "EL123456789", "DK12345674", "123456789", "NL123456789B01", "\u0661\u0662",
)  # fmt: skip


@cache
def bases() -> tuple[tuple[str, bytes], ...]:
    """The good documents that mutants are made from: name and bytes."""
    orders = ((name, (SAMPLES / f"{name}.json").read_bytes()) for name in ORDERS)
    written = [(name, to_ubl(order, company=COMPANY).document) for name, order in orders]
    responses = (("imr", INVOICE_RESPONSE), ("mlr", LEVEL_RESPONSE), ("mls", LEVEL_STATUS))
    return tuple((name, text.encode()) for name, text in (*written, *responses) if text)


def mutant(number: int, of: Sequence[tuple[str, bytes]] = ()) -> tuple[str, bytes]:
    """The mutant of that number: what it was made from and by which changes, and its bytes."""
    random = Random(number)
    name, base = random.choice(of or bases())
    root = etree.fromstring(base)
    done = [name]
    for _ in range(random.randint(1, 4)):
        change = random.choices(_CHANGES, _WEIGHTS)[0]
        change(root, random)
        done.append(change.__name__)
    return " ".join(done), etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _elements(root: Element) -> list[Element]:
    return list(root.iter("*"))[1:] or [root]


def _leaves(root: Element) -> list[Element]:
    return [each for each in root.iter("*") if not len(each)] or [root]


def _named(root: Element, names: Sequence[str]) -> list[Element]:
    return [each for name in names for each in root.iter(f"{{*}}{name}")]


def _drop(root: Element, random: Random) -> None:
    element = random.choice(_elements(root))
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _blank(root: Element, random: Random) -> None:
    random.choice(_leaves(root)).text = random.choice(("", *_SPACES))


def _twice(root: Element, random: Random) -> None:
    element = random.choice(_elements(root))
    if element.getparent() is not None:
        element.addnext(copy.deepcopy(element))


def _swap(root: Element, random: Random) -> None:
    one, other = random.choice(_leaves(root)), random.choice(_leaves(root))
    one.text, other.text = other.text, one.text


def _reorder(root: Element, random: Random) -> None:
    parent = random.choice([each for each in root.iter("*") if len(each) > 1] or [root])
    children = list(parent)
    random.shuffle(children)
    parent[:] = children


def _move(root: Element, random: Random) -> None:
    element, to = random.choice(_elements(root)), random.choice(_elements(root))
    if element is not to and element not in set(to.iterancestors()) and element.getparent() is not None:
        to.append(element)


def _amount(root: Element, random: Random) -> None:
    found = [
        each for each in _leaves(root) if each.get("currencyID") or each.get("unitCode") or _is_number(each)
    ]
    element = random.choice(found or _leaves(root))
    step = random.choice((Decimal("0.01"), Decimal("-0.01"), Decimal("1"), Decimal("0.001"), Decimal("-100")))
    if random.random() < 0.3 or not _is_number(element):
        element.text = random.choice(_NUMBERS)
    else:
        element.text = f"{Decimal(element.text or '0') + step:f}"


def _is_number(element: Element) -> bool:
    text = (element.text or "").strip()
    return bool(text) and text.replace(".", "", 1).replace("-", "", 1).isascii() and _decimal(text)


def _decimal(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except ArithmeticError:
        return False


def _code(root: Element, random: Random) -> None:
    found = _named(root, tuple(_CODES))
    if found:
        element = random.choice(found)
        element.text = random.choice(_CODES[etree.QName(element).localname])


def _category(root: Element, random: Random) -> None:
    paths = ("TaxCategory", "ClassifiedTaxCategory")
    found = [each for category in _named(root, paths) for each in category.iterchildren(f"{{{CBC}}}ID")]
    if found:
        random.choice(found).text = random.choice(_CATEGORIES)


def _scheme(root: Element, random: Random) -> None:
    found = [each for each in root.iter("*") if "schemeID" in each.attrib]
    if found:
        random.choice(found).set("schemeID", random.choice((*_SCHEMES, random.choice(code_list("EAS")))))


def _attribute(root: Element, random: Random) -> None:
    element = random.choice([each for each in root.iter("*") if each.attrib] or [root])
    for name in list(element.attrib):
        if random.random() < 0.5:
            del element.attrib[name]
        else:
            element.set(name, random.choice(("", "EUR", "SEK", "XXX", "C62", " EUR")))
    if random.random() < 0.2:
        element.set(random.choice(("listID", "schemeID", "currencyID")), "x")


def _date(root: Element, random: Random) -> None:
    names = (
        "IssueDate",
        "DueDate",
        "TaxPointDate",
        "StartDate",
        "EndDate",
        "ActualDeliveryDate",
        "IssueTime",
    )
    found = _named(root, names)
    if found:
        random.choice(found).text = random.choice(_DATES)


def _text(root: Element, random: Random) -> None:
    random.choice(_leaves(root)).text = random.choice(_TEXTS)


def _space(root: Element, random: Random) -> None:
    element = random.choice(_leaves(root))
    element.text = f"{random.choice(_SPACES)}{element.text or ''}{random.choice(_SPACES)}"


def _comment(root: Element, random: Random) -> None:
    element = random.choice(_leaves(root))
    text = element.text or ""
    cut = random.randint(0, len(text))
    element.text = text[:cut]
    note = etree.Comment("x")
    note.tail = text[cut:]
    element.insert(0, note)


def _add(root: Element, random: Random) -> None:
    """An element where the rules look at some, with a text of theirs."""
    name = random.choice(
        ("cbc:Note", "cbc:ID", "cac:TaxTotal", "cac:AllowanceCharge", "cac:PaymentMeans", "cac:Delivery")
    )
    prefix, local = name.split(":")
    made = etree.SubElement(random.choice(_elements(root)), f"{{{CAC if prefix == 'cac' else CBC}}}{local}")
    made.text = random.choice(_TEXTS)


_CHANGES: Final[tuple[Callable[[Element, Random], None], ...]] = (
    _drop, _blank, _twice, _swap, _reorder, _move, _amount, _code, _category, _scheme, _attribute, _date,
    _text, _space, _comment, _add,
)  # fmt: skip
_WEIGHTS: Final = (4, 2, 2, 2, 1, 1, 5, 3, 3, 2, 2, 1, 2, 1, 1, 1)
