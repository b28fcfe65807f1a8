"""A release as a value, and how it is read from its release.toml. Which releases there are is in release.py.

Whatever stands in such a file is checked here for its names and types, so that nobody else has to: a user's
own folder may hold anything. Named tuples, because they are soon made.
"""

import hashlib
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from ubltools.errors import EngineError
from ubltools.names import Kind
from ubltools.validation import toml_tables


class Scope(NamedTuple):
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


@cache
def _digest(files: tuple[tuple[str, str], ...]) -> str:
    listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(files))
    return hashlib.sha256(listed.encode()).hexdigest()


class Release(NamedTuple):
    """One release of schemas or rules, as its release.toml tells it.

    sha256: (file, hash) pairs, relative to the folder or to where the distribution `package` is installed.
    rules: the rule file; schemas: (root, file) pairs. coverage: what is not in it yet, in one sentence.
    imported: whether a user brought it in. published: None when nobody knows.
    """

    id: str
    layer: str
    title: str
    version: str
    published: date | None
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
    imported: bool = False

    @property
    def since(self) -> date:
        """The first day on which it is in force; the beginning of time when it has no such day."""
        return self.mandatory_from or date.min

    @property
    def fingerprint(self) -> str:
        """One SHA-256 for the release: that of its file, or of the list of its files and hashes."""
        return self.sha256[0][1] if len(self.sha256) == 1 else _digest(self.sha256)

    def __hash__(self) -> int:
        """That of the id: it is asked for once a layer, and what differs beside it is told by ==."""
        return hash(self.id)

    def covers(self, kind: Kind | None, customization: str | None, profile: str | None) -> bool:
        """Whether it judges such a document."""
        return any(scope.covers(kind, customization, profile) for scope in self.applies_to)


def read(path: Path, *, imported: bool = False) -> Release:
    """The release that a release.toml describes. Raises EngineError for a wrong one."""
    return _release(path, _table(path, _content(path)), imported=imported)


def read_all(paths: Iterable[Path]) -> list[Release]:
    """The same for several that come with this package; what is parsed of them is kept."""
    contents = {path: _content(path) for path in paths}
    tables = toml_tables.load([*contents.values()])
    if tables is None:
        tables = [_table(path, content) for path, content in contents.items()]
        toml_tables.store([*contents.values()], tables)
    return [_release(path, table) for path, table in zip(contents, tables, strict=True)]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _not_right(path, error) from error


def _table(path: Path, content: bytes) -> dict[str, Any]:
    import tomllib  # slow to import, and not needed for what was kept

    try:
        return tomllib.loads(content.decode())
    except (ValueError, RecursionError) as error:
        raise _not_right(path, error) from error


def _release(path: Path, data: dict[str, Any], *, imported: bool = False) -> Release:
    try:
        release = Release(
            folder=path.parent,
            imported=imported,
            sha256=tuple(data.pop("sha256").items()),
            applies_to=tuple(Scope(**scope) for scope in data.pop("applies_to")),
            schemas=tuple(data.pop("schemas", {}).items()),
            published=data.pop("published", None) if imported else data.pop("published"),
            **_known_keys(data),
        )
        _check_values(release)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _not_right(path, error) from error
    return release


def _not_right(path: Path, error: Exception) -> EngineError:
    return EngineError(f"{path.parent.name}/release.toml is not right: {error}")


def _known_keys(data: dict[str, Any]) -> dict[str, Any]:
    unknown = set(data) - (set(Release._fields) - {"folder", "imported"})
    if unknown:
        raise KeyError(f"unknown keys {', '.join(sorted(unknown))}")
    return data


def _check_values(release: Release) -> None:
    """Raise TypeError for a value of the wrong type; a date with a time is no date here."""
    for names, types in _TYPES.items():
        for name in names.split():
            if type(getattr(release, name)) not in types:
                raise TypeError(f"the value of {name}")
    texts = (*release.sha256, *release.schemas, *((each.root,) for each in release.applies_to))
    optional = [text for each in release.applies_to for text in (each.customization, each.profile)]
    if not all(isinstance(text, str) for texts_of in texts for text in texts_of):
        raise TypeError("a name or a hash is no text")
    if not all(text is None or isinstance(text, str) for text in optional):
        raise TypeError("an identifier is no text")


_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "id layer title version source": (str,),
    "coverage package rules": (str, type(None)),
    "published mandatory_from": (date, type(None)),
    "preview": (bool,),
}
