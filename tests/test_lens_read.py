from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from lxml import etree

from tests.lens_example import DOCUMENT, ROOT, Facts, documents
from ubltools import names
from ubltools.lens.codecs import NUMBER
from ubltools.lens.read import Reading, read, settle, text_of
from ubltools.lens.rows import Computed, Const, Document, Group, Leaf, Many, Selection
from ubltools.lens.tree import build
from ubltools.lens.write import writer

WRITE = writer(ROOT)
NS = f'xmlns="{names.INVOICE}" xmlns:cac="{names.CAC}" xmlns:cbc="{names.CBC}"'
FIXED = (*DOCUMENT.fixed, ("Currency", "EUR"))


def read_text(text: str) -> Reading:
    result = read(ROOT, etree.fromstring(text.encode()), FIXED)
    settle(result, Facts)
    return result


def read_inside(inside: str) -> Reading:
    return read_text(f"<Invoice {NS}><cbc:CustomizationID>example</cbc:CustomizationID>{inside}</Invoice>")


def read_with(rows: list, inside: str, facts: Any = Facts) -> dict:
    """What an Invoice with these rows is read as."""
    root = build(Document("Invoice", names.INVOICE, tuple(rows)))
    result = read(root, etree.fromstring(f"<Invoice {NS}>{inside}</Invoice>"))
    settle(result, facts)
    return result.item


@given(documents)
def test_what_was_written_is_read_back(document):
    result = read_text(WRITE(document, Facts(document)))
    assert result.item == document
    assert result.unreadable == {}
    assert result.passed == []


@given(documents)
def test_comments_processing_instructions_and_blanks_do_not_matter(document):
    root = etree.fromstring(WRITE(document, Facts(document)).encode())
    for each in list(root.iter("{*}ID", "{*}Party")):
        each.insert(0, etree.Comment("a"))
        each.append(etree.ProcessingInstruction("b", "c"))
        if len(each) == 2:  # a leaf: its text now stands around the comment
            each[0].tail, each.text = each.text, ""
    result = read(ROOT, root, FIXED)
    settle(result, Facts)
    assert result.item == document


@pytest.mark.parametrize(
    "inside",
    [
        "<cac:Delivery><cbc:ID>8</cbc:ID></cac:Delivery>",
        '<cbc:UUID schemeName="x">8</cbc:UUID>',
        "<cac:AccountingCustomerParty/>",
        "<cbc:IssueDate/>",
        "<cac:InvoicePeriod><cbc:ID>8</cbc:ID></cac:InvoicePeriod>",
        '<x:ID xmlns:x="urn:other">8</x:ID>',
        "<cbc:ID>8</cbc:ID>",  # the second
        "<cbc:ID/><cbc:ID>8</cbc:ID>",
    ],
)
def test_what_no_row_takes_does_not_come_in(inside):
    found = read_inside(f'<cbc:ID schemeName="x">7</cbc:ID>{inside}')
    assert found.item == {"Type": "Example", "Currency": "EUR", "Number": "7"}
    assert found.unreadable == {}


def test_an_object_of_a_list_stays_where_it_stands_though_nothing_is_in_it():
    lines = "<cac:InvoiceLine/><cac:InvoiceLine><cbc:ID>2</cbc:ID></cac:InvoiceLine>"
    assert read_inside(lines).item["Lines"] == [{}, {"Id": "2"}]


