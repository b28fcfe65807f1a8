"""Every response of the corpus is read, the use cases of the Invoice Response mean what they describe, and
the messages of Billit's documentation are understood."""

import os
from pathlib import Path

import pytest

from tests.conformance.corpus import NEEDS_CORPUS, RESPONSE_SETS, rows
from tests.test_responses_meaning import USE_CASES
from ubltools.errors import NotAResponse
from ubltools.responses.deliveries import Delivery
from ubltools.responses.inbox import read_any, read_inbox
from ubltools.responses.meaning import outcome_of
from ubltools.responses.model import ResponseKind, ResponseMessage
from ubltools.responses.outcome import State
from ubltools.responses.read import read_response
from ubltools.responses.wording import LANGUAGES, advice, reasons, sentence

SAMPLES = (
    Path(os.environ.get("UBLTOOLS_SAMPLES") or Path(__file__).parents[3] / "shared" / "samples") / "billit"
)
NEEDS_SAMPLES = [
    pytest.mark.conformance,
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="no Billit samples: set UBLTOOLS_SAMPLES"),
]
# No response can be read out of so many at most: their root is an Invoice (in an envelope), their
# CustomizationID that of an invoice, or nothing in them says which response they are.
UNREADABLE = {"response-examples": 3, "response-unit": 1, "response-mutants": 2}


def needs(*marks: pytest.MarkDecorator):
    def apply(test):
        for mark in marks:
            test = mark(test)
        return test

    return apply


@needs(*NEEDS_CORPUS)
@pytest.mark.parametrize("of", RESPONSE_SETS)
def test_every_response_is_read(of: str) -> None:
    refused, read = [], 0
    for row in rows(of):
        try:
            message = read_response(row.read())
        except NotAResponse as error:
            refused.append((row.document, error.message))
            continue
        read += 1
        for answer in message.answers:
            outcome = outcome_of(message.kind, answer)
            for language in LANGUAGES:
                assert sentence(outcome, language)
                assert advice(outcome, language)
                reasons(outcome, language)
    assert read > 0
    assert len(refused) <= UNREADABLE[of], refused


def case(document: str) -> str | None:
    """The number of the use case that an example shows: "T111-uc002a-..." is "2a"."""
    name = document.rpartition("/")[2]
    return name.removeprefix("T111-uc").partition("-")[0].lstrip("0") if name.startswith("T111-uc") else None


@needs(*NEEDS_CORPUS)
def test_use_cases() -> None:
    expected = {name.partition(" ")[0]: wanted for name, wanted in USE_CASES.items()}
    found = {}
    for row in rows("response-examples"):
        if number := case(row.document):
            message = read_response(row.read())
            (answer,) = message.answers
            outcome = outcome_of(message.kind, answer)
            found[number] = (outcome.state, outcome.actor, list(outcome.actions))
    assert found == {number: wanted[1:] for number, wanted in expected.items()}


@needs(*NEEDS_SAMPLES)
def test_the_invoice_response_of_the_documentation() -> None:
    message = read_response((SAMPLES / "imr_01_ab.xml").read_bytes())
    (answer,) = message.answers
    assert (message.kind, answer.reference.id, answer.reference.type_code) == (
        ResponseKind.IMR,
        "QS-29569874",
        "380",
    )
    assert outcome_of(message.kind, answer).state is State.ACKNOWLEDGED
    assert message.findings == ()


@needs(*NEEDS_SAMPLES)
@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("webhook_01_message_insert", State.UNANSWERED),
        ("webhook_02_message_update_sent", State.UNANSWERED),
        ("webhook_03_imr", State.ACKNOWLEDGED),
        ("webhook_04_refused_other_shape", State.REJECTED),
        ("status_01_one_positive_imr", State.ACKNOWLEDGED),
        ("status_02_two_positive_imr", State.PAID),
        ("status_03_negative_imr", State.REJECTED),
        ("status_04_refused", State.INVALID),
        ("get_03_france_status_messages", State.ACKNOWLEDGED),
    ],
)
def test_deliveries_of_the_documentation(name: str, state: State) -> None:
    held = read_any((SAMPLES / f"{name}.json").read_bytes())
    assert isinstance(held, Delivery)
    assert held.outcome.state is state


@needs(*NEEDS_SAMPLES)
@pytest.mark.parametrize(
    ("name", "responses", "others"), [("inbox_01_imr_only", 4, 0), ("inbox_02_mixed", 1, 2)]
)
def test_listings_of_the_documentation(name: str, responses: int, others: int) -> None:
    """Their files are not published, so that every item is one to be fetched, and none to be confirmed."""
    entries = list(read_inbox(str(SAMPLES / f"{name}.json")))
    kinds = [each.item.is_response for each in entries if each.item]
    assert (kinds.count(True), kinds.count(False)) == (responses, others)
    assert all(each.error is not None and not isinstance(each.content, ResponseMessage) for each in entries)
