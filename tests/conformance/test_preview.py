"""The preview of BIS Billing 3.0.22 on the documents of the corpus: what is not new in it is as in 3.0.21."""

import zipfile
from collections import Counter

import pytest

from tests.conformance.test_peppol import CORPUS, EXPECTED, peppol, rows
from tests.peppol import BILLING, PREVIEW
from tests.test_peppol_preview import CHANGED, DUTCH, NEW_WARNINGS, ONCE
from ubltools.finding import Layer
from ubltools.validation.finding_of import RULE_ERROR

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not EXPECTED.is_file(), reason="no corpus: set UBLTOOLS_CORPUS to its folder"),
]

# Official examples of 3.0.21 that have a GLN of another length, and the one whose seller has no legal entity.
REFUSED_THEN = {
    "base-creditnote-correction.xml": {"PEPPOL-COMMON-R040"},
    "base-example.xml": {"PEPPOL-COMMON-R040"},
    "base-example_profile02.xml": {"PEPPOL-COMMON-R040"},
    "base-negative-inv-correction.xml": {"PEPPOL-COMMON-R040"},
    "sales-order-example.xml": {"PEPPOL-COMMON-R040"},
    "GR-base-example-TaxRepresentative.xml": {"PEPPOL-EN16931-R221"},
}
# A rule that cannot be evaluated is left out too: a code that is allowed now spares P0100 a second look.
NOT_COMPARED = CHANGED | NEW_WARNINGS | set(ONCE) | {"GR-R-001-5", RULE_ERROR}


def shared(layer: Layer) -> Counter[tuple[str, object]]:
    """What fired of the rules that both releases have, without the severity where it has changed."""
    return Counter(
        (each.rule, None if each.rule in DUTCH else each.severity)
        for each in layer.findings
        if each.rule not in NOT_COMPARED
    )


@pytest.mark.parametrize("of", ["peppol-examples", "peppol-unit", "cen-documents", "mutants"])
def test_shared_rules_say_the_same(of: str) -> None:
    seen = 0
    with zipfile.ZipFile(CORPUS / f"{of}.zip") as documents:
        for document, release, _ in rows(of):
            if release == BILLING:
                before, now = (peppol(documents.read(document), each) for each in (BILLING, PREVIEW))
                assert shared(before) == shared(now), document
                seen += 1
    assert seen


def test_official_examples_that_have_to_be_corrected() -> None:
    found: dict[str, set[str]] = {}
    with zipfile.ZipFile(CORPUS / "peppol-examples.zip") as documents:
        for document, *_ in rows("peppol-examples"):
            before, now = (peppol(documents.read(document), each) for each in (BILLING, PREVIEW))
            new = {each.rule for each in now.findings} - {each.rule for each in before.findings}
            found |= {document.rpartition("/")[2]: new} if new else {}
    assert found == REFUSED_THEN
