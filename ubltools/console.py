"""How the command speaks: reports as text or JSON, what goes to standard error, the worst exit code.

Nothing is decided here and nothing is read; the commands are in cli.
"""

import json
import os
import sys
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Any, Final

from ubltools.errors import InputError, UblToolsError
from ubltools.finding import Finding, Layer, LayerState, Location, Report, Severity

if TYPE_CHECKING:
    from ubltools.validation.outlook import Outlook

_PRECEDENCE: Final = (4, 2, 3, 1, 0)
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


def outlook_as_text(report: Report, outlook: "Outlook | None", verbose: bool, stream: IO[str]) -> str:
    """What is to be said below a report of the releases that come next; nothing where nobody asked."""
    if outlook is None:
        return ""
    from ubltools.report.outlook import render

    return "\n" + render(report, outlook, colour=wants_colour(stream), verbose=verbose)


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


def as_json(objects: list[dict[str, Any]], form: str) -> bytes:
    """JSON text: "jsonl" one object a line; "json" one object as it is, several as an array."""
    if form == "jsonl":
        return _utf8("".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in objects))
    shown = objects[0] if len(objects) == 1 else objects
    return _utf8(f"{json.dumps(shown, indent=2, ensure_ascii=False)}\n")


def _utf8(text: str) -> bytes:
    """JSON as UTF-8; what is no character, from a file name in another encoding, as JSON escapes it."""
    return text.encode("utf-8", "backslashreplace")


def with_request(report: Report, body: bytes | None, url: str, headers: dict[str, str]) -> dict[str, Any]:
    """The report as JSON object, with the request that may now be sent, or null."""
    request = None
    if body is not None:
        request = {"method": "POST", "url": url, "headers": headers, "body": json.loads(body)}
    return {**as_object(report), "request": request}


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
