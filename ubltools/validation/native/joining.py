"""Puts the steps of a path together: //name becomes one step along the descendant axis where it means that.

It is the same unless a predicate is about a position, which counts among the children of one parent.
"""

from typing import Final

from ubltools.validation.native.syntax import (
    ANYWHERE,
    Binary,
    Call,
    Dot,
    Expr,
    Path,
    Quantified,
    Step,
    TypeTest,
)
from ubltools.validation.native.walk import walk

_POSITIONAL: Final = {"position", "last"}
_TRUTHS: Final = {"or", "and", "=", "!=", "<", "<=", ">", ">=", "eq", "ne", "lt", "le", "gt", "ge", "is", "|"}
_TRUE_CALLS: Final = {
    "not", "exists", "empty", "true", "false", "contains", "starts-with", "ends-with", "matches", "boolean",
}  # fmt: skip


def joined(start: Expr, steps: list[Step | Expr]) -> Expr:
    """The path, with //name written as one step along the descendant axis where that means the same."""
    joined: list[Step | Expr] = []
    for step in steps:
        if joined and joined[-1] == ANYWHERE and _may_join(step):
            joined[-1] = _joined(step)
        else:
            joined.append(step)
    if isinstance(start, Dot) and len(joined) == 1 and not isinstance(joined[0], Step):
        return joined[0]
    if isinstance(start, Dot) and not isinstance(joined[0], Step):
        return Path(joined[0], tuple(joined[1:]))
    return Path(start, tuple(joined))


def _joined(step: Step | Expr) -> Step | Expr:
    if isinstance(step, Binary):
        return Binary(step.operator, _below(step.left), _below(step.right))
    assert isinstance(step, Step)
    return Step("descendant", step.test, step.predicates)


def _below(tree: Expr) -> Expr:
    """A path of one step to a child, or a union of such, as one along the descendant axis."""
    if isinstance(tree, Binary):
        return Binary(tree.operator, _below(tree.left), _below(tree.right))
    assert isinstance(tree, Path)
    return Path(tree.start, (_joined(tree.steps[0]),))


def _may_join(step: Step | Expr) -> bool:
    if isinstance(step, Binary):
        return step.operator in {"|", "union"} and _may_join(step.left) and _may_join(step.right)
    if isinstance(step, Path):
        return isinstance(step.start, Dot) and len(step.steps) == 1 and _may_join(step.steps[0])
    return isinstance(step, Step) and step.axis == "child" and not any(map(_counts, step.predicates))


def _counts(predicate: Expr) -> bool:
    """Whether a predicate may be about a position. Only where that is certain, the answer is no."""
    if any(isinstance(part, Call) and part.name in _POSITIONAL for part in walk(predicate)):
        return True
    return not _is_truth(predicate)


def _is_truth(predicate: Expr) -> bool:
    if isinstance(predicate, Binary):
        return predicate.operator in _TRUTHS
    if isinstance(predicate, Call):
        return predicate.name in _TRUE_CALLS
    if isinstance(predicate, Path):
        return isinstance(predicate.steps[-1], Step)
    return isinstance(predicate, Quantified | TypeTest)
