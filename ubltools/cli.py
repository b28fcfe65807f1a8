"""The command: open, one library call, render, exit code.

Nothing is decided here. Standard output carries only the result, everything said about it goes to
standard error. Modules that cost time are imported by the command that needs them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from ubltools import __version__, console, files
from ubltools.errors import ConfigurationError, UblToolsError
from ubltools.finding import Finding, Report, Severity

if TYPE_CHECKING:
    from ubltools.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])
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
    results = [_presend(path, options["fail_on"], common) for path in paths]
    url = library.SANDBOX if sandbox else library.PRODUCTION
    if form == "text":
        _show(*results[0], url, output, options["verbose"])
    else:
        objects = [console.with_request(*result[:2], url, library.HEADERS) for result in results]
        files.write(output, console.as_json(objects, form))
    return console.worst(code for _, _, code in results)


def _presend(path: str, fail_on: Severity, common: dict[str, Any]) -> tuple[Report, bytes | None, int]:
    """Report, body and exit code of one order; no body for one that does not pass --fail-on."""
    from ubltools.sendxml import presend

    try:
        result = presend(files.read(path), name=path, **common)
    except UblToolsError as error:
        return console.unreadable(path, error), None, error.exit_code
    code = result.report.exit_code(fail_on)
    return result.report, result.body if code == 0 else None, code


def _show(report: Report, body: bytes | None, _code: int, url: str, output: str, verbose: bool) -> None:
    from ubltools.sendxml import HEADERS

    console.say(console.as_text(report, verbose, sys.stderr))
    if body is not None:
        console.say(console.request(url, HEADERS))
        files.write(output, body)


@cli.command()
@_FILES
@_RULES
@_REPORT
@click.option("--no-gate", is_flag=True, help="Run the rules even where the schema refuses the document.")
def validate(paths: tuple[str, ...], form: str, no_gate: bool, **options: Any) -> int:
    """Validate UBL: XSD, then EN 16931, then Peppol.

    The report goes to standard output.
    """
    common = {"on": _date(options["on"]), "release": options["release"], "gate": not no_gate}
    objects: list[dict[str, Any]] = []
    codes: list[int] = []
    for path in paths:
        report, code = _validate(path, options["fail_on"], common)
        if form == "text":
            gap = "\n" if codes else ""
            files.write("-", (gap + console.as_text(report, options["verbose"], sys.stdout)).encode())
        elif form == "jsonl":
            files.write("-", console.as_json([console.as_object(report)], form))
        else:
            objects.append(console.as_object(report))
        codes.append(code)
    if form == "json":
        files.write("-", console.as_json(objects, form))
    return console.worst(codes)


def _validate(path: str, fail_on: Severity, common: dict[str, Any]) -> tuple[Report, int]:
    """Report and exit code of one document."""
    from ubltools.validation.engine import validate

    try:
        report = validate(files.read(path), name=path, **common)
    except UblToolsError as error:
        return console.unreadable(path, error), error.exit_code
    return report, report.exit_code(fail_on)


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
    targets = _targets(paths, output)
    return console.worst(_convert(path, targets, strict, verbose, options["company"]) for path in paths)


def _targets(paths: tuple[str, ...], output: str) -> Callable[[str, str], str]:
    """Where the result for a file goes, given the file and the ending of the result."""
    folder = Path(output)
    if len(paths) == 1 and (output == "-" or not folder.is_dir()):
        return lambda _path, _ending: output
    if output == "-" or not folder.is_dir():
        raise ConfigurationError("With several files -o must name a folder that exists.")
    stems = [Path(path).stem for path in paths]
    if len(set(stems)) < len(stems):
        raise ConfigurationError("Two of the files have the same name; one result would overwrite the other.")
    return lambda path, ending: str(folder / f"{Path(path).stem}{ending}")


def _convert(
    path: str, target: Callable[[str, str], str], strict: bool, verbose: bool, company: str | None
) -> int:
    """Convert one file; the exit code."""
    try:
        text, ending, findings = _converted(files.read(path), company)
        code = console.say_conversion(path, text is not None, findings, strict, verbose)
        if text is not None and code == 0:
            files.write(target(path, ending), text.encode())
    except UblToolsError as error:
        console.say(console.as_text(console.unreadable(path, error), verbose, sys.stderr))
        return error.exit_code
    return code


def _converted(data: bytes, company: str | None) -> tuple[str | None, str, tuple[Finding, ...]]:
    """The text of the other side, the ending of its file name, and what there is to say."""
    from ubltools import billit
    from ubltools import convert as library

    settings = _settings()
    if library.looks_like_xml(data):
        order = library.from_ubl(data, decisions=settings.decisions)
        text = None if order.document is None else billit.to_json(order.document)
        return text, ".json", order.findings
    ubl = library.to_ubl(data, company=_company(company, settings), decisions=settings.decisions)
    return ubl.document, ".xml", ubl.findings


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
        console.say(f"ubltools: {error.message}{hint}")
        code = error.exit_code
    sys.exit(code)
