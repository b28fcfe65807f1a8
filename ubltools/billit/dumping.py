"""From an order back to plain objects and to JSON text.

Deterministic: the same order gives the same text. Numbers are written digit by digit as they are
held. No reading here, and no judging.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import Any, Final

from ubltools.billit.model import Model, billit_key
from ubltools.billit.order import Order
from ubltools.billit.plain import nested
from ubltools.billit.values import digits


def dump(order: Model) -> dict[str, Any]:
    """An order as plain dict with Billit's keys; unknown keys as they came, nothing that is not set."""
    return order.model_dump(by_alias=True, exclude_none=True)


def to_json(order: Order | Mapping[str, Any]) -> str:
    """An order as JSON text: keys in model order, unknown ones after them, two spaces a level.

    Raises TypeError for a value that JSON or money does not allow, a float above all, and ValueError
    for a number beyond the limits.
    """
    item = dump(order) if isinstance(order, Order) else order
    return _text(_sorted(item, Order), "\n") + "\n"


def _sorted(value: Any, model: type[Model]) -> Any:
    if isinstance(value, list | tuple):
        return [_sorted(each, model) for each in value]
    if not isinstance(value, Mapping):
        return value
    rank, inner = _rank(model), nested(model)
    ordered = sorted(value, key=lambda key: rank.get(key, len(rank)))  # stable: unknown keys as they came
    return {key: _sorted(value[key], inner[key].model) if key in inner else value[key] for key in ordered}


@cache
def _rank(model: type[Model]) -> dict[str, int]:
    return {billit_key(name): place for place, name in enumerate(model.model_fields)}


def _text(value: Any, indent: str) -> str:
    write = _SCALARS.get(type(value))
    if write is not None:
        return write(value)
    deeper = indent + "  "
    if isinstance(value, Mapping):
        held = [f"{_quoted(key)}: {_text(each, deeper)}" for key, each in value.items() if each is not None]
        return _between("{", held, "}", indent)
    if isinstance(value, list | tuple):
        return _between("[", [_text(each, deeper) for each in value], "]", indent)
    raise TypeError(f"{type(value).__name__} does not belong in an order")


def _between(opening: str, parts: list[str], closing: str, indent: str) -> str:
    if not parts:
        return opening + closing
    deeper = indent + "  "
    return f"{opening}{deeper}{(',' + deeper).join(parts)}{indent}{closing}"


def _when(value: date) -> str:
    return f'"{value.isoformat()}"'


_quoted: Final = json.JSONEncoder(ensure_ascii=False).encode
_SCALARS: Final[dict[type, Callable[[Any], str]]] = {
    str: _quoted,
    bool: lambda value: "true" if value else "false",
    int: str,
    Decimal: digits,
    date: _when,
    datetime: _when,
    NoneType: lambda value: "null",
}
