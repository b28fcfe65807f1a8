"""Billit's JSON bodies about responses. Shapes are those of its documentation; the bodies are our own."""

import base64
import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubltools.errors import EmptyInput, NotAResponse, NotJson, UblToolsError
from ubltools.responses.billit_messages import moment, read_billit
from ubltools.responses.deliveries import Delivery, FileObject, InboxItem, Listing, SendAnswer
from ubltools.responses.model import Identifier
from ubltools.responses.outcome import Action, Retry, State

IMR_ITEM = {
    "InboxItemID": 7,
    "SenderPeppolID": "9925:BE0202239951",
    "PeppolDocumentType": "IMR",
    "ReceiverPeppolID": "0208:0563846944",
    "ReceiverCompanyID": "BE0563846944",
    "CreationDate": "2026-11-09T09:02:10.0168981",
    "PeppolFileID": "f-1",
}
INVOICE_TYPE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2::Invoice##urn:cen.eu:en16931:2017::2.1"


def read(value: Any) -> Any:
    return read_billit(json.dumps(value).encode())


def webhook(detail: dict[str, Any]) -> Delivery:
    held = read({"UpdatedEntityID": 1, "UpdatedEntityType": "Message", "EntityDetail": detail})
    assert isinstance(held, Delivery)
    return held


def message(**fields: Any) -> dict[str, Any]:
    return {"OrderID": 5, "MessageDirection": "Incoming", "Success": True, **fields}


def test_a_file_object():
    content = base64.encodebytes(b"<a/>" * 40).decode()  # in lines, as mail does
    body = {"FileID": "f-1", "FileName": "a.xml", "MimeType": "text/xml", "FileContent": content}
    assert read(body) == FileObject(b"<a/>" * 40, "a.xml", "f-1")


@pytest.mark.parametrize("content", ["***", "YQ", None, 5])
def test_a_file_object_without_base64(content: Any):
    with pytest.raises(NotAResponse):
        read({"FileContent": content})


def test_a_listing():
    other = {**IMR_ITEM, "InboxItemID": 8, "PeppolDocumentType": INVOICE_TYPE}
    listing = read({"InboxItems": [IMR_ITEM, other, "odd"]})
    assert isinstance(listing, Listing)
    first, second = listing.items
    assert first == InboxItem(
        7,
        "IMR",
        Identifier("BE0202239951", "9925"),
        Identifier("0563846944", "0208"),
        datetime(2026, 11, 9, 9, 2, 10, 16898),
        "f-1",
    )
    assert (first.is_response, second.is_response) == (True, False)


def test_a_listing_without_a_list():
    with pytest.raises(NotAResponse):
        read({"InboxItems": 5})


@pytest.mark.parametrize(
    ("flow", "state", "retry"),
    [
        ("Sent", State.UNANSWERED, Retry.NEVER),
        ("Accepted", State.UNANSWERED, Retry.NEVER),  # by a network on the way, not by the receiver
        ("Delivered", State.DELIVERED, Retry.NEVER),
        ("Refused", State.REJECTED, Retry.NEVER),
        (None, State.UNANSWERED, Retry.NEVER),
    ],
)
def test_flow_states_of_a_webhook(flow: str | None, state: State, retry: Retry):
    outcome = webhook(
        {"OrderMessage": message(), "AdditionalMessageInformation": {"EInvoiceFlowState": flow}}
    ).outcome
    assert (outcome.state, outcome.retry) == (state, retry)


def test_the_answer_of_the_receiver_counts_more_than_the_flow_state():
    """A negative IMR leaves the delivery status at Delivered (billit.md 6)."""
    detail = {
        "OrderMessage": message(Description="RE: The order number is missing."),
        "AdditionalMessageInformation": {"EInvoiceFlowState": "Delivered"},
    }
    held = webhook(detail)
    assert (held.outcome.state, held.outcome.code) == (State.REJECTED, "RE")
    assert held.messages[0].text == "The order number is missing."


def test_the_older_flat_webhook():
    held = webhook(
        message(
            CreationDate="31/01/2000",
            MessageAdditionalInformation={
                "EInvoiceFlowState": "Refused",
                "AdditionalFlowStateInformation": "Why",
            },
        )
    )
    assert (held.order_id, held.flow, held.information, held.outcome.state) == (
        5,
        "Refused",
        "Why",
        State.REJECTED,
    )


