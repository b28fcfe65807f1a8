"""Finds out what an expression is worth when some paths in it are empty, or some comparisons false.

Three answers: a tuple of items; None for "depends, or may fail". Never a guess: whatever could raise an
error is None. From this follows which asserts hold on a document without being run.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, TypeAlias, TypeGuard

from ubltools.validation.native.compare import OPERATORS
from ubltools.validation.native.syntax import (
    Binary,
    Call,
    Dot,
    Expr,
    If,
    Number,
    Path,
    Quantified,
    Root,
    Sequence,
    Step,
    Test,
    Text,
)
from ubltools.validation.native.texts import after, before, tidy

Known: TypeAlias = tuple[Any, ...] | None
_GENERAL: Final = {"=", "!=", "<", "<=", ">", ">="}
_VALUE: Final = {"eq", "ne", "lt", "le", "gt", "ge"}


def fold(tree: Expr, *assumed: Expr) -> Known:  # noqa: PLR0911 - one return a case
    """The items of an expression when some paths have none and some truths are false; None: not settled."""
    if isinstance(tree, Path):
        empty = any(_extends(tree, each) for each in assumed) or _fold_start(tree, *assumed) == ()
        return () if empty else None
    if tree in assumed:
        return (False,)
    if isinstance(tree, Text | Number):
        return (tree.value,)
    if isinstance(tree, Sequence):
        parts = [fold(item, *assumed) for item in tree.items]
        return None if None in parts else tuple(item for part in parts for item in part or ())
    if isinstance(tree, If):
        test = truth(tree.test, *assumed)
        return None if test is None else fold(tree.then if test else tree.otherwise, *assumed)
    if isinstance(tree, Quantified):
        return (tree.every,) if fold(tree.items, *assumed) == () else None
    if isinstance(tree, Call):
        return _call(tree, *assumed)
    return _binary(tree, *assumed) if isinstance(tree, Binary) else None


def truth(tree: Expr, *assumed: Expr) -> bool | None:
    """The effective boolean value, or None."""
    known = fold(tree, *assumed)
    if known is None or len(known) > 1 or (known and not isinstance(known[0], bool | str | int | Decimal)):
        return None
    return bool(known and known[0])


def _fold_start(tree: Path, *assumed: Expr) -> Known:
    return None if isinstance(tree.start, Root | Dot) else fold(tree.start, *assumed)


def _extends(path: Path, empty: Expr) -> bool:
    return (
        isinstance(empty, Path)
        and path.start == empty.start
        and path.steps[: len(empty.steps)] == empty.steps
    )


def _binary(tree: Binary, *assumed: Expr) -> Known:  # noqa: PLR0911 - one return a case
    if tree.operator in {"and", "or"}:
        return _logical(tree, *assumed)
    left, right = fold(tree.left, *assumed), fold(tree.right, *assumed)
    if tree.operator in {"|", "union"}:
        return () if left == () and right == () else None
    if tree.operator == "+":
        return (left[0] + right[0],) if _is_whole(left) and _is_whole(right) else None
    if tree.operator not in _GENERAL | _VALUE:
        return None
    nothing: Known = () if tree.operator in _VALUE else (False,)
    if left == () and (right is not None or is_safe(tree.right)):
        return nothing
    if right == () and (left is not None or is_safe(tree.left)):
        return nothing
    if left is None or right is None or not (len(left) == 1 or tree.operator in _GENERAL):
        return None
    if not all(isinstance(each, str) for each in (*left, *right)) and not all(
        isinstance(each, int | Decimal) and not isinstance(each, bool) for each in (*left, *right)
    ):
        return None
    return (any(OPERATORS[tree.operator](one, other) for one in left for other in right),)


def _is_whole(known: Known) -> TypeGuard[tuple[int]]:
    return known is not None and len(known) == 1 and type(known[0]) is int


def _logical(tree: Binary, *assumed: Expr) -> Known:
    """and, or; an operand that is not known may be left out of account only when it cannot fail."""
    decides = tree.operator == "or"
    left, right = truth(tree.left, *assumed), truth(tree.right, *assumed)
    if left is decides:
        return (decides,)
    if left is None:
        return (decides,) if right is decides and is_safe(tree.left) else None
    return None if right is None else (right,)


def _call(tree: Call, *assumed: Expr) -> Known:  # noqa: PLR0911 - one return a case
    if tree.name in {"true", "false"}:
        return (tree.name == "true",)
    if tree.name in {"not", "boolean"}:
        found = truth(tree.arguments[0], *assumed)
        return None if found is None else (found is (tree.name == "boolean"),)
    values = [fold(argument, *assumed) for argument in tree.arguments]
    if not values or None in values:
        return None
    known = [value for value in values if value is not None]
    if tree.name in _OF_SEQUENCES and len(known) == 1:
        return (_OF_SEQUENCES[tree.name](known[0]),)
    if tree.name in _NOTHING_FROM_NOTHING and known[0] == ():
        return ()
    if tree.name not in _OF_TEXTS or any(len(each) > 1 or not _is_text(each) for each in known):
        return None
    return (_OF_TEXTS[tree.name](*(each[0] if each else "" for each in known)),)


def _is_text(known: tuple[Any, ...]) -> bool:
    return all(isinstance(item, str) for item in known)


_OF_SEQUENCES: Final[dict[str, Callable[[tuple[Any, ...]], Any]]] = {
    "exists": bool,
    "empty": lambda items: not items,
    "count": len,
}
_XS: Final = "{http://www.w3.org/2001/XMLSchema}"
_NOTHING_FROM_NOTHING: Final = {"round", "abs", "floor", "ceiling", "distinct-values", "reverse", "data"} | {
    _XS + name for name in ("decimal", "integer", "double", "string", "date", "boolean")
}
_OF_TEXTS: Final[dict[str, Callable[..., Any]]] = {
    "normalize-space": tidy,
    "upper-case": str.upper,
    "lower-case": str.lower,
    "string": str,
    "string-length": len,
    "substring-before": before,
    "substring-after": after,
    "contains": lambda text, other: other in text,
    "starts-with": str.startswith,
    "ends-with": str.endswith,
    "concat": lambda *texts: "".join(texts),
}


def is_safe(tree: Expr) -> bool:  # noqa: PLR0911 - one return a case
    """Whether an expression cannot fail. Only where that is certain."""
    if isinstance(tree, Text | Number | Dot | Root):
        return True
    if isinstance(tree, Path):
        return isinstance(tree.start, Root | Dot) and all(map(is_safe_step, tree.steps))
    if isinstance(tree, Sequence):
        return all(map(is_safe, tree.items))
    if isinstance(tree, Call) and tree.name in {
        "not",
        "exists",
        "empty",
        "count",
        "true",
        "false",
        "boolean",
    }:
        return all(_is_safe_truth(argument) for argument in tree.arguments)
    if isinstance(tree, Binary):
        if tree.operator in {"and", "or"}:
            return _is_safe_truth(tree.left) and _is_safe_truth(tree.right)
        if tree.operator in {"|", "union"}:
            return is_safe(tree.left) and is_safe(tree.right)
        return tree.operator in {"=", "!="} and _is_text_like(tree.left) and _is_text_like(tree.right)
    return False


def is_safe_step(step: Step | Expr) -> bool:
    """Whether a step, with its predicates, cannot fail."""
    if isinstance(step, Dot):
        return True
    return isinstance(step, Step) and all(_is_safe_truth(each) for each in step.predicates)


def _is_safe_truth(tree: Expr) -> bool:
    """Whether its effective boolean value cannot fail: of nodes, or of one truth."""
    return not isinstance(tree, Sequence | Number) and is_safe(tree)


def _is_text_like(tree: Expr) -> bool:
    """Nodes or texts, which compare without casting."""
    if isinstance(tree, Call):
        return tree.name in ONE_TEXT and len(tree.arguments) == 1 and _is_one_text(tree.arguments[0])
    return (isinstance(tree, Path | Text | Dot) and is_safe(tree)) or (
        isinstance(tree, Sequence) and all(isinstance(item, Text) for item in tree.items)
    )


def _is_one_text(tree: Expr) -> bool:
    """Whether an expression is at most one text: the context node, an attribute, or what is made of them."""
    match tree:
        case Dot() | Text():
            return True
        case Path(Dot(), (Step("attribute", Test("element", name), ()),)):
            return "*" not in name
    return isinstance(tree, Call) and _is_text_like(tree)


ONE_TEXT: Final = frozenset({"normalize-space", "upper-case", "lower-case", "string"})  # no more than one
