"""Every general Peppol rule, firing and silent; the laws that all rule files keep.

The documents and what is expected of them stand in peppol_cases.py, those of the national rules beside it.
"""

import re
from collections import Counter

import pytest

from tests.peppol import BILLING, SELF_BILLING, fired, invoice, run, schema
from tests.peppol_cases import (
    CASES,
    FRENCH,
    R,
    exemption,
    germans,
    means,
    process,
    typed,
    typed_credit,
    vat,
)
from ubltools.codes import code_list
from ubltools.finding import Severity
from ubltools.names import BILLING_PROFILE as PROCESS

BOTH = (BILLING, SELF_BILLING)
RELEASES = {"both": BOTH, "billing": (BILLING,), "self": (SELF_BILLING,)}
WARNINGS = {
    *(f"PEPPOL-COMMON-R0{number}" for number in ("44", "45", "46", "47", "54", "55", "56-1", "56-2", "57")),
    *(f"DE-R-{number}" for number in ("017", "019", "020", "026", "027", "028", "T02")),
    *(f"SE-R-{number}" for number in ("007", "008", "009", "010", "011", "012")),
    *("GR-S-008-1", "GR-S-011", "IS-R-001", "NO-R-002"),
}
NATIONAL = {"DE": 31, "DK": 14, "GR": 19, "IS": 10, "IT": 4, "NL": 9, "NO": 2, "SE": 13}


def cases() -> list[object]:
    return [
        pytest.param(rule, count, document, release, id=f"{rule}-{count}-{release}-{number}")
        for number, (rule, count, document, where) in enumerate(CASES)
        for release in RELEASES[where]
    ]


@pytest.mark.parametrize(("rule", "count", "document", "release"), cases())
def test_rule(rule: str, count: int, document: str, release: str) -> None:
    found = fired(document, release)
    assert found[rule] == count
    assert rule.endswith("!") or not found[rule + "!"]


def test_every_listed_code_passes() -> None:
    for code in code_list("invoice-type-codes-billing"):
        assert not fired(typed(FRENCH, code))["PEPPOL-EN16931-P0100"]
    for code in code_list("creditnote-type-codes-billing"):
        assert not fired(typed_credit(FRENCH, code))["PEPPOL-EN16931-P0101"]


def test_rules_of_each_release() -> None:
    billing, self_billing = ([check.id for check in schema(name).asserts()] for name in BOTH)
    assert (len(billing), len(self_billing)) == (165, 62)
    assert len(set(billing)) == 165
    assert set(self_billing) < set(billing)
    assert (
        Counter(rule[:2] for rule in set(billing) - set(self_billing) - {"PEPPOL-EN16931-P0112"}) == NATIONAL
    )


@pytest.mark.parametrize("release", BOTH)
def test_what_a_rule_says(release: str) -> None:
    for check in schema(release).asserts():
        text = "".join(part if isinstance(part, str) else "x" for part in check.message)
        assert (check.severity is Severity.WARNING) == (check.id in WARNINGS), check.id
        assert text.endswith("."), check.id
        assert check.hint and check.hint.endswith("."), check.id
        assert len(text) < 200 and len(check.hint) < 200, check.id
        assert check.terms or check.id == R + "008", check.id
        assert all(re.fullmatch(r"B[GT]-\d+(-\d)?", term) for term in check.terms), check.id


def said(document: str, rule: str) -> str:
    return next(failure.message for failure in run(document) if failure.check.id == rule)


def test_messages_show_the_numbers() -> None:
    line = (
        "<cac:InvoiceLine><cbc:InvoicedQuantity>3</cbc:InvoicedQuantity><cbc:LineExtensionAmount>7.00</cbc:LineExtensionAmount>"
        "<cac:Price><cbc:PriceAmount>10</cbc:PriceAmount><cbc:BaseQuantity>9</cbc:BaseQuantity></cac:Price></cac:InvoiceLine>"
    )
    assert said(invoice(line), R + "120") == (
        "The net amount of the line is 7, but 3 times 10 per 9, plus charges of 0, "
        "minus allowances of 0, is 3.3333."
    )
    assert said(invoice(vat("1", "EUR") * 2), R + "054").endswith("once; there are 2.")
    assert said(invoice(vat("1", "EUR") * 2), R + "053").endswith("there are 0.")
    assert said(invoice("<cbc:Note/>"), R + "008") == "The element cbc:Note is empty."
    assert said(invoice("<cbc:IssueDate>1/2/26</cbc:IssueDate>"), "PEPPOL-EN16931-F001") == (
        '"1/2/26" is not a date written as YYYY-MM-DD.'
    )


def test_one_rule_that_cannot_be_evaluated_takes_no_other_along() -> None:
    twice = fired(invoice(process(PROCESS) * 2, "<cbc:InvoiceTypeCode>999</cbc:InvoiceTypeCode>"))
    assert twice[R + "007!"] == twice["PEPPOL-EN16931-P0100!"] == 1
    assert twice[R + "003"] == twice[R + "004"] == 1
    assert twice[R + "001"] == 0
    country = fired(invoice(germans() * 2, "<cbc:Note>a</cbc:Note><cbc:Note>b</cbc:Note>"))
    assert country[R + "002!"] == 1
    assert country[R + "010"] == country[R + "020"] == 2


def test_context_that_cannot_be_evaluated_does_not_match() -> None:
    code = "<cbc:PaymentMeansCode>49</cbc:PaymentMeansCode>"
    found = fired(means("49").replace(code, code * 2))
    assert found[R + "061"] == found[R + "061!"] == 0
    reason = "<cbc:TaxExemptionReasonCode>VATEX-EU-G</cbc:TaxExemptionReasonCode>"
    assert fired(exemption("VATEX-EU-G", "S").replace(reason, reason * 2))["PEPPOL-EN16931-P0104"] == 0
