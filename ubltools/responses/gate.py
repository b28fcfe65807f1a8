"""May a document be sent now? A pure decision on what is known, with its reason, evidence and way out.

Nothing is sent or recorded here; that the decision and its recording are one step is the work of the store.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from ubltools.responses.crediting import credit
from ubltools.responses.decision import WAIT, Gate, Standing
from ubltools.responses.resending import again
from ubltools.responses.sent import Family, Sent, same_number, same_series

_FRESH: Final = "Nothing was sent under the number of {what} before."


def decide(sent: Sent, known: Sequence[Standing], now: datetime, wait: timedelta = WAIT) -> Gate:
    """Whether a document may be sent.

    known: what the store has under its number, under the numbers of the invoices that it credits, and
    the credit notes to those; anything else in it is passed over. wait: how long an answer may take.
    """
    same = next((each for each in known if same_number(each.document.sent, sent)), None)
    gate = Gate(True, _FRESH.format(what=sent)) if same is None else again(sent, same, now, wait)
    if not gate.allowed or sent.family is not Family.CREDIT_NOTE:
        return gate
    others = [each for each in known if each is not same and same_series(each.document.sent, sent)]
    return credit(sent, others, gate)


def forced(gate: Gate, reason: str) -> Gate:
    """The decision overridden. One that allows anyway stays as it is."""
    return gate if gate.allowed else replace(gate, allowed=True, forced=reason)
