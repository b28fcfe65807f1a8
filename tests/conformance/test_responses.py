"""Responses of the corpus: our schema and rules against the official verdicts, and what a plain run says."""

from collections import Counter
from datetime import date

import pytest

from tests.conformance.corpus import NEEDS_CORPUS, RESPONSE_SETS, Row, counted, rows
from ubltools.finding import LayerState
from ubltools.validation.engine import validate
from ubltools.validation.finding_of import RULE_ERROR

pytestmark = NEEDS_CORPUS

DAY = date(2026, 11, 20)
SCHEMA = "application-response-2.1"
SIZES = {  # documents with a verdict, so that an empty or cut corpus is no pass
    "response-examples": 26,
    "response-unit": 13,
    "response-mutants": 250,
}


def xsd_difference(row: Row) -> tuple[str, str | None]:
    """How our schema compares: agree, differ, and what differs."""
    layer = validate(row.read(), on=DAY).layers[0]
    said = {LayerState.PASSED: True, LayerState.FAILED: False}.get(layer.state)
    if (layer.name, layer.release) != ("xsd", SCHEMA):
        return "differ", f"judged by {layer.name} {layer.release}"
    return ("agree", None) if said is row.xsd else ("differ", f"official {row.xsd}, here {layer.state}")


def rules_difference(row: Row, release: str) -> tuple[str, str | None]:
    """How our rules compare; "error" where the official ones abort: then ours must not pass."""
    layer = next(
        each for each in validate(row.read(), release=release, gate=False).layers if each.release == release
    )
    official, here = row.layers[release], counted(layer.findings)
    if official.error is not None:
        told = layer.state is LayerState.FAILED and here[RULE_ERROR] > 0
        return (
            "error",
            None if told else f"official aborts ({official.error}), here {layer.state} {dict(here)}",
        )
    if layer.state is LayerState.ERROR:
        return "differ", f"no verdict: {layer.reason}"
    if here != official.rules:
        return (
            "differ",
            f"only official {dict(official.rules - here)}, only here {dict(here - official.rules)}",
        )
    return "agree", None


@pytest.mark.parametrize("of", RESPONSE_SETS)
def test_same_verdict(of: str, capsys: pytest.CaptureFixture[str]) -> None:
    table: Counter[tuple[str, str]] = Counter()
    differ = []
    for row in rows(of):
        compared = {name: rules_difference(row, name) for name in row.layers}
        if row.xsd is not None:
            compared[SCHEMA] = xsd_difference(row)
        for name, (outcome, difference) in compared.items():
            table[name, outcome] += 1
            if difference is not None:
                differ.append((row.document, name, difference))
    with capsys.disabled():
        for name in sorted({name for name, _ in table}):
            counts = "".join(
                f"  {outcome} {table[name, outcome]:4}" for outcome in ("agree", "differ", "error")
            )
            print(f"\n{of:22}{name:31}{counts}", end="")
        for each in differ:
            print(f"\n{each}", end="")
    assert table[SCHEMA, "agree"] == sum(table.values()) - table[SCHEMA, "agree"] == SIZES[of]
    assert not differ


@pytest.mark.parametrize("of", RESPONSE_SETS)
def test_a_plain_run_takes_the_right_rules_and_passes_nothing_that_is_refused(of: str) -> None:
    right = 0
    for row in rows(of):
        report = validate(row.read(), on=DAY)
        official = [*row.layers.values()]
        refused = row.xsd is False or any(
            verdict.error or any("~" not in rule for rule in verdict.rules) for verdict in official
        )
        if report.layers[-1].state in {LayerState.PASSED, LayerState.FAILED} and row.layers:
            assert report.layers[-1].release in row.layers, row.document
            right += 1
        assert report.ok is (bool(official) and not refused), row.document
    assert right > 0 or of == "response-unit"  # those are fragments: the schema refuses them all
