"""Which answer must not follow which: a receiver that goes back, or goes on after its last word.

Only what was surely said later counts as later. Steps: Peppol BIS Invoice Response 3, its process rules.
"""

from collections.abc import Iterator
from typing import Final

from ubltools.finding import Finding, Location, Severity
from ubltools.responses.outcome import State
from ubltools.responses.timeline import PLACE, Entry, in_order, state_of, strength

_AFTER: Final = {
    State.REJECTED: frozenset[State](),
    State.ACCEPTED: frozenset({State.PARTIALLY_PAID, State.PAID}),
    State.PAID: frozenset[State](),
}
_RESPONSE: Final = Location("/ApplicationResponse")


def out_of_order(business: list[Entry]) -> Iterator[Finding]:
    """Every answer that must not follow an earlier one."""
    first = _first_of_each(business)
    for each in business:
        earlier = [past for past in first if _before(past, each) and not _may_follow(past, each)]
        if earlier:
            yield _illegal(max(earlier, key=strength), each)


def _first_of_each(business: list[Entry]) -> list[Entry]:
    """The first entries of each state, with and without a time of day: all that others are held against."""
    found: dict[tuple[State, bool, bool], Entry] = {}
    for by_day in (False, True):
        for each in sorted(business, key=_day if by_day else in_order):
            found.setdefault((state_of(each), each.timed, by_day), each)
    return list(found.values())


def _day(entry: Entry) -> str:
    """The day as the message writes it, in its own zone."""
    day = entry.received.message.issue_date if entry.received else None
    return day.isoformat() if day else ""


def _before(one: Entry, other: Entry) -> bool:
    """Whether one was surely written before the other: by the day where one of them has no time."""
    if not _day(one) or not _day(other):
        return False
    return one.at < other.at if one.timed and other.timed else _day(one) < _day(other)


def _may_follow(one: Entry, other: Entry) -> bool:
    before, after = state_of(one), state_of(other)
    return after in _AFTER[before] if before in _AFTER else PLACE[after] >= PLACE[before]


def _illegal(before: Entry, after: Entry) -> Finding:
    said, then = (f"{each.event} ({state_of(each)}) of {_day(each)}" for each in (before, after))
    counts = max(before, after, key=strength)
    text = f"After {said}, {then} must not follow. What counts is: {state_of(counts)}."
    return Finding("UBLT-RESPONSE-ORDER", Severity.WARNING, text, _RESPONSE, "Ask the receiver which holds.")
