"""Any frozen value of ours as JSON knows it. One function; which values go where is decided elsewhere."""

from dataclasses import fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import Any


def jsonable(value: Any) -> Any:
    """Values as objects, tuples as lists, dates and times as ISO 8601, amounts as text; else as it is."""
    if is_dataclass(value):
        return {each.name: jsonable(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple | list):
        return [jsonable(each) for each in value]
    if isinstance(value, date | time):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value.value if isinstance(value, Enum) else value
