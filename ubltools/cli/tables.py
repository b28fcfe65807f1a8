"""The commands that print what the tool knows: schema, mapping.

No document is opened here.
"""

import click

from ubltools import files
from ubltools.cli.options import OUTPUT


@click.command()
@OUTPUT
def schema(output: str) -> int:
    """Print the JSON Schema of a Billit order."""
    import json

    from ubltools import billit

    files.write(output, f"{json.dumps(billit.json_schema(), indent=2, ensure_ascii=False)}\n".encode())
    return 0


@click.command()
@click.option(
    "--kind",
    type=click.Choice(["Invoice", "CreditNote"], case_sensitive=False),
    default="Invoice",
    help="The document whose table is printed; a self-billed one has the same.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "csv"]),
    default="text",
    help="How it is printed.",
)
@OUTPUT
def mapping(kind: str, form: str, output: str) -> int:
    """Print which field of an order is which element of UBL, and what has no field."""
    from ubltools.mapping_table import HEADINGS, rows
    from ubltools.report.table import render

    table = render(HEADINGS, (row.cells() for row in rows(kind)), form)
    files.write(output, table.encode())
    return 0
