"""The commands on rule releases: rules list, show, compare, import, remove.

Each makes one library call, renders and gives the exit code. Nothing is decided here.
"""

import sys
from datetime import datetime
from typing import Any, Final

import click

from ubltools import console, files, per_file
from ubltools.cli.options import day
from ubltools.names import Kind

FORMAT: Final = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How it is printed."
)


@click.group()
def rules() -> None:
    """The rule releases: which there are, what their rules say, and your own official files."""


@rules.command("list")
@FORMAT
def rules_list(form: str) -> int:
    """List the rule releases: built in, imported and previews, with dates, rule counts and checksums."""
    from ubltools.report import releases
    from ubltools.validation.inventory import entries

    files.write("-", releases.render(entries(), form).encode())
    return 0


@rules.command("show")
@click.argument("rule", metavar="RULE-ID")
@click.option("--release", metavar="ID", help="What it says in this release.")
@FORMAT
def rules_show(rule: str, release: str | None, form: str) -> int:
    """Print what a rule says, what to do about it, and the releases that have it."""
    from ubltools.report.rule import render
    from ubltools.validation.inventory import look_up

    files.write("-", render(look_up(rule, release), form).encode())
    return 0


@rules.command("compare")
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@click.argument("paths", metavar="DIR...", nargs=-1, required=True)
@FORMAT
@click.option("-v", "--verbose", is_flag=True, help="List every document, not only the first twenty.")
def rules_compare(left: str, right: str, paths: tuple[str, ...], form: str, verbose: bool) -> int:
    """Run two releases over the documents in a folder (*.xml) and list those whose findings differ.

    Compared are rule ids, severities and counts; the schema is not checked. Exit code 1 for different.
    """
    from ubltools.report import rule_differences
    from ubltools.validation.comparing import compare
    from ubltools.validation.release import by_id

    releases = by_id(left), by_id(right)
    outcome = compare(*releases, per_file.documents_in(paths), files.read)
    if form == "json":
        text = rule_differences.render_json(outcome)
    else:
        colour = console.wants_colour(sys.stdout)
        text = rule_differences.render(outcome, colour=colour, verbose=verbose)
    files.write("-", text.encode())
    nothing = not (outcome.same or outcome.differing or outcome.unreadable)
    return console.worst((2 * nothing, 3 * bool(outcome.unreadable), 1 * bool(outcome.differing)))


@rules.command("import")
@click.argument("path", metavar="FILE|DIR|ZIP")
@click.option("--id", metavar="ID", help="What to call it; else made from its rules and its version.")
@click.option("--layer", metavar="LAYER", help="The layer it replaces: peppol, en16931.")
@click.option(
    "--from",
    "since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day from which it is mandatory, for the list.",
)
@click.option(
    "--root",
    "roots",
    multiple=True,
    type=click.Choice([str(kind) for kind in Kind]),
    help="A kind of document it is for; may be repeated.",
)
@click.option(
    "--customization", "customizations", multiple=True, metavar="URN", help="Only for these documents."
)
@click.option("--file", metavar="NAME", help="Which rule file, when there are several in it.")
def rules_import(path: str, since: datetime | None, **wishes: Any) -> int:
    """Import an official Peppol or EN 16931 release of your own: Schematron, or what it is compiled to.

    It is tried out first; one that does not compile is refused and nothing is left behind. It counts only
    when you ask for it with --release. It is kept in your own folder for data, or below UBLTOOLS_DATA.
    """
    from ubltools.report.releases import render_import
    from ubltools.validation.importing import Wishes, take_in

    outcome = take_in(path, Wishes(since=day(since), **wishes))
    files.write("-", render_import(outcome).encode())
    return 0


@rules.command("remove")
@click.argument("identity", metavar="ID")
def rules_remove(identity: str) -> int:
    """Remove an imported release. What is built in stays."""
    from ubltools.validation.importing import remove

    remove(identity)
    console.say(f"{identity} is removed.")
    return 0
