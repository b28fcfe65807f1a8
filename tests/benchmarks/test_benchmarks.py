"""The benchmarks measure what they say: same document, right size, right verdicts. No time is asserted."""

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.benchmarks import (
    by_hand,
    documents,
    memory,
    peak,
    processes,
    resident,
    responses,
    state,
    validators,
)
from tests.benchmarks.content import (
    Content,
    NotEquivalent,
    Totals,
    of_json,
    of_order,
    of_xml,
    require_same,
)
from tests.benchmarks.measure import compare
from tests.benchmarks.peers import PEERS, Peer
from ubltools import xml
from ubltools.convert import from_ubl, to_ubl
from ubltools.finding import LayerState
from ubltools.validation.engine import validate


def canonical(document: bytes) -> str:
    return xml.to_text(xml.parse(document).root)


def test_the_writer_by_hand_writes_our_document() -> None:
    ours = to_ubl(documents.SAMPLE).document
    assert ours is not None
    assert canonical(by_hand.write(documents.SAMPLE)) == canonical(ours.encode())


def test_the_short_order_makes_a_good_invoice() -> None:
    ubl = to_ubl(documents.SHORT)
    assert ubl.ok and ubl.document is not None
    assert validate(ubl.document.encode()).ok


def test_sizes() -> None:
    assert documents.invoice().count(b"<cac:InvoiceLine>") == 2
    assert 20_000 <= len(documents.of_20_kb()) < 21_500
    assert validate(documents.of_20_kb()).ok


def test_the_documents_for_the_memory_take_every_path() -> None:
    states = {
        number: {layer.name: layer.state for layer in validate(memory.document(number)).layers}
        for number in (1, 3, 10)
    }
    assert set(states[1].values()) == {LayerState.PASSED}
    assert (states[3]["xsd"], states[3]["en16931"]) == (LayerState.PASSED, LayerState.FAILED)
    assert (states[10]["xsd"], states[10]["en16931"]) == (LayerState.FAILED, LayerState.SKIPPED)


def test_medians_lie_between_their_quartiles() -> None:
    row = compare("x", lambda: sum(range(100)), "x", lambda: sum(range(100)), rounds=5, batch=0.001)
    assert row.ours.low <= row.ours.median <= row.ours.high
    assert row.ratio.low <= row.ratio.median <= row.ratio.high
    assert row.ours.median > 0 and row.theirs.median > 0


def plain(lines: int = 10) -> Content:
    return of_json(documents.plain_order(lines))


def test_the_plain_invoice_says_what_its_order_says() -> None:
    # 14.00 and 375.00 at 21 %, 28.00 at 6 %
    assert plain(3).totals == Totals(Decimal("417.00"), Decimal("83.37"), Decimal("500.37"))
    require_same(plain(), of_xml(documents.plain_invoice(10)), "to_ubl")
    require_same(plain(), of_order(from_ubl(documents.plain_invoice(10)).document), "from_ubl")
    assert validate(documents.plain_invoice(10)).ok


@pytest.mark.parametrize("change", ["fewer", "price", "number", "totals"])
def test_what_is_not_the_same_is_refused(change: str) -> None:
    same = plain(3)
    assert same.totals is not None
    first, *rest = same.lines
    found = {
        "fewer": replace(same, lines=same.lines[:2]),
        "price": replace(same, lines=(replace(first, price=first.price + 1), *rest)),
        "number": replace(same, number="x"),
        "totals": replace(same, totals=replace(same.totals, vat=Decimal(0))),
    }[change]
    with pytest.raises(NotEquivalent):
        require_same(same, found, "x")


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_does_the_same_work(peer: Peer) -> None:
    if peer.version() is None:
        pytest.skip(f"{peer.name} is not installed")
    peer.writing(documents.plain_invoice(10), plain())
    peer.reading(documents.plain_invoice(10), plain())
    with pytest.raises(NotEquivalent):
        peer.writing(documents.plain_invoice(10), plain(9))
    with pytest.raises(NotEquivalent):
        peer.reading(documents.plain_invoice(10), plain(9))


def test_a_peer_that_is_not_there_has_no_version() -> None:
    nobody = Peer("ubltools-nobody", lambda ubl: dict, lambda ubl: dict, lambda found: plain())
    assert nobody.version() is None


def test_memory_is_that_of_the_system() -> None:
    resident.forget()
    before = resident.most()
    taken = bytearray(b"x" * 50_000_000)
    assert resident.most() - before >= len(taken) * 0.9
    assert resident.most() >= resident.now() > 0


@pytest.mark.parametrize("what", peak.WORK)
def test_the_height_of_a_conversion_is_measured(what: str, tmp_path: Path) -> None:
    make = documents.plain_order if what.startswith("to_ubl") else documents.plain_invoice
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(make(2))
    large.write_bytes(make(1_000))
    command = [sys.executable, "-m", "tests.benchmarks.peak", what, str(small), str(large)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert int(done.stdout) > 0


def test_the_gate_is_measured_in_a_full_file() -> None:
    rows = list(state.gate(2, documents=300))
    assert [each.what for each in rows] == [
        "gate, number unknown, 300 documents",
        "gate, number used, 300 documents",
        "gate, credit note, 300 documents",
        "gate and its recording, 300 documents",
    ]


def test_responses_are_read_from_memory_and_from_a_folder() -> None:
    assert [each.what for each in responses.reading(2, files=20)] == [
        "IMR read and interpreted",
        "the same, from a folder of 20 files",
    ]


def test_the_many_documents_are_good_ones(tmp_path: Path) -> None:
    processes.write(tmp_path, 5)
    names = sorted(tmp_path.iterdir())
    assert len(names) == 5 and len({path.read_bytes() for path in names}) == 3
    assert all(validate(path).ok for path in names)


def test_a_validator_is_measured_only_if_it_can_tell_good_from_bad() -> None:
    good = documents.plain_invoice(2)
    honest = validators.Validator("x", "rules", lambda data: data == good)
    assert validators._unfit(honest, good) is None
    assert (
        validators._unfit(replace(honest, check=lambda data: True), good)
        == "accepts a total that is a cent off"
    )
    assert validators._unfit(replace(honest, check=lambda data: False), good) == "refuses the good invoice"
