"""Picks the release of a layer for a document and a day: the one in force, or the one that comes after it.

Only releases that come with this package are picked by their dates, so that a verdict is the same on every
machine; an imported one counts when it is asked for by name. The sentence that says why is made here too.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NamedTuple

from ubltools.errors import EngineError
from ubltools.names import Kind
from ubltools.validation.release import Release, releases

NEXT: Final = "next"  # what is said instead of an id, for the release that comes after the one in force


class Choice(NamedTuple):
    """The release that was taken, and why, as a sentence for the report."""

    release: Release
    reason: str


def select(layer: str, kind: Kind | None, customization: str | None, profile: str | None, on: date) -> Choice:
    """The release of a layer that is in force for a document on a day; a preview is never chosen.

    Raises EngineError when no release covers the document, or none is known for that day.
    """
    known = releases()
    if not (_chosen_of and _chosen_of[0] is known) or len(_chosen) >= _MOST_CHOSEN:
        _chosen.clear()
        _chosen_of[:] = [known]
    key = layer, kind, customization, profile, on
    found = _chosen.get(key)
    if found is None:
        found = _chosen[key] = _select(*key)
    return found


# What was chosen for documents before: in a pipeline they are alike.
_MOST_CHOSEN: Final = 500
_chosen: Final[dict[tuple[Any, ...], Choice]] = {}
_chosen_of: Final[list[tuple[Release, ...]]] = []  # the releases that these choices were made of


def _select(
    layer: str, kind: Kind | None, customization: str | None, profile: str | None, on: date
) -> Choice:
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
    chosen = max(in_force, key=lambda each: (_closeness(each, customization), each.since, each.id))
    return Choice(chosen, _why(chosen, on))


def _closeness(release: Release, customization: str | None) -> int:
    """How much of a CustomizationID a release asks for; the one that asks for more is the one meant."""
    starts = (each.customization or "" for each in release.applies_to)
    return max((len(start) for start in starts if (customization or "").startswith(start)), default=0)


def coming(
    layer: str, kind: Kind | None, customization: str | None, profile: str | None, on: date
) -> Choice | None:
    """The release that takes over after the one in force, a preview included; None when none is known.

    Raises EngineError when no release covers the document.
    """
    covering = [
        release
        for release in releases()
        if release.layer == layer and release.covers(kind, customization, profile)
    ]
    if not covering:
        official = [release for release in releases() if release.layer == layer]
        raise EngineError(*_nothing_covers(official, kind, customization, profile))
    now = [release.since for release in covering if not release.preview and release.since <= on]
    later = [release for release in covering if not now or release.since > max(now)]
    if not later:
        return None
    found = _first(later)
    return Choice(found, f"comes next, on {found.mandatory_from}{_PREVIEW if found.preview else ''}")


_PREVIEW: Final = ", and is a preview that may still change"


def _first(later: Iterable[Release]) -> Release:
    """The first of several to come; of two on one day the one that is no preview."""
    return min(later, key=lambda release: (release.since, release.preview, release.id))


def _why(chosen: Release, on: date) -> str:
    if chosen.mandatory_from is None:
        return "always in force"
    later = [
        release
        for release in releases()
        if release.since > (chosen.since if release.preview else on)
        and release.layer == chosen.layer
        and set(release.applies_to) & set(chosen.applies_to)
    ]
    since = f"in force since {chosen.mandatory_from}"
    if not later:
        return since
    successor = _first(later)
    if successor.since <= on:
        return (
            f"{since}; {successor.id}, a preview, was due on {successor.mandatory_from} and is not confirmed"
        )
    named = f"{successor.id}, a preview," if successor.preview else successor.id
    return f"{since} until {named} takes over on {successor.mandatory_from}"


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
    import difflib

    near = difflib.get_close_matches(customization, known, n=2, cutoff=0.3) or known
    if any(customization.startswith(name) for name in known):
        return f"No rules are known here for the ProfileID {profile!r} of this {kind}.", None
    return (
        f"No rules are known here for the CustomizationID {customization!r}.",
        f"Known: {' ; '.join(near)}.",
    )
