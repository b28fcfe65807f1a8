"""The page of the rules: every rule of every release, our own sentences and nobody else's."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from ubltools.rule_table import HEADINGS, RuleRow, _natural, _table, page, rows
from ubltools.validation import schematron
from ubltools.validation.inventory import texts
from ubltools.validation.release import Release, files_of, releases

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
    """As the package has it, a sentence of five words or more; shorter ones there may be that we say too."""
    written = " ".join(page().split())
    installed = schematron.read(files_of(known)[known.rules or ""])
    whole = {
        "".join(part if isinstance(part, str) else "..." for part in check.message)
        for check in installed.asserts()
    }
    sentences = {re.sub(r"^\[[\w-]+\]\s*-?\s*", "", text) for text in whole if len(text.split()) > 4}
    assert len(sentences) > 100
    assert [sentence for sentence in sentences if " ".join(sentence.split()) in written] == []


def test_rules_that_do_not_speak_in_our_words_have_no_sentence() -> None:
    said = {row.rule: row.what for row in rows(lambda release: release.package is not None)}
    assert said["BR-FR-05_BT-22-1"] == said["BR-FREXT-CO-10"] == said["BR-CO-25"] == ""
    assert said["BR-CO-14"] == "The total VAT is not what the VAT amounts of the VAT breakdown add up to."
    ours = rows(lambda release: release.id == "en16931-1.3.16")
    assert [row.rule for row in ours if not row.what] == []


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
    silent = RuleRow("BR-1", "fatal", ("one",), "", "", "Do it.")
    assert _table([silent]).splitlines()[0] == "| Rule | Severity | In | To do |"
    assert _table([silent, replace(silent, what="Wrong.")]).splitlines()[0].count("What") == 1
    assert "| Rule | Severity | In | About | What | To do |" in page()
    assert HEADINGS == ("Rule", "Severity", "In", "About", "What", "To do")
