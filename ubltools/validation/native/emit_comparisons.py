"""Writes comparisons, of pairs and of single values. Inline where the kinds are known."""

from collections.abc import Callable
from typing import Final

from ubltools.validation.native.code import (
    EXACT,
    NUMERIC,
    TEXTUAL,
    Code,
    cast,
    marked,
    sequence,
)
from ubltools.validation.native.emitter import Emitter, Scope
from ubltools.validation.native.syntax import (
    Binary,
    Call,
    Dot,
    Expr,
    Path,
    Sequence,
    Text,
    Variable,
)
from ubltools.validation.native.walk import walk

KIND_OF_TYPE: Final = {
    "{http://www.w3.org/2001/XMLSchema}" + name: kind
    for name, kind in {
        "string": "string", "decimal": "dec", "integer": "int", "double": "dbl", "boolean": "bool",
        "date": "date",
    }.items()
}  # fmt: skip
PYTHON: Final = {
    "=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=",
    "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=",
}  # fmt: skip
AS_GENERAL: Final = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
GENERAL: Final = {"=", "!=", "<", "<=", ">", ">="}


def plain_values(emitter: Emitter, tree: Binary) -> Code | None:
    """eq, ne, ... of two items of one plain kind, where a missing one is as good as false."""
    left, right = emitter.item(tree.left), emitter.item(tree.right)
    kinds = {left.kind, right.kind}
    if kinds <= TEXTUAL or kinds <= EXACT or kinds in ({"bool"}, {"date"}):
        return _plain(emitter, AS_GENERAL[tree.operator], left, right)
    return None


def general(emitter: Emitter, tree: Binary) -> Code:  # noqa: PLR0911 - one return a case
    """A comparison that any pair of items may make true."""
    sign = tree.operator
    if sign in {"=", "!="} and tree.right == Text("") and _is_tidied(tree.left):
        return Code(f"({'not ' if sign == '=' else 'bool'}({emitter.truth(tree.left)}))", "bool")
    left, right = _remembered(emitter, tree.left), emitter.any_order_atoms(tree.right)
    if "none" in {left.kind, right.kind}:
        return Code("False", "bool")
    kinds = {left.kind, right.kind}
    if emitter.unit.careful and "*" in left.card + right.card:
        return _one_by_one(sign, left, right)
    if kinds <= TEXTUAL:
        return _plain(emitter, sign, left, right, constant=_literals(tree.right))
    if kinds <= EXACT or (len(kinds) == 1 and kinds & {"bool", "date"}):
        return _plain(emitter, sign, left, right)
    if "untyped" in kinds and kinds & (NUMERIC | {"bool", "date"}):
        other = next(iter(kinds - {"untyped"}))
        if other not in NUMERIC:
            return _plain(emitter, sign, _each_cast(emitter, left, other), _each_cast(emitter, right, other))
        greater = {"<": right, "<=": right, ">": left, ">=": left}.get(sign)
        left, right = (
            _each_cast(emitter, each, "top" if each is greater and each.kind == "untyped" else "dbl")
            for each in (left, right)
        )
        return _plain(emitter, sign, left._replace(kind="dbl"), right._replace(kind="dbl"))
    if kinds <= NUMERIC:
        return _plain(emitter, sign, _each_cast(emitter, left, "dbl"), _each_cast(emitter, right, "dbl"))
    return Code(f"general({sign!r}, {sequence(marked(left))}, {sequence(marked(right))})", "bool")


def _one_by_one(sign: str, left: Code, right: Code) -> Code:
    """A comparison that looks at no more items than Saxon does, so that it fails where that does."""
    if left.card == right.card == "*":
        in_order = sign not in {"=", "!="} and {left.kind, right.kind} & NUMERIC
        how = "by_extremes" if in_order else "by_turns"
        return Code(f"{how}({sign!r}, {_lazy(left)}, {_lazy(right)})", "bool")
    if right.card != "*":
        return Code(f"any_left({sign!r}, {_lazy(left)}, {marked(right).text})", "bool")
    return Code(
        f"(late({marked(left).text}, lambda q: any_right({sign!r}, q, {_lazy(right)})) or False)", "bool"
    )


def _lazy(code: Code) -> str:
    """The items one by one, marked."""
    item, clauses = code.each or ("k", f"for k in {code.text}")
    return f"({marked(Code(item, code.kind)).text} {clauses})"


