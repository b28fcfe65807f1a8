"""The native engine against Saxon on documents with faults, made by number: same rules, severities, nodes.

UBLTOOLS_MUTANTS says how many (300), UBLTOOLS_MUTANTS_FROM the first number. A difference names the number,
by which the document can be made again: tests.mutants.mutant(number).
"""

import os
from collections import Counter
from itertools import chain

import pytest

from tests.mutants import mutant
from ubltools.finding import Finding, Layer, LayerState
from ubltools.validation.engine import validate
from ubltools.validation.finding_of import RULE_ERROR

FIRST = int(os.environ.get("UBLTOOLS_MUTANTS_FROM", "0"))
COUNT = int(os.environ.get("UBLTOOLS_MUTANTS", "300"))
# Found by longer runs: reasons that differ where an assert cannot be checked; a predicate that fails before
# something that is not there.
KNOWN = (8172, 8307)
_BLOCK = 50


def key(finding: Finding) -> tuple[str | None, ...]:
    """Which rule, how heavy, where; what it says too, unless it could not be checked."""
    said = "" if finding.rule == RULE_ERROR else finding.message
    about = finding.message.split(" could not be checked")[0] if finding.rule == RULE_ERROR else ""
    return finding.rule, finding.severity, finding.location.xpath, said, about


def verdict(layer: Layer) -> tuple[LayerState, int | None, Counter[tuple[str | None, ...]]]:
    return layer.state, layer.rules_fired, Counter(map(key, layer.findings))


def layers(data: bytes, engine: str) -> dict[str, Layer]:
    report = validate(data, gate=False, engine=engine)
    return {layer.name: layer for layer in report.layers if layer.name != "xsd"}


def differences(number: int) -> list[str]:
    how, data = mutant(number)
    native, saxon = layers(data, "native"), layers(data, "saxon")
    assert all("native" in (layer.engine or "native") for layer in native.values()), native
    return [
        f"{number} {how}, {name}: {verdict(native[name])} against {verdict(saxon[name])}"
        for name in saxon
        if verdict(native[name]) != verdict(saxon[name])
    ]


@pytest.mark.parametrize("first", range(FIRST, FIRST + COUNT, _BLOCK))
def test_the_engines_agree(first: int) -> None:
    numbers = range(first, min(first + _BLOCK, FIRST + COUNT))
    assert list(chain.from_iterable(map(differences, numbers))) == []


@pytest.mark.parametrize("number", KNOWN)
def test_the_engines_agree_on_what_was_found_before(number: int) -> None:
    assert differences(number) == []
