"""The preview of BIS Billing 3.0.22: what is new in it, firing and silent, and that the rest is as before.

The documents and what is expected of them stand in peppol_cases_preview.py and peppol_cases_preview_once.py;
when the release counts is in test_peppol_preview_chosen.py.
"""

import dataclasses
import re
from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.lu import tva

from tests.peppol import BILLING, PREVIEW, answers, fired, run, schema
from tests.peppol_cases import SCHEMES
from tests.peppol_cases_preview import CASES, numbered, vat
from tests.peppol_cases_preview_once import Once, rules
from ubltools.codes import code_list
from ubltools.finding import Severity
from ubltools.validation.model import Assert

ONCE = {each.rule: each for each in rules()}
DUTCH = {f"PEPPOL-COMMON-R0{number}" for number in ("54", "55", "56-1", "56-2", "57")}
NEW_WARNINGS = {
    *(f"PEPPOL-COMMON-R0{number}" for number in (58, 59, 62)),
    *(f"SK-R-00{number}" for number in range(1, 8)),
}
# Rules that are there before, too, and decide otherwise now.
CHANGED = {
    "PEPPOL-COMMON-R040",
    "PEPPOL-COMMON-R043",
    "PEPPOL-EN16931-P0100",
    "PEPPOL-EN16931-P0112",
    "PEPPOL-EN16931-CL008",
    "SE-R-006",
}
OWN_LETS = {"invoice-types", "address-schemes", "rates-are-swedish"}
SLOVAK_LETS = {"seller-lives-in-slovakia", "buyer-lives-in-slovakia"}


@pytest.mark.parametrize(
    ("rule", "count", "document"),
    [
        pytest.param(rule, count, document, id=f"{rule}-{count}-{number}")
        for number, (rule, count, document, _) in enumerate(CASES)
    ],
)
def test_rule(rule: str, count: int, document: str) -> None:
    found = fired(document, PREVIEW)
    assert found[rule] == count
    assert rule.endswith("!") or not found[rule + "!"]


def test_every_new_or_changed_rule_is_seen_firing_and_silent() -> None:
    seen: dict[str, set[bool]] = defaultdict(set)
    for rule, count, _, _ in CASES:
        seen[rule].add(count > 0)
    seen |= {"PEPPOL-COMMON-" + rule: {True, False} for rule, *_ in SCHEMES}  # each has right and wrong ones
    both = {rule for rule in seen if seen[rule] == {True, False}}
    assert both >= NEW_WARNINGS | CHANGED | DUTCH


@pytest.mark.parametrize("once", ONCE.values(), ids=ONCE)
def test_exactly_once(once: Once) -> None:
    assert not fired(once.with_parts(once.part), PREVIEW)[once.rule]
    for parts in ("", once.part * 2, once.part * 12, f"<cac:Other>{once.part}</cac:Other>"):
        assert fired(once.with_parts(parts), PREVIEW)[once.rule] == 1


@pytest.mark.parametrize("once", ONCE.values(), ids=ONCE)
def test_once_in_each_place_and_nowhere_else(once: Once) -> None:
    if once.path:
        assert fired(once.with_parts("", once.part, once.part * 2), PREVIEW)[once.rule] == 2
    for document in once.elsewhere():
        assert not fired(document, PREVIEW)[once.rule]


@pytest.mark.parametrize(
    ("rule", "scheme", "good", "bad"), [row for row in SCHEMES if row[0] not in {"R040", "R043"}]
)
def test_the_other_schemes_accept_what_they_did(
    rule: str, scheme: str, good: tuple[str, ...], bad: tuple[str, ...]
) -> None:
    assert not fired(numbered(scheme, *good), PREVIEW)["PEPPOL-COMMON-" + rule]
    assert fired(numbered(scheme, *bad), PREVIEW)["PEPPOL-COMMON-" + rule] == len(bad)


def test_what_is_missing_and_what_is_too_much_is_said() -> None:
    once = ONCE["PEPPOL-EN16931-R212"]
    said = [
        each.message
        for each in run(once.with_parts("", once.part * 3), PREVIEW)
        if each.check.id == once.rule
    ]
    assert said == [
        "The legal name of the buyer is missing; it has to be there once.",
        "The legal name of the buyer is there 3 times; it has to be there once.",
    ]


def checks(identity: str) -> dict[str, Assert]:
    return {check.id: check for check in schema(identity).asserts()}


def test_rules_of_the_preview() -> None:
    every = list(schema(PREVIEW).asserts())
    before, now = checks(BILLING), checks(PREVIEW)
    assert len(every) == len(now) == 311
    assert Counter(check.severity for check in every) == {Severity.FATAL: 280, Severity.WARNING: 31}
    assert set(before) - set(now) == {"GR-R-001-5"}
    assert set(now) - set(before) == set(ONCE) | NEW_WARNINGS
    assert len(ONCE) == 137
    changed = {rule for rule in set(before) & set(now) if before[rule].severity is not now[rule].severity}
    assert changed == DUTCH
    assert all(now[rule].severity is Severity.FATAL for rule in DUTCH)


