"""Looks at what an expression uses: how often a variable, and what of the context node."""

from collections.abc import Collection
from typing import Any

from ubltools.validation.native.syntax import Call, Dot, Expr, For, Path, Quantified, Root, Step, Variable
from ubltools.validation.native.walk import parts, walk

_MANY = 2
_OF_CONTEXT = {
    "string",
    "normalize-space",
    "string-length",
    "number",
    "name",
    "local-name",
    "namespace-uri",
    "data",
}


def uses(tree: Any, name: str) -> int:
    """How often a variable is used; what may be evaluated more than once counts as two."""
    if isinstance(tree, Variable):
        return int(tree.name == name)
    times = sum(uses(part, name) for part in parts(tree))
    return times * _MANY if isinstance(tree, For | Quantified | Step) else times


def only_attribute(tree: Expr, local: Collection[str]) -> str | None:
    """The one attribute of the context node that an expression depends on, and nothing else of the node.

    local: the variables that depend on the node.
    """
    names = set()
    starts = {id(part.start) for part in walk(tree) if isinstance(part, Path)}  # those that nobody wrote
    for part in walk(tree):
        if isinstance(part, Path):
            names.add(_attribute(part))
        elif isinstance(part, Dot | Root):
            if id(part) not in starts:
                names.add(None)
        elif isinstance(part, Variable):
            names.add(None if part.name in local else "")
        elif isinstance(part, Call) and _asks_context(part):
            names.add(None)
    names.discard("")
    return names.pop() if len(names) == 1 else None


def _attribute(path: Path) -> str | None:
    """The name at the end of a path that is nothing but @name."""
    step = path.steps[0]
    if not isinstance(path.start, Dot) or len(path.steps) != 1 or not isinstance(step, Step):
        return None
    if step.axis != "attribute" or step.test.kind != "element" or "*" in step.test.name or step.predicates:
        return None
    return step.test.name


def _asks_context(call: Call) -> bool:
    if call.name in {"position", "last", "current"}:
        return True
    return call.name in _OF_CONTEXT and not call.arguments
