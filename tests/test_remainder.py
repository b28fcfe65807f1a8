"""What of a document is kept in custom fields: the difference to what its order is written as."""

import pytest
from lxml import etree

from ubltools.names import CAC, CBC, CREDIT_NOTE, INVOICE, clark
from ubltools.remainder import Remainder, remainder, same_text

NS = f'xmlns:cac="{CAC}" xmlns:cbc="{CBC}" xmlns:x="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def tree(inside: str, root: str = "Invoice") -> etree._Element:
    namespace = INVOICE if root == "Invoice" else CREDIT_NOTE
    same = "<cbc:CustomizationID>c</cbc:CustomizationID>"
    return etree.fromstring(f'<{root} xmlns="{namespace}" {NS}>{same}{inside}</{root}>')


def left(original: str, written: str = "", root: str = "Invoice") -> Remainder:
    return remainder(tree(original, root), tree(written, root))


def header(original: str, written: str = "") -> dict[str, str]:
    return left(original, written).header


def party(inside: str) -> str:
    return f"<cac:PayeeParty>{inside}</cac:PayeeParty>"


NAME = "<cac:PartyName><cbc:Name>P</cbc:Name></cac:PartyName>"


@pytest.mark.parametrize(
    ("original", "written", "fields"),
    [
        # Nothing to keep
        ("<cbc:Note>a</cbc:Note>", "<cbc:Note>a</cbc:Note>", {}),
        ("<cbc:Note>a<!-- c -->b</cbc:Note>", "<cbc:Note>ab</cbc:Note>", {}),
        ("<cbc:PayableAmount>1</cbc:PayableAmount>", "<cbc:PayableAmount>1.00</cbc:PayableAmount>", {}),
        ('<cbc:Note xsi:type="t">a</cbc:Note>', "<cbc:Note>a</cbc:Note>", {}),
        # A text that nothing was written for, with the endings of Billit
        ("<cbc:Note>a</cbc:Note>", "", {"Invoice.Note": "a"}),
        ("<cbc:ID>a</cbc:ID>", "", {"Invoice.ID.Text": "a"}),
        ("<cbc:UUID>a</cbc:UUID>", "", {"Invoice.UUID": "a"}),
        ("<cbc:TaxCurrencyCode>EUR</cbc:TaxCurrencyCode>", "", {"Invoice.TaxCurrencyCode.Text": "EUR"}),
        (party(NAME), "", {"Invoice.PayeeParty.PartyName.Name": "P"}),
        # Another text
        ("<cbc:Note>a</cbc:Note>", "<cbc:Note>b</cbc:Note>", {"Invoice.Note": "a"}),
        ("<cbc:Note> a</cbc:Note>", "<cbc:Note>a</cbc:Note>", {"Invoice.Note": " a"}),
        # Several of a name
        ("<cbc:Note>a</cbc:Note><cbc:Note>b</cbc:Note>", "<cbc:Note>a</cbc:Note>", {"Invoice.Note2": "b"}),
        (
            "<cbc:Note>a</cbc:Note><cbc:Note>b</cbc:Note><cbc:Note>c</cbc:Note>",
            "<cbc:Note>a</cbc:Note>",
            {"Invoice.Note2": "b", "Invoice.Note3": "c"},
        ),
        (
            party(NAME) + party(NAME),
            party(NAME),
            {"Invoice.PayeeParty2.PartyName.Name": "P"},
        ),
        # Attributes
        (
            '<cbc:ID schemeID="S">1</cbc:ID>',
            "<cbc:ID>1</cbc:ID>",
            {"Invoice.ID.SchemeID": "S"},
        ),
        ("<cbc:ID>1</cbc:ID>", '<cbc:ID schemeID="S">1</cbc:ID>', {"Invoice.ID.SchemeID": ""}),
        (
            '<cbc:ID schemeID="S">1</cbc:ID>',
            '<cbc:ID schemeID="T">2</cbc:ID>',
            {"Invoice.ID.SchemeID": "S", "Invoice.ID.Text": "1"},
        ),
        # What only the order says
        ("", "<cbc:Note>b</cbc:Note>", {"Invoice.Note": ""}),
        ("", "<cbc:ID>b</cbc:ID>", {"Invoice.ID.Text": ""}),
        ("", party(NAME), {"Invoice.PayeeParty.PartyName.Name": ""}),
        ("<cbc:Note>a</cbc:Note>", "<cbc:Note>a</cbc:Note><cbc:Note>b</cbc:Note>", {"Invoice.Note2": ""}),
        # Empty elements
        ("<cbc:Note/>", "", {"Invoice.Note.Empty": "true"}),
        ("<cbc:Note/>", "<cbc:Note>a</cbc:Note>", {"Invoice.Note.Empty": "true"}),
        ("<cac:PayeeParty/>", "", {"Invoice.PayeeParty.Empty": "true"}),
        ('<cbc:ID schemeID="S"/>', "", {"Invoice.ID.SchemeID": "S"}),
        # What UBL has no name for
        ("<cac:PayeeParty><x:y>1</x:y></cac:PayeeParty>", "", None),
    ],
)
def test_what_is_kept(original, written, fields):
    if fields is None:
        assert list(header(original, written)) == ["Invoice.PayeeParty.Xml"]
    else:
        assert header(original, written) == fields


