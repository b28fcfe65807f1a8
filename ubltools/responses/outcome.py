"""What became of a document, as values: its state, who acts next, what is to be done, whether to send again.

The vocabulary only; which code of which message means what is the table of meaning.py, and the sentences
stand in codes/outcome-texts.csv.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a document stands. The values are the words of the reports and of the JSON."""

    NOT_SENT = "not sent"  # the body was made, and the sending is known to have failed
    UNANSWERED = "unanswered"  # sent, or handed out for sending, and nothing was heard
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    IN_PROCESS = "in process"
    UNDER_QUERY = "under query"
    CONDITIONALLY_ACCEPTED = "conditionally accepted"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    PARTIALLY_PAID = "partially paid"
    PAID = "paid"
    INVALID = "rejected at validation"
    DELIVERY_FAILED = "delivery failed"
    UNKNOWN = "unknown"  # the message has a code that no table knows

    @property
    def is_final(self) -> bool:
        """Whether nothing may follow: for the technical two, nothing about the same transmission."""
        return self in _FINAL

    @property
    def is_technical(self) -> bool:
        """Whether it speaks of the transmission only, so that the buyer has not seen the document."""
        return self in {State.NOT_SENT, State.INVALID, State.DELIVERY_FAILED}


_FINAL: Final = frozenset({State.REJECTED, State.PAID, State.INVALID, State.DELIVERY_FAILED})


class Actor(StrEnum):
    """Who moves next. Sender and receiver are those of the document, not of the response."""

    NOBODY = "nobody"
    SENDER = "sender"
    RECEIVER = "receiver"
    ACCESS_POINT = "access point"


class Action(StrEnum):
    """What the sender of the document does next; several are done in the order given."""

    NOTHING = "nothing"
    SEND_INFORMATION = "send the missing information"
    CREDIT_IN_FULL = "credit in full"
    CREDIT_IN_PART = "credit in part"
    PAY_BACK = "pay the amount back"
    SEND_NEW_DOCUMENT = "correct and send under a new number"
    CORRECT_AND_RESEND = "correct and send again"
    RESEND = "send the same document again"
    CALL_RECEIVER = "call the receiver"


class Retry(StrEnum):
    """Whether the same document, with the same number, may be sent again."""

    NEVER = "never"
    AFTER_CORRECTION = "after correction"
    AS_IS = "as is"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer, or everything known about a document, comes to.

    kind, code: the message and its code ("IMR", "UQ"); None and None where nothing was heard
    reasons: the clarification codes, as "list/code" ("OPStatusReason/REF", "MLS/FD")
    final: nothing may follow
    """

    state: State
    actor: Actor
    actions: tuple[Action, ...]
    retry: Retry
    kind: str | None = None
    code: str | None = None
    reasons: tuple[str, ...] = ()

    @property
    def final(self) -> bool:
        """Whether nothing may follow."""
        return self.state.is_final
