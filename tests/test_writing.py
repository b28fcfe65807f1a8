"""Custom fields that are paths of UBL, in whole documents: written at their place, or reported."""

import time
from typing import Any

import pytest

from tests.converting import again, as_json, at, rules, to_order, to_tree
from tests.invoices import invoice
from tests.orders import COMPANY, allowance, line, order
from ubltools.convert import to_ubl
from ubltools.finding import Finding, Location, Severity

UNMAPPED = "UBLT-UNMAPPED"


def with_fields(**fields: str) -> dict[str, Any]:
    return order(CustomFields=fields, Comments=None)


@pytest.mark.parametrize(
    ("root", "key", "path", "value"),
    [
        ("Invoice", "Invoice.PayeeParty.PartyName.Name", "PayeeParty/PartyName/Name", "Factor NV"),
        ("CreditNote", "CreditNote.PayeeParty.PartyName.Name", "PayeeParty/PartyName/Name", "Factor NV"),
        ("CreditNote", "Invoice.PayeeParty.PartyName.Name", "PayeeParty/PartyName/Name", "Factor NV"),
        (
            "Invoice",
            "Invoice.LegalMonetaryTotal.PayableRoundingAmount",
            "LegalMonetaryTotal/PayableRoundingAmount",
            "0.05",
        ),
        (
            "Invoice",
            "Invoice.AccountingSupplierParty.Party.PartyLegalEntity.CompanyLegalForm",
            "AccountingSupplierParty/Party/PartyLegalEntity/CompanyLegalForm",
            "RPR Gent",
        ),
        ("Invoice", "Invoice.OriginatorDocumentReference.ID.Text", "OriginatorDocumentReference/ID", "T-1"),
    ],
)
def test_a_path_that_has_no_row_is_written(root, key, path, value):
    given = order(OrderType=root, CustomFields={key: value})
    tree, findings = to_tree(given)
    assert at(tree, path) == [value]
    assert rules(findings) == []
    _, findings = to_order(tree)
    assert UNMAPPED in dict(rules(findings))  # it has no field of its own
    kept, findings = to_order(tree, keep_unmapped=True)
    assert UNMAPPED not in dict(rules(findings))
    assert kept["CustomFields"][key.replace("Invoice.", f"{root}.", 1)] == value


def test_the_currency_of_a_kept_amount_is_that_of_the_document():
    tree, _ = to_tree(
        order(Currency="SEK", CustomFields={"Invoice.LegalMonetaryTotal.PayableRoundingAmount": "1"})
    )
    assert at(tree, "LegalMonetaryTotal/PayableRoundingAmount/@currencyID") == ["SEK"]


@pytest.mark.parametrize(
    "key",
    [
        "Invoice.NoSuchThing",
        "Invoice.Note7",
        "Invoice.PayeeParty.Text",
        "Invoice.PayeeParty",
        "Invoice.PayeeParty.Xml",  # "x" is no XML
        "CreditNote.Note",  # of the other root
        "InvoiceLine.Note",  # of a line
        "Invoices.Note",
        "invoice.Note",
        "Invoice",
        "Faktura.Fa",  # of the Polish network
        "NoSuchField",
        "",
    ],
)
def test_a_key_that_leads_nowhere_is_reported(key):
    bare, _ = to_tree(order(Comments=None))
    tree, findings = to_tree(with_fields(**{key: "x"}))
    assert [each.rule for each in findings] == [UNMAPPED]
    assert str(findings[0].location.json_path).startswith("$.CustomFields")
    assert at(tree, "Note") == [] and len(tree) == len(bare)


@pytest.mark.parametrize(
    "key", ["InvoiceLine.NoSuchThing", "InvoiceLine.Note7", "Invoice.Note", "CreditNoteLine.Note"]
)
def test_a_key_of_a_line_that_leads_nowhere_is_reported(key):
    _, findings = to_tree(order(OrderLines=[line(), line(CustomFields={key: "x"})]))
    assert rules(findings) == [(UNMAPPED, f"$.OrderLines[1].CustomFields['{key}']")]


def test_an_allowance_has_no_custom_fields():
    own = allowance("-1", CustomFields={"InvoiceLine.Note": "x"})
    _, findings = to_tree(order(OrderLines=[line(), own]))
    assert rules(findings) == [(UNMAPPED, "$.OrderLines[1].CustomFields['InvoiceLine.Note']")]


def test_lines_keep_their_own_fields_whatever_stands_between_them():
    """Allowances are order lines too, but no lines of the document."""
    given = [
        line(CustomFields={"InvoiceLine.AccountingCost": "a"}),
        allowance("-1"),
        line(),
        line(CustomFields={"InvoiceLine.AccountingCost": "b"}),
    ]
    written = to_ubl(as_json(order(OrderLines=given)), company=COMPANY)
    tree, _ = to_tree(order(OrderLines=given))
    assert [each.findtext("{*}AccountingCost") for each in tree.iterfind("{*}InvoiceLine")] == [
        "a",
        None,
        "b",
    ]
    xpath = "/Invoice/cac:InvoiceLine[3]/cbc:AccountingCost"
    assert (
        written.places.locate(xpath).json_path == "$.OrderLines[3].CustomFields['InvoiceLine.AccountingCost']"
    )


