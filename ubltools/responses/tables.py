"""The tables of the state file, and the few things that are done with their rows: SQL stands here alone.

Functions on a transaction that somebody else began. What the rows mean together is worked out in
matching.py, history.py and gate.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from ubltools.errors import ConfigurationError
from ubltools.finding import Finding
from ubltools.responses.decision import Standing
from ubltools.responses.history import History, history
from ubltools.responses.known import Attempt, Fate, KnownDocument, Received
from ubltools.responses.matching import Unmatched, Verdict, concerns_document
from ubltools.responses.model import Answer, ResponseMessage
from ubltools.responses.sent import Family, Sent, same_number
from ubltools.responses.stored import from_json, to_json

if TYPE_CHECKING:
    from ubltools.responses.database import Connection

APPLICATION: Final = 0x55424C54  # "UBLT"
VERSION: Final = 1
SQL: Final = """
CREATE TABLE document (id INTEGER PRIMARY KEY, number TEXT NOT NULL);
CREATE INDEX document_number ON document (number);
CREATE TABLE attempt (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document,
    sent TEXT NOT NULL,
    released TEXT NOT NULL,
    fate TEXT NOT NULL,
    settled TEXT,
    forced TEXT,
    inbox_item TEXT,
    instance TEXT
);
CREATE INDEX attempt_document ON attempt (document);
CREATE INDEX attempt_instance ON attempt (instance);
CREATE TABLE preceding (
    number TEXT, document INTEGER REFERENCES document, PRIMARY KEY (number, document)
) WITHOUT ROWID;
CREATE TABLE response (
    id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, message TEXT NOT NULL, arrived TEXT NOT NULL
);
CREATE TABLE answer (
    response INTEGER REFERENCES response, position INTEGER, reference TEXT, PRIMARY KEY (response, position)
) WITHOUT ROWID;
CREATE INDEX answer_reference ON answer (reference);
"""

_ATTEMPT: Final = "id, sent, released, fate, settled, forced, inbox_item, instance"
T = TypeVar("T")
_DID_NOT: Final = frozenset({Fate.REFUSED, Fate.FAILED})


class ResponseRow(NamedTuple):
    """A message as it is kept."""

    id: int
    message: str
    arrived: str


# Documents and attempts


def insert(connection: Connection, sent: Sent, released: datetime, forced: str | None = None) -> int:
    """Record a new attempt, under its document if that is known, else under a new one; gives its id."""
    known = same(connection, sent)
    document = (
        known.id if known else _inserted(connection, "INSERT INTO document (number) VALUES (?)", sent.number)
    )
    for number in sent.references:
        connection.execute("INSERT OR IGNORE INTO preceding VALUES (?, ?)", (number, document))
    sql = "INSERT INTO attempt (document, sent, released, fate, forced) VALUES (?, ?, ?, ?, ?)"
    return _inserted(connection, sql, document, to_json(sent), released.isoformat(), Fate.RELEASED, forced)


def settle(
    connection: Connection,
    attempt: int,
    fate: Fate,
    now: datetime,
    inbox_item: str | None = None,
    instance: str | None = None,
) -> None:
    """Record how an attempt ended. Raises ConfigurationError for one that is not there or surely was sent."""
    row = connection.execute("SELECT fate, settled FROM attempt WHERE id = ?", (attempt,)).fetchone()
    if row is None:
        raise ConfigurationError(f"There is no attempt {attempt} in the state file.")
    before, settled = Fate(row[0]), row[1]
    if before is Fate.SENT and fate in _DID_NOT:
        raise ConfigurationError(f"Attempt {attempt} was recorded as sent already; it cannot have failed.")
    if fate not in {before, Fate.RELEASED}:
        before, settled = fate, now.isoformat()
    connection.execute(
        "UPDATE attempt SET fate = ?, settled = ?, inbox_item = coalesce(?, inbox_item),"
        " instance = coalesce(?, instance) WHERE id = ?",
        (before, settled, inbox_item, instance and instance.strip(), attempt),
    )


def same(connection: Connection, sent: Sent) -> KnownDocument | None:
    """What is known under the number of a document."""
    found = numbered(connection, sent.number)
    return next((each for each in found if same_number(each.sent, sent)), None)


def numbered(connection: Connection, number: str) -> list[KnownDocument]:
    """The documents under a number, of every seller."""
    rows = connection.execute("SELECT id FROM document WHERE number = ? ORDER BY id", (number,))
    return [_document(connection, row[0]) for row in rows.fetchall()]


def documents_after(connection: Connection, last: int, most: int) -> list[KnownDocument]:
    """The next documents by id."""
    rows = connection.execute("SELECT id FROM document WHERE id > ? ORDER BY id LIMIT ?", (last, most))
    return [_document(connection, row[0]) for row in rows.fetchall()]


def around(connection: Connection, sent: Sent) -> list[Standing]:
    """All that the gate has to know: the number, the invoices that are credited, the credit notes to them."""
    found = numbered(connection, sent.number)
    if sent.family is Family.CREDIT_NOTE:
        for number in sent.references:
            found += numbered(connection, number)
            rows = connection.execute("SELECT document FROM preceding WHERE number = ?", (number,))
            found += [_document(connection, row[0]) for row in rows.fetchall()]
    each_once = {document.id: document for document in found}
    return [Standing(document, history_of(connection, document)) for document in each_once.values()]


def _document(connection: Connection, document: int) -> KnownDocument:
    rows = connection.execute(f"SELECT {_ATTEMPT} FROM attempt WHERE document = ? ORDER BY id", (document,))
    return KnownDocument(document, tuple(_attempt(row) for row in rows))


def _attempt(row: Any) -> Attempt:
    number, sent, released, fate, settled, *texts = row
    return Attempt(
        number, _value(Sent, sent), _moment(released), Fate(fate), settled and _moment(settled), *texts
    )


# Responses


def keep(connection: Connection, message: ResponseMessage, text: str, arrived: datetime) -> bool:
    """Keep a message, unless it is here already; gives whether it was new."""
    sql = "INSERT OR IGNORE INTO response (digest, message, arrived) VALUES (?, ?, ?)"
    made = connection.execute(sql, (message.digest, text, arrived.isoformat()))
    if made.rowcount != 1:
        return False
    answers = [
        (made.lastrowid, position, (answer.reference.id or "").strip())
        for position, answer in enumerate(message.answers)
    ]
    connection.executemany("INSERT INTO answer VALUES (?, ?, ?)", answers)
    return True


def responses_after(connection: Connection, last: int, most: int) -> list[ResponseRow]:
    """The next messages by order of arrival."""
    sql = "SELECT id, message, arrived FROM response WHERE id > ? ORDER BY id LIMIT ?"
    return [ResponseRow(*row) for row in connection.execute(sql, (last, most))]


def history_of(connection: Connection, document: KnownDocument) -> History:
    """What became of a document, by the answers that are about it; what is doubtful about others."""
    about: list[Received] = []
    doubtful: list[Finding] = []
    for received in _named(connection, {document.sent.number, *document.instances}):
        match = concerns_document(received.message, received.answer, document)
        if match.verdict is Verdict.YES:
            about.append(replace(received, findings=match.findings))
        elif match.verdict is Verdict.DOUBTFUL:
            doubtful += match.findings
    known = history(document.attempts, about)
    return replace(known, findings=(*dict.fromkeys(doubtful), *known.findings)) if doubtful else known


def matched(connection: Connection, message: ResponseMessage, answer: Answer) -> list[KnownDocument]:
    """The documents that an answer is about."""
    candidates = _candidates(connection, (answer.reference.id or "").strip())
    about = {each.id: each for each in candidates if _is_about(message, answer, each)}
    return list(about.values())


def _is_about(message: ResponseMessage, answer: Answer, document: KnownDocument) -> bool:
    return concerns_document(message, answer, document).verdict is Verdict.YES


def unmatched(connection: Connection, row: ResponseRow) -> Iterator[Unmatched]:
    """The answers of a message that are about no document."""
    message = _value(ResponseMessage, row.message)
    for position, answer in enumerate(message.answers):
        matches = [
            concerns_document(message, answer, each)
            for each in _candidates(connection, (answer.reference.id or "").strip())
        ]
        if all(each.verdict is not Verdict.YES for each in matches):
            findings = dict.fromkeys(finding for each in matches for finding in each.findings)
            yield Unmatched(Received(message, position, _moment(row.arrived)), tuple(findings))


def _candidates(connection: Connection, reference: str) -> list[KnownDocument]:
    rows = connection.execute("SELECT DISTINCT document FROM attempt WHERE instance = ?", (reference,))
    transmitted = [_document(connection, row[0]) for row in rows.fetchall()]
    return [*numbered(connection, reference), *transmitted] if reference else []


def _named(connection: Connection, references: set[str]) -> Iterator[Received]:
    """Every answer with such a reference. A message with many of them is read once."""
    positions: dict[int, list[int]] = {}
    for reference in sorted(references):
        sql = "SELECT response, position FROM answer WHERE reference = ? ORDER BY response, position"
        for response, position in connection.execute(sql, (reference,)):
            positions.setdefault(response, []).append(position)
    for response, those in positions.items():
        sql = "SELECT message, arrived FROM response WHERE id = ?"
        text, arrived = connection.execute(sql, (response,)).fetchone()
        message, moment = _value(ResponseMessage, text), _moment(arrived)
        yield from (Received(message, position, moment) for position in those)


def _inserted(connection: Connection, sql: str, *values: object) -> int:
    made = connection.execute(sql, values).lastrowid
    assert made is not None
    return made


def _value(kind: type[T], text: str) -> T:
    try:
        return from_json(kind, text)
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError):
        hint = "Take the last copy that was made of it."
        raise ConfigurationError("The state file is damaged: a value in it cannot be read.", hint) from None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
