"""One document through all layers: states, reasons, proof of what ran."""

import logging
from datetime import date
from pathlib import Path

import pytest

from tests.invoices import invoice
from ubltools.errors import ArtefactMissing, ConfigurationError, NotXml, ReleaseUnknown
from ubltools.finding import Finding, Layer, LayerState, Report, Severity
from ubltools.names import APPLICATION_RESPONSE, BILLING, CREDIT_NOTE, SBDH
from ubltools.validation import engine, engines, installed, release, rulebook
from ubltools.validation.engine import validate
from ubltools.validation.release import by_id
from ubltools.xml import parse

TODAY = date(2026, 11, 21)
PASSED, FAILED, SKIPPED, ERROR = LayerState.PASSED, LayerState.FAILED, LayerState.SKIPPED, LayerState.ERROR
BAD_SCHEMA = (">21.00</cbc:TaxAmount>", ">21,00</cbc:TaxAmount>")
BAD_TOTAL = ('EUR">121.00</cbc:PayableAmount>', 'EUR">120.00</cbc:PayableAmount>')


def states(report: Report) -> dict[str, LayerState]:
    return {layer.name: layer.state for layer in report.layers}


def layer(report: Report, name: str) -> Layer:
    return next(each for each in report.layers if each.name == name)


def rules(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings]


def test_a_good_invoice_passes_every_layer_and_the_report_proves_it() -> None:
    report = validate(invoice(), name="good.xml", on=TODAY)
    assert report.ok
    assert (report.document, report.findings, report.exit_code()) == ("good.xml", (), 0)
    assert states(report) == {"xsd": PASSED, "en16931": PASSED, "peppol": PASSED}
    releases = ["ubl-2.1", "en16931-1.3.16", "peppol-billing-3.0.21"]
    assert [each.release for each in report.layers] == releases
    assert [each.sha256 for each in report.layers] == [by_id(identity).fingerprint for identity in releases]
    assert [each.coverage for each in report.layers] == [by_id(identity).coverage for identity in releases]
    assert layer(report, "xsd").rules_fired is None
    for name in ("en16931", "peppol"):
        ran = layer(report, name)
        assert (ran.rules_fired or 0) > 5
        assert (ran.engine or "").startswith("native ")
        assert ran.seconds > 0
    assert layer(report, "en16931").chosen == "in force since 2026-04-10"


def test_bytes_tree_and_file_give_the_same_report(tmp_path: Path) -> None:
    path = tmp_path / "a b, é.xml"
    path.write_bytes(invoice(BAD_TOTAL))
    seen = [validate(each, on=TODAY).findings for each in (path, path.read_bytes(), parse(path.read_bytes()))]
    assert seen[0] == seen[1] == seen[2]
    assert rules(seen[0]) == ["BR-CO-16"]


def test_a_finding_says_what_where_and_what_to_do() -> None:
    (finding,) = validate(invoice(BAD_TOTAL), on=TODAY).findings
    assert finding.severity is Severity.FATAL
    assert finding.message.startswith("The amount due is not the total with VAT")
    assert finding.location.xpath == "/Invoice/cac:LegalMonetaryTotal"
    assert finding.location.line == invoice().decode().split("<cac:LegalMonetaryTotal>")[0].count("\n") + 1
    assert finding.location.term == "BG-22"
    assert finding.hint
    assert "BT-115" in finding.terms


def test_findings_come_in_the_order_of_the_document() -> None:
    spoilt = invoice(
        ('schemeID="9925">BE0563846944', '>BE0563846944'),
        ("<cbc:IdentificationCode>BE<", "<cbc:IdentificationCode>QQ<"),
        BAD_TOTAL,
        ("<cbc:Name>Bench</cbc:Name>", "<cbc:Name> </cbc:Name>"),
    )  # fmt: skip
    report = validate(spoilt, on=TODAY)
    for each in report.layers:
        lines = [finding.location.line or 0 for finding in each.findings]
        assert lines == sorted(lines)
    assert rules(layer(report, "en16931").findings) == ["BR-62", "BR-CL-14", "BR-CO-16", "BR-25"]
    assert validate(spoilt, on=TODAY).findings == report.findings


def test_a_schema_error_closes_the_gate() -> None:
    report = validate(invoice(BAD_SCHEMA, BAD_TOTAL), on=TODAY)
    assert states(report) == {"xsd": FAILED, "en16931": SKIPPED, "peppol": SKIPPED}
    assert "Repair that first" in (layer(report, "peppol").reason or "")
    assert (report.ok, report.exit_code()) == (False, 1)


def test_the_gate_can_be_left_open_and_a_rule_that_cannot_be_checked_is_no_pass() -> None:
    report = validate(invoice(BAD_SCHEMA, BAD_TOTAL), on=TODAY, gate=False)
    assert states(report) == {"xsd": FAILED, "en16931": FAILED, "peppol": PASSED}
    found = layer(report, "en16931").findings
    assert "BR-CO-16" in rules(found)  # the other rules go on
    errors = [finding for finding in found if finding.rule == "UBLT-RULE-ERROR"]
    assert {finding.message.split()[1] for finding in errors} >= {"BR-CO-14", "BR-CO-15"}
    for error in errors:
        assert error.severity is Severity.FATAL
        assert "a value is not the number, date or true/false" in error.message
        assert error.location.line is not None


