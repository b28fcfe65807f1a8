"""What a run of rules says, as values; the same whichever engine ran them. Nothing is run here."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from ubltools.xml import Element

if TYPE_CHECKING:
    from ubltools.validation.model import Assert

LONGEST_VALUE: Final = 300  # characters of the document that are quoted in a message


class Failure(NamedTuple):
    """An assert that failed, or that could not be evaluated (then error is an (error code, reason) pair)."""

    check: "Assert"
    element: Element
    attribute: str | None  # clark name, when the node is an attribute
    message: str
    order: int  # the node's place in the document
    error: tuple[str, str] | None = None


class Outcome(NamedTuple):
    """What a run of a rule set says. fired: how many distinct rules met at least one node."""

    fired: int
    failures: tuple[Failure, ...]


def message(check: "Assert", values: Iterable[str]) -> str:
    """What an assert says, with the values that were computed; "..." for one that is missing."""
    computed = (value[:LONGEST_VALUE] for value in values)
    shown = (part if isinstance(part, str) else next(computed, "...") for part in check.message)
    return "".join(shown)
