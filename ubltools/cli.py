"""The command: open, one library call, render, exit code.

Nothing is decided here. Standard output carries only the result, everything said about it goes to
standard error. Modules that cost time are imported by the command that needs them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from ubltools import __version__, console, files, per_file
from ubltools.errors import ConfigurationError, UblToolsError
from ubltools.finding import Severity

if TYPE_CHECKING:
    pass

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
    click.option(
        "--on",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="DATE",
        help="Use the rules of this day, not today's.",
    ),
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
    settings = per_file.settings_here()
    common = {
        "company": per_file.company_of(options["company"], settings),
        "decisions": settings.decisions,
        "on": _day(options["on"]),
        "release": options["release"],
    }
    results = [per_file.presend_file(path, options["fail_on"], common) for path in paths]
    url = library.SANDBOX if sandbox else library.PRODUCTION
    if form == "text":
        report, body, _ = results[0]
        console.say(console.as_text(report, options["verbose"], sys.stderr))
        if body is not None:
            console.say(console.request(url, library.HEADERS))
            per_file.write_beside(paths, output, body)
    else:
        objects = [console.with_request(*result[:2], url, library.HEADERS) for result in results]
        per_file.write_beside(paths, output, console.as_json(objects, form))
    return console.worst(code for _, _, code in results)


@cli.command()
@_FILES
@_RULES
@_REPORT
@click.option("--no-gate", is_flag=True, help="Run the rules even where the schema refuses the document.")
def validate(paths: tuple[str, ...], form: str, no_gate: bool, **options: Any) -> int:
    """Validate UBL: XSD, then EN 16931, then Peppol.

    The report goes to standard output.
    """
    common = {
        "on": _day(options["on"]),
        "release": options["release"],
        "gate": not no_gate,
    }
    objects: list[dict[str, Any]] = []
    codes: list[int] = []
    for path in paths:
        report, code = per_file.validate_file(path, options["fail_on"], common)
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
    targets = per_file.targets(paths, output)
    return console.worst(
        per_file.convert_file(path, targets, strict, verbose, options["company"]) for path in paths
    )


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


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


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
