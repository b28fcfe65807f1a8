import json
from datetime import date

import pytest

from tests.orders import COMPANY, ORDER, SAMPLES, line, order, text
from ubltools.finding import LayerState, Severity
from ubltools.sendxml import HEADERS, PRODUCTION, SANDBOX, body_of, presend

SENDABLE = ["order", "order-allowances", "order-credit-note", "order-reverse-charge", "order-self-billing"]


def states(report) -> dict[str, str]:
    return {layer.name: str(layer.state) for layer in report.layers}


def fatal(**changes) -> dict[str, str | None]:
    """rule -> JSON path of the fatal findings."""
    report = presend(text(order(**changes)), company=COMPANY).report
    return {each.rule: each.location.json_path for each in report.reaching(Severity.FATAL)}


@pytest.mark.parametrize("name", SENDABLE)
def test_the_samples_may_be_sent(name):
    result = presend((SAMPLES / f"{name}.json").read_bytes(), company=COMPANY)
    assert result.report.ok, result.report.findings
    assert states(result.report) == dict.fromkeys(("order", "xsd", "en16931", "peppol", "billit"), "passed")
    assert all(layer.rules_fired for layer in result.report.layers[2:])


def test_the_body_is_the_ubl_as_one_json_text():
    result = presend(text(order(Comments='5 "stuks" \\ €\nnieuwe regel')), company=COMPANY)
    assert result.body is not None
    assert json.loads(result.body) == {"XML": result.ubl}
    assert result.body.decode("utf-8").startswith('{"XML": "<?xml version=\\"1.0\\"')


def test_the_body_has_no_line_breaks_of_its_own():
    assert b"\n" not in body_of("<a>\n</a>")


def test_a_refused_order_has_no_body():
    result = presend((SAMPLES / "order-refused.json").read_bytes(), company=COMPANY)
    assert result.body is None
    assert result.report.exit_code() == 1


def test_an_order_without_ubl_skips_the_other_layers():
    result = presend(text(order(OrderType="Offer")), company=COMPANY)
    assert (result.ubl, result.body) == (None, None)
    assert states(result.report) == {
        "order": "failed",
        "xsd": "skipped",
        "en16931": "skipped",
        "peppol": "skipped",
        "billit": "skipped",
    }


def test_a_warning_does_not_stop_the_sending():
    result = presend(text(order(Reference=None, OrderTitle=None)), company=COMPANY)
    assert result.body is not None
    assert [each.severity for each in result.report.findings] == [Severity.WARNING, Severity.INFO]


def customer(**changes):
    return {"Customer": {**ORDER["Customer"], **changes}}


def attached(**file):
    return {"Attachments": [{"FileName": "a.pdf", "FileContent": "QUJD", **file}]}


ADDRESS = "$.Customer.Addresses[AddressType=InvoiceAddress]"
BE_IN_CBE = [{"IdentifierType": "CBE", "Identifier": "BE0888444477"}]


@pytest.mark.parametrize(
    ("changes", "rule", "path"),
    [
        ({"OrderLines": [line(rate=None)]}, "UBLT-ORDER-MISSING", "$.OrderLines[0].VATPercentage"),
        ({"OrderLines": [line(Description=None)]}, "BR-25", "$.OrderLines[0].Description"),
        (
            {"OrderLines": [line(CustomFields={"PeppolUnitCode": "STUK"})]},
            "BR-CL-23",
            "$.OrderLines[0].CustomFields.PeppolUnitCode",
        ),
        ({"OrderNumber": None}, "UBLT-XSD", "$.OrderNumber"),
        ({"Currency": "EURO"}, "BR-CL-04", "$.Currency"),
        (customer(Identifiers=None, VATNumber=None), "PEPPOL-EN16931-R010", "$.Customer.Identifiers"),
        (customer(Name=None), "BR-07", "$.Customer.Name"),
        (customer(Addresses=None), "BR-10", ADDRESS),
        (customer(Identifiers=BE_IN_CBE), "PEPPOL-COMMON-R043", "$.Customer.Identifiers[0].Identifier"),
        (customer(VATNumber="BE0888444478"), "BILLIT-VAT-NUMBER", "$.Customer.VATNumber"),
        (customer(PeppolIdentifier="9925:0888444477"), "BILLIT-VAT-SCHEME", "$.Customer.PeppolIdentifier"),
        ({"BusinessProcessType": "S1"}, "BILLIT-FRANCE-PA", "$.BusinessProcessType"),
        ({"Supplier": ORDER["Customer"]}, "UBLT-OTHER-COMPANY", "$.Supplier.VATNumber"),
        (
            {"OrderDirection": "Cost", "Supplier": ORDER["Customer"]},
            "UBLT-NOT-SENDABLE",
            "$.OrderDirection",
        ),
        ({"OrderLines": []}, "UBLT-NO-LINES", "$.OrderLines"),
        (attached(MimeType="application/x"), "BR-CL-24", "$.Attachments[0].MimeType"),
        (attached(FileContent="%%%"), "UBLT-FILE-DAMAGED", "$.Attachments[0].FileContent"),
    ],
)
def test_what_is_wrong_names_the_field_of_the_order(changes, rule, path):
    found = fatal(**changes)
    assert rule in found
    assert found[rule] == path


