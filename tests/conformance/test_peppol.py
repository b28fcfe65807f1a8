"""Our Peppol rules against the verdicts of the official artefacts on the documents of the corpus."""

import json
import os
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.peppol import BILLING, SELF_BILLING, schema
from ubltools.finding import Layer, LayerState, Severity
from ubltools.validation.engine import validate
from ubltools.validation.finding_of import RULE_ERROR

CORPUS = Path(os.environ.get("UBLTOOLS_CORPUS") or Path(__file__).parents[2] / "../shared/corpus")
EXPECTED = CORPUS / "expected.jsonl"
SETS = ("peppol-examples", "selfbilling-examples", "peppol-unit", "cen-unit", "cen-documents", "mutants")

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not EXPECTED.is_file(), reason="no corpus: set UBLTOOLS_CORPUS to its folder"),
]


def rows(of: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Document, release and official verdict for every Peppol verdict on a set."""
    with EXPECTED.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            for release, verdict in row["layers"].items():
                if row["document"].startswith(f"{of}/") and release in {BILLING, SELF_BILLING}:
                    yield row["document"], release, verdict


def peppol(document: bytes, release: str) -> Layer:
    report = validate(document, release=release, gate=False)
    return next(layer for layer in report.layers if layer.name == "peppol")


def counted(layer: Layer) -> Counter[str]:
    """What fired how often, warnings marked as the corpus marks them."""
    marks = {Severity.FATAL: "", Severity.WARNING: "~w", Severity.INFO: "~i"}
    return Counter(finding.rule + marks[finding.severity] for finding in layer.findings)


def agrees(layer: Layer, release: str, verdict: dict[str, Any]) -> bool:
    if "!error" in verdict:  # the official artefact gives no verdict; ours must not be a pass
        return layer.state is LayerState.FAILED and any(each.rule == RULE_ERROR for each in layer.findings)
    ours = {check.id for check in schema(release).asserts()}
    expected = {rule: count for rule, count in verdict.items() if rule.removesuffix("~w") in ours}
    return layer.state is not LayerState.ERROR and counted(layer) == expected


@pytest.mark.parametrize("of", SETS)
def test_same_verdict(of: str, capsys: pytest.CaptureFixture[str]) -> None:
    table: Counter[tuple[str, str]] = Counter()
    wrong = []
    with zipfile.ZipFile(CORPUS / f"{of}.zip") as documents:
        for document, release, verdict in rows(of):
            layer = peppol(documents.read(document), release)
            same = agrees(layer, release, verdict)
            table[release, "agree" if same else "differ"] += 1
            if not same:
                wrong.append((document, release, verdict, dict(counted(layer)), layer.reason))
    with capsys.disabled():
        for release in sorted({name for name, _ in table}):
            agree, differ = table[release, "agree"], table[release, "differ"]
            print(f"\n{of:22}{release:26} agree {agree:5}  differ {differ:3}", end="")
    assert table
    assert not wrong
