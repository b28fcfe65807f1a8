"""Every rule on responses, firing and silent; the laws that their rule files keep.

The documents and what is expected of them stand in response_cases.py.
"""

from collections import Counter

import pytest

from tests.peppol import fired, run, schema
from tests.response_cases import (
    ADDRESS,
    ANSWER,
    CASES,
    CODE,
    COMMON,
    COMMON_CASES,
    NUMBER,
    OF,
    REASON,
    RECEIVER,
    SENDER,
    answered,
    coded,
)
from tests.response_documents import (
    FAMILY,
    MLS,
    T71,
    T111,
    Change,
    add,
    attribute,
    changed,
    drop,
    put,
    twice,
)
from ubltools.codes import code_list
from ubltools.finding import Severity
from ubltools.validation.release import by_id

RELEASES = (T111, T71, MLS)
WARNINGS = {
    f"PEPPOL-COMMON-R0{each}" for each in ("03", "44", "45", "46", "47", "54", "55", "56-1", "56-2", "57")
}
WARNINGS |= {"PEPPOL-T111-R002"}


def ids(release: str, words: str) -> list[str]:
    """The rules of a row, in full."""
    return [("PEPPOL-" if word.startswith("COMMON") else FAMILY[release]) + word for word in words.split()]


def cases() -> list[object]:
    return [
        pytest.param(release, words, changes, id=f"{release}-{number}-{words}")
        for release in RELEASES
        for number, (words, *changes) in enumerate(CASES[release])
    ]


@pytest.mark.parametrize(("release", "words", "changes"), cases())
def test_rules_that_fire(release: str, words: str, changes: list[Change]) -> None:
    assert fired(changed(release, *changes), release) == Counter(ids(release, words))


@pytest.mark.parametrize("release", COMMON)
@pytest.mark.parametrize(("rule", "count", "change"), COMMON_CASES)
def test_rules_that_two_messages_share(release: str, rule: str, count: int, change: Change) -> None:
    found = fired(changed(release, change), release)
    assert (found[rule], found[rule + "!"]) == (count, 0)


def test_as_many_rules_as_the_specification_has() -> None:
    """Numbers of fatal rules and warnings: specification of the rules, releases 2026.5 and MLS 1.0.1."""
    counted = {}
    for release in RELEASES:
        checks = list(schema(release).asserts())
        assert len({check.id for check in checks}) == len(checks)
        fatal = sum(check.severity is Severity.FATAL for check in checks)
        counted[release] = (fatal, len(checks) - fatal)
    assert counted == {T111: (71, 11), T71: (49, 10), MLS: (31, 0)}


@pytest.mark.parametrize("release", RELEASES)
def test_what_a_rule_says(release: str) -> None:
    for check in schema(release).asserts():
        text = "".join(part if isinstance(part, str) else "x" for part in check.message)
        assert (check.severity is Severity.WARNING) == (check.id in WARNINGS), check.id
        assert text.endswith("."), check.id
        assert check.hint and check.hint.endswith("."), check.id
        assert len(text) < 200 and len(check.hint) < 200, check.id


def test_every_listed_code_passes() -> None:
    everywhere = {
        (T111, f"{SENDER}/{ADDRESS}", "EAS", "schemeID"),
        (T111, f"{RECEIVER}/{ADDRESS}", "EAS", "schemeID"),
        (T71, f"{SENDER}/{ADDRESS}", "EAS", "schemeID"),
        (T71, f"{RECEIVER}/{ADDRESS}", "EAS", "schemeID"),
        *((T111, f"{party}/{NUMBER}", "T111-ICD", "schemeID") for party in (SENDER, RECEIVER)),
        *(
            (T111, f"{ANSWER}/cac:{party}/{NUMBER}", "T111-ICD", "schemeID")
            for party in ("IssuerParty", "RecipientParty")
        ),
        (T111, f"{OF}/cbc:DocumentTypeCode", "T111-UNCL1001", ""),
        (T71, f"{OF}/cbc:DocumentTypeCode", "T111-UNCL1001", ""),
        (T71, CODE, "T71-response-codes", ""),
        (
            T71,
            f"{ANSWER}/cac:LineResponse/cac:Response/cac:Status/cbc:StatusReasonCode",
            "T71-status-reason-codes",
            "",
        ),
    }
    for release, path, listed, name in everywhere:
        for code in code_list(listed):
            change = attribute(path, name, code) if name else put(path, code)
            found = fired(changed(release, change), release)
            assert not {rule for rule in found if not rule.startswith("PEPPOL-COMMON")}, (path, code)
    for code in code_list("T111-status-codes"):
        assert not fired(changed(T111, answered(code, coded("PRI"))), T111)
    for listed in ("OPStatusReason", "OPStatusAction"):
        for code in code_list(f"T111-{listed}"):
            assert not fired(changed(T111, answered("PD", coded(code, reason="r", listed=listed))), T111)


def test_how_long_the_lists_are() -> None:
    """As published with the rules: a list that lost an entry would turn down what is right."""
    sizes = {
        "T111-status-codes": 7, "T111-OPStatusReason": 14, "T111-OPStatusAction": 7,
        "T111-ClarificationListID": 2, "T71-response-codes": 3, "T71-status-reason-codes": 3,
        "MLS-response-codes": 3, "MLS-status-reason-codes": 4,
    }  # fmt: skip
    assert {name: len(code_list(name)) for name in sizes} == sizes


@pytest.mark.parametrize("change", [twice(CODE), twice(f"{ANSWER}/cac:Response")])
def test_two_answers_in_a_message_level_status_give_no_verdict(change: Change) -> None:
    found = fired(changed(MLS, change), MLS)
    assert found["SCH-MLS-19!"] == found["SCH-MLS-25!"] == 1
    assert all(rule.endswith("!") for rule in found)


def said(release: str, rule: str, *changes: Change) -> str:
    return next(
        failure.message for failure in run(changed(release, *changes), release) if failure.check.id == rule
    )


def test_messages_show_what_is_there() -> None:
    assert said(T111, "PEPPOL-T111-B00803", add(SENDER, "<cbc:WebsiteURI>a</cbc:WebsiteURI>")) == (
        "cbc:WebsiteURI does not belong in the sender of an Invoice Response."
    )
    assert said(T111, "PEPPOL-T111-R007", put(REASON, "NIN")).startswith(
        "NIN is not in the list that it names"
    )
    assert said(T71, "PEPPOL-T71-B01501", put(CODE, "PD")) == '"PD" is not an answer to a message.'
    assert said(MLS, "SCH-MLS-17", drop(ANSWER)) == "There must be one answer; there are 0."


@pytest.mark.parametrize("release", RELEASES)
def test_a_release_is_for_responses_only(release: str) -> None:
    assert {scope.root for scope in by_id(release).applies_to} == {"ApplicationResponse"}
