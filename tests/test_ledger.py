"""What a document says and its order does not: every difference is a finding, and nothing else is."""

import copy
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.converting import as_json, rules, to_order, to_tree
from tests.invoices import VALID, invoice
from tests.orders import COMPANY, line, order
from tests.ubl_parts import elements, same_number_of_lines
from ubltools.convert import to_ubl
from ubltools.finding import Finding, Severity
from ubltools.ledger import ledger
from ubltools.lens.locate import Place
from ubltools.names import CAC, CBC, INVOICE, Kind, clark
from ubltools.remainder import remainder
from ubltools.restoring import Fields, put_back
from ubltools.validation.structure import attributes, children
from ubltools.xml import parse

NS = f'xmlns="{INVOICE}" xmlns:cac="{CAC}" xmlns:cbc="{CBC}" xmlns:x="urn:x"'


def tree(inside: str) -> etree._Element:
    return parse(f"<Invoice {NS}>\n{inside}</Invoice>".encode()).root


def found(original: str, written: str, unreadable: dict | None = None) -> list[Finding]:
    return list(
        ledger(tree(original), tree(written), unreadable or {}, lambda xpath: Place(f"$<{xpath}>", None))
    )


def short(findings: list[Finding]) -> list[tuple[str, str | None]]:
    return [(each.rule, each.location.xpath) for each in findings]


def total(name: str, text: str) -> str:
    amount = f'<cbc:{name} currencyID="EUR">{text}</cbc:{name}>'
    return f"<cac:LegalMonetaryTotal>{amount}</cac:LegalMonetaryTotal>"


def party(inside: str) -> str:
    return f"<cac:PayeeParty>{inside}</cac:PayeeParty>"


ID, NOTE = "<cbc:ID>7</cbc:ID>", "<cbc:Note>a</cbc:Note>"
PAYEE = party(f"<cac:PartyIdentification>{ID}</cac:PartyIdentification>")
UNMAPPED, REPEATED, TOTAL, ADDED = "UBLT-UNMAPPED", "UBLT-REPEATED", "UBLT-TOTAL-MISMATCH", "UBLT-ADDED"


@pytest.mark.parametrize(
    ("original", "written", "expected"),
    [
        # No difference
        (ID + NOTE, NOTE + ID, []),
        (total("PayableAmount", "1"), total("PayableAmount", "1.00"), []),
        (f"<!-- c -->{ID}", ID, []),
        ("<cbc:ID> 7 </cbc:ID>", ID, []),
        # Missing
        (ID, "", [(UNMAPPED, "/Invoice/cbc:ID")]),
        (PAYEE, "", [(UNMAPPED, "/Invoice/cac:PayeeParty/cac:PartyIdentification/cbc:ID")]),
        (
            party(f"{NOTE}{ID}"),
            "",
            [(UNMAPPED, "/Invoice/cac:PayeeParty/cbc:Note"), (UNMAPPED, "/Invoice/cac:PayeeParty/cbc:ID")],
        ),
        ("<x:y>1</x:y>", "", [(UNMAPPED, "/Invoice/y")]),
        ("<cac:PayeeParty/>", "", [(UNMAPPED, "/Invoice/cac:PayeeParty")]),
        # Another text
        (ID, "<cbc:ID>8</cbc:ID>", [(UNMAPPED, "/Invoice/cbc:ID")]),
        ("<cbc:Note>a  b</cbc:Note>", "<cbc:Note>a b</cbc:Note>", [(UNMAPPED, "/Invoice/cbc:Note")]),
        # Attributes
        ('<cbc:ID schemeID="S">7</cbc:ID>', ID, [(UNMAPPED, "/Invoice/cbc:ID/@schemeID")]),
        (
            '<cbc:ID schemeID="S">7</cbc:ID>',
            '<cbc:ID schemeID="T">7</cbc:ID>',
            [(UNMAPPED, "/Invoice/cbc:ID/@schemeID")],
        ),
        # Repeated: one of its name did cross
        (NOTE + "<cbc:Note>b</cbc:Note>", NOTE, [(REPEATED, "/Invoice/cbc:Note[2]")]),
        (NOTE + "<cbc:Note>b</cbc:Note>", "", [(UNMAPPED, f"/Invoice/cbc:Note[{n}]") for n in (1, 2)]),
        (PAYEE + party(NOTE), PAYEE, [(REPEATED, "/Invoice/cac:PayeeParty[2]/cbc:Note")]),
        # Totals
        (
            total("PayableAmount", "2"),
            total("PayableAmount", "1"),
            [(TOTAL, "/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount")],
        ),
        (
            total("PrepaidAmount", "2"),
            "",
            [(TOTAL, "/Invoice/cac:LegalMonetaryTotal/cbc:PrepaidAmount")],
        ),
        (
            total("PayableRoundingAmount", "2"),
            "",
            [(UNMAPPED, "/Invoice/cac:LegalMonetaryTotal/cbc:PayableRoundingAmount")],
        ),
        # Added
        ("", NOTE, [(ADDED, "/Invoice/cbc:Note")]),
        ("", party(NOTE) + party(NOTE), [(ADDED, "/Invoice/cac:PayeeParty/cbc:Note")]),
        (ID, '<cbc:ID schemeID="S">7</cbc:ID>', [(ADDED, "/Invoice/cbc:ID/@schemeID")]),
    ],
)
def test_a_difference_is_a_finding_at_its_place(original, written, expected):
    assert short(found(original, written)) == expected


