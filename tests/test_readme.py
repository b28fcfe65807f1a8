"""What the README shows is what happens."""

import io
import re
import sys
from datetime import date
from pathlib import Path

import pytest

from ubltools import cli
from ubltools.validation import engine

CHECKOUT = Path(cli.__file__).parents[2]
README = (CHECKOUT / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"```console\n\$ ubltools (.*)\n((?:.*\n)*?)```", README)


class WhenItWasWritten(date):
    """A day on which the releases are in force that the examples show."""

    @classmethod
    def today(cls):
        return date(2026, 11, 24)


def outcome(arguments: list[str], redirected: bool, monkeypatch, capfdbinary) -> str:
    monkeypatch.setattr(sys, "argv", ["ubltools", *arguments])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    with pytest.raises(SystemExit):
        cli.main()
    captured = capfdbinary.readouterr()
    return ((b"" if redirected else captured.out) + captured.err).decode()


def test_there_are_examples():
    assert len(EXAMPLES) == 5


@pytest.mark.parametrize(("command", "shown"), EXAMPLES)
def test_an_example_shows_the_real_output(command, shown, monkeypatch, capfdbinary, tmp_path):
    monkeypatch.chdir(CHECKOUT)
    monkeypatch.setattr(engine, "date", WhenItWasWritten)
    arguments = [str(tmp_path / each) if each == "body.json" else each for each in command.split()]
    redirected = ">" in arguments
    if redirected:
        arguments = arguments[: arguments.index(">")]
    assert outcome(arguments, redirected, monkeypatch, capfdbinary) == shown


def test_every_command_is_in_it():
    for name in cli.cli.list_commands(None):
        command = cli.cli.get_command(None, name)
        for below in getattr(command, "commands", {"": None}):
            assert f"`ubltools {name} {below}".rstrip() in README


def test_every_setting_is_in_it():
    from ubltools.mapping.decisions import Decisions

    for name in ("company", "state", *Decisions.__dataclass_fields__):
        assert f"| `{name}` |" in README
