"""Takes a user's official release into the user's own folder, and out again.

What is not said about it is found out and told. It is tried out before anything is written, and it comes into
its place by a rename, so that there is a whole release or none. A built-in release is never touched.
"""

import contextlib
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from ubltools.errors import ConfigurationError, ReleaseUnknown
from ubltools.validation import archive, recognise, rule_sets
from ubltools.validation.places import user_rules
from ubltools.validation.proving import prove
from ubltools.validation.release import Release, Scope, files_of, imported, releases, rule_layers
from ubltools.validation.rule_sets import RuleSet
from ubltools.validation.selection import NEXT

_ID: Final = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_LONGEST_ID: Final = 80


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a user says about a release; None and () where it is to be found out. file: which of several."""

    id: str | None = None
    layer: str | None = None
    since: date | None = None
    roots: tuple[str, ...] = ()
    customizations: tuple[str, ...] = ()
    file: str | None = None


@dataclass(frozen=True)
class Outcome:
    """An import. new: False when it was there before; fired: by root, rules that met something when tried."""

    release: Release
    new: bool
    rules: int
    assumed: Sequence[str]
    fired: Mapping[str, int]


def take_in(path: str, wishes: Wishes) -> Outcome:
    """Import the official release in a file, a folder or a ZIP.

    Raises InputError for files that are unsafe, RulesBroken for rules that do not compile or meet nothing,
    ConfigurationError for a name that is taken or when it must be said what the rules are. Then nothing is
    left behind.
    """
    files = archive.opened(path)
    found, notes = rule_sets.read(files, wishes.file)
    release, assumed = _described(found, files.title, wishes)
    count = len(recognise.ids(found.schema))
    known = _known(release, wishes)
    if known is not None:
        return Outcome(known, False, count, (), {})
    with _written(release, found.files) as folder:
        fired = prove(folder, found.name, release.applies_to)
        _install(folder, release.id)
    placed = release._replace(folder=user_rules() / release.id)
    return Outcome(placed, True, count, (*notes, *assumed), fired)


def remove(identity: str) -> None:
    """Remove an imported release, also a damaged one.

    Raises ConfigurationError for one that is built in or cannot be removed, ReleaseUnknown.
    """
    if identity in {release.id for release in releases()}:
        raise ConfigurationError(f"{identity} is built in; only imported releases can be removed.")
    known = [each.id for each in imported()]
    if identity not in known:
        listed = f"Imported: {', '.join(known)}." if known else "Nothing is imported."
        raise ReleaseUnknown(f"There is no imported release {identity!r}.", listed)
    target = user_rules() / identity
    try:
        if target.is_symlink():
            target.unlink()
            return
        doomed = Path(tempfile.mkdtemp(dir=target.parent, prefix=".removed-"))
        target.rename(doomed / "release")  # at once gone for everybody else
        shutil.rmtree(doomed)
    except OSError as error:
        raise ConfigurationError(f"{identity} cannot be removed: {error.strerror}.") from None


def _described(found: RuleSet, title: str, wishes: Wishes) -> tuple[Release, list[str]]:
    """The release, and what was assumed because nobody said it."""
    like = recognise.kin(found.schema)
    layer = wishes.layer or (like.release.layer if like else None)
    scopes = _scopes(found, like, wishes)
    if layer is None or not scopes:
        raise ConfigurationError(
            f"It is not known what the rules in {found.name} are about.",
            "Say it, for example: --layer peppol --root Invoice --root CreditNote.",
        )
    if layer not in rule_layers():
        raise ConfigurationError(f"There is no layer {layer!r}.", f"There are: {', '.join(rule_layers())}.")
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in found.files.items()}
    main = found.files[found.name]
    version = recognise.version(main, found.name, title)
    version = recognise.version(b"", wishes.id or "") or version
    family = like.family if like else _slug(found.name)
    identity = wishes.id or f"{family}-{version or digests[found.name][:8]}-imported"
    _check_id(identity)
    release = Release(
        id=identity,
        layer=layer,
        title=found.schema.title or family,
        version=version or "unknown",
        published=recognise.day(main),
        source=f"imported from {title}",
        folder=Path(),
        sha256=tuple(sorted(digests.items())),
        applies_to=scopes,
        mandatory_from=wishes.since,
        rules=found.name,
        imported=True,
    )
    return release, list(_assumed(release, like, wishes))


def _scopes(found: RuleSet, like: recognise.Kin | None, wishes: Wishes) -> tuple[Scope, ...]:
    scopes = recognise.scopes(found.schema, like)
    if wishes.roots:
        named = {scope.customization for scope in scopes} or {None}
        scopes = tuple(Scope(root, each) for root in wishes.roots for each in sorted(named, key=str))
    if wishes.customizations:
        roots = dict.fromkeys(scope.root for scope in scopes)
        scopes = tuple(Scope(root, each) for root in roots for each in wishes.customizations)
    return scopes


def _assumed(release: Release, like: recognise.Kin | None, wishes: Wishes) -> Iterator[str]:
    because = f"{like.shared} of its rules are also in {like.release.id}" if like else "it says so itself"
    if wishes.layer is None:
        yield f"layer {release.layer} (--layer): {because}"
    if not wishes.roots:
        yield f"for {', '.join(dict.fromkeys(each.root for each in release.applies_to))} (--root)"
    if not wishes.customizations:
        named = sorted({each.customization for each in release.applies_to if each.customization})
        yield f"for the CustomizationID {' and '.join(named) or 'whatever it is'} (--customization)"
    if wishes.id is None:
        said = "not known" if release.version == "unknown" else release.version
        yield f"the name {release.id} (--id): its version is {said}"
    if wishes.since is None:
        yield "no day from which it counts (--from)"


def _check_id(identity: str) -> None:
    if not _ID.fullmatch(identity) or len(identity) > _LONGEST_ID or identity == NEXT:
        raise ConfigurationError(
            f"A release cannot be called {identity!r}.", "Small letters, digits, and . _ - between them."
        )
    if identity in {release.id for release in releases()}:
        raise ConfigurationError(f"{identity} is built in and stays as it is.", "Choose another --id.")


def _known(release: Release, wishes: Wishes) -> Release | None:
    """The same release, if it was imported before. Raises ConfigurationError when its name is taken, and
    ArtefactMissing when it is there and damaged.
    """
    others = imported()
    for each in others:
        if isinstance(each, Release) and _same(each, release, wishes):
            files_of(each)  # raises when it was damaged since
            return each
    if release.id in {each.id for each in others}:
        raise ConfigurationError(
            f"Another release was imported as {release.id}.",
            f"Choose another --id, or remove it first: ubltools rules remove {release.id}",
        )
    return None


def _same(known: Release, wanted: Release, wishes: Wishes) -> bool:
    """Whether a release has the same files, and is as it is wished where a wish was said."""
    return (
        known.sha256 == wanted.sha256
        and wishes.id in {None, known.id}
        and wishes.layer in {None, known.layer}
        and wishes.since in {None, known.mandatory_from}
        and (known.applies_to == wanted.applies_to or not (wishes.roots or wishes.customizations))
    )


@contextlib.contextmanager
def _written(release: Release, files: Mapping[str, bytes]) -> Iterator[Path]:
    """The release in a folder that is gone afterwards, unless it was moved away."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve() / "release"
        rule_sets.write(folder, {**files, "release.toml": _toml(release).encode()})
        yield folder


