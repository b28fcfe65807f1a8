"""Says what a foreign rule set is: its layer, its documents, its version, and how that was found out.

The rules themselves tell: which built-in release has the most rule ids in common with it. The version and the
day stand in comments or in the name of the file. Nothing is written or run here.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from ubltools.errors import EngineError
from ubltools.names import NAMESPACE_OF
from ubltools.validation.model import Schema
from ubltools.validation.release import Release, Scope, releases
from ubltools.validation.rulebook import schema_of

_ALIKE: Final = 20  # percent of all rule ids that two rule sets share at least when they are of one family
_COMMENT: Final = re.compile(r"<!--(.*?)-->", re.DOTALL)
_HEAD: Final = 20_000  # characters in which a file says what it is
_SAID: Final = re.compile(r"\b(?:version|release)\s+v?(\d+(?:\.\d+){2,3})\b", re.IGNORECASE)
_NAMED: Final = re.compile(r"(?<![\d.])(\d+(?:\.\d+){2,3})(?![\d.]*\d)")
_DAY: Final = re.compile(r"\b(20\d\d-\d\d-\d\d)\b")


@dataclass(frozen=True, slots=True)
class Kin:
    """The built-in release that a rule set is most like; shared: how many of its rule ids are also there."""

    release: Release
    shared: int

    @property
    def family(self) -> str:
        """The name that the releases of this family share: "peppol-billing"."""
        return self.release.id.removesuffix(f"-{self.release.version}")


def ids(schema: Schema) -> frozenset[str]:
    """The ids of the rules of a rule set."""
    return frozenset(check.id for check in schema.asserts())


def kin(schema: Schema) -> Kin | None:
    """The built-in release with the most rules in common; None when none has enough of them."""
    own = ids(schema)
    found: list[tuple[int, str, Kin]] = []
    for release in releases():
        if release.rules is None:
            continue
        try:
            others = ids(schema_of(release))
        except EngineError:  # its package is not installed; then it is no help
            continue
        alike = 100 * len(own & others) // max(len(own | others), 1)
        found.append((alike, release.id, Kin(release, len(own & others))))
    alike, _, nearest = max(found, key=lambda each: each[:2], default=(0, "", None))
    return nearest if alike >= _ALIKE else None


def roots(schema: Schema) -> tuple[str, ...]:
    """The documents whose namespaces the rules declare, as the names of their roots."""
    declared = set(schema.namespaces.values())
    return tuple(str(kind) for kind, uri in NAMESPACE_OF.items() if uri in declared)


def scopes(schema: Schema, like: Kin | None) -> tuple[Scope, ...]:
    """The documents that the rules are for: those of the release they are like, else any of a root."""
    known = roots(schema)
    if like is None:
        return tuple(Scope(root) for root in known)
    return tuple(scope for scope in like.release.applies_to if not known or scope.root in known)


def version(data: bytes, *names: str) -> str | None:
    """The version that a file says it has in a comment, else the one in the first name that holds one."""
    said = _SAID.search(" ".join(_comments(data)))
    if said:
        return said[1]
    return next((found[1] for found in map(_NAMED.search, names) if found), None)


def day(data: bytes) -> date | None:
    """The first day that a file names in a comment, where the official ones say when they were changed."""
    for text in _DAY.findall(" ".join(_comments(data))):
        try:
            return date.fromisoformat(text)
        except ValueError:
            continue
    return None


def _comments(data: bytes) -> list[str]:
    return _COMMENT.findall(data[:_HEAD].decode("utf-8", "replace"))
