"""What a document must have for an assert to be worth running: without any one of these it holds.

What it must have for a predicate to be true is found in the same way.

A need is a walk over routes: a start ("." the node, "/" the document, or needs of which one is enough), then
steps: "name" a child, "*" any, "@name" an attribute, ".." the parent, "//name" anything below, "//" all.
With "several" before it, a need is that one of some walks leads to more than one node.
"""

from collections.abc import Iterator
from typing import Any, Final

from ubltools.validation.native.fold import is_safe_step, truth
from ubltools.validation.native.parts import code_in
from ubltools.validation.native.routes import SEVERAL, Need
from ubltools.validation.native.syntax import (
    ANYWHERE,
    Binary,
    Call,
    Dot,
    Expr,
    Number,
    Path,
    Root,
    Step,
    Test,
)
from ubltools.validation.native.walk import parts

_ANY: Final = Test("any")


def always_holds(test: Expr) -> bool:
    """Whether an assert is true on every document."""
    return truth(test) is True


def needs(test: Expr, *, else_it_is: bool = True) -> tuple[Need, ...]:
    """The walks without any one of which the test is true (or false), and cannot fail."""
    found: dict[Need, None] = {}
    for path in _paths(test):
        need = _need(path)
        if need is not None and need not in found and truth(test, path) is else_it_is:
            found[need] = None
    several = _several(test) if else_it_is else None
    return tuple(found) if several is None else (*found, several)


def _several(test: Expr) -> Need | None:
    """What must be there more than once for count(path) <= 1 to be false, or to fail."""
    match test:
        case Binary("<=", Call("count", (Path() as path,)), Number(1)):
            return _walks(path)
    return None


def _walks(path: Path) -> Need | None:
    """The walk along a path, and those to what must be there once for its predicates not to fail."""
    whole = _need(Path(path.start, tuple(map(_bare, path.steps))))
    if not isinstance(path.start, Dot | Root) or whole is None or len(whole) != len(path.steps) + 1:
        return None
    once = []
    for place, step in enumerate(path.steps, 2):
        for predicate in step.predicates if isinstance(step, Step) else ():
            code = code_in(predicate)
            if code is not None:
                once.append((*whole[:place], *code))
            elif not is_safe_step(Step("child", _ANY, (predicate,))):
                return None
    return (SEVERAL, whole, *once)


def _bare(step: Step | Expr) -> Step | Expr:
    return Step(step.axis, step.test) if isinstance(step, Step) else step


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