def line(number: str, inside: str = "", element: str = "InvoiceLine") -> str:
    return f"<cac:{element}><cbc:ID>{number}</cbc:ID>{inside}</cac:{element}>"


def test_each_line_has_fields_of_its_own():
    original = (
        line("1", "<cbc:Note>a</cbc:Note>") + line("2") + line("3", '<cbc:UUID schemeID="S">u</cbc:UUID>')
    )
    found = left(original, line("1") + line("2") + line("3"))
    assert found == Remainder(
        {},
        (
            {"InvoiceLine.Note": "a"},
            {},
            {"InvoiceLine.UUID.SchemeID": "S", "InvoiceLine.UUID": "u"},
        ),
    )


def test_the_lines_of_a_credit_note_have_its_name():
    element = "CreditNoteLine"
    found = left(
        line("1", "<cbc:Note>a</cbc:Note>", element) + "<cbc:UUID>u</cbc:UUID>",
        line("1", element=element),
        "CreditNote",
    )
    assert found == Remainder({"CreditNote.UUID": "u"}, ({"CreditNoteLine.Note": "a"},))


def test_an_element_that_is_foreign_to_ubl_is_kept_as_xml():
    ((key, text),) = header("<cac:PayeeParty><x:y z='1'>&lt;</x:y></cac:PayeeParty>").items()
    assert key == "Invoice.PayeeParty.Xml"
    kept = etree.fromstring(text)
    assert kept.tag == clark("cac:PayeeParty")
    assert (kept[0].tag, kept[0].get("z"), kept[0].text) == ("{urn:x}y", "1", "<")


@pytest.mark.parametrize(
    ("tag", "one", "other", "same"),
    [
        ("PriceAmount", "1", "1.000", True),
        ("PriceAmount", "1", "-1", False),
        ("PriceAmount", "1e3", "1000", False),
        ("InvoicedQuantity", "2", " 2.0 ", True),
        ("Percent", "21", "21.00", True),
        ("MultiplierFactorNumeric", "0.5", ".5", True),
        ("ChargeIndicator", "1", "true", True),
        ("ChargeIndicator", "0", "true", False),
        ("EmbeddedDocumentBinaryObject", "QU JD", "QUJD\n", True),
        ("Note", "1", "1.0", False),
        ("Note", "a ", "a", False),
        ("ID", "007", "7", False),
        ("IssueDate", "2026-01-01", "2026-01-01Z", False),
    ],
)
def test_when_two_texts_mean_the_same(tag, one, other, same):
    assert same_text(clark(f"cbc:{tag}"), one, other) is same
    assert same_text(clark(f"cbc:{tag}"), other, one) is same
