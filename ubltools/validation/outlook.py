"""Two verdicts on one document: that of the day, and that of the releases that come next.

What is new in the second one is worked out here; how it is told is in report/outlook.py. The first verdict is
what counts: nothing in the second one can change it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from ubltools.errors import ReleaseUnknown
from ubltools.finding import Finding, Layer, Report
from ubltools.validation.engine import validate
from ubltools.validation.engines import Engine
from ubltools.validation.release import Release, by_id
from ubltools.validation.selection import NEXT
from ubltools.validation.sources import Source, document_of


@dataclass(frozen=True, slots=True)
class Outlook:
    """The verdict under the coming releases. report: None when none is known, with the reason why.

    releases: what comes next; new and gone: findings that only the second or only the first verdict has.
    """

    releases: tuple[Release, ...] = ()
    report: Report | None = None
    new: tuple[Finding, ...] = ()
    gone: tuple[Finding, ...] = ()
    reason: str | None = None

    @property
    def since(self) -> date | None:
        """The day from which all of them count."""
        return max((release.since for release in self.releases), default=None)

    @property
    def preview(self) -> bool:
        """Whether one of them may still change."""
        return any(release.preview for release in self.releases)


def validate_twice(
    document: Source,
    *,
    name: str = "-",
    on: date | None = None,
    gate: bool = True,
    engine: str = Engine.NATIVE,
) -> tuple[Report, Outlook]:
    """The verdict of a day, and the outlook. Raises InputError for bytes that are no safe XML."""
    tree = document_of(document)
    today = validate(tree, name=name, on=on, gate=gate, engine=engine)
    try:
        then = validate(tree, name=name, on=on, gate=gate, release=NEXT, engine=engine)
    except ReleaseUnknown as error:
        return today, Outlook(reason=error.message)
    known = {layer.release for layer in today.layers}
    coming = tuple(
        by_id(layer.release) for layer in then.layers if layer.release not in known and layer.release
    )
    if not coming:
        return today, Outlook(reason=_why_not(then.layers))
    return today, Outlook(coming, then, _only_in(then, today), _only_in(today, then))


def _why_not(layers: tuple[Layer, ...]) -> str:
    """Why no coming release had a word: the first layer that did not run says it."""
    reasons = (layer.reason for layer in layers if layer.reason)
    return next(reasons, "No release is known that comes next.")


def _only_in(one: Report, other: Report) -> tuple[Finding, ...]:
    """The findings of the one report that the other does not have as well; messages do not count."""
    left = Counter(_key(finding) for finding in other.findings)
    found = []
    for finding in one.findings:
        if left[_key(finding)]:
            left[_key(finding)] -= 1
        else:
            found.append(finding)
    return tuple(found)


def _key(finding: Finding) -> tuple[str, str, str | None]:
    return finding.rule, finding.severity, finding.location.xpath
