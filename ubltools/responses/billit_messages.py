"""Billit's JSON bodies about responses, read: a file, an inbox listing, a webhook, a status, an answer.

Each kind of body is recognised by its outermost keys (the table stands at the end) and becomes one value of
deliveries.py. Keys are read whatever their case. Nothing is fetched; what codes mean is in meaning.py.
"""

import base64
import binascii
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from ubltools.errors import NotAResponse
from ubltools.responses.deliveries import (
    BillitMessage,
    Delivery,
    DeliveryMessage,
    FileObject,
    InboxItem,
    Listing,
    SendAnswer,
)
from ubltools.responses.envelope import participant

_CODED: Final = re.compile(r"\s*([A-Z]{2})\s*(?::\s*(.*))?", re.DOTALL)
_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,6})?\d*(Z|[+-]\d\d:\d\d)?")


def read_billit(data: bytes) -> BillitMessage:
    """Read a JSON body of Billit's API that is about a response.

    Raises EmptyInput, TooLarge, NotJson, and NotAResponse for anything else.
    """
    from ubltools.billit.decode import decode

    value = _lowered(decode(data).value)
    if isinstance(value, int) and not isinstance(value, bool):
        return SendAnswer(value)
    if isinstance(value, dict):
        for telling, read in _SHAPES:
            if telling in value:
                return read(value)
    raise NotAResponse(
        "This JSON is none of the bodies that Billit sends about a response.",
        "Known are a file (FileContent), an inbox listing (InboxItems), a webhook (EntityDetail), the status "
        "of an order (CurrentDocumentDeliveryDetails) and the answer of sendXML.",
    )


def _lowered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key.lower(): _lowered(held) for key, held in value.items()}
    return [_lowered(each) for each in value] if isinstance(value, list) else value


def _file(value: dict[str, Any]) -> FileObject:
    try:
        content = base64.b64decode("".join(value["filecontent"].split()), validate=True)
    except (AttributeError, binascii.Error, ValueError):
        raise NotAResponse("FileContent is not base64, so that the file cannot be read.") from None
    return FileObject(content, _text(value, "filename"), _text(value, "fileid"))


def _listing(value: dict[str, Any]) -> Listing:
    items = value["inboxitems"]
    if not isinstance(items, list):
        raise NotAResponse("InboxItems is no list.", "Give the listing as GET /v1/peppol/inbox returns it.")
    return Listing(tuple(_item(each) for each in items if isinstance(each, dict)))


def _item(value: dict[str, Any]) -> InboxItem:
    return InboxItem(
        _whole(value, "inboxitemid"),
        _text(value, "peppoldocumenttype") or "",
        participant(_text(value, "senderpeppolid")),
        participant(_text(value, "receiverpeppolid")),
        moment(_text(value, "creationdate")),
        _text(value, "peppolfileid"),
    )


def _webhook(value: dict[str, Any]) -> Delivery:
    detail = _object(value, "entitydetail")
    message = _object(detail, "ordermessage") or detail
    more = _object(detail, "additionalmessageinformation") or _object(message, "messageadditionalinformation")
    return Delivery(
        _whole(message, "orderid"),
        None,
        _text(more, "einvoiceflowstate"),
        _text(more, "additionalflowstateinformation"),
        (_message(message),) if message else (),
    )


def _status(value: dict[str, Any]) -> Delivery:
    details = _object(value, "currentdocumentdeliverydetails")
    refused = _text(details, "documentrefuseddate") or _text(details, "documentrefusedreasontc")
    messages = value["messages"] if isinstance(value.get("messages"), list) else ()
    told = (_text(details, each) for each in ("documentrefusedreasontc", "documentrefusedinfo"))
    return Delivery(
        _whole(value, "orderid"),
        _text(value, "ordernumber"),
        "Refused" if refused else _text(details, "documentdeliverystatus"),
        ": ".join(each for each in told if each) or _text(details, "documentdeliveryinfo"),
        tuple(_message(each) for each in messages if isinstance(each, dict)),
        details.get("isdocumentdelivered"),
    )


def _message(value: dict[str, Any]) -> DeliveryMessage:
    said = _text(value, "description")
    match = _CODED.fullmatch(said or "")
    success = value.get("success")
    return DeliveryMessage(
        (_text(value, "messagedirection") or "").lower() == "outgoing",
        success if isinstance(success, bool) else None,
        match[1] if match else None,
        match[2] if match else said,
        moment(_text(value, "creationdate")),
        _text(value, "fileid"),
        participant(_text(value, "destination")),
    )


def _sent(value: dict[str, Any]) -> SendAnswer:
    return SendAnswer(_whole(value, "inboxitemid"))


def _refused(value: dict[str, Any]) -> SendAnswer:
    errors = value["errors"] if isinstance(value.get("errors"), list) else [value]
    told = ((_text(each, "code"), _text(each, "description")) for each in errors if isinstance(each, dict))
    return SendAnswer(None, tuple((code or "", text or "") for code, text in told))


def moment(text: str | None) -> datetime | None:
    """A date and time of Billit, which writes up to seven decimals and no zone; None for anything else."""
    match = _MOMENT.fullmatch(text or "")
    try:
        return datetime.fromisoformat("".join(part or "" for part in match.groups())) if match else None
    except ValueError:
        return None


def _object(value: dict[str, Any], key: str) -> dict[str, Any]:
    held = value.get(key)
    return held if isinstance(held, dict) else {}


def _text(value: dict[str, Any], key: str) -> str | None:
    held = value.get(key)
    return held.strip() or None if isinstance(held, str) else None


def _whole(value: dict[str, Any], key: str) -> int | None:
    held = value.get(key)
    return held if isinstance(held, int) and not isinstance(held, bool) else None


_SHAPES: Final[tuple[tuple[str, Callable[[dict[str, Any]], BillitMessage]], ...]] = (
    ("filecontent", _file),
    ("inboxitems", _listing),
    ("entitydetail", _webhook),
    ("updatedentityid", _webhook),
    ("currentdocumentdeliverydetails", _status),
    ("messages", _status),
    ("inboxitemid", _sent),
    ("errors", _refused),
    ("code", _refused),
)
