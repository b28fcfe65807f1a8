"""What two releases make of the same documents, for a person and for a program. Nothing is compared here."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from ubltools.report.layout import coloured, line, plain, wrapped
from ubltools.validation.comparing import Comparison, Difference, Mark

_SHOWN: Final = 20  # documents that are listed unless all are asked for


def render(comparison: Comparison, *, colour: bool = False, verbose: bool = False) -> str:
    """The outcome with a line end: the verdict, the rules that differ, the documents that differ."""
    paint = coloured if colour else plain
    verdict, counts = _verdict(comparison)
    blocks = [
        [
            paint(verdict, f"{verdict}  {counts}"),
            f"  A  {comparison.left.id}",
            f"  B  {comparison.right.id}",
        ],
        list(_lists(comparison)),
        list(_rules(comparison)),
        list(_documents(comparison, verbose)),
        list(_not_compared(comparison, verbose)),
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def to_object(comparison: Comparison) -> dict[str, Any]:
    """The outcome as JSON object."""
    lists = comparison.lists
    return {
        "left": comparison.left.id,
        "right": comparison.right.id,
        "only_left": list(lists.only_left),
        "only_right": list(lists.only_right),
        "other_severity": list(lists.other_severity),
        "same": len(comparison.same),
        "differing": {
            name: [_difference(each) for each in differences]
            for name, differences in comparison.differing.items()
        },
        "left_out": comparison.left_out,
        "unreadable": comparison.unreadable,
    }


def render_json(comparison: Comparison) -> str:
    """The outcome as indented JSON with a line end."""
    return f"{json.dumps(to_object(comparison), indent=2, ensure_ascii=False)}\n"


def _difference(each: Difference) -> dict[str, Any]:
    mark = each.mark
    return {
        "rule": mark.rule,
        "severity": str(mark.severity),
        "unevaluated": mark.unevaluated,
        "left": each.left,
        "right": each.right,
    }


def _verdict(comparison: Comparison) -> tuple[str, str]:
    differing, same = len(comparison.differing), len(comparison.same)
    if not differing and not same:
        return "NOT COMPARED", "no document could be compared"
    if differing:
        return "DIFFERENT", f"{differing} of {differing + same} documents"
    return "SAME", f"{same} {'document' if same == 1 else 'documents'}"


def _lists(comparison: Comparison) -> Iterator[str]:
    lists = comparison.lists
    for title, rules in (
        ("Rules only in A", lists.only_left),
        ("Rules only in B", lists.only_right),
        ("Another severity", lists.other_severity),
    ):
        if rules:
            yield from wrapped(f"{title} ({len(rules)}): {', '.join(map(line, rules))}", "", "  ")


def _rules(comparison: Comparison) -> Iterator[str]:
    for mark, documents, left, right in comparison.by_rule():
        where = "1 document" if documents == 1 else f"{documents} documents"
        yield f"{_mark(mark)}: A {left}, B {right}, in {where}"


def _mark(mark: Mark) -> str:
    ended = ", could not be evaluated" if mark.unevaluated else ""
    return f"{line(mark.rule)} ({mark.severity}{ended})"


def _documents(comparison: Comparison, verbose: bool) -> Iterator[str]:
    names = list(comparison.differing)
    for name in names if verbose else names[:_SHOWN]:
        each = (f"{_mark(one.mark)} A {one.left} B {one.right}" for one in comparison.differing[name])
        yield from wrapped(f"{line(name)}: {', '.join(each)}", "", "  ")
    yield from _more(names, verbose)


def _not_compared(comparison: Comparison, verbose: bool) -> Iterator[str]:
    for name, reason in comparison.unreadable.items():
        yield from wrapped(f"NOT compared: {line(name)}. {line(reason)}", "", "  ")
    names = list(comparison.left_out)
    for name in names if verbose else names[:_SHOWN]:
        yield from wrapped(f"NOT compared: {line(name)} is {line(comparison.left_out[name])}.", "", "  ")
    yield from _more(names, verbose)


def _more(names: Sequence[str], verbose: bool) -> Iterator[str]:
    if not verbose and len(names) > _SHOWN:
        yield f"and {len(names) - _SHOWN} more; -v shows them all"
