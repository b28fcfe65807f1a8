"""The command that validates: one document or many, in one process or in several.

Finds the files, makes one library call a file, writes what comes back and gives the exit code. Nothing is
decided here.
"""

import sys
from contextlib import AbstractContextManager, ExitStack, closing, nullcontext
from typing import TYPE_CHECKING, Any

import click

from ubltools import __version__, batch, console, files, folders
from ubltools.cli.options import REPORT, RULES, day
from ubltools.errors import ConfigurationError, UblToolsError

if TYPE_CHECKING:
    from ubltools.journal import Journal


@click.command()
@click.argument("paths", metavar="FILE|DIR...", nargs=-1, required=True)
@RULES
@REPORT
@click.option("--no-gate", is_flag=True, help="Run the rules even where the schema refuses the document.")
@click.option("--also-next", is_flag=True, help="Say as well what the releases that come next will find.")
@click.option(
    "--jobs", type=click.IntRange(1), default=1, metavar="N", help="Work in so many processes at once."
)
@click.option(
    "--resume", metavar="FILE", help="Note here what is done, and leave out what is noted there already."
)
def validate(paths: tuple[str, ...], form: str, jobs: int, resume: str | None, **options: Any) -> int:
    """Validate UBL: XSD, then EN 16931, then Peppol. A folder stands for every *.xml below it.

    The report goes to standard output. With several jobs, --format jsonl writes each line as soon as it is
    known. The exit code is that of the releases in force, also with --also-next; 5 when there was nothing.
    """
    if options["release"] and options["also_next"]:
        raise ConfigurationError("--also-next goes with the releases of a day, not with --release.")
    if resume and form == "json":
        raise ConfigurationError("--resume goes with --format text or jsonl, which are written bit by bit.")
    found = folders.documents(paths)
    for folder in found.empty:
        console.say(f"{folder} holds no *.xml file.")
    with ExitStack() as stack:
        journal = stack.enter_context(_journal(resume, options)) if resume else None
        done = batch.Sum(len(found.names))
        try:
            objects = _validate(found, _work(form, options), jobs, journal, done)
        except KeyboardInterrupt:
            console.say(done.stopped())
            return 130
    if form == "json":
        several = found.walked or len(paths) > 1
        files.write("-", console.as_json(objects, form, several=several))
    if found.walked or len(paths) > 1:
        console.say(done.told())
    return console.worst((*done.codes, *(batch.NOTHING for _ in found.empty)))


def _work(form: str, options: dict[str, Any]) -> batch.Validation:
    common = {"on": day(options["on"]), "gate": not options["no_gate"], "engine": options["engine"]}
    if options["release"]:
        common["release"] = options["release"]
    return batch.Validation(
        form,
        options["fail_on"],
        options["verbose"],
        console.wants_colour(sys.stdout),
        options["also_next"],
        common,
    )


def _journal(path: str, options: dict[str, Any]) -> "Journal":
    """The journal; all but -v counts for a verdict, also an option that comes with time."""
    from ubltools.journal import Journal

    of_verdict = {name: str(value) for name, value in options.items() if name != "verbose"}
    rules = batch.rules_of(day(options["on"]), options["release"])
    return Journal(path, batch.in_short(__version__, of_verdict, rules))


def _validate(
    found: folders.Found, work: batch.Validation, jobs: int, journal: "Journal | None", done: batch.Sum
) -> list[dict[str, Any]]:
    """Validate and write what comes back, in order or, as JSON lines, at once. Gives the objects for JSON."""
    objects = []
    tasks = [_task(name, found, journal) for name in found.names]
    verdicts = batch.verdicts(tasks, work, jobs, ordered=work.form != "jsonl")
    with closing(verdicts), _progress(len(tasks)) as progress, _held_back(len(tasks)) as whole:
        written = False
        for verdict in verdicts:
            if verdict.value is not None:
                objects.append(verdict.value)
            with whole:
                if verdict.text:
                    gap = b"\n" if written and work.form == "text" else b""
                    files.write("-", gap + verdict.text)
                    written = True
                if journal is not None and not verdict.earlier:
                    journal.add(verdict.name, verdict.digest, verdict.code)
                done.add(verdict)
            if progress is not None:
                progress.update(1)
    return objects


def _held_back(documents: int) -> AbstractContextManager[AbstractContextManager[None]]:
    """For what may not be half done of a document when Ctrl-C stops a run that could go on with the next."""
    if documents < 2:
        return nullcontext(nullcontext())
    from ubltools.interrupts import held_back

    return held_back()


def _task(name: str, found: folders.Found, journal: "Journal | None") -> batch.Task:
    known = journal.known(name) if journal is not None else None
    if name != "-":
        return batch.Task(name, fault=found.faults.get(name), known=known)
    try:
        return batch.Task(name, files.read("-"), known=known)
    except UblToolsError as error:
        return batch.Task(name, fault=error)


def _progress(documents: int) -> AbstractContextManager[Any]:
    """A bar for who waits at a terminal; where the reports themselves appear there, they tell enough."""
    if documents < 2 or not sys.stderr.isatty() or sys.stdout.isatty():
        return nullcontext()
    steps = max(1, documents // 200)
    return click.progressbar(length=documents, file=sys.stderr, show_pos=True, update_min_steps=steps)
