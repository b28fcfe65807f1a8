"""Settings for all tests: a slow machine is no failure, what hypothesis finds can be replayed, and what
somebody imported or kept on this machine counts in no test."""

import io
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

settings.register_profile("ubltools", deadline=None, print_blob=True)
settings.load_profile("ubltools")

os.environ["UBLTOOLS_DATA"] = str(Path(__file__).parent / "no-such-folder")
_cache = TemporaryDirectory()  # gone when the tests are done
os.environ["UBLTOOLS_CACHE"] = _cache.name


@pytest.fixture
def run(monkeypatch, capfdbinary, tmp_path):
    """Run the command in an empty folder: exit code, standard output, standard error."""
    from ubltools import cli

    monkeypatch.chdir(tmp_path)

    def command(*arguments: str, stdin: bytes = b""):
        monkeypatch.setattr(sys, "argv", ["ubltools", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as caught:
            cli.main()
        captured = capfdbinary.readouterr()
        assert b"Traceback" not in captured.err
        return caught.value.code, captured.out.decode(), captured.err.decode()

    return command


@pytest.fixture(scope="session", autouse=True)
def no_word_about_compiling():
    """Which test compiles the rules first depends on the order of the tests; none shall see it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ubltools.validation.engines._announce", lambda _: None)
        yield
