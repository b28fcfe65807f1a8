"""From a response message to its values: bytes or a tree in, a ResponseMessage out.

Reads what real messages do, also where the specification asks for more, and says so; what is right is for
validation to say. The rows are in mapping/response.py, what a message means is in meaning.py.
"""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from ubltools.finding import Finding, Location, Severity
from ubltools.lens.read import read
from ubltools.lens.tree import Node, build
from ubltools.mapping.response import RESPONSE
from ubltools.responses.envelope import envelope_of
from ubltools.responses.kinds import kind_of
from ubltools.responses.model import (
    Answer,
    Condition,
    LineResponse,
    Reference,
    ResponseMessage,
    Status,
)
from ubltools.responses.party import party_of
from ubltools.responses.party import trimmed as _text
from ubltools.responses.unusual import unusual
from ubltools.xml import XmlDocument, canonical, line_of, parse, xpath_of

_RULE: Final = re.compile(
    r"(?<![A-Z0-9-])(?:PEPPOL|BR|UBL|CL|DE|NL|DK|SE|NO|IT|GR|IS|SK|SCH)-[A-Z0-9-]*[A-Z0-9]"
)
_NOWHERE: Final = frozenset({"", "NA"})
_NOTHING: Final[dict[str, Any]] = {}


def read_response(source: bytes | XmlDocument) -> ResponseMessage:
    """Read an IMR, MLR or MLS, bare or in its SBDH envelope.

    What is unusual in it stands in its findings. Raises the errors of ubltools.xml.parse
    for bytes that cannot be read, NotAResponse for another document or an unknown CustomizationID.
    """
    document = parse(source) if isinstance(source, bytes) else source
    reading = read(_trie(), document.root)
    item = reading.item
    kind = kind_of(document, item.get("answers", []))
    answers = tuple(_answers(item.get("answers", ())))
    memo: dict[Any, str] = {}
    findings = (
        *(_unreadable(place[0], why, memo) for place, why in reading.unreadable.items()),
        *(_stray(each, memo) for each in reading.passed),
        *unusual(kind, document.customization, answers),
    )
    return ResponseMessage(
        kind,
        _text(item, "id"),
        item.get("issue_date"),
        item.get("issue_time"),
        party_of(item.get("sender")),
        party_of(item.get("receiver")),
        answers,
        document.customization or "",
        _text(item, "profile"),
        _joined(item.get("notes")),
        None if document.header is None else envelope_of(document.header),
        hashlib.sha256(canonical(document.root)).hexdigest(),
        findings,
    )


@cache
def _trie() -> Node:
    return build(RESPONSE)


def _answers(items: Any) -> Iterator[Answer]:
    """One answer a document reference: a DocumentResponse about two documents is two answers."""
    for item in items:
        for reference in item.get("references") or (_NOTHING,):
            yield Answer(
                _text(item, "code"),
                Reference(
                    _text(reference, "id"),
                    _text(reference, "type_code"),
                    reference.get("issued"),
                    _text(reference, "version"),
                ),
                item.get("effective"),
                _joined(item.get("descriptions")),
                tuple(_status(each) for each in item.get("statuses", ())),
                tuple(_line(each) for each in item.get("lines", ())),
                party_of(item.get("issuer")),
                party_of(item.get("recipient")),
            )


def _status(item: dict[str, Any]) -> Status:
    conditions = tuple(
        Condition(_text(each, "attribute"), _text(each, "description")) for each in item.get("conditions", ())
    )
    return Status(_text(item, "code"), _text(item, "list_id"), _joined(item.get("texts")), conditions)


def _line(item: dict[str, Any]) -> LineResponse:
    place = (item.get("place") or "").strip()
    responses = item.get("responses") or (_NOTHING,)
    texts = [text for each in responses if (text := _joined(each.get("descriptions")))]
    reasons = [
        code for each in responses for status in each.get("statuses", ()) if (code := _text(status, "code"))
    ]
    text = "\n".join(texts)
    return LineResponse(
        None if place in _NOWHERE else place,
        _text(responses[0], "code"),
        tuple(dict.fromkeys(reasons)),
        text or None,
        tuple(dict.fromkeys(_RULE.findall(text))),
    )


def _joined(items: list[dict[str, Any]] | None) -> str | None:
    """Several texts as one, a line each."""
    return "\n".join(text for each in items or () if (text := _text(each, "text"))) or None


def _unreadable(element: Any, why: str, memo: dict[Any, str]) -> Finding:
    location = Location(xpath_of(element, memo), line_of(element))
    return Finding("UBLT-RESPONSE-UNREADABLE", Severity.WARNING, f"The value was left out: {why}.", location)


def _stray(element: Any, memo: dict[Any, str]) -> Finding:
    location = Location(xpath_of(element, memo), line_of(element))
    message = "The response holds elements that say nothing here; they were passed over."
    return Finding("UBLT-RESPONSE-EXTRA", Severity.INFO, message, location)