FROM_FRANCE = {**COMPANY, "Addresses": [{**COMPANY["Addresses"][0], "CountryCode": "FR"}]}
TO_FRANCE = customer(Addresses=[{**ORDER["Customer"]["Addresses"][0], "CountryCode": "FR"}])


@pytest.mark.parametrize(
    ("changes", "company", "rule", "path"),
    [
        ({"PaymentReference": "012362361526"}, COMPANY, "BILLIT-PAYMENT-REFERENCE", "$.PaymentReference"),
        (
            customer(PeppolIdentifier="0208:2000000042"),
            COMPANY,
            "BILLIT-ENTERPRISE-NUMBER",
            "$.Customer.PeppolIdentifier",
        ),
        ({}, {**COMPANY, "VATNumber": "BE0437295993"}, "BILLIT-VAT-NUMBER", "company.VATNumber"),
        (TO_FRANCE, FROM_FRANCE, "BILLIT-FRANCE-DOMESTIC", "$.BusinessProcessType"),
        ({}, COMPANY, "BILLIT-NO-PDF", "$"),
    ],
)
def test_what_billit_would_not_take_names_the_field_of_the_order(changes, company, rule, path):
    report = presend(text(order(**changes)), company=company).report
    layer = next(each for each in report.layers if each.name == "billit")
    assert {each.rule: each.location.json_path for each in layer.findings}[rule] == path


def test_one_wrong_number_is_said_once():
    """It is the endpoint, too, when there is no other."""
    report = presend(
        text(order(**customer(VATNumber="BE0888444478", Identifiers=None))), company=COMPANY
    ).report
    assert [each.rule for each in report.reaching(Severity.FATAL)] == ["BILLIT-VAT-NUMBER"]


def test_a_pdf_goes_along():
    report = presend(text(order(**attached(MimeType="application/pdf"))), company=COMPANY).report
    assert report.findings == ()


def test_reverse_charge_without_a_number_of_the_buyer():
    gln = {"IdentifierType": "GLN", "Identifier": "5430003732007"}
    found = fatal(
        **customer(VATNumber=None, Identifiers=[gln]), OrderLines=[line(rate="0", VentilationCode="21")]
    )
    assert found["BR-AE-02"] == "$.Customer.VATNumber"


def test_every_finding_has_a_place_and_says_what_to_do():
    report = presend((SAMPLES / "order-refused.json").read_bytes(), company=COMPANY).report
    for each in report.findings:
        assert each.message.strip() and each.location.json_path
        if each.location.xpath:
            assert each.location.line


def test_the_rules_of_another_day():
    result = presend(text(order()), company=COMPANY, on=date(2020, 1, 1))
    assert result.body is None
    assert result.report.exit_code() == 4
    peppol = next(each for each in result.report.layers if each.name == "peppol")
    assert (peppol.state, peppol.release) == (LayerState.ERROR, None)


def test_where_to_send_it():
    assert (SANDBOX, PRODUCTION) == (
        "https://api.sandbox.billit.be/v1/peppol/sendxml",
        "https://api.billit.be/v1/peppol/sendxml",
    )
    assert set(HEADERS) == {"Content-Type", "ApiKey", "PartyID"}
