"""One order of the command presend: check it, write its receipt, and take back what could not be handed out.

An error about a file becomes the report on that file, so that the others go on. Options and printing are in
cli/ and console.py; what may be sent is decided in sendxml.py.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from ubltools import console, files, per_file
from ubltools.errors import ConfigurationError, UblToolsError
from ubltools.finding import Report, Severity
from ubltools.mapping.decisions import Decisions

if TYPE_CHECKING:
    from ubltools.responses.decision import Gate
    from ubltools.responses.store import StateFile
    from ubltools.sendxml import Presend


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options of presend ask for. wait: in days. version: of ubltools, for the receipt."""

    company: bytes | None
    decisions: Decisions
    on: date | None
    release: str | None
    engine: str
    fail_on: Severity
    force: str | None
    wait: int
    receipt: str | None
    version: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of one order. body: only where it may be sent."""

    report: Report
    body: bytes | None
    code: int
    gate: "Gate | None" = None


def check(path: str, asked: Asked, state: "StateFile | None") -> Checked:
    """Check an order file, and write its receipt if one is asked for. Raises ConfigurationError."""
    from ubltools import sendxml
    from ubltools.validation.engines import tell

    tell(console.say)
    if asked.force is not None and state is None:
        raise ConfigurationError(
            "--force overrides a state file; there is none.", "Name it with --state FILE."
        )
    before = None
    on = asked.on or date.today()
    if state is not None:
        before = sendxml.Before(state, asked.force, timedelta(days=asked.wait), asked.fail_on)
    try:
        order = files.read(path)
        result = sendxml.presend(
            order,
            company=asked.company,
            decisions=asked.decisions,
            on=on,
            release=asked.release,
            engine=asked.engine,
            name=path,
            before=before,
        )
    except UblToolsError as error:
        return Checked(console.unreadable(path, error), None, error.exit_code)
    code = result.report.exit_code(asked.fail_on)
    if state is None and code:
        result = replace(result, body=None)
    checked = Checked(result.report, result.body, 0 if result.body else code, result.gate)
    if asked.receipt:
        with undone_if_it_fails([checked], state):
            _write_receipt(path, order, result, asked, on)
    return checked


def _write_receipt(path: str, order: bytes, result: "Presend", asked: Asked, on: date) -> None:
    from ubltools.receipt import receipt

    held = receipt(
        result, order, company=asked.company, decisions=asked.decisions, on=on, version=asked.version
    )
    per_file.write_beside([path], asked.receipt or "", held)


@contextmanager
def undone_if_it_fails(results: Iterable[Checked], state: "StateFile | None") -> Iterator[None]:
    """Record the attempts of these orders as failed where their bodies cannot be written."""
    try:
        yield
    except BaseException:
        from ubltools.responses.known import Fate

        for each in results:
            if state is not None and each.body is not None and each.gate and each.gate.attempt is not None:
                state.answered(each.gate.attempt, Fate.FAILED, datetime.now(UTC))
        raise
