"""Many documents, here or in several processes: a result for each, whatever happens to another.

What a result is, and what a process does with a document; the processes are in workers.py, what is checked in
validation. Not more documents are taken than are being worked on, so that they may come without end.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from inspect import signature
from os import PathLike, fsdecode
from typing import TypedDict, Unpack

from ubltools.errors import ConfigurationError, EngineError, UblToolsError, WorkerEnded
from ubltools.finding import Report, Severity
from ubltools.validation.engine import validate
from ubltools.validation.layers import ABOUT
from ubltools.validation.release import by_id
from ubltools.validation.selection import NEXT
from ubltools.validation.sources import Packed, Source, content_of, document_of, name_of
from ubltools.workers import run


class Options(TypedDict, total=False):
    """The options of validate(), name aside."""

    on: date | None
    release: str | None
    gate: bool
    layers: Collection[str] | None


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """What became of a document: a report, or the error for which there is none.

    index: its place among the documents, from 0. name: that of its file, else "document" and its number.
    """

    index: int
    name: str
    report: Report | None = None
    error: UblToolsError | None = None

    @property
    def ok(self) -> bool:
        """Whether every layer ran and passed."""
        return self.report is not None and self.report.ok

    def exit_code(self, fail_on: Severity = Severity.FATAL) -> int:
        """As Report.exit_code; that of the error where there is no report."""
        if self.report is not None:
            return self.report.exit_code(fail_on)
        return UblToolsError.exit_code if self.error is None else self.error.exit_code


def validate_many(
    documents: Iterable[Source], *, jobs: int = 1, ordered: bool = False, **options: Unpack[Options]
) -> Iterator[DocumentResult]:
    """Validate documents and give their results as they come, or in the order of the documents.

    documents: each as for validate(). They may come without end, since they are taken when they are needed:
    with several jobs at most two a job ahead of their results, with `ordered` eight. jobs: 1 works in this
    process; more are as many processes, and a document that ends its process has a WorkerEnded as its error.
    One that cannot be read has that as its error. options: as for validate(). Raises ConfigurationError and
    ReleaseUnknown for wrong options, what `documents` raises, and EngineUnavailable where no process starts.
    """
    _check(jobs, options)
    work = _Validation(options)
    tasks = (_Task(index, _name(each, index), each) for index, each in enumerate(documents))
    return map(work, tasks) if jobs == 1 else _in_processes(work, tasks, jobs, ordered)


@dataclass(frozen=True, slots=True)
class _Task:
    """A document on its way to where it is validated; or why it cannot be had."""

    index: int
    name: str
    source: Source | Packed | UblToolsError

    def to_send(self) -> "_Task":
        """The same as a value that another process can have. The name of a file is enough: that reads it."""
        if isinstance(self.source, str | PathLike):
            return replace(self, source=fsdecode(self.source))
        try:
            return replace(self, source=content_of(self.source))  # type: ignore[arg-type]
        except UblToolsError as error:
            return replace(self, source=error)


@dataclass(frozen=True, slots=True)
class _Validation:
    """What is done with each document, here or elsewhere. Nothing it meets keeps it from a result."""

    options: Options

    def __call__(self, task: _Task) -> DocumentResult:
        try:
            if isinstance(task.source, UblToolsError):
                raise task.source
            report = validate(document_of(task.source), name=task.name, **self.options)
        except UblToolsError as error:
            return DocumentResult(task.index, task.name, error=_alone(error))
        except Exception as error:  # a fault of ours, or no memory left: the other documents go on
            return DocumentResult(task.index, task.name, error=unforeseen(error))
        return DocumentResult(task.index, task.name, report)


def _in_processes(
    work: _Validation, tasks: Iterable[_Task], jobs: int, ordered: bool
) -> Iterator[DocumentResult]:
    names: dict[int, str] = {}  # of the documents that have no result yet

    def sent() -> Iterator[_Task]:
        for task in tasks:
            names[task.index] = task.name
            yield task.to_send()

    for index, result in run(work, sent(), jobs, ordered=ordered):
        name = names.pop(index)
        yield DocumentResult(index, name, error=result) if isinstance(result, WorkerEnded) else result


def _name(source: Source, index: int) -> str:
    return name_of(source) or f"document {index + 1}"


def unforeseen(error: Exception) -> EngineError:
    """The error for a document on which something failed that should not: there is no verdict on it."""
    said = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return EngineError(f"This document could not be validated: {said}.", "Please report this.")


def _alone(error: UblToolsError) -> UblToolsError:
    """The error without the places where it came up: those would keep the document in memory."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


def _check(jobs: int, options: Options) -> None:
    """Refuse at once what would be refused for each document."""
    signature(validate).bind(b"", **options)
    if jobs < 1:
        raise ConfigurationError(f"There must be at least one job, not {jobs}.")
    release, layers = options.get("release"), options.get("layers")
    if release and release != NEXT:
        by_id(release)
    if unknown := set(layers or ()) - set(ABOUT):
        raise ConfigurationError(f"There is no layer {', '.join(sorted(unknown))}.")
