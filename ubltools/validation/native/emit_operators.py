"""Writes operators: and, or, arithmetic, ranges, unions, castable. Inline where kinds are known."""

from collections.abc import Callable
from typing import Final

from ubltools.validation.native.code import EXACT, NUMERIC, TEXTUAL, Code, cast, marked, optional, sequence
from ubltools.validation.native.emit_comparisons import (
    GENERAL,
    KIND_OF_TYPE,
    PYTHON,
    general,
    late,
    plain_values,
    value_comparison,
)
from ubltools.validation.native.emitter import Emitter
from ubltools.validation.native.errors import NotUnderstood
from ubltools.validation.native.fold import is_safe
from ubltools.validation.native.rounding import before_cents
from ubltools.validation.native.syntax import (
    Binary,
    Cast,
    Expr,
    Negative,
    Path,
    Step,
    Type,
    TypeTest,
)

_TOLERANT: Final = {"and": "both_hold", "or": "one_holds"}
_MISSING: Final = {"+": "plus", "-": "minus", "*": "times"}


def binary(emitter: Emitter, tree: Binary) -> Code:
    """Any operator between two expressions."""
    sign = tree.operator
    if sign in {"and", "or"}:
        return Code(f"bool({logical(emitter, tree).text})", "bool")
    if sign in GENERAL:
        return general(emitter, tree)
    if sign in PYTHON:
        return value_comparison(emitter, tree)
    return _OTHERS[sign](emitter, tree)


def truth(emitter: Emitter, tree: Binary) -> Code | None:
    """An operator where it matters only whether it is true."""
    if tree.operator in {"and", "or"}:
        return logical(emitter, tree)
    if tree.operator in PYTHON and tree.operator not in GENERAL:
        return plain_values(emitter, tree)
    return union_exists(emitter, tree) if tree.operator in {"|", "union"} else None


def logical(emitter: Emitter, tree: Binary) -> Code:
    """and, or: from left to right, no further than needed; if the left fails, the right may still decide."""
    if emitter.unit.careful and not is_safe(tree.left):
        operands = ", ".join(f"lambda: {emitter.truth(each)}" for each in (tree.left, tree.right))
        return Code(f"{_TOLERANT[tree.operator]}({operands})", "bool")
    return Code(f"({emitter.truth(tree.left)} {tree.operator} {emitter.truth(tree.right)})", "bool")


def arithmetic(emitter: Emitter, tree: Binary) -> Code:
    """+ - * div idiv mod."""
    whole = before_cents(tree)
    amount = emitter.item(whole) if whole is not None else None
    if amount is not None and amount.kind in EXACT:
        return Code(f"cents({amount.text})", "dec", amount.card)
    sign, left, right = tree.operator, emitter.item(tree.left), emitter.item(tree.right)
    kinds = {left.kind, right.kind}
    if "none" in kinds:
        return Code("None", "dec", "?")
    if kinds - NUMERIC - {"untyped", "any"}:
        raise NotUnderstood(f"{sign} between values of the kinds {' and '.join(sorted(kinds))}")
    card = "1" if left.card == right.card == "1" else "?"
    if not kinds <= EXACT:
        kind = "any" if "any" in kinds and "dbl" not in kinds and "untyped" not in kinds else "dbl"
        return _calculated(emitter, sign, marked(left), marked(right), "int" if sign == "idiv" else kind)
    kind = "int" if sign == "idiv" or (kinds == {"int"} and sign != "div") else "dec"
    if card == "1" and sign in _MISSING:
        return Code(f"({left.text} {sign} {right.text})", kind)
    if card == "1" and sign == "mod":
        return Code(f"remainder({left.text}, {right.text})", kind)
    return _calculated(emitter, sign, left, right, kind)


def _calculated(emitter: Emitter, sign: str, left: Code, right: Code, kind: str) -> Code:
    """An operation by a call, where an operand may be missing or of any kind."""
    exact = {left.kind, right.kind} <= EXACT
    name = {**_MISSING, "div": "divide"}.get(sign) if exact else None
    call = f"{name}(" if name else f"calculate({sign!r}, "
    card = "1" if left.card == right.card == "1" else "?"
    return Code(late(emitter, left, lambda q: f"{call}{q}, {right.text})"), kind, card)


def negative(emitter: Emitter, tree: Negative) -> Code:
    """Unary minus."""
    operand = emitter.item(tree.operand)
    if operand.kind in EXACT and operand.card == "1":
        return Code(f"(-{operand.text})", operand.kind)
    if operand.kind == "untyped":
        operand = cast(operand, "dbl")
    if operand.kind not in NUMERIC:
        raise NotUnderstood("a minus before what may be no number")
    return Code(f"negative({operand.text})", operand.kind, operand.card)


def numbers(emitter: Emitter, tree: Binary) -> Code:
    """a to b."""
    left, right = emitter.item(tree.left), emitter.item(tree.right)
    if {left.kind, right.kind} != {"int"} or left.card + right.card != "11":
        raise NotUnderstood("to, where an operand may be no whole number")
    return Code(f"range({left.text}, {right.text} + 1)", "int", "*")


