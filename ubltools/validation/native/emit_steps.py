"""Writes single steps: what an axis iterates over, what its test and its predicates leave of that."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from ubltools.validation.native.code import NUMERIC, Code, optional, sequence
from ubltools.validation.native.emitter import Emitter
from ubltools.validation.native.errors import NotUnderstood
from ubltools.validation.native.parts import key_of
from ubltools.validation.native.syntax import Call, Expr, Filter, Number, Path, Step, Test, Variable
from ubltools.validation.native.walk import walk

Steps: TypeAlias = tuple[Step | Expr, ...]


@dataclass(frozen=True, slots=True)
class Iteration:
    """A step as clauses. down: it goes to the children or attributes, or stays; flat: none is in another."""

    variable: str
    clauses: list[str]
    down: bool
    flat: bool


_REVERSE: Final = {"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"}


def iterate(emitter: Emitter, base: str, step: Step) -> Iteration:
    """The clauses for a step from the node that has the name base."""
    source = _source(emitter, base, step)
    variable, clauses = filtered(emitter, source, step.predicates, "node", reverse=step.axis in _REVERSE)
    down = step.axis in {"child", "attribute", "self"}
    return Iteration(variable, clauses, down, down or step.axis == "parent")


def _source(emitter: Emitter, base: str, step: Step) -> str:  # noqa: PLR0911 - one return a case
    axis, test = step.axis, step.test
    exact = test.kind == "element" and "*" not in test.name
    if axis == "child":
        if exact:
            return f"{base}.kids.get({emitter.unit.tag(test.name)}, ())"
        if test.kind == "text":
            return f"texts({base})"
        return _tested(f"children(d, {base})", test)
    if axis == "attribute":
        if exact:
            return f"attribute({base}, {test.name!r})"
        return _tested(f"attributes({base})", test, at="@")
    if axis == "descendant" and exact and base in {"d.top", "t"}:
        how = "named" if emitter.unit.careful else "anywhere"  # in order only where an error may come first
        return f"d.{how}({emitter.unit.tag(test.name)})"
    everything = {
        "self": f"({base},)",
        "parent": f"parent({base})",
        "descendant": f"descendants(d, {base})",
        "descendant-or-self": f"({base}, *descendants(d, {base}))",
        "ancestor": f"ancestors({base})",
        "ancestor-or-self": f"({base}, *ancestors({base}))",
        "preceding-sibling": f"siblings(d, {base}, after=False)",
        "following-sibling": f"siblings(d, {base}, after=True)",
    }
    if axis in {"preceding", "following"}:
        if not exact:
            raise NotUnderstood(f"{axis}:: without a name")
        return f"{axis}(d, {base}, {emitter.unit.tag(test.name)})"
    if test.kind == "node" and axis in {"descendant", "preceding-sibling", "following-sibling"}:
        raise NotUnderstood(f"{axis}::node()")
    return _tested(
        everything[axis], test, any_node=axis in {"self", "parent", "ancestor", "ancestor-or-self"}
    )


def _tested(source: str, test: Test, at: str = "", *, any_node: bool = False) -> str:
    """A source of nodes with what a test leaves of them."""
    if test.kind == "node":
        if source.startswith("children("):
            raise NotUnderstood("child::node()")
        return source
    if test.kind == "text":
        raise NotUnderstood("text() on this axis")
    if test.kind == "any":
        return f"[k for k in {source} if k.tag[0] not in '/@#']" if any_node or "self" in source else source
    if "*" not in test.name:
        return f"[k for k in {source} if k.tag == {at + test.name!r}]"
    space, _, local = test.name[1:].rpartition("}")
    if space == "*":
        return f"[k for k in {source} if local_name(k) == {local!r} and k.tag[0] != '/']"
    return f"[k for k in {source} if k.tag.startswith({f'{at}{{{space}}}'!r})]"


def filtered(
    emitter: Emitter, source: str, predicates: tuple[Expr, ...], kind: str, *, reverse: bool = False
) -> tuple[str, list[str]]:
    """The variable and the clauses that leave of a source what its predicates say."""
    conditions: list[str] = []
    variable = emitter.unit.fresh()
    clauses = [f"for {variable} in {source}"]
    for predicate in predicates:
        if _asks_position(emitter, predicate, variable, kind):
            if reverse:
                source, reverse = f"list({source})[::-1]" if "ancest" not in source else source, False
                clauses = [f"for {variable} in {source}"]
            if conditions:
                source = f"[{variable} {clauses[-1]} if {' if '.join(conditions)}]"
            variable, clauses, conditions = _by_position(emitter, source, predicate, kind)
            source = f"[{variable} {' '.join(clauses)}{''.join(f' if {each}' for each in conditions)}]"
            if conditions or len(clauses) > 1:
                variable, conditions = emitter.unit.fresh(), []
                clauses = [f"for {variable} in {source}"]
        else:
            inner = emitter.within(dot=Code(variable, kind), position=None, last=None)
            conditions.append(inner.truth(predicate))
    if conditions:
        clauses[-1] += " if " + " if ".join(conditions)
    return variable, clauses


def _asks_position(emitter: Emitter, predicate: Expr, variable: str, kind: str) -> bool:
    if any(isinstance(part, Call) and part.name in {"position", "last"} for part in _own_parts(predicate)):
        return True
    if isinstance(predicate, Path) and isinstance(predicate.steps[-1], Step):
        return False
    found = emitter.within(dot=Code(variable, kind), position=None, last=None).value(predicate).kind
    if found == "any":
        raise NotUnderstood("a predicate that may be a number or not")
    return found in NUMERIC


def _own_parts(predicate: Expr) -> list[Expr]:
    """The parts of a predicate for which position() means the position that it filters by."""
    if isinstance(predicate, Path | Filter):
        return []
    found: list[Expr] = [predicate]
    for part in walk(predicate):
        if part is not predicate and not isinstance(part, Step):
            found.append(part)
    return found


def _by_position(
    emitter: Emitter, source: str, predicate: Expr, kind: str
) -> tuple[str, list[str], list[str]]:
    variable, place, listed = (emitter.unit.fresh() for _ in range(3))
    if isinstance(predicate, Number) and isinstance(predicate.value, int):
        start = max(predicate.value - 1, 0)
        stop = predicate.value if predicate.value > 0 else 0
        return variable, [f"for {variable} in list({source})[{start}:{stop}]"], []
    inner = emitter.within(dot=Code(variable, kind), position=place, last=f"len({listed})")
    clauses = [f"for {listed} in (list({source}),)", f"for {place}, {variable} in enumerate({listed}, 1)"]
    value = inner.value(predicate)
    if value.kind in NUMERIC:
        if not _moves(predicate):  # Saxon computes such a place also where there is nothing to take from
            raise NotUnderstood("a position that is computed")
        return variable, clauses, [f"{place} == {optional(value).text}"]
    return variable, clauses, [inner.truth(predicate)]


def _moves(predicate: Expr) -> bool:
    """Whether a number in a predicate is about where it is evaluated, or is at least known already."""
    about = {"position", "last"}
    calls = [part.name in about for part in walk(predicate) if isinstance(part, Call)]
    return any(calls) or isinstance(predicate, Variable)


def filter_value(emitter: Emitter, tree: Filter) -> Code:
    """An expression with predicates that count over all of it."""
    base = emitter.value(tree.base)
    if base.kind == "none":
        return base
    source = sequence(base)
    if len(tree.predicates) == 1:
        outside = _index(emitter, tree.predicates[0], base.kind)
        if outside is not None:
            return Code(f"item_at({source}, {outside})", base.kind, "?")
    variable, clauses = filtered(emitter, source, tree.predicates, base.kind)
    return Code(f"[{variable} {' '.join(clauses)}]", base.kind, "*")


def _index(emitter: Emitter, predicate: Expr, kind: str) -> str | None:
    """A place that does not depend on the item: $items[3], $items[$at]."""
    if any(isinstance(part, Call | Path) or type(part).__name__ == "Dot" for part in walk(predicate)):
        return None
    found = emitter.within(dot=None).value(predicate)
    return found.text if found.kind == "int" and found.card == "1" else None


def refuse_positions(emitter: Emitter, predicate: Expr) -> None:
    """Raise NotUnderstood for a predicate that is about a position, where that is not provided for."""
    if _asks_position(emitter, predicate, "n", "node"):
        raise NotUnderstood("a position in a context")


def last_keyed(emitter: Emitter, steps: Steps) -> int | None:
    """The last step whose first predicate asks for one value of each node, and whose others for no place."""
    for index in range(len(steps) - 1, -1, -1):
        step = steps[index]
        if not isinstance(step, Step) or not step.predicates or step.axis not in {"child", "descendant"}:
            continue
        found = key_of(step.predicates[0])
        if found is None or len(found[1]) != 1:
            continue
        if not any(_asks_position(emitter, each, "n", "node") for each in step.predicates):
            return index
    return None


def key_of_step(step: Step) -> tuple[Expr, str]:
    """The value that the first predicate of such a step asks for."""
    found = key_of(step.predicates[0])
    assert found is not None
    return found[0], found[1][0]
