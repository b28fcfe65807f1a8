"""The command that compares: diff.

Opens two files, makes one library call, renders and gives the exit code. Nothing is decided here.
"""

import sys

import click

from ubltools import console, files, per_file
from ubltools.cli.options import ORDER
from ubltools.errors import ConfigurationError


@click.command()
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@ORDER
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How the outcome is printed.",
)
@click.option("-v", "--verbose", is_flag=True, help="Show every place, not only the first five.")
def diff(left: str, right: str, form: str, verbose: bool, company: str | None) -> int:
    """Say in what two documents differ: orders (JSON), UBL, or one of each.

    What means the same is no difference: another order of lines, other prefixes, 1 or 1.00. An order is
    compared as the UBL that it becomes, two orders field by field as well. Exit code 1 for different.
    """
    if left == right == "-":
        raise ConfigurationError("Only one of the two can be standard input.")
    from ubltools.comparison.documents import differences
    from ubltools.report import differences as report

    names = (left, right)
    documents, failures = per_file.read_both(names, company)
    if failures:
        if form == "json":
            files.write("-", console.as_json([report.failures_to_object(names, failures)], form))
        for name, error in failures if form == "text" else ():
            console.say(report.render_failure(name, error, colour=console.wants_colour(sys.stderr)))
        return console.worst(error.exit_code for _, error in failures)
    found = differences(*documents)
    one_order = sum(each.order is not None for each in documents) == 1
    if form == "json":
        files.write("-", console.as_json([report.to_object(names, found, one_order=one_order)], form))
    else:
        colour = console.wants_colour(sys.stdout)
        text = report.render(names, found, one_order=one_order, colour=colour, verbose=verbose)
        files.write("-", text.encode())
    return 1 if found else 0
