"""The schema check: libxml2's verdict, told in words that say what to do, where."""

import re
from typing import Any

import pytest

from tests.invoices import VALID, invoice
from ubltools import xml
from ubltools.errors import EngineError, RulesBroken
from ubltools.finding import Finding, Severity
from ubltools.names import APPLICATION_RESPONSE, CBC, CREDIT_NOTE, INVOICE, NAMESPACE_OF
from ubltools.validation import schemas, xsd
from ubltools.validation.release import Release, by_id, files_of

SCHEMAS = by_id("ubl-2.1")
SCHEME = "<cac:TaxScheme>\n          <cbc:ID>VAT</cbc:ID>\n        </cac:TaxScheme>"


def found(data: bytes) -> tuple[Finding, ...]:
    return xsd.check(xml.parse(data), SCHEMAS)


def place(finding: Finding) -> tuple[str | None, int | None]:
    return finding.location.xpath, finding.location.line


def line(text: str) -> int:
    return VALID[: VALID.index(text)].count("\n") + 1


def test_a_valid_document_has_no_findings() -> None:
    assert found(invoice()) == ()


SPOILT = [
    (
        (">21.00</cbc:TaxAmount>", ">21,00</cbc:TaxAmount>"),
        'cbc:TaxAmount holds "21,00"; it must be a number such as 12.50',
        "/Invoice/cac:TaxTotal/cbc:TaxAmount",
        line("<cbc:TaxAmount"),
    ),
    (
        ("2026-12-20", "20/12/2026"),
        'cbc:DueDate holds "20/12/2026"; it must be a date such as 2026-08-24',
        "/Invoice/cbc:DueDate",
        line("<cbc:DueDate"),
    ),
    (
        ("2026-12-20", ""),
        "cbc:DueDate is empty; it must be a date",
        "/Invoice/cbc:DueDate",
        line("<cbc:DueDate"),
    ),
    (
        (' currencyID="EUR">50.00', ">50.00"),
        "cbc:PriceAmount needs the attribute currencyID",
        "/Invoice/cac:InvoiceLine/cac:Price/cbc:PriceAmount",
        line("<cbc:PriceAmount"),
    ),
    (
        ("<cbc:ID>2026-17", '<cbc:ID scheme="x">2026-17'),
        "cbc:ID cannot have the attribute scheme",
        "/Invoice/cbc:ID",
        line("<cbc:ID>2026-17"),
    ),
    (
        ("<cbc:DueDate>2026-12-20</cbc:DueDate>", "<cbc:DueDay>1</cbc:DueDay>"),
        "cbc:DueDay does not belong in Invoice",
        "/Invoice/cbc:DueDay",
        line("<cbc:DueDate"),
    ),
    (
        ("<cbc:BuyerReference>bench-4</cbc:BuyerReference>", "<cac:BuyerReference/>"),
        "cac:BuyerReference does not belong in Invoice",
        "/Invoice/cac:BuyerReference",
        line("<cbc:BuyerReference"),
    ),
    (
        ("<cbc:ID>2026-17</cbc:ID>", "<cbc:ID>2026-17</cbc:ID><cbc:ID>2026-18</cbc:ID>"),
        "cbc:ID stands 2 times in Invoice; at most 1 is allowed",
        "/Invoice/cbc:ID[2]",
        line("<cbc:ID>2026-17"),
    ),
    (
        ("<cbc:IssueDate>2026-11-20</cbc:IssueDate>", ""),
        "Invoice is not complete: cbc:IssueDate is missing before cbc:DueDate",
        "/Invoice",
        line("<Invoice"),
    ),
    (
        (SCHEME, ""),
        "cac:PartyTaxScheme is not complete: cac:TaxScheme is missing",
        "/Invoice/cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme",
        line("<cac:PartyTaxScheme"),
    ),
    (
        ("<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", "<cbc:BuyerReference>first</cbc:BuyerReference>"),
        "cbc:DocumentCurrencyCode stands too late in Invoice: it must come before cbc:BuyerReference",
        "/Invoice/cbc:DocumentCurrencyCode",
        line("<cbc:DocumentCurrencyCode"),
    ),
]


@pytest.mark.parametrize(("change", "words", "xpath", "at"), SPOILT, ids=[case[1][:40] for case in SPOILT])
def test_a_refusal_says_what_and_where(change: tuple[str, str], words: str, xpath: str, at: int) -> None:
    (finding,) = found(invoice(change))
    assert (finding.rule, finding.severity) == ("UBLT-XSD", Severity.FATAL)
    assert words in finding.message
    assert place(finding) == (xpath, at)
    assert "{" not in finding.message


def test_hints_say_what_to_do() -> None:
    (missing,) = found(invoice(("<cbc:IssueDate>2026-11-20</cbc:IssueDate>", "")))
    assert (missing.hint, missing.terms) == ("Add cbc:IssueDate before cbc:DueDate.", ("BT-2",))
    (other,) = found(invoice(("<cbc:BuyerReference>bench-4</cbc:BuyerReference>", "<cac:BuyerReference/>")))
    assert other.hint == "Did you mean cbc:BuyerReference?"
    (swapped,) = found(
        invoice(("<cbc:IssueDate>2026-11-20</cbc:IssueDate>", ""), ("2026-12-20</cbc:DueDate>",
                "2026-12-20</cbc:DueDate><cbc:IssueDate>2026-11-20</cbc:IssueDate>"))
    )  # fmt: skip
    assert swapped.hint == "UBL has a fixed order of elements: put them in that order."


