import json

import pytest

from tests.response_documents import INVOICE_RESPONSE
from tests.test_responses_billit_messages import webhook
from ubltools.errors import InputError
from ubltools.names import Kind
from ubltools.report.inbox import confirmable, render, to_confirm, to_object
from ubltools.responses.deliveries import InboxItem
from ubltools.responses.inbox import Entry, Received
from ubltools.responses.read import read_response

ITEM = InboxItem(7, "IMR", None, None, None, "f-1")
MESSAGE = read_response(INVOICE_RESPONSE.encode())
READ = Entry("f-1.xml", ITEM, MESSAGE)
INVOICE = Entry("f-1.xml", ITEM, Received(Kind.INVOICE, "F-9"))
BROKEN = Entry("f-1.xml", ITEM, error=InputError("It is broken.", "Mend it."))


def test_a_response():
    assert (
        render(READ)
        == """\
7  IMR  f-1.xml
    INV-1
    accepted under conditions. Nothing.
"""
    )


def test_a_response_to_what_is_known():
    (answer,) = MESSAGE.answers
    assert "    Invoice INV-1: accepted.\n" in render(READ, known={answer: "Invoice INV-1: accepted."})
    assert "    INV-1: no document of that number was sent from here\n" in render(READ, known={})


def test_what_is_no_response():
    assert render(INVOICE).startswith("7  Invoice F-9  f-1.xml\n")
    assert render(BROKEN) == "7  UNREADABLE  f-1.xml\n    It is broken. Mend it.\n"
    assert render(Entry("w.json", content=webhook({}))).startswith("Delivery  w.json\n")


@pytest.mark.parametrize(
    ("entry", "confirm"),
    [
        (READ, [7]),
        (INVOICE, []),
        (BROKEN, []),
        (Entry("f-1.xml", None, MESSAGE), []),
        (Entry("w.json", ITEM, webhook({})), []),
    ],
)
def test_only_a_response_that_was_read_is_confirmed(entry: Entry, confirm: list[int]):
    assert confirmable([entry]) == confirm
    assert to_object(entry)["confirm"] is bool(confirm)


def test_what_to_confirm():
    assert to_confirm([7, 8]).splitlines()[-1] == "  7 8"
    assert to_confirm([]) == "\nNothing to confirm.\n"


def test_json():
    held = json.loads(json.dumps([to_object(each) for each in (READ, INVOICE, BROKEN)]))
    assert [each["what"] for each in held] == ["IMR", "Invoice F-9", "UNREADABLE"]
    assert [each["inbox_item"] for each in held] == [7, 7, 7]
    assert held[0]["response"]["answers"][0]["outcome"]["state"] == "conditionally accepted"
    assert held[1]["number"] == "F-9"
    assert held[2]["error"] == {"rule": "UBLT-INPUT", "message": "It is broken."}


def test_a_name_cannot_write_to_the_terminal():
    assert "\x1b" not in render(Entry("a\x1b[31m.xml", content=Received(Kind.INVOICE, "\x1b[0m")))
