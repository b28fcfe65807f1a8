"""The SBDH envelope: who sent a message to whom, as what, under which instance identifier.

Paths in a table; the document inside is not looked at.
"""

from typing import Final

from ubltools.names import SBDH
from ubltools.responses.model import Envelope, Identifier
from ubltools.xml import Element, text_of

_NS: Final = f"{{{SBDH}}}"
_INSTANCE: Final = f"{_NS}DocumentIdentification/{_NS}InstanceIdentifier"
_CREATED: Final = f"{_NS}DocumentIdentification/{_NS}CreationDateAndTime"
_SCOPE: Final = f"{_NS}BusinessScope/{_NS}Scope"
_DOCUMENT_TYPE: Final = "DOCUMENTID"


def envelope_of(header: Element) -> Envelope:
    """What a StandardBusinessDocumentHeader says; what it leaves out is None."""
    scopes = tuple(
        (_text(scope, f"{_NS}Type") or "", _text(scope, f"{_NS}InstanceIdentifier") or "")
        for scope in header.iterfind(_SCOPE)
    )
    return Envelope(
        _text(header, _INSTANCE),
        participant(_text(header, f"{_NS}Sender/{_NS}Identifier")),
        participant(_text(header, f"{_NS}Receiver/{_NS}Identifier")),
        dict(scopes).get(_DOCUMENT_TYPE),
        _text(header, _CREATED),
        scopes,
    )


def participant(text: str | None) -> Identifier | None:
    """A Peppol participant: "0208:0563846944" as scheme and value; without a scheme the value alone."""
    if not text:
        return None
    scheme, colon, value = text.rpartition(":")
    return Identifier(value, scheme) if colon and value and scheme else Identifier(text)


def _text(element: Element, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else text_of(found).strip() or None
