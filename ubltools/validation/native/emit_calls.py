"""Writes the functions of XPath: a table from name to how a call is written.

Here are those of sequences and truths; a function that is in none of the tables is refused.
"""

from collections.abc import Callable
from typing import Final

from ubltools.validation.native import emit_number_calls, emit_text_calls
from ubltools.validation.native.arguments import DOT, Args, Calls, Writer, or_dot
from ubltools.validation.native.code import (
    EXACT,
    TEXTUAL,
    Code,
    as_string,
    cast,
    sequence,
)
from ubltools.validation.native.emit_comparisons import KIND_OF_TYPE
from ubltools.validation.native.emit_user_calls import user_call
from ubltools.validation.native.emitter import Emitter
from ubltools.validation.native.errors import NotUnderstood
from ubltools.validation.native.syntax import Call


def call(emitter: Emitter, tree: Call) -> Code:
    """A function call."""
    if tree.name in emitter.unit.functions:
        return user_call(emitter, tree)
    kind = KIND_OF_TYPE.get(tree.name)
    if kind is not None and len(tree.arguments) == 1:
        return cast(emitter.item(tree.arguments[0]), kind)
    known = _CALLS.get(tree.name)
    if known is None:
        raise NotUnderstood(f"the function {tree.name}()")
    writer, least, most = known
    if not least <= len(tree.arguments) <= most:
        raise NotUnderstood(f"{tree.name}() with {len(tree.arguments)} arguments")
    return writer(emitter, tree.arguments)


def _distinct(e: Emitter, a: Args) -> Code:
    found = e.atoms(a[0])
    if found.kind not in TEXTUAL | EXACT | {"bool"}:
        raise NotUnderstood("distinct-values() of several kinds")
    return Code(f"list(dict.fromkeys({sequence(found)}))", found.kind, "*")


def _subsequence(e: Emitter, a: Args) -> Code:
    found, places = e.value(a[0]), [e.item(each) for each in a[1:]]
    if any(place.kind not in EXACT or place.card != "1" for place in places):
        raise NotUnderstood("subsequence() with a place that may be no number")
    return Code(
        f"subsequence({sequence(found)}, {', '.join(place.text for place in places)})", found.kind, "*"
    )


def _reverse(e: Emitter, a: Args) -> Code:
    found = e.value(a[0])
    return Code(f"{sequence(found)}[::-1]", found.kind, "*")


def _place(which: str) -> Writer:
    def write(e: Emitter, _: Args) -> Code:
        found = e.scope.position if which == "position" else e.scope.last
        if found is None:
            raise NotUnderstood(f"{which}() here")
        return Code(found, "int")

    return write


def _current(e: Emitter, _: Args) -> Code:
    if e.scope.current is None:
        raise NotUnderstood("current() here")
    return e.scope.current


def _constant(value: str) -> Writer:
    return lambda _e, _a: Code(value, "bool")


_CALLS: Final[Calls] = {
    **emit_text_calls.CALLS,
    **emit_number_calls.CALLS,
    "true": (_constant("True"), 0, 0),
    "false": (_constant("False"), 0, 0),
    "not": (lambda e, a: Code(f"(not {e.truth(a[0])})", "bool"), 1, 1),
    "boolean": (lambda e, a: Code(f"bool({e.truth(a[0])})", "bool"), 1, 1),
    "exists": (lambda e, a: Code(e.exists(a[0]), "bool"), 1, 1),
    "empty": (lambda e, a: Code(f"(not {e.exists(a[0])})", "bool"), 1, 1),
    "count": (lambda e, a: Code(e.count(a[0]), "int"), 1, 1),
    "data": (lambda e, a: e.atoms(or_dot(a)), 0, 1),
    "distinct-values": (_distinct, 1, 1),
    "subsequence": (_subsequence, 2, 3),
    "reverse": (_reverse, 1, 1),
    "position": (_place("position"), 0, 0),
    "last": (_place("last"), 0, 0),
    "current": (_current, 0, 0),
}


def call_truth(emitter: Emitter, tree: Call) -> Code | None:
    """A call where it matters only whether it is true; None where that makes no difference."""
    if tree.name != "normalize-space" or len(tree.arguments) > 1:
        return None
    argument = tree.arguments[0] if tree.arguments else DOT
    found = as_string(emitter.item(argument)).text if not tree.arguments else emitter.blank(argument)
    return Code(f"{found}.strip(SPACE)", "string")


VALUE: Final[dict[type, Callable[..., Code]]] = {Call: call}
TRUTH: Final[dict[type, Callable[..., Code | None]]] = {Call: call_truth}