def test_every_mistake_is_told_at_once() -> None:
    """Also below an element whose own content is wrong, where libxml2 does not look any further."""
    spoilt = invoice(
        ("<cbc:IssueDate>2026-11-20</cbc:IssueDate>", ""), (">50.00<", ">fifty<"), (">2</cbc:I", "></cbc:I")
    )
    assert {finding.location.xpath for finding in found(spoilt)} == {
        "/Invoice",
        "/Invoice/cac:InvoiceLine/cac:Price/cbc:PriceAmount",
        "/Invoice/cac:InvoiceLine/cbc:InvoicedQuantity",
    }


def test_many_mistakes_are_capped_and_the_rest_counted() -> None:
    bad = "<cac:Delivery><cbc:ActualDeliveryDate>x</cbc:ActualDeliveryDate></cac:Delivery>"
    capped = found(invoice(("  <cac:TaxTotal>", bad * 75 + "<cac:TaxTotal>")))
    assert len(capped) == xsd.MAX_FINDINGS + 1
    assert capped[-1].message == "There are 25 more places where the document does not fit the UBL schema."
    assert capped[-1].location.xpath is None


@pytest.mark.parametrize("says", [[], RuntimeError("xmlschema fails")])
def test_libxml2_speaks_for_itself_where_xmlschema_does_not(
    monkeypatch: pytest.MonkeyPatch, says: Any
) -> None:
    class Silent:
        def iter_errors(self, _: object) -> Any:
            if isinstance(says, Exception):
                raise says
            return iter(says)

    monkeypatch.setattr(xsd, "_xmlschema", lambda _: Silent())
    (finding,) = found(invoice((">21.00</cbc:TaxAmount>", ">21,00</cbc:TaxAmount>")))
    assert re.match(r"Element 'cbc:TaxAmount': '21,00' is not a valid value", finding.message)
    assert place(finding) == ("/Invoice/cac:TaxTotal/cbc:TaxAmount", line("<cbc:TaxAmount"))


def test_spaces_around_a_date_are_refused_and_explained() -> None:
    """libxml2 refuses them, the schema language does not: its word is final all the same."""
    (finding,) = found(invoice(("2026-12-20", "\n 2026-12-20 ")))
    assert "'cbc:DueDate'" in finding.message
    assert finding.hint == "Remove the spaces and line breaks around the value."


def test_the_prefixes_of_the_document_do_not_matter() -> None:
    spoilt = invoice((">21.00</cbc:TaxAmount>", ">21,00</cbc:TaxAmount>")).decode()
    other = spoilt.replace("cbc:", "b:").replace(":cbc=", ":b=").replace("cac:", "a:").replace(":cac=", ":a=")
    other = other.replace("<Invoice xmlns=", "<i:Invoice xmlns:i=").replace("</Invoice>", "</i:Invoice>")
    assert found(other.encode()) == found(spoilt.encode())


UNKNOWN = [
    ("<Invoice/>", "The root Invoice has no namespace.", INVOICE),
    (
        f'<CreditNote xmlns="{INVOICE}"/>',
        f'The root CreditNote is in the namespace "{INVOICE}".',
        CREDIT_NOTE,
    ),
    (
        '<Order xmlns="urn:x"/>',
        "There is no schema here for a document that starts with Order.",
        "Known are ApplicationResponse, CreditNote, Invoice, in their UBL 2 namespaces.",
    ),
    (
        '<DespatchAdvice xmlns="urn:oasis:names:specification:ubl:schema:xsd:DespatchAdvice-2"/>',
        "There is no schema here for a document that starts with DespatchAdvice.",
        "Known are ApplicationResponse, CreditNote, Invoice, in their UBL 2 namespaces.",
    ),
]


@pytest.mark.parametrize(("text", "message", "hint"), UNKNOWN)
def test_an_unknown_root(text: str, message: str, hint: str) -> None:
    finding = xsd.unknown_root(xml.parse(text.encode()))
    assert (finding.rule, finding.message) == ("UBLT-UNKNOWN-ROOT", message)
    assert hint in (finding.hint or "")


def test_a_known_root_without_schema_is_an_error_and_no_pass() -> None:
    response = f'<ApplicationResponse xmlns="{APPLICATION_RESPONSE}"/>'
    with pytest.raises(EngineError, match="no schema for ApplicationResponse"):
        found(response.encode())


def test_a_credit_note_has_its_own_schema() -> None:
    empty = f'<CreditNote xmlns="{CREDIT_NOTE}" xmlns:cbc="{CBC}"><cbc:ID>1</cbc:ID></CreditNote>'
    (finding,) = found(empty.encode())
    assert finding.message.startswith("CreditNote is not complete")


def test_a_schema_that_is_none(tmp_path: Any) -> None:
    path = tmp_path / "broken.xsd"
    path.write_text("<a/>", encoding="utf-8")
    with pytest.raises(RulesBroken, match=r"broken\.xsd cannot be used"):
        schemas.whole(path, SCHEMAS)


@pytest.mark.parametrize("known", [SCHEMAS, by_id("application-response-2.1")], ids=lambda known: known.id)
def test_both_engines_read_the_known_files(known: Release) -> None:
    for name in dict(known.schemas).values():
        path = files_of(known)[name]
        assert schemas.schema_of(name, known) is schemas.schema_of(name, known)
        assert xsd._xmlschema(path, known).target_namespace in NAMESPACE_OF.values()
    assert re.fullmatch(r"libxml2 \d+\.\d+\.\d+", xsd.engine_name())
