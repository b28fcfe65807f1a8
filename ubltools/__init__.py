"""Billit orders to Peppol UBL and back, validated, before sendXML.

    from ubltools import presend
    result = presend(order_json, company=company_json)
    if result.report.ok:
        send(result.body)

The public surface and nothing else. Names are loaded when first used, so that importing the package
costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

__version__ = "0.1.0"

if TYPE_CHECKING:
    from ubltools.billit import Order, Party
    from ubltools.comparison.documents import compare
    from ubltools.comparison.model import Difference, Side
    from ubltools.conversion import Conversion
    from ubltools.convert import from_ubl, to_ubl
    from ubltools.errors import ConfigurationError, EngineError, InputError, UblToolsError
    from ubltools.finding import Finding, Layer, LayerState, Location, Report, Severity
    from ubltools.many import DocumentResult, validate_many
    from ubltools.mapping.decisions import Decisions
    from ubltools.responses.decision import Gate
    from ubltools.responses.meaning import outcome_of
    from ubltools.responses.model import ResponseMessage
    from ubltools.responses.outcome import Outcome
    from ubltools.responses.read import read_response
    from ubltools.responses.store import StateFile
    from ubltools.responses.webhook import verify_signature
    from ubltools.sendxml import Before, Presend, presend
    from ubltools.validation.engine import validate

_HOME: Final = {
    "Order": "ubltools.billit",
    "Party": "ubltools.billit",
    "compare": "ubltools.comparison.documents",
    "Difference": "ubltools.comparison.model",
    "Side": "ubltools.comparison.model",
    "Conversion": "ubltools.conversion",
    "from_ubl": "ubltools.convert",
    "to_ubl": "ubltools.convert",
    "ConfigurationError": "ubltools.errors",
    "EngineError": "ubltools.errors",
    "InputError": "ubltools.errors",
    "UblToolsError": "ubltools.errors",
    "Finding": "ubltools.finding",
    "Layer": "ubltools.finding",
    "LayerState": "ubltools.finding",
    "Location": "ubltools.finding",
    "Report": "ubltools.finding",
    "Severity": "ubltools.finding",
    "DocumentResult": "ubltools.many",
    "validate_many": "ubltools.many",
    "Decisions": "ubltools.mapping.decisions",
    "Presend": "ubltools.sendxml",
    "presend": "ubltools.sendxml",
    "outcome_of": "ubltools.responses.meaning",
    "ResponseMessage": "ubltools.responses.model",
    "Outcome": "ubltools.responses.outcome",
    "Gate": "ubltools.responses.decision",
    "read_response": "ubltools.responses.read",
    "StateFile": "ubltools.responses.store",
    "verify_signature": "ubltools.responses.webhook",
    "Before": "ubltools.sendxml",
    "validate": "ubltools.validation.engine",
}

__all__ = [
    "Before",
    "ConfigurationError",
    "Conversion",
    "Decisions",
    "Difference",
    "DocumentResult",
    "EngineError",
    "Finding",
    "Gate",
    "InputError",
    "Layer",
    "LayerState",
    "Location",
    "Order",
    "Outcome",
    "Party",
    "Presend",
    "Report",
    "ResponseMessage",
    "Severity",
    "Side",
    "StateFile",
    "UblToolsError",
    "__version__",
    "compare",
    "from_ubl",
    "outcome_of",
    "presend",
    "read_response",
    "to_ubl",
    "validate",
    "validate_many",
    "verify_signature",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'ubltools' has no attribute {name!r}")
    found = getattr(import_module(_HOME[name]), name)
    globals()[name] = found
    return found
