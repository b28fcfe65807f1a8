"""References to documents and the files of an order: which there are, and where one that was read goes."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Final

from ubltools.lens.rows import DERIVED_FROM, RENAMED, Item, get, put

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
VALUE: Final = "~value"  # the value of a derived object that has just one
_NUMBERED: Final = "AdditionalDocumentReference"
_NUMBER: Final = re.compile(rf"{_NUMBERED}(\d{{1,4}})")
_PROJECT_KEY: Final = "CustomFields['CreditNote.ProjectReference.ID.Text']"
_SOURCES: Final = ("CustomFields", "OrderPDF", "Attachments", _NUMBERED)
_PROJECT: Final = "50"  # document type of a project reference in a credit note (BT-11)


def mime_type(item: Item, _: Any) -> str | None:
    """BT-125-1: MimeType, else by the ending of the file name."""
    ending = str(item.get("FileName") or "").rpartition(".")[2].lower()
    return item.get("MimeType") or _MIME.get(ending)


def pick_documents(document: Item, _: Any) -> list[Item]:
    """Every supporting document: those with a number in its place, the others filling the gaps in order."""
    if not any(map(document.get, _SOURCES)):
        return []
    numbered = _numbered(document)
    others = deque([*_project(document), *_entries(document), *_files(document)])
    picked: list[Item] = []
    while numbered or others:
        place = len(picked) + 1
        if place in numbered or not others:
            picked.append(numbered.pop(place if place in numbered else min(numbered)))
        else:
            picked.append(others.popleft())
    return picked


def _numbered(document: Item) -> dict[int, Item]:
    """References that are only an identifier, by their number."""
    fields = document.get("CustomFields") or {}
    found = {int(match[1]): key for key in fields if (match := _NUMBER.fullmatch(key)) and fields[key]}
    return {
        number: {"ID": fields[key], DERIVED_FROM: document, RENAMED: {"ID": f"CustomFields.{key}"}}
        for number, key in found.items()
    }


def _project(document: Item) -> Iterator[Item]:
    """BT-11 of a credit note, which UBL has as a supporting document of type 50."""
    if document.get("OrderType") != "CreditNote":
        return
    for root in ("CreditNote", "Invoice"):
        key = f"CustomFields['{root}.ProjectReference.ID.Text']"
        if value := get(document, key):
            renamed = {"ID": key, "DocumentType": key}
            yield {"ID": value, "DocumentType": _PROJECT, DERIVED_FROM: document, RENAMED: renamed}
            return


def _entries(document: Item) -> Iterator[Item]:
    entries: list[Item] = document.get(_NUMBERED) or []
    for entry in entries:
        file = entry.get("Attachment") or {}
        renamed = {key: f"Attachment.{key}" for key in file}
        flat: Item = {
            key: entry[key] for key in ("ID", "DocumentType", "DocumentDescription") if key in entry
        }
        yield {**file, **flat, DERIVED_FROM: entry, RENAMED: renamed}


def _files(document: Item) -> Iterator[Item]:
    """The PDF of the order and its attachments, those that come with their content."""
    for file in (document.get("OrderPDF"), *(document.get("Attachments") or [])):
        if file and file.get("FileContent"):
            yield file


def put_document(_: Item, document: Item, read: Item) -> None:
    """A file becomes the PDF of the order or an attachment; a reference a custom field or an entry."""
    if "FileContent" in read:
        _put_file(document, read)
    elif _is_project(document, read):
        put(document, _PROJECT_KEY, read["ID"])
    elif read.keys() == {"ID"}:
        place = sum(1 for _ in _all(document)) + 1
        document.setdefault("CustomFields", {})[f"{_NUMBERED}{place}"] = read["ID"]
    elif read:
        document.setdefault(_NUMBERED, []).append(read)


def _is_project(document: Item, read: Item) -> bool:
    """Whether a document that was read is the project of a credit note, the first, and nothing else."""
    project = read.get("DocumentType") == _PROJECT and read.keys() == {"ID", "DocumentType"}
    return project and document.get("OrderType") == "CreditNote" and get(document, _PROJECT_KEY) is None


def _all(document: Item) -> Iterator[Any]:
    yield from _numbered(document)
    yield from _project(document)
    yield from _entries(document)
    yield from _files(document)


def _put_file(document: Item, read: Item) -> None:
    """The first PDF is the PDF of the order, every other file an attachment; both keep only their name."""
    for key in ("ID", "DocumentType", "DocumentDescription"):
        read.pop(key, None)
    is_pdf = str(read.get("FileName") or "").lower().endswith(".pdf")
    if is_pdf and "OrderPDF" not in document:
        document["OrderPDF"] = read
    else:
        document.setdefault("Attachments", []).append(read)


# The contract


def contract_picker(*keys: str) -> Callable[[Item, Any], list[Item]]:
    """The contract under the first of the keys that holds one, else in ContractDocumentReference."""

    def pick(document: Item, _: Any) -> list[Item]:
        fields = document.get("CustomFields")
        key = next((key for key in keys if get(document, key)), None) if fields else None
        if key:
            return [{VALUE: get(document, key), DERIVED_FROM: document, RENAMED: {VALUE: key}}]
        entry: Item = next(iter(document.get("ContractDocumentReference") or []), {})
        return [{VALUE: entry["ID"], DERIVED_FROM: entry, RENAMED: {VALUE: "ID"}}] if entry.get("ID") else []

    return pick


def contract_putter(key: str) -> Callable[[Item, Item, Item], None]:
    """Keeps a contract under a key, if it is the first."""

    def put_contract(_: Item, document: Item, read: Item) -> None:
        if VALUE in read and get(document, key) is None:
            put(document, key, read[VALUE])

    return put_contract
