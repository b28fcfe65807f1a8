"""Our sentences for the rules of EN 16931, held against the installed artefact: all there, short, ours."""

import difflib
import re

import pytest

from ubltools.codes import code_table
from ubltools.rule_messages import CATEGORIES, PATTERNS, message
from ubltools.validation import schematron
from ubltools.validation.model import Schema
from ubltools.validation.release import by_id, files_of

RELEASE = "en16931-1.3.16"
LONGEST = 160
NEAREST = 0.75
_ID = re.compile(r"^\[[\w-]+\]\s*-?\s*")


def _installed() -> Schema:
    """The rules as they stand in the installed package, with its own sentences."""
    release = by_id(RELEASE)
    return schematron.read(files_of(release)[release.rules or ""])


SCHEMA = _installed()
INSTALLED = {check.id: check for check in SCHEMA.asserts()}
CONTEXTS = {check.id: rule.context for rule in SCHEMA.rules() for check in rule.asserts}
OURS = {check.id: message(check.id, check.test) or "" for check in INSTALLED.values()}
ROWS = {row["rule"]: row["message"] for row in code_table("messages")}


def test_every_rule_has_a_message() -> None:
    assert len(INSTALLED) > 900
    assert [rule for rule, said in OURS.items() if not said] == []


def test_every_row_is_of_a_rule_and_there_once() -> None:
    assert set(ROWS) - set(INSTALLED) == set()
    assert len(ROWS) == len(code_table("messages"))


def test_messages_are_short_sentences() -> None:
    wrong = [
        said
        for said in OURS.values()
        if len(said) > LONGEST
        or said != " ".join(said.split())
        or not re.fullmatch(r"[A-Zc].*[a-z0-9)]\.", said)
    ]
    assert wrong == []


def test_messages_say_what_is_wrong_and_not_what_must_be() -> None:
    """ "shall" and "should" are of the artefact; ids of terms stand beside the message, not in it."""
    assert [said for said in OURS.values() if re.search(r"\b(shall|should|must|B[TG]-\d)", said, re.I)] == []


def test_no_message_is_a_copy() -> None:
    def likeness(rule: str) -> float:
        text = "".join(part for part in INSTALLED[rule].message if isinstance(part, str))
        return difflib.SequenceMatcher(None, OURS[rule].lower(), _ID.sub("", text).lower()).ratio()

    assert [rule for rule in OURS if likeness(rule) > NEAREST] == []


def test_every_category_has_its_ten_rules() -> None:
    made = {f"BR-{category}-{number}" for category in CATEGORIES for number in PATTERNS}
    assert len(made) == 90
    assert made <= set(INSTALLED)
    assert made.isdisjoint(ROWS)


@pytest.mark.parametrize(
    "rule", [f"BR-{category}-{number}" for category in CATEGORIES for number in PATTERNS]
)
def test_a_message_about_a_category_names_the_code_that_the_rule_tests(rule: str) -> None:
    check = INSTALLED[rule]
    tested = set(
        re.findall(r"cbc:ID\)?\s*(?:\[normalize-space\(\.\))?\s*!?=\s*'(\w+)'", check.test + CONTEXTS[rule])
    )
    named = re.search(r"VAT category ([A-Z]+) \(", OURS[rule])
    assert named is not None
    assert tested - {"VAT"} == {named[1]}


@pytest.mark.parametrize(
    ("number", "in_test", "categories"),
    [
        ("01", ") = 1)", {"Z", "E", "AE", "IC", "G", "O"}),
        ("02", "AccountingCustomerParty", {"AE", "IC", "O"}),
        ("05", "> 0", {"S"}),
        ("05", ">= 0", {"AF", "AG"}),
        ("05", "not(", {"O"}),
        ("08", "$rate", {"S", "AF", "AG"}),
        ("09", "cbc:TaxAmount) = 0", {"Z", "E", "AE", "IC", "G", "O"}),
        ("10", "not(", {"S", "Z", "AF", "AG"}),
    ],
)
def test_categories_that_are_tested_alike_are_described_alike(
    number: str, in_test: str, categories: set[str]
) -> None:
    """Where the artefact treats categories differently, so do the sentences."""
    tested = {name for name in CATEGORIES if in_test in INSTALLED[f"BR-{name}-{number}"].test}
    assert tested == categories
    endings = {name: OURS[f"BR-{name}-{number}"].split(")", 1)[1] for name in CATEGORIES}
    assert {endings[name] for name in categories}.isdisjoint(
        endings[name] for name in CATEGORIES if name not in categories
    )


@pytest.mark.parametrize(
    ("rule", "test", "said"),
    [
        ("UBL-CR-003", "not(cbc:A)", "The document has cbc:A, which EN 16931 does not use."),
        ("UBL-CR-003", "not(//cac:A/cbc:B)", "The document has cac:A/cbc:B, which EN 16931 does not use."),
        (
            "UBL-CR-003",
            "not((cac:InvoiceLine|cac:CreditNoteLine)/cac:A)",
            "A line has cac:A, which EN 16931 does not use.",
        ),
        ("UBL-CR-003", "not(cbc:A/@b)", "cbc:A has the attribute b, which EN 16931 does not use."),
        ("UBL-DT-99", "not(//@b)", "An element has the attribute b, which EN 16931 does not use."),
        ("UBL-CR-003", "not(cbc:A) or cbc:A = '1'", None),
        ("BR-99", "not(cbc:A)", None),
        ("BR-S-11", "true()", None),
        ("BR-Q-01", "true()", None),
        ("BR-DEC-99", "true()", None),
        ("BR", "true()", None),
        ("BR-DEC-19", "true()", "The taxable amount of the VAT category has more than two decimals."),
    ],
)
def test_families(rule: str, test: str, said: str | None) -> None:
    assert message(rule, test) == said


def test_elements_are_named_as_the_rule_has_them() -> None:
    unused = [rule for rule in OURS if rule.startswith("UBL-CR-") and rule not in ROWS]
    for rule in unused:
        path = re.sub(r"^not\(|\)$|\(cac:InvoiceLine\|cac:CreditNoteLine\)/|^//", "", INSTALLED[rule].test)
        words = re.findall(r"\w+:\w+|@\w+", path)
        assert [word for word in words if word.lstrip("@") not in OURS[rule]] == [], rule
    assert len(unused) > 600
