"""Values as JSON text and back."""

import json
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.response_documents import INVOICE_RESPONSE, LEVEL_RESPONSE, LEVEL_STATUS
from tests.sent_documents import note, party, sent
from ubltools.finding import Location, Severity
from ubltools.responses.model import Answer, ResponseMessage
from ubltools.responses.read import read_response
from ubltools.responses.sent import Sent
from ubltools.responses.stored import from_json, to_json

texts = st.text(max_size=4)
messages = st.builds(
    ResponseMessage,
    answers=st.lists(st.builds(Answer), max_size=2).map(tuple),
    issue_time=st.none() | st.times(timezones=st.none() | st.timezones()),
    findings=st.just(()),
)


@given(messages)
def test_any_message_comes_back(message):
    assert from_json(ResponseMessage, to_json(message)) == message


@given(st.builds(Sent, total=st.decimals(allow_nan=False, allow_infinity=False)))
def test_any_document_comes_back(document):
    back = from_json(Sent, to_json(document))
    assert back == document and str(back.total) == str(document.total)


@pytest.mark.parametrize("text", [INVOICE_RESPONSE, LEVEL_RESPONSE, LEVEL_STATUS])
def test_real_messages_come_back_whole(text):
    message = read_response(text.replace("UNCL4343", "X").encode())
    back = from_json(ResponseMessage, to_json(message))
    assert back == message and back.findings == message.findings


def test_findings_come_back_with_their_place():
    message = read_response(INVOICE_RESPONSE.replace(' listID="OPStatusReason"', "").encode())
    back = from_json(ResponseMessage, to_json(message))
    assert back.findings == message.findings != ()
    assert isinstance(back.findings[0].location, Location) and isinstance(back.findings[0].severity, Severity)


def test_what_is_empty_is_left_out():
    assert json.loads(to_json(sent(type_code=None, seller=party(), buyer=party()))) == {
        "number": "2026-17", "family": "invoice", "issue_date": "2026-11-20", "currency": "EUR",
        "total": "121.00", "seller": {}, "buyer": {}, "sha256": sent().sha256, "self_billed": False,
    }  # fmt: skip


def test_fields_of_another_version():
    known = json.loads(to_json(note("7", "1")))
    del known["self_billed"]
    assert from_json(Sent, json.dumps(known | {"colour": "green"})) == note("7", "1")


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"number": "1"}', '{"total": "much"}'])
def test_a_text_that_is_none(text):
    with pytest.raises((ValueError, TypeError, LookupError, ArithmeticError, AttributeError)):
        from_json(Sent, text)


@dataclass(frozen=True)
class Pair:
    both: tuple[str, Decimal]


def test_a_tuple_of_known_length():
    assert from_json(Pair, to_json(Pair(("a", Decimal("1.10"))))) == Pair(("a", Decimal("1.10")))
    with pytest.raises(ValueError):
        from_json(Pair, '{"both": ["a"]}')
