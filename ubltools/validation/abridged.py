"""Shortens a schema to what invoices use, so that it is built in a tenth of the time.

What it allows, the whole schema allows too: left out are only elements that may be missing from a sequence,
and then the declarations that nothing leads to. So its yes is final, and its no says nothing. No file is
read here, and no schema is built.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ubltools.codes import code_table
from ubltools.names import clark
from ubltools.xml import Element

_XS: Final = "{http://www.w3.org/2001/XMLSchema}"
_NAMES: Final = re.compile(r"c[ab]c:\w+")
_COLUMNS: Final = ("invoice_path", "credit_note_path")
_DECLARES: Final = frozenset(
    _XS + name for name in ("element", "attribute", "complexType", "simpleType", "group", "attributeGroup")
)
_LEADS_TO: Final = ("ref", "type", "base", "itemType", "memberTypes")
_OPEN: Final = (_XS + "any", _XS + "anyAttribute")  # what these allow depends on what is declared elsewhere


def names_in_use() -> frozenset[str]:
    """The elements that business terms are in."""
    paths = (row[column] for row in code_table("terms") for column in _COLUMNS)
    return frozenset(clark(name) for path in paths for name in _NAMES.findall(path))


def abridge(files: Mapping[str, Element], mains: Iterable[str], used: frozenset[str]) -> bool:
    """Shorten schema files, given by name and root, in place. mains: the files with the roots of documents.

    used: the elements that stay wherever they may stand. False when that would not be sound; the files are of
    no use then.
    """
    for root in files.values():
        _leave_out(root, used)
    declared = {
        (each.tag, f"{{{root.get('targetNamespace', '')}}}{each.get('name')}"): each
        for root in files.values()
        for each in root
        if each.tag in _DECLARES
    }
    reached = _reached([each for main in mains for each in files[main] if each.tag in _DECLARES], declared)
    for each in declared.values():
        if each not in reached:
            _remove(each)
    return not any(_is_open(each) for top in reached for each in top.iter("*"))


def _leave_out(root: Element, used: frozenset[str]) -> None:
    """Leave out the elements that may be missing and are not used."""
    for sequence in root.iter(_XS + "sequence"):
        for each in list(sequence.iterchildren(_XS + "element")):
            name = each.get("ref")
            if name is not None and each.get("minOccurs") == "0" and _resolved(each, name) not in used:
                _remove(each)


def _reached(start: list[Element], declared: Mapping[tuple[str, str], Element]) -> set[Element]:
    """The declarations that something leads to, directly or not."""
    reached: set[Element] = set()
    waiting = list(start)
    while waiting:
        top = waiting.pop()
        if top in reached:
            continue
        reached.add(top)
        names = {name for each in top.iter("*") for name in _named(each)}
        waiting += [declared[kind, name] for kind in _DECLARES for name in names if (kind, name) in declared]
    return reached


def _named(each: Element) -> Iterator[str]:
    for attribute in _LEADS_TO:
        for name in each.get(attribute, "").split():
            yield _resolved(each, name)


def _resolved(each: Element, name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{each.nsmap.get(prefix or None, '')}}}{local}"


def _is_open(each: Element) -> bool:
    """Whether it allows what it does not name: a wildcard, or an element without a type."""
    if each.tag in _OPEN:
        return True
    untyped = each.get("type") is None and each.get("ref") is None and len(each) == 0
    return each.tag == f"{_XS}element" and untyped


def _remove(each: Element) -> None:
    parent = each.getparent()
    assert parent is not None
    parent.remove(each)
