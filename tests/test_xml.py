"""The safe parse, the repairs on the way in, and the way back from a node to XPath and line."""

from typing import Any
from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.invoices import invoice
from ubltools import names, xml
from ubltools.errors import InputError, NotXml
from ubltools.finding import Severity
from ubltools.names import BILLING, BILLING_PROFILE, CAC, CBC, INVOICE, SBDH, Kind

ENVELOPE = f"""<s:StandardBusinessDocument xmlns:s="{SBDH}" xmlns:cbc="{CBC}" xmlns:cac="{CAC}">
<s:StandardBusinessDocumentHeader><s:HeaderVersion>1.0</s:HeaderVersion></s:StandardBusinessDocumentHeader>
%s
</s:StandardBusinessDocument>"""
PAYLOAD = f'<Invoice xmlns="{INVOICE}">\n\n<cbc:ID>7</cbc:ID></Invoice>'


def envelope(content: str) -> bytes:
    return (ENVELOPE % content).encode()


def test_what_a_document_says_of_itself() -> None:
    document = xml.parse(invoice())
    assert (document.kind, document.customization, document.profile) == (
        Kind.INVOICE,
        BILLING,
        BILLING_PROFILE,
    )
    assert document.notices == ()


def test_identifiers_are_trimmed_and_may_be_absent() -> None:
    spaced = xml.parse(invoice((BILLING, f"\n  {BILLING} "), (BILLING_PROFILE, "  ")))
    assert (spaced.customization, spaced.profile) == (BILLING, None)
    assert xml.parse(b"<Invoice/>").customization is None


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (f'<x:CreditNote xmlns:x="{names.CREDIT_NOTE}"/>', Kind.CREDIT_NOTE),
        (f'<ApplicationResponse xmlns="{names.APPLICATION_RESPONSE}"/>', Kind.APPLICATION_RESPONSE),
        (f'<Invoice xmlns="{names.CREDIT_NOTE}"/>', None),
        ("<Invoice/>", None),
    ],
)
def test_kind_is_name_and_namespace(data: str, kind: Kind | None) -> None:
    assert xml.parse(data.encode()).kind == kind


NOT_WELL_FORMED = [
    (b"<a>\n  <b>1</c>\n</a>", "line 2, column 11: the tag <b> of line 2 is closed by </c>"),
    (b"<a>\n<b>", "stops in the middle"),
    (b"<a/>\n<b/>", "line 2, column 1: there is more after the end"),
    (b"<a>Tom & Jerry</a>", "loose & or <"),
    (b"<a><b>1 < 2</b></a>", "loose & or <"),
    (b"<a>&euro;</a>", "unknown &name;"),
    (b"<a><b c='1' c='2'/></a>", "same attribute twice"),
    (b"<a><x:b/></a>", "prefix is used that is not declared"),
    (b"<a>\x01</a>", "character that XML does not allow"),
    (b"<a>\xe9t\xe9</a>", "do not fit the encoding"),
    (b"<depth>\n</width>", "the tag <depth> of line 1 is closed by </width>"),
]


@pytest.mark.parametrize(("data", "words"), NOT_WELL_FORMED)
def test_what_is_not_well_formed_is_said_in_plain_words_with_its_place(data: bytes, words: str) -> None:
    with pytest.raises(NotXml) as caught:
        xml.parse(data)
    assert words in caught.value.message
    assert "line" in caught.value.message


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("<a>é</a>".encode(), None),
        ('<?xml version="1.0" encoding="utf-8"?><a>é</a>'.encode(), None),
        (b"\xef\xbb\xbf" + "<a>é</a>".encode(), "byte order mark"),
        ('<?xml version="1.0" encoding="UTF-16"?><a>é</a>'.encode("utf-16"), "UTF-16"),
        ("<a>é</a>".encode("utf-16"), "UTF-16"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode("latin-1"), "ISO-8859-1"),
        ('<?xml version="1.0" encoding="windows-1252"?><a>é</a>'.encode("cp1252"), "windows-1252"),
    ],
)
def test_encodings_are_read_and_anything_but_plain_utf_8_is_told(data: bytes, said: str | None) -> None:
    document = xml.parse(data)
    assert document.root.text == "é"
    assert [notice.rule for notice in document.notices] == (["UBLT-ENCODING"] if said else [])
    for notice in document.notices:
        assert said is not None
        assert said in notice.message
        assert notice.severity is Severity.INFO


