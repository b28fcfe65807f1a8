"""The identity of a document that is sent: what tells it from every other, and what answers are held against.

From the UBL to a value, nothing else. The rows are in mapping/identity.py. What became of the document is
in known.py and history.py.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Final

from ubltools.errors import InputError
from ubltools.lens.read import read
from ubltools.lens.tree import Node, build
from ubltools.mapping.identity import IDENTITY
from ubltools.names import SELF_BILLING, Kind
from ubltools.responses.model import Party
from ubltools.responses.party import party_of, same_party, trimmed
from ubltools.xml import XmlDocument, parse

_SELF_BILLED: Final = frozenset({"261", "389", "527"})  # UNTDID 1001


class Family(StrEnum):
    """Invoices and credit notes are numbered apart. The values are the words of the reports."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit note"


_FAMILY: Final = {Kind.INVOICE: Family.INVOICE, Kind.CREDIT_NOTE: Family.CREDIT_NOTE}


@dataclass(frozen=True, slots=True)
class Sent:
    """A document as it is sent.

    total: with VAT (BT-112). references: numbers of preceding invoices (BT-25). sha256: of the UBL bytes.
    self_billed: the buyer wrote it and sends it.
    """

    number: str
    type_code: str | None
    family: Family
    issue_date: date | None
    currency: str | None
    total: Decimal
    seller: Party
    buyer: Party
    references: tuple[str, ...] = ()
    sha256: str = ""
    self_billed: bool = False

    @property
    def sender(self) -> Party:
        """Who sends it: the seller, in self-billing the buyer."""
        return self.buyer if self.self_billed else self.seller

    @property
    def receiver(self) -> Party:
        """Who gets it and answers it: the buyer, in self-billing the seller."""
        return self.seller if self.self_billed else self.buyer

    def __str__(self) -> str:
        """E.g. "Invoice 2026-17"."""
        return f"{self.family.capitalize()} {self.number}"


def sent_of(ubl: bytes, document: XmlDocument | None = None) -> Sent:
    """The identity of an invoice or credit note. document: the same bytes, where they are parsed already.

    Raises the errors of ubltools.xml.parse, and InputError for another document or one without number,
    total or a number of its sender: an answer to it could never be told from others.
    """
    document = document or parse(ubl)
    kind = document.kind
    if kind is None or kind not in _FAMILY:
        raise InputError("This is no invoice or credit note, so that nothing can be said about its sending.")
    item = read(_trie(kind), document.root).item
    sent = _sent(item, _FAMILY[kind], document.customization, hashlib.sha256(ubl).hexdigest())
    if not sent.sender.identifiers:
        raise InputError(f"{sent}: its sender has no number, so that no answer can be held against it.")
    return sent


def _sent(item: dict[str, Any], family: Family, customization: str | None, sha256: str) -> Sent:
    number, type_code = trimmed(item, "number"), trimmed(item, "type_code")
    if number is None or item.get("total") is None:
        raise InputError(f"The {family} has no number or no total, so that it cannot be told from others.")
    numbers = (trimmed(each, "number") for each in item.get("references", ()))
    return Sent(
        number,
        type_code,
        family,
        item.get("issue_date"),
        trimmed(item, "currency"),
        item["total"],
        party_of(item.get("seller")),
        party_of(item.get("buyer")),
        tuple(dict.fromkeys(each for each in numbers if each is not None)),
        sha256,
        customization == SELF_BILLING or type_code in _SELF_BILLED,
    )


def same_series(one: Sent, other: Sent) -> bool:
    """Whether two documents are numbered in one series: of the same seller, sent by the same party."""
    return same_party(one.seller, other.seller) and same_party(one.sender, other.sender)


def same_number(one: Sent, other: Sent) -> bool:
    """Whether two go under one number: same family, number and series. To whom does not matter."""
    return (one.family, one.number) == (other.family, other.number) and same_series(one, other)


@cache
def _trie(kind: Kind) -> Node:
    return build(IDENTITY[kind])
