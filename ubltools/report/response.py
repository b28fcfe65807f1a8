"""A response for the person who sent the document: what it says, why, and what to do now.

One block an answer, in the language asked for; then what was unusual in the message. Layout and choice of
words only: what the codes mean is settled before. Texts of the message are shown, never obeyed.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from ubltools.codes import term_name
from ubltools.report.layout import line, wrapped
from ubltools.report.text import blocks
from ubltools.report.values import jsonable
from ubltools.responses.deliveries import Delivery
from ubltools.responses.meaning import outcome_of
from ubltools.responses.model import Answer, LineResponse, Party, ResponseMessage
from ubltools.responses.outcome import Action, Actor, Outcome, Retry
from ubltools.responses.wording import advice, reasons, sentence, text

SCHEMA: Final = "ubltools-response/1"
_PLACES: Final = 5
_INDENT: Final = " " * 12


def render(
    name: str,
    message: ResponseMessage | Delivery,
    *,
    language: str = "en",
    verbose: bool = False,
    known: Mapping[Answer, str] | None = None,
) -> str:
    """A message, webhook or status as text with a line end.

    known: what the state file says of the document that an answer is about; None without a state file.
    verbose: every place that an access point names instead of the first five.
    """
    if isinstance(message, Delivery):
        return _delivery(name, message, language)
    parts = [
        "\n".join([_headline(name, message, answer), *_answer(message, answer, language, verbose, known)])
        for answer in message.answers
    ]
    parts = parts or [_headline(name, message, None)]
    return "\n\n".join((*parts, *blocks(message.findings, verbose=verbose))) + "\n"


def _delivery(name: str, delivery: Delivery, language: str) -> str:
    outcome = delivery.outcome
    about = delivery.order_number or (f"OrderID {delivery.order_id}" if delivery.order_id else None)
    told = [each.text for each in delivery.messages if each.code and each.text]
    files = [each.file_id for each in delivery.messages if each.file_id and not each.outgoing]
    rows = [
        ("about", about or ""),
        *_meaning(outcome, language),
        *(("said", each) for each in (*told, delivery.information or "")),
        *_advice(outcome, language),
        *(("file", f"GET /v1/files/{each}") for each in files),
    ]
    return "\n".join([f"{outcome.code or delivery.flow or '-'}  {line(name)}", *_rows(rows, language)]) + "\n"


def to_object(
    name: str,
    message: ResponseMessage | Delivery,
    language: str = "en",
    known: Mapping[Answer, str] | None = None,
) -> dict[str, Any]:
    """A message as JSON object, with its outcomes; texts in the language asked for."""
    held = {"schema": SCHEMA, "file": name, **jsonable(message)}
    if isinstance(message, Delivery):
        return {**held, "outcome": _outcome(message.outcome, language)}
    for answer, shown in zip(message.answers, held["answers"], strict=True):
        shown["outcome"] = _outcome(outcome_of(message.kind, answer), language)
        if known is not None:
            shown["document"] = known.get(answer)
    return held


def _outcome(outcome: Outcome, language: str) -> dict[str, Any]:
    words = {"sentence": sentence(outcome, language), "to_do": advice(outcome, language)}
    return {**jsonable(outcome), "final": outcome.final, **words}


def _headline(name: str, message: ResponseMessage, answer: Answer | None) -> str:
    return f"{message.kind} {line((answer and answer.code) or '-')}  {line(name)}"


def _answer(
    message: ResponseMessage,
    answer: Answer,
    language: str,
    verbose: bool,
    known: Mapping[Answer, str] | None,
) -> list[str]:
    outcome = outcome_of(message.kind, answer)
    rows = [
        ("about", _about(answer)),
        *(
            (("", known.get(answer) or text("label/unknown document", language)),)
            if known is not None
            else ()
        ),
        ("from", _from(message)),
        *_meaning(outcome, language),
        ("reason", reasons(outcome, language)),
        *_cut("correct" if outcome.actor is Actor.SENDER else "with", conditions(answer), verbose),
        ("as of", _day(answer.effective)),
        *_cut("said", said(message, answer), verbose),
        *_cut("", map(_place, answer.lines), verbose),
        *_advice(outcome, language),
    ]
    return _rows(rows, language)


def _meaning(outcome: Outcome, language: str) -> Iterator[tuple[str, str]]:
    is_final = outcome.final and not outcome.state.is_technical
    final = f" ({text('label/final', language)})" if is_final else ""
    yield "state", text(f"state/{outcome.state}", language) + final
    yield "means", sentence(outcome, language) if outcome.code else ""


def _advice(outcome: Outcome, language: str) -> Iterator[tuple[str, str]]:
    yield "next", text(f"actor/{outcome.actor}", language)
    yield "to do", advice(outcome, language)
    if outcome.retry is not Retry.NEVER or outcome.actions != (Action.NOTHING,):
        yield "resend", text(f"retry/{outcome.retry}", language)


def _about(answer: Answer) -> str:
    reference = answer.reference
    parts = (reference.id, reference.type_code and f"({reference.type_code})", _day(reference.issued))
    return " ".join(each for each in parts if each)


def _from(message: ResponseMessage) -> str:
    when = message.issue_date.isoformat() if message.issue_date else ""
    at = f" {message.issue_time.isoformat('minutes')}".replace("+00:00", " UTC") if message.issue_time else ""
    return ", ".join(each for each in (_name(message.sender), when + at) if each)


def _name(party: Party) -> str:
    endpoint = str(party.endpoint) if party.endpoint else ""
    return f"{party.name} ({endpoint})" if party.name and endpoint else party.name or endpoint


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def conditions(answer: Answer) -> Iterator[str]:
    """The fields that the receiver names, each with the value that it proposes."""
    for condition in (each for status in answer.statuses for each in status.conditions):
        name = term_name(condition.attribute or "")
        field = f"{condition.attribute} {name}" if name else condition.attribute or "-"
        yield f"{field}: {condition.description}" if condition.description else field


def said(message: ResponseMessage, answer: Answer) -> Iterator[str]:
    """What is said in free text."""
    yield from (each.text for each in answer.statuses if each.text)
    yield from (each for each in (answer.description, message.note) if each)


def _cut(label: str, values: Iterable[str], verbose: bool) -> Iterator[tuple[str, str]]:
    """Rows of a label, the first five unless all are asked for."""
    for at, value in enumerate(values):
        if at >= _PLACES and not verbose:
            yield "", "... and more (--verbose)"
            return
        yield label, value


def _place(found: LineResponse) -> str:
    why = "/".join(found.reasons) or found.code or "-"
    return f"- {why}  {found.text or ''}" + (f"  {found.xpath}" if found.xpath else "")


def _rows(rows: list[tuple[str, str]], language: str) -> list[str]:
    """Label and value, wrapped; without a value no row, without a label the row belongs to the one before."""
    lines = []
    for label, value in rows:
        if value:
            heading = text(f"label/{label}", language) if label else ""
            lines += wrapped(line(value), f"  {heading:<10}", _INDENT)
    return lines
