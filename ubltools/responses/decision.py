"""The decision of the gate as a value, and what the tables of its rules are made of.

No rules here: those on a number that was used are in resending.py, those on credit notes in crediting.py.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, NamedTuple

from ubltools.finding import Finding, Location, Severity
from ubltools.responses.history import History
from ubltools.responses.known import KnownDocument

WAIT: Final = timedelta(days=5)  # the first response is due within three working days
NUMBER: Final = Location(json_path="$.OrderNumber", term="BT-1")
PRECEDING: Final = Location(json_path="$.AboutInvoiceNumber", term="BT-25")
SENT_BEFORE, UNCHANGED = "UBLT-GATE-SENT", "UBLT-GATE-UNCHANGED"
NEW_NUMBER, CREDIT, FORCED = "UBLT-GATE-NUMBER", "UBLT-GATE-CREDIT", "UBLT-GATE-FORCED"


@dataclass(frozen=True, slots=True)
class Gate:
    """The decision.

    reason: why, in a sentence. evidence: what it rests on, in plain sentences, the same for the same state
    action: what to do instead. rule: the id of the refusal, also of one that was overridden
    forced: the reason that somebody gave to send all the same. location: the field that it is about
    attempt: the id of the attempt that was recorded with the decision
    """

    allowed: bool
    reason: str
    evidence: tuple[str, ...] = ()
    action: str | None = None
    rule: str | None = None
    forced: str | None = None
    location: Location = NUMBER
    attempt: int | None = None

    def findings(self) -> tuple[Finding, ...]:
        """The decision as findings: fatal for a refusal, a warning for one that was overridden."""
        if self.rule is None:
            return ()
        if self.forced is None:
            return (Finding(self.rule, Severity.FATAL, self.reason, self.location, self.action),)
        text = f"Sent against {self.rule}, because: {self.forced}. What spoke against it: {self.reason}"
        return (Finding(FORCED, Severity.WARNING, text, self.location, self.action),)


class Standing(NamedTuple):
    """A document of the store and what became of it."""

    document: KnownDocument
    history: History


class Rule(NamedTuple):
    """What follows from a state. rule: None allows. Texts may use {what} and {family}."""

    rule: str | None
    reason: str
    action: str | None = None


def gate_of(rule: Rule, words: dict[str, str], known: tuple[str, ...], location: Location = NUMBER) -> Gate:
    """The decision that a rule comes to, its texts filled with words."""
    action = rule.action and rule.action.format(**words)
    return Gate(rule.rule is None, rule.reason.format(**words), known, action, rule.rule, location=location)
