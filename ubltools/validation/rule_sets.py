"""Finds the rule sets among the files that a user names, and reads each with what it takes in.

A release is often published in several forms side by side, and with files that are only parts. Here is found
out which files are whole rule sets and which of them say the same. Which one is wanted, the user decides.
"""

import posixpath
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ubltools.errors import ConfigurationError, InputError, RulesBroken
from ubltools.validation import archive, schematron
from ubltools.validation.compiled import is_stylesheet
from ubltools.validation.iso import SCH
from ubltools.validation.model import Schema
from ubltools.xml import Element, parse

_LINKS: Final = (SCH + "include", SCH + "extends")


@dataclass(frozen=True)
class RuleSet:
    """A rule file, everything that it takes in by name, and what it says."""

    name: str
    files: Mapping[str, bytes]
    schema: Schema

    @property
    def sameness(self) -> object:
        """Equal for two rule sets of the same rules: how often each id and severity comes in them."""
        return Counter((check.id, check.severity) for check in self.schema.asserts())


def read(files: archive.Files, wanted: str | None = None) -> tuple[RuleSet, list[str]]:
    """The one rule set there is, and what there is to say about the others.

    wanted: the name, or the end of it, when there are several. Raises RulesBroken for one that cannot be
    used, ConfigurationError when there is none or it is not clear which is meant, InputError for unsafe
    files and for what is no XML.
    """
    names = list(_wanted(files, wanted))
    found: list[RuleSet] = []
    failures: dict[str, RulesBroken | InputError] = {}
    for name in names:
        try:
            found.append(_read(files, name))
        except (RulesBroken, InputError) as error:
            failures[name] = error
    if not found:
        raise failures[names[0]]
    parts = {name for each in found for name in each.files if name != each.name}
    found = [each for each in found if each.name not in parts] or found
    if any(each.sameness != found[0].sameness for each in found):
        listed = ", ".join(
            f"{each.name} ({len({check.id for check in each.schema.asserts()})} rules)" for each in found
        )
        raise ConfigurationError(
            f"{files.title} holds different rule sets: {listed}.", "Say which one is meant: --file NAME."
        )
    best = min(
        found, key=lambda each: (archive.SUFFIXES.index(_ending(each.name)), len(each.name), each.name)
    )
    notes = [f"{each.name} holds the same rules and is left out" for each in found if each is not best]
    notes += [f"{name} is left out: {error.message}" for name, error in failures.items()]
    return best, notes


def _ending(name: str) -> str:
    ending = posixpath.splitext(name)[1].lower()
    return ending if ending in archive.SUFFIXES else archive.SUFFIXES[-1]


def _wanted(files: archive.Files, wanted: str | None) -> Iterator[str]:
    """The names of the files that may be rule sets. Raises ConfigurationError when there are none."""
    names = files.names()
    if len(names) != 1:
        names = [name for name in names if _is_whole(files.read(name) or b"")]
    asked = [name for name in names if wanted is None or f"/{name}".endswith(f"/{wanted}")]
    if asked:
        return iter(asked)
    listed = f"It has: {', '.join(names[:10])}." if names else None
    what = f"no rule set {wanted}" if wanted else "no Schematron, neither as .sch nor compiled as .xslt"
    raise ConfigurationError(f"{files.title} has {what}.", listed)


def _is_whole(data: bytes) -> bool:
    """Whether a file is a rule set, as against a part of one or something else."""
    try:
        root = parse(data).root
    except InputError:
        return False
    return root.tag == SCH + "schema" or is_stylesheet(root)


def _read(files: archive.Files, name: str) -> RuleSet:
    """A rule set. It is read from a folder that has nothing but its files."""
    members = _members(files, name)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        write(folder, members)
        return RuleSet(name, members, schematron.read(folder / name, folder))


def write(folder: Path, members: Mapping[str, bytes]) -> None:
    """Write files below a folder. Raises ConfigurationError when that cannot be done."""
    try:
        for name, data in members.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
    except OSError as error:
        raise ConfigurationError(f"The rules cannot be written to {folder}: {error.strerror}.") from None


def _members(files: archive.Files, main: str) -> dict[str, bytes]:
    """The file and all that it takes in, directly or not."""
    found: dict[str, bytes] = {}
    waiting = [main]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        data = files.read(name)
        if data is None:
            raise RulesBroken(
                f"{main} needs the file {name}, which is not there.", "Import the whole folder."
            )
        found[name] = data
        waiting += _links(name, _root(name, data))
    return found


def _root(name: str, data: bytes) -> Element:
    try:
        return parse(data).root
    except InputError as error:
        raise InputError(f"{name} is no rule file: {error.message}", error.hint) from None


def _links(name: str, root: Element) -> Iterator[str]:
    for link in root.iter(*_LINKS):
        href = link.get("href", "").partition("#")[0]
        if not href and link.get("rule"):
            continue  # it extends a rule of the same file
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), href))
        if not href or ":" in href or archive.unsafe(target):
            raise RulesBroken(
                f"{name} takes in {href!r}, which is not a file beside it.",
                "Import the folder that holds both.",
            )
        yield target
