"""The value of the only child of a name, converted at once: what rules ask for most often.

Each function does no more than two others do one after the other, but knows what it has met before.
"""

from collections.abc import Set as AbstractSet
from typing import Any

from ubltools.validation.native.index import Node, string_value
from ubltools.validation.native.numbers import decimal_of, decimals
from ubltools.validation.native.run import Run
from ubltools.validation.native.texts import tidied, tidy
from ubltools.validation.native.values import boolean_of, text_at, text_below


def decimal_at(node: Node, tag: str) -> Any:
    """xs:decimal(name), or None. Raises XPTY0004 for several children, and what decimal_of raises."""
    found = node.kids.get(tag)
    if found is None:
        return None
    known = decimals.get(found[0].text) if len(found) == 1 else None
    return decimal_of(text_at(node, tag)) if known is None else known


def tidy_at(node: Node, tag: str) -> str:
    """normalize-space(name). Raises XPTY0004 for several children."""
    found = node.kids.get(tag)
    if found is None:
        return ""
    known = tidied.get(found[0].text) if len(found) == 1 else None
    return tidy(text_at(node, tag)) if known is None else known


def decimal_below(node: Node, first: str, second: str) -> Any:
    """xs:decimal(first/second), or None. Raises as decimal_at does."""
    found = node.kids.get(first)
    if found is None:
        return None
    return decimal_at(found[0], second) if len(found) == 1 else decimal_of(text_below(node, first, second))


def upper_at(node: Node, tag: str) -> str:
    """upper-case(name). Raises XPTY0004 for several children."""
    return (text_at(node, tag) or "").upper()


def tidy_upper_at(node: Node, tag: str) -> str:
    """normalize-space(upper-case(name)). Raises XPTY0004 for several children."""
    return tidy_at(node, tag).upper()


def codes_below(d: Run, slot: int, element: str, name: str) -> AbstractSet[str]:
    """normalize-space(name) of all elements; found once. Raises XPTY0004 where one has several."""
    known: set[str] | None = d.memo[slot]
    if known is None:
        known = d.memo[slot] = {tidy_at(each, name) for each in d.anywhere(element)}
    return known


def truths_below(d: Run, slot: int, element: str, name: str) -> AbstractSet[bool]:
    """The children of that name of all elements, as xs:boolean; found once. Raises FORG0001."""
    known: set[bool] | None = d.memo[slot]
    if known is None:
        children = (child for each in d.anywhere(element) for child in each.kids.get(name, ()))
        known = d.memo[slot] = {boolean_of(child.text or string_value(child)) for child in children}
    return known
