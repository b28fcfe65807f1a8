"""Which response a message is: by its CustomizationID, else its ProfileID, else what only one kind says.

The same code means different things in an IMR, an MLR and an MLS, so that a message nobody can tell is
refused rather than guessed.
"""

from typing import Any, Final

from ubltools.errors import NotAResponse
from ubltools.names import Kind
from ubltools.responses.model import ResponseKind
from ubltools.xml import XmlDocument

# By its beginning: national variants and minor versions add to it.
_OF_CUSTOMIZATION: Final = {
    "urn:fdc:peppol.eu:poacc:trns:invoice_response:3": ResponseKind.IMR,
    "urn:fdc:peppol.eu:poacc:trns:mlr:3": ResponseKind.MLR,
    "urn:peppol:edec:mls:1": ResponseKind.MLS,
}
_OF_PROFILE: Final = {
    "urn:fdc:peppol.eu:poacc:bis:invoice_response:3": ResponseKind.IMR,
    "urn:peppol:bis:billing_with_response": ResponseKind.IMR,
    "urn:fdc:peppol.eu:poacc:bis:mlr:3": ResponseKind.MLR,
    "urn:peppol:edec:mls": ResponseKind.MLS,
}
_ONLY_IMR: Final = frozenset({"IP", "UQ", "CA", "PD"})


def kind_of(document: XmlDocument, answers: list[dict[str, Any]]) -> ResponseKind:
    """The kind of a response, given the answers that were read out of it. Raises NotAResponse."""
    if document.kind is not Kind.APPLICATION_RESPONSE:
        name = document.kind or document.root.tag.rpartition("}")[2]
        raise NotAResponse(
            f"This is no response but a document with the root {name}.",
            "An IMR, MLR or MLS is a UBL ApplicationResponse. An invoice is checked with validate.",
        )
    customization = document.customization
    if customization:
        for start, kind in _OF_CUSTOMIZATION.items():
            if customization.startswith(start):
                return kind
        raise _unknown(f"The CustomizationID {customization!r} is that of no response known here.")
    if document.profile in _OF_PROFILE:
        return _OF_PROFILE[document.profile]
    if any(_is_of_a_buyer(each) for each in answers):
        return ResponseKind.IMR
    raise _unknown("The response has no CustomizationID, so that nobody can tell what its codes mean.")


def _is_of_a_buyer(answer: dict[str, Any]) -> bool:
    """Whether only an Invoice Response can say this: a status of a buyer, or a list of clarifications."""
    lists = {each.get("list_id") for each in answer.get("statuses", ())}
    return answer.get("code") in _ONLY_IMR or bool(lists & {"OPStatusReason", "OPStatusAction"})


def _unknown(message: str) -> NotAResponse:
    return NotAResponse(message, f"Known are those that begin with {', '.join(_OF_CUSTOMIZATION)}.")
