"""The lookups on code lists, business terms and advice, and the laws the tables keep."""

import os
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from ubltools import codes
from ubltools.codes import Advice, advice, code_list, code_table, paths_of, source_of, term_at, term_name
from ubltools.names import PREFIXES

TERMS = code_table("terms")
ADVICE = code_table("advice")
CORPUS = Path(os.environ.get("UBLTOOLS_CORPUS") or Path(__file__).parents[1] / "../shared/corpus")

# Spot values: UBL binding of EN 16931 as published in the Peppol BIS Billing 3.0 syntax tables.
KNOWN = [
    ("BT-1", "/Invoice/cbc:ID"),
    ("BT-3", "/CreditNote/cbc:CreditNoteTypeCode"),
    ("BT-9", "/Invoice/cbc:DueDate"),
    ("BT-9", "/CreditNote/cac:PaymentMeans/cbc:PaymentDueDate"),
    ("BT-11", "/Invoice/cac:ProjectReference/cbc:ID"),
    ("BT-11", "/CreditNote/cac:AdditionalDocumentReference[cbc:DocumentTypeCode='50']/cbc:ID"),
    ("BT-18", "/Invoice/cac:AdditionalDocumentReference[cbc:DocumentTypeCode='130']/cbc:ID"),
    ("BT-22", "/Invoice/cbc:Note"),
    ("BT-29", "/Invoice/cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification/cbc:ID"),
    (
        "BT-32",
        "/Invoice/cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme[cac:TaxScheme/cbc:ID!='VAT']/cbc:CompanyID",
    ),
    ("BT-34-1", "/Invoice/cac:AccountingSupplierParty/cac:Party/cbc:EndpointID/@schemeID"),
    ("BT-44", "/Invoice/cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName"),
    ("BT-80", "/Invoice/cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode"),
    ("BT-91", "/Invoice/cac:PaymentMeans/cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID"),
    ("BT-99", "/Invoice/cac:AllowanceCharge[cbc:ChargeIndicator='true']/cbc:Amount"),
    ("BT-115", "/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount"),
    ("BT-117", "/CreditNote/cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount"),
    ("BG-25", "/CreditNote/cac:CreditNoteLine"),
    ("BT-129", "/CreditNote/cac:CreditNoteLine/cbc:CreditedQuantity"),
    ("BT-152", "/Invoice/cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory/cbc:Percent"),
    ("BT-150", "/Invoice/cac:InvoiceLine/cac:Price/cbc:BaseQuantity/@unitCode"),
]

# Where the same element means different things, the ordinary reading counts.
ORDINARY = [
    ("/Invoice/cac:AllowanceCharge[2]/cbc:Amount", "BT-92"),
    ("/Invoice/cac:InvoiceLine[1]/cac:AllowanceCharge[1]/cbc:Amount", "BT-136"),
    ("/Invoice/cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme[2]/cbc:CompanyID", "BT-31"),
    ("/Invoice/cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification/cbc:ID", "BT-29"),
    ("/CreditNote/cac:AdditionalDocumentReference[3]/cbc:ID", "BT-122"),
    ("/Invoice/cac:TaxTotal[2]/cbc:TaxAmount", "BT-110"),
    ("/Invoice/cac:InvoiceLine[2]/cbc:ID", "BT-126"),
    ("/CreditNote/cac:CreditNoteLine/cac:Price/cac:AllowanceCharge[1]/cbc:BaseAmount", "BT-148"),
]

# Elements of the UBL binding that steer it and carry no business term of their own.
WITHOUT_TERM = ("cac:TaxScheme/cbc:ID", "cbc:ChargeIndicator", "cbc:DocumentTypeCode")


@pytest.mark.parametrize(("term", "xpath"), KNOWN)
def test_known_bindings(term: str, xpath: str) -> None:
    assert term_at(xpath) == term
    assert xpath in paths_of(term)


