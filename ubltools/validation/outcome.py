"""What a run of rules says, as values; the same whichever engine ran them. Nothing is run here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ubltools.validation.model import Assert, Value
from ubltools.xml import Element

LONGEST_VALUE: Final = 300  # characters of the document that are quoted in a message


@dataclass(frozen=True, slots=True)
class Failure:
    """An assert that failed, or that could not be evaluated (then error is an (error code, reason) pair)."""

    check: Assert
    element: Element
    attribute: str | None  # clark name, when the node is an attribute
    message: str
    order: int  # the node's place in the document
    error: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of a rule set says. fired: how many distinct rules met at least one node."""

    fired: int
    failures: tuple[Failure, ...]


def message(check: Assert, values: Iterable[str]) -> str:
    """What an assert says, with the values that were computed; "..." for one that is missing."""
    computed = (value[:LONGEST_VALUE] for value in values)
    return "".join(next(computed, "...") if isinstance(part, Value) else part for part in check.message)