def union(emitter: Emitter, tree: Binary) -> Code:
    """The nodes of both, in order, each once."""
    left, right = emitter.any_order(tree.left), emitter.any_order(tree.right)
    if left.kind != "node" or right.kind != "node":
        raise NotUnderstood("a union of what may be no nodes")
    return Code(f"d.in_order([*{sequence(left)}, *{sequence(right)}])", "node", "*")


def union_any_order(emitter: Emitter, tree: Binary) -> Code | None:
    """The same where their order does not matter; attributes are other nodes each time they are asked for."""
    if tree.operator not in {"|", "union"} or emitter.unit.careful:
        return None
    if not (_ends_in_element(tree.left) and _ends_in_element(tree.right)):
        return None
    left, right = emitter.any_order(tree.left), emitter.any_order(tree.right)
    return Code(f"list(dict.fromkeys([*{sequence(left)}, *{sequence(right)}]))", "node", "*")


def _ends_in_element(tree: Expr) -> bool:
    last = tree.steps[-1] if isinstance(tree, Path) else None
    return isinstance(last, Step) and last.axis in {"child", "descendant"} and last.test.kind != "text"


def union_exists(emitter: Emitter, tree: Binary) -> Code | None:
    """Whether a union has a node."""
    if tree.operator not in {"|", "union"}:
        return None
    return Code(f"({emitter.exists(tree.left)} or {emitter.exists(tree.right)})", "bool")


def except_or_intersect(emitter: Emitter, tree: Binary) -> Code:
    """The nodes of the left that are, or are not, in the right."""
    left, right = emitter.value(tree.left), emitter.any_order(tree.right)
    if left.kind != "node" or right.kind != "node":
        raise NotUnderstood(f"{tree.operator} of what may be no nodes")
    how = "not in" if tree.operator == "except" else "in"
    places = f"for q in ({{d.order(k) for k in {sequence(right)}}},)"
    return Code(f"[k {places} for k in d.in_order([*{sequence(left)}]) if d.order(k) {how} q]", "node", "*")


def identity(emitter: Emitter, tree: Binary) -> Code:
    """is, <<, >>."""
    left, right = optional(emitter.value(tree.left)), optional(emitter.value(tree.right))
    if left.kind != "node" or right.kind != "node":
        raise NotUnderstood(f"{tree.operator} between what may be no nodes")
    if tree.operator == "is":
        return Code(f"same({left.text}, {right.text})", "bool", "?")
    first, second = (left, right) if tree.operator == "<<" else (right, left)
    return Code(f"earlier(d, {first.text}, {second.text})", "bool", "?")


def joined(emitter: Emitter, tree: Binary) -> Code:
    """||."""
    from ubltools.validation.native.code import as_string

    parts = [as_string(emitter.item(each)).text for each in (tree.left, tree.right)]
    return Code(f"({' + '.join(parts)})", "string")


_OTHERS: Final[dict[str, Callable[[Emitter, Binary], Code]]] = {
    **dict.fromkeys(("+", "-", "*", "div", "idiv", "mod"), arithmetic),
    **dict.fromkeys(("|", "union"), union),
    **dict.fromkeys(("except", "intersect"), except_or_intersect),
    **dict.fromkeys(("is", "<<", ">>"), identity),
    "to": numbers,
    "||": joined,
}


def kind_of(type_: Type) -> str:
    """The kind behind the name of an atomic type. Raises NotUnderstood."""
    if type_.name not in KIND_OF_TYPE:
        raise NotUnderstood(f"the type {type_.name}")
    return KIND_OF_TYPE[type_.name]


def type_test(emitter: Emitter, tree: TypeTest) -> Code:
    """castable as."""
    if tree.operator != "castable":
        raise NotUnderstood("instance of")
    kind = kind_of(tree.type)
    found = emitter.atoms(tree.operand)
    if found.kind not in TEXTUAL | NUMERIC | {kind} or kind == "string":
        raise NotUnderstood("castable of this value")
    name = {
        "dec": "decimal_of",
        "int": "integer_of",
        "dbl": "double_of",
        "bool": "boolean_of",
        "date": "castable_date",
    }[kind]
    missing = tree.type.occurs == "?"
    if found.card == "*":
        return Code(f"castable_one({name}, {found.text}, {missing})", "bool")
    return Code(f"castable({name}, {found.text}, {missing})", "bool")


def cast_as(emitter: Emitter, tree: Cast) -> Code:
    """cast as."""
    found = cast(emitter.item(tree.operand), kind_of(tree.type))
    if found.card == "?" and tree.type.occurs != "?":
        return Code(f"required({found.text})", found.kind)
    return found


VALUE: Final[dict[type, Callable[..., Code]]] = {
    Binary: binary, Negative: negative, TypeTest: type_test, Cast: cast_as,
}  # fmt: skip
TRUTH: Final[dict[type, Callable[..., "Code | None"]]] = {Binary: truth}
ANY_ORDER: Final[dict[type, Callable[..., "Code | None"]]] = {Binary: union_any_order}
EXISTS: Final[dict[type, Callable[..., "Code | None"]]] = {Binary: union_exists}
