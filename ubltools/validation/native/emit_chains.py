"""Writes paths as chains: the clauses of one comprehension, and the item that they end at.

What does not depend on where it is evaluated, a path from the root without variables, is hoisted: gathered
once a document, and put into a dictionary by a value where a predicate asks for one.
"""

from dataclasses import dataclass, field

from ubltools.validation.native.code import (
    NOTHING,
    Code,
    sequence,
)
from ubltools.validation.native.emit_steps import Steps, iterate, key_of_step, last_keyed
from ubltools.validation.native.emitter import Emitter
from ubltools.validation.native.errors import NotUnderstood
from ubltools.validation.native.syntax import (
    ANYWHERE,
    Call,
    Dot,
    Expr,
    Path,
    Root,
    Step,
    Variable,
)
from ubltools.validation.native.walk import walk


@dataclass(slots=True)
class Chain:
    """A path on its way: clauses of a comprehension, and the item that they end at."""

    item: Code
    clauses: list[str] = field(default_factory=list)
    settled: bool = True  # in document order, each node once
    distinct: bool = True
    flat: bool = True  # no node is inside another one
    up: bool = False  # it went up, so that others may come down the same way
    ordered: bool = False  # the order of the items matters
    single: bool = True  # it is at one item, or none

    def listed(self) -> str:
        """The items as a list; with a name of its own when there is only a look-up."""
        if not self.clauses:
            return f"({self.item.text},)"
        if len(self.clauses) == 1:
            head, _, source = self.clauses[0].partition(" in ")
            if head == f"for {self.item.text}" and " if " not in source and not source.startswith("each_of("):
                return source
        return f"[{self.item.text} {' '.join(self.clauses)}]"


def chain(emitter: Emitter, path: Path, *, ordered: bool = False) -> Chain:
    """The path as clauses. ordered: it matters in which order the items come."""
    found, steps = _start(emitter, path, ordered=ordered)
    found.ordered = ordered
    _add_all(emitter, found, steps)
    return found


def _add_all(emitter: Emitter, found: Chain, steps: Steps) -> None:
    for index, step in enumerate(steps):
        following = steps[index + 1] if index + 1 < len(steps) else None
        if step == ANYWHERE and found.item.text in {"d.top", "t"} and is_attribute(following):
            variable = emitter.unit.fresh()
            found.clauses.append(f"for {variable} in d.holders({following.test.name!r})")  # type: ignore[union-attr]
            found.item = Code(variable, "node")
            found.flat = found.single = False
        elif step == ANYWHERE and not _goes_down(following):
            raise NotUnderstood("a step from texts and comments, or to them")
        else:
            _add(emitter, found, step)


def _goes_down(step: Step | Expr | None) -> bool:
    """Whether a step comes from elements alone, whatever else it is taken from."""
    return isinstance(step, Step) and step.axis in {"child", "attribute", "descendant"}


def is_attribute(step: Step | Expr | None) -> bool:
    """Whether a step goes to an attribute by name."""
    if not isinstance(step, Step) or step.axis != "attribute" or step.predicates:
        return False
    return step.test.kind == "element" and "*" not in step.test.name


def _start(emitter: Emitter, path: Path, *, ordered: bool) -> tuple[Chain, Steps]:
    if isinstance(path.start, Root):
        if emitter.dot().kind != "node":
            raise NotUnderstood("/ where the context is no node")
        constant = _constant_steps(path.steps)
        if constant and not _is_look_up(path.steps[:constant]):
            return _hoisted(emitter, path.steps[:constant], ordered=ordered), path.steps[constant:]
        return Chain(Code("d.top", "node")), path.steps
    if isinstance(path.start, Dot):
        return _from(emitter, emitter.dot()), path.steps
    start = emitter.value(path.start) if ordered else emitter.any_order(path.start)
    return _from(emitter, start), path.steps


def _from(emitter: Emitter, start: Code) -> Chain:
    """A chain that begins at the items of a value, which must be nodes once a step follows."""
    if start.card == "1" and start.text.isidentifier():
        return Chain(start)
    variable = emitter.unit.fresh()
    flat = start.card != "*"
    return Chain(
        Code(variable, start.kind),
        [f"for {variable} in {sequence(start)}"],
        settled=True,
        flat=flat,
        single=flat,
    )


def _constant_steps(steps: Steps) -> int:
    """How many steps from the root have the same result wherever they are evaluated."""
    for index, step in enumerate(steps):
        for part in walk(step):
            if isinstance(part, Variable) or (isinstance(part, Call) and part.name == "current"):
                return index
    return len(steps)


def _is_look_up(steps: Steps) -> bool:
    """Whether the steps cost no more than what remembering them costs."""
    return (
        all(
            isinstance(step, Step) and not step.predicates and step.axis in {"child", "descendant"}
            for step in steps
        )
        and len(steps) == 1
    )


