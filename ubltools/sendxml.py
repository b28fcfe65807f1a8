"""Everything before sendXML: convert, validate, build the request body. Nothing is sent.

The verdict is a Report whose first layer is the order itself, and in whose last one are the rules on what
Billit would refuse; every finding in the UBL is led back to the JSON field that caused it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ubltools import sending_checks
from ubltools.conversion import Conversion, Places
from ubltools.convert import to_ubl
from ubltools.errors import InputError
from ubltools.finding import Finding, Layer, LayerState, Location, Report, Severity
from ubltools.mapping.decisions import Decisions
from ubltools.names import Kind, is_french
from ubltools.responses.decision import WAIT, Gate
from ubltools.validation.engine import validate
from ubltools.xml import XmlDocument, parse

if TYPE_CHECKING:
    from ubltools.billit import Order, Party
    from ubltools.responses.store import StateFile

SANDBOX: Final = "https://api.sandbox.billit.be/v1/peppol/sendxml"
PRODUCTION: Final = "https://api.billit.be/v1/peppol/sendxml"
# What the request needs besides the body. The values in angle brackets are the caller's own.
HEADERS: Final = {
    "Content-Type": "application/json",
    "ApiKey": "<key>",
    "PartyID": "<id of the company>",
}
_DEFAULT: Final = Decisions()
_LAYERS: Final = ("xsd", "en16931", "peppol", "billit")
# A French document cannot travel as Peppol BIS, so that the verdict on that would only hide the reason.
_FRENCH_LAYERS: Final = ("xsd", "en16931", "billit", "france")
_ROOTS: Final = frozenset({f"/{Kind.INVOICE}", f"/{Kind.CREDIT_NOTE}"})
_Company: TypeAlias = "bytes | Mapping[str, Any] | Party | None"


@dataclass(frozen=True, slots=True)
class Presend:
    """The outcome: the verdict, the UBL if there is any, and the request body if it may be sent.

    gate: the decision on what was sent before, where a state file was given and the order became UBL
    """

    report: Report
    ubl: str | None
    body: bytes | None
    gate: Gate | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What was sent before, for the gate.

    force: the reason to send against its decision. wait: how long an answer may take before a document
    that nobody answered may be sent again. fail_on: from which severity on a document is not sent, so that
    no attempt is recorded. now: the time that is recorded (the clock)
    """

    state: StateFile
    force: str | None = None
    wait: timedelta = WAIT
    fail_on: Severity = Severity.FATAL
    now: datetime | None = None


def presend(  # noqa: PLR0913 - the options of the command
    order: bytes | str | Order,
    *,
    company: _Company = None,
    decisions: Decisions = _DEFAULT,
    on: date | None = None,
    release: str | None = None,
    name: str = "-",
    engine: str = "native",
    before: Before | None = None,
) -> Presend:
    """Check an order for Billit's POST /v1/peppol/sendxml and build the exact body of the request.

    on: the date whose rules count (today). release: a rule release to use instead of the one in force.
    engine: who runs the rules, "native", "saxon" or "both".
    before: the state file against which to hold the document; an attempt to send it is recorded there
    together with the decision to give the body.
    The body is UTF-8 JSON with the one key XML; None unless every layer ran and passed.
    Raises InputError when the order cannot be read, CompanyUnknown when the own company is not known,
    ConfigurationError for trouble with the state file.
    """
    start = time.perf_counter()
    conversion = to_ubl(order, company=company, decisions=decisions)
    if conversion.document is None:
        order_layer = _order_layer(conversion.findings, start, written=False)
        layers = (order_layer, *(_skipped(each) for each in _LAYERS))
        return Presend(Report(name, layers), None, None)
    ubl = conversion.document.encode()
    document = parse(ubl)
    findings = (*conversion.findings, *_not_sendable(conversion, document, len(ubl), company))
    layer = _located(_order_layer(findings, start), conversion)
    wanted = _FRENCH_LAYERS if is_french(document.profile) else _LAYERS
    verdict = validate(document, name=name, on=on, release=release, layers=wanted, engine=engine)
    report = Report(name, (layer, *(_located(each, conversion) for each in verdict.layers)))
    may_go, gate = report.ok, None
    if before is not None:
        may_go = report.exit_code(before.fail_on) == 0
        gate, gate_layer = _held_against(before, ubl, document, may_go)
        report = Report(name, (*report.layers, gate_layer))
        may_go = may_go and gate is not None and gate.allowed
    return Presend(report, conversion.document, body_of(conversion.document) if may_go else None, gate)


def body_of(ubl: str) -> bytes:
    """The body of the sendXML request: {"XML": "<?xml ..."}, UTF-8."""
    return json.dumps({"XML": ubl}, ensure_ascii=False).encode()


def _held_against(
    before: Before, ubl: bytes, document: XmlDocument, may_go: bool
) -> tuple[Gate | None, Layer]:
    """The decision of the gate and its layer. What may go is recorded; what may not is only looked up."""
    from ubltools.responses.sent import sent_of

    start = time.perf_counter()
    try:
        sent = sent_of(ubl, document)
    except InputError as error:
        return None, Layer("gate", LayerState.SKIPPED, reason=error.message)
    now = before.now or datetime.now(UTC)
    if may_go:
        gate = before.state.reserve(sent, now, force=before.force, wait=before.wait)
    else:
        gate = before.state.check(sent, now, wait=before.wait)
    state = LayerState.PASSED if gate.allowed else LayerState.FAILED
    seconds = time.perf_counter() - start
    return gate, Layer(
        "gate",
        state,
        seconds=seconds,
        findings=gate.findings(),
        chosen=gate.reason.rstrip(".") if gate.allowed else None,
    )


def _order_layer(findings: tuple[Finding, ...], start: float, *, written: bool = True) -> Layer:
    failed = not written or any(each.severity is Severity.FATAL for each in findings)
    state = LayerState.FAILED if failed else LayerState.PASSED
    return Layer("order", state, seconds=time.perf_counter() - start, findings=findings)


def _not_sendable(
    conversion: Conversion[str], document: XmlDocument, size: int, company: _Company
) -> Iterator[Finding]:
    """What speaks against sending the order through this route, whatever the document says."""
    yield from sending_checks.too_large(document, size)
    if conversion.places is None or not conversion.places.is_purchase:
        yield from sending_checks.other_company(document, _profile(company))
        return
    location = Location(json_path="$.OrderDirection")
    message = "A purchase (Cost) is not ours to send: the supplier sends it."
    hint = 'For self-billing set OrderSubType to "SelfBilling"; for a sale set OrderDirection to "Income".'
    yield Finding("UBLT-NOT-SENDABLE", Severity.FATAL, message, location, hint)


def _profile(company: _Company) -> Mapping[str, Any]:
    from ubltools import billit

    if company is None:
        return {}
    return billit.dump(company if isinstance(company, billit.Party) else billit.company_party(company))


def _skipped(name: str) -> Layer:
    return Layer(name, LayerState.SKIPPED, reason="the order could not be turned into UBL")


def _located(layer: Layer, conversion: Conversion[str]) -> Layer:
    if not layer.findings or conversion.places is None:
        return layer
    return replace(layer, findings=tuple(_placed(each, conversion.places) for each in layer.findings))


def _placed(finding: Finding, places: Places) -> Finding:
    """The finding with its JSON path. One on the whole document needs no search, which takes its time."""
    location = finding.location
    if location.xpath in _ROOTS and not finding.terms:
        return replace(finding, location=replace(location, json_path="$"))
    return places.attach(finding)
