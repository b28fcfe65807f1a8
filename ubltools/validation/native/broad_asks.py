"""Recognizes conditions that a broader question settles: which codes stand in elements of some name.

Where no tax category says O, nothing holds that asks for a tax category with O, on whatever path. One such
question serves many conditions. What may fail on the way to the code is asked too, and fails there.
"""

from typing import Final, NamedTuple, TypeAlias

from ubltools.validation.native.fold import is_safe, is_safe_step
from ubltools.validation.native.parts import child_in, code_in, is_to_child, key_of, literals, name_of
from ubltools.validation.native.syntax import Binary, Call, Dot, Expr, Path, Root, Step
from ubltools.validation.native.texts import tidy

Children: TypeAlias = tuple[str, str]  # in elements of some name those of some name
_BOOLEANS: Final = (Call("true", ()), Call("false", ()))


class Broad(NamedTuple):
    """Of the children one must have one of the texts.

    truths: children that must be booleans, or the condition fails; single: of which each element has one.
    """

    children: Children
    texts: tuple[str, ...]
    truths: tuple[Children, ...] = ()
    single: tuple[Children, ...] = ()


def broad(tree: Expr) -> Broad | None:
    """The broader question behind a condition: without these texts it cannot be true, and cannot fail."""
    if isinstance(tree, Binary):
        return _of_comparison(tree)
    if not isinstance(tree, Path) or not (isinstance(tree.start, Root) or is_safe(tree.start)):
        return None
    truths: dict[Children, None] = {}
    single: dict[Children, None] = {}
    above = None
    for step in tree.steps:
        found = _of_step(step, above)
        if found is not None:
            return Broad(*found, tuple(truths), tuple(single))
        if not isinstance(step, Step):
            return None
        above = name_of(step)
        for predicate in step.predicates:
            truth, code = _truth(predicate), code_in(predicate)
            if truth is not None and above is not None:
                truths[above, truth] = None
            elif code is not None:
                single[code] = None
            elif not is_safe_step(Step(step.axis, step.test, (predicate,))):
                return None
    return None


def _of_comparison(tree: Binary) -> Broad | None:
    """//element/child = 'text'."""
    path = tree.left
    texts = literals(tree.right) if tree.operator == "=" else ()
    if not isinstance(path, Path) or len(path.steps) < 2 or not is_safe(path) or not _are_codes(texts):
        return None
    above, last = (name_of(each) for each in path.steps[-2:])
    return Broad((above, last), texts) if above and last and is_to_child(path.steps[-1]) else None


def _of_step(step: Step | Expr, above: str | None) -> tuple[Children, tuple[str, ...]] | None:
    """element[child = 'text'], or below an element child[. = 'text']; the text perhaps tidied."""
    found = key_of(step.predicates[0]) if isinstance(step, Step) and step.predicates else None
    if found is None:
        return None
    value, texts = found
    if isinstance(value, Call) and value.name == "normalize-space" and len(value.arguments) == 1:
        (value,) = value.arguments
    if isinstance(value, Dot):
        element, child = above, name_of(step) if is_to_child(step) else None
    else:
        element, child = name_of(step), child_in(value)
    return ((element, child), texts) if element and child and _are_codes(texts) else None


def _truth(predicate: Expr) -> str | None:
    """The child in child = true() or child = false()."""
    is_truth = isinstance(predicate, Binary) and predicate.operator == "=" and predicate.right in _BOOLEANS
    return child_in(predicate.left) if is_truth and isinstance(predicate, Binary) else None


def _are_codes(texts: tuple[str, ...]) -> bool:
    """Whether these are texts that stay the same when they are tidied."""
    return bool(texts) and all(text and tidy(text) == text for text in texts)
