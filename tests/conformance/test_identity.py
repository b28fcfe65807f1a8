"""UBL -> order -> UBL over the corpus: what was kept restores the document, and without it no loss is silent.

How two documents are compared is written a second time for it, plainly, so that the package does not judge
itself: see ubl_values.py.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from decimal import Decimal

import pytest
from lxml import etree

from tests.conformance.corpus import NEEDS_CORPUS, Row, rows
from tests.ubl_values import Value, canonical, tree, values
from ubltools import names
from ubltools.conversion import Conversion
from ubltools.convert import from_ubl, to_ubl
from ubltools.errors import CompanyUnknown
from ubltools.finding import Finding

pytestmark = NEEDS_CORPUS

SIZES = {  # invoices and credit notes that are valid UBL; the fragments of cen-unit are not
    "peppol-examples": 11,
    "selfbilling-examples": 9,
    "cen-documents": 46,
    "peppol-unit": 113,
    "mutants": 1079,
}
LOST = {"UBLT-UNMAPPED", "UBLT-REPEATED", "UBLT-UNREADABLE", "UBLT-TOTAL-MISMATCH"}


def documents(of: str) -> Iterator[tuple[Row, etree._Element]]:
    """The valid invoices and credit notes of a set."""
    for row in rows(of):
        if row.xsd:
            root = tree(row.read())
            if etree.QName(root).localname in {"Invoice", "CreditNote"}:
                yield row, root


def names_the_company(root: etree._Element) -> bool:
    """Whether a document says anything of the party that is ours: the seller, in self-billing the buyer.

    Where it does not, the order does not either, and the company profile has to.
    """
    ours = "Customer" if root.findtext("{*}CustomizationID") == names.SELF_BILLING else "Supplier"
    party = root.find(f"{{*}}Accounting{ours}Party")
    return party is not None and bool("".join(party.itertext()).strip())


def written(order: Conversion) -> etree._Element:
    assert order.document is not None, order.findings
    text = to_ubl(order.document).document
    assert text is not None
    return tree(text)


@pytest.mark.parametrize("of", SIZES)
def test_what_was_kept_restores_the_document(of: str) -> None:
    different, counted = [], 0
    for row, root in documents(of):
        counted += 1
        order = from_ubl(row.read(), keep_unmapped=True)
        if not names_the_company(root):
            with pytest.raises(CompanyUnknown):
                written(order)
            continue
        unlisted = [each for each in order.findings if each.rule in LOST]
        if unlisted or canonical(written(order)) != canonical(root):
            different.append((row.document, unlisted))
    assert different == []
    assert counted == SIZES[of]


@pytest.mark.parametrize("of", SIZES)
def test_without_it_the_findings_are_exactly_the_difference(of: str) -> None:
    wrong = []
    for row, root in documents(of):
        order = from_ubl(row.read())
        if names_the_company(root):
            wrong += [(row.document, *each) for each in ledger_faults(root, written(order), order.findings)]
    assert wrong == []


def ledger_faults(
    original: etree._Element, rewritten: etree._Element, findings: tuple[Finding, ...]
) -> Iterator[tuple[str, Value]]:
    """Where the findings and the difference of two documents are not the same."""
    before, after = values(original), values(rewritten)
    missing = Counter(before.values()) - Counter(after.values())
    added = Counter(after.values()) - Counter(before.values())
    lost = {str(each.location.xpath): each for each in findings if each.rule in LOST}
    told = {str(each.location.xpath): each for each in findings if each.rule == "UBLT-ADDED"}
    listed = Counter(before[xpath] for xpath in lost)
    yield from (("not quoted", before[xpath]) for xpath in lost if not quotes(lost[xpath], before[xpath]))
    silent = (
        missing - listed - Counter(before[xpath] for xpath in before.keys() - lost if goes_with(xpath, lost))
    )
    yield from (("lost in silence", each) for each in silent if not is_filled(each, added))
    # A value that is lost with one aggregate and written with another of its kind is told of twice.
    moved, instead, more = counted(listed - missing), counted(listed), counted(added)
    for path in {*moved, *more, *told}:
        times = said(told.get(path))
        if moved[path] > times:
            yield "listed but not lost", Value(path, None)
        if not goes_with(path, told) and not times - moved[path] <= more[path] <= times + instead[path]:
            yield f"added {more[path]} times, told of {times}", Value(path, None)


def goes_with(path: str, listed: Collection[str]) -> bool:
    """Whether a path is that of an attribute whose whole element is listed."""
    element, _, attribute = path.partition("/@")
    return bool(attribute) and element in listed


def is_filled(value: Value, added: Counter[Value]) -> bool:
    """Whether an aggregate that was empty has something in it now."""
    return value.value == "" and any(each.path.startswith(f"{value.path}/c") for each in added)


def counted(found: Counter[Value]) -> Counter[str]:
    return Counter(each.path for each in found.elements())


def said(finding: Finding | None) -> int:
    """Of how many places a UBLT-ADDED tells."""
    match = finding and re.search(r" in (\d+) places ", finding.message)
    return int(match[1]) if match else int(finding is not None)


def quotes(finding: Finding, value: Value) -> bool:
    """Whether the message of a finding shows the value, as far as it is not too long or a file."""
    if value.path.endswith("BinaryObject"):
        return "sha256" in finding.message
    shown = [Decimal(each) for each in re.findall(r"(?<!\w)[+-]?\d*\.?\d+", finding.message)]
    if isinstance(value.value, Decimal):
        return value.value in shown
    return " ".join(str(value.value).split())[:50] in " ".join(finding.message.split())
