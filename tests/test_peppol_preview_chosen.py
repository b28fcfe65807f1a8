"""When the preview of BIS Billing 3.0.22 counts: by name and as what comes next, never by a date.

What it says of documents is in test_peppol_preview.py. Here whole documents go through all layers.
"""

import json
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.invoices import VALID, invoice
from tests.orders import SAMPLES
from tests.peppol import BILLING, PREVIEW, SELF_BILLING
from ubltools import cli
from ubltools.finding import Layer, LayerState, Report
from ubltools.names import BILLING as SPECIFICATION
from ubltools.names import BILLING_PROFILE, Kind
from ubltools.names import SELF_BILLING as SELF_SPECIFICATION
from ubltools.names import SELF_BILLING_PROFILE as SELF_PROFILE
from ubltools.validation.engine import validate
from ubltools.validation.outlook import validate_twice
from ubltools.validation.release import by_id
from ubltools.validation.selection import coming, select

TODAY, ITS_DAY = date(2026, 11, 24), date(2027, 2, 24)
KINDS = (Kind.INVOICE, Kind.CREDIT_NOTE)
BEFORE = f"in force since 2026-08-24 until {PREVIEW}, a preview, takes over on 2027-02-24"
AFTER = f"in force since 2026-08-24; {PREVIEW}, a preview, was due on 2027-02-24 and is not confirmed"
PAYEE = (  # without its company number
    "<cac:PayeeParty><cac:PartyName><cbc:Name>Bank</cbc:Name></cac:PartyName><cac:PartyLegalEntity>"
    "<cbc:RegistrationName>Bank</cbc:RegistrationName></cac:PartyLegalEntity></cac:PayeeParty>"
)
# Each is all right today and not any more then; by the rule that refuses it.
REFUSED_THEN = {
    "PEPPOL-COMMON-R043": invoice(
        ('<cbc:EndpointID schemeID="9925">BE0563846944', '<cbc:EndpointID schemeID="0208">2000000042')
    ),
    "PEPPOL-COMMON-R040": invoice(
        ('<cbc:EndpointID schemeID="9925">BE0563846944', '<cbc:EndpointID schemeID="0088">12345670')
    ),
    "PEPPOL-EN16931-R255": invoice(("<cac:TaxTotal>", f"{PAYEE}<cac:TaxTotal>")),
}


@given(st.dates(date(2026, 8, 24), date(2100, 1, 1)), st.sampled_from(KINDS))
def test_no_date_chooses_it(day: date, kind: Kind) -> None:
    assert not select("peppol", kind, SPECIFICATION, BILLING_PROFILE, day).release.preview


def test_its_own_days_do_not_choose_it_either() -> None:
    release = by_id(PREVIEW)
    assert (release.preview, release.published, release.mandatory_from) == (True, date(2026, 11, 23), ITS_DAY)
    for day in (date(2026, 11, 23), ITS_DAY, date(2027, 2, 25)):
        for kind in KINDS:
            found = select("peppol", kind, SPECIFICATION, BILLING_PROFILE, day)
            assert found.release.id == BILLING
            assert found.reason == (AFTER if day >= ITS_DAY else BEFORE)


def test_it_is_what_comes_next() -> None:
    for day in (TODAY, ITS_DAY, date(2027, 6, 1)):
        for kind in KINDS:
            found = coming("peppol", kind, SPECIFICATION, BILLING_PROFILE, day)
            assert found is not None and found.release.id == PREVIEW
            assert found.reason == "comes next, on 2027-02-24, and is a preview that may still change"


def test_it_is_not_for_self_billing() -> None:
    for kind in KINDS:
        assert select("peppol", kind, SELF_SPECIFICATION, SELF_PROFILE, TODAY).release.id == SELF_BILLING
        assert coming("peppol", kind, SELF_SPECIFICATION, SELF_PROFILE, TODAY) is None


def layer(report: Report) -> Layer:
    return next(each for each in report.layers if each.name == "peppol")


def test_by_name_it_is_run_and_the_report_says_what_it_is() -> None:
    found = layer(validate(VALID.encode(), release=PREVIEW, on=TODAY))
    assert (found.release, found.state, found.findings) == (PREVIEW, LayerState.PASSED, ())
    assert found.chosen == "asked for by name (a preview)"
    assert found.coverage and "preview" in found.coverage


def test_next_is_run_too() -> None:
    found = layer(validate(VALID.encode(), release="next", on=TODAY))
    assert (found.release, found.state) == (PREVIEW, LayerState.PASSED)


@pytest.mark.parametrize("rule", REFUSED_THEN)
def test_valid_today_and_refused_then(rule: str) -> None:
    today, outlook = validate_twice(REFUSED_THEN[rule], on=TODAY)
    assert (layer(today).release, today.ok) == (BILLING, True)
    assert layer(today).chosen == BEFORE
    assert [each.rule for each in outlook.new] == [rule]
    assert (outlook.gone, outlook.since, outlook.preview) == ((), ITS_DAY, True)


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.xml")), ids=lambda path: path.name)
def test_what_is_sound_today_stays_sound(sample: Path) -> None:
    today, outlook = validate_twice(sample.read_bytes(), on=TODAY)
    if today.ok and outlook.report:
        assert outlook.report.ok
        assert not outlook.new


def test_the_command_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "invoice.xml"
    path.write_bytes(REFUSED_THEN["PEPPOL-EN16931-R255"])

    def run(*arguments: str) -> tuple[object, str]:
        monkeypatch.setattr(sys, "argv", ["ubltools", "validate", str(path), "--on", str(TODAY), *arguments])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        return caught.value.code, " ".join(capsys.readouterr().out.split())

    code, said = run("--also-next")
    assert code == 0
    assert "Valid today, refused from 2027-02-24 because of PEPPOL-EN16931-R255." in said
    assert f"Checked with {PREVIEW} (a preview: it may still change)." in said
    code, said = run("--also-next", "--format", "json")
    assert (code, json.loads(said)["next"]["releases"]) == (0, [PREVIEW])
    for release in ("next", PREVIEW):
        code, said = run("--release", release)
        assert code == 1 and f"NOT in it: {PREVIEW}. " in said
