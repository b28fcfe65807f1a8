"""The tables of all emit_* modules in one, and the emitter for an expression in a scope."""

from collections.abc import Mapping

from ubltools.validation.native import emit_basic, emit_calls, emit_operators, emit_paths, emit_steps
from ubltools.validation.native.emitter import Form, Unit
from ubltools.validation.native.syntax import Filter

FORMS: Mapping[str, Mapping[type, Form]] = {
    "value": {
        **emit_basic.VALUE,
        **emit_operators.VALUE,
        **emit_paths.VALUE,
        **emit_calls.VALUE,
        Filter: emit_steps.filter_value,
    },
    "truth": {**emit_basic.TRUTH, **emit_operators.TRUTH, **emit_paths.TRUTH, **emit_calls.TRUTH},
    "exists": {**emit_operators.EXISTS, **emit_paths.EXISTS},
    "count": {**emit_paths.COUNT},
    "atoms": {**emit_paths.ATOMS},
    "any_atoms": {**emit_paths.ANY_ATOMS},
    "any_order": {**emit_basic.ANY_ORDER, **emit_operators.ANY_ORDER, **emit_paths.ANY_ORDER},
    "item": {**emit_paths.ITEM},
}


def unit(namespaces: Mapping[str, str], *, careful: bool) -> Unit:
    """A module that nothing is written in yet."""
    return Unit(FORMS, namespaces, careful)
