"""May a number be used again? By what became of the document that was sent under it.

The rules are a table from state to answer; a state that is not in one half of it is in the other.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from ubltools.responses import evidence
from ubltools.responses.decision import NEW_NUMBER, SENT_BEFORE, UNCHANGED, Gate, Rule, Standing, gate_of
from ubltools.responses.history import History, Trial
from ubltools.responses.known import Fate
from ubltools.responses.outcome import State
from ubltools.responses.sent import Family, Sent

_WAIT_FOR_IT: Final = "Wait for the answer of the receiver; to change something, {correction}."
_DONE: Final = "Nothing is left to send; to change something, {correction}."
_CORRECTION: Final = {
    Family.INVOICE: "credit it and send a new invoice under a new number",
    Family.CREDIT_NOTE: "send a new invoice or credit note under a new number",
}
# A document that is, or may be, with the receiver.
_THERE: Final = {
    State.DELIVERED: Rule(SENT_BEFORE, "{what} was delivered.", _WAIT_FOR_IT),
    State.ACKNOWLEDGED: Rule(SENT_BEFORE, "The receiver has {what}.", _WAIT_FOR_IT),
    State.IN_PROCESS: Rule(SENT_BEFORE, "The receiver is working on {what}.", _WAIT_FOR_IT),
    State.UNDER_QUERY: Rule(
        SENT_BEFORE,
        "The receiver has a question about {what} and waits for the answer.",
        "Answer the question of the receiver; if it asks for a correction, {correction}.",
    ),
    State.CONDITIONALLY_ACCEPTED: Rule(
        SENT_BEFORE,
        "The receiver accepts {what} under conditions.",
        "Tell the receiver if you do not agree; to change something, {correction}.",
    ),
    State.ACCEPTED: Rule(SENT_BEFORE, "The receiver accepted {what}.", _DONE),
    State.PARTIALLY_PAID: Rule(SENT_BEFORE, "The receiver paid a part of {what}.", _DONE),
    State.PAID: Rule(SENT_BEFORE, "The receiver paid {what}.", _DONE),
    State.UNKNOWN: Rule(
        SENT_BEFORE,
        "There is an answer to {what} with a code that nobody knows.",
        "Ask who sent the answer what it means.",
    ),
    State.REJECTED: Rule(
        NEW_NUMBER,
        "The receiver rejected {what}, and that is final: its number is used.",
        "Send the corrected {family} under a new number; credit the rejected one if it is booked already.",
    ),
}
_SAME_REJECTED: Final = Rule(
    UNCHANGED,
    "The receiver rejected {what}, and this is the same {family} unchanged.",
    "Correct what the receiver complains of and send it under a new number.",
)
# A document that did not arrive, as far as anybody knows.
_ELSEWHERE: Final = {
    State.NOT_SENT: Rule(None, "{what} did not get out before."),
    State.UNANSWERED: Rule(None, "Nothing was heard of {what} within {wait}."),
    State.INVALID: Rule(None, "{what} was rejected at validation, and its content has changed since."),
    State.DELIVERY_FAILED: Rule(None, "{what} could not be delivered; it may be sent again."),
}
_SAME_INVALID: Final = Rule(
    UNCHANGED,
    "This is the same {family} that was refused for its content, unchanged: it would be refused again.",
    "Correct what was found in it and send it again under the same number.",
)
_TOO_EARLY: Final = Rule(
    SENT_BEFORE,
    "{what} was {handed} less than {wait} ago, and nothing was heard of it yet.",
    "Wait until {until} (UTC). If it never got out, record that the sending failed.",
)
_CENTURY: Final = timedelta(days=36_525)  # more is for ever


def again(sent: Sent, same: Standing, now: datetime, wait: timedelta) -> Gate:
    """The decision on a number that is used: by the state of what is known under it."""
    state = same.history.outcome.state
    words = _words(sent, same.history, wait)
    known = evidence.of(same.document, same.history)
    if state is State.UNANSWERED and now - _handed(same.history)[1] < wait:
        return gate_of(_TOO_EARLY, words, known)
    if state in _THERE:
        repeated = state is State.REJECTED and sent.sha256 in _hashes(same.history.trials)
        return gate_of(_SAME_REJECTED if repeated else _THERE[state], words, known)
    if sent.sha256 in _hashes(filter(_is_refused, same.history.trials)):
        return gate_of(_SAME_INVALID, words, known)
    return gate_of(_ELSEWHERE[state], words, known)


def _words(sent: Sent, past: History, wait: timedelta) -> dict[str, str]:
    handed, when = _handed(past)
    return {
        "what": str(sent),
        "family": sent.family,
        "correction": _CORRECTION[sent.family],
        "wait": evidence.duration(wait),
        "handed": handed,
        "until": evidence.moment(when + min(wait, _CENTURY)),
    }


def _handed(past: History) -> tuple[str, datetime]:
    """How and when the document last got out, or was last tried."""
    out = [each.attempt for each in past.trials if each.outcome.state is not State.NOT_SENT]
    last = (out or [each.attempt for each in past.trials])[-1]
    if last.fate is Fate.SENT:
        return "sent", last.settled or last.released
    return "handed out for sending", last.released


def _is_refused(trial: Trial) -> bool:
    """Whether the content itself was refused: at validation, or by Billit."""
    state = trial.outcome.state
    return state is State.INVALID or (state is State.NOT_SENT and trial.attempt.fate is Fate.REFUSED)


def _hashes(trials: Iterable[Trial]) -> set[str]:
    return {each.attempt.sent.sha256 for each in trials}
