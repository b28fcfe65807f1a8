"""From a complete order to the text of its document, custom fields that are paths of UBL included.

The rows of the mapping are written first; a custom field that no row takes and that names an element of UBL
is then put at its place. What was put nowhere is left to losses.py.
"""

from collections.abc import Callable
from decimal import localcontext
from typing import Final

from ubltools import xml
from ubltools.comparison.elements import LINES
from ubltools.conversion import Places, own_keys, root_of
from ubltools.lens.rows import Item
from ubltools.lens.write import writer
from ubltools.mapping.computed.lines import EXACT
from ubltools.mapping.computed.totals import Facts
from ubltools.mapping.invoice import Target
from ubltools.names import clark
from ubltools.remainder import TEXT
from ubltools.restoring import Fields, Put, put_back

_WRITERS: Final[dict[int, Callable[[Item, Facts], str]]] = {}


def write(target: Target, document: Item, facts: Facts, side: str | None) -> tuple[str, Places]:
    """The text of a document and where its parts come from. side: the key the company profile filled.

    Raises ForbiddenCharacter.
    """
    with localcontext(EXACT):
        text = _writer(target)(document, facts)
    if not _has_paths(target, document):
        return text, Places(target, document, facts, side)
    text, put, overwritten = _with_paths(target, document, facts, text)
    return text, Places(target, document, facts, side, put, overwritten)


def _paths(target: Target, leads: tuple[str, str], item: Item) -> dict[str, str]:
    """The custom fields of an object that are paths of UBL and no row of the mapping takes."""
    fields, own = item.get("CustomFields"), own_keys(target)
    if not fields:
        return {}
    blank = {key for key, value in fields.items() if not str(value).strip()}  # of which a row makes nothing
    return {
        key: str(value)
        for key, value in fields.items()
        if key.startswith(leads) and (key not in own or {key, f"{key.rpartition('.')[0]}.{TEXT}"} & blank)
    }


def _leads(target: Target, end: str = "") -> tuple[str, str]:
    return f"{target.kind}{end}.", f"Invoice{end}."


def _has_paths(target: Target, document: Item) -> bool:
    lines = document.get("OrderLines") or ()
    return bool(
        _paths(target, _leads(target), document)
        or any(_paths(target, _leads(target, "Line"), line) for line in lines if line.get("CustomFields"))
    )


def _with_paths(
    target: Target, document: Item, facts: Facts, text: str
) -> tuple[str, dict[str, str], frozenset[str]]:
    """The text with such custom fields at their paths; XPath -> JSON path of each; what they overwrote."""
    from ubltools.validation.structure import attributes, children

    root = xml.parse(text.encode()).root
    fields = [Fields(root, _paths(target, _leads(target), document), "$.CustomFields")]
    numbers = {id(line): at for at, line in enumerate(document.get("OrderLines") or ())}
    elements = root.iterchildren(clark(f"cac:{target.kind}Line"))
    for item, element in zip((line.item for line in facts.lines.values()), elements, strict=False):
        path = f"$.OrderLines[{numbers[id(item)]}].CustomFields"
        fields.append(Fields(element, _paths(target, _leads(target, "Line"), item), path))
    before = _texts(fields)
    done = put_back(target.kind, fields, children, attributes(target.kind))
    steps: dict[xml.Element, str] = {}
    text = xml.to_document(root)
    moved = {_bare(each.element.text) for each in done if _is_inside(each.element, root)}
    overwritten = frozenset(
        xpath
        for element, (xpath, said) in before.items()
        if _bare(said) not in moved and (element.text != said or not _is_inside(element, root))
    )
    return text, {_xpath(each, root, steps): each.json_path for each in done}, overwritten


def _texts(fields: list[Fields]) -> dict[xml.Element, tuple[str, str | None]]:
    """XPath and text of the elements without children that custom fields may change."""
    steps: dict[xml.Element, str] = {}
    found = {}
    for each in (each for each in fields if each.values):
        for child in each.element.iterchildren("*"):
            for element in child.iter("*") if child.tag not in LINES else ():
                if len(element) == 0:
                    found[element] = xml.xpath_of(element, steps), element.text
    return found


def _bare(text: str | None) -> str:
    """A text without white space: what is said at another place may be broken into lines otherwise."""
    return "".join((text or "").split())


def _is_inside(element: xml.Element, root: xml.Element) -> bool:
    return any(each is root for each in element.iterancestors())


def _xpath(put: Put, root: xml.Element, steps: dict[xml.Element, str]) -> str:
    """The XPath of a custom field; of one that took its element away, something that no element has."""
    if not _is_inside(put.element, root):
        return put.json_path
    return xml.xpath_of(put.element, steps) + (f"/@{put.attribute}" if put.attribute else "")


def _writer(target: Target) -> Callable[[Item, Facts], str]:
    """The writer for a kind of document, compiled when the first one is written."""
    if id(target) not in _WRITERS:
        _WRITERS[id(target)] = writer(root_of(target))
    return _WRITERS[id(target)]
