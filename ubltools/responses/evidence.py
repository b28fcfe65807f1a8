"""What a decision rests on, in plain sentences with dates: the same for the same state.

Words only; nothing is decided here. Times are in UTC, to the minute.
"""

from datetime import datetime, timedelta
from typing import Final

from ubltools.responses.history import History
from ubltools.responses.known import KnownDocument
from ubltools.responses.sent import Sent
from ubltools.responses.timeline import Entry

_LAST: Final = 10  # answers that are shown; a party may send as many as it likes


def of(document: KnownDocument, past: History) -> tuple[str, ...]:
    """Every attempt and the last answers, in their order, and what they come to."""
    attempts = [each for each in past.entries if each.received is None]
    answers = [each for each in past.entries if each.received is not None]
    more = len(answers) - _LAST
    earlier = (f"There are {more} earlier answers.",) if more > 0 else ()
    return (
        *(_step(each) for each in attempts),
        *earlier,
        *(_answer(each) for each in answers[-_LAST:]),
        f"{document.sent}: {past.outcome.state}.",
    )


def brief(document: KnownDocument, past: History) -> str:
    """A document in one sentence: what it is, its total and its state."""
    return f"{document.sent}{_dated(document.sent)} over {_total(document.sent)}: {past.outcome.state}."


def moment(at: datetime) -> str:
    """E.g. "2026-11-20 10:00"."""
    return f"{at:%Y-%m-%d %H:%M}"


def duration(span: timedelta) -> str:
    """E.g. "5 days", "36 hours"."""
    hours = span // timedelta(hours=1)
    count, unit = (hours // 24, "day") if hours % 24 == 0 else (hours, "hour")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _step(entry: Entry) -> str:
    attempt = entry.attempt
    assert attempt is not None
    if entry.event != "handed out":
        item = f" (Billit inbox item {attempt.inbox_item})" if attempt.inbox_item else ""
        return f"{moment(entry.at)} UTC: {entry.event}{item}."
    sent = attempt.sent
    whom = sent.receiver.name or sent.receiver.endpoint or "a receiver without a name"
    why = f" It was forced: {attempt.forced}" if attempt.forced else ""
    return (
        f"{moment(entry.at)} UTC: {sent}{_dated(sent)} to {whom} over {_total(sent)} was handed out"
        f" (SHA-256 {sent.sha256[:12]}).{why}"
    )


def _answer(entry: Entry) -> str:
    assert entry.received is not None and entry.outcome is not None
    issued = entry.received.message.issue_date
    at = f"{moment(entry.at)} UTC" if entry.timed else issued.isoformat() if issued else "No date"
    why = f" ({', '.join(entry.outcome.reasons)})" if entry.outcome.reasons else ""
    return f"{at}: {entry.event}, {entry.outcome.state}{why}."


def _dated(sent: Sent) -> str:
    return f" of {sent.issue_date}" if sent.issue_date else ""


def _total(sent: Sent) -> str:
    return f"{sent.currency} {sent.total:f}" if sent.currency else f"{sent.total:f}"
