"""Sent documents, attempts and answers for the tests, made by hand."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from ubltools.responses.decision import Standing
from ubltools.responses.history import history
from ubltools.responses.known import Attempt, Fate, KnownDocument, Received
from ubltools.responses.model import (
    Answer,
    Identifier,
    LineResponse,
    Party,
    Reference,
    ResponseKind,
    ResponseMessage,
    Status,
)
from ubltools.responses.sent import Family, Sent

IMR, MLR, MLS = ResponseKind.IMR, ResponseKind.MLR, ResponseKind.MLS
NOW: Final = datetime(2026, 11, 20, 10, tzinfo=UTC)
INVOICE, CREDIT_NOTE = Family.INVOICE, Family.CREDIT_NOTE


def party(*numbers: str, name: str | None = None) -> Party:
    """A party of "scheme:value" or "value"; the first is its endpoint."""
    parts = [each.rpartition(":") for each in numbers]
    known = tuple(Identifier(value, scheme or None) for scheme, _, value in parts)
    return Party(known[0] if known else None, name, known)


SELLER: Final = party("9925:BE0563846944", name="Garden Benches")
BUYER: Final = party("0208:0403170701", "BE0403170701", name="City Parks")
STRANGER: Final = party("0208:0202239951", name="Nobody in particular")


def sent(number: str = "2026-17", content: str = "A", **changes: Any) -> Sent:
    """An invoice of 121 euro; content stands for its bytes."""
    values: dict[str, Any] = {
        "type_code": "380",
        "family": INVOICE,
        "issue_date": date(2026, 11, 20),
        "currency": "EUR",
        "total": Decimal("121.00"),
        "seller": SELLER,
        "buyer": BUYER,
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
    }
    return Sent(number, **(values | changes))


def note(number: str, *references: str, total: str = "121.00", **changes: Any) -> Sent:
    """A credit note to invoices."""
    values = {"family": CREDIT_NOTE, "type_code": "381", "references": references, "total": Decimal(total)}
    return sent(number, f"note {number}", **(values | changes))


def attempt(number: int = 1, fate: Fate = Fate.SENT, **changes: Any) -> Attempt:
    """An attempt on day number, at ten; instance "E-<number>"."""
    when = NOW + timedelta(days=number - 1)
    settled = None if fate is Fate.RELEASED else when + timedelta(minutes=1)
    values = {"sent": sent(), "released": when, "fate": fate, "settled": settled, "instance": f"E-{number}"}
    return Attempt(number, **(values | changes))


def message(
    kind: ResponseKind, code: str | None, *reasons: str, about: str | None = None, **changes: Any
) -> ResponseMessage:
    """A message with one answer; reasons are those of OPStatusReason, or of the lines of an MLR or MLS."""
    named = about or ("2026-17" if kind is IMR else "E-1")
    reference = changes.pop("reference", Reference(named, "380" if kind is IMR else None))
    answer = Answer(
        code,
        reference,
        statuses=tuple(Status(each, "OPStatusReason") for each in reasons) if kind is IMR else (),
        lines=() if kind is IMR else tuple(LineResponse(None, None, (each,)) for each in reasons),
        issuer=changes.pop("issuer", party()),
        recipient=changes.pop("recipient", party()),
    )
    values: dict[str, Any] = {
        "id": "R",
        "issue_date": date(2026, 11, 21),
        "issue_time": time(9),
        "sender": BUYER,
        "receiver": SELLER,
        "answers": (answer,),
        "customization": "urn",
    }
    made = ResponseMessage(kind, **(values | changes))
    digest = changes.get("digest") or hashlib.sha256(repr(made).encode()).hexdigest()
    return ResponseMessage(kind, **(values | changes | {"digest": digest}))


def received(told: ResponseMessage, arrived: datetime = NOW) -> Received:
    return Received(told, 0, arrived)


def said(*codes: str, day: int = 21) -> list[Received]:
    """IMRs on days in a row: "AB", "PD/PPD"."""
    found = []
    for place, each in enumerate(codes):
        code, *reasons = each.split("/")
        issued = date(2026, 11, day) + timedelta(days=place)
        found.append(received(message(IMR, code, *reasons, issue_date=issued)))
    return found


def standing(*attempts: Attempt, answers: list[Received] | None = None, id: int = 1) -> Standing:
    return Standing(KnownDocument(id, attempts), history(attempts, answers or []))
