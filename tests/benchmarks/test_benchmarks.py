"""The benchmarks measure what they say: same document, right size, right verdicts. No time is asserted."""

from tests.benchmarks import by_hand, documents, memory
from tests.benchmarks.measure import compare
from ubltools import xml
from ubltools.convert import to_ubl
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
