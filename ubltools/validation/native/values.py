"""Items and sequences while rules run: string values, atomizing, the one item that is needed, true or false.

A node is an index.Node; text is str, and Untyped where it must be told from it; the rest is in numbers and
dates. A sequence is a list or tuple that nobody changes; one item or none is the item or None.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from math import isnan
from typing import Any, Final

from ubltools.validation.native.dates import Date
from ubltools.validation.native.errors import DynamicError
from ubltools.validation.native.index import Node, string_value
from ubltools.validation.native.numbers import decimal_text, double_text

EMPTY: Final = ()


class Untyped(str):
    """The text of a node where kinds mix, so that comparisons know that it may be cast."""

    __slots__ = ()


def too_many(count: int) -> DynamicError:
    """The error of a sequence where one item is allowed."""
    return DynamicError("XPTY0004", f"there are {count} values where at most one is allowed")


def one(items: Sequence[Any]) -> Any:
    """The only item, or None. Raises XPTY0004 for more."""
    if len(items) > 1:
        raise too_many(len(items))
    return items[0] if items else None


def opt(item: Any) -> tuple[Any, ...]:
    """One item or None as a sequence."""
    return EMPTY if item is None else (item,)


def text_at(node: Node, tag: str) -> str | None:
    """The text of the only child of that name, or None. Raises XPTY0004 for more."""
    found = node.kids.get(tag)
    if found is None:
        return None
    if len(found) > 1:
        raise too_many(len(found))
    child = found[0]
    return child.text or string_value(child)


def text_below(node: Node, first: str, second: str) -> str | None:
    """The text of the only grandchild along two names, or None. Raises XPTY0004 for more."""
    kids = node.kids.get(first)
    if kids is None:
        return None
    if len(kids) == 1:
        return text_at(kids[0], second)
    found: str | None = one([string_value(each) for kid in kids for each in kid.kids.get(second, ())])
    return found


def value_of(node: Any) -> str | None:
    """The string value of a node or None."""
    return None if node is None else string_value(node)


def atoms(items: Iterable[Any]) -> list[Any]:
    """Items of any kind without their nodes, each of which is an untyped text."""
    return [Untyped(string_value(item)) if isinstance(item, Node) else item for item in items]


def untyped(items: Iterable[str]) -> list[Untyped]:
    """Texts of nodes, marked as such."""
    return [Untyped(item) for item in items]


def mark(item: str | None) -> Untyped | None:
    """The text of a node, or None, marked as such."""
    return None if item is None else Untyped(item)


def required(item: Any) -> Any:
    """An item where there must be one. Raises XPTY0004."""
    if item is None:
        raise DynamicError("XPTY0004", "there is no value where one is needed")
    return item


def instead(item: Any, other: Any) -> Any:
    """The item, or another value where there is none."""
    return other if item is None else item


def nodes_only(items: Iterable[Any]) -> Iterator[Node]:
    """The items of a sequence of which each must be a node. Raises XPTY0019."""
    for item in items:
        if not isinstance(item, Node):
            raise DynamicError("XPTY0019", "a step needs nodes, and this is none")
        yield item


def text(item: Any) -> str:
    """An atomic item as text; "" for None."""
    if item is None:
        return ""
    if isinstance(item, str):
        return item
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, Date):
        return item.text
    if isinstance(item, float):
        return double_text(item)
    return decimal_text(item)


def as_text(item: Any) -> str | None:
    """An atomic item where text is needed: untyped counts. Raises XPTY0004 for another kind."""
    if item is None or isinstance(item, str):
        return item
    raise DynamicError("XPTY0004", "a text is needed, and this is none")


def truth(items: Sequence[Any]) -> bool:
    """The effective boolean value. Raises FORG0006."""
    if not items:
        return False
    first = items[0]
    if isinstance(first, Node):
        return True
    if len(items) > 1:
        raise DynamicError("FORG0006", f"{len(items)} values are neither true nor false")
    return truth_of(first)


def truth_of(item: Any) -> bool:
    """The effective boolean value of one item. Raises FORG0006 for a date."""
    if item is None:
        return False
    if isinstance(item, Date):
        raise DynamicError("FORG0006", "a date is neither true nor false")
    if isinstance(item, Node):
        return True
    if isinstance(item, float):
        return not isnan(item) and item != 0
    return bool(item) if isinstance(item, str | int | Decimal) else True


def boolean_of(item: Any) -> Any:
    """xs:boolean(item). Raises FORG0001."""
    if item is None or isinstance(item, bool):
        return item
    if not isinstance(item, str):
        return truth_of(item)
    found = _BOOLEANS.get(item.strip(" \t\r\n"))
    if found is None:
        raise DynamicError("FORG0001", f'"{item[:80]}" is neither true nor false')
    return found


_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}


def message_text(items: Iterable[Any]) -> str:
    """Items as a message shows them: one after the other, on one line."""
    joined = " ".join(text(item) for item in items)
    return joined.translate(_ONE_LINE)


def message_nodes(nodes: Iterable[Node]) -> str:
    """Nodes as a message shows them; texts that stand side by side become one, as XSLT has it."""
    pieces: list[str] = []
    before = ""
    for node in nodes:
        if node.tag == before == "#text":
            pieces[-1] += string_value(node)
        else:
            pieces.append(string_value(node))
        before = node.tag
    return message_text(pieces)


_ONE_LINE: Final = {ord(sign): " " for sign in "\t\n\r"}
