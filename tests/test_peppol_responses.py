"""Every rule on responses, firing and silent; the laws that their rule files keep.

The documents and what is expected of them stand in response_cases.py.
"""

from collections import Counter, defaultdict

import pytest

from tests.peppol import fired, run, schema
from tests.peppol_cases import SCHEMES
from tests.response_cases import (
    ADDRESS,
    ANSWER,
    CASES,
    CODE,
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
    scheme,
    twice,
)
from ubltools.codes import code_list
from ubltools.finding import Severity
from ubltools.validation.release import by_id

RELEASES = (T111, T71, MLS)
WITH_COMMON = (T111, T71)
WARNINGS = {
    f"PEPPOL-COMMON-R0{each}" for each in ("03", "44", "45", "46", "47", "54", "55", "56-1", "56-2", "57")
}
WARNINGS |= {"PEPPOL-T111-R002"}
NEVER_FIRES = {"PEPPOL-T111-R005"}  # says the specification of the rules


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


def test_every_rule_is_seen_firing_and_silent() -> None:
    for release in RELEASES:
        seen: dict[str, set[bool]] = defaultdict(set)
        rules = {check.id for check in schema(release).asserts()}
        for words, *_ in CASES[release]:
            found = set(ids(release, words))
            for rule in rules:
                seen[rule].add(rule in found)
        elsewhere = {f"PEPPOL-COMMON-R0{number}" for number in range(30, 58)}  # dates and identifiers: below
        elsewhere |= {"PEPPOL-COMMON-R056-1", "PEPPOL-COMMON-R056-2"}
        assert {rule for rule in rules if seen[rule] != {True, False}} <= elsewhere | NEVER_FIRES


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


@pytest.mark.parametrize("release", WITH_COMMON)
@pytest.mark.parametrize(("rule", "identifier", "good", "bad"), SCHEMES)
def test_identifiers(
    rule: str, identifier: str, good: tuple[str, ...], bad: tuple[str, ...], release: str
) -> None:
    rule = "PEPPOL-COMMON-" + rule
    for value in good:
        address = scheme(f"{SENDER}/{ADDRESS}", identifier), put(f"{SENDER}/{ADDRESS}", value)
        assert not fired(changed(release, *address), release)[rule], value
    for value in bad:
        address = scheme(f"{RECEIVER}/{ADDRESS}", identifier), put(f"{RECEIVER}/{ADDRESS}", value)
        assert fired(changed(release, *address), release)[rule] == 1, value
    for inside in ("PartyIdentification><cbc:ID", "PartyLegalEntity><cbc:CompanyID"):
        tag = inside.partition("<")[2], inside.partition(">")[0]
        party = f'<cac:{inside} schemeID="{identifier}">{bad[0]}</{tag[0]}></cac:{tag[1]}>'
        assert fired(changed(release, add(SENDER, party)), release)[rule] == 1
    number = f'<cbc:ID schemeID="{identifier}">{bad[0]}</cbc:ID>'
    elsewhere = f"<cac:StandardItemIdentification>{number}</cac:StandardItemIdentification>"
    assert not fired(changed(release, add(SENDER, elsewhere)), release)[rule]


@pytest.mark.parametrize("release", WITH_COMMON)
def test_identifiers_of_two_rules_of_their_own(release: str) -> None:
    tax_code = '<cbc:{0} schemeID="9907">RSSMRA85T10A562{1}</cbc:{0}>'
    found = [
        fired(changed(release, add(SENDER, tax_code.format(name, end))), release)["PEPPOL-COMMON-R046"]
        for name, end in (("EndpointID", "3"), ("EndpointID", "S"), ("CompanyID", "3"))
    ]
    assert found == [1, 0, 0]
    vat = (
        "<cac:PartyTaxScheme><cbc:CompanyID{}>{}</cbc:CompanyID>"
        "<cac:TaxScheme><cbc:ID>{}</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
    )
    found = [
        fired(changed(release, add(SENDER, vat.format(*each))), release)["PEPPOL-COMMON-R056-2"]
        for each in (
            ("", "NL123456789B1", " VAT "),
            ("", "NL123456789B12", "VAT"),
            ("", "NL123456789B1", "GST"),
            ("", "nl123456789B1", "VAT"),
            (' schemeID="0208"', "NL123456789B1", "VAT"),  # taken by the rule on that scheme
            (' schemeID="0217"', "NL123456789B1", "VAT"),  # that rule comes later
        )
    ]
    assert found == [1, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("release", WITH_COMMON)
def test_dates(release: str) -> None:
    right = ("2026-11-30", "2024-02-29")
    wrong = ("2026-02-29", "2026-11-30Z", "2026-11-30 ", " 2026-11-3", "30/11/2026", "20261130")
    for value, count in [*((each, 0) for each in right), *((each, 1) for each in wrong)]:
        assert fired(changed(release, put("cbc:IssueDate", value)), release)["PEPPOL-COMMON-R030"] == count
    others = ("DueDate", "TaxPointDate", "StartDate", "EndDate", "ActualDeliveryDate", "IssueDate")
    inside = add(ANSWER, *(f"<cbc:{name}>x</cbc:{name}>" for name in others))
    assert fired(changed(release, inside), release)["PEPPOL-COMMON-R030"] == len(others)
    elsewhere = add(ANSWER, "<cbc:EffectiveDate>x</cbc:EffectiveDate><cbc:ResponseDate>x</cbc:ResponseDate>")
    assert not fired(changed(release, elsewhere), release)["PEPPOL-COMMON-R030"]


@pytest.mark.parametrize("release", WITH_COMMON)
def test_nothing_is_empty(release: str) -> None:
    empty = (
        "<cbc:UUID/>",
        '<cbc:UUID schemeID="a"><!-- b --></cbc:UUID>',
        "<cac:Signature> \n</cac:Signature>",
    )
    assert fired(changed(release, add(SENDER, *empty)), release)["PEPPOL-COMMON-R001"] == 3
    full = "<cbc:UUID>\u00a0</cbc:UUID>", "<cac:Signature><cbc:ID>1</cbc:ID></cac:Signature>"
    assert not fired(changed(release, add(SENDER, *full)), release)["PEPPOL-COMMON-R001"]


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
