"""Two releases over the same documents: what differs is exactly what their rules make different."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.foreign import check, schematron
from tests.shelves import own, put, shelf, toml
from ubltools.errors import ConfigurationError, EngineError
from ubltools.finding import Severity
from ubltools.names import CBC, CREDIT_NOTE, INVOICE
from ubltools.validation.comparing import Comparison, Difference, Mark, RuleLists, compare, differences
from ubltools.validation.release import by_id

__all__ = ["own", "shelf"]

FATAL, WARNING = Severity.FATAL, Severity.WARNING
A = schematron(
    check("SAME", "cbc:ID"), check("GONE", "cbc:ID"), check("SOFT", "cbc:ID"), check("SUM", "cbc:ID + 1 gt 0")
)
B = schematron(
    check("SAME", "cbc:ID"),
    check("SOFT", "cbc:ID", "warning"),
    check("SUM", "true()"),
    check("NEW", "not(cbc:Note)"),
)


def document(*elements: str, uri: str = INVOICE, root: str = "Invoice") -> bytes:
    content = "".join(f"<b:{each}>{each}</b:{each}>" for each in elements)
    return f'<{root} xmlns="{uri}" xmlns:b="{CBC}">{content}</{root}>'.encode()


DOCUMENTS = {
    "empty": document(),
    "id": document("ID"),
    "note": document("ID", "Note"),
    "credit": document(uri=CREDIT_NOTE, root="CreditNote"),
    "torn": b"<Invoice",
}


@pytest.fixture
def outcome(shelf: Path) -> Comparison:
    for identity, rules in (("a", A), ("b", B)):
        put(shelf, identity, toml(identity, "2026-08-24", rules=rules), rules)
    return compare(by_id("a"), by_id("b"), DOCUMENTS, DOCUMENTS.__getitem__)


def test_what_differs(outcome: Comparison) -> None:
    assert outcome.differing == {
        "empty": (
            Difference(Mark("GONE", FATAL), 1, 0),
            Difference(Mark("SOFT", FATAL), 1, 0),
            Difference(Mark("SOFT", WARNING), 0, 1),
            Difference(Mark("SUM", FATAL), 1, 0),
        ),
        "id": (Difference(Mark("SUM", FATAL, unevaluated=True), 1, 0),),
        "note": (
            Difference(Mark("NEW", FATAL), 0, 1),
            Difference(Mark("SUM", FATAL, unevaluated=True), 1, 0),
        ),
    }
    assert outcome.same == []


def test_what_the_releases_have(outcome: Comparison) -> None:
    assert outcome.lists == RuleLists(("GONE",), ("NEW",), ("SOFT",))


def test_what_cannot_be_compared_is_said(outcome: Comparison) -> None:
    assert outcome.left_out == {"credit": "not a document that a and b is for"}
    assert list(outcome.unreadable) == ["torn"]


def test_rule_by_rule(outcome: Comparison) -> None:
    assert list(outcome.by_rule()) == [
        (Mark("GONE", FATAL), 1, 1, 0),
        (Mark("NEW", FATAL), 1, 0, 1),
        (Mark("SOFT", FATAL), 1, 1, 0),
        (Mark("SOFT", WARNING), 1, 0, 1),
        (Mark("SUM", FATAL), 1, 1, 0),
        (Mark("SUM", FATAL, unevaluated=True), 2, 2, 0),
    ]


def test_a_release_is_the_same_as_itself(shelf: Path) -> None:
    put(shelf, "a", toml("a", "2026-08-24", rules=A), A)
    outcome = compare(by_id("a"), by_id("a"), DOCUMENTS, DOCUMENTS.__getitem__)
    assert (outcome.same, outcome.differing) == (["empty", "id", "note"], {})
    assert outcome.lists == RuleLists((), (), ())


def test_a_file_that_cannot_be_read_stops_nothing(shelf: Path) -> None:
    put(shelf, "a", toml("a", "2026-08-24", rules=A), A)

    def read(name: str) -> bytes:
        if name == "gone":
            raise ConfigurationError("gone cannot be read.")
        return DOCUMENTS[name]

    outcome = compare(by_id("a"), by_id("a"), ["gone", "id"], read)
    assert (outcome.unreadable, outcome.same) == ({"gone": "gone cannot be read."}, ["id"])


def test_a_release_without_rules_cannot_be_compared() -> None:
    with pytest.raises(EngineError, match="names no rule file"):
        compare(by_id("ubl-2.1"), by_id("ubl-2.1"), [], DOCUMENTS.__getitem__)


MARKS = st.builds(Mark, st.sampled_from("AB"), st.sampled_from(list(Severity)), st.booleans())
COUNTS = st.dictionaries(MARKS, st.integers(1, 3)).map(Counter)


@given(COUNTS, COUNTS)
def test_differences_are_all_and_only_those(left: Counter[Mark], right: Counter[Mark]) -> None:
    found = differences(left, right)
    assert bool(found) == (left != right)
    back = Counter(left)
    for each in found:
        assert each.left != each.right
        back[each.mark] += each.right - each.left
    assert +back == +right
    assert [(each.mark, each.right, each.left) for each in differences(right, left)] == [
        (each.mark, each.left, each.right) for each in found
    ]
