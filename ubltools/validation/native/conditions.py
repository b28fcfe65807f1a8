"""Finds what of a rule depends on the document alone, so that it is asked once: conditions.

A predicate of a context that has nothing to do with the node decides for all nodes. An assert that holds
when some paths from the root are empty, or some comparisons false, need not be run then. Nothing is written
here, and nothing guessed: what is asked may still fail, and then everything is run as it stands.
"""

from collections.abc import Collection, Iterator
from typing import Any

from ubltools.validation.native.broad_asks import broad
from ubltools.validation.native.fold import truth
from ubltools.validation.native.syntax import (
    Binary,
    Call,
    Dot,
    Expr,
    Path,
    Root,
    Sequence,
    Step,
    Text,
    Variable,
)
from ubltools.validation.native.walk import beside, parts, walk

_OF_CONTEXT = {"position", "last", "current"}


def is_of_document(tree: Any, local: Collection[str] = ()) -> bool:
    """Whether an expression has the same value wherever it is evaluated. local: variables of the rule."""
    if isinstance(tree, Path):
        start = isinstance(tree.start, Root) or is_of_document(tree.start, local)
        return start and not any(_looks_out(step, local) for step in tree.steps)
    if isinstance(tree, Dot) or _looks_out_itself(tree, local):
        return False
    if isinstance(tree, Call) and not tree.arguments and tree.name not in {"true", "false"}:
        return False  # normalize-space() and the like are about the context
    return all(is_of_document(part, local) for part in parts(tree))


def _looks_out(step: Step | Expr, local: Collection[str]) -> bool:
    """Whether a step asks for more than the nodes that it comes from."""
    return any(_looks_out_itself(part, local) for part in walk(step))


def _looks_out_itself(part: Any, local: Collection[str]) -> bool:
    if isinstance(part, Variable):
        return part.name in local
    return isinstance(part, Call) and part.name in _OF_CONTEXT


def requirements(test: Expr, local: Collection[str]) -> tuple[Expr, ...]:
    """What of the document must be there, or true, for an assert to be worth running: any one of these.

    None of them means that it must be run. local: as in is_of_document.
    """
    found = list(dict.fromkeys(each for each in _atoms(test) if is_of_document(each, local)))
    for each in found:
        if truth(test, each) is True:
            return (each,)
    return _fewest(test, found) if len(found) > 1 and truth(test, *found) is True else ()


def _fewest(test: Expr, found: list[Expr]) -> tuple[Expr, ...]:
    """Those without which it does not go; of two ways the one that shares its question with others."""
    left = found
    for each in sorted(found, key=lambda tree: broad(tree) is not None):
        fewer = [other for other in left if other is not each]
        if truth(test, *fewer) is True:
            left = fewer
    return tuple(left)


def _atoms(tree: Any) -> Iterator[Expr]:
    """Paths with predicates and comparisons with texts, evaluated where the expression is."""
    if isinstance(tree, Path) and any(isinstance(part, Step) and part.predicates for part in tree.steps):
        yield tree
    if isinstance(tree, Binary) and tree.operator == "=" and isinstance(tree.right, Text | Sequence):
        yield tree
    for part in beside(tree):
        yield from _atoms(part)