@pytest.mark.parametrize(
    ("original", "written", "severity", "message"),
    [
        (ID, "", Severity.WARNING, '"7" has no field in an order and is not in it.'),
        (ID, "<cbc:ID>8</cbc:ID>", Severity.WARNING, '"7" has no field in an order, which stands for "8".'),
        (
            total("PayableAmount", "2.5"),
            total("PayableAmount", "1"),
            Severity.WARNING,
            "The document says 2.5, the order comes to 1.",
        ),
        (
            total("PrepaidAmount", "2"),
            "",
            Severity.WARNING,
            "The document says 2, the order comes to nothing.",
        ),
        (
            total("PrepaidAmount", "-0.00"),
            "",
            Severity.INFO,
            "The total of -0.00 is not in the order; it says no more than no total.",
        ),
        (
            "",
            NOTE * 3,
            Severity.INFO,
            'Written again, the order says "a" in 3 places where the document says nothing.',
        ),
        (f"<cbc:Note>{'x' * 500}</cbc:Note>", "", Severity.WARNING, f'"{"x" * 57}..." has no field'),
    ],
)
def test_what_is_said(original, written, severity, message):
    (finding,) = found(original, written)
    assert finding.message.startswith(message)
    assert finding.severity is severity


def test_a_value_that_cannot_be_read_says_why():
    original = tree('<cbc:IssueDate>soon</cbc:IssueDate><cbc:ID schemeID="x">7</cbc:ID>')
    why: Any = {(original[0], None): "not a date", (original[1], "schemeID"): "not a scheme"}
    findings = list(ledger(original, tree(ID), why, lambda _: None))
    assert [(each.rule, "not a" in each.message) for each in findings] == [("UBLT-UNREADABLE", True)] * 2
    assert [each.location.xpath for each in findings] == [
        "/Invoice/cbc:IssueDate",
        "/Invoice/cbc:ID/@schemeID",
    ]


def test_where_a_finding_points():
    (lost,) = found(f"\n{NOTE}", "")
    assert (lost.location.line, lost.location.term, lost.location.json_path) == (3, "BT-22", None)
    (of_total,) = found(total("PayableAmount", "2"), total("PayableAmount", "1"))
    path = "/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount"
    assert of_total.location.json_path == f"$<{path}>" and of_total.location.term == "BT-115"
    (added,) = found("", NOTE)
    assert added.location.json_path == "$</Invoice/cbc:Note>" and added.location.term == "BT-22"


def test_a_file_is_not_printed():
    content = "QUJD" * 10_000
    file = (
        "<cac:Attachment><cbc:EmbeddedDocumentBinaryObject>"
        f"{content}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>"
    )
    (finding,) = found(file, "")
    assert "QUJD" not in finding.message and len(finding.message) < 200


# Laws


WHOLE = to_ubl(
    as_json(
        order(
            OrderLines=[line("2", "5.50"), line("1", "3", "6", LinkedOrderLineID="a"), line("7", "1")],
            CustomFields={"Invoice.AccountingCost": "4", "Invoice.ContractDocumentReference.ID.Text": "C"},
        )
    ),
    company=COMPANY,
).document


def leaves(root: etree._Element) -> list[etree._Element]:
    return [each for each in root.iter("*") if not len(each)]


def said(original: etree._Element, written: etree._Element) -> list[Finding]:
    return list(ledger(original, written, {}, lambda _: None))


