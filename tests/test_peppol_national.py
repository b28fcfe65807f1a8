"""Every national Peppol rule, firing and silent, on the cases of its country.

The documents and what is expected of them stand in peppol_cases_<country>.py, one file a country.
"""

import importlib
from collections import defaultdict
from pathlib import Path

import pytest

from tests.peppol import BILLING, Case, fired, schema

FAMILIES = ("DE", "DK", "GR", "IS", "IT", "NL", "NO", "SE")


def cases_of(family: str) -> list[Case]:
    """The cases of a country: rule, how often it fires, document, releases."""
    return list(importlib.import_module(f"tests.peppol_cases_{family.lower()}").CASES)


def rules_of(family: str) -> set[str]:
    return {check.id for check in schema(BILLING).asserts() if check.id.startswith(f"{family}-")}


ALL = [
    pytest.param(rule, count, document, id=f"{rule}-{count}-{number}")
    for path in sorted(Path(__file__).parent.glob("peppol_cases_??.py"))
    for number, (rule, count, document, _) in enumerate(cases_of(path.stem[-2:]))
]


@pytest.mark.parametrize(("rule", "count", "document"), ALL)
def test_rule(rule: str, count: int, document: str) -> None:
    found = fired(document)
    assert found[rule] == count
    assert rule.endswith("!") or not found[rule + "!"]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_rule_is_seen_firing_and_silent(family: str) -> None:
    seen: dict[str, set[bool]] = defaultdict(set)
    for rule, count, _, releases in cases_of(family):
        assert releases == "billing", rule
        seen[rule.removesuffix("!")].add(count > 0 and not rule.endswith("!"))
    assert {rule for rule in seen if seen[rule] == {True, False}} == rules_of(family)
