"""The commands that make documents: presend, convert.

Each opens its files, makes one library call a file, renders and gives the exit code. Nothing is decided
here. Modules that cost time are imported by the command that needs them.
"""

import sys
from typing import TYPE_CHECKING, Any

import click

from ubltools import __version__, console, per_file
from ubltools.cli.options import BEFORE, FILES, ORDER, OUTPUT, REPORT, RULES, STATE, day
from ubltools.errors import ConfigurationError

if TYPE_CHECKING:
    from ubltools.per_order import Checked


@click.command()
@FILES
@ORDER
@RULES
@REPORT
@OUTPUT
@STATE
@BEFORE
@click.option("--sandbox/--production", default=True, help="Which address is printed; nothing is sent.")
def presend(paths: tuple[str, ...], form: str, output: str, sandbox: bool, **options: Any) -> int:
    """Check a Billit order and print the body for POST /v1/peppol/sendxml.

    The body goes to standard output or -o, the verdict to standard error. Refused: no body, exit 1. With a
    state file, what was sent before counts, and giving the body is recorded there.
    """
    from ubltools import per_order, per_response
    from ubltools import sendxml as library

    if len(paths) > 1 and (form == "text" or options["receipt"]):
        raise ConfigurationError("One order at a time; several with --format json or jsonl and no receipt.")
    settings = per_file.settings_here()
    asked = per_order.Asked(
        per_file.company_of(options["company"], settings),
        settings.decisions,
        day(options["on"]),
        version=__version__,
        **{key: options[key] for key in ("release", "engine", "fail_on", "force", "wait", "receipt")},
    )
    url = library.SANDBOX if sandbox else library.PRODUCTION
    with per_response.state_if_any(options["state"], settings) as state:
        results = [per_order.check(path, asked, state) for path in paths]
        with per_order.undone_if_it_fails(results, state):
            if form == "text":
                _say(results[0], url, options["verbose"])
                if results[0].body is not None:
                    per_file.write_beside(paths, output, results[0].body)
            else:
                objects = [_as_object(each, url) for each in results]
                per_file.write_beside(paths, output, console.as_json(objects, form))
    return console.worst(each.code for each in results)


def _as_object(result: "Checked", url: str) -> dict[str, Any]:
    from ubltools.sendxml import HEADERS

    return console.with_gate(console.with_request(result.report, result.body, url, HEADERS), result.gate)


def _say(result: "Checked", url: str, verbose: bool) -> None:
    """The verdict, what it rests on where something was sent before, and the request that may be made."""
    from ubltools.sendxml import HEADERS

    console.say(console.as_text(result.report, verbose, sys.stderr))
    if result.gate is not None and result.gate.rule is not None:
        console.say(console.evidence(result.gate.evidence))
    if result.body is not None:
        console.say(console.request(url, HEADERS))


@click.command()
@FILES
@ORDER
@OUTPUT
@click.option("-v", "--verbose", is_flag=True, help="Show every place, not only the first five.")
@click.option("--strict", is_flag=True, help="Refuse a conversion in which something does not cross.")
@click.option(
    "--keep-unmapped",
    is_flag=True,
    help="From UBL: keep what an order has no field for in CustomFields, so that the way back restores it.",
)
def convert(paths: tuple[str, ...], output: str, **options: Any) -> int:
    """Convert an order (JSON) to UBL, or UBL to an order; which way, the file tells.

    With several files -o names a folder. What could not cross is listed on standard error.
    """
    targets = per_file.targets(paths, output)
    return console.worst(per_file.convert_file(path, targets, **options) for path in paths)
