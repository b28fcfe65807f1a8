"""Contexts of rules: the XSLT pattern as alternatives of plain steps, from the outside in.

A pattern is read from the end: the last step is the node itself. Which routes the steps may match is found
in routes.py when the rules run; predicates are left for the nodes.
"""

from dataclasses import dataclass

from ubltools.validation.native.errors import NotUnderstood
from ubltools.validation.native.syntax import ANYWHERE, Binary, Dot, Expr, Filter, Path, Root, Step, Test


@dataclass(frozen=True, slots=True)
class Part:
    """A step of a pattern. below: anything may stand between the step before and this one."""

    below: bool
    test: Test
    predicates: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of the patterns that | joins, from the outside in; the last part is the node."""

    parts: tuple[Part, ...]


def is_root(alternative: Alternative) -> bool:
    """Whether only the root element of a document may match."""
    return len(alternative.parts) == 1 and not alternative.parts[0].below


def alternatives(context: Expr) -> tuple[Alternative, ...]:
    """The alternatives of a context. Raises NotUnderstood."""
    if isinstance(context, Binary) and context.operator in {"|", "union"}:
        return (*alternatives(context.left), *alternatives(context.right))
    if isinstance(context, Filter):
        return tuple(_narrowed(each, context.predicates) for each in alternatives(context.base))
    if not isinstance(context, Path):
        raise NotUnderstood("a context that is no path")
    if isinstance(context.start, Root | Dot):
        start: tuple[Alternative, ...] = (Alternative(()),)
        below = isinstance(context.start, Dot)
    else:
        start, below = alternatives(context.start), False
    return _continued(start, context.steps, below=below)


def _continued(
    found: tuple[Alternative, ...], steps: tuple[Step | Expr, ...], *, below: bool
) -> tuple[Alternative, ...]:
    """Alternatives, each with the steps after it; a union among the steps gives more of them."""
    for step in steps:
        if step == ANYWHERE:
            below = True
            continue
        if isinstance(step, Step):
            ends: tuple[Alternative, ...] = (Alternative((_part(step, below),)),)
        else:
            ends = tuple(_after(each, below) for each in alternatives(step))
        found = tuple(Alternative((*each.parts, *end.parts)) for each in found for end in ends)
        below = False
    return found


def _after(alternative: Alternative, below: bool) -> Alternative:
    """An alternative that does not stand for itself but after another step."""
    first, *rest = alternative.parts
    return Alternative((Part(below, first.test, first.predicates), *rest))


def _narrowed(alternative: Alternative, predicates: tuple[Expr, ...]) -> Alternative:
    *above, last = alternative.parts
    return Alternative((*above, Part(last.below, last.test, (*last.predicates, *predicates))))


def _part(step: Step | Expr, below: bool) -> Part:
    if not isinstance(step, Step) or step.axis not in {"child", "descendant"}:
        raise NotUnderstood("a context with a step that is not to a child")
    if step.test.kind not in {"element", "any"}:
        raise NotUnderstood("a context that is no element")
    return Part(below or step.axis == "descendant", step.test, step.predicates)
