"""Gives the rules of EN 16931 sentences of our own in place of those of the installed artefact.

Only the message of an assert is replaced, nothing that decides whether it fires. A release that a user
imported keeps its own texts, and so does a rule that the French extension adds. The sentences themselves are
made in rule_messages.py; no file is read here.
"""

from dataclasses import replace
from typing import Final

from ubltools.rule_messages import message
from ubltools.validation.model import Assert, Pattern, Rule, Schema
from ubltools.validation.release_file import Release

_LAYER: Final = "en16931"


def reworded(release: Release, schema: Schema) -> Schema:
    """The rules of a release that comes in a package, in our words where we have some for them."""
    if release.layer != _LAYER:
        return schema
    return replace(schema, patterns=tuple(map(_pattern, schema.patterns)))


def in_our_words(release: Release, schema: Schema) -> frozenset[str]:
    """The ids of the rules of a built-in release whose sentences are of this project."""
    checks = schema.asserts()
    if release.package is None:
        return frozenset(check.id for check in checks)
    return frozenset(
        check.id for check in checks if release.layer == _LAYER and message(check.id, check.test)
    )


def _pattern(pattern: Pattern) -> Pattern:
    return replace(pattern, rules=tuple(map(_rule, pattern.rules)))


def _rule(rule: Rule) -> Rule:
    return replace(rule, asserts=tuple(map(_assert, rule.asserts)))


def _assert(check: Assert) -> Assert:
    own = message(check.id, check.test)
    return check if own is None else replace(check, message=(own,))
