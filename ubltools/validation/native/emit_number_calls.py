"""Writes the functions over numbers. Untyped text counts as xs:double in them, as XPath has it."""

from typing import Final

from ubltools.validation.native.arguments import Args, Calls, Writer, or_dot
from ubltools.validation.native.code import (
    EXACT,
    NUMERIC,
    Code,
    cast,
    marked,
    optional,
    sequence,
)
from ubltools.validation.native.emitter import Emitter
from ubltools.validation.native.errors import NotUnderstood


def _number(e: Emitter, a: Args) -> Code:
    found = e.item(or_dot(a))
    if found.kind == "none":
        return Code("number_of(None)", "dbl")
    return Code(f"number_of({found.text})", "dbl")


def _numeric(name: str) -> Writer:
    """A function from number to number of the same kind; untyped text counts as a double."""

    def write(e: Emitter, a: Args) -> Code:
        found = e.atoms(a[0])
        if found.kind == "untyped" and found.card == "*":
            found = Code(f"one_number({found.text})", "dbl", "?")
        elif found.kind == "untyped":
            found = cast(found, "dbl")
        found = optional(found)
        if found.kind == "none":
            return found
        if found.kind == "any":
            found = Code(f"numeric({found.text})", "any", found.card)
        if found.kind not in NUMERIC | {"any"}:
            raise NotUnderstood(f"a value of the kind {found.kind} where a number is needed")
        if name == "abs" and found.card == "1" and found.kind != "any":
            return Code(f"abs({found.text})", found.kind)
        python = "absolute" if name == "abs" else name
        return Code(f"{python}({found.text})", found.kind, found.card)

    return write


def _round(e: Emitter, a: Args) -> Code:
    if len(a) == 1:
        return _numeric("round_up")(e, a)
    found, digits = e.item(a[0]), e.item(a[1])
    if found.kind not in EXACT or digits.kind != "int":
        raise NotUnderstood("round() to places, of what may be no decimal number")
    return Code(f"round_to({found.text}, {digits.text})", "dec", found.card)


def _sum(e: Emitter, a: Args) -> Code:
    found = e.any_order_atoms(a[0])
    if found.kind in EXACT:
        return Code(f"sum({sequence(found)})", found.kind)
    if found.kind == "none":
        return Code("0", "int")
    return Code(f"total({sequence(marked(found))})", "any")


def _extreme(name: str) -> Writer:
    def write(e: Emitter, a: Args) -> Code:
        found = e.any_order_atoms(a[0])
        if found.kind in EXACT | {"string"}:
            return Code(f"{name}({sequence(found)}, default=None)", found.kind, "?")
        return Code(
            f"extreme({sequence(marked(found))}, {name})", "dbl" if found.kind == "untyped" else "any", "?"
        )

    return write


def _average(e: Emitter, a: Args) -> Code:
    found = e.any_order_atoms(a[0])
    kind = "dec" if found.kind in EXACT else "dbl" if found.kind == "untyped" else "any"
    return Code(f"average({sequence(marked(found))})", kind, "?")


CALLS: Final[Calls] = {
    "number": (_number, 0, 1),
    "round": (_round, 1, 2),
    "floor": (_numeric("floor"), 1, 1),
    "ceiling": (_numeric("ceiling"), 1, 1),
    "abs": (_numeric("abs"), 1, 1),
    "sum": (_sum, 1, 1),
    "min": (_extreme("min"), 1, 1),
    "max": (_extreme("max"), 1, 1),
    "avg": (_average, 1, 1),
}
