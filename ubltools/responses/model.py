"""What a response message (IMR, MLR or MLS) says, as values.

Frozen values and nothing else: reading is in read.py, what it means in meaning.py. Names are those of the
messages (Peppol transactions T111 and T71, MLS 1.0); what a message leaves out is None or empty.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum

from ubltools.finding import Finding


class ResponseKind(StrEnum):
    """Which message: from the buyer about an invoice, or from an access point about a transmission."""

    IMR = "IMR"  # Invoice Response, T111
    MLR = "MLR"  # Message Level Response, T71
    MLS = "MLS"  # Message Level Status


@dataclass(frozen=True, slots=True)
class Identifier:
    """A value with its scheme, e.g. 0208:0563846944. The scheme may be missing."""

    value: str
    scheme: str | None = None

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}" if self.scheme else self.value


@dataclass(frozen=True, slots=True)
class Party:
    """A party of a message or of a document.

    identifiers: every number it is known by, the electronic address first
    """

    endpoint: Identifier | None = None
    name: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    contact: str | None = None
    telephone: str | None = None
    mail: str | None = None


NO_PARTY = Party()


@dataclass(frozen=True, slots=True)
class Envelope:
    """The SBDH envelope around a message. scopes: type and identifier, e.g. ("PROCESSID", "urn:...")."""

    instance: str | None
    sender: Identifier | None = None
    receiver: Identifier | None = None
    document_type: str | None = None
    created: str | None = None
    scopes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A field to correct (attribute, e.g. "BT-13") and the value that is proposed for it."""

    attribute: str | None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """One clarification of an IMR: a code of OPStatusReason or OPStatusAction, and its text."""

    code: str | None = None
    list_id: str | None = None
    text: str | None = None
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class LineResponse:
    """What an access point found at one place (MLR, MLS).

    xpath: the place in the document that was sent; None where the message says NA or nothing
    rules: the ids of the rules that are named in the text, e.g. ("BR-CO-15",)
    """

    xpath: str | None
    code: str | None = None
    reasons: tuple[str, ...] = ()
    text: str | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """The document an answer is about: its number (IMR) or the SBDH instance identifier (MLR, MLS)."""

    id: str | None
    type_code: str | None = None
    issued: date | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One DocumentResponse: the code, why, and about which document. A message should hold exactly one.

    issuer, recipient: seller and buyer of the invoice where somebody else answers (IMR)
    """

    code: str | None
    reference: Reference
    effective: date | None = None
    description: str | None = None
    statuses: tuple[Status, ...] = ()
    lines: tuple[LineResponse, ...] = ()
    issuer: Party = NO_PARTY
    recipient: Party = NO_PARTY


@dataclass(frozen=True, slots=True)
class ResponseMessage:
    """A response as it came.

    digest: SHA-256 of the message without its envelope, so that the same message is known again
    findings: what is unusual in it and was read all the same
    """

    kind: ResponseKind
    id: str | None
    issue_date: date | None
    issue_time: time | None
    sender: Party
    receiver: Party
    answers: tuple[Answer, ...]
    customization: str
    profile: str | None = None
    note: str | None = None
    envelope: Envelope | None = None
    digest: str = ""
    findings: tuple[Finding, ...] = field(default=(), compare=False)

    @property
    def issued(self) -> datetime | None:
        """When it was written, in UTC; a time without zone is taken as UTC, a missing one as midnight."""
        if self.issue_date is None:
            return None
        moment = datetime.combine(self.issue_date, self.issue_time or time.min)
        try:
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except OverflowError:  # the first or the last day of the calendar, in another zone
            return moment.replace(tzinfo=UTC)
