import json
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from tests.invoices import invoice
from tests.orders import COMPANY, ORDER, SAMPLES, allowance, line, order, text
from ubltools import billit
from ubltools.convert import from_ubl, looks_like_xml, to_ubl
from ubltools.errors import CompanyUnknown, InputError, NotAnOrder, NotJson
from ubltools.finding import Finding, Location, Severity
from ubltools.mapping.decisions import Decisions
from ubltools.names import BILLING_PROFILE

INVOICE = (SAMPLES / "invoice.xml").read_bytes()


def ubl(**changes) -> etree._Element:
    written = to_ubl(text(order(**changes)), company=COMPANY)
    assert written.document is not None, written.findings
    return etree.fromstring(written.document.encode())


def findings(**changes) -> dict[str, list[str]]:
    """rule -> JSON paths."""
    found: dict[str, list[str]] = {}
    for each in to_ubl(text(order(**changes)), company=COMPANY).findings:
        found.setdefault(each.rule, []).append(each.location.json_path or "")
    return found


def value(root: etree._Element, path: str) -> str | None:
    return root.findtext("/".join(f"{{*}}{step}" for step in path.split("/")))


# The document


def test_the_sample_order_is_the_sample_invoice():
    written = to_ubl((SAMPLES / "order.json").read_bytes(), company=COMPANY)
    assert written.document == INVOICE.decode()
    assert written.ok and written.findings == ()


@pytest.mark.parametrize(
    "name", ["order-allowances", "order-credit-note", "order-reverse-charge", "order-self-billing"]
)
def test_the_other_samples_convert_without_a_warning(name):
    written = to_ubl((SAMPLES / f"{name}.json").read_bytes(), company=COMPANY)
    assert written.ok
    assert [each for each in written.findings if each.severity is not Severity.INFO] == []


def test_the_company_is_the_seller_of_a_sale():
    assert value(ubl(), "AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName") == COMPANY["Name"]


def test_the_company_is_the_buyer_in_self_billing():
    written = to_ubl((SAMPLES / "order-self-billing.json").read_bytes(), company=COMPANY)
    root = etree.fromstring(written.document.encode())
    assert value(root, "AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName") == COMPANY["Name"]
    assert value(root, "InvoiceTypeCode") == "389"


def test_a_supplier_in_the_order_goes_before_the_company():
    root = ubl(Supplier={"Name": "Other NV", "VATNumber": "BE0412345614"})
    assert value(root, "AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName") == "Other NV"


@pytest.mark.parametrize(
    "company",
    [json.dumps(COMPANY).encode(), COMPANY, billit.company_party(COMPANY), {"Companies": [COMPANY]}],
)
def test_the_company_in_all_its_forms(company):
    written = to_ubl(text(order()), company=company)
    assert written.document == INVOICE.decode()


def test_without_a_company_the_three_ways_are_named():
    with pytest.raises(CompanyUnknown) as caught:
        to_ubl(text(order()))
    for way in ("--company", "ubltools.toml", "Supplier object"):
        assert way in (caught.value.hint or "")


def test_the_other_party_of_a_received_order_stands_under_counter_party():
    root = ubl(Customer=None, CounterParty=ORDER["Customer"])
    assert (
        value(root, "AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName")
        == "Bakkerij Peeters BV"
    )


def test_a_due_date_of_a_credit_note_stands_with_the_payment_means():
    assert value(ubl(OrderType="CreditNote"), "PaymentMeans/PaymentDueDate") == "2026-12-02"
    bare = ubl(OrderType="CreditNote", PaymentReference=None)
    assert value(bare, "PaymentMeans/PaymentMeansCode") is None


def test_the_currency_is_everywhere():
    root = ubl(Currency="USD")
    assert value(root, "DocumentCurrencyCode") == "USD"
    assert {each.get("currencyID") for each in root.iter() if each.get("currencyID")} == {"USD"}


def test_a_reference_that_is_missing_is_filled_as_decided():
    bare = {"Reference": None, "OrderTitle": None}
    assert value(ubl(**bare), "BuyerReference") == "NA"
    silent = to_ubl(text(order(**bare)), company=COMPANY, decisions=Decisions(buyer_reference_filler=None))
    assert "BuyerReference" not in silent.document
    by_title = Decisions(order_reference_fallback="OrderTitle")
    named = to_ubl(text(order(Reference=None)), company=COMPANY, decisions=by_title)
    assert value(etree.fromstring(named.document.encode()), "OrderReference/ID") == "Dienst aankoop"


