"""In what two documents differ: the laws of comparing, and cases that a reader would check by hand."""

import base64
import copy
import hashlib
import json
from collections import Counter
from random import Random
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.invoices import VALID, invoice
from tests.orders import COMPANY, ORDER, allowance, line, order, text
from tests.test_laws import orders
from ubltools import compare
from ubltools.billit import load
from ubltools.comparison import pairing
from ubltools.comparison.model import Difference, Side
from ubltools.convert import to_ubl
from ubltools.errors import CompanyUnknown, EmptyInput, InputError, NotAnOrder, NotJson, NotXml, UnsafeXml
from ubltools.names import APPLICATION_RESPONSE
from ubltools.xml import parse, xpath_of

LINE = VALID[VALID.index("  <cac:InvoiceLine>") : VALID.index("</Invoice>")]
END = "</Invoice>"


def differing(a: Any, b: Any) -> tuple[Difference, ...]:
    return compare(a, b, company=COMPANY)


def said(a: Any, b: Any) -> list[tuple[str | None, str | None, str | None]]:
    """Term and both values of each difference."""
    return [
        (each.term, each.left and each.left.value, each.right and each.right.value)
        for each in differing(a, b)
    ]


def as_json(value: dict[str, Any]) -> str:
    return json.dumps(value, default=str)


def written(value: dict[str, Any]) -> str:
    """The UBL of an order."""
    document = to_ubl(as_json(value), company=COMPANY).document
    assert document is not None
    return document


def lines(*names: str, first: int = 1) -> str:
    """Invoice lines with these item names, numbered from first."""
    made = (LINE.replace(">1<", f">{n}<", 1).replace("Bench", name) for n, name in enumerate(names, first))
    return "".join(made)


# Laws


@settings(deadline=None)
@given(orders())
def test_nothing_differs_from_itself(given_order):
    text, ubl = as_json(given_order), written(given_order)
    assert differing(text, text) == differing(ubl, ubl) == ()


@settings(deadline=None)
@given(orders())
def test_an_order_says_what_its_ubl_says(given_order):
    assert differing(as_json(given_order), written(given_order)) == ()


def swapped(found: tuple[Difference, ...]) -> Counter[Difference]:
    return Counter(Difference(each.term, each.right, each.left) for each in found)


@settings(deadline=None)
@given(orders(), orders())
def test_swapping_the_documents_swaps_the_sides(one, other):
    for a, b in (
        (as_json(one), as_json(other)),
        (written(one), as_json(other)),
        (written(one), written(other)),
    ):
        assert Counter(differing(a, b)) == swapped(differing(b, a))


alike_lines = st.lists(st.tuples(*[st.sampled_from("12")] * 3), min_size=1, max_size=12)


@settings(deadline=None, max_examples=200)
@given(alike_lines, alike_lines)
def test_swapping_works_where_lines_are_hard_to_tell_apart(one, other):
    a, b = (
        VALID.replace(LINE, "".join(HARD.format(n, *each) for n, each in enumerate(values, 1)))
        for values in (one, other)
    )
    assert Counter(differing(a, b)) == swapped(differing(b, a))


HARD = """<cac:InvoiceLine><cbc:ID>{}</cbc:ID><cbc:InvoicedQuantity>{}</cbc:InvoicedQuantity>
<cac:Item><cbc:Name>Bench</cbc:Name></cac:Item><cbc:LineExtensionAmount>{}</cbc:LineExtensionAmount>
<cac:Price><cbc:PriceAmount>{}</cbc:PriceAmount></cac:Price></cac:InvoiceLine>"""


def rewritten(element: etree._Element, random: Random, prefixes: dict[str, str]) -> str:
    """The same content in another spelling: siblings in any order, other prefixes, white space, zeros."""
    name = etree.QName(element)
    tag = f"{prefixes[name.namespace]}:{name.localname}"
    attributes = [f" {key}={quoteattr(value)}" for key, value in element.items()]
    spaces = (
        [f' xmlns:{prefix}="{uri}"' for uri, prefix in prefixes.items()]
        if element.getparent() is None
        else []
    )
    heads = [*attributes, *spaces]
    random.shuffle(heads)
    if len(element):
        children = [rewritten(each, random, prefixes) for each in element]
        random.shuffle(children)
        gap = random.choice(["", "\n", "  \t"])
        content = gap + (gap + "<!-- x -->" * random.randint(0, 1)).join(children) + gap
    else:
        content = escape(element.text or "")
        if name.localname.endswith(("Amount", "Percent", "Quantity")):
            content = f" {content}{'' if '.' in content else '.'}00 "
    return f"<{tag}{''.join(heads)}>{content}</{tag}>"


