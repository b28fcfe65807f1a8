import base64
import gc
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.response_documents import INVOICE_RESPONSE
from tests.test_responses_billit_messages import IMR_ITEM, INVOICE_TYPE
from tests.test_responses_read import in_envelope
from ubltools import names
from ubltools.errors import ConfigurationError, InputError, NotAResponse, NotXml
from ubltools.names import Kind
from ubltools.responses.deliveries import Delivery
from ubltools.responses.inbox import Entry, Received, read_any, read_inbox
from ubltools.responses.model import ResponseMessage

INVOICE = f'<Invoice xmlns="{names.INVOICE}" xmlns:cbc="{names.CBC}"><cbc:ID> F-9 </cbc:ID></Invoice>'


def item(number: int, file_id: str, document_type: str = "IMR") -> dict[str, object]:
    return {**IMR_ITEM, "InboxItemID": number, "PeppolFileID": file_id, "PeppolDocumentType": document_type}


def listing(folder: Path, *items: dict[str, object]) -> Path:
    path = folder / "inbox.json"
    path.write_text(json.dumps({"InboxItems": items}), "utf-8")
    return path


def file_object(text: str) -> str:
    return json.dumps({"FileID": "x", "FileContent": base64.b64encode(text.encode()).decode()})


def entries(path: Path) -> list[Entry]:
    return list(read_inbox(str(path)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five items: a response bare, one in an envelope in a file object, an invoice, a broken file, none."""
    (tmp_path / "a.xml").write_text(INVOICE_RESPONSE, "utf-8")
    (tmp_path / "b.json").write_text(file_object(in_envelope(INVOICE_RESPONSE)), "utf-8")
    (tmp_path / "c.xml").write_text(INVOICE, "utf-8")
    (tmp_path / "d.xml").write_text("<broken", "utf-8")
    items = (item(1, "a"), item(2, "b"), item(3, "c", INVOICE_TYPE), item(4, "d"), item(5, "e"))
    listing(tmp_path, *items)
    return tmp_path


@pytest.mark.parametrize("of", ["folder", "listing"])
def test_every_item_is_an_entry(folder: Path, of: str):
    found = entries(folder if of == "folder" else folder / "inbox.json")
    assert [each.item.id for each in found if each.item] == [1, 2, 3, 4, 5]
    first, second, third, fourth, fifth = found
    assert isinstance(first.content, ResponseMessage)
    assert isinstance(second.content, ResponseMessage)
    assert second.content.envelope is not None
    assert third.content == Received(Kind.INVOICE, "F-9")
    assert isinstance(fourth.error, NotXml)
    assert fifth.error is not None
    assert "GET /v1/files/e" in (fifth.error.hint or "")
    assert [each.is_response for each in found] == [True, True, False, False, False]


def test_a_folder_without_a_listing(folder: Path):
    (folder / "inbox.json").unlink()
    found = entries(folder)
    assert [Path(each.name).name for each in found] == ["a.xml", "b.json", "c.xml", "d.xml"]
    assert {each.item for each in found} == {None}


def test_files_that_the_listing_does_not_name_are_read_too(folder: Path):
    listing(folder, item(1, "a"))
    assert [each.item.id if each.item else None for each in entries(folder)] == [1, None, None, None]


def test_a_folder_is_read_one_file_at_a_time(tmp_path: Path):
    """What was read is let go: a folder may hold any number of files."""
    for number in range(120):
        (tmp_path / f"{number:03}.xml").write_text(INVOICE_RESPONSE, "utf-8")
    stream = read_inbox(str(tmp_path))
    tracemalloc.start()
    try:
        held = [consumed(stream, 20) for _ in range(6)]
    finally:
        tracemalloc.stop()
    assert held[-1] - held[0] < 20_000  # of about 500,000 bytes that were read in between


def consumed(stream: Iterator[Entry], many: int) -> int:
    """How many bytes are held after reading so many entries."""
    for _ in range(many):
        next(stream)
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def test_an_empty_folder_is_no_inbox(tmp_path: Path):
    with pytest.raises(ConfigurationError):
        read_inbox(str(tmp_path))
        entries(tmp_path)


def test_a_listing_cannot_reach_out_of_its_folder(tmp_path: Path):
    (tmp_path / "secret.xml").write_text(INVOICE_RESPONSE, "utf-8")
    inner = tmp_path / "inner"
    inner.mkdir()
    for name in ("../secret", str(tmp_path / "secret"), "", None, "."):
        path = listing(inner, {**item(1, "x"), "PeppolFileID": name})
        (entry,) = entries(path)
        assert isinstance(entry.error, InputError), name


def test_a_file_that_is_no_listing(tmp_path: Path):
    path = tmp_path / "x.json"
    path.write_text('{"InboxItemID": 1}', "utf-8")
    with pytest.raises(NotAResponse):
        read_inbox(str(path))


def test_a_missing_listing(tmp_path: Path):
    with pytest.raises(ConfigurationError):
        read_inbox(str(tmp_path / "nothing.json"))


def test_any_form_of_a_response():
    bare = read_any(INVOICE_RESPONSE.encode())
    assert isinstance(bare, ResponseMessage)
    wrapped = read_any(file_object(INVOICE_RESPONSE).encode())
    assert wrapped == bare
    webhook = read_any(b'{"UpdatedEntityID": 1, "EntityDetail": {}}')
    assert isinstance(webhook, Delivery)
    with pytest.raises(NotAResponse):
        read_any(b'{"InboxItemID": 1}')
    assert read_any(b"\xef\xbb\xbf\n" + INVOICE_RESPONSE.encode()) == bare
