"""What all emit_* modules share: the scope of an expression, and the ways to ask for the code of a part.

How each kind of tree is written stands in the tables (forms) that the emitter is given, so that the modules
need not know each other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ubltools.validation.native import code as forms_of
from ubltools.validation.native.code import Code
from ubltools.validation.native.errors import NotUnderstood
from ubltools.validation.native.syntax import Expr, Type

Form = Callable[["Emitter", Any], Code | None]  # None: nothing special in this mode


@dataclass(frozen=True, slots=True)
class Signature:
    """A function of the rules: the Python name that it gets, its parameter types, its result.

    late: the places of parameters whose argument does not matter, even if it fails, before they are used.
    written: what it computes of p0, p1, ..., where that may as well stand in the place of a call.
    """

    name: str
    parameters: tuple[Type, ...]
    result: Code
    late: frozenset[int] = frozenset()
    written: str | None = None


@dataclass(slots=True)
class Unit:
    """One module on its way: names, the functions of the rules, and what is hoisted out of expressions.

    forms: mode ("value", "exists", ...) -> kind of tree -> how it is written.
    careful: whether an operand that fails may be overruled by another, as Saxon has it; slower, and the same
    wherever nothing fails.
    hoisted: steps from the root, and whether in order -> (slot, kind of items); hoisted_code: the functions
    that gather them.
    """

    forms: Mapping[str, Mapping[type, Form]]
    namespaces: Mapping[str, str]
    careful: bool
    functions: dict[str, Signature] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    hoisted: dict[Any, tuple[int, str]] = field(default_factory=dict)
    hoisted_code: list[str] = field(default_factory=list)
    places: dict[Any, int] = field(default_factory=dict)
    slots: int = 0
    _names: int = 0

    def fresh(self) -> str:
        """A Python name that is not used yet."""
        self._names += 1
        return f"v{self._names}"

    def constant(self, expression: str) -> str:
        """The Python name of a value that is made once."""
        return self.constants.setdefault(expression, f"C{len(self.constants)}")

    def slot(self) -> int:
        """A place in the memo of a run."""
        self.slots += 1
        return self.slots - 1

    def slot_of(self, what: Any) -> int:
        """The place in the memo for a thing that may be asked for again."""
        if what not in self.places:
            self.places[what] = self.slot()
        return self.places[what]

    def tag(self, clark: str) -> str:
        """The Python name of a constant that holds the name of an element."""
        local = "".join(
            sign if sign.isalnum() and sign.isascii() else "_" for sign in clark.rpartition("}")[2]
        )
        if clark not in self.tags:
            self.tags[clark] = f"T{len(self.tags)}_{local}"
        return self.tags[clark]


@dataclass(frozen=True, slots=True)
class Scope:
    """What names mean at some place of an expression.

    often: the same nodes are come back to. shared: what is remembered for a node, and under which key.
    later: in a loop, the names and texts of what is remembered for a round.
    """

    variables: Mapping[str, Code]
    dot: Code | None = None
    current: Code | None = None
    position: str | None = None
    last: str | None = None
    often: bool = False
    shared: Mapping[Any, Any] = field(default_factory=dict)
    later: dict[Any, tuple[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Emitter:
    """Writes expressions that stand in one scope."""

    unit: Unit
    scope: Scope

    def within(self, **changes: Any) -> "Emitter":
        """An emitter for a place where the scope differs."""
        if changes.keys() & {"dot", "variables"}:
            changes = {"shared": {}, "later": None, **changes}
        return Emitter(self.unit, replace(self.scope, **changes))

    def binding(self, name: str, code: Code) -> "Emitter":
        """An emitter for a place where one more variable is known."""
        return self.within(variables={**self.scope.variables, name: code})

    def value(self, tree: Expr) -> Code:
        """The code of an expression. Raises NotUnderstood."""
        found = self._special("value", tree)
        if found is None:
            raise NotUnderstood(type(tree).__name__.lower())
        return found

    def _special(self, mode: str, tree: Expr) -> Code | None:
        form = self.unit.forms[mode].get(type(tree))
        if form is None:
            return None
        found = form(self, tree)
        return found if found is None or tree not in self.scope.shared else self._kept(mode, tree, found)

    def _kept(self, mode: str, tree: Expr, found: Code) -> Code:
        """What is remembered for the node n, or for a round of a loop."""
        if self.scope.later is not None:
            name, _ = self.scope.later.setdefault((mode, tree), (self.unit.fresh(), found.text))
            return found._replace(text=f"{name}()", each=None)
        key = ("shared", mode, self.scope.shared[tree])
        if key not in self.unit.places:
            self.unit.hoisted_code.append(f"def s{self.unit.slot_of(key)}(n, d):\n    return {found.text}\n")
        slot = self.unit.places[key]
        return found._replace(text=f"per(n, d, {slot}, s{slot})", each=None)

    def atoms(self, tree: Expr) -> Code:
        """The value without nodes."""
        return self._special("atoms", tree) or forms_of.atomic(self.value(tree))

    def item(self, tree: Expr) -> Code:
        """The value as one atomic item or None."""
        return self._special("item", tree) or forms_of.optional(self.atoms(tree))

    def text(self, tree: Expr) -> Code:
        """At most one text. Raises NotUnderstood for what never is one."""
        return forms_of.textual(self.item(tree))

    def blank(self, tree: Expr) -> str:
        """A text, "" where there is none."""
        return forms_of.blank(self.text(tree))

    def sequence(self, tree: Expr) -> str:
        """The value as a list or tuple."""
        return forms_of.sequence(self.value(tree))

    def any_order(self, tree: Expr) -> Code:
        """The value, where the order of nodes does not matter."""
        return self._special("any_order", tree) or self.value(tree)

    def any_order_atoms(self, tree: Expr) -> Code:
        """The value without nodes, where the order does not matter."""
        return self._special("any_atoms", tree) or forms_of.atomic(self.any_order(tree))

    def truth(self, tree: Expr) -> str:
        """The effective boolean value; any Python value that is as true."""
        special = self._special("truth", tree)
        return forms_of.truth(self.value(tree)) if special is None else special.text

    def exists(self, tree: Expr) -> str:
        """Whether the value has an item, as a Python bool."""
        special = self._special("exists", tree)
        if special is not None:
            return special.text
        found = self.value(tree)
        if found.kind == "none":
            return "False"
        return {"1": "True", "?": f"({found.text} is not None)", "*": f"(len({found.text}) > 0)"}[found.card]

    def count(self, tree: Expr) -> str:
        """How many items the value has."""
        special = self._special("count", tree)
        if special is not None:
            return special.text
        found = self.any_order(tree)
        return {"1": "1", "?": f"len(opt({found.text}))", "*": f"len({found.text})"}[found.card]

    def dot(self) -> Code:
        """The context item. Raises NotUnderstood where there is none."""
        if self.scope.dot is None:
            raise NotUnderstood("a context item where there is none")
        return self.scope.dot
