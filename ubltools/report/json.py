"""The report as JSON, for programs.

The names and the order of the keys are a contract (REPORT_SCHEMA): keys may be added, never renamed
or removed. Optional keys of a layer and a finding are left out when there is nothing to say; the
four parts of a location are always there. Nothing is dropped, sorted or summarised here.
"""

import json
from typing import Any

from ubltools.finding import REPORT_SCHEMA, Finding, Layer, Location, Report

_OPTIONAL = ("chosen", "reason", "sha256", "engine", "coverage")


def to_object(report: Report) -> dict[str, Any]:
    """The report as plain dicts, lists, strings and numbers, ready for json.dumps. Times in seconds."""
    return {
        "schema": REPORT_SCHEMA,
        "document": report.document,
        "ok": report.ok,
        "layers": [_layer(layer) for layer in report.layers],
    }


def render(report: Report) -> str:
    """The report as indented JSON, pure ASCII, with a line end."""
    return json.dumps(to_object(report), indent=2) + "\n"


def render_line(report: Report) -> str:
    """The report as one line of JSON Lines, pure ASCII, with its line end."""
    return json.dumps(to_object(report), separators=(",", ":")) + "\n"


def _layer(layer: Layer) -> dict[str, Any]:
    optional = {name: getattr(layer, name) for name in _OPTIONAL}
    return {
        "name": layer.name,
        "release": layer.release,
        "state": layer.state.value,
        "rules_fired": layer.rules_fired,
        "seconds": round(layer.seconds, 6),
        **{name: value for name, value in optional.items() if value is not None},
        "findings": [finding_to_object(finding) for finding in layer.findings],
    }


def finding_to_object(finding: Finding) -> dict[str, Any]:
    """One finding as plain dicts, lists and strings."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "hint": finding.hint,
        "location": _location(finding.location),
        **({"terms": list(finding.terms)} if finding.terms else {}),
    }


def _location(location: Location) -> dict[str, Any]:
    return {
        "xpath": location.xpath,
        "line": location.line,
        "json_path": location.json_path,
        "term": location.term,
    }