def _hoisted(emitter: Emitter, steps: Steps, *, ordered: bool = False) -> Chain:
    """A chain over what some steps from the root lead to, gathered once a document.

    Nodes can be put in order later; what an expression makes of them cannot.
    """
    unit = emitter.unit
    ordered = ordered and not all(isinstance(step, Step) for step in steps)
    key = steps, ordered
    if key not in unit.hoisted:
        inner = _from_root(emitter, steps, ordered=ordered)
        slot = unit.slot()
        unit.hoisted[key] = slot, inner.item.kind
        settle = "" if inner.settled or inner.item.kind != "node" else "d.in_order"
        each = "" if inner.distinct or inner.item.kind != "node" else "each_once"
        unit.hoisted_code.append(
            f"def h{slot}(d):\n    t = d.top\n"
            f"    return {each}({inner.item.text} {' '.join(inner.clauses)})\n"
            f"def o{slot}(d):\n    return {settle}(list(all_of(d, {slot}, h{slot})))\n"
        )
    slot, kind = unit.hoisted[key]
    variable = unit.fresh()
    return Chain(
        Code(variable, kind),
        [f"for {variable} in each_of(d, {slot}, h{slot})"],
        False,
        False,
        False,
        single=False,
    )


def _from_root(emitter: Emitter, steps: Steps, *, ordered: bool = False) -> Chain:
    """Steps from the root as clauses over t, the document; by a table of values where a step allows it."""
    top = Emitter(emitter.unit, type(emitter.scope)({}, Code("t", "node")))
    place = None if emitter.unit.careful else last_keyed(top, steps)
    if place is None:
        found = Chain(Code("t", "node"), ordered=ordered)
        _add_all(top, found, steps)
        return found
    step = steps[place]
    assert isinstance(step, Step)
    key, value_ = key_of_step(step)
    before = (*steps[:place], Step(step.axis, step.test))
    source = table(emitter, before, key)
    variable = emitter.unit.fresh()
    found = Chain(
        Code(variable, "node"),
        [f"for {variable} in {source}.get({value_!r}, ())"],
        False,
        True,
        False,
        single=False,
        ordered=ordered,
    )
    inner = top.within(dot=found.item)
    conditions = [inner.truth(predicate) for predicate in step.predicates[1:]]
    found.clauses[-1] += "".join(f" if {condition}" for condition in conditions)
    _add_all(top, found, steps[place + 1 :])
    return found


def table(emitter: Emitter, steps: Steps, key: Expr) -> str:
    """What some steps from the root lead to, in a dictionary by a value of the nodes."""
    unit = emitter.unit
    slot = unit.slot_of(("table", steps, key))
    if ("key", key) not in unit.places:
        number = unit.slot_of(("key", key))
        code = Emitter(unit, type(emitter.scope)({}, Code("n", "node"))).any_order_atoms(key)
        values = code.text if code.card == "1" else sequence(code)
        unit.hoisted_code.append(f"def y{number}(n, d):\n    return {values}\n")
    function = f"y{unit.places['key', key]}"
    if _is_look_up(steps):
        inner = _from_root(emitter, steps)
        return f"by_value(d, {slot}, {function}, lambda t: {inner.listed()})"
    source, _, gathered = _hoisted(emitter, steps).clauses[0].partition(" in each_of")
    return f"by_value(d, {slot}, {function}, lambda t: all_of{gathered})" if source else ""


def _add(emitter: Emitter, found: Chain, step: Step | Expr) -> None:
    if found.item.kind not in {"node", "any"}:
        raise NotUnderstood("a step from something that is no node")
    if found.item.kind == "any":
        variable = emitter.unit.fresh()
        found.clauses.append(f"for {variable} in nodes_only(({found.item.text},))")
        found.item = Code(variable, "node")
    many = not found.single
    if isinstance(step, Step):
        steps = iterate(emitter.within(often=found.up), found.item.text, step)
        found.up = found.up or step.axis == "parent"
        ordered = emitter.unit.careful or step.axis != "descendant"
        found.settled = found.settled and ordered and (not many or (steps.down and found.flat))
        found.distinct = found.distinct and (not many or steps.down)
        found.flat = found.flat and steps.flat
        found.clauses += steps.clauses
        found.item = Code(steps.variable, "node")
        found.single = found.single and step.axis in {"parent", "self"}
        return
    if many and found.item.kind == "node" and not (found.settled if found.ordered else found.distinct):
        found.clauses = [
            f"for {found.item.text} in d.in_order([{found.item.text} {' '.join(found.clauses)}])"
        ]
    inner = emitter.within(dot=found.item, position=None, last=None).value(step)
    if inner.kind == "none":
        inner = NOTHING
    if inner.card == "1":
        found.item = inner
    else:
        variable = emitter.unit.fresh()
        found.clauses.append(f"for {variable} in {sequence(inner)}")
        found.item = Code(variable, inner.kind)
        found.single = found.single and inner.card != "*"
    found.settled = found.settled and (inner.kind != "node" or not many)
    found.distinct = found.distinct and (inner.kind != "node" or not many)
    found.flat = False
