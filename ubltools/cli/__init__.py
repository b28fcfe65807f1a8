"""The command: the group, what becomes of an error, and nothing else.

Standard output carries only the result, everything said about it goes to standard error. The commands
stand in the modules beside this one.
"""

import os
import sys

import click

from ubltools import __version__, console
from ubltools.cli.comparing import diff
from ubltools.cli.documents import convert, presend, validate
from ubltools.cli.responses import inbox, response, sent, status
from ubltools.cli.rules import rules
from ubltools.cli.tables import mapping, schema
from ubltools.errors import UblToolsError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ubltools")
def cli() -> None:
    """Billit orders and Peppol UBL: convert, validate, and check before sendXML.

    FILE may be - for standard input. Exit codes: 0 clean, 1 findings, 2 usage or file trouble, 3 input
    that cannot be read as XML or JSON, 4 a validation layer could not run.
    """


for command in (presend, sent, response, inbox, status, validate, convert, diff, mapping, rules, schema):
    cli.add_command(command)


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
