"""The documents of one call of the command: what is done with each, here or elsewhere, and the sum of it.

Validating and printing are one step, so that only what is printed goes from one process to another. Options
are read and output is written in cli; processes are in workers.py. Plain values are named tuples here:
a dataclass takes seven times as long to make, and that counts where one document is validated.
"""

from collections import Counter
from collections.abc import Generator, Sequence
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ubltools import console, files
from ubltools.errors import UblToolsError, WorkerEnded
from ubltools.finding import Report, Severity

if TYPE_CHECKING:
    from ubltools.validation.outlook import Outlook

NOTHING: Final = 5  # the exit code for having had nothing to validate


class Task(NamedTuple):
    """A document to validate. data: its content, where another process cannot read it.

    fault: why it cannot be had. known: the SHA-256 and the exit code of an earlier run.
    """

    name: str
    data: bytes | None = None
    fault: UblToolsError | None = None
    known: tuple[str, int] | None = None


class Verdict(NamedTuple):
    """What became of a document, ready to be printed: text, or an object for JSON; neither when `earlier`."""

    name: str
    code: int
    digest: str | None = None
    text: bytes = b""
    value: dict[str, Any] | None = None
    earlier: bool = False


class Validation(NamedTuple):
    """What is done with each document. common: options of validate()."""

    form: str
    fail_on: Severity
    verbose: bool
    colour: bool
    also_next: bool
    common: dict[str, Any]

    def verdict(self, task: Task) -> Verdict:
        """The verdict on a document. Nothing that is wrong with it is raised."""
        digest = None
        try:
            data = self._content(task)
            digest = sha256(data).hexdigest()
            if task.known is not None and task.known[0] == digest:
                return Verdict(task.name, task.known[1], digest, earlier=True)
            return self._judged(task.name, data, digest)
        except UblToolsError as error:
            return self.without_verdict(task.name, error, digest)
        except Exception as error:  # a fault of ours, or no memory left: the other documents go on
            from ubltools.many import unforeseen

            return self.without_verdict(task.name, unforeseen(error), None)

    def plain(self, task: tuple[Any, ...]) -> tuple[Any, ...]:
        """The same, from and to plain tuples, which go to another process and back in half the time."""
        return tuple(self.verdict(Task(*task)))

    def _content(self, task: Task) -> bytes:
        if task.fault is not None:
            raise task.fault
        return files.read(task.name) if task.data is None else task.data

    def _judged(self, name: str, data: bytes, digest: str) -> Verdict:
        from ubltools.validation.engines import tell

        tell(console.say)
        if self.also_next:
            from ubltools.validation.outlook import validate_twice

            report, outlook = validate_twice(data, name=name, **self.common)
        else:
            from ubltools.validation.engine import validate

            report, outlook = validate(data, name=name, **self.common), None
        return self._printed(report, report.exit_code(self.fail_on), digest, outlook)

    def without_verdict(self, name: str, error: UblToolsError, digest: str | None = None) -> Verdict:
        """For a document on which there is no report, but an error."""
        return self._printed(console.unreadable(name, error), error.exit_code, digest)

    def _printed(
        self, report: Report, code: int, digest: str | None, outlook: "Outlook | None" = None
    ) -> Verdict:
        name = report.document
        if self.form == "text":
            return Verdict(
                name, code, digest, self._as_text(report, outlook).encode("utf-8", "backslashreplace")
            )
        value = console.with_outlook(report, outlook)
        if self.form == "jsonl":
            return Verdict(name, code, digest, console.as_json([value], "jsonl"))
        return Verdict(name, code, digest, value=value)

    def _as_text(self, report: Report, outlook: "Outlook | None") -> str:
        from ubltools.report import text

        told = text.render(report, colour=self.colour, verbose=self.verbose)
        if outlook is None:
            return told
        from ubltools.report import outlook as coming

        below = coming.render(report, outlook, colour=self.colour, verbose=self.verbose)
        return f"{told}\n{below}"


def verdicts(
    tasks: Sequence[Task], work: Validation, jobs: int, *, ordered: bool
) -> Generator[Verdict, None, None]:
    """The verdicts as they come, or in order. Raises EngineUnavailable when no process can be started."""
    if jobs == 1:
        yield from map(work.verdict, tasks)
        return
    from ubltools.workers import run

    for index, result in run(work.plain, map(tuple, tasks), jobs, ordered=ordered):
        if isinstance(result, WorkerEnded):
            yield work.without_verdict(tasks[index].name, result)
        else:
            yield Verdict(*result)


def rules_of(on: date | None, release: str | None) -> list[tuple[str, str, bool]]:
    """The releases that a verdict may depend on: id, SHA-256, and whether it is in force on a day.

    Raises ReleaseUnknown and RulesBroken for one that was asked for.
    """
    from ubltools.validation.release import by_id, releases
    from ubltools.validation.selection import NEXT

    day = on or date.today()
    asked_for = [by_id(release)] if release and release != NEXT else []
    return [(each.id, each.fingerprint, each.since <= day) for each in (*releases(), *asked_for)]


def in_short(*values: object) -> str:
    """One SHA-256 for values that are written out."""
    return sha256(repr(values).encode("utf-8", "backslashreplace")).hexdigest()


class Sum:
    """How many documents there are, what became of those that are done, and how many were done earlier."""

    def __init__(self, documents: int) -> None:
        self.documents = documents
        self.codes: Counter[int] = Counter()
        self.earlier = 0

    def add(self, verdict: Verdict) -> None:
        """Count a verdict."""
        self.codes[verdict.code] += 1
        self.earlier += verdict.earlier

    def told(self) -> str:
        """The sum in a line."""
        if not self.documents:
            return "Nothing was validated."
        ok, refused = self.codes[0], self.codes[1]
        others = self.codes.total() - ok - refused
        parts = [(ok, "OK"), (refused, "refused"), (others, "without a verdict")]
        listed = ", ".join(f"{count} {what}" for count, what in parts if count)
        before = f" ({self.earlier} of them in an earlier run)" if self.earlier else ""
        return f"{_documents(self.documents)}: {listed}{before}."

    def stopped(self) -> str:
        """How far it got."""
        return f"Stopped after {self.codes.total()} of {_documents(self.documents)}."


def _documents(count: int) -> str:
    return f"{count} document{'s' if count != 1 else ''}"
