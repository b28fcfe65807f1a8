"""Responses through all layers: which rules are taken, what the report says, what is no pass."""

import io
import json
import sys
from datetime import date

import pytest

from tests.invoices import invoice
from tests.response_documents import (
    INVOICE_RESPONSE,
    LEVEL_RESPONSE,
    LEVEL_STATUS,
    MLS,
    T71,
    T111,
    WHOLE,
    attribute,
    changed,
    drop,
    put,
)
from ubltools import cli
from ubltools.errors import EngineError, InputError
from ubltools.finding import LayerState, Report
from ubltools.names import SBDH, Kind
from ubltools.validation.engine import validate
from ubltools.validation.release import by_id
from ubltools.validation.selection import select

TODAY = date(2026, 11, 21)
PASSED, FAILED, SKIPPED, ERROR = LayerState.PASSED, LayerState.FAILED, LayerState.SKIPPED, LayerState.ERROR
CODE = "cac:DocumentResponse/cac:Response/cbc:ResponseCode"
SENDER = "cac:SenderParty/cbc:EndpointID"


def states(report: Report) -> dict[str, LayerState]:
    return {layer.name: layer.state for layer in report.layers}


def enveloped(document: str) -> str:
    head = "<s:StandardBusinessDocumentHeader/>"
    return f'<s:StandardBusinessDocument xmlns:s="{SBDH}">{head}{document}</s:StandardBusinessDocument>'


@pytest.mark.parametrize("release", WHOLE)
def test_a_good_response_passes_and_the_report_proves_it(release: str) -> None:
    report = validate(WHOLE[release].encode(), name="r.xml", on=TODAY)
    assert (report.ok, report.findings, report.exit_code()) == (True, (), 0)
    assert states(report) == {"xsd": PASSED, "peppol": PASSED}
    releases = ["application-response-2.1", release]
    assert [layer.release for layer in report.layers] == releases
    assert [layer.sha256 for layer in report.layers] == [by_id(each).fingerprint for each in releases]
    assert (report.layers[1].rules_fired or 0) >= 6
    assert report.layers[1].coverage is None


@pytest.mark.parametrize("release", WHOLE)
def test_an_envelope_does_not_change_the_verdict(release: str) -> None:
    document = changed(release, put(CODE, "XX"))
    bare, wrapped = (validate(each.encode(), on=TODAY) for each in (document, enveloped(document)))
    assert bare.layers[-1].release == wrapped.layers[-1].release == release
    assert [each.rule for each in wrapped.findings] == [
        "UBLT-SBDH-UNWRAPPED",
        *(each.rule for each in bare.findings),
    ]
    assert bare.findings and not wrapped.ok


def test_a_finding_says_where_and_has_no_business_term_of_an_invoice() -> None:
    (finding,) = validate(changed(T111, put(SENDER, "0202239952")).encode(), on=TODAY).findings
    assert finding.rule == "PEPPOL-COMMON-R043"  # a rule that invoices have too
    assert finding.location.xpath == "/ApplicationResponse/cac:SenderParty/cbc:EndpointID"
    assert finding.location.line == 9
    assert (finding.terms, finding.location.term) == ((), None)
    wrong = ('schemeID="9925">BE0563846944', 'schemeID="0208">0202239952')
    of_invoice = validate(invoice(wrong), on=TODAY).findings
    assert any(each.rule == finding.rule and "BT-34" in each.terms for each in of_invoice)


@pytest.mark.parametrize(
    "specification",
    [
        "urn:fdc:peppol.eu:poacc:trns:order_response:3",
        "urn:fdc:peppol.eu:poacc:trns:mlr:2",
        "urn:peppol:edec:mls:2.0",
        "URN:PEPPOL:EDEC:MLS:1.0",
        "x",
    ],
)
def test_an_unknown_specification_is_no_pass(specification: str) -> None:
    report = validate(changed(MLS, put("cbc:CustomizationID", specification)).encode(), on=TODAY)
    assert states(report) == {"xsd": PASSED, "peppol": ERROR}
    assert f"No rules are known here for the CustomizationID {specification!r}" in (
        report.layers[1].reason or ""
    )
    assert report.exit_code() == 4


def test_no_specification_is_no_pass() -> None:
    report = validate(changed(T71, drop("cbc:CustomizationID")).encode(), on=TODAY)
    assert states(report) == {"xsd": PASSED, "peppol": ERROR}
    assert "has no CustomizationID" in (report.layers[1].reason or "")


