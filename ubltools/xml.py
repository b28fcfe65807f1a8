"""The one door to lxml: bytes in, a safe tree out, and the way back from a node to its XPath and line.

Here live the only parser, the repair of what is harmless (byte order mark, UTF-16, an SBDH envelope) and the
spelling of locations; what is refused before parsing is in screening.py. Nothing here knows what an invoice
is, and no other module builds a parser.
"""

import copy
import re
from collections import Counter
from typing import Any, Final, NamedTuple, TypeAlias

from lxml import etree

from ubltools.errors import InputError
from ubltools.finding import Finding, Location, Severity
from ubltools.names import KIND_OF_ROOT, SBDH, Kind, clark, short
from ubltools.screening import (
    ATTRIBUTE_TWICE,
    LARGE,
    MAX_DEPTH,
    NO_TAG,
    UNKNOWN_ENCODING,
    UTF16_STARTS,
    has_dtd,
    nested_too_deep,
    not_xml,
    screen,
    screen_depth,
)

Element: TypeAlias = etree._Element  # the name by which other modules know a node

NO_ELEMENTS: Final = (etree.Comment, etree.ProcessingInstruction)  # what else iter() may be asked for
MAX_BYTES: Final = 100_000_000
_CUSTOMIZATION: Final = clark("cbc:CustomizationID")
_PROFILE: Final = clark("cbc:ProfileID")
_HEADER: Final = f"{{{SBDH}}}StandardBusinessDocumentHeader"
_UNKNOWN_LINE: Final = 65_535  # libxml2 keeps lines in 16 bits: this value and above are guesses

_SAFE: Final[dict[str, Any]] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "collect_ids": False,
}
_PARSER: Final = etree.XMLParser(**_SAFE, huge_tree=False)
_HUGE_PARSER: Final = etree.XMLParser(**_SAFE, huge_tree=True)
_too_deep: Final = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")
_string_value: Final = etree.XPath("string()")

_PLAIN_WORDS: Final = {
    "ERR_DOCUMENT_EMPTY": NO_TAG,
    "ERR_DOCUMENT_END": "there is more after the end of the document",
    "ERR_TAG_NOT_FINISHED": "the file stops in the middle: a tag is never closed",
    "ERR_GT_REQUIRED": "a tag is not written correctly",
    "ERR_ATTRIBUTE_REDEFINED": ATTRIBUTE_TWICE,
    "ERR_ATTRIBUTE_NOT_STARTED": "the value of an attribute has no quotes",
    "ERR_INVALID_CHAR": "there is a character that XML does not allow",
    "ERR_INVALID_ENCODING": "there are bytes that do not fit the encoding of the file",
    "ERR_UNSUPPORTED_ENCODING": UNKNOWN_ENCODING,
    "ERR_UNDECLARED_ENTITY": "there is an unknown &name; (XML knows &amp; &lt; &gt; &quot; &apos;)",
    "ERR_NAME_REQUIRED": "there is a loose & or < in a text (write &amp; or &lt;)",
    "NS_ERR_UNDEFINED_NAMESPACE": "a prefix is used that is not declared with xmlns",
}
_WORDS_OF_CODE: Final = {getattr(etree.ErrorTypes, name, None): words for name, words in _PLAIN_WORDS.items()}
_MISMATCH: Final = re.compile(r"tag mismatch: (?P<opened>\S+) line (?P<line>\d+) and (?P<closed>[^,\s]+)")
_PLACE: Final = re.compile(r",? line \d+, column \d+.*$", re.DOTALL)


class XmlDocument(NamedTuple):
    """A parsed document that kept to the limits.

    notices: what was repaired on the way in (info findings); header: that of the SBDH envelope it came in
    """

    root: Element
    notices: tuple[Finding, ...] = ()
    header: Element | None = None

    @property
    def kind(self) -> Kind | None:
        """Which UBL document this is, by the name and namespace of its root; None for anything else."""
        return KIND_OF_ROOT.get(self.root.tag)

    @property
    def customization(self) -> str | None:
        """The specification identifier (BT-24), trimmed; None when absent or empty."""
        return self._header(_CUSTOMIZATION)

    @property
    def profile(self) -> str | None:
        """The business process (BT-23), trimmed; None when absent or empty."""
        return self._header(_PROFILE)

    def _header(self, tag: str) -> str | None:
        element = self.root.find(tag)
        return None if element is None else text_of(element).strip() or None


def parse(data: bytes, *, max_bytes: int = MAX_BYTES) -> XmlDocument:
    """Turn untrusted bytes into a tree, out of its SBDH envelope if it came in one.

    Raises EmptyInput, TooLarge, NotXml (with line and column), UnsafeXml (a document type declaration, or
    nesting beyond MAX_DEPTH) and InputError (an envelope without exactly one document in it).
    """
    screen(data, max_bytes)
    root = _parsed(data)
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.externalDTD is not None:
        raise has_dtd()
    if _too_deep(root):
        raise nested_too_deep()
    notices = _encoding_notices(data, info.encoding)
    if root.tag != f"{{{SBDH}}}StandardBusinessDocument":
        return XmlDocument(root, notices)
    return XmlDocument(_unwrapped(root), (*notices, _UNWRAPPED), root.find(_HEADER))


