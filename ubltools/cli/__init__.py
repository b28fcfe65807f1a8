"""The command: the group, what becomes of an error, and nothing else.

Standard output carries only the result, everything said about it goes to standard error. The commands
stand in the modules beside this one, and each is imported when it is called.
"""

import atexit
import gc
import os
import sys
from importlib import import_module
from typing import Any, Final

import click

from ubltools import __version__, console
from ubltools.errors import UblToolsError

_MODULES: Final = {  # in the order of the help
    "presend": "documents",
    "sent": "responses",
    "response": "responses",
    "inbox": "responses",
    "status": "responses",
    "validate": "validating",
    "convert": "documents",
    "diff": "comparing",
    "mapping": "tables",
    "rules": "rules",
    "schema": "tables",
}


_MANY_OBJECTS: Final = 50_000  # more than one validation makes


class _NobodyReads(Exception):
    """Standard output is closed. Not an OSError, of which click would make exit code 1."""


class _Commands(click.Group):
    """The commands by name; a module is imported when a command in it is asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_MODULES)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in _MODULES:
            return None
        found: click.Command = getattr(import_module(f"ubltools.cli.{_MODULES[name]}"), name)
        return found

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _NobodyReads from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ubltools")
def cli() -> None:
    """Billit orders and Peppol UBL: convert, validate, and check before sendXML.

    FILE may be - for standard input. Exit codes: 0 clean, 1 findings, 2 usage or file trouble, 3 input
    that cannot be read as XML or JSON, 4 a validation layer could not run, 5 nothing to validate.
    """


def _spare_the_collector() -> None:
    """Look for garbage less often, and not at all in the end: nearly all that is there is code and rules."""
    gc.set_threshold(_MANY_OBJECTS)
    atexit.register(gc.freeze)


def main() -> None:
    """Run the command. Every error we know ends in one line and its exit code, never in a traceback."""
    _spare_the_collector()
    try:
        code = cli.main(standalone_mode=False, prog_name="ubltools")
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except (_NobodyReads, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 141
    except UblToolsError as error:
        hint = f"\n{error.hint}" if error.hint else ""
        console.say(f"ubltools: {error.message}{hint}")
        code = error.exit_code
    sys.exit(code)
