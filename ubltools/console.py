"""How the command speaks: reports as text or JSON, what goes to standard error, the worst exit code.

Nothing is decided here and nothing is read; the commands are in cli.
"""

import os
import sys
from collections.abc import Callable, Iterable
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from ubltools import files
from ubltools.errors import InputError, UblToolsError
from ubltools.finding import Finding, Layer, LayerState, Location, Report, Severity

if TYPE_CHECKING:
    from ubltools.responses.decision import Gate
    from ubltools.validation.outlook import Outlook

_PRECEDENCE: Final = (4, 2, 3, 1, 5, 0)
_LOST: Final = frozenset({"UBLT-UNMAPPED", "UBLT-REPEATED", "UBLT-UNREADABLE", "UBLT-TOTAL-MISMATCH"})


def unreadable(path: str, error: UblToolsError) -> Report:
    """The report on a file that could not be looked at."""
    finding = Finding(error.rule, Severity.FATAL, error.message, Location(), error.hint)
    name = "input" if isinstance(error, InputError) else "setup"
    return Report(path, (Layer(name, LayerState.ERROR, findings=(finding,), reason=error.message),))


def as_text(report: Report, verbose: bool, stream: IO[str]) -> str:
    """The report for a person, coloured when the stream is a terminal that wants it."""
    from ubltools.report import text

    return text.render(report, colour=wants_colour(stream), verbose=verbose)


def wants_colour(stream: IO[str]) -> bool:
    """Whether a stream is a terminal that wants colours."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def as_object(report: Report) -> dict[str, Any]:
    """The report as JSON object."""
    from ubltools.report.json import to_object

    return to_object(report)


def with_outlook(report: Report, outlook: "Outlook | None") -> dict[str, Any]:
    """The report as JSON object, with the verdict under the coming releases where that was asked for."""
    if outlook is None:
        return as_object(report)
    from ubltools.report.outlook import to_object

    return {**as_object(report), "next": to_object(outlook)}


def as_json(objects: list[dict[str, Any]], form: str, *, several: bool = False) -> bytes:
    """JSON text: "jsonl" one object a line; "json" one object as it is, several (or what may be) as array."""
    import json

    if form == "jsonl":
        return _utf8("".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in objects))
    shown = objects[0] if len(objects) == 1 and not several else objects
    return _utf8(f"{json.dumps(shown, indent=2, ensure_ascii=False)}\n")


def _utf8(text: str) -> bytes:
    """JSON as UTF-8; what is no character, from a file name in another encoding, as JSON escapes it."""
    return text.encode("utf-8", "backslashreplace")


class Shown(NamedTuple):
    """One result of many: as text with a line end, and as JSON object; made when it is needed."""

    text: Callable[[], str]
    object: Callable[[], dict[str, Any]]


def print_all(results: Iterable[Shown], form: str, gap: str = "\n") -> int:
    """Print results as they come: "text" with a gap between them, "jsonl" one a line; "json" at the end.

    Gives how many there were.
    """
    objects: list[dict[str, Any]] = []
    at = -1
    for at, each in enumerate(results):
        if form == "text":
            files.write("-", _utf8((gap if at else "") + each.text()))
        elif form == "jsonl":
            files.write("-", as_json([each.object()], form))
        else:
            objects.append(each.object())
    if form == "json":
        files.write("-", as_json(objects, form) if objects else b"[]\n")
    return at + 1


def with_request(report: Report, body: bytes | None, url: str, headers: dict[str, str]) -> dict[str, Any]:
    """The report as JSON object, with the request that may now be sent, or null."""
    import json

    request = None
    if body is not None:
        request = {"method": "POST", "url": url, "headers": headers, "body": json.loads(body)}
    return {**as_object(report), "request": request}


def with_gate(held: dict[str, Any], gate: "Gate | None") -> dict[str, Any]:
    """A JSON object with the decision of the gate, if there was one."""
    if gate is None:
        return held
    from ubltools.report.values import jsonable

    return {**held, "gate": jsonable(gate)}


def evidence(known: tuple[str, ...]) -> str:
    """What a decision of the gate rests on, a line each."""
    from ubltools.report.layout import line, wrapped

    lines = [row for each in known for row in wrapped(line(each), "  - ", "    ")]
    return "\n".join(("", "What is known of it:", *lines, ""))


def request(url: str, headers: dict[str, str]) -> str:
    """Where to send the body, and with which headers."""
    shown = "".join(f"  {name}: {value}\n" for name, value in headers.items())
    return f"\nPOST {url}\n{shown}The body follows on standard output, or stands in the file of -o.\n"


def say(text: str) -> None:
    """Write to standard error."""
    sys.stderr.write(text if text.endswith("\n") else f"{text}\n")


def say_conversion(path: str, done: bool, findings: tuple[Finding, ...], strict: bool, verbose: bool) -> int:
    """Say what was found in a conversion. The exit code: 1 where it is refused."""
    fatal = not done or any(each.severity is Severity.FATAL for each in findings)
    lost = (each for each in findings if each.rule in _LOST and each.severity is not Severity.INFO)
    refused = fatal or (strict and any(lost))
    layer = Layer("convert", LayerState.FAILED if refused else LayerState.PASSED, findings=findings)
    if findings:
        say(as_text(Report(path, (layer,)), verbose, sys.stderr))
    return 1 if refused else 0


def worst(codes: Iterable[int]) -> int:
    """The exit code for several files: a missing verdict weighs more than a bad one."""
    return min(codes, key=_PRECEDENCE.index, default=0)
