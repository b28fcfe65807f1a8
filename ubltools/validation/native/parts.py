"""Looks at the predicates of a context for what can be decided sooner: by the tag alone, or by one value.

A test of the tag is settled once for a kind of node. A predicate that compares a value with literals tells
whole rules off when no node has such a value, and one that asks for an attribute need not be asked where
all nodes have it. All of these leave the result as it is.
"""

from collections.abc import Iterator
from typing import Final

from ubltools.validation.native.fold import ONE_TEXT, truth
from ubltools.validation.native.syntax import Binary, Call, Dot, Expr, Path, Sequence, Step, Test, Text
from ubltools.validation.native.walk import walk

_NAMES: Final = {"name", "local-name"}


def conjuncts(predicates: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """The predicates, with those that "and" joins taken apart."""
    return tuple(part for predicate in predicates for part in _conjuncts(predicate))


def _conjuncts(predicate: Expr) -> Iterator[Expr]:
    if isinstance(predicate, Binary) and predicate.operator == "and":
        yield from _conjuncts(predicate.left)
        yield from _conjuncts(predicate.right)
    else:
        yield predicate


def tag_test(predicate: Expr) -> str | None:
    """The predicate as Python about the variable "tags", where it is about the local name and no more.

    ends-with(name(), 'X') is about the local name as long as X has no colon in it.
    """
    if not isinstance(predicate, Call):
        return None
    if predicate.name == "not":
        inner = tag_test(predicate.arguments[0])
        return None if inner is None else f"not {inner}"
    if predicate.name != "ends-with":
        return None
    name, end = predicate.arguments
    if not isinstance(name, Call) or name.name not in _NAMES or name.arguments or not isinstance(end, Text):
        return None
    return None if ":" in end.value else f"tags[-1].rpartition('}}')[2].endswith({end.value!r})"


def only_without(predicate: Expr) -> tuple[str, ...]:
    """The names of elements of which one must be above for the predicate to be in doubt; else it holds."""
    steps = [part.steps[0] for part in walk(predicate) if isinstance(part, Path) and part.start == Dot()]
    names = dict.fromkeys(
        step.test.name
        for step in steps
        if isinstance(step, Step) and step.axis == "ancestor" and step.test.kind == "element"
    )
    return tuple(
        name
        for name in names
        if "*" not in name
        and truth(predicate, Path(Dot(), (Step("ancestor", Test("element", name)),))) is True
    )


def only_mark(predicates: tuple[Expr, ...]) -> str | None:
    """The attribute that nodes must have, where the predicates ask for that alone."""
    match predicates:
        case (Path(Dot(), (Step("attribute", Test("element", name), ()),)),) if "*" not in name:
            return name
    return None


def key_of(predicate: Expr) -> tuple[Expr, tuple[str, ...]] | None:
    """For a predicate that is true when a text value is among literals: the value, the literals."""
    if not isinstance(predicate, Binary) or predicate.operator != "=":
        return None
    texts = literals(predicate.right)
    return (predicate.left, texts) if texts and _is_text(predicate.left) else None


def literals(tree: Expr) -> tuple[str, ...]:
    """The texts that an expression consists of; none when there is anything else in it."""
    items = tree.items if isinstance(tree, Sequence) else (tree,)
    texts = tuple(item.value for item in items if isinstance(item, Text))
    return texts if len(texts) == len(items) else ()


def _is_text(tree: Expr) -> bool:
    """Whether an expression gives texts of nodes, or texts made from them."""
    if isinstance(tree, Path):
        last = tree.steps[-1]
        return isinstance(last, Step) or _is_text(last)
    return isinstance(tree, Dot) or (isinstance(tree, Call) and tree.name in ONE_TEXT)


def code_in(predicate: Expr) -> tuple[str, str] | None:
    """Element and child in element/upper-case(child) = 'text', or another function that takes one text.

    Such a predicate cannot fail unless an element has several of the children.
    """
    match predicate:
        case Binary(
            "=" | "!=", Path(Dot(), (Step("child", _, ()) as step, Call(name, (value,)))), Text()
        ) if name in ONE_TEXT:
            while isinstance(value, Call) and value.name in ONE_TEXT and len(value.arguments) == 1:
                (value,) = value.arguments
            element, child = name_of(step), child_in(value)
            return (element, child) if element and child else None
    return None


def child_in(tree: Expr) -> str | None:
    """The name of a path to a child."""
    if not isinstance(tree, Path) or not isinstance(tree.start, Dot) or len(tree.steps) != 1:
        return None
    (step,) = tree.steps
    return name_of(step) if is_to_child(step) and isinstance(step, Step) and not step.predicates else None


def is_to_child(step: Step | Expr) -> bool:
    """Whether a step leads to children."""
    return isinstance(step, Step) and step.axis == "child"


def name_of(step: Step | Expr) -> str | None:
    """The name that a step down asks for."""
    if not isinstance(step, Step) or step.axis not in {"child", "descendant"}:
        return None
    return step.test.name if step.test.kind == "element" and "*" not in step.test.name else None
