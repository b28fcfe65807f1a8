"""Writes literals, variables, sequences, conditions and loops."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ubltools.validation.native.code import EXACT, NOTHING, Code, alike, either, sequence
from ubltools.validation.native.emitter import Emitter
from ubltools.validation.native.errors import NotUnderstood
from ubltools.validation.native.sharing import repeated
from ubltools.validation.native.syntax import (
    Binary,
    Call,
    Dot,
    Expr,
    For,
    If,
    Let,
    Number,
    Quantified,
    Root,
    Sequence,
    Text,
    Variable,
)

_DECIMAL: Final = "{http://www.w3.org/2001/XMLSchema}decimal"


def text(_: Emitter, tree: Text) -> Code:
    """A string literal."""
    return Code(repr(tree.value), "string")


def number(emitter: Emitter, tree: Number) -> Code:
    """An integer or decimal literal."""
    if isinstance(tree.value, int):
        return Code(repr(tree.value), "int")
    return Code(emitter.unit.constant(f"Decimal({str(tree.value)!r})"), "dec")


def variable(emitter: Emitter, tree: Variable) -> Code:
    """A variable that some scope declares."""
    found = emitter.scope.variables.get(tree.name)
    if found is None:
        raise NotUnderstood(f"the variable ${tree.name}")
    return found


def dot(emitter: Emitter, _: Dot) -> Code:
    """The context item."""
    return emitter.dot()


def root(emitter: Emitter, _: Root) -> Code:
    """The document."""
    emitter.dot()
    return Code("d.top", "node")


def several(emitter: Emitter, tree: Sequence) -> Code:
    """Items one after the other."""
    return _joined([emitter.value(item) for item in tree.items])


def several_any_order(emitter: Emitter, tree: Sequence) -> Code:
    """The same where the order does not matter."""
    return _joined([emitter.any_order(item) for item in tree.items])


def several_truth(emitter: Emitter, tree: Sequence) -> Code | None:
    """The same where it matters only whether it is true: a node that comes first settles it."""
    if len(tree.items) < 2 or emitter.any_order(tree.items[0]).kind != "node":
        return None
    first, rest = tree.items[0], tree.items[1:]
    left = rest[0] if len(rest) == 1 else Sequence(rest)
    return Code(f"({emitter.exists(first)} or {emitter.truth(left)})", "bool")


def _joined(parts: list[Code]) -> Code:
    parts = [part for part in parts if part.kind != "none"]
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    for part in parts[1:]:
        parts[0] = alike(parts[0], part)[0]
    parts = [alike(part, parts[0])[0] for part in parts]
    items = [part.text if part.card == "1" else f"*{sequence(part)}" for part in parts]
    return Code(f"({', '.join(items)})", parts[0].kind, "*")


def condition(emitter: Emitter, tree: If) -> Code:
    """if ... then ... else ..."""
    number = _number_or_default(emitter, tree)
    if number is not None:
        return number
    then, otherwise, kind, card = either(emitter.value(tree.then), emitter.value(tree.otherwise))
    return Code(f"({then} if {emitter.truth(tree.test)} else {otherwise})", kind, card)


def _number_or_default(emitter: Emitter, tree: If) -> Code | None:
    """if (x) then xs:decimal(x) else 1, and if (x and xs:decimal(x) ne 0) then xs:decimal(x) else 1."""
    match tree:
        case If(test, Call(name, (value,)), Number()) if name == _DECIMAL:
            found, other = emitter.item(tree.then), emitter.value(tree.otherwise).text
        case _:
            return None
    if found.card != "?" or emitter.value(value).kind != "node":
        return None
    if test == value:
        return Code(f"instead({found.text}, {other})", "dec")
    match test:
        case Binary("and", first, Binary("ne" | "!=", second, Number(0))) if (first, second) == (
            value,
            tree.then,
        ):
            return Code(f"({found.text} or {other})", "dec")
    return None


def condition_truth(emitter: Emitter, tree: If) -> Code:
    """The same where it matters only whether it is true."""
    then, otherwise = emitter.truth(tree.then), emitter.truth(tree.otherwise)
    return Code(f"({then} if {emitter.truth(tree.test)} else {otherwise})", "bool")


def loop(emitter: Emitter, tree: For) -> Code:
    """for ... return ..."""
    name, source, inner = _bound(emitter, tree.name, tree.items)
    body = inner.value(tree.body)
    if body.card == "1":
        return Code(f"[{body.text} for {name} in {source}]", body.kind, "*")
    item = emitter.unit.fresh()
    return Code(f"[{item} for {name} in {source} for {item} in {sequence(body)}]", body.kind, "*")


def quantified(emitter: Emitter, tree: Quantified) -> Code:
    """some or every ... satisfies ..."""
    name, source, inner = _bound(emitter, tree.name, tree.items)
    later: dict[Any, tuple[str, str]] = {}
    if not emitter.unit.careful:
        inner = inner.within(shared=dict.fromkeys(repeated([tree.body])), later=later)
    body = inner.truth(tree.body)
    rounds = [f"for {name} in {source}"]
    rounds += [f"for {each} in (Later(lambda: {text}),)" for each, text in _used(later, body)]
    return Code(f"{'all' if tree.every else 'any'}({body} {' '.join(rounds)})", "bool")


def _used(later: Mapping[Any, tuple[str, str]], body: str) -> list[tuple[str, str]]:
    """What of it is used at all, that first on which others depend."""
    found: list[tuple[str, str]] = []
    for name, text in reversed(list(later.values())):
        if f"{name}()" in body or any(f"{name}()" in other for _, other in found):
            found.insert(0, (name, text))
    return found


def _bound(emitter: Emitter, variable: str, items: Expr) -> tuple[str, str, Emitter]:
    found = emitter.value(items)
    name = emitter.unit.fresh()
    return name, sequence(found), emitter.binding(variable, Code(name, found.kind))


def let(emitter: Emitter, tree: Let) -> Code:
    """let ... return ..., for a value that cannot fail."""
    found = emitter.value(tree.value)
    if not isinstance(tree.value, Variable | Text | Number):
        raise NotUnderstood("let")
    return emitter.binding(tree.name, found).value(tree.body)


_FORMS: Final[dict[type, Callable[..., Code]]] = {
    Text: text, Number: number, Variable: variable, Dot: dot, Root: root, Sequence: several, If: condition,
    For: loop, Quantified: quantified, Let: let,
}  # fmt: skip
VALUE: Final = _FORMS
TRUTH: Final[dict[type, Callable[..., Code | None]]] = {If: condition_truth, Sequence: several_truth}
ANY_ORDER: Final[dict[type, Callable[..., Code]]] = {Sequence: several_any_order}
EXACT_KINDS: Final = EXACT
