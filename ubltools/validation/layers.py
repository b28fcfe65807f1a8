"""Which layers there are, in the order in which they run, and which documents each is about.

A layer that is not about a document is not in its report, and its rules are not even loaded. How a layer is
run stands in engine.py; which release counts in it, in selection.py.
"""

from collections.abc import Callable, Mapping
from typing import Final

from ubltools.names import BILLING, SELF_BILLING, Kind, is_french
from ubltools.xml import XmlDocument

INVOICES: Final = frozenset({Kind.INVOICE, Kind.CREDIT_NOTE})  # what EN 16931 and its terms are about


def _any(_: XmlDocument) -> bool:
    return True


def _none(_: XmlDocument) -> bool:
    """For a layer that runs only when it is asked for."""
    return False


def _is_invoice(document: XmlDocument) -> bool:
    """Also a document of which the kind is not known, so that the report says what was not checked."""
    return document.kind is None or document.kind in INVOICES


def _is_peppol(document: XmlDocument) -> bool:
    """All but a French document that does not claim to be a Peppol one."""
    return not _is_french(document) or (document.customization or "").startswith((BILLING, SELF_BILLING))


def _is_french(document: XmlDocument) -> bool:
    return document.kind in INVOICES and is_french(document.profile)


ABOUT: Final[Mapping[str, Callable[[XmlDocument], bool]]] = {
    "xsd": _any,
    "en16931": _is_invoice,
    "peppol": _is_peppol,
    "billit": _none,
    "france": _is_french,
}
