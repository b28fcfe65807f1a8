"""Reads the xsl:function elements of a rule set into trees.

Only what has the meaning of an expression: parameters, variables with a select, and as the result a
sequence, or a choice between such. Anything else is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ubltools.validation.native.errors import NotUnderstood
from ubltools.validation.native.parser import parse, parse_type
from ubltools.validation.native.syntax import (
    Binary,
    Call,
    Cast,
    Expr,
    Filter,
    For,
    If,
    Negative,
    Number,
    Path,
    Quantified,
    Sequence,
    Step,
    Text,
    Type,
    TypeTest,
    Variable,
)
from ubltools.xml import Element
from ubltools.xml import parse as parse_xml

XSL: Final = "{http://www.w3.org/1999/XSL/Transform}"
_XS: Final = "{http://www.w3.org/2001/XMLSchema}"
_ANYTHING: Final = Type("item", "*")


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the rules. name: clark; parameters and variables in order."""

    name: str
    parameters: tuple[tuple[str, Type], ...]
    variables: tuple[tuple[str, Expr, Type | None], ...]
    body: Expr
    result: Type


def read(written: str, namespaces: Mapping[str, str]) -> Function:
    """The function that an xsl:function element declares. Raises NotUnderstood."""
    element = parse_xml(written.encode()).root
    if element.tag != f"{XSL}function":
        raise NotUnderstood(f"a declaration {element.tag}")
    own = {prefix: uri for prefix, uri in element.nsmap.items() if prefix}
    return _Reader({**namespaces, **own}).function(element)


def certainly_used(function: Function) -> frozenset[str]:
    """The parameters and variables that are evaluated whenever the function is called."""
    variables = {name: value for name, value, _ in function.variables}
    found, waiting = set(), [function.body]
    while waiting:
        name = _first_used(waiting.pop())
        if name is not None and name not in found:
            found.add(name)
            waiting += [variables[name]] if name in variables else []
    return frozenset(found)


def _first_used(tree: Expr | Step) -> str | None:
    """The variable that an expression begins with."""
    match tree:
        case Variable(name):
            return name
        case Binary(operator, Number() | Text(), second) if operator not in {"and", "or"}:
            return _first_used(second)
        case Binary(_, first, _) | If(first, _, _) | For(_, first, _) | Quantified(_, _, first, _):
            return _first_used(first)
        case Path(first, _) | Filter(first, _) | Negative(first) | Cast(first, _) | TypeTest(_, first, _):
            return _first_used(first)
        case Call(name, (first, *_)) if not name.startswith("{") or name.startswith(_XS):
            return _first_used(first)
    return None


class _Reader:
    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self.namespaces = namespaces

    def function(self, element: Element) -> Function:
        parameters, variables = [], []
        rest: list[Element] = []
        for child in element.iterchildren("*"):
            name = self.name(child.get("name", ""))
            if child.tag == f"{XSL}param" and not rest:
                parameters.append((name, self.type(child) or _ANYTHING))
            elif child.tag == f"{XSL}variable" and not rest:
                variables.append((name, self.expression(child, "select"), self.type(child)))
            else:
                rest.append(child)
        return Function(
            self.name(element.get("name", "")),
            tuple(parameters),
            tuple(variables),
            self.sequence(rest),
            self.type(element) or _ANYTHING,
        )

    def name(self, written: str) -> str:
        prefix, colon, local = written.strip().rpartition(":")
        if not colon:
            return local
        if prefix not in self.namespaces:
            raise NotUnderstood(f"the prefix {prefix}:")
        return f"{{{self.namespaces[prefix]}}}{local}"

    def type(self, element: Element) -> Type | None:
        written = element.get("as")
        return None if written is None else parse_type(written, self.namespaces)

    def expression(self, element: Element, attribute: str) -> Expr:
        written = element.get(attribute)
        if written is None or len(element):
            raise NotUnderstood(f"{element.tag} without {attribute}")
        return parse(written, self.namespaces)

    def sequence(self, elements: list[Element]) -> Expr:
        items = [self.instruction(element) for element in elements]
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def instruction(self, element: Element) -> Expr:
        if element.tag == f"{XSL}sequence":
            return self.expression(element, "select")
        if element.tag == f"{XSL}value-of" and element.get("separator") is None:
            return Call("string-join", (self.expression(element, "select"), Text(" ")))
        if element.tag == f"{XSL}if":
            return If(self.test(element), self.sequence(_inside(element)), Sequence(()))
        if element.tag == f"{XSL}choose":
            return self.choice(_inside(element))
        raise NotUnderstood(f"{element.tag} in a function")

    def test(self, element: Element) -> Expr:
        written = element.get("test")
        if written is None:
            raise NotUnderstood(f"{element.tag} without test")
        return parse(written, self.namespaces)

    def choice(self, branches: list[Element]) -> Expr:
        if not branches:
            return Sequence(())
        first, *rest = branches
        inner = self.sequence(_inside(first))
        if first.tag == f"{XSL}otherwise":
            return inner
        return If(self.test(first), inner, self.choice(rest))


def _inside(element: Element) -> list[Element]:
    return list(element.iterchildren("*"))
