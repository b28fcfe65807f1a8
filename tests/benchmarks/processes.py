"""Commands measured from outside: a cold start, and one job against two on as many documents as is fair.

Each in a process of its own, with bytecode and a cache as a user has them after the first call. The other
cases are in cases.py.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.benchmarks.documents import SAMPLES, invoice
from tests.benchmarks.measure import Row, Skipped, compare

ROOT: Final = Path(__file__).parents[2]
LINES: Final = (2, 5, 2, 20)  # of the documents, in turn
_SECONDS: Final = 20  # that one job should take
_TRIED: Final = 200  # documents that tell how many that takes
_LXML: Final = "import lxml.etree"
_XSD: Final = "import sys; from ubltools import validate; assert validate(sys.argv[1], layers=['xsd']).ok"


def cold(rounds: int) -> Iterator[Row]:
    """The command on one document, against the import that any program for XML has to make."""
    good, bad = (str(SAMPLES / name) for name in ("invoice.xml", "invoice-refused.xml"))
    calls = {
        "ubltools validate invoice.xml": ("-m", "ubltools", "validate", good),
        "ubltools validate invoice-refused.xml": ("-m", "ubltools", "validate", bad),
        "ubltools validate --engine saxon invoice.xml": (
            "-m",
            "ubltools",
            "validate",
            "--engine",
            "saxon",
            good,
        ),
        "validate() of the schema alone, from Python": ("-c", _XSD, good),
        "python -c pass": ("-c", "pass"),
    }
    with _own_places() as places:
        theirs = partial(_run, places, "-c", _LXML)
        for what, arguments in calls.items():
            ours = partial(_run, places, *arguments)
            yield compare(what, ours, f"python -c '{_LXML}'", theirs, rounds=max(3, rounds // 2), batch=0)


def jobs(rounds: int) -> Iterator[Row | Skipped]:
    """Two processes against one, starting and compiling included, on as many documents as that needs."""
    what, reference = "validate FOLDER --jobs 2", "--jobs 1"
    if (os.cpu_count() or 1) < 2:
        yield Skipped(what, reference, "one core")
        return
    with _own_places() as places, _all_cores():
        folder = Path(places["UBLTOOLS_CACHE"]) / "documents"
        write(folder, _TRIED)
        one = partial(_run, places, "-m", "ubltools", "validate", str(folder), "--format", "jsonl")
        one()  # what is kept, is kept
        count = round(_TRIED * _SECONDS / _seconds(one))
        write(folder, count)
        two = partial(one, "--jobs", "2")
        yield compare(
            f"{what}, {count:,} documents", two, reference, one, rounds=max(3, rounds // 7), batch=0
        )


def write(folder: Path, count: int) -> None:
    """Fill a folder with so many invoices, each a file of its own."""
    folder.mkdir(exist_ok=True)
    contents = [invoice(lines) for lines in LINES]
    for number in range(count):
        (folder / f"{number:06}.xml").write_bytes(contents[number % len(contents)])


def _seconds(work: partial[None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def _own_places() -> Iterator[dict[str, str]]:
    """An environment that keeps bytecode and everything else in a folder that goes away."""
    with TemporaryDirectory() as folder:
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        yield {**kept, "UBLTOOLS_CACHE": folder, "PYTHONPYCACHEPREFIX": f"{folder}/bytecode"}


@contextmanager
def _all_cores() -> Iterator[None]:
    """What runs in here may use every core; the other cases run on one."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _run(places: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=places,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    assert done.returncode in {0, 1} and b"Traceback" not in done.stderr, done.stderr.decode()