def test_an_outgoing_message_is_no_answer():
    outcome = webhook({"OrderMessage": message(Description="RE: x", MessageDirection="Outgoing")}).outcome
    assert outcome.state is State.UNANSWERED


def test_an_outgoing_message_that_failed():
    held = webhook({"OrderMessage": message(MessageDirection="Outgoing", Success=False)})
    assert (held.outcome.state, held.outcome.actions) == (State.DELIVERY_FAILED, (Action.RESEND,))


@pytest.mark.parametrize("detail", [{}, None, []])
def test_an_empty_webhook_says_nothing(detail: Any):
    held = read({"UpdatedEntityID": 1, "EntityDetail": detail})
    assert (held.messages, held.outcome.state) == ((), State.UNANSWERED)


@pytest.mark.parametrize(
    ("details", "codes", "state"),
    [
        ({"DocumentDeliveryStatus": "Delivered", "IsDocumentDelivered": True}, [], State.DELIVERED),
        ({"DocumentDeliveryStatus": "Pending"}, [], State.UNANSWERED),
        ({"DocumentDeliveryStatus": "Error", "IsDocumentDelivered": False}, [], State.DELIVERY_FAILED),
        ({"DocumentDeliveryStatus": "Delivered"}, ["AB: ok"], State.ACKNOWLEDGED),
        ({"DocumentDeliveryStatus": "Delivered"}, ["AB: ok", "PD: paid"], State.PAID),
        ({"DocumentDeliveryStatus": "Delivered"}, ["PD: paid", "AB: ok"], State.PAID),
        ({"DocumentDeliveryStatus": "Delivered"}, ["AB: ok", "RE: no"], State.REJECTED),
        ({"DocumentDeliveryStatus": "Delivered"}, ["CFE0614A", "ack"], State.DELIVERED),
        (
            {"DocumentRefusedDate": "2026-04-28T19:30:03.203", "IsDocumentDelivered": False},
            [],
            State.INVALID,
        ),
    ],
)
def test_the_status_of_an_order(details: dict[str, Any], codes: list[str], state: State):
    messages = [message(Description=each) for each in codes]
    held = read({"OrderNumber": "N-1", "CurrentDocumentDeliveryDetails": details, "Messages": messages})
    assert (held.order_number, held.outcome.state) == ("N-1", state)


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ({"InboxItemID": 12}, SendAnswer(12)),
        (12, SendAnswer(12)),  # a bare number was seen too (billit.md 4.1)
        (
            {"errors": [{"Code": "GenericError", "Description": "[BR-S-08] x"}]},
            SendAnswer(None, (("GenericError", "[BR-S-08] x"),)),
        ),
        ({"Code": "A", "Description": "B"}, SendAnswer(None, (("A", "B"),))),
    ],
)
def test_what_sendxml_answers(body: Any, answer: SendAnswer):
    assert read(body) == answer


def test_keys_in_any_case():
    assert read({"inboxitemid": 12}) == read({"INBOXITEMID": 12})


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyInput),
        (b"{", NotJson),
        (b"[]", NotAResponse),
        (b'"x"', NotAResponse),
        (b"true", NotAResponse),
        (b"{}", NotAResponse),
        (b'{"OrderLines": []}', NotAResponse),
    ],
)
def test_anything_else_is_an_error(data: bytes, error: type[UblToolsError]):
    with pytest.raises(error):
        read_billit(data)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-04-09T09:02:10.0168981", datetime(2025, 4, 9, 9, 2, 10, 16898)),
        ("2025-04-08T22:31:39.544541", datetime(2025, 4, 8, 22, 31, 39, 544541)),
        ("2026-05-04T09:55:34", datetime(2026, 5, 4, 9, 55, 34)),
        ("31/01/2000", None),
        ("2026-13-01T00:00:00", None),
        (None, None),
    ],
)
def test_moments_of_billit(text: str | None, expected: datetime | None):
    assert moment(text) == expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "InboxItems", "FileContent", "EntityDetail", "OrderMessage", "Messages", "errors", "Code",
                    "CurrentDocumentDeliveryDetails", "Description", "InboxItemID", "CreationDate", "OrderID",
                    "AdditionalMessageInformation", "PeppolDocumentType", "DocumentRefusedDate",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)  # fmt: skip


@given(JSON)
def test_no_body_makes_it_stumble(value: Any):
    try:
        held = read(value)
    except UblToolsError:
        return
    if isinstance(held, Delivery):
        assert held.outcome.actions
