"""Contexts of rules: the XSLT pattern as alternatives of plain steps, and which routes those may match.

A pattern is read from the end: the last step is the node itself. What the tags along a route decide is
decided here, for all nodes of the route at once; predicates are left for the nodes.
"""

from collections.abc import Iterator
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


def alignments(parts: tuple[tuple[bool, str], ...], tags: tuple[str, ...]) -> Iterator[tuple[int, ...]]:
    """The ways in which the parts (below, name) fit the tags from the root to a node.

    Each tells for every part how many levels above the node it stands.
    """
    yield from _fit(parts, tags, len(tags) - 1, ())


def _fit(
    parts: tuple[tuple[bool, str], ...], tags: tuple[str, ...], at: int, levels: tuple[int, ...]
) -> Iterator[tuple[int, ...]]:
    if at < 0 or not _is(parts[-1][1], tags[at]):
        return
    below = parts[-1][0]
    found = (len(tags) - 1 - at, *levels)
    if len(parts) == 1:
        if below or at == 0:
            yield found
        return
    for above in range(at - 1, -1, -1) if below else (at - 1,):
        yield from _fit(parts[:-1], tags, above, found)


def _is(name: str, tag: str) -> bool:
    """Whether a tag is what a name test asks for: *, {uri}*, {*}local or a clark name."""
    if "*" not in name:
        return tag == name
    if name == "*":
        return True
    space, _, local = name[1:].rpartition("}")
    if space == "*":
        return tag.rpartition("}")[2] == local
    return tag.startswith(f"{{{space}}}")
