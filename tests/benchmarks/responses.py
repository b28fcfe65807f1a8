"""Responses: how fast one is read and understood, from memory and from a folder of files."""

from collections.abc import Iterator
from itertools import chain, cycle, repeat
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

from tests.benchmarks.measure import Row, compare
from tests.response_documents import INVOICE_RESPONSE
from ubltools.responses.inbox import Entry, read_inbox
from ubltools.responses.meaning import outcome_of
from ubltools.responses.model import ResponseMessage
from ubltools.responses.outcome import Outcome
from ubltools.responses.read import read_response

FILES = 10_000
_IMR = INVOICE_RESPONSE.encode()


def understood(message: ResponseMessage) -> list[Outcome]:
    """What each answer of a message comes to."""
    return [outcome_of(message.kind, each) for each in message.answers]


def fill(folder: Path, files: int) -> None:
    """So many IMRs, each about another invoice."""
    for number in range(files):
        folder.joinpath(f"{number:06}.xml").write_bytes(_IMR.replace(b"INV-1", b"INV-%d" % number))


def reading(rounds: int, files: int = FILES) -> Iterator[Row]:
    """One IMR against parsing it."""
    yield compare(
        "IMR read and interpreted",
        lambda: understood(read_response(_IMR)),
        "lxml parse of the same bytes",
        lambda: etree.fromstring(_IMR),
        rounds=rounds,
        batch=0.05,
    )
    with TemporaryDirectory() as name:
        fill(Path(name), files)
        entries = chain.from_iterable(read_inbox(each) for each in repeat(name))
        paths = cycle(sorted(Path(name).iterdir()))
        yield compare(
            f"the same, from a folder of {files:,} files",
            lambda: of_entry(next(entries)),
            "lxml parse of the same files",
            lambda: etree.fromstring(next(paths).read_bytes()),
            rounds=rounds,
            batch=0.05,
        )


def of_entry(entry: Entry) -> list[Outcome]:
    """The same of an item of an inbox."""
    assert isinstance(entry.content, ResponseMessage), entry.error
    return understood(entry.content)
