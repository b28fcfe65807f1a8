"""Rule releases as data: finds every release.toml, and tells whether its files are the known ones.

A release is a folder below schemas/ or schematron/ with a release.toml; a new release is a new folder and
no code. Foreign artefacts stay in the installed package that carries them and are known by their hash. A user
may have imported more (importing.py). Which release counts for a document is decided in selection.py.
"""

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from ubltools.errors import ArtefactMissing, ConfigurationError, EngineError, ReleaseUnknown, RulesBroken
from ubltools.validation import installed
from ubltools.validation.places import user_rules
from ubltools.validation.release_file import Release, Scope, read, read_all

__all__ = [
    "Broken",
    "Release",
    "Scope",
    "by_id",
    "files_of",
    "folder_of",
    "imported",
    "releases",
    "rule_layers",
]

_PACKAGE: Final = Path(__file__).parent.parent
_KINDS_OF_FOLDER: Final = ("schemas", "schematron")


class Broken(NamedTuple):
    """An imported release that cannot be used, and why. id: the name of its folder."""

    id: str
    reason: str


def folder_of(name: str) -> Path:
    """The folder "schemas" or "schematron": inside the package in a wheel, beside it in a checkout."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


@cache
def releases() -> tuple[Release, ...]:
    """All releases of this package, by layer and then by age. Raises EngineError for a wrong release.toml."""
    found = read_all(path for name in _KINDS_OF_FOLDER for path in folder_of(name).glob("*/release.toml"))
    return tuple(sorted(found, key=lambda release: (release.layer, release.since, release.id)))


def imported() -> tuple[Release | Broken, ...]:
    """The releases that a user imported, by id. Never raises: what is damaged comes as Broken."""
    try:
        folder = user_rules()
        names = sorted(path.name for path in folder.iterdir() if path.is_dir() and path.name[0] != ".")
    except (FileNotFoundError, ConfigurationError):
        return ()
    except OSError as error:
        return (Broken("imported rules", f"Their folder cannot be read: {error.strerror}."),)
    return tuple(_imported(folder / name) for name in names)


def _imported(folder: Path) -> Release | Broken:
    try:
        release = read(folder / "release.toml", imported=True)
    except EngineError as error:
        return Broken(_printable(folder.name), error.message)
    wrongs = (
        (release.id != folder.name, f"It says that it is {release.id!r}."),
        (release.id in {each.id for each in releases()}, "A built-in release has that name."),
        (release.layer not in rule_layers(), f"There is no layer {release.layer!r}."),
        (release.package is not None or release.schemas != (), "It does not hold its rules itself."),
        (release.rules not in dict(release.sha256), "Its rule file has no hash."),
        (any(not _is_inside(name) for name, _ in release.sha256), "It names files outside its folder."),
    )
    reason = next((reason for wrong, reason in wrongs if wrong), None)
    return release if reason is None else Broken(_printable(folder.name), reason)


def _printable(name: str) -> str:
    """A file name that can be printed, also one in another encoding."""
    return name.encode("utf-8", "backslashreplace").decode()


def _is_inside(name: str) -> bool:
    return not Path(name).is_absolute() and ".." not in Path(name).parts


def rule_layers() -> tuple[str, ...]:
    """The layers that are made of rules, as against schemas."""
    return tuple(dict.fromkeys(release.layer for release in releases() if release.rules))


def by_id(identity: str) -> Release:
    """The release of that id, built in or imported.

    Raises ReleaseUnknown, naming the nearest ids, and RulesBroken for an imported one that is damaged.
    """
    known: dict[str, Release | Broken] = {release.id: release for release in releases()}
    if identity not in known:
        known = {each.id: each for each in imported()} | known
    if identity not in known:
        import difflib

        near = difflib.get_close_matches(identity, known, n=3, cutoff=0.4) or sorted(known)
        raise ReleaseUnknown(f"There is no release {identity!r}.", f"Known: {', '.join(near)}.")
    found = known[identity]
    if isinstance(found, Broken):
        raise RulesBroken(f"The imported release {identity} is damaged: {found.reason}", again(identity))
    return found


def again(identity: str) -> str:
    """What to do about an imported release that is damaged."""
    return f"Import it again after: ubltools rules remove {identity}"


@cache
def files_of(release: Release) -> Mapping[str, Path]:
    """The files of a release by name, each with the known content. Raises ArtefactMissing otherwise."""
    return {name: _known_file(release, name, digest) for name, digest in release.sha256}


def _known_file(release: Release, name: str, digest: str) -> Path:
    seen = None
    for path in _candidates(release, name):
        found = _digest(path)
        if found == digest:
            return path
        seen = found or seen
    raise _missing(release, name, digest, seen)


def _digest(path: Path) -> str | None:
    """The SHA-256 of a file; None when there is none that can be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _candidates(release: Release, name: str) -> Iterator[Path]:
    """Where a file may be: in the folder, or in the package that carries it."""
    yield release.folder / name
    if release.package is not None:
        yield from installed.files_of(release.package, name)


def _missing(release: Release, name: str, digest: str, seen: str | None) -> ArtefactMissing:
    what = "is not there" if seen is None else f"is not the known one (SHA-256 {seen}, expected {digest})"
    if release.imported:
        return ArtefactMissing(f"The file {name} of {release.id} {what}.", again(release.id))
    if release.package is None or (release.folder / name).exists():
        return ArtefactMissing(f"The file {name} of {release.id} {what}.", "Install ubltools again.")
    wanted = installed.requirement(release.package, "ubltools")
    return ArtefactMissing(
        f"The file {name} of {release.id}, which comes with the package {release.package}, {what}.",
        f'Install the version this was made for: pip install "{wanted}".',
    )
