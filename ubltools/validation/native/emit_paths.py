"""Writes paths: steps become the clauses of one comprehension, look-ups where they can.

What does not depend on where it is evaluated, a path from the root without variables, is hoisted: gathered
once a document. Order and duplicates are settled only where a step can disturb them and somebody cares.
"""

import re
from collections.abc import Callable
from typing import Final

from ubltools.validation.native.code import Code, atomic, listed, sequence
from ubltools.validation.native.emit_chains import Chain, chain, is_attribute
from ubltools.validation.native.emitter import Emitter
from ubltools.validation.native.syntax import ANYWHERE, Dot, Expr, Path, Root, Step, Test


def value(emitter: Emitter, path: Path) -> Code:
    """The nodes or items of a path, in order."""
    found = chain(emitter, path, ordered=True)
    if not found.clauses:
        return found.item
    slot = _only_hoisted(found)
    if slot is not None:
        return Code(f"o{slot}(d)", found.item.kind, "*")
    text = found.listed()
    if found.item.kind == "node" and not found.settled:
        return Code(f"d.in_order({text})", "node", "*")
    return Code(text, found.item.kind, "*", (found.item.text, " ".join(found.clauses)))


def any_order(emitter: Emitter, path: Path) -> Code:
    """The nodes or items of a path, each once, in any order."""
    found = chain(emitter, path)
    if not found.clauses:
        return found.item
    slot = _only_hoisted(found)
    if slot is not None:
        return Code(f"all_of(d, {slot}, h{slot})", found.item.kind, "*")
    text = found.listed()
    if found.item.kind == "node" and not found.distinct:
        return Code(f"d.in_order({text})", "node", "*")
    return Code(text, found.item.kind, "*", (found.item.text, " ".join(found.clauses)))


def _only_hoisted(found: Chain) -> int | None:
    """The slot of a chain that is nothing but what is hoisted."""
    if len(found.clauses) != 1:
        return None
    head, _, source = found.clauses[0].partition(" in ")
    if head != f"for {found.item.text}" or not source.startswith("each_of(d, ") or " if " in source:
        return None
    return int(source.split(", ")[1])


def count(emitter: Emitter, path: Path) -> Code:
    """How many there are."""
    found = any_order(emitter, path)
    return Code(f"len({sequence(found)})", "int")


def exists(emitter: Emitter, path: Path) -> Code:
    """Whether there is any; what comes after the first is not evaluated."""
    plain = _plain_children(emitter, path)
    if plain is not None:
        return Code(plain, "bool")
    holder = _before_attribute(path)
    if holder is not None:
        found = chain(emitter, holder)
        has = f"{path.steps[-1].test.name!r} in {found.item.text}.attributes"  # type: ignore[union-attr]
        if found.clauses and found.item.kind == "node":
            return _any(emitter, [*found.clauses[:-1], f"{found.clauses[-1]} if {has}"])
    found = chain(emitter, path)
    if not found.clauses:
        return Code("True", "bool")
    slot = _only_hoisted(found)
    if slot is not None:
        return Code(f"any_of(d, {slot}, h{slot})", "bool")
    if len(found.clauses) == 1 and found.listed() != f"[{found.item.text} {found.clauses[0]}]":
        return Code(f"bool({found.listed()})", "bool")
    return _any(emitter, found.clauses)


def _any(emitter: Emitter, clauses: list[str]) -> Code:
    """Whether there is anything; of few things the list is there before any() has begun."""
    if not emitter.unit.careful and all(map(_FEW, clauses)):
        return Code(f"(not not [True {' '.join(clauses)}])", "bool")
    return Code(f"any(True {' '.join(clauses)})", "bool")


# Children of the context node, and what is below them.
_FEW: Final = re.compile(r"for \w+ in \w+\.kids\.get\(\w+, \(\)\)(?: if .*)?").fullmatch


def _before_attribute(path: Path) -> Path | None:
    """The path to what holds an attribute, of which only the name is asked for."""
    relative = not isinstance(path.start, Root) and len(path.steps) > 1 and path.steps[-2] != ANYWHERE
    if relative and is_attribute(path.steps[-1]):
        return Path(path.start, path.steps[:-1])
    return None


def truth(emitter: Emitter, path: Path) -> Code | None:
    """Whether a path leads to a node; None for one that leads to something else."""
    last = path.steps[-1]
    if isinstance(last, Step) or chain(emitter, path).item.kind == "node":
        return exists(emitter, path)
    return None


