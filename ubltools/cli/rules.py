"""The commands on rule releases: rules list."""

import click

from ubltools import files


@click.group()
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
