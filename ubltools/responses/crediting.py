"""May a credit note be sent? By the invoices that it credits and the credit notes to them before it.

An invoice can be credited once: nobody wants a second credit note because the first is still on its way.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from ubltools.responses import evidence
from ubltools.responses.decision import CREDIT, PRECEDING, Gate, Rule, Standing, gate_of
from ubltools.responses.outcome import State
from ubltools.responses.sent import Family, Sent

# A credit note in such a state takes nothing from an invoice.
_VOID: Final = frozenset({State.REJECTED, State.NOT_SENT, State.INVALID, State.DELIVERY_FAILED})
_UNKNOWN_INVOICE: Final = Rule(
    CREDIT,
    "{what} credits invoice {missing}, which was never sent as far as is known here.",
    "Check the number. If the invoice was sent in another way, add it to the state file first.",
)
_CREDITED: Final = Rule(
    CREDIT,
    "{what} credits invoice {missing}; of its {currency} {total}, {currency} {credited} is credited already.",
    "Check whether this credit note is needed; what was credited stands in the evidence.",
)
_NO_REFERENCE: Final = "The credit note names no invoice (BT-25), so that it cannot be held against one."
_MIXED: Final = "The invoices and credit notes are in several currencies, so that they were not added up."


def credit(sent: Sent, others: list[Standing], gate: Gate) -> Gate:
    """The decision on a credit note whose own number is free: by the invoices that it credits."""
    if not sent.references:
        return replace(gate, evidence=(*gate.evidence, _NO_REFERENCE))
    invoices = {each.document.sent.number: each for each in others if _is(each, Family.INVOICE)}
    missing = [number for number in sent.references if number not in invoices]
    if missing:
        words = {"what": str(sent), "missing": ", ".join(missing)}
        return gate_of(_UNKNOWN_INVOICE, words, gate.evidence, PRECEDING)
    credited = [invoices[number] for number in sent.references]
    notes = [each for each in others if _is(each, Family.CREDIT_NOTE) and _counts(each, sent)]
    known = tuple(evidence.brief(each.document, each.history) for each in (*credited, *notes))
    return _within(
        sent,
        [each.document.sent for each in credited],
        [each.document.sent for each in notes],
        replace(gate, evidence=(*gate.evidence, *known)),
    )


def _is(standing: Standing, family: Family) -> bool:
    return standing.document.sent.family is family


def _counts(note: Standing, sent: Sent) -> bool:
    """Whether an earlier credit note takes from the same invoices and from no other, and was not rejected."""
    references = set(note.document.sent.references)
    return bool(references) and references <= set(sent.references) and note.history.outcome.state not in _VOID


def _within(sent: Sent, invoices: list[Sent], notes: list[Sent], gate: Gate) -> Gate:
    if len({each.currency for each in (sent, *invoices, *notes)}) > 1:
        return replace(gate, evidence=(*gate.evidence, _MIXED))
    total, credited = (sum((each.total for each in of), Decimal(0)) for of in (invoices, notes))
    if not notes or credited < total:
        return gate
    words = {
        "what": str(sent),
        "missing": ", ".join(sent.references),
        "currency": sent.currency or "",
        "credited": f"{credited:f}",
        "total": f"{total:f}",
    }
    return gate_of(_CREDITED, words, gate.evidence, PRECEDING)
