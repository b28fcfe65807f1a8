"""Every assert of our own rules matters to a test: change it, and some case fails.

No change is run by itself. Each assert stands in the rules as it is and in every changed form, so that one
run on a document says what the rules find and what they would find after each change. Whether the cases of
that document would then fail is asked of them (stated.py).
"""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import count

import pytest

from tests.peppol import schema
from tests.stated import Stated, own, stated
from ubltools import xml
from ubltools.validation import saxon
from ubltools.validation.model import Assert, Rule, Schema

Change = tuple[int, str]  # the place of an assert among all (ids may repeat), what is done to its test
AS_IT_IS = "as it is"
CHANGES = {"negated": "not({})", "firing always": "false()", "never firing": "true()"}
FORMS = {AS_IT_IS: "{}", **CHANGES}

# Rules that no document can make fire, by release, and why. For all others some test states that they do.
NEVER_FIRES = {
    ("peppol-invoice-response-3.0.17", "PEPPOL-T111-R005"): (
        "As published, its test asks only whether a truth value is there, and one always is. What was meant "
        "(PPD with the status PD only) is not what the rule does, and the verdict must be that of the rule."
    ),
}


def in_all_forms(rules: Schema) -> Schema:
    """The rules with every form of each assert, its place and its form as its id."""
    places = count()

    def forms(check: Assert) -> Iterator[Assert]:
        place = next(places)
        for name, form in FORMS.items():
            yield dataclasses.replace(check, id=f"{place} {name}", test=form.format(check.test))

    def of(rule: Rule) -> Rule:
        return dataclasses.replace(rule, asserts=tuple(form for each in rule.asserts for form in forms(each)))

    patterns = (dataclasses.replace(each, rules=tuple(map(of, each.rules))) for each in rules.patterns)
    return dataclasses.replace(rules, patterns=tuple(patterns))


def findings(rules: saxon.Rules, names: list[str], document: str) -> Mapping[Change, Counter[str]]:
    """What each form of each assert finds in a document: its rule, with a "!" if it cannot be evaluated."""
    found: defaultdict[Change, Counter[str]] = defaultdict(Counter)
    for failure in rules.check(saxon.Source(xml.parse(document.encode()).root)).failures:
        place, _, form = failure.check.id.partition(" ")
        found[int(place), form][names[int(place)] + ("!" if failure.error else "")] += 1
    return found


def breaking(found: Mapping[Change, Counter[str]], cases: list[Stated]) -> Iterator[Change]:
    """The changes after which a case of the document would fail. All cases must hold without any."""
    whole = sum((each for (_, form), each in found.items() if form == AS_IT_IS), Counter[str]())
    assert [case for case in cases if not case.holds(whole)] == []
    for place in {place for place, _ in found}:
        others = whole - found.get((place, AS_IT_IS), Counter())
        for form in CHANGES:
            after = others + found.get((place, form), Counter())
            if not all(case.holds(after) for case in cases):
                yield place, form


@pytest.mark.parametrize("release", own())
def test_every_change_of_an_assert_breaks_a_case(release: str) -> None:
    checks = list(schema(release).asserts())
    names = [check.id for check in checks]
    rules = saxon.Rules(in_all_forms(schema(release)))
    by_document: defaultdict[str, list[Stated]] = defaultdict(list)
    for case in stated(release):
        by_document[case.document].append(case)
    broken = {
        change
        for document, cases in by_document.items()
        for change in breaking(findings(rules, names, document), cases)
    }
    unnoticed = [
        (check.id, form)
        for place, check in enumerate(checks)
        for form, text in CHANGES.items()
        if check.test != text and (place, form) not in broken
    ]
    assert unnoticed == []


@pytest.mark.parametrize("release", own())
def test_every_rule_is_stated_to_fire_and_to_be_silent(release: str) -> None:
    rules = {check.id for check in schema(release).asserts()}
    cases = stated(release)
    never = {rule for of, rule in NEVER_FIRES if of == release}
    assert {rule for rule in rules if not any(case.of(rule) for case in cases)} == never
    assert {rule for rule in rules if not any(case.of(rule) == 0 for case in cases)} == set()