def test_constants_tell_siblings_apart():
    def scheme(number: str, kind: str) -> str:
        return (
            f"<cac:PartyTaxScheme><cbc:CompanyID>{number}</cbc:CompanyID>"
            f"<cac:TaxScheme><cbc:ID>{kind}</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        )

    party = scheme("local", "TAX") + scheme("BE1", " VAT ") + scheme("BE2", "VAT")
    result = read_inside(
        f"<cac:AccountingCustomerParty><cac:Party>{party}</cac:Party></cac:AccountingCustomerParty>"
    )
    assert result.item["Customer"] == {"Vat": "BE1"}


def test_a_constant_in_an_attribute_tells_siblings_apart():
    rows = [Leaf("cbc:ID", "A"), Const("cbc:ID/@schemeID", "own")]
    assert read_with(rows, '<cbc:ID schemeID="other">1</cbc:ID><cbc:ID schemeID="own">2</cbc:ID>') == {
        "A": "2"
    }


@pytest.mark.parametrize(
    ("element", "text"),
    [("InvoicedQuantity", "1e3"), ("InvoicedQuantity", "NaN"), ("LineExtensionAmount", "1,5")],
)
def test_a_text_that_is_no_such_value_is_given_with_the_reason(element, text):
    result = read_inside(f"<cac:InvoiceLine><cbc:{element}>{text}</cbc:{element}></cac:InvoiceLine>")
    assert result.item["Lines"] == [{}]
    assert [(each.text, name, why) for (each, name), why in result.unreadable.items()] == [
        (text, None, "not a decimal number")
    ]


def test_an_attribute_that_is_no_such_value_is_given_by_its_name():
    root = build(
        Document("Invoice", names.INVOICE, (Leaf("cbc:ID", "A"), Leaf("cbc:ID/@schemeID", "N", NUMBER)))
    )
    result = read(root, etree.fromstring(f'<Invoice {NS}><cbc:ID schemeID="x">7</cbc:ID></Invoice>'))
    assert result.item == {"A": "7"}
    assert [name for _, name in result.unreadable] == ["schemeID"]


# Computed values


def test_a_computed_value_is_kept_only_where_it_differs():
    assert read_inside("<cbc:Note>mine</cbc:Note>").item["Title"] == "mine"
    assert "Title" not in read_inside("<cbc:Note>untitled</cbc:Note>").item


def test_a_computed_value_that_nothing_keeps_is_not_in_the_order():
    amount = '<cbc:PayableAmount currencyID="EUR">9.99</cbc:PayableAmount>'
    item = read_inside(f"<cac:LegalMonetaryTotal>{amount}</cac:LegalMonetaryTotal>").item
    assert item == {"Type": "Example", "Currency": "EUR"}


def counted(**more: Any) -> list:
    """Rows with one computed number, which is how many objects the document has."""
    count = lambda _, facts: Decimal(len(facts.document.get("Lines") or ()))  # noqa: E731
    return [
        Computed("cbc:LineCountNumeric", count, NUMBER, **more),
        Many("cac:InvoiceLine", (Leaf("cbc:ID", "Id"),), of="Lines"),
    ]


@pytest.mark.parametrize(
    ("stated", "more", "kept"),
    [
        ("2", {"keep": "Count"}, {}),
        ("2.0", {"keep": "Count"}, {}),
        ("3", {"keep": "Count"}, {"Count": Decimal(3)}),
        ("2.0", {"keep": "Count", "always": True}, {"Count": Decimal("2.0")}),
        ("3", {"keep": lambda item, value, facts: item.update(Other=value)}, {"Other": Decimal(3)}),
        ("3", {"keep": "$.Deep.Count"}, {"Deep": {"Count": Decimal(3)}}),
    ],
)
def test_what_was_stated_is_compared_with_the_whole_document_that_was_read(stated, more, kept):
    inside = f"<cbc:LineCountNumeric>{stated}</cbc:LineCountNumeric>"
    lines = "<cac:InvoiceLine><cbc:ID>1</cbc:ID></cac:InvoiceLine>" * 2
    assert read_with(counted(**more), inside + lines) == {"Lines": [{"Id": "1"}, {"Id": "1"}], **kept}


def test_inner_objects_settle_before_what_depends_on_them():
    """The total of the document is compared when the lines know what they come to."""
    total = lambda _, facts: sum((each.get("N", Decimal(0)) for each in facts.document["Lines"]), Decimal(0))  # noqa: E731
    rows = [
        Computed("cbc:LineCountNumeric", total, NUMBER, keep="Total"),
        Many(
            "cac:InvoiceLine",
            (Computed("cbc:InvoicedQuantity", lambda *_: None, NUMBER, keep="N"),),
            of="Lines",
        ),
    ]
    lines = "<cac:InvoiceLine><cbc:InvoicedQuantity>4</cbc:InvoicedQuantity></cac:InvoiceLine>" * 2
    item = read_with(rows, f"<cbc:LineCountNumeric>8</cbc:LineCountNumeric>{lines}")
    assert item == {"Lines": [{"N": Decimal(4)}, {"N": Decimal(4)}]}


# Keys and selections


def test_the_first_of_several_keys_is_filled_and_never_overwritten():
    rows = [Leaf("cbc:ID", ("A.B", "C")), Leaf("cbc:Note", "A.B")]
    assert read_with(rows, "<cbc:ID>1</cbc:ID><cbc:Note>2</cbc:Note>") == {"A": {"B": "1"}}


def test_a_key_of_the_document_is_filled_from_inside_an_object():
    rows = [Group("cac:Party", (Leaf("cbc:ID", "Id"), Leaf("cbc:Name", "$.Names['a.b']")), of="Party")]
    inside = "<cac:Party><cbc:ID>1</cbc:ID><cbc:Name>n</cbc:Name></cac:Party>"
    assert read_with(rows, inside) == {"Party": {"Id": "1"}, "Names": {"a.b": "n"}}


def test_a_selection_gets_the_scope_the_document_and_what_was_read():
    def put(item: dict, document: dict, read: dict) -> None:
        item["Put"], document["Seen"] = read, True

    selection = Selection("x", lambda *_: [], put)
    rows = [Group("cac:Party", (Group("cac:Contact", (Leaf("cbc:ID", "Id"),), of=selection),), of="Party")]
    inside = "<cac:Party><cac:Contact><cbc:ID>1</cbc:ID></cac:Contact></cac:Party>"
    assert read_with(rows, inside) == {"Party": {"Put": {"Id": "1"}}, "Seen": True}


@pytest.mark.parametrize(("inside", "text"), [("a", "a"), ("", ""), ("a<!--x-->b<?y z?>c", "abc")])
def test_the_text_of_an_element_is_its_own(inside, text):
    assert text_of(etree.fromstring(f"<x>{inside}</x>")) == text


@pytest.mark.parametrize(
    ("inside", "names_passed"),
    [
        ("<cbc:ID>1</cbc:ID><cac:InvoiceLine/><cac:InvoiceLine/>", []),
        ("<cbc:ID>1</cbc:ID><cbc:ID>2</cbc:ID>", ["cbc:ID"]),
        ("<cac:Delivery><cbc:ID>1</cbc:ID></cac:Delivery><cbc:UUID/>", ["cac:Delivery", "cbc:UUID"]),
        ("<cac:InvoiceLine><cbc:Name/></cac:InvoiceLine>", ["cbc:Name"]),
        ("text<!-- x --><?pi x?>", []),
    ],
)
def test_the_outermost_elements_that_no_row_takes(inside: str, names_passed: list[str]):
    assert [names.short(each.tag) for each in read_inside(inside).passed] == names_passed
