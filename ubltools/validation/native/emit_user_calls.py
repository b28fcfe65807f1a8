"""Writes calls of the functions of the rules, and what becomes of a value as their parameter or result."""

import re
from typing import Final

from ubltools.validation.native.code import (
    EXACT,
    Code,
    atomic,
    cast,
    marked,
    optional,
    sequence,
)
from ubltools.validation.native.emit_comparisons import KIND_OF_TYPE
from ubltools.validation.native.emitter import Emitter
from ubltools.validation.native.errors import NotUnderstood
from ubltools.validation.native.syntax import (
    Call,
    Type,
    Variable,
)


def user_call(emitter: Emitter, tree: Call) -> Code:
    """A function of the rules, its arguments converted as its parameters say."""
    signature = emitter.unit.functions[tree.name]
    if len(tree.arguments) != len(signature.parameters):
        raise NotUnderstood(f"{tree.name}() with {len(tree.arguments)} arguments")
    given = zip(tree.arguments, signature.parameters, strict=True)
    arguments = [converted(emitter.value(each), type_).text for each, type_ in given]
    if signature.written is not None:
        written = _PARAMETER.sub(lambda found: arguments[int(found[1])], signature.written)
        return signature.result._replace(text=written)
    for place in signature.late:  # a variable on its own Saxon evaluates at once all the same
        at_once = isinstance(tree.arguments[place], Variable)
        text = arguments[place]
        arguments[place] = f"Given(lambda q={text}: q)" if at_once else f"Given(lambda: {text})"
    return signature.result._replace(text=f"{signature.name}({', '.join(['d', *arguments])})")


def may_stand_for_a_call(written: str, parameters: int) -> bool:
    """Whether what a function computes uses each of its parameters once, one after the other, in any case."""
    used = [int(each) for each in _PARAMETER.findall(written)]
    return used == list(range(parameters)) and _NOT_AT_ONCE(written) is None


_PARAMETER: Final = re.compile(r"\bp([0-9]+)\b(?:\(\))?")
_NOT_AT_ONCE: Final = re.compile(r"\b(?:and|or|if|for|lambda)\b|:=|['\"]").search


def converted(code: Code, type_: Type) -> Code:
    """A value as a parameter or result of a type wants it. Raises NotUnderstood for what never fits."""
    if type_.name in {"element", "node", "item"}:
        return _checked(code, type_)
    kind = KIND_OF_TYPE.get(type_.name)
    if kind is None:
        raise NotUnderstood(f"the type {type_.name}")
    code = atomic(code)
    if code.kind == "any":
        code = Code(f"[conform({kind!r}, k) for k in {sequence(code)}]", kind, "*")
    elif (code.kind == "untyped" and kind != "string") or (code.kind in EXACT and kind == "dbl"):
        code = _cast_each(code, kind)
    elif (
        code.kind not in {kind, "none"}
        and not (kind == "string" and code.kind == "untyped")
        and not (kind == "dec" and code.kind == "int")
    ):
        raise NotUnderstood(f"a value of the kind {code.kind} for {type_.name}")
    return _occurring(code._replace(kind=kind), type_.occurs)


def _cast_each(code: Code, kind: str) -> Code:
    if code.card == "*":
        return Code(f"[{cast(Code('k', code.kind), kind).text} for k in {code.text}]", kind, "*")
    return cast(code, kind)


def _checked(code: Code, type_: Type) -> Code:
    if type_.name != "item" and code.kind == "any":
        code = Code(f"list(nodes_only({sequence(code)}))", "node", "*")
    if type_.name != "item" and code.kind not in {"node", "none"}:
        raise NotUnderstood(f"a value of the kind {code.kind} for {type_.name}()")
    if type_.name == "item":
        code = marked(code)
    return _occurring(code._replace(kind="any" if type_.name == "item" else "node"), type_.occurs)


def _occurring(code: Code, occurs: str) -> Code:
    if occurs == "*":
        return Code(sequence(code), code.kind, "*")
    if occurs == "+":
        return Code(f"at_least_one({sequence(code)})", code.kind, "*")
    code = optional(code)
    if occurs == "?":
        return code._replace(card="?")
    return code if code.card == "1" else Code(f"required({code.text})", code.kind)
