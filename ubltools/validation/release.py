"""Rule releases as data: finds every release.toml, and picks the release for a document and a date.

A release is a folder below schemas/ or schematron/ with a release.toml; a new release is a new folder and
no code. Foreign artefacts stay in the installed package that carries them and are known by their hash. Here
is decided which release counts and whether its files are the known ones; nothing is validated.
"""

import difflib
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from ubltools.errors import ArtefactMissing, EngineError, ReleaseUnknown
from ubltools.names import Kind

_PACKAGE: Final = Path(__file__).parent.parent
_KINDS_OF_FOLDER: Final = ("schemas", "schematron")


@dataclass(frozen=True, slots=True)
class Scope:
    """Documents that a release judges: root, start of the CustomizationID, ProfileID; None means any."""

    root: str
    customization: str | None = None
    profile: str | None = None

    def covers(self, kind: Kind | None, customization: str | None, profile: str | None) -> bool:
        """Whether a document with these three is in this scope."""
        return (
            self.root == kind
            and (self.customization is None or (customization or "").startswith(self.customization))
            and (self.profile is None or profile == self.profile)
        )


@dataclass(frozen=True, slots=True)
class Release:
    """One release of schemas or rules, as its release.toml tells it.

    sha256: (file, hash) pairs, relative to the folder or to where the distribution `package` is installed.
    rules: the rule file; schemas: (root, file) pairs. coverage: what is not in it yet, in one sentence.
    """

    id: str
    layer: str
    title: str
    version: str
    published: date
    source: str
    folder: Path
    sha256: tuple[tuple[str, str], ...]
    applies_to: tuple[Scope, ...]
    mandatory_from: date | None = None
    preview: bool = False
    coverage: str | None = None
    package: str | None = None
    rules: str | None = None
    schemas: tuple[tuple[str, str], ...] = ()

    @property
    def since(self) -> date:
        """The first day on which it is in force; the beginning of time when it has no such day."""
        return self.mandatory_from or date.min

    @property
    def fingerprint(self) -> str:
        """One SHA-256 for the release: that of its file, or of the list of its files and hashes."""
        if len(self.sha256) == 1:
            return self.sha256[0][1]
        listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(self.sha256))
        return hashlib.sha256(listed.encode()).hexdigest()

    def covers(self, kind: Kind | None, customization: str | None, profile: str | None) -> bool:
        """Whether it judges such a document."""
        return any(scope.covers(kind, customization, profile) for scope in self.applies_to)


@dataclass(frozen=True, slots=True)
class Choice:
    """The release that was taken, and why, as a sentence for the report."""

    release: Release
    reason: str


