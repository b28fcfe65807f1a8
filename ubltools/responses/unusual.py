"""What a response does otherwise than its specification says, and what is made of it.

One small check a habit of real messages; each says how the message was understood. Whether the message
keeps the rules is for validation to say.
"""

from collections.abc import Iterator
from typing import Final

from ubltools.finding import Finding, Location, Severity
from ubltools.responses.meaning import list_of, outcome_of
from ubltools.responses.model import Answer, ResponseKind
from ubltools.responses.outcome import State

_ROOT: Final = "/ApplicationResponse"
_ANSWER: Final = "/ApplicationResponse/cac:DocumentResponse"


def unusual(kind: ResponseKind, customization: str | None, answers: tuple[Answer, ...]) -> Iterator[Finding]:
    """What stands out in a message and its answers, in their order."""
    if customization is None:
        yield _warning(
            "UBLT-RESPONSE-KIND",
            f"There is no CustomizationID; by what else it says this is an {kind}.",
            _ROOT,
        )
    if not answers:
        yield _warning(
            "UBLT-RESPONSE-EMPTY", "The response answers nothing: it has no DocumentResponse.", _ROOT
        )
    if len(answers) > 1:
        yield _info(
            "UBLT-RESPONSE-SEVERAL", f"One message answers {len(answers)} documents; each was read by itself."
        )
    for answer in answers:
        yield from _answer(kind, answer)


def _answer(kind: ResponseKind, answer: Answer) -> Iterator[Finding]:
    if answer.reference.id is None:
        yield _warning("UBLT-RESPONSE-NO-DOCUMENT", "The response does not say which document it is about.")
    if outcome_of(kind, answer).state is State.UNKNOWN:
        said = f"the code {answer.code!r}" if answer.code else "no code"
        yield _warning(
            "UBLT-RESPONSE-CODE", f"The response has {said}, which {kind} does not know; ask who sent it."
        )
    if kind is ResponseKind.IMR:
        yield from _clarifications(answer)


def _clarifications(answer: Answer) -> Iterator[Finding]:
    for status in answer.statuses:
        if status.code and not status.list_id:
            yield _info(
                "UBLT-RESPONSE-LIST", f"{status.code} has no listID; it was read as {list_of(status)}."
            )
        if status.text and not status.code:
            yield _info("UBLT-RESPONSE-TEXT-ONLY", "A reason is given as text only, without a code.")


def _warning(rule: str, message: str, place: str = _ANSWER) -> Finding:
    return Finding(rule, Severity.WARNING, message, Location(place))


def _info(rule: str, message: str) -> Finding:
    return Finding(rule, Severity.INFO, message, Location(_ANSWER))
