"""The inbox as a list: what each item is, what to do with it, and which may be confirmed.

Layout only; what an item is was settled in responses/inbox.py.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ubltools.report.layout import line, wrapped
from ubltools.report.response import to_object as response_to_object
from ubltools.responses.deliveries import Delivery
from ubltools.responses.inbox import Entry, Received
from ubltools.responses.meaning import outcome_of
from ubltools.responses.model import Answer, ResponseMessage
from ubltools.responses.outcome import Outcome
from ubltools.responses.wording import advice, text

SCHEMA: Final = "ubltools-inbox/1"


def render(entry: Entry, *, language: str = "en", known: Mapping[Answer, str] | None = None) -> str:
    """One item as text: what it is on the first line, what to do below."""
    head = "  ".join(each for each in (_item(entry), _what(entry), line(entry.name)) if each)
    lines = [head]
    if entry.error is not None:
        lines += wrapped(line(f"{entry.error.message} {entry.error.hint or ''}"), "    ", "    ")
    if isinstance(entry.content, ResponseMessage):
        for answer in entry.content.answers:
            lines += _answer(entry.content, answer, language, known)
    if isinstance(entry.content, Delivery):
        lines += _does(entry.content.outcome, entry.content.order_number or "", language)
    if isinstance(entry.content, Received):
        lines += wrapped("For the bookkeeping; confirm it there.", "    ", "    ")
    return "\n".join(lines) + "\n"


def confirmable(entries: Iterable[Entry]) -> list[int]:
    """The ids of the items to confirm: the responses that were read, and nothing else."""
    return [each.item.id for each in entries if each.is_response and each.item and each.item.id is not None]


def to_confirm(items: list[int]) -> str:
    """The last lines of the list: which items to confirm, and how."""
    if not items:
        return "\nNothing to confirm.\n"
    numbers = wrapped(" ".join(map(str, items)), "  ", "  ")
    return "\n".join(("", "Confirm these, each with POST /v1/peppol/inbox/{id}/confirm:", *numbers, ""))


def to_object(
    entry: Entry, *, language: str = "en", known: Mapping[Answer, str] | None = None
) -> dict[str, Any]:
    """One item as JSON object. confirm: whether it may be confirmed."""
    content = entry.content
    held: dict[str, Any] = {
        "schema": SCHEMA,
        "file": entry.name,
        "inbox_item": entry.item.id if entry.item else None,
        "what": _what(entry),
        "confirm": bool(confirmable([entry])),
        "error": entry.error and {"rule": entry.error.rule, "message": entry.error.message},
    }
    if isinstance(content, ResponseMessage | Delivery):
        held["response"] = response_to_object(entry.name, content, language, known)
    if isinstance(content, Received):
        held["number"] = content.number
    return held


def _item(entry: Entry) -> str:
    return str(entry.item.id) if entry.item and entry.item.id is not None else ""


def _what(entry: Entry) -> str:
    content = entry.content
    if isinstance(content, ResponseMessage):
        return str(content.kind)
    if isinstance(content, Received):
        return line(f"{content.kind} {content.number or ''}").strip()
    return "Delivery" if isinstance(content, Delivery) else "UNREADABLE"


def _answer(
    message: ResponseMessage, answer: Answer, language: str, known: Mapping[Answer, str] | None
) -> list[str]:
    about = answer.reference.id or "-"
    if known is not None:
        about = known.get(answer) or f"{about}: {text('label/unknown document', language)}"
    return _does(outcome_of(message.kind, answer), about, language)


def _does(outcome: Outcome, about: str, language: str) -> list[str]:
    """Which document, its state, and what is to be done."""
    said = f"{text(f'state/{outcome.state}', language)}. {advice(outcome, language)}"
    return [*wrapped(line(about), "    ", "    "), *wrapped(line(said), "    ", "    ")]
