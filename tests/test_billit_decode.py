import json
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubltools.billit.decode import MOST_OBJECTS, decode
from ubltools.billit.values import Unreadable
from ubltools.errors import EmptyInput, InputError, NotJson, TooLarge

TEXT = '{"Name": "Café €", "Price": 10.50}'
VALUE = {"Name": "Café €", "Price": Decimal("10.50")}


def rules(decoded):
    return [finding.rule for finding in decoded.findings]


def test_plain_utf8_leaves_nothing_to_say():
    decoded = decode(TEXT.encode())
    assert decoded.value == VALUE
    assert str(decoded.value["Price"]) == "10.50"
    assert (decoded.findings, decoded.repeated, decoded.half_characters) == ((), {}, False)


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_other_encodings_are_read_and_noted(encoding):
    decoded = decode(TEXT.encode(encoding))
    assert decoded.value == VALUE
    assert rules(decoded) == ["UBLT-ENCODING"]


def test_the_note_names_the_encoding():
    assert "UTF-16" in decode(TEXT.encode("utf-16")).findings[0].message
    assert "byte order mark" in decode(TEXT.encode("utf-8-sig")).findings[0].message


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf", "\ufeff \n".encode("utf-16-le")])
def test_nothing_in_it(data):
    with pytest.raises(EmptyInput):
        decode(data)


def test_more_bytes_than_allowed():
    assert decode(TEXT.encode(), max_bytes=len(TEXT.encode())).value == VALUE
    with pytest.raises(TooLarge, match="bytes"):
        decode(TEXT.encode(), max_bytes=len(TEXT.encode()) - 1)


@pytest.mark.parametrize("mark", [b"{},", b'"a",' * 11])
def test_more_objects_or_values_than_any_order_has(mark):
    with pytest.raises(TooLarge, match="more than"):
        decode(b"[" + mark * (MOST_OBJECTS + 2) + b"1]")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<?xml version='1.0'?><Invoice/>", "XML"),
        (b"\xef\xbb\xbf <Invoice/>", "XML"),
        ("<Invoice/>".encode("utf-16"), "XML"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04....", "zip"),
        ('{"a": "é"}'.encode("latin-1"), "0xE9 in line 1"),
        (b'{\n"a": "\xff"}', "0xFF in line 2"),
        (b'\xef\xbb\xbf{\n"a": "\xff"}', "0xFF in line 2"),
        (b'{"a": "\0"}', "NUL"),
        (b"\0\0\0\0\0", "NUL"),
        (b'{"a": 1', "ends too early"),
        (b'{"a": "x', "column 7, a text starts here"),
        (b"{'a': 1}", "line 1, column 2, a key in double quotes"),
        (b'{"a" 1}', "colon"),
        (b'{"a": 1 "b": 2}', "comma"),
        (b'{\n "a": x}', "line 2, column 7, a value"),
        (b'{"a": "x\ny"}', "line break"),
        (b'{"a": "\\x"}', "backslash"),
        (b'{"a": 1}\n{"a": 2}', "line 2, column 1, something follows"),
        (b'{"a": 1} /* open', "something follows"),
        (b'{"a": 1} /*/', "something follows"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"// x\n" + b"[" * 100_000, "nested too deeply"),
    ],
)
def test_not_json_says_what_and_where(data, words):
    with pytest.raises(NotJson) as caught:
        decode(data)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('// a\n{"a": 1} // b', {"a": 1}),
        ('{"a": /* , */ 1, /* } */ }', {"a": 1}),
        ('{"a": [1, 2,], // ]\n}', {"a": [1, 2]}),
        ('{"a": "// no /* comment */ ,]", }', {"a": "// no /* comment */ ,]"}),
        (r'{"a": "\"// x,]",}', {"a": '"// x,]'}),
        ('{"a": 1 /**/ , /***/ }', {"a": 1}),
    ],
)
def test_comments_and_trailing_commas_are_skipped_and_noted(text, value):
    decoded = decode(text.encode())
    assert decoded.value == value
    assert rules(decoded) == ["UBLT-JSON-RELAXED"]


def test_positions_stay_where_they_were():
    with pytest.raises(NotJson, match="line 3, column 4,"):
        decode(b'{/* one\n two */ "a": 1, // x\n   x}')


@pytest.mark.parametrize("text", ["[,]", "{,}", '{"a": 1,,}', "[1 2]", "# x\n[]"])
def test_relaxed_is_not_lawless(text):
    with pytest.raises(NotJson):
        decode(text.encode())


@pytest.mark.parametrize(
    "bomb", [b"/*" * 300_000, b'"\\"' * 300_000, b"," * 300_000, b", " * 300_000, b"//" * 300_000]
)
def test_broken_json_is_refused_in_linear_time(bomb):
    start = time.perf_counter()
    with pytest.raises(InputError):
        decode(b"[" + bomb)
    assert time.perf_counter() - start < 5


def test_numbers_that_no_decimal_can_hold():
    decoded = decode(b"[NaN, -Infinity, 1e99999999999999999999, 1.50, 7, %s]" % (b"9" * 5000))
    assert decoded.value[:3] == [
        Unreadable("NaN"),
        Unreadable("-Infinity"),
        Unreadable("1e99999999999999999999"),
    ]
    assert decoded.value[3:] == [Decimal("1.50"), 7, Decimal("9" * 5000)]


def test_repeated_keys_are_remembered_and_the_last_value_stays():
    decoded = decode(b'{"a": 1, "b": {"c": 1, "c": 2, "c": 3}, "a": 2.50}')
    assert decoded.value == {"a": Decimal("2.50"), "b": {"c": 3}}
    assert decoded.repeated == {id(decoded.value): ("a",), id(decoded.value["b"]): ("c",)}


def test_half_characters_are_suspected():
    assert decode(rb'["\ud83d"]').half_characters
    assert decode(rb'["\uD83D"]').half_characters
    assert not decode(rb'["\u00e9"]').half_characters


@given(st.binary(max_size=200))
def test_any_bytes_give_json_or_a_clear_error(data):
    try:
        decoded = decode(data)
    except InputError as error:
        assert str(error)
    else:
        assert decoded is not None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_json_comes_through_in_every_encoding(value):
    text = json.dumps(value)
    for encoding in ("utf-8", "utf-16", "utf-32"):
        assert decode(text.encode(encoding)).value == value
