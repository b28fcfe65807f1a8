"""What a module is written with: the rules, the names given so far, and the functions that are there."""

from dataclasses import dataclass, field
from typing import Final

from ubltools.validation.model import Schema
from ubltools.validation.native.code import Code
from ubltools.validation.native.emitter import Emitter, Scope, Unit
from ubltools.validation.native.syntax import Expr

NODE: Final = Code("n", "node")
TOP: Final = Code("t", "node")


@dataclass(slots=True)
class Writer:
    """reasons: what is not understood, by rule. rules, asserts, lets: how many there are so far."""

    schema: Schema
    unit: Unit
    lines: list[str] = field(default_factory=list)
    globals: dict[str, Code] = field(default_factory=dict)
    predicates: dict[tuple[Expr, ...], str] = field(default_factory=dict)
    keys: dict[Expr, str] = field(default_factory=dict)
    asks: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    lets: int = 0
    asserts: int = 0

    def at(self, place: Code) -> Emitter:
        """An emitter where nothing but the document-wide lets is known."""
        return Emitter(self.unit, Scope(self.globals, place, current=place))