def _plain_children(emitter: Emitter, path: Path) -> str | None:
    """Child steps by name from one node, where a look-up is all."""
    start = emitter.scope.dot if isinstance(path.start, Dot) else None
    if isinstance(path.start, Root) and emitter.scope.dot is not None:
        start = Code("d.top", "node")
    if start is None or start.card != "1" or start.kind != "node":
        return None
    steps = path.steps
    last = steps[-1]
    if len(steps) == 1 and isinstance(last, Step):
        if is_attribute(last):
            return f"({last.test.name!r} in {start.text}.attributes)"
        if last == Step("child", Test("any")):
            return f"(not not {start.text}.kids)"  # bool() takes longer
    if not all(_is_plain_child(step) for step in steps):
        return None
    names = [emitter.unit.tag(step.test.name) for step in steps if isinstance(step, Step)]
    first = f"({names[0]} in {start.text}.kids)"
    if len(names) == 1:
        return first
    function = "reaches_two" if len(names) == 2 else "reaches"
    return f"({names[0]} in {start.text}.kids and {function}({start.text}, {', '.join(names)}))"


def _is_plain_child(step: Step | Expr) -> bool:
    return (
        isinstance(step, Step)
        and step.axis == "child"
        and step.test.kind == "element"
        and "*" not in step.test.name
        and not step.predicates
    )


def atoms(emitter: Emitter, path: Path) -> Code:
    """The values of the nodes of a path, in order."""
    return _attribute_values(emitter, path, value) or _values(emitter, path, settled=True)


def any_atoms(emitter: Emitter, path: Path) -> Code:
    """The values of the nodes of a path, in any order."""
    return _attribute_values(emitter, path, any_order) or _values(emitter, path, settled=False)


def _values(emitter: Emitter, path: Path, *, settled: bool) -> Code:
    """The values of the nodes, in one comprehension where their order and number need no care."""
    found = chain(emitter, path, ordered=settled)
    slot = _only_hoisted(found) if found.clauses else None
    if slot is not None and not settled and found.item.kind == "node":
        return Code(
            f"values_of(d, {emitter.unit.slot_of(('values', slot))}, {slot}, h{slot})", "untyped", "*"
        )
    if not found.clauses or slot is not None or found.item.kind != "node" or not found.distinct:
        return atomic(value(emitter, path) if settled else any_order(emitter, path))
    if settled and not found.settled:
        return atomic(value(emitter, path))
    return listed(atomic(found.item).text, " ".join(found.clauses), "untyped")


def _attribute_values(emitter: Emitter, path: Path, form: Callable[[Emitter, Path], Code]) -> Code | None:
    """The values where the last step is an attribute by name, read without making nodes of them."""
    last = path.steps[-1]
    if not isinstance(last, Step) or not is_attribute(last):
        return None
    name = last.test.name
    before = Path(path.start, path.steps[:-1])
    found = form(emitter, before) if before.steps else emitter.value(path.start)
    if found.kind != "node":
        return None
    if found.card == "1":
        return Code(f"{found.text}.attributes.get({name!r})", "untyped", "?")
    return listed(
        f"k.attributes[{name!r}]", f"for k in {sequence(found)} if {name!r} in k.attributes", "untyped"
    )


def item(emitter: Emitter, path: Path) -> Code | None:
    """The one value at the end of a path, where that is a child of one node."""
    start = emitter.scope.dot if isinstance(path.start, Dot) else None
    if start is None or start.card != "1" or start.kind != "node" or len(path.steps) > 2:
        return None
    if not all(map(_is_plain_child, path.steps)):
        return None
    names = [emitter.unit.tag(step.test.name) for step in path.steps if isinstance(step, Step)]
    function = "text_at" if len(names) == 1 else "text_below"
    return Code(f"{function}({start.text}, {', '.join(names)})", "untyped", "?")


VALUE: Final[dict[type, Callable[..., Code]]] = {Path: value}
ANY_ORDER: Final[dict[type, Callable[..., Code]]] = {Path: any_order}
ATOMS: Final[dict[type, Callable[..., Code]]] = {Path: atoms}
ANY_ATOMS: Final[dict[type, Callable[..., Code]]] = {Path: any_atoms}
EXISTS: Final[dict[type, Callable[..., Code]]] = {Path: exists}
TRUTH: Final[dict[type, Callable[..., Code | None]]] = {Path: truth}
COUNT: Final[dict[type, Callable[..., Code]]] = {Path: count}
ITEM: Final[dict[type, Callable[..., Code | None]]] = {Path: item}
