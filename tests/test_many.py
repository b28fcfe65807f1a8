import io
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from tests.orders import SAMPLES
from ubltools import DocumentResult, Report, many, validate, validate_many, worker
from ubltools.errors import ConfigurationError, EngineError, NotXml, ReleaseUnknown, UnsafeXml, WorkerEnded
from ubltools.validation.sources import document_of

GOOD, BAD = SAMPLES / "invoice.xml", SAMPLES / "invoice-refused.xml"
XSD = {"layers": ["xsd"]}  # fast, and enough where only the way there and back is looked at
HOSTILE = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


class Faulty(io.RawIOBase):
    """A file that cannot be read, and not for a reason of the system."""

    def read(self, size: int = -1, /) -> bytes:
        raise RuntimeError("no such luck")


def timeless(result: DocumentResult) -> object:
    """What does not differ between two runs."""
    if result.report is None:
        return result.index, result.name, type(result.error), str(result.error)
    layers = tuple(replace(layer, seconds=0) for layer in result.report.layers)
    return result.index, result.name, Report(result.report.document, layers)


def documents() -> list[object]:
    return [
        GOOD,
        str(BAD),
        GOOD.read_bytes(),
        b"no XML",
        HOSTILE,
        b"",
        io.BytesIO(BAD.read_bytes()),
        io.StringIO("text"),
        Faulty(),
        "missing.xml",
        "nul\0.xml",
        ".",
        3,
        None,
        etree.parse(GOOD),
        etree.parse(BAD).getroot(),
        document_of(b"\xef\xbb\xbf" + GOOD.read_bytes()),
        BAD,
    ]


KINDS = [Report, Report, Report, NotXml, UnsafeXml, many.UblToolsError, Report, *[ConfigurationError] * 7]
KINDS += [Report] * 4


def test_bad_documents_among_good_ones():
    here = list(validate_many(documents()))
    assert [result.index for result in here] == list(range(18))
    assert all(isinstance(each.report or each.error, kind) for each, kind in zip(here, KINDS, strict=True))
    assert [each.ok for each in here] == [each in {0, 2, 14, 16} for each in range(18)]
    elsewhere = list(validate_many(documents(), jobs=2, ordered=True))
    assert [timeless(each) for each in elsewhere] == [timeless(each) for each in here]


def test_a_result_is_what_validate_says():
    [result] = validate_many([GOOD])
    assert result.name == result.report.document == str(GOOD)
    assert timeless(result) == timeless(DocumentResult(0, str(GOOD), validate(GOOD, name=str(GOOD))))
    assert [each.name for each in validate_many([b"", GOOD.open("rb")])] == ["document 1", str(GOOD)]


def test_the_exit_code_of_a_result():
    assert [each.exit_code() for each in validate_many([GOOD, BAD, b"", "missing.xml", b"<a/>"])] == [
        0, 1, 3, 2, 4,
    ]  # fmt: skip


def test_a_tree_keeps_its_lines_and_notices():
    tree = document_of(b"\xef\xbb\xbf" + BAD.read_bytes())
    [here], [there] = validate_many([tree]), validate_many([tree], jobs=2)
    lines = [finding.location.line for finding in there.report.findings if finding.location.xpath]
    assert lines == [finding.location.line for finding in here.report.findings if finding.location.xpath]
    assert lines and {"UBLT-ENCODING"} <= {finding.rule for finding in there.report.findings}


def test_as_many_as_the_source_has_and_no_more_are_taken():
    taken = []

    def endless() -> Iterator[bytes]:
        while True:
            taken.append(1)
            yield b"<a/>"

    results = validate_many(endless(), jobs=1)
    assert [next(results).index for _ in range(5)] == list(range(5)) and len(taken) == 5
    taken.clear()
    results = validate_many(endless(), jobs=2)
    for count in range(1, 30):
        next(results)
        assert len(taken) - count <= 2 * worker.DEPTH
    results.close()


def test_nothing_is_taken_before_somebody_asks():
    def never() -> Iterator[bytes]:
        raise AssertionError
        yield b""

    validate_many(never(), jobs=2)
    validate_many(never())


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"jobs": 0}, ConfigurationError),
        ({"release": "peppol-0"}, ReleaseUnknown),
        ({"layers": ["nothing"]}, ConfigurationError),
        ({"colour": "blue"}, TypeError),
    ],
)
def test_wrong_options_are_refused_at_once(options, error):
    with pytest.raises(error):
        validate_many([], **options)


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_options_are_those_of_validate(jobs):
    [early] = validate_many([GOOD], jobs=jobs, on=date(2020, 1, 1), layers=["peppol"])
    [other] = validate_many([GOOD], jobs=jobs, release="peppol-selfbilling-3.0.2", layers=["peppol"])
    assert not early.report.complete
    assert [layer.release for layer in other.report.layers] == ["peppol-selfbilling-3.0.2"]


def test_a_fault_of_ours_is_an_error_of_that_document(monkeypatch):
    def broken(document, **_):
        raise MemoryError("no more")

    monkeypatch.setattr(many, "validate", broken)
    [result] = validate_many([GOOD])
    assert isinstance(result.error, EngineError) and "MemoryError: no more" in result.error.message


def _end(number: int) -> bytes:
    """Called where the task is unpacked: in the worker."""
    os.kill(os.getpid(), number)
    return b""


class Bomb:
    """What a document that brings down a library looks like from outside."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __reduce__(self):
        return _end, (self.number,)


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_document_that_ends_its_process(monkeypatch, number):
    content_of = many.content_of
    monkeypatch.setattr(
        many, "content_of", lambda each: Bomb(number) if each == b"bomb" else content_of(each)
    )
    data = [GOOD.read_bytes(), b"bomb", *[BAD.read_bytes()] * 5, b"bomb", GOOD.read_bytes()]
    results = list(validate_many(data, jobs=2, ordered=True, **XSD))
    assert [each.ok for each in results] == [each not in {1, 7} for each in range(9)]
    for each in results[1], results[7]:
        assert isinstance(each.error, WorkerEnded) and number.name in each.error.message
        assert each.name == f"document {each.index + 1}" and each.exit_code() == 4


def test_results_can_go_to_another_process():
    for result in validate_many([GOOD, b""], **XSD):
        again = pickle.loads(pickle.dumps(result))
        assert timeless(again) == timeless(result)
        assert result.error is None or again.error.hint == result.error.hint


def test_a_script_without_a_main_guard_can_use_it(tmp_path: Path):
    script = tmp_path / "script.py"
    script.write_text(
        "from ubltools import validate_many\n"
        f"print([each.ok for each in validate_many([{str(GOOD)!r}] * 3, jobs=2, layers=['xsd'])])\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(many.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, env=environment, timeout=120, check=False
    )
    assert (done.stdout, done.stderr) == ("[True, True, True]\n", "")
