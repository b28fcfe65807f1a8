"""The syntax tree of XPath, as plain values. No behaviour: equal expressions are equal trees.

Names are resolved: elements, types and functions of a namespace are clark names, XPath's own functions bare.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """A string literal."""

    value: str


@dataclass(frozen=True, slots=True)
class Number:
    """An integer or decimal literal."""

    value: int | Decimal


@dataclass(frozen=True, slots=True)
class Variable:
    """$name."""

    name: str


@dataclass(frozen=True, slots=True)
class Dot:
    """The context item."""


@dataclass(frozen=True, slots=True)
class Root:
    """The document of the context item: the / that a path starts with."""


@dataclass(frozen=True, slots=True)
class Test:
    """Which nodes a step takes. kind: element, any, node, text. name: clark, {uri}*, {*}local or *."""

    kind: str
    name: str = "*"


@dataclass(frozen=True, slots=True)
class Step:
    """One step along an axis."""

    axis: str
    test: Test
    predicates: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from a start; a step that is no axis step is an expression on each node."""

    start: Expr
    steps: tuple[Step | Expr, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """An expression with predicates that count over all of it."""

    base: Expr
    predicates: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function call."""

    name: str
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """An operator between two expressions."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Negative:
    """Unary minus."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class If:
    """if (test) then ... else ..."""

    test: Expr
    then: Expr
    otherwise: Expr


@dataclass(frozen=True, slots=True)
class For:
    """for $name in items return body."""

    name: str
    items: Expr
    body: Expr


@dataclass(frozen=True, slots=True)
class Quantified:
    """some or every $name in items satisfies body."""

    every: bool
    name: str
    items: Expr
    body: Expr


@dataclass(frozen=True, slots=True)
class Let:
    """let $name := value return body."""

    name: str
    value: Expr
    body: Expr


@dataclass(frozen=True, slots=True)
class Sequence:
    """Expressions one after the other; none is the empty sequence."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Type:
    """A sequence type. name: clark name of an atomic type, "node", "element", "item". occurs: "", ?, *, +."""

    name: str
    occurs: str = ""


@dataclass(frozen=True, slots=True)
class TypeTest:
    """castable as, instance of."""

    operator: str
    operand: Expr
    type: Type


@dataclass(frozen=True, slots=True)
class Cast:
    """cast as."""

    operand: Expr
    type: Type


Expr: TypeAlias = (
    Text | Number | Variable | Dot | Root | Path | Filter | Call | Binary | Negative | If | For | Quantified
    | Let | Sequence | TypeTest | Cast
)  # fmt: skip

# What // is short for.
ANYWHERE = Step("descendant-or-self", Test("node"))
