"""Code lists, business terms and advice on rules: tables as CSV, and the lookups on them.

Line 1 of every file says where it comes from, line 2 names the columns, the first column is the
code. Files are read when first asked for and then kept. No list is written in Python, and nothing
here judges a document: this module answers "what is in the table" and imports nothing of ours.
"""

import re
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

_PREDICATE: Final = re.compile(r"\[[^\]]*\]")
_POSITION: Final = re.compile(r"\[\s*\d+\s*\]")
_PATH_COLUMNS: Final = {"Invoice": "invoice_path", "CreditNote": "credit_note_path"}


class Advice(NamedTuple):
    """What to do when a rule fires, and the business terms that it is about."""

    hint: str
    terms: tuple[str, ...]


@cache
def code_list(name: str) -> tuple[str, ...]:
    """The codes of a list ("EAS"), in the order of the file. Raises KeyError for an unknown list."""
    _, rows = _table(name)
    return tuple(row[0] for row in rows[1:])


@cache
def code_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a list with several columns, as column -> value. Raises KeyError for an unknown list."""
    _, rows = _table(name)
    return tuple(dict(zip(rows[0], row, strict=True)) for row in rows[1:])


def source_of(name: str) -> str:
    """Where a list comes from and its release: line 1 without "# ". Raises KeyError for an unknown list."""
    return _table(name)[0]


def term_at(xpath: str) -> str | None:
    """The business term (BT-126, BG-25) at an absolute XPath of an invoice or credit note, or None.

    Positions do not count. Where the term depends on another value (allowance or charge, VAT or other
    tax number, document type 130), a predicate written as in terms.csv decides; without one the answer
    is the ordinary term: the one whose path has no predicate, else the first.
    """
    terms = _terms_by_path()
    spelled = _POSITION.sub("", xpath)
    return terms.get(spelled) or terms.get(_PREDICATE.sub("", spelled))


@cache
def paths_of(term: str) -> tuple[str, ...]:
    """The absolute XPaths that hold a business term, invoice first; () for a term without an element."""
    row = _terms().get(term, {})
    return tuple(path for root in _PATH_COLUMNS for path in _paths(row, root))


def term_name(term: str) -> str | None:
    """The plain name of a business term ("Invoice number"), or None for an unknown term."""
    row = _terms().get(term)
    return row["name"] if row else None


def advice(rule: str) -> Advice | None:
    """Advice on a rule: its own, else that of the longest family (a row ending in *) that it is in."""
    known = _advice()
    families = (rule[:end] + "*" for end in range(len(rule), 0, -1))
    return next((known[key] for key in (rule, *families) if key in known), None)


@cache
def _table(name: str) -> tuple[str, list[list[str]]]:
    # A plain path, not importlib.resources: that import alone costs more than reading the tables,
    # and the compiled dependencies rule out running from a zip file anyway.
    if "/" in name or "\\" in name:
        raise KeyError(name)
    try:
        text = Path(__file__).with_name(f"{name}.csv").read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise KeyError(name) from None
    import csv  # not needed for a document that nothing is wrong with

    source, *lines = text.splitlines()
    return source.removeprefix("#").strip(), [row for row in csv.reader(lines) if row]


@cache
def _terms() -> dict[str, dict[str, str]]:
    return {row["term"]: row for row in code_table("terms")}


@cache
def _advice() -> dict[str, Advice]:
    return {row["rule"]: Advice(row["hint"], tuple(row["terms"].split())) for row in code_table("advice")}


@cache
def _terms_by_path() -> dict[str, str]:
    found: dict[str, str] = {}
    by_path = [(path, term) for term in _terms() for path in paths_of(term)]
    # Business terms before the groups that share their element; paths as written before the ordinary reading.
    by_path.sort(key=lambda pair: pair[1].startswith("BG"))
    for path, term in by_path:
        found.setdefault(path, term)
    for path, term in by_path:
        found.setdefault(_PREDICATE.sub("", path), term)
    return found


def _paths(row: dict[str, str], root: str) -> list[str]:
    written = row.get(_PATH_COLUMNS[root], "")
    return [f"/{root}/{path.strip()}" for path in written.split(" | ") if path.strip()]
