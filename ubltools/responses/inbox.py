"""A Peppol inbox in a folder: what each item is, what it says, and whether it may be confirmed.

Takes the files that were fetched and, if there is one, the listing that names them; yields one entry an
item, reading one file at a time. Nothing is fetched or confirmed here. A file that cannot be read, or that
nobody fetched, is an entry with its error and is never to be confirmed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ubltools import files
from ubltools.errors import ConfigurationError, InputError, NotAResponse, UblToolsError
from ubltools.names import Kind, clark
from ubltools.responses.billit_messages import read_billit
from ubltools.responses.deliveries import Delivery, FileObject, InboxItem, Listing
from ubltools.responses.model import ResponseMessage
from ubltools.responses.read import read_response
from ubltools.xml import XmlDocument, parse, text_of

_ENDINGS: Final = (".xml", ".json", "")
_LISTING: Final = b'"inboxitems"'
_HEAD: Final = 4096  # bytes in which a listing says that it is one


@dataclass(frozen=True, slots=True)
class Received:
    """An invoice or credit note that came in: for the bookkeeping, not for this tool."""

    kind: Kind
    number: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the inbox: the file, the entry of the listing, and what is in it or why it has none."""

    name: str
    item: InboxItem | None = None
    content: ResponseMessage | Delivery | Received | None = None
    error: UblToolsError | None = None

    @property
    def is_response(self) -> bool:
        """Whether it is a response that was read."""
        return isinstance(self.content, ResponseMessage)


def read_inbox(path: str) -> Iterator[Entry]:
    """The items of a folder of files, or of a listing with its files beside it.

    A file belongs to the item of the listing whose PeppolFileID is its name without ending.
    Raises ConfigurationError and InputError where the folder or the listing itself cannot be read.
    """
    place = Path(path)
    if place.is_dir():
        return _folder(place)
    listing = read_billit(files.read(path))
    if not isinstance(listing, Listing):
        raise NotAResponse(
            f"{path} is no inbox listing.", "Give a folder, or the answer of GET /v1/peppol/inbox as a file."
        )
    return _listed(listing.items, place.parent)


def read_any(data: bytes) -> ResponseMessage | Delivery | Received:
    """What a response file holds: an IMR, MLR or MLS, a file object or message of Billit, or an invoice.

    Raises InputError for anything else.
    """
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return _document(parse(data))
    held = read_billit(data)
    if isinstance(held, FileObject):
        return _document(parse(held.content))
    if isinstance(held, Delivery):
        return held
    raise NotAResponse("This is an answer or a listing of Billit, not a response.", "See inbox and sent.")


def _document(document: XmlDocument) -> ResponseMessage | Received:
    if document.kind in {Kind.INVOICE, Kind.CREDIT_NOTE}:
        number = document.root.find(clark("cbc:ID"))
        return Received(document.kind, None if number is None else text_of(number).strip() or None)
    return read_response(document)


def _folder(folder: Path) -> Iterator[Entry]:
    names = sorted(
        each for each in folder.iterdir() if each.suffix.lower() in {".xml", ".json"} and each.is_file()
    )
    if not names:
        raise ConfigurationError(f"{folder} holds no *.xml or *.json file.")
    listings = [each for each in names if _is_listing(each)]
    items = {item.file_id: item for each in listings for item in _items(each)}
    seen = set()
    for name in names:
        if name not in listings:
            entry = _entry(name, items.get(name.stem))
            seen.add(entry.item)
            yield entry
    for item in items.values():
        if item not in seen:
            yield _missing(item)


def _listed(items: tuple[InboxItem, ...], folder: Path) -> Iterator[Entry]:
    for item in items:
        candidates = (folder / f"{item.file_id}{ending}" for ending in _ENDINGS)
        found = next((each for each in candidates if item.file_id and _within(each, folder)), None)
        yield _missing(item) if found is None else _entry(found, item)


def _within(path: Path, folder: Path) -> bool:
    """Whether a file of this name is there, in the folder itself: the name comes from the listing."""
    return path.parent == folder and path.is_file()


def _is_listing(path: Path) -> bool:
    if path.suffix.lower() != ".json":
        return False
    try:
        with path.open("rb") as file:
            return _LISTING in file.read(_HEAD).lower()
    except OSError:
        return False


def _items(path: Path) -> tuple[InboxItem, ...]:
    listing = read_billit(files.read(str(path)))
    return listing.items if isinstance(listing, Listing) else ()


def _entry(path: Path, item: InboxItem | None) -> Entry:
    try:
        return Entry(str(path), item, read_any(files.read(str(path))))
    except UblToolsError as error:
        return Entry(str(path), item, error=error)


def _missing(item: InboxItem) -> Entry:
    message = "The file of this item is not here, so that nobody knows what it says."
    hint = f"Fetch it with GET /v1/files/{item.file_id} and save it under that name."
    return Entry(f"{item.file_id}", item, error=InputError(message, hint))
