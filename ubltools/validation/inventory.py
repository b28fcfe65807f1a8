"""What is in the releases: how many rules, and what a rule says in each. For lists and for reading up.

Nothing is run here. An imported release that is damaged appears as such and never keeps the others away.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from ubltools.codes import advice
from ubltools.errors import ConfigurationError, EngineError
from ubltools.finding import Severity
from ubltools.validation.model import Assert, Value
from ubltools.validation.release import Broken, Release, by_id, imported, releases
from ubltools.validation.rulebook import schema_of

_OMITTED: Final = "..."  # what stands in a message for a value of the document
_ID_PREFIX: Final = re.compile(r"^\[[\w.-]+\]\s*-?\s*")
_OF_TERMS: Final = {"Invoice", "CreditNote"}  # the documents that business terms are about


@dataclass(frozen=True, slots=True)
class Entry:
    """A release in the list. rules: how many it has, None for schemas; problem: why it cannot be used."""

    id: str
    release: Release | None
    rules: int | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """What a rule says in a release. messages: each once, "..." where a value of the document comes in."""

    rule: str
    release: Release
    severities: tuple[Severity, ...]
    messages: tuple[str, ...]
    hints: tuple[str, ...]
    terms: tuple[str, ...]


def entries() -> Iterator[Entry]:
    """All releases, those of this package first."""
    for each in (*releases(), *imported()):
        if isinstance(each, Broken):
            yield Entry(each.id, None, problem=each.reason)
            continue
        try:
            yield Entry(each.id, each, len(texts(each)) if each.rules else None)
        except EngineError as error:
            yield Entry(each.id, each, problem=error.message)


@cache
def texts(release: Release) -> dict[str, Text]:
    """The rules of a release by id, in its order. Raises EngineError when they cannot be read."""
    grouped: dict[str, list[Assert]] = {}
    for check in schema_of(release).asserts():
        grouped.setdefault(check.id, []).append(check)
    return {rule: _text(rule, release, checks) for rule, checks in grouped.items()}


def look_up(rule: str, identity: str | None = None) -> list[Text]:
    """What a rule says, in every release that has it; the one to read first comes first.

    identity: only in that release. Raises ConfigurationError for an unknown rule, with the nearest ones.
    """
    found: dict[str, list[Text]] = {}
    for release in [by_id(identity)] if identity else _usable():
        for each in texts(release).values():
            found.setdefault(each.rule.casefold(), []).append(each)
    wanted = found.get(rule.casefold())
    if not wanted:
        near = difflib.get_close_matches(rule.casefold(), found, n=5, cutoff=0.6)
        names = ", ".join(found[each][0].rule for each in near)
        where = f" in {identity}" if identity else ""
        raise ConfigurationError(
            f"There is no rule {rule!r}{where}.", f"Similar: {names}." if names else None
        )
    by_name = sorted(wanted, key=lambda each: each.release.id)
    return sorted(by_name, key=lambda each: _rank(each.release), reverse=True)


def _rank(release: Release) -> tuple[object, ...]:
    """What is built in before what is imported, what counts before a preview, the newest first."""
    return not release.imported, not release.preview, release.since


def _usable() -> Iterator[Release]:
    """The releases whose rules can be read."""
    for each in (*releases(), *imported()):
        if isinstance(each, Release) and each.rules:
            try:
                texts(each)
            except EngineError:
                continue
            yield each


def _text(rule: str, release: Release, checks: list[Assert]) -> Text:
    known = advice(rule)
    hints = [check.hint for check in checks if check.hint] or ([known.hint] if known else [])
    terms = [term for check in checks for term in check.terms] or (list(known.terms) if known else [])
    of_terms = _OF_TERMS & {scope.root for scope in release.applies_to}
    return Text(
        rule,
        release,
        tuple(dict.fromkeys(check.severity for check in checks)),
        tuple(dict.fromkeys(_message(check) for check in checks)),
        tuple(dict.fromkeys(hints)),
        tuple(dict.fromkeys(terms)) if of_terms else (),
    )


def _message(check: Assert) -> str:
    message = "".join(_OMITTED if isinstance(part, Value) else part for part in check.message)
    return _ID_PREFIX.sub("", message)
