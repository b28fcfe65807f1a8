"""From all that is known about one document to its state: a pure fold over attempts and answers.

The state is the strongest thing that was said, so that neither the order of arrival nor a repetition can
change it; the order of issue only tells what should not have been said. Codes and their order: Peppol BIS
Invoice Response 3 (AB, IP, UQ, CA, RE, AP, PD), Message Level Response 3, Message Level Status 1.0.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ubltools.finding import Finding, Location, Severity
from ubltools.responses.known import Attempt, Fate, Received
from ubltools.responses.meaning import outcome_of
from ubltools.responses.model import ResponseKind
from ubltools.responses.outcome import Action, Actor, Outcome, Retry, State
from ubltools.responses.timeline import PLACE, Entry, in_order, is_business, state_of, strength
from ubltools.responses.transitions import out_of_order

# How much an answer about a transmission weighs.
_TECHNICAL: Final = {
    state: strength
    for strength, state in enumerate((State.UNKNOWN, State.DELIVERED, State.DELIVERY_FAILED, State.INVALID))
}
_NOT_OUT: Final = {
    Fate.REFUSED: Outcome(State.NOT_SENT, Actor.SENDER, (Action.CORRECT_AND_RESEND,), Retry.AFTER_CORRECTION),
    Fate.FAILED: Outcome(State.NOT_SENT, Actor.SENDER, (Action.RESEND,), Retry.AS_IS),
}
_UNHEARD: Final = Outcome(State.UNANSWERED, Actor.RECEIVER, (Action.NOTHING,), Retry.NEVER)
_RESPONSE: Final = Location("/ApplicationResponse")


@dataclass(frozen=True, slots=True)
class Trial:
    """An attempt and what came of it: its technical outcome."""

    attempt: Attempt
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class History:
    """What is known about a document.

    outcome: where it stands. entries: the timeline. decisive: the answer that says so, if there is one
    findings: what was said and should not have been, and what is doubtful about the answers
    """

    outcome: Outcome
    trials: tuple[Trial, ...]
    entries: tuple[Entry, ...]
    decisive: Entry | None = None
    findings: tuple[Finding, ...] = ()


def history(attempts: Iterable[Attempt], answers: Iterable[Received]) -> History:
    """Fold attempts and the answers that are about their document. Their order does not matter.

    An answer that comes twice (same digest and position) counts once, as it first arrived.
    """
    tried = sorted(attempts, key=lambda each: each.id)
    said = sorted((_said(each, tried) for each in _once(answers)), key=in_order)
    trials = tuple(_trial(each, said) for each in tried)
    business = [each for each in said if state_of(each) in PLACE and is_business(each)]
    decisive = max(business, key=strength, default=None)
    outcome = _standing(trials, said) if decisive is None else decisive.outcome
    assert outcome is not None
    findings = (
        *(finding for each in said if each.received for finding in each.received.findings),
        *out_of_order(business),
        *_contradicted(trials, decisive),
    )
    entries = sorted((*_steps(tried), *said), key=in_order)
    return History(outcome, trials, tuple(entries), decisive or _technical(said, outcome), findings)


def _once(answers: Iterable[Received]) -> Iterable[Received]:
    first: dict[tuple[str, int], Received] = {}
    for each in answers:
        key = each.message.digest, each.position
        if key not in first or each.arrived < first[key].arrived:
            first[key] = each
    return first.values()


def _said(received: Received, attempts: list[Attempt]) -> Entry:
    message, answer = received.message, received.answer
    named = (answer.reference.id or "").strip()
    technical = message.kind is not ResponseKind.IMR
    attempt = next((each for each in attempts if technical and named and each.instance == named), None)
    event = f"{message.kind} {(answer.code or '').strip() or 'without code'}"
    at, timed = message.issued or received.arrived, message.issue_time is not None
    return Entry(at, event, attempt, received, outcome_of(message.kind, answer), timed)


def _steps(attempts: list[Attempt]) -> Iterator[Entry]:
    words = {Fate.SENT: "sent", Fate.REFUSED: "refused by Billit", Fate.FAILED: "sending failed"}
    for each in attempts:
        yield Entry(each.released, "handed out", each)
        if each.settled is not None and each.fate in words:
            yield Entry(each.settled, words[each.fate], each)


def _trial(attempt: Attempt, said: list[Entry]) -> Trial:
    """What came of one attempt: its strongest technical answer, else what the sending itself came to."""
    about = [each for each in said if each.attempt is not None and _names(each, attempt)]
    strongest = max(about, key=_technical_strength, default=None)
    heard = strongest.outcome if strongest else None
    return Trial(attempt, heard or _NOT_OUT.get(attempt.fate, _UNHEARD))


def _names(entry: Entry, attempt: Attempt) -> bool:
    return entry.attempt is not None and entry.attempt.instance == attempt.instance


def _technical_strength(entry: Entry) -> tuple[int, bool, tuple[datetime, int, datetime, str, int]]:
    confirmed = entry.outcome is not None and entry.outcome.code == "AP"
    return _TECHNICAL.get(state_of(entry), -1), confirmed, in_order(entry)


def _standing(trials: tuple[Trial, ...], said: list[Entry]) -> Outcome:
    """Where a document stands of which the receiver said nothing that is understood.

    What was delivered once stays delivered. Else the last attempt that got out counts, else the last.
    """
    out = [each.outcome for each in trials if each.outcome.state is not State.NOT_SENT]
    delivered = [each for each in out if each.state is State.DELIVERED]
    last = (delivered or out or [each.outcome for each in trials] or [_NOT_OUT[Fate.FAILED]])[-1]
    riddle = next((each.outcome for each in reversed(said) if is_business(each)), None)
    return riddle if riddle and last.state in {State.UNANSWERED, State.NOT_SENT} else last


def _technical(said: list[Entry], outcome: Outcome) -> Entry | None:
    """The last answer that says what the document came to."""
    return next((each for each in reversed(said) if each.outcome == outcome), None)


def _contradicted(trials: tuple[Trial, ...], decisive: Entry | None) -> Iterator[Finding]:
    """A receiver that answers a document of which no transmission came through."""
    failed = {State.INVALID, State.DELIVERY_FAILED}
    out = [each for each in trials if each.outcome.state is not State.NOT_SENT]
    if decisive is None or not out or any(each.outcome.state not in failed for each in out):
        return
    last = out[-1].outcome
    text = f"{last.kind} {last.code} says: {last.state}; yet the receiver answered with {decisive.event}."
    hint = "The answer of the receiver counts."
    yield Finding("UBLT-RESPONSE-CONTRADICTION", Severity.WARNING, text, _RESPONSE, hint)