def test_what_is_not_changed_is_the_same() -> None:
    """Of the rules that both have, only those differ that decide otherwise or have another severity."""

    def said(identity: str) -> dict[str, tuple[object, ...]]:
        return {
            check.id: (rule.context, rule.lets, check)
            for pattern in schema(identity).patterns
            for rule in pattern.rules
            for check in rule.asserts
        }

    before, now = said(BILLING), said(PREVIEW)
    by_lets = {"PEPPOL-EN16931-P0100", "PEPPOL-EN16931-CL008", "SE-R-006"}
    assert {rule for rule in set(before) & set(now) if before[rule] != now[rule]} == (
        CHANGED - by_lets
    ) | DUTCH
    lets = [{let.name: let.value for let in schema(identity).lets} for identity in (BILLING, PREVIEW)]
    assert {name for name in lets[1] if lets[0].get(name) != lets[1][name]} == OWN_LETS | SLOVAK_LETS
    assert set(lets[0]) <= set(lets[1])
    for rule in DUTCH:
        assert dataclasses.replace(checks(PREVIEW)[rule], severity=Severity.WARNING) == checks(BILLING)[rule]


def test_first_match_order_is_the_same() -> None:
    """New rules may come in between; those that were there before keep their order."""

    def order(identity: str) -> dict[str, list[str]]:
        return {
            pattern.id: [rule.context for rule in pattern.rules if not is_new(rule.asserts)]
            for pattern in schema(identity).patterns
        }

    def is_new(asserts: tuple[Assert, ...]) -> bool:
        return {check.id for check in asserts} <= NEW_WARNINGS | set(ONCE)

    before, now = order(BILLING), order(PREVIEW)
    assert {name for name in before if before[name] != now.get(name)} == {"german-types", "greek-types"}


def test_what_a_rule_says() -> None:
    for check in schema(PREVIEW).asserts():
        text = "".join(part if isinstance(part, str) else "x" for part in check.message)
        assert "$" not in check.id and "$" not in text and "$" not in (check.hint or ""), check.id
        assert text.endswith("."), check.id
        assert check.hint and check.hint.endswith("."), check.id
        assert len(text) < 200 and len(check.hint) < 200, check.id
        assert check.terms or check.id == "PEPPOL-EN16931-R008", check.id
        assert all(re.fullmatch(r"B[GT]-\d+(-\d)?", term) for term in check.terms), check.id


def test_codes_that_come_back() -> None:
    new = code_list("EAS-3.0.22-preview"), code_list("invoice-type-codes-billing-3.0.22-preview")
    old = code_list("EAS"), code_list("invoice-type-codes-billing")
    assert [set(now) - set(before) for before, now in zip(old, new, strict=True)] == [{"0158"}, {"389"}]
    assert [set(before) - set(now) for before, now in zip(old, new, strict=True)] == [set(), set()]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 999_999))
def test_luxembourg_vat_number_as_stdnum_has_it(number: int) -> None:
    payload = f"{number:06}"
    numbers = [f"{payload}{end:02}" for end in range(100)]
    right = [
        each
        for each, answer in zip(
            numbers, answers("u:luxembourg-vat(@v)", *numbers, identity=PREVIEW), strict=True
        )
        if answer
    ]
    assert right == [payload + tva.calc_check_digits(payload)]


def _matricule_checks(ten: str) -> set[int]:
    """The last digits that are right after these ten, step by step as the rule is published."""
    if not 20 <= int(ten[4:6]) <= 99:
        return set()
    rest = (
        sum(int(digit) * weight for digit, weight in zip(ten, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True))
        % 11
    )
    right = {0 if rest == 0 else 11 - rest}
    if ten[4:6] == "24":
        right.add({0: 1, 1: 0}.get(rest, 12 - rest))
    return right - {10}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 9999), st.one_of(st.just(24), st.integers(0, 99)), st.integers(0, 9999))
def test_luxembourg_matricule_as_published(year: int, form: int, rest: int) -> None:
    ten = f"{year:04}{form:02}{rest:04}"
    found = answers("u:luxembourg-matricule(@v)", *(f"{ten}{end}" for end in range(10)), identity=PREVIEW)
    assert {end for end, answer in enumerate(found) if answer} == _matricule_checks(ten)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 99_999_999))
def test_belgian_vat_number_is_be_and_the_enterprise_number(number: int) -> None:
    """The two rules agree on every ending, and just one ending is right if the first digit is 0 or 1."""
    numbers = [f"{number:08}{end:02}" for end in range(100)]
    enterprise = fired(numbered("0208", *numbers), PREVIEW)["PEPPOL-COMMON-R043"]
    assert enterprise == (99 if number < 20_000_000 else 100)
    right = f"{number:08}{97 - number % 97:02}"
    assert fired(vat("BE" + right), PREVIEW)["PEPPOL-COMMON-R062"] == (number >= 20_000_000)
    assert fired(vat(f"BE{number:08}00"), PREVIEW)["PEPPOL-COMMON-R062"] == 1


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=14).filter(str.isprintable))
def test_no_text_breaks_a_check(text: str) -> None:
    for call in ("u:luxembourg-vat(@v)", "u:luxembourg-matricule(@v)"):
        assert answers(call, text, identity=PREVIEW)[0] is not None
