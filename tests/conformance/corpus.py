"""The corpus of official documents and verdicts: where it is, its documents, its rows.

It is not part of the checkout. UBLTOOLS_CORPUS names its folder; without that, ../shared/corpus beside the
checkout is tried. Tests that need it carry both marks of NEEDS_CORPUS.
"""

import json
import os
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from ubltools.finding import Finding, Severity

FOLDER: Final = Path(os.environ.get("UBLTOOLS_CORPUS") or Path(__file__).parents[2] / "../shared/corpus")
EXPECTED: Final = FOLDER / "expected.jsonl"
INVOICE_SETS: Final = (
    "peppol-examples",
    "selfbilling-examples",
    "cen-documents",
    "cen-unit",
    "peppol-unit",
    "mutants",
)
RESPONSE_SETS: Final = ("response-examples", "response-unit", "response-mutants")
NEEDS_CORPUS: Final = [
    pytest.mark.conformance,
    pytest.mark.skipif(
        not EXPECTED.is_file(), reason="no corpus of official documents: set UBLTOOLS_CORPUS to its folder"
    ),
]
_MARKS: Final = {Severity.FATAL: "", Severity.WARNING: "~w", Severity.INFO: "~i"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the official artefact says of a document: how often each rule fired, or that it aborted."""

    rules: Counter[str]
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A document and the official verdicts on it. xsd: None when there is no schema for its root."""

    document: str
    xsd: bool | None
    layers: dict[str, Verdict]

    def read(self) -> bytes:
        """The bytes of the document."""
        return _archive(self.document.partition("/")[0]).read(self.document)


def rows(of: str) -> Iterator[Row]:
    """The rows of one set, in the order of the file."""
    with EXPECTED.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["document"].startswith(f"{of}/"):
                layers = {name: _verdict(found) for name, found in row["layers"].items()}
                yield Row(row["document"], row["xsd"], layers)


def counted(findings: Iterable[Finding]) -> Counter[str]:
    """How often each rule fired, in the spelling of the corpus: "~w" marks a warning."""
    return Counter(finding.rule + _MARKS[finding.severity] for finding in findings)


@cache
def _archive(name: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(FOLDER / f"{name}.zip")


def _verdict(found: dict[str, int | str]) -> Verdict:
    error = found.get("!error")
    fired = {rule: int(count) for rule, count in found.items() if rule != "!error"}
    return Verdict(Counter(fired), None if error is None else str(error))