def test_notices_of_parsing_are_a_layer_of_their_own() -> None:
    report = validate(b"\xef\xbb\xbf" + invoice(), on=TODAY)
    assert report.layers[0].name == "xml"
    assert rules(report.layers[0].findings) == ["UBLT-ENCODING"]
    assert report.ok


def test_an_envelope_does_not_change_the_verdict() -> None:
    inner = invoice(BAD_TOTAL).decode().partition("?>\n")[2]
    wrapped = (
        f'<s:StandardBusinessDocument xmlns:s="{SBDH}"><s:StandardBusinessDocumentHeader/>{inner}'
        "</s:StandardBusinessDocument>"
    )
    report = validate(wrapped.encode(), on=TODAY)
    assert rules(report.findings) == ["UBLT-SBDH-UNWRAPPED", "BR-CO-16"]


@pytest.mark.parametrize("text", ["<Invoice/>", "<a/>", f'<Invoice xmlns="{CREDIT_NOTE}"/>'])
def test_an_unknown_document_is_an_error_and_not_a_pass(text: str) -> None:
    report = validate(text.encode(), on=TODAY)
    assert states(report) == {"xsd": ERROR, "en16931": SKIPPED, "peppol": SKIPPED}
    assert rules(report.findings) == ["UBLT-UNKNOWN-ROOT"]
    assert (layer(report, "xsd").reason or "").startswith("There is no schema for the root")
    assert report.exit_code() == 4


def test_a_response_has_no_en_16931_layer() -> None:
    report = validate(f'<ApplicationResponse xmlns="{APPLICATION_RESPONSE}"/>'.encode(), on=TODAY)
    assert list(states(report)) == ["xsd", "peppol"]
    assert not report.ok


def test_an_unknown_specification_leaves_the_peppol_layer_without_verdict() -> None:
    report = validate(invoice((BILLING, "urn:cen.eu:en16931:2017")), on=TODAY)
    assert states(report) == {"xsd": PASSED, "en16931": PASSED, "peppol": ERROR}
    assert BILLING in (layer(report, "peppol").reason or "")
    assert (report.complete, report.exit_code()) == (False, 4)


def test_before_the_first_known_day_there_is_no_verdict() -> None:
    report = validate(invoice(), on=date(2026, 5, 1))
    assert states(report) == {"xsd": PASSED, "en16931": PASSED, "peppol": ERROR}
    assert "peppol-billing-3.0.21" in (layer(report, "peppol").reason or "")


def test_a_release_can_be_asked_for_by_name() -> None:
    report = validate(invoice(), on=date(2026, 5, 1), release="peppol-billing-3.0.21")
    assert report.ok
    assert layer(report, "peppol").chosen == "asked for by name"
    with pytest.raises(ReleaseUnknown):
        validate(invoice(), release="peppol-billing-9")


def test_rules_that_meet_nothing_have_not_validated() -> None:
    report = validate(b"<a/>", release="en16931-1.3.16", gate=False)
    assert layer(report, "en16931").state is SKIPPED  # an unknown document does not even get there
    job = engine._Job(parse(b"<a/>"), TODAY, by_id("en16931-1.3.16"))
    ran = job.run("en16931")
    assert (ran.state, ran.rules_fired, ran.findings) == (ERROR, 0, ())
    assert (ran.reason or "").startswith("Not validated")


def test_a_missing_artefact_is_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: object) -> None:
        raise ArtefactMissing("The file x is not there.", "Install it.")

    for module in (rulebook, engines):
        monkeypatch.setattr(module, "files_of", missing)
    for cached in (rulebook.schema_of, rulebook.rules_of, engines._built):
        cached.cache_clear()
    report = validate(invoice(), on=TODAY)
    assert states(report) == {"xsd": PASSED, "en16931": ERROR, "peppol": ERROR}
    assert layer(report, "en16931").reason == "The file x is not there. Install it."
    assert layer(report, "en16931").release == "en16931-1.3.16"
    assert report.exit_code() == 4


def test_a_missing_saxon_is_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "version_of", lambda _: None)
    assert validate(invoice(), on=TODAY).ok  # the native engine does without
    report = validate(invoice(), on=TODAY, engine="saxon")
    assert states(report) == {"xsd": PASSED, "en16931": ERROR, "peppol": ERROR}
    assert "saxonche is not installed" in (layer(report, "peppol").reason or "")


def test_what_is_no_xml_is_said_by_an_exception(tmp_path: Path) -> None:
    with pytest.raises(NotXml):
        validate(b"{}")
    with pytest.raises(ConfigurationError, match=r"gone\.xml cannot be read: No such file"):
        validate(tmp_path / "gone.xml")
    with pytest.raises(ConfigurationError, match="cannot be read: Is a directory"):
        validate(tmp_path)


def test_today_is_the_day_without_another(monkeypatch: pytest.MonkeyPatch) -> None:
    class Day(date):
        @classmethod
        def today(cls) -> "Day":
            return cls(2026, 5, 1)

    monkeypatch.setattr(engine, "date", Day)
    assert states(validate(invoice()))["peppol"] is ERROR


def test_nothing_is_logged_or_kept_between_documents(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        good, bad = validate(invoice(), on=TODAY), validate(invoice(BAD_TOTAL), on=TODAY)
        again = validate(invoice(), on=TODAY)
    assert (good.ok, bad.ok, again.ok) == (True, False, True)
    assert caplog.records == []
    assert release.releases() is release.releases()
