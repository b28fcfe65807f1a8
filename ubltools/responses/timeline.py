"""The entries of a timeline, their order, and how much each of them weighs.

Values and orders only. Order of the states: Peppol BIS Invoice Response 3 (AB, IP, UQ, CA, RE, AP, PD).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ubltools.responses.known import Attempt, Received
from ubltools.responses.model import ResponseKind
from ubltools.responses.outcome import Outcome, State

# What the receiver says, in the order in which it may be said. Steps may be left out.
_ORDER: Final = (
    State.ACKNOWLEDGED,
    State.IN_PROCESS,
    State.UNDER_QUERY,
    State.CONDITIONALLY_ACCEPTED,
    State.REJECTED,
    State.ACCEPTED,
    State.PARTIALLY_PAID,
    State.PAID,
)
PLACE: Final = {state: place for place, state in enumerate(_ORDER)}
# What counts where a receiver contradicts itself: a final word before another, and money before words.
_STRENGTH: Final = {
    state: strength
    for strength, state in enumerate(
        (*(each for each in _ORDER if each not in {State.REJECTED, State.PAID}), State.REJECTED, State.PAID)
    )
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline: a step of an attempt, or an answer.

    at: in UTC; timed: whether the time of day is known
    event: "handed out", "sent", "refused by Billit", "sending failed", or kind and code ("IMR RE")
    attempt: which attempt it is about, where that is known. outcome: what an answer comes to
    """

    at: datetime
    event: str
    attempt: Attempt | None = None
    received: Received | None = None
    outcome: Outcome | None = None
    timed: bool = True


def in_order(entry: Entry) -> tuple[datetime, int, datetime, str, int]:
    """By time of issue, then by place in the order of states, then by arrival, then by digest."""
    if entry.received is None:
        attempt = entry.attempt.id if entry.attempt else 0
        return entry.at, -2 if entry.event == "handed out" else -1, entry.at, "", attempt
    place = PLACE.get(state_of(entry), -1)
    return entry.at, place, entry.received.arrived, entry.received.message.digest, entry.received.position


def state_of(entry: Entry) -> State:
    """The state that an answer gives; UNKNOWN for a step of an attempt."""
    return entry.outcome.state if entry.outcome else State.UNKNOWN


def is_business(entry: Entry) -> bool:
    """Whether the receiver of the document said it."""
    return entry.received is not None and entry.received.message.kind is ResponseKind.IMR


def strength(entry: Entry) -> tuple[int, tuple[datetime, int, datetime, str, int]]:
    """The strongest state; of several that say the same the last, whose reasons count then."""
    return _STRENGTH[state_of(entry)], in_order(entry)
