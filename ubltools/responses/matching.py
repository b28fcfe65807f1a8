"""Whether an answer is about a document: by number and parties (IMR), or by transmission (MLR, MLS).

Pure questions on two values. Nobody else can say what a buyer thinks, so that a stranger's answer is never
attached; what differs and does not decide is reported. Keys: Peppol BIS Invoice Response 3, Message Level
Response 3, Message Level Status 1.0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple

from ubltools.codes import code_list
from ubltools.finding import Finding, Location, Severity
from ubltools.responses.known import KnownDocument, Received
from ubltools.responses.model import Answer, ResponseKind, ResponseMessage
from ubltools.responses.party import same_party
from ubltools.responses.sent import Family, Sent

_REFERENCE: Final = "/ApplicationResponse/cac:DocumentResponse/cac:DocumentReference"
_SENDER: Final = "/ApplicationResponse/cac:SenderParty"


class Verdict(StrEnum):
    """Whether an answer is about the document."""

    YES = "yes"
    NO = "no"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Match:
    """The verdict. findings: why it is doubtful, or what differs although it is a yes."""

    verdict: Verdict
    findings: tuple[Finding, ...] = ()


class Unmatched(NamedTuple):
    """An answer that belongs to no document that is known. findings: why, where it nearly does."""

    received: Received
    findings: tuple[Finding, ...]


_NO: Final = Match(Verdict.NO)
_YES: Final = Match(Verdict.YES)
_RANK: Final = {Verdict.YES: 0, Verdict.DOUBTFUL: 1, Verdict.NO: 2}


def concerns(
    message: ResponseMessage, answer: Answer, sent: Sent, instances: frozenset[str] = frozenset()
) -> Match:
    """Whether an answer of a message is about a document.

    instances: the SBDH instance identifiers under which the document was transmitted
    """
    named = (answer.reference.id or "").strip()
    if message.kind is not ResponseKind.IMR:
        return _of_transmission(message, named, sent, instances)
    if named != sent.number or _family(answer, sent) is not sent.family:
        return _NO
    if not _speaks_to_sender(message, answer, sent):
        return _NO
    if not _speaks_for_receiver(message, answer, sent):
        return Match(Verdict.DOUBTFUL, (_stranger(message, sent),))
    return Match(Verdict.YES, tuple(_differences(answer, sent)))


def concerns_document(message: ResponseMessage, answer: Answer, document: KnownDocument) -> Match:
    """The same of a document that was perhaps sent several times: the best match with what was sent."""
    contents = {each.sent: None for each in document.attempts}
    matches = (concerns(message, answer, each, document.instances) for each in contents)
    return min(matches, key=lambda match: (_RANK[match.verdict], len(match.findings)))


def _of_transmission(message: ResponseMessage, named: str, sent: Sent, instances: frozenset[str]) -> Match:
    if named and named in instances:
        return _YES
    if named != sent.number or not same_party(message.receiver, sent.sender):
        return _NO
    text = f"An {message.kind} names the number {named} where the identifier of the transmission belongs."
    hint = "If it is about this document, look up how the transmission ended and act on that."
    return Match(Verdict.DOUBTFUL, (_warning("UBLT-RESPONSE-TRANSMISSION", text, "/cbc:ID", hint),))


def _family(answer: Answer, sent: Sent) -> Family:
    """Which numbers the reference is of. Without a type it is taken for an invoice, as nearly all are."""
    code = (answer.reference.type_code or "").strip()
    if code and code == sent.type_code:
        return sent.family
    return Family.CREDIT_NOTE if code in _credit_note_types() else Family.INVOICE


@cache
def _credit_note_types() -> frozenset[str]:
    lists = ("creditnote-type-codes-billing", "creditnote-type-codes-selfbilling")
    return frozenset(code for name in lists for code in code_list(name))


def _speaks_to_sender(message: ResponseMessage, answer: Answer, sent: Sent) -> bool:
    """To the sender itself, or to somebody for it: issuer is the seller, recipient the buyer, also then."""
    behalf = answer.recipient if sent.self_billed else answer.issuer
    return same_party(message.receiver, sent.sender) or same_party(behalf, sent.sender)


def _speaks_for_receiver(message: ResponseMessage, answer: Answer, sent: Sent) -> bool:
    """The receiver itself, or somebody who says for whom."""
    behalf = answer.issuer if sent.self_billed else answer.recipient
    return same_party(message.sender, sent.receiver) or same_party(behalf, sent.receiver)


def _stranger(message: ResponseMessage, sent: Sent) -> Finding:
    who = message.sender.name or message.sender.endpoint or "somebody without a name"
    text = f"{who} answers {sent}, but is not its receiver and does not say for whom it answers."
    hint = "It does not count. Ask the receiver before you believe it."
    return Finding("UBLT-RESPONSE-STRANGER", Severity.WARNING, text, Location(_SENDER), hint)


def _differences(answer: Answer, sent: Sent) -> Iterator[Finding]:
    """What the answer says of the document otherwise than the document itself."""
    issued, code = answer.reference.issued, (answer.reference.type_code or "").strip()
    if issued is not None and sent.issue_date is not None and issued != sent.issue_date:
        text = f"The answer names {sent} of {issued}; the one that was sent is of {sent.issue_date}."
        yield _warning("UBLT-RESPONSE-DATE", text, "/cbc:IssueDate")
    if code and sent.type_code and code != sent.type_code:
        text = f"The answer says that {sent} has the type {code}; the one that was sent has {sent.type_code}."
        yield _warning("UBLT-RESPONSE-TYPE", text, "/cbc:DocumentTypeCode")


def _warning(rule: str, message: str, below: str, hint: str | None = None) -> Finding:
    return Finding(rule, Severity.WARNING, message, Location(_REFERENCE + below), hint)
