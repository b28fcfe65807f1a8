"""The state file: how long the gate takes in a full one, and how many messages it takes a second."""

import contextlib
import sqlite3
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.measure import Row, compare
from tests.sent_documents import IMR, NOW, message, note, sent
from ubltools.responses import tables
from ubltools.responses.store import StateFile

MANY = 100_000


def fill(state: StateFile, documents: int) -> None:
    """So many invoices, each with an answer."""
    with state._database.writing() as connection:
        for number in range(documents):
            tables.insert(connection, sent(f"{number}"), NOW)
    state.record((message(IMR, "AB", about=f"{number}") for number in range(documents)), NOW)


def gate(rounds: int, documents: int = MANY) -> Iterator[Row]:
    """A decision in a full file against one in a small file; with its recording, against a bare commit."""
    with TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        full, small = (stack.enter_context(StateFile(Path(folder, name))) for name in ("full", "small"))
        fill(full, documents)
        fill(small, 100)
        size = f"{documents:,} documents"
        for what, document in (
            ("gate, number unknown", sent("new")),
            ("gate, number used", sent("50")),
            ("gate, credit note", note("C-1", "50")),
        ):
            yield compare(
                f"{what}, {size}",
                lambda asked=document: full.check(asked, NOW),  # type: ignore[misc]
                "100 documents",
                lambda asked=document: small.check(asked, NOW),  # type: ignore[misc]
                rounds=rounds,
                batch=0.05,
            )
        fresh = (sent(f"R-{number}") for number in count())
        commit = stack.enter_context(contextlib.closing(_bare(Path(folder, "bare"))))
        yield compare(
            f"gate and its recording, {size}",
            lambda: full.reserve(next(fresh), NOW),
            "sqlite3 commit of one row",
            lambda: commit.execute("INSERT INTO one DEFAULT VALUES"),
            rounds=rounds,
            batch=0.05,
        )


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE one (id INTEGER PRIMARY KEY)")
    return connection
