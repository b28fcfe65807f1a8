"""What Billit's API says around a response, as values: a file, an inbox listing, a delivery, an answer.

Values and what a delivery comes to; reading them out of JSON is in billit_messages.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from ubltools.responses.meaning import outcome_of
from ubltools.responses.model import Answer, Identifier, Reference, ResponseKind, Status
from ubltools.responses.outcome import Action, Actor, Outcome, Retry, State


@dataclass(frozen=True, slots=True)
class FileObject:
    """A file as GET /v1/files/{id} gives it. content: the bytes, out of their base64."""

    content: bytes
    name: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One entry of GET /v1/peppol/inbox. document_type: IMR, MLR, or a whole document type identifier."""

    id: int | None
    document_type: str
    sender: Identifier | None
    receiver: Identifier | None
    created: datetime | None
    file_id: str | None

    @property
    def is_response(self) -> bool:
        """Whether it answers a document, rather than being one."""
        return self.document_type in {"IMR", "MLR", "MLS"} or "::ApplicationResponse##" in self.document_type


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the Peppol inbox: the oldest items that nobody has confirmed."""

    items: tuple[InboxItem, ...]


@dataclass(frozen=True, slots=True)
class DeliveryMessage:
    """One message about an order. code: that of an IMR ("RE"), where its description begins with one."""

    outgoing: bool
    success: bool | None
    code: str | None
    text: str | None
    created: datetime | None
    file_id: str | None
    destination: Identifier | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a webhook or the status of an order says of its delivery.

    flow: Sent, Accepted, Delivered, Refused or Error; information: why, in Billit's words
    arrived: False where Billit says that it was not delivered
    """

    order_id: int | None
    order_number: str | None
    flow: str | None
    information: str | None
    messages: tuple[DeliveryMessage, ...]
    arrived: bool | None = None

    @property
    def outcome(self) -> Outcome:
        """What it comes to: an answer of the receiver counts more than the flow state."""
        answers = sorted(self._answers(), key=lambda each: _STRENGTH.index(each.state))
        if answers:
            return answers[-1]
        if any(each.outgoing and each.success is False for each in self.messages):
            return _FLOW["error"]
        flow = (self.flow or "").lower()
        # Refused by whom? Where it never arrived, by a network that checks; else by the receiver.
        return _STOPPED if flow == "refused" and self.arrived is False else _FLOW.get(flow, _SENT)

    def _answers(self) -> Iterator[Outcome]:
        for each in self.messages:
            if not each.outgoing and each.code:
                status = (Status(text=each.text),) if each.text else ()
                answer = Answer(each.code, Reference(self.order_number), statuses=status)
                yield outcome_of(ResponseKind.IMR, answer)


@dataclass(frozen=True, slots=True)
class SendAnswer:
    """What POST /v1/peppol/sendxml answered: the item made, or the errors as (code, description)."""

    inbox_item_id: int | None
    errors: tuple[tuple[str, str], ...] = ()


BillitMessage: TypeAlias = FileObject | Listing | Delivery | SendAnswer

_SENT: Final = Outcome(State.UNANSWERED, Actor.ACCESS_POINT, (Action.NOTHING,), Retry.NEVER)
_STOPPED: Final = Outcome(State.INVALID, Actor.SENDER, (Action.CORRECT_AND_RESEND,), Retry.AFTER_CORRECTION)
_FLOW: Final = {
    "delivered": Outcome(State.DELIVERED, Actor.RECEIVER, (Action.NOTHING,), Retry.NEVER),
    "refused": Outcome(State.REJECTED, Actor.SENDER, (Action.CALL_RECEIVER,), Retry.NEVER),
    "error": Outcome(State.DELIVERY_FAILED, Actor.SENDER, (Action.RESEND,), Retry.AS_IS),
}
# The stronger truth of two answers stands later: what is never taken back.
_STRENGTH: Final = (
    State.UNKNOWN,
    State.ACKNOWLEDGED,
    State.IN_PROCESS,
    State.UNDER_QUERY,
    State.CONDITIONALLY_ACCEPTED,
    State.ACCEPTED,
    State.PARTIALLY_PAID,
    State.PAID,
    State.REJECTED,
)
