"""The verdict of today and the one of the releases that come next, of one document in one run."""

from datetime import date
from pathlib import Path

import pytest

from tests.foreign import check, schematron
from tests.invoices import invoice
from tests.shelves import TODAY, put, shelf, toml
from ubltools.errors import NotXml, ReleaseUnknown
from ubltools.finding import LayerState, Report
from ubltools.names import BILLING, SELF_BILLING
from ubltools.validation.engine import validate
from ubltools.validation.outlook import Outlook, validate_twice

__all__ = ["shelf"]

NOW = schematron(check("OLD", "cbc:ID != '2026-17'", "warning"), check("STAYS", "false()", "warning"))
THEN = schematron(check("NEW", "cbc:ID != '2026-17'"), check("STAYS", "false()", "warning"))


@pytest.fixture
def releases(shelf: Path) -> Path:
    """Two releases of rules; there is no schema and no EN 16931, so those layers do not run."""
    put(shelf, "r21", toml("r21", "2026-08-24", rules=NOW), NOW)
    put(shelf, "r22", toml("r22", "2027-02-24", "preview = true", rules=THEN), THEN)
    return shelf


def state(report: Report, name: str) -> LayerState:
    return next(layer.state for layer in report.layers if layer.name == name)


def ids(outlook: Outlook) -> tuple[list[str], list[str]]:
    return [each.rule for each in outlook.new], [each.rule for each in outlook.gone]


def test_two_verdicts(releases: Path) -> None:
    today, outlook = validate_twice(invoice(), name="x.xml", on=TODAY)
    assert state(today, "peppol") is LayerState.PASSED
    assert outlook.report is not None
    assert state(outlook.report, "peppol") is LayerState.FAILED
    assert [release.id for release in outlook.releases] == ["r22"]
    assert (outlook.since, outlook.preview) == (date(2027, 2, 24), True)
    assert ids(outlook) == (["NEW"], ["OLD"])
    assert today == _without_seconds(validate(invoice(), name="x.xml", on=TODAY), like=today)


def _without_seconds(report: Report, like: Report) -> Report:
    """The report with the times of another, which no two runs share."""
    from dataclasses import replace

    pairs = zip(report.layers, like.layers, strict=True)
    return replace(report, layers=tuple(replace(one, seconds=other.seconds) for one, other in pairs))


def test_release_next_is_the_second_one_alone(releases: Path) -> None:
    report = validate(invoice(), on=TODAY, release="next")
    layer = next(layer for layer in report.layers if layer.name == "peppol")
    assert (layer.release, layer.state) == ("r22", LayerState.FAILED)
    assert layer.chosen == "comes next, on 2027-02-24, and is a preview that may still change"


def test_where_nothing_comes_next_it_is_said(releases: Path) -> None:
    after = date(2027, 2, 24)
    (releases / "r22" / "release.toml").write_text(toml("r22", "2027-02-24", rules=THEN), encoding="utf-8")
    with pytest.raises(ReleaseUnknown, match="comes after those of 2027-02-24"):
        validate(invoice(), on=after, release="next", layers=["peppol"])


def test_an_outlook_without_a_release() -> None:
    """On a day so late that no release can come after it."""
    document, after = invoice((BILLING, SELF_BILLING)), date(2099, 1, 1)
    today, outlook = validate_twice(document, on=after)
    assert state(today, "xsd") is LayerState.PASSED
    assert (outlook.report, outlook.releases, outlook.since, outlook.preview) == (None, (), None, False)
    assert "comes after those of 2099-01-01" in (outlook.reason or "")


def test_an_unknown_document_has_no_outlook(releases: Path) -> None:
    for document in (b"<a/>", invoice((BILLING, "urn:other"))):
        today, outlook = validate_twice(document, on=TODAY)
        assert today.exit_code() == 4
        assert outlook.report is None and outlook.reason


def test_what_is_no_xml_is_an_error(releases: Path) -> None:
    with pytest.raises(NotXml):
        validate_twice(b"{}", on=TODAY)


def test_a_schema_that_refuses_keeps_the_rules_from_both() -> None:
    bad = invoice((">21.00</cbc:TaxAmount>", ">21,00</cbc:TaxAmount>"))
    today, outlook = validate_twice(bad, on=TODAY)
    assert today.exit_code() == 1
    assert outlook.report is None and outlook.reason


def test_the_same_finding_twice_counts_twice(shelf: Path) -> None:
    twice = schematron(check("OLD", "cbc:ID != '2026-17'", "warning"), check("STAYS", "false()", "warning"),
                       check("OLD", "false()", "warning"))  # fmt: skip
    put(shelf, "r21", toml("r21", "2026-08-24", rules=NOW), NOW)
    put(shelf, "r22", toml("r22", "2027-02-24", rules=twice), twice)
    _, outlook = validate_twice(invoice(), on=TODAY)
    assert ids(outlook) == (["OLD"], [])
