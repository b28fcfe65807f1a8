"""The value of the only child of a name, converted at once: what rules ask for most often.

Each function does no more than two others do one after the other, but knows what it has met before.
"""

from typing import Any

from ubltools.validation.native.index import Node
from ubltools.validation.native.numbers import decimal_of, decimals
from ubltools.validation.native.texts import tidied, tidy
from ubltools.validation.native.values import text_at


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
