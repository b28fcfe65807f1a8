"""Where documents stand: one line each for many, the whole timeline for one, and JSON for programs.

Layout only; what became of a document is worked out in responses/.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from ubltools.report.layout import line, shown, wrapped
from ubltools.report.response import conditions, said
from ubltools.report.text import blocks
from ubltools.report.values import jsonable
from ubltools.responses.history import History
from ubltools.responses.known import KnownDocument
from ubltools.responses.matching import Unmatched
from ubltools.responses.outcome import Actor, State
from ubltools.responses.sent import Sent
from ubltools.responses.timeline import Entry
from ubltools.responses.wording import advice, reasons, sentence, text

SCHEMA: Final = "ubltools-status/1"


def overview(document: KnownDocument, history: History, language: str = "en") -> str:
    """A document as one line: where it stands, what it is, when something was heard, who moves next."""
    sent, outcome = document.sent, history.outcome
    width = max(len(text(f"state/{each}", language)) for each in State)
    state, actor = text(f"state/{outcome.state}", language), text(f"actor/{outcome.actor}", language)
    last = _moment(history.entries[-1].at) if history.entries else ""
    cells = (f"{state:<{width}}", f"{sent.family} {sent.number}", _receiver(sent), _total(sent), last, actor)
    return "  ".join(map(shown, cells)) + "\n"


def timeline(document: KnownDocument, history: History, language: str = "en") -> str:
    """One document: what it is, where it stands, what to do, and everything that happened."""
    outcome, sent = history.outcome, document.sent
    final = f" ({text('label/final', language)})" if outcome.final and not outcome.state.is_technical else ""
    rows = [
        ("state", text(f"state/{outcome.state}", language) + final),
        ("means", sentence(outcome, language) if outcome.code else ""),
        ("reason", reasons(outcome, language)),
        *_in_detail(history),
        ("next", text(f"actor/{outcome.actor}", language)),
        ("to do", advice(outcome, language)),
    ]
    lines = [_title(sent)]
    for label, value in rows:
        if value:
            lines += wrapped(line(value), f"  {text(f'label/{label}', language):<10}", " " * 12)
    lines += ["", *(each for entry in history.entries for each in _happened(entry, language))]
    return "\n\n".join(("\n".join(lines), *blocks(history.findings))) + "\n"


def _in_detail(history: History) -> Iterator[tuple[str, str]]:
    """What the answer that counts says beside its codes."""
    if history.decisive is not None and history.decisive.received is not None:
        received = history.decisive.received
        label = "correct" if history.outcome.actor is Actor.SENDER else "with"
        yield from ((label, each) for each in conditions(received.answer))
        yield from (("said", each) for each in said(received.message, received.answer))


def leftover(unmatched: Iterable[Unmatched]) -> str:
    """The answers that belong to no document, a line each; "" without any."""
    lines = []
    for each in unmatched:
        message, answer = each.received.message, each.received.answer
        who = message.sender.name or message.sender.endpoint or "-"
        about = answer.reference.id or "-"
        lines += wrapped(line(f"{message.kind} {answer.code or '-'} about {about} from {who}"), "  ", "    ")
        lines += [row for finding in each.findings for row in wrapped(line(finding.message), "    ", "    ")]
    return "\n".join(("", "Answers to no document that was sent from here:", *lines, "")) if lines else ""


def to_object(document: KnownDocument, history: History, language: str = "en") -> dict[str, Any]:
    """One document with all that is known of it, as JSON object."""
    outcome = history.outcome
    words = {"sentence": sentence(outcome, language), "to_do": advice(outcome, language)}
    return {
        "schema": SCHEMA,
        "document": jsonable(document.sent),
        "outcome": {**jsonable(outcome), "final": outcome.final, **words},
        "timeline": [_event(entry) for entry in history.entries],
        "findings": [jsonable(each) for each in history.findings],
    }


def _title(sent: Sent) -> str:
    dated = f" of {sent.issue_date}" if sent.issue_date else ""
    return line(f"{sent}{dated} to {_receiver(sent)} over {_total(sent)}")


def _receiver(sent: Sent) -> str:
    endpoint = str(sent.receiver.endpoint) if sent.receiver.endpoint else ""
    return sent.receiver.name or endpoint or "-"


def _total(sent: Sent) -> str:
    return f"{sent.currency or ''} {sent.total:f}".strip()


def _happened(entry: Entry, language: str) -> Iterator[str]:
    """One step. An answer without a time of day shows its date alone."""
    at = _moment(entry.at) if entry.timed else f"{entry.at:%Y-%m-%d}"
    yield from wrapped(line(f"{entry.event}{_detail(entry, language)}"), f"  {at:<18}", " " * 20)


def _detail(entry: Entry, language: str) -> str:
    if entry.outcome is not None:
        why = reasons(entry.outcome, language)
        state = text(f"state/{entry.outcome.state}", language)
        return f": {state} ({why})" if why else f": {state}"
    attempt = entry.attempt
    if attempt is None:
        return ""
    parts = (
        f"sha256 {attempt.sent.sha256[:12]}" if entry.event == "handed out" else "",
        f"forced: {attempt.forced}" if attempt.forced and entry.event == "handed out" else "",
        f"inbox item {attempt.inbox_item}" if attempt.inbox_item and entry.event == "sent" else "",
        f"instance {attempt.instance}" if attempt.instance and entry.event == "sent" else "",
    )
    told = ", ".join(each for each in parts if each)
    return f" ({told})" if told else ""


def _event(entry: Entry) -> dict[str, Any]:
    attempt, received = entry.attempt, entry.received
    return {
        "at": entry.at.isoformat() if entry.timed else entry.at.date().isoformat(),
        "event": entry.event,
        "attempt": attempt and {**jsonable(attempt), "sent": None, "sha256": attempt.sent.sha256},
        "outcome": jsonable(entry.outcome),
        "answer": jsonable(received.answer) if received else None,
    }


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
