"""What is measured, and against what: each case gives rows for the table."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lxml import etree

from tests.benchmarks import by_hand, engines, peak, processes
from tests.benchmarks.content import of_json, of_order, of_xml, require_same
from tests.benchmarks.documents import (
    COMPANY,
    SAMPLE,
    SAMPLES,
    SHORT,
    WITHOUT_SUPPLIER,
    invoice,
    of_20_kb,
    plain_invoice,
    plain_order,
)
from tests.benchmarks.measure import Row, Skipped, Work, compare
from tests.benchmarks.peers import PEERS, Peer
from tests.benchmarks.responses import reading as responses
from tests.benchmarks.state import gate
from tests.benchmarks.validators import beside
from ubltools import billit, xml
from ubltools.convert import from_ubl, to_ubl
from ubltools.names import Kind
from ubltools.validation import xsd
from ubltools.validation.engine import validate
from ubltools.validation.release import by_id

ROOT = Path(__file__).parents[2]
_JSON = "json.loads of the same text"
_PARSE = "lxml parse of the same bytes"
_PASS = "python -c pass"
LENGTHS = (2, 10, 100, 1_000)


def _side_by_side(
    cases: list[tuple[str, Work, str, Work]], *, rounds: int, batch: float = 0.05
) -> Iterator[Row]:
    for what, ours, reference, theirs in cases:
        yield compare(what, ours, reference, theirs, rounds=rounds, batch=batch)


def conversion(rounds: int) -> Iterator[Row]:
    """An order of two lines to UBL, pydantic included."""
    party = billit.company_party(COMPANY)
    by_parts: list[tuple[str, Work, str, Work]] = [
        ("loading alone", lambda: billit.load(SAMPLE), _JSON, lambda: json.loads(SAMPLE)),
        ("sample order to UBL", lambda: to_ubl(SAMPLE), _JSON, lambda: json.loads(SAMPLE)),
        ("same", lambda: to_ubl(SAMPLE), "by hand with an lxml tree", lambda: by_hand.write(SAMPLE)),
        (
            "same, company as a Party",
            lambda: to_ubl(WITHOUT_SUPPLIER, company=party),
            _JSON,
            lambda: json.loads(SAMPLE),
        ),
        (
            "same, company as JSON",
            lambda: to_ubl(WITHOUT_SUPPLIER, company=COMPANY),
            _JSON,
            lambda: json.loads(SAMPLE),
        ),
        ("same, and its findings", lambda: to_ubl(SAMPLE).findings, _JSON, lambda: json.loads(SAMPLE)),
        ("short order to UBL", lambda: to_ubl(SHORT), _JSON, lambda: json.loads(SHORT)),
    ]
    yield from _side_by_side(by_parts, rounds=rounds)


def reading(rounds: int) -> Iterator[Row]:
    """UBL of two lines to an order, pydantic included."""
    data = plain_invoice(2)
    parse = partial(etree.fromstring, data)
    read: list[tuple[str, Work, str, Work]] = [
        (what, partial(work, data), _PARSE, parse) for what, work in peak.WORK.items() if _reads(what)
    ]
    yield from _side_by_side(read, rounds=rounds)


def _reads(what: str) -> bool:
    return what.startswith("from_ubl") or what == "validate"


def writing_beside_peers(rounds: int) -> Iterator[Row | Skipped]:
    """Ours from the JSON text, a peer from its own values, to the same UBL."""
    for lines in LENGTHS:
        order, expected = plain_order(lines), of_json(plain_order(lines))
        require_same(expected, of_xml(to_ubl(order).document or ""), "to_ubl writes")
        for peer in PEERS:
            theirs = partial(peer.writing, plain_invoice(lines), expected)
            yield _beside(peer, f"to_ubl, {lines:,} lines", partial(to_ubl, order), theirs, rounds)


def reading_beside_peers(rounds: int) -> Iterator[Row | Skipped]:
    """The same UBL, ours to an Order, a peer to its own values."""
    for lines in LENGTHS:
        data, expected = plain_invoice(lines), of_json(plain_order(lines))
        require_same(expected, of_order(from_ubl(data).document), "from_ubl reads")
        for peer in PEERS:
            theirs = partial(peer.reading, data, expected)
            yield _beside(peer, f"from_ubl, {lines:,} lines", partial(from_ubl, data), theirs, rounds)


def _beside(peer: Peer, what: str, ours: Work, theirs: Callable[[], Work], rounds: int) -> Row | Skipped:
    version = peer.version()
    if version is None:
        return Skipped(what, peer.name, "not installed")
    return compare(what, ours, f"{peer.name} {version}", theirs(), rounds=max(3, rounds // 2), batch=0.05)


def length(rounds: int) -> Iterator[Row]:
    """Whether the time grows with the lines and no faster: ten times the lines, ten times the time."""
    for what in peak.WORK:
        yield _ten_times(what, 100, max(3, rounds // 2))
    for what in ("to_ubl", "from_ubl"):
        yield _ten_times(what, 1_000, max(3, rounds // 4))


def _ten_times(what: str, lines: int, rounds: int) -> Row:
    make = plain_invoice if _reads(what) else plain_order
    long, short = (partial(peak.WORK[what], make(each)) for each in (10 * lines, lines))
    return compare(f"{what}, {10 * lines:,} lines", long, f"{lines:,} lines", short, rounds=rounds, batch=0)


def schema(rounds: int) -> Iterator[Row]:
    """The schema check on a document that is parsed already, with a schema that is built already."""
    data = of_20_kb()
    document, release = xml.parse(data), by_id("ubl-2.1")
    assert document.kind is Kind.INVOICE
    size = f"{len(data) / 1000:.1f} kB"
    parse = partial(etree.fromstring, data)
    yield from _side_by_side(
        [
            (f"XSD, {size}", lambda: xsd.check(document, release), _PARSE, parse),
            (f"safe parse, {size}", lambda: xml.parse(data), _PARSE, parse),
        ],
        rounds=rounds,
    )


def validation(rounds: int) -> Iterator[Row]:
    """The whole of validate(): parse, schema, EN 16931, Peppol, with everything compiled already."""
    for data in (invoice(), of_20_kb()):
        what = f"validate(), {len(data) / 1000:.1f} kB"
        yield compare(
            what, partial(validate, data), _PARSE, partial(etree.fromstring, data), rounds=rounds, batch=0.1
        )


def growth(rounds: int) -> Iterator[Row]:
    """Whether a line of a long document costs more than one of a short document: 1 when it does not."""
    short, long = invoice(100), invoice(2000)
    what = f"validate(), 2,000 lines, {len(long) / 1e6:.1f} MB"
    work = partial(_times, 20, partial(validate, short))
    yield compare(
        what, partial(validate, long), "20 times 100 lines", work, rounds=max(3, rounds // 4), batch=0
    )


def _times(times: int, work: Work) -> None:
    for _ in range(times):
        work()


def commands(rounds: int) -> Iterator[Row]:
    """The command from a cold start, a process each time."""
    company = str(SAMPLES / "company.json")
    calls = {
        "ubltools --help": ("--help",),
        "ubltools convert order.json": ("convert", str(SAMPLES / "order.json"), "--company", company),
        "ubltools validate invoice.xml": ("validate", str(SAMPLES / "invoice.xml")),
        "ubltools validate invoice-refused.xml": ("validate", str(SAMPLES / "invoice-refused.xml")),
        "ubltools presend order.json": ("presend", str(SAMPLES / "order.json"), "--company", company),
    }
    for what, arguments in calls.items():
        ours = partial(_python, "-m", "ubltools", *arguments)
        theirs = partial(_python, "-c", "pass")
        yield compare(what, ours, _PASS, theirs, rounds=max(3, rounds // 2), batch=0)


def _python(*arguments: str) -> None:
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode in {0, 1} and b"Traceback" not in done.stderr, done.stderr.decode()


def memory(documents: int) -> dict[str, Any]:
    """Resident memory in MB of a process that validates so many documents, at 1, 200 and the last."""
    marks = (1, 200, documents)
    command = [sys.executable, "-m", "tests.benchmarks.memory", *map(str, marks)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@dataclass(frozen=True, slots=True)
class Height:
    """What one long conversion takes, in bytes. xml: the size of its XML."""

    what: str
    xml: int
    peak: int


def heights(lines: int) -> Iterator[Height]:
    """The memory of a conversion of so many lines at its height, each in a process of its own."""
    with TemporaryDirectory() as folder:
        for what in peak.WORK:
            small, large = Path(folder, "small"), Path(folder, "large")
            for path, size in ((small, 2), (large, lines)):
                path.write_bytes((plain_invoice if _reads(what) else plain_order)(size))
            command = [sys.executable, "-m", "tests.benchmarks.peak", what, str(small), str(large)]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
            yield Height(what, len(plain_invoice(lines)), int(done.stdout))


AIMS = {
    "Order to UBL, beside other libraries": "At most 0.2 of the faster one: five times as fast.",
    "UBL to order, beside other libraries": "At most 0.33 of the faster one: three times as fast.",
    "Long conversions": "1,000 lines at most 11 times 100 lines.",
    "Rules, the native engine beside Saxon": "At most 0.1, 0.083, 0.1, 0.125 of Saxon (10, 12, 10, 8 times).",
    "validate(), the native engine beside Saxon": "At most 0.125 of Saxon on the sample: 8 times as fast.",
    "Validation, beside other libraries": "Faster than each, with more rules run.",
    "Very long documents": "At most 12.",
    "State file": "The gate in less than 5 ms.",
    "Memory of a conversion": "Less than 20 times the XML; of a validation less than 25.",
    "One document, cold": "validate at most 2 times the import of lxml, plus 60 ms.",
    "Many documents": "Two jobs at most 0.556 of one: 1.8 times as fast.",
}
CASES: dict[str, Callable[[int], Iterator[Row | Skipped]]] = {
    "Order to UBL": conversion,
    "UBL to order": reading,
    "Order to UBL, beside other libraries": writing_beside_peers,
    "UBL to order, beside other libraries": reading_beside_peers,
    "Long conversions": length,
    "Schema": schema,
    "Validation": validation,
    "Rules, the native engine beside Saxon": engines.rules,
    "validate(), the native engine beside Saxon": engines.whole,
    "Validation, beside other libraries": beside,
    "Long documents": growth,
    "Very long documents": engines.growth,
    "Responses": responses,
    "State file": gate,
    "Command, cold": commands,
    "One document, cold": processes.cold,
    "Many documents": processes.jobs,
}