def test_a_sales_order_number_alone_needs_a_stand_in():
    root = ubl(Reference=None, CustomFields={"Invoice.OrderReference.SalesOrderID.Text": "SO-1"})
    assert (value(root, "OrderReference/ID"), value(root, "OrderReference/SalesOrderID")) == ("NA", "SO-1")


def test_direct_debit():
    customer = {**ORDER["Customer"], "DomiciliationMandateID": "M-1"}
    root = ubl(PaymentMethod="Domiciliation", Customer=customer)
    assert value(root, "PaymentMeans/PaymentMeansCode") == "49"
    assert value(root, "PaymentMeans/PaymentMandate/ID") == "M-1"
    assert value(ubl(Customer=customer), "PaymentMeans/PaymentMandate/ID") is None


def test_files_are_embedded_with_their_type():
    pdf = {"FileName": "a.pdf", "FileContent": "QUJD"}
    image = {"FileName": "b.dat", "MimeType": "image/png", "FileContent": "QUJD"}
    root = ubl(OrderPDF=pdf, Attachments=[image])
    found = root.findall(".//{*}EmbeddedDocumentBinaryObject")
    assert [(e.get("mimeCode"), e.get("filename"), e.text) for e in found] == [
        ("application/pdf", "a.pdf", "QUJD"),
        ("image/png", "b.dat", "QUJD"),
    ]


def test_a_cash_discount_says_so_in_the_language_of_the_customer():
    customer = {**ORDER["Customer"], "Language": "NL"}
    root = ubl(PaymentDiscountPercentage=2, PaymentReductionDays=8, Customer=customer)
    assert value(root, "PaymentTerms/Note") == "2 % korting bij betaling uiterlijk op 2026-11-10"


@pytest.mark.parametrize("days", [-1, 99_999_999])
def test_days_that_make_no_date_are_reported_and_harmless(days):
    found = findings(PaymentDiscountPercentage=2, PaymentReductionDays=days)
    assert found == {"UBLT-UNMAPPED": ["$.PaymentReductionDays"]}


# What is said about it


def test_an_order_of_another_type_has_no_ubl():
    written = to_ubl(text(order(OrderType="Offer")), company=COMPANY)
    assert written.document is None and not written.ok
    assert [each.rule for each in written.findings] == ["UBLT-NOT-CONVERTIBLE"]


def test_values_that_do_not_fit_leave_no_document():
    written = to_ubl(text(order(OrderDate="2026-02-30")), company=COMPANY)
    assert written.document is None
    assert [each.location.json_path for each in written.findings] == ["$.OrderDate"]


