"""What is known of a document: the attempts to send it, and the answers that came.

Frozen values and nothing else. An attempt is one body that was handed out for sending; what the values
come to is worked out in history.py, and the store keeps them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ubltools.finding import Finding
from ubltools.responses.model import Answer, ResponseMessage
from ubltools.responses.sent import Sent


class Fate(StrEnum):
    """What became of the sending, as far as the sender knows."""

    RELEASED = "released"  # handed out; nobody said yet how the POST ended
    SENT = "sent"  # Billit took it
    REFUSED = "refused"  # Billit answered 400
    FAILED = "failed"  # the POST did not get through


@dataclass(frozen=True, slots=True)
class Attempt:
    """One handing out. Times are in UTC.

    id: counts up over the whole store. released: when handed out. settled: when its fate was said.
    forced: the reason for sending against the advice of the gate
    inbox_item: the id that Billit answered. instance: the SBDH instance identifier, if it is known
    """

    id: int
    sent: Sent
    released: datetime
    fate: Fate = Fate.RELEASED
    settled: datetime | None = None
    forced: str | None = None
    inbox_item: str | None = None
    instance: str | None = None


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document of the store: everything under one number. attempts: at least one, in their order."""

    id: int
    attempts: tuple[Attempt, ...]

    @property
    def sent(self) -> Sent:
        """The document as it was handed out last."""
        return self.attempts[-1].sent

    @property
    def instances(self) -> frozenset[str]:
        """The SBDH instance identifiers of its transmissions."""
        return frozenset(each.instance for each in self.attempts if each.instance)


@dataclass(frozen=True, slots=True)
class Received:
    """One answer of a message that came, the position-th; arrived: when it was stored, in UTC.

    findings: what is doubtful about its being about this document
    """

    message: ResponseMessage
    position: int
    arrived: datetime
    findings: tuple[Finding, ...] = ()

    @property
    def answer(self) -> Answer:
        """The answer itself."""
        return self.message.answers[self.position]
