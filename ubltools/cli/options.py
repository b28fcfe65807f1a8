"""Arguments and options that commands share, each declared once."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final, TypeVar

import click

from ubltools.finding import Severity

F = TypeVar("F", bound=Callable[..., Any])
SEVERITIES: Final = click.Choice([str(each) for each in Severity])


def options(*decorators: Callable[[F], F]) -> Callable[[F], F]:
    """Several decorators as one, the first on the outside."""

    def apply(command: F) -> F:
        for each in reversed(decorators):
            command = each(command)
        return command

    return apply


FILES: Final = click.argument("paths", metavar="FILE...", nargs=-1, required=True)
ORDER: Final = options(
    click.option("--company", metavar="FILE", help="The own company: a Billit Party as JSON."),
)
RULES: Final = options(
    click.option(
        "--on",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="DATE",
        help="Use the rules of this day, not today's.",
    ),
    click.option(
        "--release",
        metavar="ID|next",
        help="Use this rule release (see 'ubltools rules list'), or the next to come.",
    ),
    click.option(
        "--engine",
        type=click.Choice(["native", "saxon", "both"]),
        default="native",
        help="Who runs the rules: both compares the fast one with Saxon, the reference.",
    ),
)
FORMAT: Final = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "jsonl"]),
    default="text",
    help="How the result is printed.",
)
VERBOSE: Final = click.option(
    "-v", "--verbose", is_flag=True, help="Show every place, not only the first five."
)
BEFORE: Final = options(
    click.option("--force", metavar="REASON", help="Send although the state file speaks against it."),
    click.option(
        "--wait",
        type=click.IntRange(0),
        metavar="DAYS",
        default=5,
        help="How long a document without an answer may not be sent again (5).",
    ),
    click.option("--receipt", metavar="FILE", help="Write what was decided, and on what, as JSON."),
)
STATE: Final = click.option(
    "--state", metavar="FILE", help="The file in which what was sent and answered is kept."
)
LANGUAGE: Final = click.option(
    "--lang", "language", type=click.Choice(["en", "nl", "fr"]), default="en", help="Of the texts."
)
REPORT: Final = options(
    FORMAT,
    click.option(
        "--fail-on",
        type=SEVERITIES,
        default="fatal",
        help="Exit with 1 from this severity up.",
        callback=lambda _ctx, _param, value: Severity(value),
    ),
    VERBOSE,
)
OUTPUT: Final = click.option("-o", "--output", metavar="FILE", default="-", help="Write here; - is stdout.")


def day(moment: datetime | None) -> date | None:
    """The day that --on names."""
    return moment.date() if moment else None