@pytest.mark.parametrize(
    ("changes", "rule", "path"),
    [
        ({"Customer": None}, "UBLT-ORDER-MISSING", "$.Customer"),
        ({"Customer": None, "CustomerID": 7}, "UBLT-ORDER-MISSING", "$.CustomerID"),
        (
            {"Customer": {**ORDER["Customer"], "VATNumber": "NL123"}},
            "UBLT-VAT-NUMBER",
            "$.Customer.VATNumber",
        ),
        ({"Reference": None, "OrderTitle": None}, "UBLT-FILLED", "$.OrderTitle"),
        ({"TotalIncl": 1}, "UBLT-TOTAL-MISMATCH", "$.TotalIncl"),
        ({"TotalVAT": "21.94"}, "UBLT-TOTAL-MISMATCH", "$.TotalVAT"),
        ({"ToPay": 155}, "UBLT-TOTAL-MISMATCH", "$.ToPay"),
        (
            {"VatGroups": [{"VATPercentage": 6, "TotalVAT": 9}]},
            "UBLT-TOTAL-MISMATCH",
            "$.VatGroups[0].TotalVAT",
        ),
        ({"OrderPDF": {"FileName": "a.pdf"}}, "UBLT-FILE-EMPTY", "$.OrderPDF"),
        ({"FXRateToForeign": 4.2}, "UBLT-UNMAPPED", "$.FXRateToForeign"),
        ({"Colour": "red"}, "UBLT-UNKNOWN-KEY", "$.Colour"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(changes, rule, path):
    assert findings(**changes) == {rule: [path]}


@pytest.mark.parametrize(
    ("changed", "rule", "path"),
    [
        (line(rate="0"), "UBLT-ZERO-RATE", "$.OrderLines[0].VATPercentage"),
        (line(VentilationCode="21"), "UBLT-VENTILATION-IGNORED", "$.OrderLines[0].VentilationCode"),
        (line(rate="0", VentilationCode="7"), "UBLT-VENTILATION-UNKNOWN", "$.OrderLines[0].VentilationCode"),
        (line(Unit="PCE"), "UBLT-UNIT-UNKNOWN", "$.OrderLines[0].Unit"),
        (line(TotalExcl=Decimal("9.99")), "UBLT-TOTAL-MISMATCH", "$.OrderLines[0].TotalExcl"),
    ],
)
def test_what_is_wrong_with_a_line(changed, rule, path):
    assert findings(OrderLines=[changed]) == {rule: [path]}


def test_a_link_that_leads_nowhere():
    lines = [line(), allowance("-1", LinkedOrderLineID="x")]
    assert findings(OrderLines=lines) == {"UBLT-LINK-BROKEN": ["$.OrderLines[1].LinkedOrderLineID"]}


def test_totals_that_are_right_are_not_worth_a_word():
    assert findings(TotalExcl=133.02, TotalVAT=21.93, TotalIncl=154.95) == {}


def test_a_finding_about_the_company_points_into_its_profile():
    company = {**COMPANY, "VATNumber": "NL123"}
    found = to_ubl(text(order()), company=company).findings
    assert [each.location.json_path for each in found] == ["company.VATNumber"]


def test_an_object_that_is_lost_whole_is_one_finding():
    customer = {
        **ORDER["Customer"],
        "Identifiers": [{"IdentifierType": "MBR", "Identifier": "17162543"}],  # has no scheme in Peppol
    }
    found = to_ubl(text(order(Customer=customer)), company=COMPANY).findings
    assert [(each.location.json_path, each.message) for each in found] == [
        ("$.Customer.Identifiers[0]", '"MBR, 17162543" is not in the document.')
    ]


def test_a_character_that_xml_forbids_is_named_with_its_field():
    written = to_ubl(text(order(Comments="a\x01b", OrderTitle="x\x02")), company=COMPANY)
    assert written.document is None
    assert [(each.rule, each.location.json_path) for each in written.findings] == [
        ("UBLT-FORBIDDEN-CHARACTER", "$.OrderTitle"),
        ("UBLT-FORBIDDEN-CHARACTER", "$.Comments"),
    ]


PARTY = "cac:Party"
SELLER, BUYER = f"cac:AccountingSupplierParty/{PARTY}", f"cac:AccountingCustomerParty/{PARTY}"


@pytest.mark.parametrize(
    ("xpath", "terms", "path", "term"),
    [
        ("cbc:ID", (), "$.OrderNumber", "BT-1"),
        ("cac:InvoiceLine[2]/cac:Price/cbc:PriceAmount", (), "$.OrderLines[1].UnitPriceExcl", "BT-146"),
        (BUYER, ("BT-49",), "$.Customer.Identifiers[0]", "BT-49"),
        (f"{SELLER}/cbc:EndpointID", (), "company.Identifiers[0].Identifier", "BT-34"),
        (
            "cac:TaxTotal/cac:TaxSubtotal[2]/cac:TaxCategory/cbc:ID",
            (),
            "$.OrderLines[1].VATPercentage",
            "BT-118",
        ),
        ("", ("BT-25",), "$.AboutInvoiceNumber", "BT-25"),
    ],
)
def test_a_finding_in_the_ubl_is_led_back_to_the_order(xpath, terms, path, term):
    places = to_ubl(text(order()), company=COMPANY).places
    finding = Finding("X", Severity.FATAL, "m", Location(xpath=f"/Invoice/{xpath}".rstrip("/")), terms=terms)
    location = places.attach(finding).location
    assert (location.json_path, location.term) == (path, term)


@pytest.mark.parametrize("data", [b"[]", b'"x"', b'{"InboxItems": []}'])
def test_json_of_another_shape_is_no_order(data):
    with pytest.raises(NotAnOrder):
        to_ubl(data, company=COMPANY)


def test_truncated_json_is_no_json():
    with pytest.raises(NotJson):
        to_ubl(text(order())[:-20], company=COMPANY)


# And back


def read(data: bytes):
    back = from_ubl(data)
    assert back.document is not None
    return billit.dump(back.document), back.findings


def test_the_sample_invoice_comes_back_as_its_order():
    document, found = read(INVOICE)
    assert found == ()
    for key in (
        "OrderNumber",
        "Reference",
        "OrderTitle",
        "Comments",
        "PaymentReference",
        "OrderType",
        "OrderDirection",
    ):
        assert document[key] == ORDER[key]
    assert (document["OrderDate"], document["ExpiryDate"]) == (date(2026, 11, 2), date(2026, 12, 2))
    assert document["OrderLines"] == ORDER["OrderLines"]
    customer = document["Customer"]
    assert customer["VATNumber"] == "BE0888444477"
    assert customer["Addresses"][0] == {
        k: v for k, v in ORDER["Customer"]["Addresses"][0].items() if k != "Name"
    }
    assert customer["Addresses"][1] == ORDER["Customer"]["Addresses"][1]
    assert document["Supplier"]["Name"] == COMPANY["Name"]
    assert (document["IBAN"], document["BIC"]) == (COMPANY["IBAN"], COMPANY["BIC"])


@pytest.mark.parametrize(
    "name", ["order", "order-allowances", "order-credit-note", "order-reverse-charge", "order-self-billing"]
)
def test_there_back_and_there_again_is_the_same_ubl(name):
    once = to_ubl((SAMPLES / f"{name}.json").read_bytes(), company=COMPANY).document
    back = from_ubl(once.encode())
    lost = {"UBLT-UNMAPPED", "UBLT-REPEATED", "UBLT-UNREADABLE", "UBLT-TOTAL-MISMATCH"}
    assert lost.isdisjoint(each.rule for each in back.findings)
    assert to_ubl(billit.to_json(back.document)).document == once


def test_a_total_that_differs_is_reported_with_both_values():
    _, found = read((SAMPLES / "invoice-refused.xml").read_bytes())
    (finding,) = found
    assert finding.rule == "UBLT-TOTAL-MISMATCH"
    assert "154.96" in finding.message and "154.95" in finding.message
    assert finding.location.json_path == "$.TotalIncl" and finding.location.line


def test_what_has_no_place_is_listed_with_its_path():
    data = INVOICE.replace(b"<cbc:Note>", b"<cbc:Note>first</cbc:Note><cbc:Note>").replace(
        b"</cbc:StreetName>",
        b"</cbc:StreetName><cbc:AdditionalStreetName>back door</cbc:AdditionalStreetName>",
        1,
    )
    _, found = read(data)
    assert [(each.rule, each.location.xpath) for each in found] == [
        ("UBLT-REPEATED", "/Invoice/cbc:Note[2]"),
        (
            "UBLT-UNMAPPED",
            "/Invoice/cac:AccountingSupplierParty/cac:Party/cac:PostalAddress/cbc:AdditionalStreetName",
        ),
    ]


@pytest.mark.parametrize(
    ("code", "read_as", "ambiguous"),
    [
        ("51", "51", True),
        ("55", "51", True),
        ("104", "104", True),
        ("24", "104", True),
        ("21", "21", False),
        ("22", "22", False),
        ("70", "70", False),
        ("1", None, False),
    ],
)
def test_a_category_that_may_be_several_codes_is_said_to_be(code, read_as, ambiguous):
    """ "Ventilation codes": K is 51 or 55, E is 24, 101, 102 or 104; the document does not say which."""
    written = to_ubl(text(order(OrderLines=[line(rate="0", VentilationCode=code)])), company=COMPANY)
    back = from_ubl(written.document.encode())
    assert billit.dump(back.document)["OrderLines"][0].get("VentilationCode") == read_as
    said = [(each.rule, each.location.json_path) for each in back.findings]
    assert said == ([("UBLT-AMBIGUOUS", "$.OrderLines[0].VentilationCode")] if ambiguous else [])
    assert to_ubl(billit.to_json(back.document)).document == written.document


@pytest.mark.parametrize(
    ("base", "stated", "price"),
    [("1", "50.00", "50.00"), ("4", "50.00", "12.5"), ("1000", "50.00", "0.05"), ("0.5", "50.00", "100")],
)
def test_the_price_of_several_pieces_is_that_of_one(base, stated, price):
    """Billit's own documents always have the base quantity 1; any other is divided out, and said."""
    old = '<cbc:PriceAmount currencyID="EUR">50.00</cbc:PriceAmount>'
    quantity, net = "2", Decimal(price) * 2
    data = invoice(
        (old, f"{old}<cbc:BaseQuantity>{base}</cbc:BaseQuantity>"),
        (
            ">100.00</cbc:LineExtensionAmount>\n    <cac:Item>",
            f">{net:f}</cbc:LineExtensionAmount>\n    <cac:Item>",
        ),
    )
    document, found = read(data)
    (item,) = document["OrderLines"]
    assert (item["Quantity"], item["UnitPriceExcl"]) == (Decimal(quantity), Decimal(price))
    said = [each.location.xpath for each in found if each.rule == "UBLT-UNMAPPED"]
    path = "/Invoice/cac:InvoiceLine/cac:Price"
    assert said == ([] if base == "1" else [f"{path}/cbc:PriceAmount", f"{path}/cbc:BaseQuantity"])


def test_a_base_quantity_that_does_not_divide_changes_the_line():
    """ "Use more than 2 digits for unit price": five decimals, so that 1000 x 10 / 3 is a cent short."""
    old = '<cbc:PriceAmount currencyID="EUR">50.00</cbc:PriceAmount>'
    new = '<cbc:PriceAmount currencyID="EUR">10</cbc:PriceAmount><cbc:BaseQuantity>3</cbc:BaseQuantity>'
    data = invoice((old, new), (">2<", ">1000<"), (">100.00<", ">3333.33<"))
    document, found = read(data)
    assert document["OrderLines"][0]["UnitPriceExcl"] == Decimal("3.33333")
    assert "UBLT-UNMAPPED" in {each.rule for each in found}


@pytest.mark.parametrize("base", ["0", "-1", "x"])
def test_a_base_quantity_that_makes_no_price_is_reported(base):
    old = '<cbc:PriceAmount currencyID="EUR">50.00</cbc:PriceAmount>'
    document, found = read(invoice((old, f"{old}<cbc:BaseQuantity>{base}</cbc:BaseQuantity>")))
    assert document["OrderLines"][0]["UnitPriceExcl"] == Decimal("50.00")
    place = "/Invoice/cac:InvoiceLine/cac:Price/cbc:BaseQuantity"
    assert place in [
        each.location.xpath for each in found if each.rule in {"UBLT-UNMAPPED", "UBLT-UNREADABLE"}
    ]


@pytest.mark.parametrize(
    ("process", "profile", "kept"),
    [("S1", "S1", "S1"), ("M4", "M4", "M4"), (None, BILLING_PROFILE, None)],
)
def test_the_process_of_a_french_invoice_is_its_profile(process, profile, kept):
    """ "Business process type PA": it goes into BT-23."""
    written = to_ubl(text(order(BusinessProcessType=process)), company=COMPANY).document
    assert value(etree.fromstring(written.encode()), "ProfileID") == profile
    document, found = read(written.encode())
    assert document.get("BusinessProcessType") == kept and found == ()


def test_a_profile_that_is_no_process_is_reported():
    document, found = read(INVOICE.replace(BILLING_PROFILE.encode(), b"urn:www.cenbii.eu:profile:bii04"))
    assert "BusinessProcessType" not in document
    assert [(each.rule, each.location.xpath) for each in found] == [
        ("UBLT-UNMAPPED", "/Invoice/cbc:ProfileID")
    ]


def test_what_has_no_field_is_kept_when_that_is_asked_for():
    data = INVOICE.replace(b"<cbc:Note>", b"<cbc:Note>first</cbc:Note><cbc:Note>")
    kept = from_ubl(data, keep_unmapped=True)
    assert [(each.rule, each.severity) for each in kept.findings] == [("UBLT-KEPT", Severity.INFO)]
    assert kept.document.custom_fields == {"Invoice.Note2": "Bedankt voor uw bestelling."}
    again = to_ubl(billit.to_json(kept.document)).document
    assert [each.text for each in etree.fromstring(again.encode()).iter("{*}Note")] == [
        "first",
        "Bedankt voor uw bestelling.",
    ]


@pytest.mark.parametrize("root", [b"<Order/>", b"<Invoice/>", b'<Invoice xmlns="urn:x"/>'])
def test_another_root_is_no_invoice(root):
    with pytest.raises(InputError, match="Invoice or CreditNote"):
        from_ubl(root)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<a/>", True),
        (b"\xef\xbb\xbf <a/>", True),
        ("\ufeff<a/>".encode("utf-16-le"), True),
        (b"{}", False),
        (b"// note\n{}", False),
        (b"", False),
    ],
)
def test_telling_xml_from_json(data, expected):
    assert looks_like_xml(data) is expected
