"""The models a second time, as plain objects: one table of fields, two ways to hold them.

A converter wants a dict with Billit's keys, a person wants attributes. Going from JSON to the dict by
way of model objects takes three times as long, so the dict is validated by itself, with the same
kinds of values, by types that are derived here from the models. No fields and no rules here.
"""

from collections.abc import Callable
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, NotRequired, Union, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, PlainValidator, TypeAdapter
from pydantic_core import PydanticCustomError
from typing_extensions import TypedDict  # pydantic wants this one before Python 3.12

from ubltools.billit.model import Model, billit_key
from ubltools.billit.values import Anything, anything


@cache
def validator(model: type[Model], unknown_keys: bool) -> Callable[[Any], Any]:
    """A function that checks plain objects of a model: canonical keys in, plain values out, in model order.

    unknown_keys: whether other keys are kept, or refused. null is refused: leave the key out.
    The function raises pydantic.ValidationError.
    """
    return TypeAdapter(_plain_object(model, unknown_keys)).validator.validate_python


class Inner(NamedTuple):
    """What stands under a key: an object of a model, or a list of such objects."""

    model: type[Model]
    many: bool


@cache
def nested(model: type[Model]) -> dict[str, Inner]:
    """The keys of a model that hold objects."""
    found = {key: _inner(hint, False) for key, hint in _hints(model).items()}
    return {key: inner for key, inner in found.items() if inner is not None}


@cache
def _plain_object(model: type[Model], unknown_keys: bool) -> Any:
    fields = {key: NotRequired[_plain(hint, unknown_keys)] for key, hint in _hints(model).items()}
    plain = _typed_dict(model.__name__, fields)
    plain.__pydantic_config__ = ConfigDict(
        extra="allow" if unknown_keys else "forbid", coerce_numbers_to_str=True
    )
    return plain


def _hints(model: type[Model]) -> dict[str, Any]:
    hints = get_type_hints(model, include_extras=True)
    return {billit_key(name): _without_none(hints[name]) for name in model.model_fields}


def _plain(hint: Any, unknown_keys: bool) -> Any:
    if hint == Anything:
        return _Given
    if isinstance(hint, type) and issubclass(hint, Model):
        return _plain_object(hint, unknown_keys)
    inner = get_args(hint)
    if get_origin(hint) is list:
        return list[_plain(inner[0], unknown_keys)]  # type: ignore[misc]
    if get_origin(hint) is Annotated:
        return Annotated[(_plain(inner[0], unknown_keys), *inner[1:])]
    return hint


def _without_none(hint: Any) -> Any:
    if get_origin(hint) not in (Union, UnionType):
        return hint
    return next(kind for kind in get_args(hint) if kind is not NoneType)


def _inner(hint: Any, many: bool) -> Inner | None:
    if isinstance(hint, type) and issubclass(hint, Model):
        return Inner(hint, many)
    holds = get_origin(hint) in (list, Annotated)
    return _inner(get_args(hint)[0], many or get_origin(hint) is list) if holds else None


def _given(value: Any) -> Any:
    if value is None:
        raise PydanticCustomError("null", "null")
    return anything(value)


_Given = Annotated[Any, PlainValidator(_given)]
_typed_dict: Any = TypedDict  # made from data here, which type checkers do not follow