def _is_tidied(tree: Expr) -> bool:
    """normalize-space(...), of which it is asked often whether anything is left of it."""
    return isinstance(tree, Call) and tree.name == "normalize-space"


def _remembered(emitter: Emitter, tree: Expr) -> Code:
    """The left side of a comparison; remembered for a node that is come back to."""
    found = emitter.any_order_atoms(tree)
    dot, unit = emitter.scope.dot, emitter.unit
    if (
        unit.careful
        or not emitter.scope.often
        or dot is None
        or not dot.text.isidentifier()
        or found.card != "*"
    ):
        return found
    if not isinstance(tree, Path) or not isinstance(tree.start, Dot):
        return found
    if any(
        isinstance(part, Variable) or (isinstance(part, Call) and part.name == "current")
        for part in walk(tree)
    ):
        return found
    slot = unit.slot_of(("often", tree))
    inner = Emitter(unit, Scope({}, Code("n", "node"))).any_order_atoms(tree)
    unit.hoisted_code.append(f"def z{slot}(n, d):\n    return {inner.text}\n")
    return Code(f"per({dot.text}, d, {slot}, z{slot})", found.kind, "*")


def _literals(tree: Expr) -> bool:
    return isinstance(tree, Sequence) and all(isinstance(item, Text) for item in tree.items)


def _each_cast(emitter: Emitter, code: Code, kind: str) -> Code:
    if code.kind == kind:
        return code
    if code.kind == "int" and code.text.isdigit():
        return Code(emitter.unit.constant(f"double_of({code.text})"), kind)
    if code.card == "*":
        item, clauses = code.each or ("k", f"for k in {code.text}")
        inner = f"{cast(Code(item, code.kind), kind).text} {clauses}"
        return Code(f"({inner})" if emitter.unit.careful else f"[{inner}]", kind, "*")
    return cast(code, kind)


def _plain(emitter: Emitter, sign: str, left: Code, right: Code, *, constant: bool = False) -> Code:  # noqa: PLR0911 - one return a case
    """A comparison of items that Python compares as XPath does."""
    cards = left.card + right.card
    if cards == "11" or (cards == "?1" and sign == "=" and not emitter.unit.careful):
        return Code(f"({left.text} {PYTHON[sign]} {right.text})", "bool")
    if "*" not in cards:
        written = late(emitter, left, lambda q: f"both({sign!r}, {q}, {right.text})")
        return Code(f"({written} or False)" if emitter.unit.careful else written, "bool")
    sets = sign == "=" and "dbl" not in {left.kind, right.kind}  # "in" would find NaN equal to itself
    if sets and cards in {"1*", "?*"}:
        return Code(f"({left.text} in {_set(right.text) if constant else right.text})", "bool")
    if sets and cards == "*1":
        return Code(f"({right.text} in {left.text})", "bool")
    if sets and constant:
        return Code(f"(not {_set(right.text)}.isdisjoint({sequence(left)}))", "bool")
    if right.card != "*":
        return Code(f"each({sign!r}, {left.text}, {right.text})", "bool")
    return Code(f"pairs({sign!r}, {sequence(left)}, {sequence(right)})", "bool")


def _set(literals: str) -> str:
    return "{" + literals[1:-1] + "}"


def value_comparison(emitter: Emitter, tree: Binary) -> Code:
    """eq, ne, lt, le, gt, ge: none when an operand is missing."""
    left, right = emitter.item(tree.left), emitter.item(tree.right)
    kinds = {left.kind, right.kind}
    if "none" in kinds:
        return Code("None", "bool", "?")
    sign = PYTHON[tree.operator]
    if left.card == right.card == "1" and (
        kinds <= TEXTUAL or kinds <= EXACT or kinds in ({"bool"}, {"date"})
    ):
        return Code(f"({left.text} {sign} {right.text})", "bool")
    card = "1" if left.card == right.card == "1" else "?"
    other = marked(right).text
    written = late(emitter, marked(left), lambda q: f"value_compare({tree.operator!r}, {q}, {other})")
    return Code(written, "bool", card)


def late(emitter: Emitter, left: Code, write: Callable[[str], str]) -> str:
    """An operation that does not evaluate its right operand when the left is missing; it might fail."""
    if emitter.unit.careful and left.card == "?":
        return f"late({left.text}, lambda q: {write('q')})"
    return write(left.text)