def test_rules_are_not_run_on_what_the_schema_refuses() -> None:
    report = validate(changed(T111, drop("cac:SenderParty")).encode(), on=TODAY)
    assert states(report) == {"xsd": FAILED, "peppol": SKIPPED}
    open_gate = validate(changed(T111, drop("cac:SenderParty")).encode(), on=TODAY, gate=False)
    assert [each.rule for each in open_gate.layers[1].findings] == ["PEPPOL-T111-B00105"]


def test_a_warning_does_not_refuse() -> None:
    report = validate(changed(T71, attribute(SENDER, "schemeID", "0106")).encode(), on=TODAY)
    assert report.ok
    assert [each.rule for each in report.findings] == ["PEPPOL-COMMON-R054"]


SPECIFICATIONS = {
    T111: "urn:fdc:peppol.eu:poacc:trns:invoice_response:3",
    T71: "urn:fdc:peppol.eu:poacc:trns:mlr:3",
    MLS: "urn:peppol:edec:mls:1.0",
}


@pytest.mark.parametrize(("release", "specification"), SPECIFICATIONS.items())
def test_the_specification_and_the_day_select_the_release(release: str, specification: str) -> None:
    first = by_id(release).since
    for end in ("", "@urn:x"):
        chosen = select("peppol", Kind.APPLICATION_RESPONSE, specification + end, None, first)
        assert chosen.release.id == release
    with pytest.raises(EngineError, match=f"the earliest are {release}"):
        select(
            "peppol", Kind.APPLICATION_RESPONSE, specification, None, date.fromordinal(first.toordinal() - 1)
        )
    for kind in (Kind.INVOICE, Kind.CREDIT_NOTE):
        with pytest.raises(EngineError, match="No rules are known here for the CustomizationID"):
            select("peppol", kind, specification, None, TODAY)


def test_the_days_from_which_they_count() -> None:
    days = {release: by_id(release).since for release in WHOLE}
    assert days == {T111: date(2026, 8, 24), T71: date(2026, 8, 24), MLS: date(2025, 12, 15)}


@pytest.mark.parametrize(
    ("document", "release", "layer"),
    [
        (INVOICE_RESPONSE.encode(), "peppol-billing-3.0.21", "peppol"),
        (LEVEL_STATUS.encode(), "en16931-1.3.16", "en16931"),
        (LEVEL_RESPONSE.encode(), "ubl-2.1", "xsd"),
        (invoice(), T111, "peppol"),
        (invoice(), T71, "peppol"),
        (invoice(), MLS, "peppol"),
        (invoice(), "application-response-2.1", "xsd"),
    ],
)
def test_rules_of_other_documents_that_are_asked_for_are_no_pass(
    document: bytes, release: str, layer: str
) -> None:
    report = validate(document, on=TODAY, release=release)
    assert states(report)[layer] is ERROR
    assert f"{release} is not for" in (
        next(each for each in report.layers if each.name == layer).reason or ""
    )
    assert not report.findings
    assert report.exit_code() == 4


def test_other_rules_on_responses_can_be_asked_for() -> None:
    report = validate(LEVEL_STATUS.encode(), on=TODAY, release=T71)
    assert "PEPPOL-T71-R001" in [each.rule for each in report.findings]
    assert not report.ok


def test_a_response_is_no_order() -> None:
    from ubltools import from_ubl

    for document in WHOLE.values():
        with pytest.raises(InputError, match="only an Invoice or CreditNote"):
            from_ubl(document.encode())


@pytest.mark.parametrize(
    ("document", "code", "words"),
    [
        (INVOICE_RESPONSE, 0, "OK  standard input"),
        (enveloped(LEVEL_STATUS), 0, "peppol-mls-1.0.1 (in force since 2025-12-15"),
        (changed(T71, put(CODE, "PD")), 1, "FATAL  PEPPOL-T71-B01501"),
        (changed(T111, put("cbc:CustomizationID", "x")), 4, "NOT VALIDATED  standard input"),
    ],
)
def test_the_command(
    document: str, code: int, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for form in ("text", "json"):
        monkeypatch.setattr(
            sys, "argv", ["ubltools", "validate", "-", "--on", "2026-11-21", "--format", form]
        )
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(document.encode())))
        with pytest.raises(SystemExit) as caught:
            cli.main()
        assert caught.value.code == code
        said.append(capsys.readouterr().out)
    assert words in said[0]
    assert "EN 16931" not in said[0] and "en16931" not in said[0]
    assert json.loads(said[1])["ok"] is (code == 0)
