"""Writes what conditions of a document are about: some texts in it, of which one must be among others.

Conditions about the same texts share the function that finds them. Of what an assert requires, less may be
asked, and never more: there it costs only time to be wrong.
"""

from ubltools.validation.native.broad_asks import Children, broad
from ubltools.validation.native.code import TEXTUAL, sequence
from ubltools.validation.native.emit_chains import table
from ubltools.validation.native.emit_steps import key_of_step, last_keyed
from ubltools.validation.native.emitter import Emitter
from ubltools.validation.native.parts import literals
from ubltools.validation.native.syntax import Binary, Expr, Path, Root, Step

Asked = tuple[str, tuple[str, ...]]


def condition(emitter: Emitter, tree: Expr) -> Asked:
    """The texts, over d and t, and those of which one is among them exactly when the condition is true."""
    return _comparison(emitter, tree) or _plain(emitter, tree)


def requirement(emitter: Emitter, tree: Expr) -> Asked:
    """The same, but one of the texts may also be among them when the condition is not true."""
    return (
        _broad(emitter, tree) or _comparison(emitter, tree) or _keyed(emitter, tree) or _plain(emitter, tree)
    )


def _broad(emitter: Emitter, tree: Expr) -> Asked | None:
    """A question that many conditions share."""
    found = broad(tree)
    if found is None:
        return None
    calls = [_below(emitter, "truths_below", each) for each in found.truths]
    calls += [_below(emitter, "codes_below", each) for each in (*found.single, found.children)]
    return (calls[0] if len(calls) == 1 else f"({', '.join(calls)})[-1]"), found.texts


def _below(emitter: Emitter, name: str, children: Children) -> str:
    slot = emitter.unit.slot_of((name, children))
    return f"{name}(d, {slot}, {', '.join(map(emitter.unit.tag, children))})"


def _plain(emitter: Emitter, tree: Expr) -> Asked:
    return f"('true',) if {emitter.truth(tree)} else ()", ("true",)


def _comparison(emitter: Emitter, tree: Expr) -> Asked | None:
    """value = 'literal', or one of several."""
    if not isinstance(tree, Binary) or tree.operator != "=" or not literals(tree.right):
        return None
    found = emitter.any_order_atoms(tree.left)
    return (sequence(found), literals(tree.right)) if found.kind in TEXTUAL else None


def _keyed(emitter: Emitter, tree: Expr) -> Asked | None:
    """A path from the root, followed to the last step that asks for a value."""
    place = (
        last_keyed(emitter, tree.steps) if isinstance(tree, Path) and isinstance(tree.start, Root) else None
    )
    if place is None or not isinstance(tree, Path):
        return None
    step = tree.steps[place]
    assert isinstance(step, Step)
    key, value = key_of_step(step)
    return table(emitter, (*tree.steps[:place], Step(step.axis, step.test)), key), (value,)
