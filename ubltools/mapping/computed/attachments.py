"""Files of an order: which there are, what they are, where a file that was read goes."""

from typing import Any, Final

from ubltools.lens.rows import Item

_MIME: Final = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "xml": "text/xml",
}


def mime_type(item: Item, _: Any) -> str | None:
    """BT-125-1: MimeType, else by the ending of the file name."""
    ending = str(item.get("FileName") or "").rpartition(".")[2].lower()
    return item.get("MimeType") or _MIME.get(ending)


def pick_files(item: Item, _: Any) -> list[Item]:
    """The PDF of the order and its attachments, those that come with their content."""
    files = [item.get("OrderPDF"), *(item.get("Attachments") or [])]
    return [each for each in files if each and each.get("FileContent")]


def put_file(_: Item, document: Item, read: Item) -> None:
    """The first PDF is the PDF of the order, everything else an attachment."""
    is_pdf = str(read.get("FileName") or "").lower().endswith(".pdf")
    if is_pdf and "OrderPDF" not in document:
        document["OrderPDF"] = read
    else:
        document.setdefault("Attachments", []).append(read)


def document_id(item: Item, _: Any) -> str | None:
    """BT-122: the name of the file."""
    return item.get("FileName")
