"""In what two documents differ, for a person and for a program: differences in, text or plain objects out.

The differences of one kind at one business term stand together, the first five of them unless all are
asked for. ASCII layout for 80 columns; paths are never wrapped, so that they can be copied. Nothing is
decided here.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from ubltools.codes import term_name
from ubltools.comparison.model import Difference, Side
from ubltools.errors import UblToolsError
from ubltools.report.layout import Paint, coloured, line, plain, shown, wrapped

DIFF_SCHEMA: Final = "ubltools-diff/1"
_PLACES: Final = 5
_LONG: Final = 240  # characters of a value that are shown
_LEAD: Final = 40  # of these, so many before the first one that differs
_POSITION: Final = re.compile(r"\[\d+\]")
_HEADINGS: Final = {"changed": "CHANGED", "left": "ONLY IN A", "right": "ONLY IN B"}
_NOT_COMPARED: Final = "NOT COMPARED"
_ONE_ORDER: Final = "fields of the order that an invoice has no place for"


def render(
    names: tuple[str, str],
    found: Sequence[Difference],
    *,
    one_order: bool = False,
    colour: bool = False,
    verbose: bool = False,
) -> str:
    """The differences as text with a line end.

    names: of the two files; one_order: whether just one of them is an order
    colour: with ANSI colours; verbose: every place
    """
    paint = coloured if colour else plain
    blocks = [
        _headline(names, len(found), paint),
        *(_block(group, verbose, paint) for group in _groups(found)),
        *([wrapped(f"NOT compared: {_ONE_ORDER}.", "", "  ")] if one_order else []),
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def render_failure(name: str, error: UblToolsError, *, colour: bool = False) -> str:
    """Why a file could not be compared, with a line end."""
    paint = coloured if colour else plain
    about = "" if error.message.startswith(name) else f"{_name(name)}  "
    first, *rest = wrapped(f"{_NOT_COMPARED}  {about}{line(error.message)}", "", "  ")
    lines = [paint(_NOT_COMPARED, first), *rest, *wrapped(line(error.hint or ""), "  ", "  ")]
    return "\n".join(lines) + "\n"


def to_object(
    names: tuple[str, str], found: Iterable[Difference], *, one_order: bool = False
) -> dict[str, Any]:
    """The differences as plain dicts, lists and strings. Keys may be added, never renamed or removed."""
    differences = [_object(each) for each in found]
    return {
        **_head(names),
        "same": not differences,
        "not_compared": _ONE_ORDER if one_order else None,
        "differences": differences,
        "errors": [],
    }


def failures_to_object(
    names: tuple[str, str], failures: Iterable[tuple[str, UblToolsError]]
) -> dict[str, Any]:
    """Why there was no comparison, as a plain object of the same shape; "same" is null."""
    errors = [
        {"document": name, "rule": error.rule, "message": error.message, "hint": error.hint}
        for name, error in failures
    ]
    return {**_head(names), "same": None, "not_compared": None, "differences": [], "errors": errors}


def _head(names: tuple[str, str]) -> dict[str, Any]:
    return {"schema": DIFF_SCHEMA, "left": names[0], "right": names[1]}


def _object(difference: Difference) -> dict[str, Any]:
    return {
        "kind": _kind(difference),
        "term": difference.term,
        "name": term_name(difference.term) if difference.term else None,
        "left": _side_object(difference.left),
        "right": _side_object(difference.right),
    }


def _side_object(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {"value": side.value, "xpath": side.xpath, "line": side.line, "json_path": side.json_path}


def _kind(difference: Difference) -> str:
    """ "changed", or the side on which something stands alone."""
    if difference.left is None:
        return "right"
    return "left" if difference.right is None else "changed"


def _headline(names: tuple[str, str], count: int, paint: Paint) -> list[str]:
    word = "DIFFERENT" if count else "SAME"
    said = f"{count} {'difference' if count == 1 else 'differences'}" if count else "no difference"
    files = [f"  {letter}  {_name(name)}" for letter, name in zip("AB", names, strict=True)]
    return [paint(word, f"{word}  {said}"), *files]


def _name(name: str) -> str:
    return "standard input" if name == "-" else line(name)


def _groups(found: Iterable[Difference]) -> list[list[Difference]]:
    groups: dict[tuple[str, str], list[Difference]] = {}
    for each in found:
        groups.setdefault((_kind(each), _title(each)), []).append(each)
    return list(groups.values())


def _title(difference: Difference) -> str:
    """The business term; where there is none, the name of the element or the field of the order."""
    if difference.term:
        return f"{line(difference.term)} {term_name(difference.term) or ''}".rstrip()
    sides = [side for side in (difference.left, difference.right) if side]
    xpath = next((side.xpath for side in sides if side.xpath), None)
    if xpath is None:
        path = next((side.json_path for side in sides if side.json_path), "")
        return line(_POSITION.sub("", path).removeprefix("$."))
    return "Kind of document" if xpath.count("/") == 1 else line(_POSITION.sub("", xpath.rpartition("/")[2]))


def _block(group: list[Difference], verbose: bool, paint: Paint) -> list[str]:
    few = group if verbose else group[:_PLACES]
    heading = _HEADINGS[_kind(group[0])]
    places = f"  ({len(group)} places)" if len(group) > 1 else ""
    lines = [paint(heading, f"{heading}  {_title(group[0])}{places}")]
    for number, each in enumerate(few):
        lines += ["", *_case(each)] if number else _case(each)
    more = len(group) - len(few)
    return [*lines, "", f"  and {more} more; -v shows all"] if more else lines


def _case(difference: Difference) -> list[str]:
    """One difference: for each side its value and its place."""
    sides = [
        (letter, side) for letter, side in zip("AB", (difference.left, difference.right), strict=True) if side
    ]
    start = _start([side.value for _, side in sides])
    lines: list[str] = []
    for letter, side in sides:
        lines += wrapped(_value(side.value, start), f"  {letter}  ", "     ")
        lines += [f"     {_place(side)}"]
    return lines


def _start(values: list[str]) -> int:
    """Where long values begin to differ, less a little, so that what differs is always shown."""
    if len(values) < 2 or max(map(len, values)) <= _LONG:
        return 0
    one, other = values
    same = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    return max(0, (min(len(one), len(other)) if same is None else same) - _LEAD)


def _value(value: str, start: int) -> str:
    """The value on one line; in quotes where white space would not show, cut where it is long."""
    if len(value) > _LONG:
        cut = value[start : start + _LONG]
        return f"{'...' if start else ''}{shown(cut)}{'...' if start + _LONG < len(value) else ''}"
    return shown(value) if value and value == " ".join(value.split()) else f'"{shown(value)}"'


def _place(side: Side) -> str:
    """The place in the order where there is one, else that in the UBL."""
    if side.json_path:
        return shown(side.json_path)
    at = "UBL" if side.line is None else f"XML line {side.line}"
    return f"{at}: {shown(side.xpath or '')}"