@pytest.mark.parametrize(("xpath", "term"), ORDINARY)
def test_ordinary_reading(xpath: str, term: str) -> None:
    assert term_at(xpath) == term


@pytest.mark.parametrize(
    "xpath", ["", "/", "/Invoice", "/Invoice/cac:Nowhere", "cbc:ID", "/ApplicationResponse/cbc:ID", "[["]
)
def test_no_term(xpath: str) -> None:
    assert term_at(xpath) is None


def test_unknown_term() -> None:
    assert term_name("BT-4") is None
    assert paths_of("BT-4") == ()
    assert term_name("BT-1") == "Invoice number"


def test_every_term_of_the_model_is_there_once() -> None:
    terms = [row["term"] for row in TERMS]
    assert len(set(terms)) == len(terms)
    assert {f"BT-{n}" for n in range(1, 166)} - set(terms) == {"BT-4"}  # the standard skips number 4
    assert {f"BG-{n}" for n in range(1, 33)} <= set(terms)
    assert all(re.fullmatch(r"B[GT]-\d{1,3}(-\d)?", term) for term in terms)


def test_terms_are_named_in_short_words() -> None:
    names = [row["name"] for row in TERMS]
    assert len(set(names)) == len(names)
    assert all(3 < len(name) <= 48 for name in names)


def test_parents_and_cardinalities() -> None:
    terms = {row["term"] for row in TERMS}
    for row in TERMS:
        assert row["cardinality"] in {"0..1", "1..1", "0..n", "1..n"}
        assert not row["parent"] or row["parent"] in terms
        if row["term"].count("-") == 2:
            assert row["parent"] == row["term"].rpartition("-")[0]


def test_paths_compile_and_lead_back_to_their_term() -> None:
    shared = {"BG-1", "BT-21"}  # in cbc:Note, which is first of all BT-22
    for row in TERMS:
        for path in paths_of(row["term"]):
            etree.XPath(path, namespaces=PREFIXES)
            if row["term"] not in shared:
                assert term_at(path) == row["term"]
    assert [row["term"] for row in TERMS if not paths_of(row["term"])] == ["BG-2"]


def test_members_stand_inside_their_group() -> None:
    elsewhere = {
        "BG-14",
        "BT-90",
        "BT-110",
        "BT-111",
    }  # the UBL binding puts these outside the element of the group
    for row in TERMS:
        groups = paths_of(row["parent"])
        if groups and row["term"] not in elsewhere:
            for path in paths_of(row["term"]):
                assert any(path.startswith(group) for group in groups), path


def test_rows_stand_in_ubl_order() -> None:
    order = [
        "CustomizationID",
        "ProfileID",
        "ID",
        "IssueDate",
        "DueDate",
        "InvoiceTypeCode",
        "Note",
        "TaxPointDate",
    ]
    order += ["DocumentCurrencyCode", "TaxCurrencyCode", "AccountingCost", "BuyerReference", "InvoicePeriod"]
    order += ["OrderReference", "BillingReference", "DespatchDocumentReference", "ReceiptDocumentReference"]
    order += ["OriginatorDocumentReference", "ContractDocumentReference", "AdditionalDocumentReference"]
    order += ["ProjectReference", "AccountingSupplierParty", "AccountingCustomerParty", "PayeeParty"]
    order += [
        "TaxRepresentativeParty",
        "Delivery",
        "PaymentMeans",
        "PaymentTerms",
        "AllowanceCharge",
        "TaxTotal",
    ]
    order += ["LegalMonetaryTotal", "InvoiceLine"]
    firsts = [
        re.split(r"[/\[ ]", row["invoice_path"])[0].partition(":")[2] for row in TERMS if row["invoice_path"]
    ]
    assert list(dict.fromkeys(firsts)) == order


def test_advice_takes_the_rule_before_its_family() -> None:
    own = advice("BR-CO-09")
    assert own is not None
    assert "BE0563846944" in own.hint
    assert own.terms == ("BT-31", "BT-48", "BT-63")
    assert advice("UBL-CR-123") == advice("UBL-CR-999") != advice("UBL-CR-002")