def test_an_envelope_is_opened() -> None:
    document = xml.parse(envelope(PAYLOAD))
    assert document.kind is Kind.INVOICE
    assert [notice.rule for notice in document.notices] == ["UBLT-SBDH-UNWRAPPED"]
    prefixes = {"ubl": INVOICE, "cbc": CBC}
    found: Any = document.root.xpath("/ubl:Invoice/cbc:ID", namespaces=prefixes)
    (found,) = found
    assert xml.xpath_of(found) == "/Invoice/cbc:ID"
    assert (xml.line_of(document.root), xml.line_of(found)) == (3, 5)
    assert xml.to_text(document.root).startswith("<Invoice")


@pytest.mark.parametrize(("content", "count"), [("", 0), (PAYLOAD * 2, 2)])
def test_an_envelope_holds_one_document(content: str, count: int) -> None:
    with pytest.raises(InputError, match=f"holds {count} documents"):
        xml.parse(envelope(content))


def test_xpath_counts_siblings_of_the_same_name_only() -> None:
    root = xml.parse(
        f'<Invoice xmlns="{INVOICE}" xmlns:cac="{CAC}" xmlns:cbc="{CBC}">'
        "<cbc:ID/><!-- x --><cac:InvoiceLine/><cac:InvoiceLine><cbc:ID/></cac:InvoiceLine></Invoice>".encode()
    ).root
    assert [xml.xpath_of(element) for element in root.iter("*")] == [
        "/Invoice",
        "/Invoice/cbc:ID",
        "/Invoice/cac:InvoiceLine[1]",
        "/Invoice/cac:InvoiceLine[2]",
        "/Invoice/cac:InvoiceLine[2]/cbc:ID",
    ]


trees = st.recursive(
    st.sampled_from(["cbc:ID", "cbc:Note"]).map(lambda name: f"<{name}/>"),
    lambda inner: st.tuples(st.sampled_from(["cac:Party", "cac:Item"]), st.lists(inner, max_size=4)).map(
        lambda made: f"<{made[0]}>{'<!-- - -->'.join(made[1])}</{made[0]}>"
    ),
    max_leaves=20,
)


@given(st.lists(trees, max_size=4))
def test_an_xpath_leads_back_to_its_element_and_no_other(children: list[str]) -> None:
    text = f'<all xmlns:cac="{CAC}" xmlns:cbc="{CBC}">{"".join(children)}</all>'
    root = xml.parse(text.encode()).root
    memo: dict[xml.Element, str] = {}
    for element in root.iter("*"):
        path = xml.xpath_of(element, memo)
        assert path == xml.xpath_of(element)
        assert root.xpath(path, namespaces=names.PREFIXES) == [element]


def true_lines(data: bytes) -> list[int]:
    """The line of every start tag, by a parser that counts without a limit."""
    lines: list[int] = []
    reader = expat.ParserCreate()
    reader.StartElementHandler = lambda *_: lines.append(reader.CurrentLineNumber)
    reader.Parse(data, True)
    return lines


def test_a_line_is_right_or_unknown_also_beyond_65535() -> None:
    data = b"<a>\n" + b"<b>\n<c/>\n\n</b>\n" * 40_000 + b"</a>"
    root = xml.parse(data).root
    known: list[Any] = [xml.line_of(element) for element in root.iter("*")]
    true = true_lines(data)
    assert true[-1] > 100_000
    assert known == [line if line < 65_535 else None for line in true]


def test_text_goes_on_after_a_comment() -> None:
    assert xml.text_of(xml.parse(b"<a>one <!-- two -->three<?four?> five</a>").root) == "one three five"
    assert xml.text_of(xml.parse(b"<a/>").root) == ""


def test_to_text_is_the_element_alone() -> None:
    root = xml.parse(
        b'<?xml version="1.0"?><!-- before --><a><b>\xc3\xa9 &lt;</b>tail</a><!-- after -->'
    ).root
    assert xml.to_text(root) == "<a><b>é &lt;</b>tail</a>"
    assert xml.to_text(root[0]) == "<b>é &lt;</b>"
    assert isinstance(root, etree._Element)
