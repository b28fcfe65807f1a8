"""The command: open, one library call, render, exit code.

Nothing is decided here. Standard output carries only the result, everything said about it goes to
standard error. Modules that cost time are imported by the command that needs them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from ubltools import __version__, files
from ubltools.errors import ConfigurationError, InputError, UblToolsError
from ubltools.finding import Finding, Layer, LayerState, Location, Report, Severity

if TYPE_CHECKING:
    from ubltools.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])
_PRECEDENCE: Final = (4, 2, 3, 1, 0)  # the worst of several files
_SEVERITIES: Final = click.Choice([str(each) for each in Severity])


def _options(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    def apply(command: F) -> F:
        for each in reversed(decorators):
            command = each(command)
        return command

    return apply


_FILES: Final = click.argument("paths", metavar="FILE...", nargs=-1, required=True)
_ORDER: Final = _options(
    click.option("--company", metavar="FILE", help="The own company: a Billit Party as JSON."),
)
_RULES: Final = _options(
    click.option("--on", metavar="DATE", help="Use the rules in force on this day (YYYY-MM-DD); today."),
    click.option("--release", metavar="ID", help="Use this rule release; see 'ubltools rules list'."),
)
_REPORT: Final = _options(
    click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "jsonl"]),
        default="text",
        help="How the verdict is printed.",
    ),
    click.option(
        "--fail-on",
        type=_SEVERITIES,
        default="fatal",
        help="Exit with 1 from this severity up.",
        callback=lambda _ctx, _param, value: Severity(value),
    ),
    click.option("-v", "--verbose", is_flag=True, help="Show every place, not only the first five."),
)
_OUTPUT: Final = click.option("-o", "--output", metavar="FILE", default="-", help="Write here; - is stdout.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ubltools")
def cli() -> None:
    """Billit orders and Peppol UBL: convert, validate, and check before sendXML.

    FILE may be - for standard input. Exit codes: 0 clean, 1 findings, 2 usage or file trouble, 3 input
    that cannot be read as XML or JSON, 4 a validation layer could not run.
    """


@cli.command()
@_FILES
@_ORDER
@_RULES
@_REPORT
@_OUTPUT
@click.option("--sandbox/--production", default=True, help="Which address is printed; nothing is sent.")
def presend(paths: tuple[str, ...], form: str, output: str, sandbox: bool, **options: Any) -> int:
    """Check a Billit order and print the body for POST /v1/peppol/sendxml.

    The body goes to standard output or -o, the verdict to standard error. Refused: no body, exit 1.
    """
    from ubltools import sendxml as library

    if len(paths) > 1 and form == "text":
        raise ConfigurationError("One order at a time, or --format json or jsonl for several.")
    settings = _settings()
    common = {
        "company": _company(options["company"], settings),
        "decisions": settings.decisions,
        "on": _date(options["on"]),
        "release": options["release"],
    }
    reports: list[Report] = []
    bodies: list[bytes | None] = []
    codes: list[int] = []
    for path in paths:
        try:
            result = library.presend(files.read(path), name=path, **common)
        except UblToolsError as error:
            reports.append(_unreadable(path, error))
            bodies.append(None)
            codes.append(error.exit_code)
            continue
        reports.append(result.report)
        bodies.append(result.body)
        codes.append(result.report.exit_code(options["fail_on"]))
    url = library.SANDBOX if sandbox else library.PRODUCTION
    if form == "text":
        _say(_text(reports, options["verbose"]))
        if bodies[0] is not None and codes[0] == 0:
            _say(_request(url, library.HEADERS))
            files.write(output, bodies[0])
    else:
        objects = [_with_request(r, b, url, library.HEADERS) for r, b in zip(reports, bodies, strict=True)]
        files.write(output, _json(objects, form))
    return _worst(codes)


@cli.command()
@_FILES
@_RULES
@_REPORT
@click.option("--no-gate", is_flag=True, help="Run the rules even where the schema refuses the document.")
def validate(paths: tuple[str, ...], form: str, no_gate: bool, **options: Any) -> int:
    """Validate UBL: XSD, then EN 16931, then Peppol.

    The report goes to standard output.
    """
    from ubltools.validation.engine import validate as check

    on, codes = _date(options["on"]), []
    reports: list[Report] = []
    for path in paths:
        try:
            data = files.read(path)
            report = check(data, name=path, on=on, release=options["release"], gate=not no_gate)
            code = report.exit_code(options["fail_on"])
        except UblToolsError as error:
            report, code = _unreadable(path, error), error.exit_code
        codes.append(code)
        if form == "jsonl":
            files.write("-", _json([_object(report)], form))
        else:
            reports.append(report)
    if form == "json":
        files.write("-", _json([_object(each) for each in reports], form))
    elif form == "text":
        files.write("-", _text(reports, options["verbose"], sys.stdout).encode())
    return _worst(codes)


@cli.command()
@_FILES
@_ORDER
@_OUTPUT
@click.option("-v", "--verbose", is_flag=True, help="Show every place, not only the first five.")
@click.option("--strict", is_flag=True, help="Refuse a conversion in which something does not cross.")
def convert(paths: tuple[str, ...], output: str, verbose: bool, strict: bool, **options: Any) -> int:
    """Convert an order (JSON) to UBL, or UBL to an order; which way, the file tells.

    With several files -o names a folder. What could not cross is listed on standard error.
    """
    folder = Path(output) if output != "-" and (len(paths) > 1 or Path(output).is_dir()) else None
    if len(paths) > 1 and folder is None:
        raise ConfigurationError("With several files -o must name a folder.")
    if folder is not None and not folder.is_dir():
        raise ConfigurationError(f"{folder} is not a folder.")
    codes = []
    for path in paths:
        try:
            text, ending, findings = _convert(files.read(path), options["company"])
            code = _said(path, text, findings, strict, verbose)
            if text is not None and code == 0:
                files.write(str(folder / f"{Path(path).stem}{ending}") if folder else output, text.encode())
        except UblToolsError as error:
            _say(_text([_unreadable(path, error)], verbose))
            code = error.exit_code
        codes.append(code)
    return _worst(codes)


def _convert(data: bytes, company: str | None) -> tuple[str | None, str, tuple[Finding, ...]]:
    from ubltools import billit
    from ubltools import convert as library

    settings = _settings()
    if library.looks_like_xml(data):
        order = library.from_ubl(data, decisions=settings.decisions)
        text = None if order.document is None else billit.to_json(order.document)
        return text, ".json", order.findings
    ubl = library.to_ubl(data, company=_company(company, settings), decisions=settings.decisions)
    return ubl.document, ".xml", ubl.findings


def _said(path: str, text: str | None, findings: tuple[Finding, ...], strict: bool, verbose: bool) -> int:
    """Say what was found in a conversion; the exit code."""
    lost = {"UBLT-UNMAPPED", "UBLT-REPEATED", "UBLT-UNREADABLE"}
    fatal = text is None or any(each.severity is Severity.FATAL for each in findings)
    refused = fatal or (strict and any(each.rule in lost for each in findings))
    state = LayerState.FAILED if refused else LayerState.PASSED
    if findings:
        _say(_text([Report(path, (Layer("convert", state, findings=findings),))], verbose))
    return 1 if refused else 0


@cli.command()
@_OUTPUT
def schema(output: str) -> int:
    """Print the JSON Schema of a Billit order."""
    import json

    from ubltools import billit

    files.write(output, f"{json.dumps(billit.json_schema(), indent=2, ensure_ascii=False)}\n".encode())
    return 0


@cli.group()
def rules() -> None:
    """The rule releases: which there are, and what they apply to."""


@rules.command("list")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How it is printed."
)
def rules_list(form: str) -> int:
    """List the rule releases with their dates."""
    from ubltools.report import releases
    from ubltools.validation.release import releases as known

    files.write("-", releases.render(known(), form).encode())
    return 0


# Shared by the commands


def _settings() -> Settings:
    from ubltools.settings import find

    return find(Path.cwd())


def _company(option: str | None, settings: Settings) -> bytes | None:
    path = option or (str(settings.company) if settings.company else None)
    return files.read(path) if path else None


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ConfigurationError(
            f"--on {text[:40] if text else ''} is not a date.", "Write YYYY-MM-DD."
        ) from None


def _unreadable(path: str, error: UblToolsError) -> Report:
    """The report on a file that could not be looked at."""
    finding = Finding(error.rule, Severity.FATAL, error.message, Location(), error.hint)
    name = "input" if isinstance(error, InputError) else "setup"
    return Report(path, (Layer(name, LayerState.ERROR, findings=(finding,), reason=error.message),))


def _text(reports: Iterable[Report], verbose: bool, stream: Any = None) -> str:
    from ubltools.report import text

    colour = (stream or sys.stderr).isatty() and not os.environ.get("NO_COLOR")
    return "\n".join(text.render(each, colour=colour, verbose=verbose) for each in reports)


def _object(report: Report) -> dict[str, Any]:
    from ubltools.report import json

    return json.to_object(report)


def _json(objects: list[dict[str, Any]], form: str) -> bytes:
    import json

    if form == "jsonl":
        return "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in objects).encode()
    shown = objects[0] if len(objects) == 1 else objects
    return f"{json.dumps(shown, indent=2, ensure_ascii=False)}\n".encode()


def _with_request(report: Report, body: bytes | None, url: str, headers: dict[str, str]) -> dict[str, Any]:
    import json

    request = (
        None if body is None else {"method": "POST", "url": url, "headers": headers, "body": json.loads(body)}
    )
    return {**_object(report), "request": request}


def _request(url: str, headers: dict[str, str]) -> str:
    shown = "".join(f"  {name}: {value}\n" for name, value in headers.items())
    return f"\nPOST {url}\n{shown}The body follows on standard output, or stands in the file of -o.\n"


def _say(text: str) -> None:
    click.echo(text, err=True, nl=not text.endswith("\n"))


def _worst(codes: Iterable[int]) -> int:
    return min(codes, key=_PRECEDENCE.index, default=0)


def main() -> None:
    """Run the command. Every error we know ends in one line and its exit code, never in a traceback."""
    try:
        code = cli.main(standalone_mode=False, prog_name="ubltools")
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 141
    except UblToolsError as error:
        hint = f"\n{error.hint}" if error.hint else ""
        _say(f"ubltools: {error.message}{hint}")
        code = error.exit_code
    sys.exit(code)
