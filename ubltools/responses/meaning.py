"""What the codes of a response mean: state, who acts next, what to do, whether to send again.

Tables first, then the few lines that ask them. Codes and their rules: Peppol BIS Invoice Response 3 (status
codes, OPStatusReason, OPStatusAction), Message Level Response 3, Message Level Status 1.0. Sentences for
people are in codes/outcome-texts.csv and are put together in wording.py.
"""

from typing import Final, NamedTuple

from ubltools.responses.model import Answer, ResponseKind, Status
from ubltools.responses.outcome import Action, Actor, Outcome, Retry, State

IMR, MLR, MLS = ResponseKind.IMR, ResponseKind.MLR, ResponseKind.MLS
REASON, ACTION = "OPStatusReason", "OPStatusAction"


class _Meaning(NamedTuple):
    state: State
    actor: Actor
    action: Action = Action.NOTHING
    retry: Retry = Retry.NEVER


_MEANING: Final = {
    (IMR, "AB"): _Meaning(State.ACKNOWLEDGED, Actor.RECEIVER),
    (IMR, "IP"): _Meaning(State.IN_PROCESS, Actor.RECEIVER),
    (IMR, "UQ"): _Meaning(State.UNDER_QUERY, Actor.SENDER, Action.CALL_RECEIVER),
    (IMR, "CA"): _Meaning(State.CONDITIONALLY_ACCEPTED, Actor.RECEIVER),
    (IMR, "RE"): _Meaning(State.REJECTED, Actor.SENDER, Action.CALL_RECEIVER),
    (IMR, "AP"): _Meaning(State.ACCEPTED, Actor.RECEIVER),
    (IMR, "PD"): _Meaning(State.PAID, Actor.NOBODY),
    (MLR, "AB"): _Meaning(State.DELIVERED, Actor.ACCESS_POINT),
    (MLR, "AP"): _Meaning(State.DELIVERED, Actor.RECEIVER),
    (MLR, "RE"): _Meaning(State.INVALID, Actor.SENDER, Action.CORRECT_AND_RESEND, Retry.AFTER_CORRECTION),
    (MLS, "AB"): _Meaning(State.DELIVERED, Actor.RECEIVER),
    (MLS, "AP"): _Meaning(State.DELIVERED, Actor.RECEIVER),
    (MLS, "RE"): _Meaning(State.INVALID, Actor.SENDER, Action.CORRECT_AND_RESEND, Retry.AFTER_CORRECTION),
}
_PART_PAID: Final = _Meaning(State.PARTIALLY_PAID, Actor.RECEIVER)
_NOT_DELIVERED: Final = _Meaning(State.DELIVERY_FAILED, Actor.SENDER, Action.RESEND, Retry.AS_IS)
_UNKNOWN: Final = _Meaning(State.UNKNOWN, Actor.SENDER, Action.CALL_RECEIVER)

_ASKED: Final = {
    "NOA": Action.NOTHING,
    "PIN": Action.SEND_INFORMATION,
    "NIN": Action.SEND_NEW_DOCUMENT,
    "CNF": Action.CREDIT_IN_FULL,
    "CNP": Action.CREDIT_IN_PART,
    "CNA": Action.PAY_BACK,
    "OTH": Action.CALL_RECEIVER,
}
# What to do where the receiver gives a reason and asks for nothing. A rejected document stays rejected, so
# that what is wrong in it needs a new one; what is wrong with the goods needs a talk first.
_IMPLIED: Final = {
    ("UQ", "REF"): Action.SEND_INFORMATION,
    **{
        ("RE", reason): Action.SEND_NEW_DOCUMENT
        for reason in ("REF", "LEG", "REC", "PRI", "QTY", "ITM", "PAY", "FIN")
    },
}
# Done in this order where several are asked for: credit first, then the new document.
_IN_ORDER: Final = tuple(Action)


def outcome_of(kind: ResponseKind, answer: Answer) -> Outcome:
    """What one answer of a message comes to. A code that no table knows gives State.UNKNOWN."""
    code = (answer.code or "").strip()
    reasons = _reasons(kind, answer)
    meaning = _meaning(kind, code, reasons)
    actions = _actions(code, answer, meaning) if kind is IMR else (meaning.action,)
    actor = _actor(meaning, actions)
    return Outcome(meaning.state, actor, actions, meaning.retry, kind, code or None, reasons)


def _meaning(kind: ResponseKind, code: str, reasons: tuple[str, ...]) -> _Meaning:
    if kind is IMR and code == "PD" and f"{REASON}/PPD" in reasons:
        return _PART_PAID
    if kind is not IMR and code == "RE" and _only_undelivered(reasons):
        return _NOT_DELIVERED
    return _MEANING.get((kind, code), _UNKNOWN)


def _only_undelivered(reasons: tuple[str, ...]) -> bool:
    """Whether nothing but the delivery failed. Warnings (BW) reject nothing."""
    return {each.rpartition("/")[2] for each in reasons} - {"BW"} == {"FD"}


def _actions(code: str, answer: Answer, meaning: _Meaning) -> tuple[Action, ...]:
    asked = {_ASKED.get(each.code or "", Action.CALL_RECEIVER) for each in _of_list(answer, ACTION)}
    if asked - {Action.NOTHING}:
        return tuple(each for each in _IN_ORDER if each in asked - {Action.NOTHING})
    if asked and code != "UQ":  # a query waits for an answer, whatever it says
        return (Action.NOTHING,)
    implied = {_IMPLIED.get((code, each.code or "")) for each in _of_list(answer, REASON)}
    return tuple(each for each in _IN_ORDER if each in implied) or (meaning.action,)


def _actor(meaning: _Meaning, actions: tuple[Action, ...]) -> Actor:
    """Who acts: the sender as soon as anything is asked of it."""
    if actions != (Action.NOTHING,):
        return Actor.SENDER
    return Actor.NOBODY if meaning.state is State.REJECTED else meaning.actor


def _reasons(kind: ResponseKind, answer: Answer) -> tuple[str, ...]:
    """The codes of the answer, each once, with the list that it is of."""
    own = (f"{list_of(each)}/{each.code}" for each in answer.statuses if each.code)
    lines = (f"{kind}/{code}" for line in answer.lines for code in line.reasons)
    return tuple(dict.fromkeys((*own, *lines)))


def _of_list(answer: Answer, name: str) -> list[Status]:
    return [each for each in answer.statuses if each.code and list_of(each) == name]


def list_of(status: Status) -> str:
    """The list that a clarification code is of. Where the message does not say, the code tells.

    OTH, which stands in both lists, is then a reason.
    """
    if status.list_id in {REASON, ACTION}:
        return status.list_id
    return ACTION if status.code in _ASKED and status.code != "OTH" else REASON
