"""Custom fields at the places that their keys name: in the order of UBL, or nowhere."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.ubl_parts import canonical, elements, same_number_of_lines
from ubltools.lens.escaping import ForbiddenCharacter
from ubltools.names import CAC, CBC, INVOICE, Kind, clark, short
from ubltools.remainder import remainder
from ubltools.restoring import Fields, put_back
from ubltools.validation.structure import attributes, children

NS = f'xmlns="{INVOICE}" xmlns:cac="{CAC}" xmlns:cbc="{CBC}"'
ID, CURRENCY = "<cbc:ID>7</cbc:ID>", "<cbc:DocumentCurrencyCode>SEK</cbc:DocumentCurrencyCode>"

KNOWN = attributes(Kind.INVOICE)


def tree(inside: str) -> etree._Element:
    return etree.fromstring(f"<Invoice {NS}>{inside}</Invoice>")


def inside(root: etree._Element) -> str:
    """What is in a root, as it would be typed."""
    return "".join(etree.tostring(each).decode().replace(f" {NS}", "") for each in root)


def put(given: str, fields: dict[str, str]) -> tuple[str, list[str]]:
    """What a document becomes, and the keys that were put."""
    root = tree(given)
    done = put_back(Kind.INVOICE, [Fields(root, fields, "$.CustomFields")], children, KNOWN)
    return normal(root), [each.json_path[len("$.CustomFields['") : -2] for each in done]


def normal(root: etree._Element) -> str:
    etree.cleanup_namespaces(root, keep_ns_prefixes=["cac", "cbc"])
    text = etree.tostring(root).decode()
    return text[text.index(">") + 1 :].removesuffix("</Invoice>") if not text.endswith("/>") else ""


def payee(name: str) -> str:
    return f"<cac:PayeeParty><cac:PartyName><cbc:Name>{name}</cbc:Name></cac:PartyName></cac:PayeeParty>"


@pytest.mark.parametrize(
    ("given", "fields", "expected"),
    [
        # In the order of UBL, whatever the order of the keys
        (ID, {"Invoice.Note": "n"}, f"{ID}<cbc:Note>n</cbc:Note>"),
        (CURRENCY, {"Invoice.Note": "n"}, f"<cbc:Note>n</cbc:Note>{CURRENCY}"),
        (ID, {"Invoice.Note": "n", "Invoice.UUID": "u"}, f"{ID}<cbc:UUID>u</cbc:UUID><cbc:Note>n</cbc:Note>"),
        (ID, {"Invoice.PayeeParty.PartyName.Name": "P"}, f"{ID}{payee('P')}"),
        # Over what is there
        ("<cbc:Note>a</cbc:Note>", {"Invoice.Note": "b"}, "<cbc:Note>b</cbc:Note>"),
        (ID, {"Invoice.ID": "8"}, "<cbc:ID>8</cbc:ID>"),
        (ID, {"Invoice.ID.Text": "8"}, "<cbc:ID>8</cbc:ID>"),
        (ID, {"Invoice.ID.SchemeID": "S"}, '<cbc:ID schemeID="S">7</cbc:ID>'),
        # Several of a name
        ("<cbc:Note>a</cbc:Note>", {"Invoice.Note2": "b"}, "<cbc:Note>a</cbc:Note><cbc:Note>b</cbc:Note>"),
        (
            "",
            {f"Invoice.Note{n or ''}": str(n) for n in (10, 9, 8, 7, 6, 5, 4, 3, 2, 0)},
            "".join(f"<cbc:Note>{n}</cbc:Note>" for n in (0, *range(2, 11))),
        ),
        ("<cbc:Note>a</cbc:Note>", {"Invoice.Note1": "b"}, "<cbc:Note>b</cbc:Note>"),
        (payee("P"), {"Invoice.PayeeParty2.PartyName.Name": "Q"}, payee("P") + payee("Q")),
        # An empty value takes away, and what held nothing else
        ("<cbc:Note>a</cbc:Note>", {"Invoice.Note": ""}, ""),
        (f"{ID}{payee('P')}", {"Invoice.PayeeParty.PartyName.Name": ""}, ID),
        ('<cbc:ID schemeID="S">7</cbc:ID>', {"Invoice.ID.SchemeID": ""}, ID),
        (
            "<cbc:Note>a</cbc:Note><cbc:Note>b</cbc:Note>",
            {"Invoice.Note": "", "Invoice.Note2": "c"},
            "<cbc:Note>c</cbc:Note>",
        ),
        ("", {"Invoice.Note": ""}, ""),
        ("", {"Invoice.PayeeParty.PartyName.Name": ""}, ""),
        # .Empty
        ("", {"Invoice.Note.Empty": "true"}, "<cbc:Note></cbc:Note>"),
        ("<cbc:Note>a</cbc:Note>", {"Invoice.Note.Empty": "true"}, "<cbc:Note></cbc:Note>"),
        # An amount has a currency
        (CURRENCY, {"Invoice.LegalMonetaryTotal.PayableAmount": "5"}, CURRENCY + "{total}"),
        (
            CURRENCY,
            {
                "Invoice.LegalMonetaryTotal.PayableAmount": "5",
                "Invoice.LegalMonetaryTotal.PayableAmount.CurrencyID": "EUR",
            },
            CURRENCY + "{euro}",
        ),
        # .Xml
        (
            "",
            {"Invoice.PayeeParty.Xml": f'<cac:PayeeParty {NS}><x xmlns="urn:x">1</x></cac:PayeeParty>'},
            '<cac:PayeeParty><x xmlns="urn:x">1</x></cac:PayeeParty>',
        ),
        (
            payee("P"),
            {
                "Invoice.PayeeParty.Xml": f'<cac:PayeeParty {NS}><x xmlns="urn:x">1</x></cac:PayeeParty>',
                "Invoice.PayeeParty2.PartyName.Name": "Q",
            },
            f'<cac:PayeeParty><x xmlns="urn:x">1</x></cac:PayeeParty>{payee("Q")}',
        ),
    ],
)
def test_where_a_custom_field_goes(given, fields, expected):
    amount = '<cbc:PayableAmount currencyID="{}">5</cbc:PayableAmount>'
    total = f"<cac:LegalMonetaryTotal>{amount}</cac:LegalMonetaryTotal>"
    for name, currency in (("{total}", "SEK"), ("{euro}", "EUR")):
        expected = expected.replace(name, total.format(currency))
    written, done = put(given, fields)
    assert written == expected
    assert sorted(done) == sorted(fields)


FOREIGN = f'<cac:PayeeParty {NS}><x xmlns="urn:x">1</x></cac:PayeeParty>'


@pytest.mark.parametrize(
    ("key", "value"),
    [
        # No such path in UBL
        ("Invoice.NoSuchElement", "x"),
        ("Invoice.PayeeParty.NoSuchElement", "x"),
        ("Invoice.Note.Name.Name", "x"),
        ("Invoice.note", "x"),
        ("Invoice", "x"),
        ("Invoice.", "x"),
        ("Invoice..Note", "x"),
        ("Invoice.cbc:Note", "x"),
        ("Invoice.Note.", "x"),
        ("Invoice.Note.SchemeID.SchemeID", "x"),
        # A line has fields of its own
        ("Invoice.InvoiceLine.Note", "x"),
        ("Invoice.InvoiceLine2.Note", "x"),
        # An aggregate has neither a text nor an attribute
        ("Invoice.PayeeParty", "x"),
        ("Invoice.PayeeParty.Text", "x"),
        ("Invoice.PayeeParty.SchemeID", "x"),
        ("Invoice.SchemeID", "x"),
        ("Invoice.Text", "x"),
        ("Invoice.Empty", "true"),
        ("Invoice.Xml", f"<Invoice {NS}/>"),
        # A gap, or no number
        ("Invoice.Note7", "x"),
        ("Invoice.PayeeParty3.PartyName.Name", "x"),
        ("Invoice.Note0", "x"),
        ("Invoice.Note01", "x"),
        ("Invoice.Note-1", "x"),
        ("Invoice.Note1000000", "x"),
        ("Invoice.Note²", "x"),
        ("Invoice.ID.SchemeID2", "x"),
        # XML that is none, or of something else
        ("Invoice.PayeeParty.Xml", ""),
        ("Invoice.PayeeParty.Xml", "x"),
        ("Invoice.PayeeParty.Xml", "<cac:PayeeParty/>"),
        ("Invoice.PayeeParty.Xml", f"<cac:Delivery {NS}/>"),
        ("Invoice.PayeeParty.Xml", f"<!DOCTYPE a>{FOREIGN}"),
        ("Invoice.PayeeParty.Xml", FOREIGN[:-5]),
    ],
)
def test_what_has_no_place_changes_nothing(key, value):
    given = f"{ID}<cbc:Note>a</cbc:Note><cac:InvoiceLine>{ID}</cac:InvoiceLine>"
    assert put(given, {key: value}) == (given, [])


@pytest.mark.parametrize("value", ["\x00", "a\x0bb", "\ud800", "\uffff"])
@pytest.mark.parametrize(
    "key", ["Invoice.Note", "Invoice.ID.SchemeID", "Invoice.PayeeParty.Xml", "Invoice.None"]
)
def test_a_character_that_xml_forbids_is_refused(key, value):
    with pytest.raises(ForbiddenCharacter):
        put(ID, {key: value})


def test_fields_of_a_line_start_from_the_line():
    root = tree(f"<cac:InvoiceLine>{ID}</cac:InvoiceLine>" * 2)
    second = root[1]
    fields = [
        Fields(root, {"Invoice.Note": "n"}, "$.CustomFields"),
        Fields(second, {"InvoiceLine.UUID": "u"}, "$.OrderLines[1].CustomFields"),
    ]
    done = put_back(Kind.INVOICE, fields, children, KNOWN)
    assert [(each.json_path, short(each.element.tag)) for each in done] == [
        ("$.CustomFields['Invoice.Note']", "cbc:Note"),
        ("$.OrderLines[1].CustomFields['InvoiceLine.UUID']", "cbc:UUID"),
    ]
    assert second.findtext(clark("cbc:UUID")) == "u"


# Laws


steps = st.sampled_from(
    [
        "Note",
        "Note2",
        "ID",
        "PayeeParty",
        "PartyName",
        "Name",
        "Text",
        "Empty",
        "Xml",
        "SchemeID",
        "currencyID",
        "",
        "?",
    ]
) | st.text(max_size=4)
keys = st.lists(steps, max_size=5).map(lambda parts: ".".join(["Invoice", *parts]))
values = st.sampled_from(["", "x", "true", FOREIGN, "<", " "])


def in_order(element: etree._Element) -> bool:
    order = children(Kind.INVOICE, short(element.tag))
    places = [order.index(short(each.tag)) for each in element if short(each.tag) in order]
    return places == sorted(places) and all(in_order(each) for each in element)


@given(st.dictionaries(keys, values, max_size=8))
def test_whatever_the_keys_are_the_order_is_that_of_ubl(fields):
    root = tree(f"{ID}<cbc:Note>a</cbc:Note>{CURRENCY}")
    done = put_back(Kind.INVOICE, [Fields(root, fields, "")], children, KNOWN)
    assert in_order(root)
    assert {each.json_path for each in done} <= {f"['{key}']" for key in fields}


def test_ten_thousand_absurd_keys_take_no_time():
    absurd = {f"Invoice.{'PayeeParty.' * (n % 50)}Note{n}.{'9' * (n % 90)}": "x" for n in range(10_000)}
    start = time.perf_counter()
    assert put(ID, absurd) == (ID, [])
    assert time.perf_counter() - start < 5


def test_ten_thousand_notes_take_no_time():
    notes = {f"Invoice.Note{n if n > 1 else ''}": "x" for n in range(1, 10_001)}
    start = time.perf_counter()
    written, done = put(ID, notes)
    assert len(done) == 10_000 == written.count("<cbc:Note>")
    assert time.perf_counter() - start < 20


@given(elements(), elements(odd=False))
def test_what_was_kept_turns_one_document_into_the_other(original, written):
    """Whatever the two say; lines are paired by their place, and there are as many of them."""
    same_number_of_lines(original, written)
    kept = remainder(original, written)
    fields = [Fields(written, kept.header, "")]
    fields += [
        Fields(element, each, "")
        for element, each in zip(written.findall(clark("cac:InvoiceLine")), kept.lines, strict=True)
    ]
    done = put_back(Kind.INVOICE, fields, children, KNOWN)
    assert len(done) == sum(len(each.values) for each in fields), fields
    assert canonical(written) == canonical(original)
