"""The page of the rules: every rule of every release, our own sentences and nobody else's."""

from pathlib import Path

import pytest

from ubltools.rule_table import HEADINGS, _natural, page, rows
from ubltools.validation.inventory import texts
from ubltools.validation.release import Release, releases

DOCS = Path(__file__).parent.parent / "docs"

WITH_RULES = [each for each in releases() if each.rules]


def test_the_page_is_current() -> None:
    assert (DOCS / "rules.md").read_text("utf-8") == page(), "run .ci/make_docs.py"


@pytest.mark.parametrize("known", WITH_RULES, ids=lambda known: known.id)
def test_every_rule_has_a_row_and_stands_on_the_page(known: Release) -> None:
    shown = {row.rule for row in rows(lambda _: True) if known.id in row.releases}
    assert shown == set(texts(known))
    written = page()
    assert [rule for rule in shown if f"| {rule} |" not in written] == []


@pytest.mark.parametrize("known", [each for each in WITH_RULES if each.package], ids=lambda known: known.id)
def test_no_sentence_of_others_is_on_the_page(known: Release) -> None:
    """A sentence of five words or more; of shorter ones there may be some that we say too."""
    written = " ".join(page().split())
    sentences = {
        message for text in texts(known).values() for message in text.messages if len(message.split()) > 4
    }
    assert len(sentences) > 100
    assert [sentence for sentence in sentences if " ".join(sentence.split()) in written] == []
    assert all(row.what == "" for row in rows(lambda release: release == known))


def test_a_rule_that_releases_share_has_one_row() -> None:
    shared = [row for row in rows(lambda _: True) if row.rule == "PEPPOL-COMMON-R043"]
    billing = next(row for row in shared if "peppol-billing-3.0.21" in row.releases)
    assert "peppol-selfbilling-3.0.2" in billing.releases
    assert billing.what and billing.to_do and "BT-49 Buyer electronic address" in billing.about


def test_rules_are_sorted_as_people_count() -> None:
    assert sorted(["R-10", "R-9", "Q-1", "R-2-10", "R-2-9"], key=_natural) == [
        "Q-1",
        "R-2-9",
        "R-2-10",
        "R-9",
        "R-10",
    ]


def test_a_table_has_no_empty_column() -> None:
    """The rules of EN 16931 have no sentence here, so there is no column for it."""
    _, _, section = page().partition("## EN 16931\n")
    assert section.splitlines()[1] == "| Rule | Severity | In | About | To do |"
    assert "| Rule | Severity | In | About | What | To do |" in page()
    assert HEADINGS == ("Rule", "Severity", "In", "About", "What", "To do")