@settings(deadline=None)
@given(orders(), st.randoms(use_true_random=False))
def test_another_spelling_is_no_difference(given_order, random):
    ubl = written(given_order)
    root = etree.fromstring(ubl.encode())
    prefixes = {uri: f"p{n}" for n, uri in enumerate({*root.nsmap.values()})}
    assert differing(ubl, rewritten(root, random, prefixes)) == ()


def places(root: etree._Element) -> list[tuple[etree._Element, str | None]]:
    """Every text and every attribute of a document."""
    leaves = [each for each in root.iter("*") if not len(each)]
    return [(each, None) for each in leaves] + [(each, key) for each in leaves for key in each.attrib]


def other_than(value: str) -> str:
    """Another value of the same kind."""
    if value in ("true", "false"):
        return "false" if value == "true" else "true"
    return f"{value[:-1]}{(int(value[-1]) + 1) % 10}" if value[-1].isdecimal() else f"{value}x"


@settings(deadline=None, max_examples=120)
@given(orders(), st.data())
def test_one_changed_value_is_one_difference_that_names_it(given_order, data):
    ubl = written(given_order).encode()
    root = parse(ubl).root
    element, attribute = data.draw(st.sampled_from(places(root)))
    old = element.get(attribute) if attribute else element.text
    new = other_than(old)
    if attribute:
        element.set(attribute, new)
    else:
        element.text = new
    (found,) = differing(ubl, etree.tostring(root))
    assert found.left is not None and found.right is not None
    assert (found.left.value, found.right.value) == (old, new)
    assert (
        found.left.xpath == found.right.xpath == xpath_of(element) + (f"/@{attribute}" if attribute else "")
    )
    assert found.left.line is not None and found.left.json_path is None


@settings(deadline=None)
@given(st.lists(st.sampled_from(["Bench", "Table", "Chair"]), min_size=1, max_size=8), st.data())
def test_one_more_line_is_one_difference(names, data):
    at = data.draw(st.integers(0, len(names)))
    more = [*names[:at], "Parasol", *names[at:]]
    before = VALID.replace(LINE, lines(*names))
    after = VALID.replace(LINE, lines(*more))
    (found,) = differing(before, after)
    assert (found.term, found.left) == ("BG-25", None)
    assert found.right is not None and found.right.value.startswith(f"{at + 1}, 2, 100.00, Parasol,")


# Orders: what the UBL does not show


