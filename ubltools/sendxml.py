"""Everything before sendXML: convert, validate, build the request body. Nothing is sent.

The verdict is a Report whose first layer is the order itself; every finding in the UBL is led back to
the JSON field that caused it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ubltools.conversion import Conversion
from ubltools.convert import to_ubl
from ubltools.finding import Finding, Layer, LayerState, Location, Report, Severity
from ubltools.mapping.decisions import Decisions
from ubltools.validation.engine import validate

if TYPE_CHECKING:
    from ubltools.billit import Order, Party

SANDBOX: Final = "https://api.sandbox.billit.be/v1/peppol/sendxml"
PRODUCTION: Final = "https://api.billit.be/v1/peppol/sendxml"
# What the request needs besides the body. The values in angle brackets are the caller's own.
HEADERS: Final = {
    "Content-Type": "application/json",
    "ApiKey": "<key>",
    "PartyID": "<id of the company>",
}
_DEFAULT: Final = Decisions()
_LAYERS: Final = ("xsd", "en16931", "peppol")


@dataclass(frozen=True, slots=True)
class Presend:
    """The outcome: the verdict, the UBL if there is any, and the request body if it may be sent."""

    report: Report
    ubl: str | None
    body: bytes | None


def presend(
    order: bytes | str | Order,
    *,
    company: bytes | Mapping[str, Any] | Party | None = None,
    decisions: Decisions = _DEFAULT,
    on: date | None = None,
    release: str | None = None,
    name: str = "-",
) -> Presend:
    """Check an order for Billit's POST /v1/peppol/sendxml and build the exact body of the request.

    on: the date whose rules count (today). release: a rule release to use instead of the one in force.
    The body is UTF-8 JSON with the one key XML; None unless every layer ran and passed.
    Raises InputError when the order cannot be read, CompanyUnknown when the own company is not known.
    """
    start = time.perf_counter()
    conversion = to_ubl(order, company=company, decisions=decisions)
    layer = _order_layer(conversion, start)
    if conversion.document is None:
        layers = (layer, *(_skipped(each) for each in _LAYERS))
        return Presend(Report(name, layers), None, None)
    verdict = validate(conversion.document.encode(), name=name, on=on, release=release)
    report = Report(name, (layer, *(_located(each, conversion) for each in verdict.layers)))
    return Presend(report, conversion.document, body_of(conversion.document) if report.ok else None)


def body_of(ubl: str) -> bytes:
    """The body of the sendXML request: {"XML": "<?xml ..."}, UTF-8."""
    return json.dumps({"XML": ubl}, ensure_ascii=False).encode()


def _order_layer(conversion: Conversion[str], start: float) -> Layer:
    findings = (*conversion.findings, *_not_sendable(conversion))
    failed = conversion.document is None or any(each.severity is Severity.FATAL for each in findings)
    state = LayerState.FAILED if failed else LayerState.PASSED
    return Layer("order", state, seconds=time.perf_counter() - start, findings=findings)


def _not_sendable(conversion: Conversion[str]) -> tuple[Finding, ...]:
    if conversion.places is None or not conversion.places.is_purchase:
        return ()
    location = Location(json_path="$.OrderDirection")
    message = "A purchase (Cost) is not ours to send: the supplier sends it."
    hint = 'For self-billing set OrderSubType to "SelfBilling"; for a sale set OrderDirection to "Income".'
    return (Finding("UBLT-NOT-SENDABLE", Severity.FATAL, message, location, hint),)


def _skipped(name: str) -> Layer:
    return Layer(name, LayerState.SKIPPED, reason="the order could not be turned into UBL")


def _located(layer: Layer, conversion: Conversion[str]) -> Layer:
    if not layer.findings or conversion.places is None:
        return layer
    return replace(layer, findings=tuple(conversion.places.attach(each) for each in layer.findings))
