"""The commands on documents: presend, validate, convert.

Each opens its files, makes one library call a file, renders and gives the exit code. Nothing is decided
here. Modules that cost time are imported by the command that needs them.
"""

import sys
from typing import Any

import click

from ubltools import console, files, per_file
from ubltools.cli.options import FILES, ORDER, OUTPUT, REPORT, RULES, day
from ubltools.errors import ConfigurationError


@click.command()
@FILES
@ORDER
@RULES
@REPORT
@OUTPUT
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
        "on": day(options["on"]),
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


@click.command()
@FILES
@RULES
@REPORT
@click.option("--no-gate", is_flag=True, help="Run the rules even where the schema refuses the document.")
@click.option("--also-next", is_flag=True, help="Say as well what the releases that come next will find.")
def validate(paths: tuple[str, ...], form: str, no_gate: bool, also_next: bool, **options: Any) -> int:
    """Validate UBL: XSD, then EN 16931, then Peppol.

    The report goes to standard output. The exit code is that of the releases in force, also with --also-next.
    """
    common = {"on": day(options["on"]), "gate": not no_gate}
    if options["release"] and also_next:
        raise ConfigurationError("--also-next goes with the releases of a day, not with --release.")
    if options["release"]:
        common["release"] = options["release"]
    objects: list[dict[str, Any]] = []
    codes: list[int] = []
    for path in paths:
        report, outlook, code = per_file.validate_file(path, options["fail_on"], common, also_next=also_next)
        if form == "text":
            gap = "\n" if codes else ""
            text = console.as_text(report, options["verbose"], sys.stdout)
            text += console.outlook_as_text(report, outlook, options["verbose"], sys.stdout)
            files.write("-", (gap + text).encode())
        elif form == "jsonl":
            files.write("-", console.as_json([console.with_outlook(report, outlook)], form))
        else:
            objects.append(console.with_outlook(report, outlook))
        codes.append(code)
    if form == "json":
        files.write("-", console.as_json(objects, form))
    return console.worst(codes)


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
