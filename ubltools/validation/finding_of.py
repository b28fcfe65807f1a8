"""Turns what a run of rules says into findings: where it is, what it is about, what to do about it.

Also what is not a rule's own word: that it could not be evaluated, and that the engines do not agree.
"""

import re
from dataclasses import replace
from typing import Final

from ubltools.codes import advice, term_at
from ubltools.finding import Finding, Location, Severity
from ubltools.names import short
from ubltools.validation.engines import Difference, Ran
from ubltools.validation.outcome import Failure
from ubltools.xml import Element, line_of, xpath_of

RULE_ERROR: Final = "UBLT-RULE-ERROR"
ENGINE_DIFFERENCE: Final = "UBLT-ENGINE-DIFFERENCE"
_ID_PREFIX: Final = re.compile(r"^\[[\w./-]+\]\s*[-:]?\s*")
_PLAIN_ERRORS: Final = {
    "XPTY0004": "there is more than one value, or another kind of value, where the rule expects exactly one",
    "FORG0001": "a value is not the number, date or true/false that the rule has to work with",
    "FORG0006": "there is more than one value where the rule expects a single yes or no",
    "FOAR0001": "the rule would have to divide by zero",
    "FOAR0002": "a number is too large for the rule",
    "FOCA0002": "a value cannot be used as a number",
    "FODT0001": "a date is too far away for the rule",
}


def findings_of(ran: Ran, *, of_invoice: bool) -> tuple[Finding, ...]:
    """The findings of a run, in the order of the document; differences between engines come last.

    of_invoice: whether the document has business terms. Rules are shared with responses, which have none.
    """
    memo: dict[Element, str] = {}
    ordered = sorted(ran.outcome.failures, key=lambda failure: (failure.order, failure.check.id))
    found = [_finding(failure, memo, of_invoice) for failure in ordered]
    found += [_differing(each, _finding(each.failure, memo, of_invoice)) for each in ran.differences]
    return tuple(found)


def _finding(failure: Failure, memo: dict[Element, str], of_invoice: bool) -> Finding:
    check = failure.check
    xpath = xpath_of(failure.element, memo) + (f"/@{short(failure.attribute)}" if failure.attribute else "")
    location = Location(xpath, line_of(failure.element), term=term_at(xpath))
    known = advice(check.id)
    finding = Finding(
        rule=check.id,
        severity=check.severity,
        message=_ID_PREFIX.sub("", failure.message),
        location=location,
        hint=check.hint or (known.hint if known else None),
        terms=(check.terms or (known.terms if known else ())) if of_invoice else (),
    )
    return finding if failure.error is None else _unevaluated(finding, *failure.error)


def _differing(difference: Difference, finding: Finding) -> Finding:
    """The finding that the engines do not agree on another one."""
    message = f"Only the engine {difference.only} finds {finding.rule} here. It says: {finding.message}"
    hint = "Please report this with the document: the two engines must say the same."
    return replace(finding, rule=ENGINE_DIFFERENCE, severity=Severity.FATAL, message=message, hint=hint)


def _unevaluated(finding: Finding, code: str, reason: str) -> Finding:
    """The finding for a rule that could not be evaluated here: that is no pass, so it is fatal."""
    words = _PLAIN_ERRORS.get(code, "its calculation failed")
    failed = f"Rule {finding.rule} could not be checked here: {words} ({code}: {reason})."
    message = f"{failed} The rule says: {finding.message}"
    return replace(finding, rule=RULE_ERROR, severity=Severity.FATAL, message=message)
