"""Recognizes how rules round an amount to cents: round(amount * 100) div 100, or * 10 * 10."""

from typing import Final

from ubltools.validation.native.syntax import Binary, Call, Expr, Number

_TEN: Final = Number(10)
_HUNDRED: Final = Number(100)


def before_cents(tree: Expr) -> Expr | None:
    """The amount that an expression rounds to cents; None where it does something else."""
    rounded = _without(tree, "div", _HUNDRED)
    if not isinstance(rounded, Call) or rounded.name != "round" or len(rounded.arguments) != 1:
        return None
    (product,) = rounded.arguments
    return _without(product, "*", _HUNDRED) or _without(_without(product, "*", _TEN), "*", _TEN)


def _without(tree: Expr | None, operator: str, right: Expr) -> Expr | None:
    """The left operand of an operator with that right one."""
    if isinstance(tree, Binary) and tree.operator == operator and tree.right == right:
        return tree.left
    return None
