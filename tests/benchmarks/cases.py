"""What is measured, and against what: each case gives rows for the table."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from lxml import etree

from tests.benchmarks import by_hand
from tests.benchmarks.documents import COMPANY, SAMPLE, SAMPLES, SHORT, WITHOUT_SUPPLIER, invoice, of_20_kb
from tests.benchmarks.measure import Row, Work, compare
from ubltools import billit, xml
from ubltools.convert import to_ubl
from ubltools.names import Kind
from ubltools.validation import xsd
from ubltools.validation.engine import validate
from ubltools.validation.release import by_id

ROOT = Path(__file__).parents[2]
_JSON = "json.loads of the same text"
_PARSE = "lxml parse of the same bytes"
_PASS = "python -c pass"


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
        yield compare(what, ours, _PASS, partial(_python, "-c", "pass"), rounds=rounds, batch=0)


def _python(*arguments: str) -> None:
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode in {0, 1}, done.stderr.decode()


def memory(documents: int) -> dict[str, Any]:
    """Resident memory in MB of a process that validates so many documents, at 1, 200 and the last."""
    marks = (1, 200, documents)
    command = [sys.executable, "-m", "tests.benchmarks.memory", *map(str, marks)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


CASES: dict[str, Callable[[int], Iterator[Row]]] = {
    "Order to UBL": conversion,
    "Schema": schema,
    "Validation": validation,
    "Long documents": growth,
    "Command, cold": commands,
}
