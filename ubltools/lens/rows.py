"""The vocabulary of a mapping: five words and what they are made of.

Declarations only: frozen values, no walking and no domain. A sixth word needs a design note; anything
cleverer is a named function (Computed, Selection) or a codec. Keys are JSON paths relative to the
object in scope: "OrderNumber", "Party.Name", "CustomFields['Invoice.Note']"; one that begins with "$." is
a path of the whole document. Paths are relative to the
enclosing aggregate: "cac:Price/cbc:PriceAmount", "cbc:ID/@schemeID"; in a Group or Many that is itself
one element with a text, "." is that text and "@schemeID" its attribute.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from ubltools.lens.codecs import TEXT, Codec

Item: TypeAlias = dict[str, Any]  # one JSON object
Facts: TypeAlias = Any  # what the computing functions know about the whole document; opaque to the lens


@dataclass(frozen=True, slots=True)
class Selection:
    """Which JSON objects stand behind an aggregate, where that is more than one key.

    pick: the objects to write, in order, from the object in scope; they are objects of the document,
          or derived ones (which may say under DERIVED_FROM which object they come from)
    put: where a read object goes; gets the object in scope, the whole document, the read object, which
         it must not copy: values that are settled later are still put into it; one that has no place it
         may drop
    path: how the mapping table shows it, e.g. "OrderLines[]"
    keys: the keys of a picked object by which it is told apart, e.g. ("AddressType",)
    reads: keys, of the whole document or of the object in scope, that pick looks at besides
    """

    path: str
    pick: Callable[[Item, Facts], Iterable[Item]]
    put: Callable[[Item, Item, Item], None]
    keys: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()


# A derived object names the object it was derived from, and where a value stands there under another
# key; a key that begins with "$." is a path of the document.
DERIVED_FROM = "~from"
RENAMED = "~keys"
Source: TypeAlias = str | Selection | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """One JSON value <-> one element or attribute.

    With several keys the first that holds a value is written; reading fills the first.
    """

    path: str
    key: str | tuple[str, ...]
    codec: Codec = TEXT
    term: str | None = None
    note: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys as a tuple, the first being the one that is filled."""
        return (self.key,) if isinstance(self.key, str) else self.key


@dataclass(frozen=True, slots=True)
class Const:
    """A fixed text: always written; required when reading, so that it also tells siblings apart."""

    path: str
    value: str
    term: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Computed:
    """A value that a pure function makes from the object in scope.

    Reading compares what the document states with what the function gives for the order that was
    read. Where they differ, keep() may find a place for the stated value: a key, or a function.
    always: keep the stated value also where it is what would be computed
    keys: the JSON keys the function looks at, the most telling first (for locating and auditing)
    """

    path: str
    compute: Callable[[Item, Facts], Any]
    codec: Codec = TEXT
    term: str | None = None
    keys: tuple[str, ...] = ()
    keep: Callable[[Item, Any, Facts], None] | str | None = None
    always: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One JSON object, or the object in scope itself, <-> one aggregate. Only constants: left out."""

    path: str
    rows: tuple["Row", ...]
    of: Source = None
    term: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Many:
    """A list of JSON objects <-> a repeated aggregate."""

    path: str
    rows: tuple["Row", ...]
    of: str | Selection
    term: str | None = None
    note: str = ""


Row: TypeAlias = Leaf | Const | Computed | Group | Many


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document: its root, the JSON values that it stands for, and its rows.

    fixed: JSON keys and values that the choice of this document says by itself
    """

    name: str
    namespace: str
    rows: tuple[Row, ...]
    fixed: tuple[tuple[str, str], ...] = ()


_STEP = re.compile(r"([^.\[\]']+)|\['([^']+)'\]|\.")


@cache
def steps(key: str) -> tuple[str, ...]:
    """Split "CustomFields['Invoice.Note']" into ("CustomFields", "Invoice.Note").

    Raises ValueError for anything that is not such a path.
    """
    parts, position = [], 0
    while position < len(key):
        match = _STEP.match(key, position)
        if match is None:
            raise ValueError(f"not a JSON path: {key!r}")
        parts += [part for part in match.groups() if part]
        position = match.end()
    if not parts:
        raise ValueError("an empty JSON path")
    return tuple(parts)


def get(item: Item, key: str) -> Any:
    """The value under a key path, None when any step is missing."""
    value: Any = item
    for step in steps(key):
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value


def look_up(item: Item, key: str, document: Item) -> Any:
    """The value under a key of the object in scope, or of the document where the key begins with "$."."""
    return get(document, key[2:]) if key.startswith("$.") else get(item, key)


def put(item: Item, key: str, value: Any) -> None:
    """Set the value under a key path, making the objects on the way."""
    *parents, last = steps(key)
    for step in parents:
        item = item.setdefault(step, {})
    item[last] = value


_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def child(path: str, step: str) -> str:
    """JSON path of one member: ("$.CustomFields", "Invoice.Note") -> "$.CustomFields['Invoice.Note']"."""
    return f"{path}.{step}" if _PLAIN.fullmatch(step) else f"{path}['{step}']"


def join(path: str, key: str) -> str:
    """JSON path of a key path below a path: ("$.Customer", "Name") -> "$.Customer.Name"."""
    for step in steps(key):
        path = child(path, step)
    return path


def absolute(path: str, key: str) -> str:
    """JSON path of a key, which is relative to a path or, beginning with "$.", to the document."""
    return join("$", key[2:]) if key.startswith("$.") else join(path, key)