def _install(folder: Path, identity: str) -> None:
    """Copy a folder to where imported releases are, and give it its name in one step."""
    target = user_rules() / identity
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".import-") as temporary:
            shutil.copytree(folder, Path(temporary, "release"))
            Path(temporary, "release").rename(target)
    except OSError as error:
        raise ConfigurationError(f"The rules cannot be kept in {target}: {error.strerror}.") from None


def _slug(name: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", Path(name).stem.lower()))[:40] or "rules"


def _toml(release: Release) -> str:
    """The release.toml of an imported release."""
    keys = ("id", "layer", "title", "version", "published", "mandatory_from", "source", "rules")
    lines = [f"{key} = {_value(getattr(release, key))}" for key in keys if getattr(release, key) is not None]
    for scope in release.applies_to:
        lines += ["", "[[applies_to]]", f"root = {_value(scope.root)}"]
        lines += [f"customization = {_value(scope.customization)}"] if scope.customization else []
        lines += [f"profile = {_value(scope.profile)}"] if scope.profile else []
    lines += ["", "[sha256]", *(f"{_value(name)} = {_value(digest)}" for name, digest in release.sha256)]
    return "\n".join(lines) + "\n"


def _value(value: str | date) -> str:
    """A value as TOML writes it; its texts are escaped as those of JSON, but for one character."""
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
