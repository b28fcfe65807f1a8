"""What the test cases state of the rules of each release, brought into one form.

Taken only from the tables that tests go through row by row, compared as those tests compare: a case that
does not hold is a test that fails. The preview is also held to the cases of today's release, of rules that
are the same in both; that is checked where these are used (test_rule_mutants.py).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests import (
    peppol_cases_preview,
    response_cases,
    test_billit_presend_rules,
    test_peppol_national,
    test_peppol_preview,
)
from tests.peppol import BILLING, PREVIEW, Case, credit_note, invoice, schema
from tests.peppol_cases import CASES
from tests.response_documents import changed
from tests.test_peppol_responses import ids
from tests.test_peppol_rules import RELEASES
from ubltools.validation.release import releases


@dataclass(frozen=True, slots=True)
class Stated:
    """How often rules fire on a document, and after "!" how often they cannot be evaluated.

    alone: nothing else fires.
    """

    document: str
    counts: Mapping[str, int]
    alone: bool = False

    def of(self, rule: str) -> int | None:
        """How often a rule fires; None when that is not stated."""
        return self.counts.get(rule, 0 if self.alone else None)

    def holds(self, found: Counter[str]) -> bool:
        """Whether the test of this case passes when the rules find this."""
        if self.alone:
            return found == Counter(self.counts)
        return all(found[rule] == count for rule, count in self.counts.items())


def own() -> list[str]:
    """The releases whose rules were written for this project."""
    return [each.id for each in releases() if each.rules and not each.package]


def stated(release: str) -> list[Stated]:
    """All cases of a release."""
    parts = _of_invoices(release), _of_preview(release), _of_responses(release), _before_sending(release)
    return [case for part in parts for case in part]


def _of_invoices(release: str) -> Iterator[Stated]:
    families = map(test_peppol_national.cases_of, test_peppol_national.FAMILIES)
    for row in (*CASES, *(row for rows in families for row in rows)):
        if release in RELEASES[row[3]]:
            yield _of_one_rule(row)


def _of_one_rule(row: Case) -> Stated:
    rule, count, document, _ = row
    evaluated = {} if rule.endswith("!") else {rule + "!": 0}
    return Stated(document, {rule: count, **evaluated})


def _of_preview(release: str) -> Iterator[Stated]:
    if release != PREVIEW:
        return
    yield from map(_of_one_rule, peppol_cases_preview.CASES)
    for once in test_peppol_preview.ONCE.values():
        for count, parts in ((0, once.part), (1, ""), (1, once.part * 2)):
            yield Stated(once.with_parts(parts), {once.rule: count})
    same = {check.id for check in schema(PREVIEW).asserts()} - test_peppol_preview.CHANGED
    for case in _of_invoices(BILLING):
        if {rule.removesuffix("!") for rule in case.counts} <= same:
            yield case


def _of_responses(release: str) -> Iterator[Stated]:
    for words, *changes in response_cases.CASES.get(release, []):
        yield Stated(changed(release, *changes), Counter(ids(release, words)), alone=True)
    if release in response_cases.COMMON:
        for rule, count, change in response_cases.COMMON_CASES:
            yield Stated(changed(release, change), {rule: count, rule + "!": 0})


def _before_sending(release: str) -> Iterator[Stated]:
    if release == test_billit_presend_rules.RULES:
        for rule, count, content in test_billit_presend_rules.CASES:
            yield from (Stated(wrapped(content), {rule: count}) for wrapped in (invoice, credit_note))
