"""The list of rule releases, for a person and for a program. Releases in, text out."""

import json
from collections.abc import Iterable
from typing import Any

from ubltools.validation.release import Release


def render(releases: Iterable[Release], form: str = "text") -> str:
    """The releases as a table ("text") or as a JSON array ("json"), with a line end."""
    if form == "json":
        return f"{json.dumps([to_object(each) for each in releases], indent=2, ensure_ascii=False)}\n"
    return "\n".join(_paragraph(each) for each in releases)


def to_object(release: Release) -> dict[str, Any]:
    """One release as JSON object; dates as YYYY-MM-DD."""
    return {
        "id": release.id,
        "layer": release.layer,
        "title": release.title,
        "version": release.version,
        "published": release.published.isoformat(),
        "mandatory_from": release.mandatory_from.isoformat() if release.mandatory_from else None,
        "preview": release.preview,
        "coverage": release.coverage,
        "source": release.source,
        "package": release.package,
        "sha256": release.fingerprint,
        "applies_to": [
            {"root": each.root, "customization": each.customization, "profile": each.profile}
            for each in release.applies_to
        ],
    }


def _paragraph(release: Release) -> str:
    since = f"mandatory from {release.mandatory_from}" if release.mandatory_from else "always in force"
    roots = ", ".join(dict.fromkeys(each.root for each in release.applies_to))
    lines = [
        f"{release.id}  ({release.layer}{', preview' if release.preview else ''})",
        f"  {release.title}",
        f"  published {release.published}, {since}; for {roots}",
        f"  sha256 {release.fingerprint[:16]}..., from {release.package or 'this package'}",
        *([f"  not complete: {release.coverage}"] if release.coverage else []),
    ]
    return "\n".join(lines) + "\n"
