"""The commands that print what the tool knows: schema.

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