def test_advice_takes_the_longest_family(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {"X-*": Advice("far", ()), "X-A-*": Advice("near", ()), "X-A-1": Advice("own", ())}
    monkeypatch.setattr(codes, "_advice", lambda: rows)
    found = [advice(rule) for rule in ("X-A-1", "X-A-2", "X-B", "Y-1")]
    assert [item.hint if item else None for item in found] == ["own", "near", "far", None]


def test_no_advice_for_an_unknown_rule() -> None:
    assert advice("") is None
    assert advice("PEPPOL-EN16931-R003") is None  # these rules carry their hints themselves


def test_advice_covers_the_rules_of_en_16931() -> None:
    numbers = [n for n in range(1, 66) if n not in {34, 35, 39, 40, 58, 59, 60}]
    rules = [f"BR-{n:02}" for n in numbers]
    rules += [f"BR-CO-{n:02}" for n in range(3, 27) if n != 25]
    rules += [f"BR-CL-{n:02}" for n in range(1, 27) if n not in {2, 9, 12}]
    rules += [
        f"BR-{c}-{n:02}" for c in ("S", "Z", "E", "AE", "IC", "G", "O", "AF", "AG") for n in range(1, 11)
    ]
    rules += [
        "BR-IC-12",
        "BR-O-14",
        "BR-B-02",
        "BR-DEC-28",
        "UBL-SR-56",
        "UBL-DT-28",
        "UBL-CR-001",
        "UBLT-XSD",
    ]
    assert [rule for rule in rules if advice(rule) is None] == []


def test_advice_is_short_and_concrete() -> None:
    rules = [row["rule"] for row in ADVICE]
    assert len(set(rules)) == len(rules)
    for row in ADVICE:
        assert 20 < len(row["hint"]) <= 160
        assert row["hint"].endswith(".")
        assert row["hint"].isascii()
        assert all(term_name(term) for term in row["terms"].split()), row["rule"]


@pytest.mark.parametrize("name", ["nothing", "../codes/terms", "", "a/b", "..\\x", "terms\0"])
def test_unknown_list(name: str) -> None:
    with pytest.raises(KeyError):
        code_list(name)
    with pytest.raises(KeyError):
        source_of(name)


def test_code_list_keeps_the_order_of_the_file() -> None:
    assert code_list("terms")[:3] == ("BG-2", "BT-24", "BT-23")
    assert code_list("terms") is code_list("terms")
    assert source_of("advice") == "Advice on rules, written for this project"


def test_every_list_has_a_source_and_a_header() -> None:
    for file in sorted(Path(codes.__file__).parent.glob("*.csv")):
        assert file.read_text(encoding="utf-8").startswith("# "), file.name
        assert len(source_of(file.stem)) > 10
        assert code_table(file.stem), file.name
        assert len(set(code_list(file.stem))) == len(code_list(file.stem)), file.name


def _leaves(document: bytes) -> set[str]:
    root = etree.fromstring(document)
    tree = root.getroottree()
    kind = etree.QName(root).localname
    paths = (tree.getpath(node) for node in root.iter(etree.Element) if not len(node) and node.text)
    return {re.sub(r"\[\d+\]", "", re.sub(r"^/[\w*:]+", f"/{kind}", path)) for path in paths}


@pytest.mark.conformance
def test_official_examples_have_a_term_for_every_value() -> None:
    archive = CORPUS / "peppol-examples.zip"
    if not archive.is_file():
        pytest.skip("the corpus of official documents is not here (UBLTOOLS_CORPUS)")
    with zipfile.ZipFile(archive) as examples:
        documents = [examples.read(name) for name in examples.namelist() if name.endswith(".xml")]
    assert documents
    paths = {path for document in documents for path in _leaves(document) if term_at(path) is None}
    assert {path for path in paths if not path.endswith(WITHOUT_TERM)} == set()