def fields(value: Any, path: str = "$") -> list[tuple[Any, Any, str]]:
    """Every value of an order: what holds it, its key or position, its JSON path."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, each in members:
        inside = f"{path}.{key}" if isinstance(value, dict) else f"{path}[{key}]"
        found += fields(each, inside) if isinstance(each, dict | list) else [(value, key, inside)]
    return found


@settings(deadline=None, max_examples=120)
@given(orders(), st.data())
def test_no_changed_field_of_an_order_goes_unnoticed(given_order, data):
    given_order |= {"InternalInfo": "x", "BookingEntries": [{"AccountCode": "700000", "Amount": "5"}]}
    for number, each in enumerate(given_order["OrderLines"]):
        each |= {"AccountCode": f"70{number}", "OrderLineID": 100 + number}
    changed = copy.deepcopy(given_order)
    values = [each for each in fields(changed) if each[2] not in ("$.OrderType", "$.OrderDirection")]
    holder, key, path = data.draw(st.sampled_from(values))
    old = holder[key]
    holder[key] = not old if isinstance(old, bool) else other_than(str(old))
    found = differing(as_json(given_order), as_json(changed))
    named = {side.json_path for each in found for side in (each.left, each.right) if side}
    assert path in named or path.rpartition(".")[0] in named


BOOKKEEPING = st.sampled_from(
    [
        ("InternalInfo", "call first", "$.InternalInfo"),
        ("TotalExcl", 999, "$.TotalExcl"),
        ("OrderID", 17, "$.OrderID"),
        ("Tags", ["urgent"], "$.Tags[0]"),
        ("ExternalProviderID", "x-1", "$.ExternalProviderID"),
    ]
)


@given(BOOKKEEPING)
def test_bookkeeping_of_one_order_is_named_by_its_json_path(case):
    key, value, path = case
    held = value[0] if isinstance(value, list) else value
    expected = Difference(None, None, Side(str(held), json_path=path))
    assert differing(as_json(order()), as_json(order(**{key: value}))) == (expected,)


def test_bookkeeping_is_compared_with_another_order_only():
    noted = as_json(order(InternalInfo="call first"))
    assert differing(noted, written(ORDER)) == ()


def test_a_code_that_makes_no_other_ubl_is_no_secret():
    """Ventilation codes 51 and 55 both are VAT category K."""
    customer = {**ORDER["Customer"], "VATNumber": "NL861994772B01"}
    goods, services = (
        order(Customer=customer, OrderLines=[line(rate="0", VentilationCode=code)]) for code in ("51", "55")
    )
    expected = Difference(
        None,
        Side("51", json_path="$.OrderLines[0].VentilationCode"),
        Side("55", json_path="$.OrderLines[0].VentilationCode"),
    )
    assert differing(as_json(goods), as_json(services)) == (expected,)


def test_bookkeeping_of_lines_goes_with_the_line_and_not_with_its_position():
    flour, repair = (
        {**each, "AccountCode": code} for each, code in zip(ORDER["OrderLines"], "ab", strict=True)
    )
    swapped_accounts = {**flour, "AccountCode": "b"}, {**repair, "AccountCode": "a"}
    one, same = order(OrderLines=[flour, repair]), order(OrderLines=[repair, flour])
    assert differing(as_json(one), as_json(same)) == ()
    assert said(as_json(one), as_json(order(OrderLines=[*swapped_accounts]))) == [
        (None, "a", "b"),
        (None, "b", "a"),
    ]


def test_a_field_that_the_ubl_shows_is_named_once():
    changed = {**ORDER["OrderLines"][1], "Description": "Nazicht deegmenger"}
    (found,) = differing(as_json(ORDER), as_json(order(OrderLines=[ORDER["OrderLines"][0], changed])))
    place = "/Invoice/cac:InvoiceLine[2]/cac:Item/cbc:Name", None, "$.OrderLines[1].Description"
    assert found == Difference(
        "BT-153", Side("Onderhoud deegmenger", *place), Side("Nazicht deegmenger", *place)
    )


def test_one_more_line_with_bookkeeping_is_one_line_only():
    more = {**line(), "Description": "Levering", "AccountCode": "604000"}
    found = differing(as_json(ORDER), as_json(order(OrderLines=[*ORDER["OrderLines"], more])))
    alone = [each for each in found if each.left is None]
    assert [(each.term, each.right and each.right.json_path) for each in alone] == [
        ("BG-25", "$.OrderLines[2]")
    ]
    assert {each.term for each in found} >= {"BT-106", "BT-109", "BT-112", "BT-115"}


def test_a_party_under_another_key_is_told_although_its_contact_is_gone_too():
    customer = dict(ORDER["Customer"])
    for key in ("Contact", "Phone", "Email"):
        del customer[key]
    found = differing(as_json(ORDER), as_json(order(Customer=None, CounterParty=customer)))
    alone = [
        (each.term, each.left and each.left.json_path, each.right and each.right.json_path) for each in found
    ]
    assert alone == [
        ("BG-9", "$.Customer", None),
        (None, "$.Customer", None),
        (None, None, "$.CounterParty"),
    ]


def test_a_line_that_left_a_vat_group_empty_is_told_of_with_its_bookkeeping():
    """What names the VAT group in the order is the line; the account of that line counts all the same."""
    zero = {**line(rate="0", VentilationCode="21"), "Description": "Plan", "AccountCode": "a"}
    taxed = {**line(rate="21"), "Description": "Plan", "AccountCode": "b"}
    one, other = (order(OrderLines=[line(rate="6"), each]) for each in (zero, taxed))
    found = said(as_json(one), as_json(other))
    assert (None, "a", "b") in found and (None, "21", None) not in found
    assert ("BT-151", "AE", "S") in found


def test_an_object_that_only_one_order_has_is_one_difference():
    entry = {"AccountCode": "700000", "Amount": "12.50", "DebetOrCredit": "C"}
    expected = Side("700000, 12.50, C", json_path="$.BookingEntries[0]")
    assert differing(as_json(ORDER), as_json(order(BookingEntries=[entry]))) == (
        Difference(None, None, expected),
    )


def test_places_in_the_company_profile_are_named_so():
    ubl = written(ORDER).replace("BE20734054285956", "BE20734054285957")
    (found,) = differing(as_json(ORDER), ubl)
    assert found.term == "BT-84"
    assert found.left is not None and found.left.json_path == "company.IBAN" and found.left.line is None
    assert found.right is not None and found.right.json_path is None and found.right.line is not None


def test_true_is_not_one():
    said_twice = [json.dumps({**json.loads(as_json(ORDER)), "Colour": each}) for each in (True, 1)]
    assert said(*said_twice) == [(None, "true", "1")]


def test_a_loaded_order_is_an_order():
    loaded = load(text(ORDER)).order
    assert loaded is not None
    assert differing(loaded, as_json(ORDER)) == ()
    assert said(loaded, as_json(order(InternalInfo="x"))) == [(None, None, "x")]


def test_the_currency_of_every_amount_comes_from_one_field():
    found = differing(as_json(ORDER), as_json(order(Currency="USD")))
    assert {(each.left and each.left.json_path, each.right and each.right.json_path) for each in found} == {
        ("$.Currency", "$.Currency")
    }


# UBL: what is the same, what is not


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<cbc:Percent>21<", "<cbc:Percent>21.00<"),
        ('currencyID="EUR">100.00<', 'currencyID="EUR"> 0100 <'),
        ("<cbc:ID>2026-17<", "<cbc:ID>\n 2026-17\t<"),
        ("<cbc:IssueDate>2026-11-20<", "<cbc:IssueDate> 2026-11-20 <"),
        ("<cbc:Name>Bench<", "<cbc:Name><!-- wood -->Bench<"),
        ("<cbc:Name>Bench<", "<cbc:Name>B<![CDATA[en]]>ch<"),
        (
            "<cac:Item>",
            '<cac:Item xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="a b">',
        ),
    ],
)
def test_spelled_otherwise(old, new):
    assert differing(invoice(), invoice((old, new))) == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<cbc:Name>Bench<", "<cbc:Name>Bench <", ("BT-153", "Bench", "Bench ")),
        ("<cbc:Name>Bench<", "<cbc:Name>bench<", ("BT-153", "Bench", "bench")),
        ("<cbc:ID>2026-17<", "<cbc:ID>2026\u00a017<", ("BT-1", "2026-17", "2026\u00a017")),
        ("<cbc:Percent>21<", "<cbc:Percent>21 %<", ("BT-119", "21", "21 %")),
        ('unitCode="C62"', 'unitCode="HUR"', ("BT-130", "C62", "HUR")),
        ("<cbc:DueDate>2026-12-20</cbc:DueDate>", "", ("BT-9", "2026-12-20", None)),
        ("<cbc:DueDate>2026-12-20<", "<cbc:DueDate><", ("BT-9", "2026-12-20", "")),
        (
            "<cbc:Name>Bench</cbc:Name>",
            "<cbc:Name>Bench</cbc:Name><cbc:Keyword>oak</cbc:Keyword>",
            (None, None, "oak"),
        ),
        (' schemeID="9925">BE0403170701', ">BE0403170701", ("BT-49-1", "9925", None)),
        ("<cbc:ID>1<", "<cbc:ID>7<", ("BT-126", "1", "7")),
    ],
)
def test_one_difference(old, new, expected):
    assert said(invoice(), invoice((old, new))) == [expected]


ALLOWANCE = """<cac:AllowanceCharge>
  <cbc:ChargeIndicator>{0}</cbc:ChargeIndicator><cbc:Amount currencyID="EUR">{1}</cbc:Amount>
