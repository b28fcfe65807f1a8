"""The one model of a rule set: patterns, rules, asserts as plain values, whatever file they came from.

The readers (iso.py, compiled.py) fill it, the engines read only it, schematron.py chooses the reader. What
both readers need for that lives here too. Nothing here knows a file format or evaluates an expression.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ubltools import xml
from ubltools.errors import InputError, RulesBroken
from ubltools.finding import Severity


@dataclass(frozen=True, slots=True)
class Value:
    """A piece of a message that is computed: an XPath, evaluated at the node that failed."""

    select: str


@dataclass(frozen=True, slots=True)
class Let:
    """A named XPath, evaluated at the document (schema, pattern) or at the context (rule)."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Assert:
    """One check: a finding when the test is not true. message: fixed text and computed pieces, in order."""

    id: str
    test: str
    severity: Severity
    message: tuple[str | Value, ...]
    hint: str | None = None
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """The checks on every node that matches a context (an XSLT pattern)."""

    context: str
    lets: tuple[Let, ...]
    asserts: tuple[Assert, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Rules in order: on each node only the first one that matches counts."""

    id: str
    lets: tuple[Let, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """A rule set. namespaces: prefix -> URI. functions: xsl:function (and xsl:key) elements as XML text."""

    title: str
    namespaces: Mapping[str, str]
    functions: tuple[str, ...]
    lets: tuple[Let, ...]
    patterns: tuple[Pattern, ...] = field(repr=False)

    def rules(self) -> Iterator[Rule]:
        """All rules, pattern by pattern."""
        return (rule for pattern in self.patterns for rule in pattern.rules)

    def asserts(self) -> Iterator[Assert]:
        """All asserts, rule by rule."""
        return (check for rule in self.rules() for check in rule.asserts)


_SEVERITIES = {
    "": Severity.FATAL,
    "fatal": Severity.FATAL,
    "error": Severity.FATAL,
    "warning": Severity.WARNING,
    "warn": Severity.WARNING,
    "info": Severity.INFO,
    "information": Severity.INFO,
}


def tree(path: Path) -> xml.Element:
    """The root of a rule file. Raises RulesBroken when the file is missing or not XML."""
    try:
        return xml.parse(path.read_bytes()).root
    except (OSError, InputError) as error:
        raise RulesBroken(f"The rule file {path.name} cannot be read: {error}") from error


def severity(word: str | None) -> Severity:
    """The severity behind a flag or role; fatal when there is none. Raises RulesBroken for another word."""
    known = _SEVERITIES.get((word or "").strip().lower())
    if known is None:
        raise RulesBroken(f"The rules use the severity {word!r}, which is not known here.")
    return known


def tidy(parts: list[str | Value]) -> tuple[str | Value, ...]:
    """A message with white space collapsed and neighbouring texts joined."""
    joined: list[str | Value] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    spaced = [part if isinstance(part, Value) else _collapse(part) for part in joined]
    if spaced and isinstance(spaced[0], str):
        spaced[0] = spaced[0].lstrip()
    if spaced and isinstance(spaced[-1], str):
        spaced[-1] = spaced[-1].rstrip()
    return tuple(part for part in spaced if part != "")


def _collapse(text: str) -> str:
    edges = " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""
    middle = " ".join(text.split())
    return f"{edges[0]}{middle}{edges[1]}" if middle else edges[0]
