"""The state file: what was handed out for sending, what became of it, and every response that came.

Values in and out; the time is always an argument. Responses are kept as they came and matched when somebody
asks, so that their order does not matter and a replay adds nothing. The tables are in tables.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Final

from ubltools.errors import ConfigurationError
from ubltools.responses import tables
from ubltools.responses.database import Database
from ubltools.responses.decision import WAIT, Gate
from ubltools.responses.gate import decide, forced
from ubltools.responses.history import History
from ubltools.responses.known import Fate, KnownDocument
from ubltools.responses.matching import Unmatched
from ubltools.responses.model import ResponseMessage
from ubltools.responses.sent import Sent
from ubltools.responses.stored import to_json

_PAGE: Final = 500  # rows that are read or written in one transaction


class StateFile:
    """An open state file; a file that is not there is made.

    Any number of processes may use one. Raises ConfigurationError, here and in every method, for what is
    no state file, cannot be written, or is kept by another process for too long.
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path, tables.SQL, tables.APPLICATION, tables.VERSION)

    def __enter__(self) -> StateFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def check(self, sent: Sent, now: datetime, *, wait: timedelta = WAIT) -> Gate:
        """Whether a document may be sent now. Records nothing."""
        with self._database.reading() as connection:
            return decide(sent, tables.around(connection, sent), _utc(now), wait)

    def reserve(self, sent: Sent, now: datetime, *, force: str | None = None, wait: timedelta = WAIT) -> Gate:
        """The same, and record an attempt in the same step if it may: of two processes one gets it.

        force: the reason to send against the decision; it is recorded. Raises ConfigurationError for an
        empty one.
        """
        if force is not None and not force.strip():
            raise ConfigurationError("Sending against the decision needs a reason.")
        with self._database.writing() as connection:
            gate = decide(sent, tables.around(connection, sent), _utc(now), wait)
            if force is not None:
                gate = forced(gate, force.strip())
            if not gate.allowed:
                return gate
            return replace(gate, attempt=tables.insert(connection, sent, _utc(now), gate.forced))

    def add(
        self, sent: Sent, now: datetime, *, inbox_item: str | None = None, instance: str | None = None
    ) -> int:
        """Record a document that was sent in another way; gives the id of the attempt.

        The same content again adds nothing but what was not known of it.
        """
        with self._database.writing() as connection:
            known = tables.same(connection, sent)
            tried = known.attempts if known else ()
            before = next((each.id for each in tried if each.sent.sha256 == sent.sha256), None)
            attempt = before or tables.insert(connection, sent, _utc(now))
            tables.settle(connection, attempt, Fate.SENT, _utc(now), inbox_item, instance)
            return attempt

    def answered(
        self,
        attempt: int,
        fate: Fate,
        now: datetime,
        *,
        inbox_item: str | None = None,
        instance: str | None = None,
    ) -> None:
        """Record how the sending of an attempt ended, and what Billit or the network calls it.

        Saying the same twice changes nothing. Raises ConfigurationError for an attempt that is not there,
        or one of which it is known that it was sent and which is said to have failed.
        """
        with self._database.writing() as connection:
            tables.settle(connection, attempt, fate, _utc(now), inbox_item, instance)

    def record(self, messages: Iterable[ResponseMessage], arrived: datetime) -> int:
        """Keep messages; gives how many of them were new. One that is here already is passed over."""
        left, new = iter(messages), 0
        while page := [(each, to_json(each)) for each in islice(left, _PAGE)]:
            with self._database.writing() as connection:
                new += sum(tables.keep(connection, message, text, _utc(arrived)) for message, text in page)
        return new

    def documents(self) -> Iterator[KnownDocument]:
        """Every document, in the order in which they were first seen. Read page by page."""
        last = 0
        while page := self._page(last):
            yield from page
            last = page[-1].id

    def _page(self, last: int) -> list[KnownDocument]:
        with self._database.reading() as connection:
            return tables.documents_after(connection, last, _PAGE)

    def find(self, number: str) -> tuple[KnownDocument, ...]:
        """The documents under a number: invoices and credit notes, of every seller."""
        with self._database.reading() as connection:
            return tuple(tables.numbered(connection, number.strip()))

    def history_of(self, document: KnownDocument) -> History:
        """What became of a document, by everything that came so far."""
        with self._database.reading() as connection:
            return tables.history_of(connection, document)

    def about(self, message: ResponseMessage, position: int) -> tuple[KnownDocument, ...]:
        """The documents that one answer of a message is about; one at most, unless numbers clash."""
        with self._database.reading() as connection:
            return tuple(tables.matched(connection, message, message.answers[position]))

    def unmatched(self) -> Iterator[Unmatched]:
        """Every answer that belongs to no document, in the order of arrival. Read page by page."""
        last = 0
        while True:
            with self._database.reading() as connection:
                rows = tables.responses_after(connection, last, _PAGE)
                page = [each for row in rows for each in tables.unmatched(connection, row)]
            yield from page
            if not rows:
                return
            last = rows[-1].id


def _utc(now: datetime) -> datetime:
    return now.replace(tzinfo=UTC) if now.tzinfo is None else now.astimezone(UTC)
