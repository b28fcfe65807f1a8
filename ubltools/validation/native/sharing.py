"""Finds what several asserts of a rule, or one of them twice, would compute of the same node.

Such an expression is computed once for a node and remembered, where that is less work. Nothing is written
here. An expression that fails is not remembered, so that every assert that needs it fails as it would.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from ubltools.validation.native.syntax import (
    Binary,
    Call,
    Dot,
    Expr,
    Path,
    Root,
    Step,
    Test,
)
from ubltools.validation.native.walk import beside, walk

_WORTH: Final = 5  # steps, calls and operators; below that remembering is as much work


def repeated(trees: Iterable[Expr]) -> frozenset[Expr]:
    """What is computed more than once of the node at which all these are evaluated."""
    met: Counter[Expr] = Counter()
    for tree in trees:
        _count(tree, met)
    return frozenset(tree for tree, times in met.items() if times > 1)


def _count(tree: Any, met: Counter[Expr]) -> None:
    if _weight(tree) >= _WORTH:
        met[tree] += 1
        if met[tree] > 1:
            return  # what is in it is computed with it
    for part in beside(tree):
        _count(part, met)


def _weight(tree: Any) -> int:
    return sum(isinstance(part, Step | Call | Binary) for part in walk(tree))


def from_root(tree: Any) -> Any:
    """An expression at the root element, with its longer paths from the document, so that they are shared."""
    if isinstance(tree, Path) and isinstance(tree.start, Dot) and _is_long(tree):
        return Path(Root(), (Step("child", Test("any")), *tree.steps))
    return _rebuilt(tree)


def _is_long(path: Path) -> bool:
    steps = path.steps
    if not all(
        isinstance(step, Step) and step.axis in {"child", "attribute", "descendant"} for step in steps
    ):
        return False
    return len(steps) > 2 or any(isinstance(step, Step) and step.predicates for step in steps)


def _rebuilt(tree: Any) -> Any:
    if isinstance(tree, Binary):
        return Binary(tree.operator, from_root(tree.left), from_root(tree.right))
    if isinstance(tree, Call):
        return Call(tree.name, tuple(map(from_root, tree.arguments)))
    return tree
