"""One file of a command: read it, make one library call, give back the report and the exit code.

An error about a file becomes the report on that file, so that the others go on. Options and printing are
in cli and console.py.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ubltools import console, files, folders
from ubltools.errors import ConfigurationError, UblToolsError
from ubltools.finding import Finding

if TYPE_CHECKING:
    from ubltools.comparison.documents import Document
    from ubltools.settings import Settings


def settings_here() -> "Settings":
    """The settings that count in the current folder. Raises ConfigurationError."""
    from ubltools.settings import find

    return find(Path.cwd())


def company_of(option: str | None, settings: "Settings") -> bytes | None:
    """The company profile: the file of the option, else of the settings. Raises ConfigurationError."""
    path = option or (str(settings.company) if settings.company else None)
    return files.read(path) if path else None


def documents_in(paths: Iterable[str]) -> Iterator[str]:
    """The name of each file, and of each *.xml below each folder, in order.

    Raises ConfigurationError for a folder without documents.
    """
    found = folders.documents(paths)
    for folder in found.empty:
        raise ConfigurationError(f"{folder} holds no *.xml file.")
    return iter(found.names)


def write_beside(paths: Iterable[str], output: str, data: bytes) -> None:
    """Write a result, but never over a file it was made from. Raises ConfigurationError."""
    if any(files.is_same(path, output) for path in paths):
        raise ConfigurationError(f"{output} is the file this was made from; it stays as it is.")
    files.write(output, data)


def targets(paths: tuple[str, ...], output: str) -> Callable[[str, str], str]:
    """Where the result for a file goes, given the file and the ending of the result."""
    folder = Path(output)
    if len(paths) == 1 and (output == "-" or not folder.is_dir()):
        return lambda _path, _ending: output
    if output == "-" or not folder.is_dir():
        raise ConfigurationError("With several files -o must name a folder that exists.")
    stems = [Path(path).stem for path in paths]
    if len(set(stems)) < len(stems):
        raise ConfigurationError("Two of the files have the same name; one result would overwrite the other.")
    return lambda path, ending: str(folder / f"{Path(path).stem}{ending}")


def convert_file(
    path: str,
    target: Callable[[str, str], str],
    *,
    strict: bool,
    verbose: bool,
    company: str | None,
    keep_unmapped: bool,
) -> int:
    """Convert one file; the exit code."""
    try:
        text, ending, findings = _converted(files.read(path), company, keep_unmapped)
        code = console.say_conversion(path, text is not None, findings, strict, verbose)
        if text is not None and code == 0:
            write_beside([path], target(path, ending), text.encode())
    except UblToolsError as error:
        console.say(console.as_text(console.unreadable(path, error), verbose, sys.stderr))
        return error.exit_code
    return code


def _converted(
    data: bytes, company: str | None, keep_unmapped: bool
) -> tuple[str | None, str, tuple[Finding, ...]]:
    """The text of the other side, the ending of its file name, and what there is to say."""
    from ubltools import billit
    from ubltools import convert as library

    settings = settings_here()
    if library.looks_like_xml(data):
        order = library.from_ubl(data, decisions=settings.decisions, keep_unmapped=keep_unmapped)
        text = None if order.document is None else billit.to_json(order.document)
        return text, ".json", order.findings
    ubl = library.to_ubl(data, company=company_of(company, settings), decisions=settings.decisions)
    return ubl.document, ".xml", ubl.findings


Failure: TypeAlias = tuple[str, UblToolsError]


def read_both(paths: tuple[str, str], company: str | None) -> "tuple[list[Document], list[Failure]]":
    """The two documents of a comparison; and why, where one cannot be read. Raises ConfigurationError."""
    from ubltools.comparison import documents as library

    settings = settings_here()
    profile = company_of(company, settings)
    documents, failures = [], []
    for path in paths:
        try:
            documents.append(library.read(files.read(path), company=profile, decisions=settings.decisions))
        except UblToolsError as error:
            failures.append((path, error))
    return documents, failures
