"""What a UBL document says, for comparing two of them; written apart from the package, which it judges.

canonical is for the same document element for element, values for what is in one and not in the other. White
space between elements, comments and attributes of XML Schema count for nothing; the order of siblings does.
"""

import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from lxml import etree

from ubltools import names

PREFIXES: Final = {uri: f"{prefix}:" for prefix, uri in names.PREFIXES.items()}
INSTANCE: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
NUMBERS: Final = ("Amount", "Quantity", "Percent", "Numeric")
TOKENS: Final = ("ID", "Code", "Date")
_PARSER: Final = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False)


def tree(document: bytes | str) -> etree._Element:
    """A document without its comments and processing instructions."""
    return etree.fromstring(document.encode() if isinstance(document, str) else document, _PARSER)


def meaning(name: str, text: str) -> object:
    """What a text means by the kind of its element: a number, a flag, a file, a word, or the text itself."""
    if name.endswith(NUMBERS):
        try:
            return Decimal(text.strip())
        except InvalidOperation:
            return text
    if name.endswith("Indicator"):
        return {"1": "true", "0": "false"}.get(text.strip(), text.strip())
    return "".join(text.split()) if name.endswith("BinaryObject") else text


def attributes(element: etree._Element) -> dict[str, str]:
    return {name: value for name, value in element.attrib.items() if not name.startswith(INSTANCE)}


def is_aggregate(element: etree._Element) -> bool:
    return len(element) > 0 or etree.QName(element).namespace == names.CAC


def canonical(element: etree._Element) -> tuple[object, ...]:
    """An element as a value that is equal for the same document."""
    inside = tuple(canonical(each) for each in element)
    text = None if is_aggregate(element) else meaning(element.tag, element.text or "")
    return element.tag, text, tuple(sorted(attributes(element).items())), inside


class Value(NamedTuple):
    """A text or an attribute: its path without positions, and what it means."""

    path: str
    value: object


def values(root: etree._Element) -> dict[str, Value]:
    """Every text and attribute of a document by its XPath; an aggregate without children is an empty text."""
    found: dict[str, Value] = {}

    def walk(element: etree._Element, xpath: str) -> None:
        if len(element) == 0:
            text = "" if is_aggregate(element) else element.text or ""
            found[xpath] = Value(plain(xpath), worded(element.tag, text))
        for name, value in attributes(element).items():
            found[f"{xpath}/@{name}"] = Value(f"{plain(xpath)}/@{name}", " ".join(value.split()))
        times, seen = Counter(map(step, element)), Counter[str]()
        for each in element:
            seen[step(each)] += 1
            at = f"[{seen[step(each)]}]" if times[step(each)] > 1 else ""
            walk(each, f"{xpath}/{step(each)}{at}")

    walk(root, f"/{etree.QName(root).localname}")
    return found


def worded(name: str, text: str) -> object:
    """The meaning of a text where blanks around a word and blank texts are all the same."""
    return " ".join(text.split()) if name.endswith(TOKENS) or text.isspace() else meaning(name, text)


def step(element: etree._Element) -> str:
    name = etree.QName(element)
    return PREFIXES.get(name.namespace or "", "") + name.localname


def plain(xpath: str) -> str:
    return re.sub(r"\[\d+\]", "", xpath)