def xpath_of(element: Element, memo: dict[Element, str] | None = None) -> str:
    """The absolute XPath of an element, e.g. /Invoice/cac:InvoiceLine[2]/cbc:ID.

    Prefixes are those of names.py; the root has no position, a step has one when it has siblings of the
    same name. Give the same memo to many calls on one document, so that siblings are counted once.
    """
    steps = {} if memo is None else memo
    path = []
    node: Element | None = element
    while node is not None:
        if node not in steps:
            _number_siblings(node, steps)
        path.append(steps[node])
        node = node.getparent()
    return "/" + "/".join(reversed(path))


def line_of(element: Element) -> int | None:
    """The line of the start tag, or None where libxml2 does not know it for sure (from line 65,535 on)."""
    line = element.sourceline
    return line if isinstance(line, int) and 0 < line < _UNKNOWN_LINE else None


def to_text(root: Element) -> str:
    """The element and what is in it as text, without XML declaration and document type."""
    return etree.tostring(root, encoding="unicode", with_tail=False)


def canonical(root: Element) -> bytes:
    """The element in canonical form without comments, so that the same content has the same bytes."""
    return etree.tostring(root, method="c14n", exclusive=True, with_comments=False)


def insert(parent: Element, index: int, tag: str) -> Element:
    """A new element with a clark name, inside a parent at a position."""
    made = parent.makeelement(tag)
    parent.insert(index, made)
    return made


def insert_after(sibling: Element, tag: str) -> Element:
    """A new element with a clark name, right after a sibling."""
    made = sibling.makeelement(tag)
    sibling.addnext(made)
    return made


def to_document(root: Element) -> str:
    """The whole document as text, indented, with an XML declaration for UTF-8."""
    etree.indent(root, "  ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{to_text(root)}\n'


def text_of(element: Element) -> str:
    """The string value of an element: all text in it, also around comments."""
    return str(_string_value(element)) if len(element) else element.text or ""


def _parsed(data: bytes) -> Element:
    try:
        return etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        if len(data) < LARGE:
            raise _explained(error) from None
    # Perhaps only a long attachment: read it without libxml2's limits, once the nesting is known to be sane.
    screen_depth(data)
    try:
        return etree.fromstring(data, _HUGE_PARSER)
    except etree.XMLSyntaxError as error:
        raise _explained(error) from None


def _explained(error: etree.XMLSyntaxError) -> InputError:
    said = error.msg or ""
    if said.startswith("Excessive depth"):
        return nested_too_deep()
    crossed = _MISMATCH.search(said)
    if crossed:
        words = "the tag <{opened}> of line {line} is closed by </{closed}>".format_map(crossed.groupdict())
    else:
        words = _WORDS_OF_CODE.get(getattr(error, "code", None), _PLACE.sub("", said))
    return not_xml(words, *error.position)


def _encoding_notices(data: bytes, encoding: str | None) -> tuple[Finding, ...]:
    if data.startswith(b"\xef\xbb\xbf"):
        return (_notice("The file starts with a UTF-8 byte order mark. It was ignored."),)
    encoding = "UTF-16" if data.startswith(UTF16_STARTS) else encoding or "UTF-8"
    if encoding.upper() in {"UTF-8", "UTF8", "US-ASCII", "ASCII"}:
        return ()
    return (_notice(f"The file is written in {encoding}, not in UTF-8. It was read as {encoding}."),)


def _notice(message: str) -> Finding:
    hint = "Write plain UTF-8 without byte order mark: some receivers read nothing else."
    return Finding("UBLT-ENCODING", Severity.INFO, message, hint=hint)


_UNWRAPPED: Final = Finding(
    "UBLT-SBDH-UNWRAPPED",
    Severity.INFO,
    "The document came in an SBDH envelope. Only the document inside was looked at.",
    Location("/StandardBusinessDocument"),
)


def _unwrapped(envelope: Element) -> Element:
    payloads = [child for child in envelope.iterchildren("*") if child.tag != _HEADER]
    if len(payloads) != 1:
        raise InputError(
            f"The SBDH envelope holds {len(payloads)} documents beside its header; exactly one is expected.",
            "Give each document on its own.",
        )
    root = copy.deepcopy(payloads[0])
    # The copy is a document of its own, as absolute XPaths need, but it forgets its lines.
    for original, copied in zip(payloads[0].iter("*"), root.iter("*"), strict=True):
        copied.sourceline = line_of(original) or _UNKNOWN_LINE  # type: ignore[assignment]
    return root


def _number_siblings(node: Element, steps: dict[Element, str]) -> None:
    parent = node.getparent()
    if parent is None:
        steps[node] = short(node.tag)
        return
    children = [(child, short(child.tag)) for child in parent.iterchildren("*")]
    times = Counter(name for _, name in children)
    seen: Counter[str] = Counter()
    for child, name in children:
        seen[name] += 1
        steps[child] = f"{name}[{seen[name]}]" if times[name] > 1 else name
