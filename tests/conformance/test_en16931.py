"""The XSD and EN 16931 layers against the official verdicts on invoices and credit notes of the corpus."""

from collections import Counter
from datetime import date

import pytest

from tests.conformance.corpus import INVOICE_SETS, NEEDS_CORPUS, Row, counted, rows
from ubltools.finding import Layer, LayerState
from ubltools.validation.engine import validate
from ubltools.validation.finding_of import RULE_ERROR

pytestmark = NEEDS_CORPUS

RELEASE = "en16931-1.3.16"
DAY = date(2026, 11, 20)
SIZES = {  # documents in each set, so that an empty or cut corpus is no pass
    "peppol-examples": 13,
    "selfbilling-examples": 9,
    "cen-documents": 46,
    "cen-unit": 1131,
    "peppol-unit": 543,
    "mutants": 1500,
}


def layers(row: Row) -> dict[str, Layer]:
    report = validate(row.read(), name=row.document, on=DAY, gate=False)
    return {layer.name: layer for layer in report.layers}


def xsd_difference(row: Row, layer: Layer) -> str | None:
    said = {LayerState.PASSED: True, LayerState.FAILED: False}.get(layer.state)
    return None if said is row.xsd else f"official {row.xsd}, here {layer.state}"


def rules_difference(row: Row, layer: Layer) -> str | None:
    official, here = row.layers[RELEASE], counted(layer.findings)
    if official.error is not None:  # no official verdict: here it must be told and must not be a pass
        told = layer.state is LayerState.FAILED and here[RULE_ERROR] > 0
        return None if told else f"official aborts ({official.error}), here {layer.state}"
    if layer.state is LayerState.ERROR:
        return f"no verdict: {layer.reason}"
    if here != official.rules:
        return f"only official {dict(official.rules - here)}, only here {dict(here - official.rules)}"
    return None


@pytest.mark.parametrize("of", INVOICE_SETS)
def test_same_verdict(of: str, capsys: pytest.CaptureFixture[str]) -> None:
    table: Counter[tuple[str, str]] = Counter()
    differ = []
    for row in rows(of):
        if RELEASE not in row.layers:
            continue
        ran = layers(row)
        for name, difference in (
            ("xsd", xsd_difference(row, ran["xsd"])),
            ("en16931", rules_difference(row, ran["en16931"])),
        ):
            table[name, "agree" if difference is None else "differ"] += 1
            if difference is not None:
                differ.append((row.document, name, difference))
    with capsys.disabled():
        for name in ("xsd", "en16931"):
            print(
                f"\n{of:22}{name:9} agree {table[name, 'agree']:5}  differ {table[name, 'differ']:3}", end=""
            )
    assert sum(table.values()) == 2 * SIZES[of]
    assert not differ
