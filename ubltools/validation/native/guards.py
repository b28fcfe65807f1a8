"""What a document must have for an assert to be worth running: without any one of these it holds.

A need is a walk over routes: a start ("." the node, "/" the document, or needs of which one is enough), then
steps: "name" a child, "*" any, "@name" an attribute, ".." the parent, "//name" anything below, "//" all.
"""

from collections.abc import Iterator
from typing import Any

from ubltools.validation.native.fold import is_safe_step, truth
from ubltools.validation.native.routes import Need
from ubltools.validation.native.syntax import ANYWHERE, Binary, Dot, Expr, Path, Root, Step, Test
from ubltools.validation.native.walk import parts


def always_holds(test: Expr) -> bool:
    """Whether an assert is true on every document."""
    return truth(test) is True


def needs(test: Expr) -> tuple[Need, ...]:
    """The walks without any one of which the test is true, and cannot fail."""
    found: dict[Need, None] = {}
    for path in _paths(test):
        need = _need(path)
        if need is not None and need not in found and truth(test, path) is True:
            found[need] = None
    return tuple(found)


def _paths(tree: Any) -> Iterator[Path]:
    """The paths in an expression that are evaluated at the same node as the expression."""
    if isinstance(tree, Path):
        yield tree
        if not isinstance(tree.start, Dot | Root):
            yield from _paths(tree.start)
        return
    for part in parts(tree):
        yield from _paths(part)


def _need(path: Path) -> Need | None:
    start: Any = {Dot: ".", Root: "/"}.get(type(path.start))
    if start is None:
        start = _either(path.start)
    if start is None:
        return None
    steps = []
    for step in path.steps:
        written = _step(step)
        if written is None:
            break
        steps.append(written)
        # Behind a predicate that may fail nothing is needed: it fails whether or not something follows.
        if not is_safe_step(step):
            break
    return (start, *steps) if steps else None


def _either(tree: Expr) -> tuple[Need, ...] | None:
    """The needs of a union, of which one is enough."""
    if isinstance(tree, Path):
        found = _need(tree)
        return None if found is None else (found,)
    if isinstance(tree, Binary) and tree.operator in {"|", "union"}:
        left, right = _either(tree.left), _either(tree.right)
        return None if left is None or right is None else (*left, *right)
    return None


def _step(step: Step | Expr) -> str | None:
    if not isinstance(step, Step):
        return None
    if step.axis == "parent" and step.test.kind == "node":
        return ".."
    if step == ANYWHERE:
        return "//"
    if step == Step("child", Test("any")):
        return "*"
    if step.test.kind != "element" or "*" in step.test.name:
        return None
    prefix = {"child": "", "attribute": "@", "descendant": "//"}.get(step.axis)
    return None if prefix is None else prefix + step.test.name
