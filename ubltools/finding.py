"""The verdict as values: what was found, where, and what ran.

Frozen values only, no behaviour beyond asking them; imports nothing of ours. Rendering lives in
report/, deciding lives in validation/. A layer that did not run says so and is never "passed".
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

REPORT_SCHEMA: Final = "ubltools-report/1"


class Severity(StrEnum):
    """How much a finding weighs: a fatal one means that the document must not be sent."""

    FATAL = "fatal"
    WARNING = "warning"
    INFO = "info"

    @property
    def weight(self) -> int:
        """2 for fatal, 1 for warning, 0 for info."""
        return _WEIGHT[self]

    def reaches(self, threshold: "Severity") -> bool:
        """Whether this is as heavy as the threshold or heavier."""
        return self.weight >= threshold.weight


_WEIGHT = {Severity.INFO: 0, Severity.WARNING: 1, Severity.FATAL: 2}


class LayerState(StrEnum):
    """How a layer ended."""

    PASSED = "passed"  # ran, nothing fatal
    FAILED = "failed"  # ran, something fatal
    SKIPPED = "skipped"  # not run, because an earlier layer failed or it was not asked for
    ERROR = "error"  # could not run: no verdict


@dataclass(frozen=True, slots=True)
class Location:
    """Where a finding points. Any part may be unknown.

    xpath: absolute, with the prefixes of names.py, e.g. /Invoice/cac:InvoiceLine[2]/cbc:ID
    line: 1-based line of the element in the XML
    json_path: path in the order, e.g. $.OrderLines[1].VATPercentage
    term: EN 16931 business term, e.g. BT-152
    """

    xpath: str | None = None
    line: int | None = None
    json_path: str | None = None
    term: str | None = None


NOWHERE: Final = Location()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not right. rule: "BR-CO-15", "PEPPOL-EN16931-R003", "UBLT-UNKNOWN-KEY"."""

    rule: str
    severity: Severity
    message: str
    location: Location = NOWHERE
    hint: str | None = None
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """One step of the validation: its release, how it ended, and what it found.

    rules_fired: how many distinct rules met at least one node; None where that has no meaning (XSD)
    reason: why it was skipped or could not run
    chosen: why this release was taken ("in force since 2026-08-24")
    coverage: what this layer leaves out ("national rules not included")
    """

    name: str
    state: LayerState
    release: str | None = None
    seconds: float = 0
    rules_fired: int | None = None
    findings: tuple[Finding, ...] = ()
    reason: str | None = None
    chosen: str | None = None
    sha256: str | None = None
    engine: str | None = None
    coverage: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on one document, with the proof of what ran."""

    document: str
    layers: tuple[Layer, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """True when every layer ran and none failed. Skipped or broken layers are never ok."""
        return bool(self.layers) and all(layer.state is LayerState.PASSED for layer in self.layers)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, in the order of the layers."""
        return tuple(finding for layer in self.layers for finding in layer.findings)

    @property
    def complete(self) -> bool:
        """False when a layer could not run, so that there is no full verdict."""
        return bool(self.layers) and all(layer.state is not LayerState.ERROR for layer in self.layers)

    def reaching(self, threshold: Severity) -> Iterator[Finding]:
        """The findings at or above a severity."""
        return (finding for finding in self.findings if finding.severity.reaches(threshold))

    def exit_code(self, fail_on: Severity = Severity.FATAL) -> int:
        """0 clean, 1 findings at or above fail_on, 4 when a layer could not run or was left out."""
        states = {layer.state for layer in self.layers}
        failed = LayerState.FAILED in states
        if not self.complete or (LayerState.SKIPPED in states and not failed):
            return 4
        return 1 if failed or any(self.reaching(fail_on)) else 0
