"""What is refused before it is parsed, and how quickly."""

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubltools import xml
from ubltools.errors import EmptyInput, InputError, NotXml, TooLarge, UnsafeXml
from ubltools.screening import LARGE, MAX_DEPTH, MAX_TAGS

UTF8_BOM = b"\xef\xbb\xbf"
COMMENT = b"<!--" + b"x" * 5000 + b"-->"
BOMB = (
    b'<!DOCTYPE a [<!ENTITY l0 "ha">'
    + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]><a>&l9;</a>"
)

REFUSED = [
    (b"", EmptyInput, "empty"),
    (b" \r\n\t ", EmptyInput, "empty"),
    (UTF8_BOM, EmptyInput, "empty"),
    (b' {"OrderType": "Invoice"}', NotXml, "JSON"),
    (UTF8_BOM + b"[1, 2]", NotXml, "JSON"),
    (b"%PDF-1.7\n...", NotXml, "PDF"),
    (b"PK\x03\x04...", NotXml, "zip"),
    (b"\x1f\x8b\x08...", NotXml, "gzip"),
    (b"<a>\n<b>\x00</b></a>", NotXml, "line 2 has a NUL"),
    (b"Dear customer", NotXml, "line 1, column 1: there is no XML here"),
    (b'<?xml version="1.0"?>', NotXml, "no element"),
    (b'\n<?xml version="1.0"?><a/>', NotXml, "line 2, column 1: something stands before the XML declaration"),
    (b'<?xml version="1.0" encoding="klingon"?><a/>', NotXml, "encoding that the file names"),
    (b'<?xml version="1.0" encoding="utf-16"?><a/>', NotXml, "names another encoding"),
    ("<a/>".encode("utf-32"), NotXml, "not well-formed"),
    (b"<!DOCTYPE a><a/>", UnsafeXml, "DOCTYPE"),
    (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', UnsafeXml, "DOCTYPE"),
    (COMMENT + b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://h/">]><a>&x;</a>', UnsafeXml, "DOCTYPE"),
    ("<!DOCTYPE a><a/>".encode("utf-16"), UnsafeXml, "DOCTYPE"),
    (BOMB, UnsafeXml, "DOCTYPE"),
    (b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1), UnsafeXml, "nested deeper than 100"),
    (b"<a>" * 5000 + b"</a>" * 5000, UnsafeXml, "nested deeper than 100"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "error", "words"), REFUSED)
def test_refused(data: bytes, error: type[InputError], words: str) -> None:
    with pytest.raises(error, match=words):
        xml.parse(data)


def test_doctype_in_a_comment_or_in_text_is_harmless() -> None:
    document = xml.parse(b"<!-- <!DOCTYPE a> --><a><![CDATA[<!DOCTYPE a>]]></a>")
    assert xml.text_of(document.root) == "<!DOCTYPE a>"


def test_nesting_up_to_the_limit_passes() -> None:
    document = xml.parse(b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH)
    assert sum(1 for _ in document.root.iter("*")) == MAX_DEPTH


def test_the_limit_on_bytes_is_the_callers() -> None:
    assert xml.parse(b"<a/>", max_bytes=4).root.tag == "a"
    with pytest.raises(TooLarge, match="5 bytes; the limit is 4"):
        xml.parse(b"<ab/>", max_bytes=4)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"<a>" * (200_000_000 // 3), TooLarge),  # too many tags
        (b"<a>" * 3_400_000, UnsafeXml),  # more than LARGE bytes, so that libxml2's own limits are lifted
        (b"<a " + b" " * LARGE + b">" + b"<a>" * 2_000, UnsafeXml),
        (b"<a>" + b"<b/>" * (MAX_TAGS + 1) + b"</a>", TooLarge),
    ],
    ids=["200 MB of nesting", "10 MB of nesting", "space and nesting", "many tags"],
)
def test_large_and_hostile_is_refused_quickly(data: bytes, error: type[InputError]) -> None:
    started = time.perf_counter()
    with pytest.raises(error):
        xml.parse(data, max_bytes=300_000_000)
    assert time.perf_counter() - started < 5


def test_an_entity_bomb_takes_no_memory() -> None:
    tracemalloc.start()
    try:
        with pytest.raises(UnsafeXml):
            xml.parse(BOMB)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("content", [b"<b>%s</b>", b'<b c="%s"/>'], ids=["text", "attribute"])
def test_a_long_attachment_passes(content: bytes) -> None:
    document = xml.parse(b"<a>" + content % (b"QUJD" * 3_000_000) + b"</a>")
    (only,) = document.root
    assert len(only.get("c") or only.text or "") == 12_000_000


def test_a_long_attachment_in_a_broken_file_is_explained() -> None:
    with pytest.raises(NotXml, match="a tag is never closed"):
        xml.parse(b"<a><b>" + b"QUJD" * 3_000_000 + b"</b>")


@given(st.binary(max_size=200) | st.text(alphabet="<>/&;a=\"'! \n[]?-", max_size=60).map(str.encode))
def test_any_bytes_give_a_document_or_a_clear_refusal(data: bytes) -> None:
    try:
        document = xml.parse(data)
    except InputError as error:
        assert error.message
        assert error.exit_code == 3
    else:
        assert document.root.tag