def folder_of(name: str) -> Path:
    """The folder "schemas" or "schematron": inside the package in a wheel, beside it in a checkout."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


@cache
def releases() -> tuple[Release, ...]:
    """All known releases, by layer and then by age. Raises EngineError for a wrong release.toml."""
    found = [_read(path) for name in _KINDS_OF_FOLDER for path in folder_of(name).glob("*/release.toml")]
    return tuple(sorted(found, key=lambda release: (release.layer, release.since, release.id)))


def by_id(identity: str) -> Release:
    """The release of that id. Raises ReleaseUnknown, naming the nearest ids."""
    known = {release.id: release for release in releases()}
    if identity not in known:
        near = difflib.get_close_matches(identity, known, n=3, cutoff=0.4) or sorted(known)
        raise ReleaseUnknown(f"There is no release {identity!r}.", f"Known: {', '.join(near)}.")
    return known[identity]


def select(layer: str, kind: Kind | None, customization: str | None, profile: str | None, on: date) -> Choice:
    """The release of a layer that is in force for a document on a day; a preview is never chosen.

    Raises EngineError when no release covers the document, or none is known for that day.
    """
    official = [release for release in releases() if release.layer == layer and not release.preview]
    covering = [release for release in official if release.covers(kind, customization, profile)]
    if not covering:
        raise EngineError(*_nothing_covers(official, kind, customization, profile))
    in_force = [release for release in covering if release.since <= on]
    if not in_force:
        first = min(covering, key=lambda release: release.since)
        raise EngineError(
            f"No {layer} rules are known for {on}; the earliest are {first.id}, from {first.since} on.",
            f'Take another day, or ask for release "{first.id}" by name.',
        )
    chosen = max(in_force, key=lambda release: (release.since, release.id))
    return Choice(chosen, _why(chosen, on))


def _why(chosen: Release, on: date) -> str:
    if chosen.mandatory_from is None:
        return "always in force"
    later = [
        release
        for release in releases()
        if release.since > on
        and release.layer == chosen.layer
        and set(release.applies_to) & set(chosen.applies_to)
    ]
    since = f"in force since {chosen.mandatory_from}"
    if not later:
        return since
    successor = min(later, key=lambda release: release.since)
    return f"{since}; {successor.id} takes over on {successor.mandatory_from}"


def _nothing_covers(
    official: list[Release], kind: Kind | None, customization: str | None, profile: str | None
) -> tuple[str, str | None]:
    if kind is None:
        return "This is not a document that is known here.", None
    scopes = [scope for release in official for scope in release.applies_to if scope.root == kind]
    if not scopes:
        return f"No rules are known here for {kind} documents.", None
    if customization is None:
        return (
            f"The {kind} has no CustomizationID, so its rules are not known.",
            "Fill in cbc:CustomizationID.",
        )
    known = sorted({scope.customization for scope in scopes if scope.customization})
    near = difflib.get_close_matches(customization, known, n=2, cutoff=0.3) or known
    if any(customization.startswith(name) for name in known):
        return f"No rules are known here for the ProfileID {profile!r} of this {kind}.", None
    return (
        f"No rules are known here for the CustomizationID {customization!r}.",
        f"Known: {' ; '.join(near)}.",
    )


@cache
def files_of(release: Release) -> Mapping[str, Path]:
    """The files of a release by name, each with the known content. Raises ArtefactMissing otherwise."""
    return {name: _known_file(release, name, digest) for name, digest in release.sha256}


def _known_file(release: Release, name: str, digest: str) -> Path:
    seen = None
    for path in _candidates(release, name):
        if path.is_file():
            seen = hashlib.sha256(path.read_bytes()).hexdigest()
            if seen == digest:
                return path
    raise _missing(release, name, digest, seen)


def _candidates(release: Release, name: str) -> Iterator[Path]:
    """Where a file may be: the folder, its place in the package, anywhere in there under the same name."""
    yield release.folder / name
    if release.package is None:
        return
    try:
        distribution = metadata.distribution(release.package)
    except metadata.PackageNotFoundError:
        return
    yield Path(str(distribution.locate_file(name)))
    for file in distribution.files or ():
        if file.name == Path(name).name:
            yield Path(str(file.locate()))


def _missing(release: Release, name: str, digest: str, seen: str | None) -> ArtefactMissing:
    what = "is not there" if seen is None else f"is not the known one (SHA-256 {seen}, expected {digest})"
    if release.package is None or (release.folder / name).exists():
        return ArtefactMissing(f"The file {name} of {release.id} {what}.", "Install ubltools again.")
    return ArtefactMissing(
        f"The file {name} of {release.id}, which comes with the package {release.package}, {what}.",
        f'Install the version this was made for: pip install "{_requirement(release.package)}".',
    )


def _requirement(package: str) -> str:
    """What this package itself asks for, e.g. "factur-x>=7.8,<8"; the bare name when that is not known."""
    try:
        wanted = metadata.requires("ubltools") or []
    except metadata.PackageNotFoundError:
        wanted = []
    return next((line for line in wanted if line.startswith(package)), package)


def _read(path: Path) -> Release:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return Release(
            folder=path.parent,
            sha256=tuple(data.pop("sha256").items()),
            applies_to=tuple(Scope(**scope) for scope in data.pop("applies_to")),
            schemas=tuple(data.pop("schemas", {}).items()),
            **_known_keys(data),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineError(f"{path.parent.name}/release.toml is not right: {error}") from error


def _known_keys(data: dict[str, Any]) -> dict[str, Any]:
    unknown = set(data) - set(Release.__slots__)
    if unknown:
        raise KeyError(f"unknown keys {', '.join(sorted(unknown))}")
    return data