</cac:AllowanceCharge>"""
REFERENCE = """<cac:AdditionalDocumentReference><cbc:ID>{0}</cbc:ID>
  <cbc:DocumentTypeCode>130</cbc:DocumentTypeCode></cac:AdditionalDocumentReference>"""
TAX_NUMBER = """<cac:PartyTaxScheme><cbc:CompanyID>{0}</cbc:CompanyID>
  <cac:TaxScheme><cbc:ID>{1}</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"""
IDENTIFIER = '<cac:PartyIdentification><cbc:ID schemeID="SEPA">{0}</cbc:ID></cac:PartyIdentification>'


@pytest.mark.parametrize(
    ("before", "added", "changed", "term"),
    [
        ("<cac:TaxTotal>", ALLOWANCE.format("false", "5"), ALLOWANCE.format("false", "6"), "BT-92"),
        ("<cac:TaxTotal>", ALLOWANCE.format("true", "5"), ALLOWANCE.format("true", "6"), "BT-99"),
        ("<cac:TaxTotal>", ALLOWANCE.format("1", "5"), ALLOWANCE.format("true", "6"), "BT-99"),
        ("<cac:Item>", ALLOWANCE.format("true", "5"), ALLOWANCE.format("true", "6"), "BT-141"),
        ("<cac:AccountingSupplierParty>", REFERENCE.format("a"), REFERENCE.format("b"), "BT-18"),
        ("<cac:PartyTaxScheme>", TAX_NUMBER.format("a", "LOC"), TAX_NUMBER.format("b", "LOC"), "BT-32"),
        ("<cac:PostalAddress>", IDENTIFIER.format("a"), IDENTIFIER.format("b"), "BT-90"),
    ],
)
def test_the_business_term_depends_on_what_stands_beside(before, added, changed, term):
    one, other = (invoice((before, each + before)) for each in (added, changed))
    assert [each.term for each in differing(one, other)] == [term]


def test_vat_in_the_accounting_currency_has_a_term_of_its_own():
    code = "<cbc:TaxCurrencyCode>GBP</cbc:TaxCurrencyCode><cbc:BuyerReference>"
    total = '<cac:TaxTotal><cbc:TaxAmount currencyID="GBP">{0}</cbc:TaxAmount></cac:TaxTotal>'
    one, other = (
        invoice(
            ("<cbc:BuyerReference>", code),
            ("<cac:LegalMonetaryTotal>", f"{total.format(amount)}<cac:LegalMonetaryTotal>"),
        )
        for amount in ("18.00", "18.10")
    )
    assert said(one, other) == [("BT-111", "18.00", "18.10")]


def test_a_group_that_is_missing_is_named_by_the_term_in_it():
    one = invoice(("<cac:PostalAddress>", TAX_NUMBER.format("BE0563846944", "LOC") + "<cac:PostalAddress>"))
    assert said(one, invoice()) == [("BT-32", "BE0563846944, LOC", None)]


def test_several_terms_in_a_missing_group_are_several_differences():
    order_reference = (
        "<cac:OrderReference><cbc:ID>P1</cbc:ID><cbc:SalesOrderID>S1</cbc:SalesOrderID></cac:OrderReference>"
    )
    other = invoice(("<cac:AccountingSupplierParty>", f"{order_reference}<cac:AccountingSupplierParty>"))
    assert said(invoice(), other) == [("BT-13", None, "P1"), ("BT-14", None, "S1")]


def test_text_beside_elements_is_not_overlooked():
    assert said(invoice(), invoice(("<cac:Item>", "<cac:Item>loose"))) != []


# Which of several belong together


def test_lines_that_only_count_are_told_apart_by_what_they_say():
    one, other = VALID.replace(LINE, lines("Bench", "Table")), VALID.replace(LINE, lines("Table", "Bench"))
    assert differing(one, other) == ()


def test_numbers_that_say_more_than_the_position_count():
    one = VALID.replace(LINE, lines("Bench", "Table", first=10))
    other = VALID.replace(LINE, lines("Chair", "Bench", "Table", first=10))
    assert [(term, left) for term, left, _ in said(one, other)] == [
        ("BT-126", "10"),
        ("BT-126", "11"),
        ("BG-25", None),
    ]


def test_a_line_with_the_same_number_is_the_same_line_whatever_it_says():
    one = VALID.replace(LINE, lines("Bench", "Table", first=10))
    changed = lines("Bench", "Umbrella", first=10)
    for old, new in (
        (">2<", ">7<"),
        (">100.00<", ">9.10<"),
        (">50.00<", ">1.30<"),
        (">21<", ">6<"),
        ("C62", "KGM"),
    ):
        changed = new.join(changed.rsplit(old, 1))
    found = differing(one, VALID.replace(LINE, changed))
    assert {each.term for each in found} == {"BT-129", "BT-130", "BT-131", "BT-146", "BT-152", "BT-153"}
    assert all(each.left and each.right for each in found)


def test_differences_come_in_the_order_of_the_document():
    one = VALID.replace(LINE, lines("Umbrella", "Bench"))
    other = VALID.replace(LINE, LINE.replace("C62", "HUR"))
    assert [term for term, _, _ in said(one, other)] == ["BG-25", "BT-130"]


def test_another_article_is_another_line():
    one = VALID.replace(LINE, lines("Bench", "Table"))
    renamed, changed = one.replace("Table", "Umbrella"), lines("Bench", "Umbrella")
    for old, new in ((">100.00<", ">60.00<"), (">50.00<", ">30.00<")):
        changed = new.join(changed.rsplit(old, 1))
    assert said(one, renamed) == [("BT-153", "Table", "Umbrella")]
    assert [each[0] for each in said(one, VALID.replace(LINE, changed))] == ["BG-25", "BG-25"]


def test_the_same_article_at_another_price_stays_the_same_line():
    """Also where another line now has the old price."""
    first = LINE.replace("50.00", "10.00").replace("100.00", "20.00")
    one = VALID.replace(LINE, first + lines("Table", first=2))
    dearer = LINE + lines("Table", first=2).replace(">50.00", ">80.00").replace(">100.00", ">160.00")
    assert said(one, VALID.replace(LINE, dearer)) == [
        ("BT-131", "20.00", "100.00"),
        ("BT-146", "10.00", "50.00"),
        ("BT-131", "100.00", "160.00"),
        ("BT-146", "50.00", "80.00"),
    ]


SUBTOTAL = VALID[VALID.index("    <cac:TaxSubtotal>") : VALID.index("  </cac:TaxTotal>")]


def test_vat_groups_are_paired_by_category_and_rate():
    """Not by amounts, even where those of one rate turn up at another."""
    low = SUBTOTAL.replace(">21<", ">6<").replace(">100.00<", ">50.00<").replace(">21.00<", ">3.00<")
    high = SUBTOTAL.replace(">100.00<", ">50.00<").replace(">21.00<", ">10.50<")
    low_again = SUBTOTAL.replace(">21<", ">6<").replace(">21.00<", ">6.00<")
    one, other = VALID.replace(SUBTOTAL, SUBTOTAL + low), VALID.replace(SUBTOTAL, low_again + high)
    assert said(one, other) == [
        ("BT-116", "100.00", "50.00"),
        ("BT-117", "21.00", "10.50"),
        ("BT-116", "50.00", "100.00"),
        ("BT-117", "3.00", "6.00"),
    ]


def test_notes_are_paired_as_far_as_there_are_any():
    note = "<cbc:Note>{}</cbc:Note>"
    before = "<cbc:DocumentCurrencyCode>"

    def noted(*texts: str) -> bytes:
        return invoice((before, "".join(map(note.format, texts)) + before))

    assert differing(noted("a", "b"), noted("b", "a")) == ()
    assert said(noted("a", "b"), noted("b", "c", "d")) == [("BT-22", "a", "c"), ("BT-22", None, "d")]
    assert said(noted("a", "a"), noted("a")) == [("BT-22", "a", None)]


def test_the_looks_at_pairs_grow_with_the_lines_and_not_with_their_square(monkeypatch):
    looks = 0
    alike = pairing._alike

    def counted(one, other):
        nonlocal looks
        looks += 1
        return alike(one, other)

    monkeypatch.setattr(pairing, "_alike", counted)
    count = 400
    names = [f"Article {n % 7}" for n in range(count)]
    one = VALID.replace(LINE, lines(*names))
    found = differing(one, one.replace(">50.00<", ">51.00<").replace(">100.00<", ">102.00<"))
    assert Counter(each.term for each in found)["BT-146"] == count
    assert 0 < looks < 60 * count


# Files

FILE = """<cac:AdditionalDocumentReference><cbc:ID>a</cbc:ID><cac:Attachment>
<cbc:EmbeddedDocumentBinaryObject mimeCode="text/csv" filename="a.csv">{}</cbc:EmbeddedDocumentBinaryObject>
</cac:Attachment></cac:AdditionalDocumentReference>"""


def with_file(content: bytes, damage: str = "", fold: int = 76) -> bytes:
    encoded = base64.b64encode(content).decode() + damage
    folded = "\n".join(encoded[at : at + fold] for at in range(0, len(encoded), fold))
    before = "<cac:AccountingSupplierParty>"
    return invoice((before, FILE.format(folded) + before))


def test_a_file_is_shown_by_size_and_checksum():
    small, large = b"1;2\n", b"1;2\n" * 3000
    expected = [
        ("BT-125", f"file, {size}, sha256 {hashlib.sha256(content).hexdigest()[:12]}")
        for content, size in ((small, "4 bytes"), (large, "12 kB"))
    ]
    assert said(with_file(small), with_file(large)) == [("BT-125", expected[0][1], expected[1][1])]


def test_white_space_in_base64_does_not_count():
    assert differing(with_file(b"abc" * 99), with_file(b"abc" * 99, fold=60)) == ()


def test_a_damaged_file_is_compared_all_the_same():
    ((term, _, right),) = said(with_file(b"abc"), with_file(b"abc", damage="*"))
    assert term == "BT-125" and right is not None and right.startswith("damaged file, 5 characters, sha256 ")


def with_pdf(content: str) -> str:
    return as_json(
        order(OrderPDF={"FileName": "a.pdf", "MimeType": "application/pdf", "FileContent": content})
    )


def test_a_file_of_an_order_is_one_difference_and_never_shown_either():
    content = base64.b64encode(b"%PDF-1.7").decode()
    (found,) = differing(as_json(ORDER), with_pdf(content))
    assert (found.term, found.left) == ("BG-24", None)
    assert content not in repr(found) and "file, 8 bytes, sha256 " in repr(found)


def test_files_of_orders_are_compared_without_white_space():
    content = base64.b64encode(b"%PDF-1.7").decode()
    assert differing(with_pdf(content), with_pdf(f"{content[:4]} {content[4:]}")) == ()
    assert [each[0] for each in said(with_pdf(content), with_pdf(content[:4]))] == ["BT-125"]


# What cannot be compared

CREDIT_NOTE = written(order(OrderType="CreditNote"))
RESPONSE = f'<ApplicationResponse xmlns="{APPLICATION_RESPONSE}"/>'.encode()


def test_an_invoice_and_a_credit_note_differ_in_that():
    (found,) = differing(as_json(ORDER), CREDIT_NOTE)
    assert found == Difference(
        None,
        Side("Invoice", "/Invoice", None, "$.OrderType"),
        Side("CreditNote", "/CreditNote", 2),
    )


@pytest.mark.parametrize(
    ("document", "error"),
    [
        (b"", EmptyInput),
        (b"plain text", NotJson),
        (b"<a>", NotXml),
        (b"<a/>", NotXml),
        (b"<!DOCTYPE a []><a/>", UnsafeXml),
        (b"[1]", NotAnOrder),
        (RESPONSE, NotXml),
        (text(order(OrderType="Offer")), InputError),
        (text(order(OrderDate="tomorrow")), InputError),
        (text(order(Comments="bell \x07")), InputError),
    ],
)
def test_what_cannot_be_compared_is_an_error(document, error):
    with pytest.raises(error) as caught:
        differing(document, VALID)
    assert caught.value.message


def test_why_an_order_cannot_be_compared():
    with pytest.raises(InputError, match=r"cannot become UBL.*tomorrow.*\(\$\.OrderDate\)"):
        differing(text(order(OrderDate="tomorrow", Colour="red")), VALID)


def test_without_a_company_nothing_is_guessed():
    with pytest.raises(CompanyUnknown):
        compare(text(ORDER), VALID)


def test_allowances_of_orders_are_compared_as_the_ubl_has_them():
    one, other = (order(OrderLines=[line(price="100"), allowance(price)]) for price in ("-5", "-6"))
    first = differing(as_json(one), as_json(other))
    ours = [each for each in first if each.term == "BT-92"]
    assert [(each.left and each.left.value, each.left and each.left.json_path) for each in ours] == [
        ("5.00", "$.OrderLines[1].UnitPriceExcl")
    ]