@given(st.data())
def test_a_text_that_is_missing_is_one_finding_where_it_stood(data):
    assert WHOLE is not None
    original = parse(WHOLE.encode()).root
    written = copy.deepcopy(original)
    at = data.draw(st.integers(0, len(leaves(original)) - 1))
    gone = leaves(written)[at]
    gone.getparent().remove(gone)
    assert [each.location.line for each in said(original, written)] == [leaves(original)[at].sourceline]
    assert [each.rule for each in said(written, original)] == [ADDED]


@given(elements(), elements(odd=False))
def test_nothing_that_is_missing_goes_unsaid(original, written):
    """At least as many findings as there are texts, by the names above them, that only the document has."""
    lost = [each for each in said(original, written) if each.rule != ADDED]
    assert len(lost) >= (contents(original) - contents(written)).total()
    assert said(original, original) == []


def contents(root: etree._Element) -> Counter[tuple[str, ...]]:
    """Every text, with the names of the elements around it."""
    found: Counter[tuple[str, ...]] = Counter()
    for each in root.iter("*"):
        names = [above.tag for above in (*each.iterancestors(), each)]
        if not len(each) and each.text:
            found[*names, each.text.strip()] += 1
    return found


@given(elements(), elements(odd=False))
def test_what_was_kept_beside_an_order_is_not_missing(original, written):
    """What the remainder puts back leaves nothing to say: the two walks see the same differences."""
    same_number_of_lines(original, written)
    kept = remainder(original, written)
    lines = written.findall(clark("cac:InvoiceLine"))
    fields = [
        Fields(written, kept.header, ""),
        *(Fields(*each, "") for each in zip(lines, kept.lines, strict=True)),
    ]
    put_back(Kind.INVOICE, fields, children, attributes(Kind.INVOICE))
    assert said(original, written) == []


# On real documents


def test_the_valid_invoice_of_the_tests_crosses_whole():
    _, findings = to_order(VALID)
    assert {each.rule for each in findings} <= {ADDED}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "<cac:TaxTotal>",
            "<cac:PayeeParty><cac:PartyName><cbc:Name>F</cbc:Name></cac:PartyName></cac:PayeeParty><cac:TaxTotal>",
            [(UNMAPPED, "/Invoice/cac:PayeeParty/cac:PartyName/cbc:Name")],
        ),
        (
            "</cbc:BuyerReference>",
            "</cbc:BuyerReference><cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>1</cbc:ID>"
            "</cac:InvoiceDocumentReference></cac:BillingReference><cac:BillingReference>"
            "<cac:InvoiceDocumentReference><cbc:ID>2</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>",
            [(REPEATED, "/Invoice/cac:BillingReference[2]/cac:InvoiceDocumentReference/cbc:ID")],
        ),
        (
            "2026-12-20",
            "20-12-2026",
            [("UBLT-ORDER-MISSING", "$.ExpiryDate"), ("UBLT-UNREADABLE", "/Invoice/cbc:DueDate")],
        ),
        (
            '<cbc:PayableAmount currencyID="EUR">121.00',
            '<cbc:PayableAmount currencyID="USD">121.00',
            [(UNMAPPED, "/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount/@currencyID")],
        ),
        (
            '<cbc:TaxInclusiveAmount currencyID="EUR">121.00',
            '<cbc:TaxInclusiveAmount currencyID="EUR">122.00',
            [(TOTAL, "$.TotalIncl")],
        ),
        (
            "<cbc:InvoiceTypeCode>380<",
            "<cbc:InvoiceTypeCode>326<",
            [(UNMAPPED, "/Invoice/cbc:InvoiceTypeCode")],
        ),
    ],
)
def test_what_does_not_cross(old, new, expected):
    _, findings = to_order(invoice((old, new)))
    assert [each for each in rules(findings) if each[0] != ADDED] == expected


def test_a_document_of_many_lines_is_compared_in_time():
    """Lines are paired by what they say; one that differs among many is one finding."""
    lines = [line(str(n % 7 + 1), f"{n % 9 + 1}.25") for n in range(2_000)]
    root, _ = to_tree(order(OrderLines=lines))
    element = root.findall("{*}InvoiceLine")[1_234].find("{*}Item/{*}Name")
    element.addnext(etree.fromstring(f'<cbc:Keyword xmlns:cbc="{CBC}">x</cbc:Keyword>'))
    _, findings = to_order(root)
    assert Counter(each.rule for each in findings) == {UNMAPPED: 1}
