"""The order in which UBL 2.1 has elements: read from its schema files, when somebody asks.

Answers what may stand inside an element, and in which order. Judges nothing.
"""

from functools import cache
from pathlib import Path
from typing import Final

from ubltools import xml
from ubltools.errors import EngineError
from ubltools.names import Kind
from ubltools.validation.release import Release, files_of, releases

_XS: Final = "{http://www.w3.org/2001/XMLSchema}"
_MODULES: Final = {"cac": "UBL-CommonAggregateComponents", "ext": "UBL-CommonExtensionComponents"}

_TYPES: Final = "CCTS_CCT_SchemaModule"


@cache
def children(kind: Kind, name: str) -> tuple[str, ...]:
    """The names of what may stand in an element, in the order of UBL; () for one that holds a text.

    name: with its usual prefix ("cac:Party"), or the root ("Invoice"). Raises EngineError and
    ArtefactMissing when there are no schemas to read.
    """
    schema = _schema_of(kind)
    files = files_of(schema)
    prefix, _, local = name.rpartition(":")
    if prefix in _MODULES:
        path = next(path for file, path in files.items() if _MODULES[prefix] in file)
    elif name == kind:
        path = files[dict(schema.schemas)[kind]]
    else:
        return ()
    types, sequences = _read(path, prefix)
    return sequences.get(types.get(local, ""), ())


@cache
def attributes(kind: Kind) -> frozenset[str]:
    """The attributes that an element with a text may have, such as schemeID. Raises as children()."""
    files = files_of(_schema_of(kind))
    path = next(path for file, path in files.items() if _TYPES in file)
    found = xml.parse(path.read_bytes()).root.iter(f"{_XS}attribute")
    return frozenset(str(each.get("name")) for each in found)


def _schema_of(kind: Kind) -> Release:
    """The schema release for a kind of document."""
    for release in releases():
        if kind in dict(release.schemas):
            return release
    raise EngineError(f"There is no schema here for {kind} documents.")


@cache
def _read(path: Path, prefix: str) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Element -> type, and type -> the names of its sequence, each with a prefix."""
    root = xml.parse(path.read_bytes()).root
    types = {
        element.get("name", ""): element.get("type", "") for element in root.iterchildren(f"{_XS}element")
    }
    sequences = {}
    for each in root.iterchildren(f"{_XS}complexType"):
        refs = [str(element.get("ref")) for element in each.iterfind(f"{_XS}sequence/{_XS}element[@ref]")]
        sequences[each.get("name", "")] = tuple(ref if ":" in ref else f"{prefix}:{ref}" for ref in refs)
    return types, sequences
