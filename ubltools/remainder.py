"""What an order has no field for, as custom fields under the path of its element.

Billit's rule for custom fields is that the key names the path in UBL: Invoice.PayeeParty.PartyName.Name. Here
it holds for every element of UBL. The second of several equal names has its number (Note2), an attribute
is the last step (ID.SchemeID), an empty value says that the document does not have the element, .Empty that
it has it without a text, .Xml holds an element that is foreign to UBL. The way back is in restoring.py.
"""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Final, NamedTuple

from ubltools import xml
from ubltools.lens.codecs import BASE64, FLAG, NUMBER, Codec
from ubltools.names import clark, short
from ubltools.xml import Element

LINES: Final = {"cac:InvoiceLine": "InvoiceLine", "cac:CreditNoteLine": "CreditNoteLine"}
TEXT, EMPTY, XML = "Text", "Empty", "Xml"
_CODECS: Final = {
    **dict.fromkeys(("Amount", "Quantity", "Percent", "Numeric"), NUMBER),
    "Indicator": FLAG,
    "BinaryObject": BASE64,
}


class Remainder(NamedTuple):
    """Custom fields that turn what an order is written as into the document it was read from."""

    header: dict[str, str]
    lines: tuple[dict[str, str], ...]


def remainder(original: Element, written: Element) -> Remainder:
    """What of a document must be kept beside its order; written: what that order is written as."""
    root = short(original.tag)
    header: dict[str, str] = {}
    lines = []
    _compare(original, written, root, header)
    for name, lead in LINES.items():
        for ours, theirs in zip_longest(named(original, name), named(written, name)):
            fields: dict[str, str] = {}
            if ours is not None:
                _compare(ours, theirs, lead, fields)
            lines.append(fields)
    return Remainder(header, tuple(lines))


def named(element: Element, name: str) -> list[Element]:
    """The children of an element with a name such as "cbc:ID"."""
    return list(element.iterchildren(clark(name)))


def _compare(original: Element, written: Element | None, lead: str, fields: dict[str, str]) -> None:
    """Collect what makes the original out of what was written, None for an element that was not."""
    fields.update(_attributes(original, written, lead))
    ours, theirs = _by_name(original), {} if written is None else _by_name(written)
    if not ours:
        fields.update(_text(original, written, lead))
    for name in (*ours, *(name for name in theirs if name not in ours)):
        if name not in LINES:
            _compare_all(
                ours.get(name, []), theirs.get(name, []), f"{lead}.{name.rpartition(':')[2]}", fields
            )


def _compare_all(ours: list[Element], theirs: list[Element], lead: str, fields: dict[str, str]) -> None:
    for at, element in enumerate(ours):
        _compare_one(element, theirs[at] if at < len(theirs) else None, _numbered(lead, at), fields)
    for at, element in enumerate(theirs[len(ours) :], len(ours)):
        fields.update(dict.fromkeys(_leaves(element, _numbered(lead, at)), ""))


def _compare_one(ours: Element, theirs: Element | None, key: str, fields: dict[str, str]) -> None:
    if any(":" not in short(each.tag) for each in ours.iterchildren("*")):
        fields[f"{key}.{XML}"] = xml.to_text(ours)
    else:
        _compare(ours, theirs, key, fields)


def _numbered(lead: str, at: int) -> str:
    return f"{lead}{at + 1}" if at else lead


def _by_name(element: Element) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {}
    for child in element.iterchildren("*"):
        found.setdefault(short(child.tag), []).append(child)
    return found


def _text(original: Element, written: Element | None, lead: str) -> dict[str, str]:
    """The text of an element without others in it; an aggregate has none, only the blanks of its lines."""
    if short(original.tag).startswith("cac:"):
        return {} if written is not None and not _by_name(written) else {f"{lead}.{EMPTY}": "true"}
    text = xml.text_of(original)
    if written is None and not text and not original.attrib:
        return {f"{lead}.{EMPTY}": "true"}
    if same_text(original.tag, text, "" if written is None else xml.text_of(written)):
        return {}
    return {_text_key(original, lead): text} if text else {f"{lead}.{EMPTY}": "true"}


def _text_key(element: Element, lead: str) -> str:
    """Billit ends the key of an identifier or code with Text."""
    return f"{lead}.{TEXT}" if str(element.tag).endswith(("}ID", "Code")) else lead


def _attributes(original: Element, written: Element | None, lead: str) -> dict[str, str]:
    ours = {str(name): str(value) for name, value in original.items() if "{" not in str(name)}
    theirs = {} if written is None else {str(name): str(value) for name, value in written.items()}
    fields = {name: ours.get(name, "") for name in (ours | theirs) if ours.get(name) != theirs.get(name)}
    return {f"{lead}.{name[0].upper()}{name[1:]}": value for name, value in fields.items()}


def _leaves(element: Element, lead: str) -> Iterator[str]:
    """The keys of all texts in an element."""
    groups = _by_name(element)
    if not groups:
        yield _text_key(element, lead)
    for name, group in groups.items():
        for at, child in enumerate(group):
            yield from _leaves(child, _numbered(f"{lead}.{name.rpartition(':')[2]}", at))


def same_text(tag: str, one: str, other: str) -> bool:
    """Whether two texts of an element mean the same: amounts are numbers, a file has no white space."""
    if one == other:
        return True
    codec: Codec | None = next((codec for end, codec in _CODECS.items() if tag.endswith(end)), None)
    try:
        return codec is not None and bool(codec.read(one) == codec.read(other))
    except ValueError:
        return False
