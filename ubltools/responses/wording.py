"""What an outcome means, in the words of a person: English, Dutch and French.

The texts are data (codes/outcome-texts.csv); here they are only chosen and put together.
"""

from functools import cache
from typing import Final

from ubltools.codes import code_table
from ubltools.responses.outcome import Outcome, State

LANGUAGES: Final = ("en", "nl", "fr")


def text(key: str, language: str = "en") -> str:
    """The text under a key ("state/paid"), else the end of the key. Raises KeyError (language)."""
    return _texts(language).get(key, key.rpartition("/")[2])


def sentence(outcome: Outcome, language: str = "en") -> str:
    """What the message says, in one sentence, e.g. "The receiver has approved the document; ..." """
    return text(_key(outcome), language)


def reasons(outcome: Outcome, language: str = "en") -> str:
    """Why, as far as the codes say: "a reference is missing or wrong; a new invoice is asked for"."""
    return "; ".join(text(each, language) for each in outcome.reasons)


def advice(outcome: Outcome, language: str = "en") -> str:
    """What the sender does now, one sentence an action."""
    return " ".join(text(f"action/{each}", language) for each in outcome.actions)


def _key(outcome: Outcome) -> str:
    if outcome.kind is None:
        return f"state/{outcome.state}"
    special = {State.PARTIALLY_PAID: "IMR/PD/PPD", State.DELIVERY_FAILED: "RE/FD", State.UNKNOWN: "unknown"}
    return special.get(outcome.state, f"{outcome.kind}/{outcome.code}")


@cache
def _texts(language: str) -> dict[str, str]:
    return {row["key"]: row[language] for row in code_table("outcome-texts")}
