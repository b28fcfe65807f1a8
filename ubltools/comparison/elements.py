"""Elements as parts: what the text of a UBL element means, and how it is shown.

The texts 1 and 1.00 are one amount, true and 1 one indicator; white space counts in free text only.
Comments, prefixes and the places of schemas do not count at all.
"""

import re
from collections.abc import Hashable, Iterator
from functools import lru_cache
from typing import Final

from ubltools.comparison.embedded import checksum, described
from ubltools.comparison.parts import Attributes, Own, Reader
from ubltools.lens.codecs import BASE64, DATE, FLAG, NUMBER, TEXT, Codec
from ubltools.names import clark
from ubltools.xml import Element, text_of

LINES: Final = frozenset({clark("cac:InvoiceLine"), clark("cac:CreditNoteLine")})
_NUMBER: Final = clark("cbc:ID")
_INSTANCE: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
_SPACES: Final = re.compile("[ \t\r\n]+")


def reader(*, numbered: bool) -> Reader:
    """How a UBL document is read. numbered: whether the number of a line (BT-126) counts."""
    return Reader(_own, _inside if numbered else _inside_unnumbered, lambda element: element)


def only_counts(root: Element) -> bool:
    """Whether the numbers of the lines are 1, 2, 3, ..., so that they say no more than the position."""
    lines = (each for each in root.iterchildren("*") if each.tag in LINES)
    return all((each.findtext(_NUMBER) or "").strip() == str(n) for n, each in enumerate(lines, 1))


def shown(element: Element) -> str:
    """The text of an element, or the texts in it separated by commas; a file as size and checksum."""
    leaves = (each for each in element.iter("*") if next(each.iterchildren("*"), None) is None)
    texts = (_shown(text_of(each), _codec(str(each.tag))) for each in leaves)
    return ", ".join(text for text in texts if text)


def _inside(element: Element) -> Iterator[Element]:
    return iter(element.iterchildren("*")) if len(element) else iter(())


def _inside_unnumbered(element: Element) -> Iterator[Element]:
    if element.tag in LINES:
        return (each for each in element.iterchildren("*") if each.tag != _NUMBER)
    return _inside(element)


def _own(element: Element) -> Own:
    tag = str(element.tag)
    text = _text(element) if len(element) else element.text
    value = _meaning(text, _codec(tag)) if text and not text.isspace() else None
    return Own(tag, value, _attributes(element))


def _text(element: Element) -> str:
    """The text of an element around its children and comments; of an aggregate no more than blanks."""
    return (element.text or "") + "".join([each.tail or "" for each in element.iterchildren()])


def _attributes(element: Element) -> Attributes:
    items = element.items()
    if not items:
        return ()
    found = ((str(name), _collapsed(str(value))) for name, value in items)
    return tuple(sorted(each for each in found if not each[0].startswith(_INSTANCE)))


def _collapsed(text: str) -> str:
    """The text without white space around it, and with one blank for any white space in it."""
    return _SPACES.sub(" ", text).strip(" ")


# What a text means: UBL ends the name of an element with the kind of value that it holds.
_TOKEN: Final = Codec("token", str, _collapsed)
_CODECS: Final = {
    **dict.fromkeys(("Amount", "Quantity", "Percent", "Numeric", "Rate", "Measure"), NUMBER),
    **dict.fromkeys(("ID", "Code", "URI", "Time"), _TOKEN),
    "Date": DATE,
    "Indicator": FLAG,
    "BinaryObject": BASE64,
}


@lru_cache(maxsize=4096)
def _codec(tag: str) -> Codec:
    return next((codec for end, codec in _CODECS.items() if tag.endswith(end)), TEXT)


def _meaning(text: str, codec: Codec) -> Hashable:
    """The value of a text; the text itself where it is no such value."""
    if codec is BASE64:
        return checksum(text)
    value: Hashable
    try:
        value = codec.read(text)
    except ValueError:
        value = _collapsed(text)
    return value


def _shown(text: str, codec: Codec) -> str:
    if codec is BASE64:
        return described(text)
    return text if codec is TEXT else _collapsed(text)
