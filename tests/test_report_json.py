"""The JSON report: the contract of its keys, and that nothing gets lost."""

import json
import os
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ubltools.finding import REPORT_SCHEMA, Finding, Layer, LayerState, Location, Report, Severity
from ubltools.report import json as report_json

GOLDEN = Path(__file__).parent / "golden" / "report_refused.json"

LOCATIONS = st.builds(Location, xpath=..., line=..., json_path=..., term=...)
FINDINGS = st.builds(Finding, location=LOCATIONS, hint=..., terms=...)
LAYERS = st.builds(
    Layer,
    release=...,
    seconds=st.floats(0, 600),
    rules_fired=...,
    findings=st.lists(FINDINGS, max_size=3).map(tuple),
    reason=...,
    chosen=...,
    sha256=...,
    engine=...,
    coverage=...,
)
REPORTS = st.builds(Report, layers=st.lists(LAYERS, max_size=3).map(tuple))


def _refused() -> Report:
    """A document with one fatal finding, and a layer that was not run because of it."""
    fatal = Finding(
        "BR-CO-09",
        Severity.FATAL,
        "The VAT number 0563846944 does not start with a country code.",
        Location(
            "/Invoice/cac:AccountingCustomerParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID",
            56,
            None,
            "BT-48",
        ),
        "Write the country prefix: BE0563846944.",
        ("BT-31", "BT-48", "BT-63"),
    )
    bare = Finding(
        "UBLT-FILLED", Severity.INFO, "La r\u00e9f\u00e9rence est remplie.", Location(json_path="$.Reference")
    )
    return Report(
        "order.json",
        (
            Layer("order", LayerState.PASSED, seconds=0.0012345678, findings=(bare,)),
            Layer(
                "en16931", LayerState.FAILED, "1.3.16", 0.25, 312, (fatal,), engine="native", sha256="0f" * 32
            ),
            Layer(
                "peppol",
                LayerState.SKIPPED,
                "Peppol BIS Billing 3.0.21",
                reason="an earlier layer failed",
                chosen="in force since 2026-08-24",
                coverage="national rules not included",
            ),
        ),
    )


def _read(finding: dict[str, Any]) -> Finding:
    return Finding(
        finding["rule"],
        Severity(finding["severity"]),
        finding["message"],
        Location(**finding["location"]),
        finding["hint"],
        tuple(finding.get("terms", ())),
    )


def test_golden() -> None:
    rendered = report_json.render(_refused())
    if os.environ.get("UBLTOOLS_UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(rendered, encoding="utf-8", newline="\n")
    assert rendered == GOLDEN.read_text(encoding="utf-8")


@given(REPORTS)
def test_no_finding_is_lost(report: Report) -> None:
    read = json.loads(report_json.render(report))
    assert [_read(finding) for layer in read["layers"] for finding in layer["findings"]] == list(
        report.findings
    )
    assert [layer["state"] for layer in read["layers"]] == [layer.state.value for layer in report.layers]
    assert read["ok"] is report.ok
    assert (read["schema"], read["document"]) == (REPORT_SCHEMA, report.document)


@given(REPORTS)
def test_both_forms_say_the_same(report: Report) -> None:
    line = report_json.render_line(report)
    assert line.count("\n") == 1
    assert line.endswith("\n")
    assert line.isascii()
    assert json.loads(line) == json.loads(report_json.render(report)) == report_json.to_object(report)


@given(LAYERS)
def test_keys_stand_in_a_fixed_order(layer: Layer) -> None:
    everything = ["name", "release", "state", "rules_fired", "seconds"]
    everything += ["chosen", "reason", "sha256", "engine", "coverage", "findings"]
    (shown,) = report_json.to_object(Report("x", (layer,)))["layers"]
    optional = {"chosen", "reason", "sha256", "engine", "coverage"}
    assert list(shown) == [
        key for key in everything if key not in optional or getattr(layer, key) is not None
    ]
    for finding in shown["findings"]:
        assert list(finding)[:5] == ["rule", "severity", "message", "hint", "location"]
        assert list(finding["location"]) == ["xpath", "line", "json_path", "term"]


def test_time_is_rounded_to_microseconds() -> None:
    layer = Layer("xsd", LayerState.PASSED, seconds=0.123456789)
    assert report_json.to_object(Report("x", (layer,)))["layers"][0]["seconds"] == 0.123457


def test_a_file_name_that_is_not_unicode_does_no_harm() -> None:
    name = b"caf\xe9.xml".decode("utf-8", "surrogateescape")
    assert json.loads(report_json.render_line(Report(name)).encode("ascii"))["document"] == name
