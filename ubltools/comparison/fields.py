"""The fields of an order as parts: values as Billit's model has them, each with its JSON path.

What is empty does not count, as in a conversion. Entries of a list have the key of the list and "[]".
"""

from collections.abc import Hashable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from ubltools.comparison.embedded import checksum, described
from ubltools.comparison.parts import Own, Reader
from ubltools.lens.rows import child

_FILE: Final = "FileContent"


class Field(NamedTuple):
    """One value of an order: its key, its JSON path, and what it holds."""

    name: str
    path: str
    value: Any


def root(order: Any) -> Field:
    """The order itself."""
    return Field("$", "$", order)


def reader() -> Reader:
    """How an order is read."""
    return Reader(_own, _inside, lambda field: field.path)


def shown(field: Field) -> str:
    """A value as it would be written; of an object, the values in it; a file as size and checksum."""
    return _shown(field.name, field.value)


def _own(field: Field) -> Own:
    return Own(field.name, _meaning(field.name, field.value))


def _inside(field: Field) -> Iterator[Field]:
    name, path, value = field
    if isinstance(value, dict):
        for key, each in value.items():
            inside = Field(str(key), child(path, str(key)), each)
            if isinstance(each, list):
                yield from _inside(inside)
            elif not _is_empty(each):
                yield inside
    elif isinstance(value, list):
        for index, each in enumerate(value):
            if not _is_empty(each):
                yield Field(f"{name}[]", f"{path}[{index}]", each)


def _meaning(name: str, value: Any) -> Hashable:
    if isinstance(value, dict | list):
        return None
    if isinstance(value, bool):
        return bool, value  # for Python true is 1
    return checksum(value) if name == _FILE and isinstance(value, str) else value


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | dict | list) and not value)


def _shown(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(_shown(str(key), each) for key, each in value.items() if not _is_empty(each))
    if isinstance(value, list):
        return ", ".join(_shown(name, each) for each in value if not _is_empty(each))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return described(str(value)) if name == _FILE else str(value)