@pytest.mark.parametrize(
    ("key", "xpath", "term"),
    [
        ("Invoice.PayeeParty.PartyName.Name", "/Invoice/cac:PayeeParty/cac:PartyName/cbc:Name", "BT-59"),
        (
            "Invoice.PayeeParty.PartyIdentification.ID.SchemeID",
            "/Invoice/cac:PayeeParty/cac:PartyIdentification/cbc:ID/@schemeID",
            "BT-60-1",
        ),
    ],
)
def test_a_finding_in_the_ubl_is_led_back_to_the_custom_field(key, xpath, term):
    fields = {"Invoice.PayeeParty.PartyIdentification.ID.Text": "1", key: "x"}
    places = to_ubl(as_json(with_fields(**fields)), company=COMPANY).places
    location = places.attach(Finding("X", Severity.FATAL, "m", Location(xpath=xpath))).location
    assert (location.json_path, location.term) == (f"$.CustomFields['{key}']", term)


@pytest.mark.parametrize("key", ["Invoice.UUID", "Invoice.Note", "NoSuchField"])
def test_a_character_that_xml_forbids_is_named_with_its_field(key):
    written = to_ubl(as_json(with_fields(**{key: "a\x00b"})), company=COMPANY)
    said = rules(written.findings)
    path = f"$.CustomFields['{key}']" if "." in key else f"$.CustomFields.{key}"
    if key == "NoSuchField":  # never comes near XML
        assert written.document is not None and said == [(UNMAPPED, path)]
    else:
        assert written.document is None and said == [("UBLT-FORBIDDEN-CHARACTER", path)]


def test_an_empty_field_takes_its_element_away():
    """So that an order can say that a document has not what Billit always writes."""
    key = "Invoice.Delivery.ActualDeliveryDate"
    tree, findings = to_tree(with_fields(**{key: ""}))
    assert at(tree, "Delivery/ActualDeliveryDate") == []
    assert at(tree, "Delivery/DeliveryLocation/Address/CityName") == ["Antwerpen"]
    assert rules(findings) == [(UNMAPPED, "$.DeliveryDate")]


@pytest.mark.parametrize(
    ("fields", "lost"),
    [
        ({"Invoice.OrderReference.ID": ""}, ["$.Reference"]),
        ({"Invoice.OrderReference.ID": "other"}, ["$.Reference"]),
        ({"Invoice.OrderReference.ID": "PO-1"}, []),
        ({"Invoice.Note": ""}, ["$.Comments"]),
        ({"Invoice.AccountingCustomerParty.Party.PartyName.Name": ""}, []),  # it stands elsewhere too
        ({"Invoice.OrderReference.ID": "", "Invoice.OriginatorDocumentReference.ID": "PO-1"}, []),
    ],
)
def test_a_value_that_a_field_takes_the_place_of_is_told_of(fields, lost):
    order = with_fields(**fields) | {"Reference": "PO-1", "Comments": "important"}
    _, findings = to_tree(order)
    assert rules(findings) == [(UNMAPPED, path) for path in lost]


def test_ten_thousand_absurd_keys_are_ten_thousand_findings_and_no_wait():
    absurd = {f"Invoice.{'Party.' * (n % 40)}{'x' * (n % 90)}{n}": "x" for n in range(10_000)}
    start = time.perf_counter()
    _, findings = to_tree(with_fields(**absurd))
    assert len(findings) == 10_000
    assert {each.rule for each in findings} == {UNMAPPED}
    assert time.perf_counter() - start < 10


# What is kept beside an order


KEPT = [
    (
        "<cac:TaxTotal>",
        "<cac:PayeeParty><cac:PartyName><cbc:Name>F</cbc:Name></cac:PartyName></cac:PayeeParty><cac:TaxTotal>",
    ),
    ("<cbc:BuyerReference>", "<cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode><cbc:BuyerReference>"),
    ("<cbc:DocumentCurrencyCode>", "<cbc:Note>a</cbc:Note><cbc:Note>b</cbc:Note><cbc:DocumentCurrencyCode>"),
    ('<cbc:TaxInclusiveAmount currencyID="EUR">121.00', '<cbc:TaxInclusiveAmount currencyID="USD">121.01'),
    ("2026-12-20", "20-12-2026"),
    ("<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>326"),
    (
        "<cbc:Name>Bench</cbc:Name>",
        "<cbc:Description/><cbc:Name>Bench</cbc:Name><cbc:Keyword>k</cbc:Keyword>",
    ),
]


@pytest.mark.parametrize("changes", [[], *([each] for each in KEPT), KEPT], ids=str)
def test_what_is_kept_makes_the_document_again(changes):
    """The order says how the document was made: nothing is missing from it, and nothing else is in it."""
    data = invoice(*changes)
    read, findings = to_order(data, keep_unmapped=True)
    assert not {UNMAPPED, "UBLT-REPEATED", "UBLT-UNREADABLE", "UBLT-TOTAL-MISMATCH", "UBLT-ADDED"} & {
        each.rule for each in findings
    }
    assert "UBLT-KEPT" in {each.rule for each in findings}
    tree, _ = to_tree(read)
    assert flat(tree) == flat(to_tree_of(data))
    assert to_order(data)[0] != read  # without being asked, nothing is kept


def to_tree_of(data: bytes):
    from ubltools.xml import parse

    return parse(data).root


def flat(root) -> list[tuple[str, str, list]]:
    """Every element in document order: its name, its text or number, its attributes."""
    return [
        (each.tag, "" if len(each) else plain(each), sorted(each.attrib.items())) for each in root.iter("*")
    ]


def plain(element) -> str:
    text = element.text or ""
    number = element.tag.endswith(("Amount", "Quantity", "Percent")) and "." in text
    return text.rstrip("0").rstrip(".") if number else text


def test_a_document_that_crosses_whole_keeps_nothing():
    tree, read = again(order())
    kept, findings = to_order(tree, keep_unmapped=True)
    assert kept == read and rules(findings) == []
