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
    from ubltools.mapping.decisions import Decisions
    from ubltools.sendxml import Presend, presend
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
    "Decisions": "ubltools.mapping.decisions",
    "Presend": "ubltools.sendxml",
    "presend": "ubltools.sendxml",
    "validate": "ubltools.validation.engine",
}

__all__ = [
    "ConfigurationError",
    "Conversion",
    "Decisions",
    "Difference",
    "EngineError",
    "Finding",
    "InputError",
    "Layer",
    "LayerState",
    "Location",
    "Order",
    "Party",
    "Presend",
    "Report",
    "Severity",
    "Side",
    "UblToolsError",
    "__version__",
    "compare",
    "from_ubl",
    "presend",
    "to_ubl",
    "validate",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'ubltools' has no attribute {name!r}")
    found = getattr(import_module(_HOME[name]), name)
    globals()[name] = found
    return found
