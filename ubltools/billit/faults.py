"""What is wrong with a value, in plain words, and where it stands.

Turns the faults of values.py, and the few that pydantic raises by itself, into findings.
Pydantic's own wording never reaches a reader. Nothing here decides what is a fault.
"""

import json
import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Final, TypeAlias, get_args

from pydantic import ValidationError

from ubltools.billit.order import OrderDirection, OrderType
from ubltools.billit.values import FAULTS, Unreadable
from ubltools.finding import Finding, Location, Severity

Place: TypeAlias = tuple[str | int, ...]  # the keys and positions from the order down to a value

MOST_OF_A_KIND: Final = 200
LONGEST_SHOWN: Final = 40
_PLAIN_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,60}")

CHOICES: Final = {"OrderType": get_args(OrderType), "OrderDirection": get_args(OrderDirection)}

_OBJECT: Final = ("which is not an object", "Write an object: { ... }.")
_WORDS: Final[dict[str, tuple[str, str | None]]] = FAULTS | {
    "half-character": (
        "which holds half of a character",
        "Such a character is written as two \\u escapes; one of them is missing.",
    ),
    "string_type": ("which is not a text", "Write a text in double quotes."),
    "bool_type": ("which is neither true nor false", "Write true or false, without quotes."),
    "list_type": ("which is not a list", "Write a list: [ ... ]."),
    "dict_type": _OBJECT,
    "literal_error": ("which Billit does not know", None),
}
_UNKNOWN: Final = ("which does not fit here", None)


def json_path(at: Place) -> str:
    """A place as JSON path: ("Customer", "Addresses", 0) -> "$.Customer.Addresses[0]"."""
    return "$" + "".join(_step(key) for key in at)


def shown(value: object) -> str:
    """A value as it looks in JSON, shortened."""
    if isinstance(value, dict | list | tuple):
        return "a list" if isinstance(value, list | tuple) else "an object"
    if isinstance(value, int) and value.bit_length() > 1000:  # Python refuses to write out the longest
        return "a number of hundreds of digits"
    text = value.text if isinstance(value, Unreadable) else str(value)
    if value is None or isinstance(value, str | bool):
        text = json.dumps(value[: LONGEST_SHOWN + 1] if isinstance(value, str) else value, ensure_ascii=False)
    text = _printable(text)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "..."


def value_finding(fault: str, at: Place, value: object) -> Finding:
    """The finding on a value that does not fit. fault: as raised in values.py, or a type of pydantic's."""
    what, hint = _WORDS.get(fault, _UNKNOWN)
    name = _name(at)
    if fault == "literal_error" and name in CHOICES:
        hint = _one_of(CHOICES[name])
    message = f"{name} is {shown(value)}, {what}."
    return Finding("UBLT-ORDER-VALUE", Severity.FATAL, message, Location(json_path=json_path(at)), hint)


def value_findings(error: ValidationError) -> tuple[Finding, ...]:
    """A finding for each value that pydantic refused."""
    capped = Capped()
    for each in error.errors(include_url=False, include_context=False):
        capped.add("UBLT-ORDER-VALUE", partial(value_finding, each["type"], each["loc"], each["input"]))
    return capped.findings


class Capped:
    """Findings, but no more than MOST_OF_A_KIND of a rule; the rest is counted and not made."""

    def __init__(self) -> None:
        self._kept: list[Finding] = []
        self._counted: Counter[str] = Counter()

    def add(self, rule: str, make: Callable[[], Finding]) -> None:
        """Keep what make() gives, which is a finding under that rule, or count it."""
        self._counted[rule] += 1
        if self._counted[rule] <= MOST_OF_A_KIND:
            self._kept.append(make())

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was kept, and for each rule with too many a finding that says how many there were."""
        severity = {each.rule: each.severity for each in self._kept}
        more = (
            Finding(
                rule, severity[rule], f"{count - MOST_OF_A_KIND} more findings of this kind are not listed."
            )
            for rule, count in self._counted.items()
            if count > MOST_OF_A_KIND
        )
        return (*self._kept, *more)


def _step(key: str | int) -> str:
    if isinstance(key, int):
        return f"[{key}]"
    if _PLAIN_KEY.fullmatch(key):
        return f".{key}"
    escaped = json.dumps(key, ensure_ascii=False)[1:-1].replace('\\"', '"').replace("'", "\\'")
    return f"['{_printable(escaped)}']"


def _name(at: Place) -> str:
    """The last key and the positions behind it: ("OrderLines", 0) -> "OrderLines[0]"."""
    keys = [index for index, key in enumerate(at) if isinstance(key, str)]
    if not keys:
        return "The order"
    key = str(at[keys[-1]])
    return (key if _PLAIN_KEY.fullmatch(key) else shown(key)) + "".join(
        _step(each) for each in at[keys[-1] + 1 :]
    )


def _printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _one_of(choices: tuple[str, ...]) -> str:
    return f"Write {', '.join(choices[:-1])} or {choices[-1]}."
