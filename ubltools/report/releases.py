"""The list of rule releases, and the answers about one of them, for a person and for a program.

Releases in, text out. How many rules a release has and whether it can be used is found out elsewhere.
"""

import json
from collections.abc import Iterable
from typing import Any, Final

from ubltools.report.layout import line, wrapped
from ubltools.validation.importing import Outcome
from ubltools.validation.inventory import Entry
from ubltools.validation.release import Release

_INDENT: Final = "  "
_A: Final = {"Invoice": "an", "CreditNote": "a", "ApplicationResponse": "an"}


def render(entries: Iterable[Entry], form: str = "text") -> str:
    """The releases as paragraphs ("text") or as a JSON array ("json"), with a line end."""
    if form == "json":
        return f"{json.dumps([to_object(each) for each in entries], indent=2, ensure_ascii=False)}\n"
    return "\n".join(_paragraph(each) for each in entries)


def to_object(entry: Entry) -> dict[str, Any]:
    """One release as JSON object; dates as YYYY-MM-DD. A damaged one may have its id and problem only."""
    about = {} if entry.release is None else _facts(entry.release)
    return {"id": entry.id, **about, "rules": entry.rules, "problem": entry.problem}


def _facts(release: Release) -> dict[str, Any]:
    return {
        "layer": release.layer,
        "title": release.title,
        "version": release.version,
        "published": release.published.isoformat() if release.published else None,
        "mandatory_from": release.mandatory_from.isoformat() if release.mandatory_from else None,
        "preview": release.preview,
        "imported": release.imported,
        "coverage": release.coverage,
        "source": release.source,
        "package": release.package,
        "sha256": release.fingerprint,
        "applies_to": [
            {"root": each.root, "customization": each.customization, "profile": each.profile}
            for each in release.applies_to
        ],
    }


def _paragraph(entry: Entry) -> str:
    lines = [f"{line(entry.id)}  (imported)"] if entry.release is None else list(_about(entry, entry.release))
    if entry.problem:
        lines += wrapped(f"BROKEN: {line(entry.problem)}", _INDENT, _INDENT * 2)
    return "\n".join(lines) + "\n"


def _about(entry: Entry, release: Release) -> Iterable[str]:
    marks = [release.layer, *(name for name in ("preview", "imported") if getattr(release, name))]
    rules = "" if entry.rules is None else f", {entry.rules} rules"
    yield f"{line(release.id)}  ({line(', '.join(marks))})"
    yield f"{_INDENT}{line(release.title)}{rules}"
    yield f"{_INDENT}{_dates(release)}; for {_roots(release)}"
    yield f"{_INDENT}sha256 {release.fingerprint[:16]}..., {_origin(release)}"
    if release.coverage:
        yield f"{_INDENT}not complete: {release.coverage}"


def _dates(release: Release) -> str:
    published = f"published {release.published}, " if release.published else ""
    if release.mandatory_from:
        return f"{published}mandatory from {release.mandatory_from}"
    return f"{published}{'only when asked for' if release.imported else 'always in force'}"


def _origin(release: Release) -> str:
    return line(release.source) if release.imported else f"from {release.package or 'this package'}"


def _roots(release: Release) -> str:
    return ", ".join(dict.fromkeys(each.root for each in release.applies_to))


def _tried(root: str, count: int) -> str:
    return f"{count} {'rule' if count == 1 else 'rules'} met something in {_A[root]} {root}"


def render_import(outcome: Outcome) -> str:
    """What an import has done, what was assumed, and how to use it."""
    release = outcome.release
    if not outcome.new:
        return f"{release.id} was imported before; nothing is changed.\n"
    tried = ", ".join(_tried(root, count) for root, count in outcome.fired.items())
    lines = [
        *_about(Entry(release.id, release, outcome.rules), release),
        *wrapped(f"tried out: {tried}", _INDENT, _INDENT * 2),
    ]
    if outcome.assumed:
        lines += ["", "Assumed, because you did not say:"]
        lines += [each for text in outcome.assumed for each in wrapped(line(text), "- ", _INDENT)]
    lines += ["", f"It counts when you ask for it: ubltools validate --release {release.id} FILE"]
    return "\n".join(lines) + "\n"
