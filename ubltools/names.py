"""The names of the field: namespaces, document kinds, identifiers of Peppol.

Constants and the few functions that turn one spelling of a name into another. Imports nothing of ours.
"""

import re
from enum import StrEnum
from typing import Final

CBC: Final = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
CAC: Final = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
EXT: Final = "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
INVOICE: Final = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
CREDIT_NOTE: Final = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
APPLICATION_RESPONSE: Final = "urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2"
SBDH: Final = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"

PREFIXES: Final = {"cbc": CBC, "cac": CAC, "ext": EXT}
_PREFIX_OF: Final = {uri: prefix for prefix, uri in PREFIXES.items()}


class Kind(StrEnum):
    """The UBL documents that this package reads, by the name of their root."""

    INVOICE = "Invoice"
    CREDIT_NOTE = "CreditNote"
    APPLICATION_RESPONSE = "ApplicationResponse"


NAMESPACE_OF: Final = {
    Kind.INVOICE: INVOICE,
    Kind.CREDIT_NOTE: CREDIT_NOTE,
    Kind.APPLICATION_RESPONSE: APPLICATION_RESPONSE,
}
KIND_OF_ROOT: Final = {f"{{{uri}}}{kind}": kind for kind, uri in NAMESPACE_OF.items()}

BILLING: Final = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
BILLING_PROFILE: Final = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
SELF_BILLING: Final = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0"
SELF_BILLING_PROFILE: Final = "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0"
_FRENCH_PROCESS: Final = re.compile(r"[BSM][1-9]")  # goods, services or both, and the case: B1, S4, M7


def is_french(profile: str | None) -> bool:
    """Whether a ProfileID is a business process of the French e-invoicing reform (BT-23: B1, S1, M1 ...)."""
    return profile is not None and _FRENCH_PROCESS.fullmatch(profile) is not None


def clark(name: str) -> str:
    """Turn "cbc:ID" into "{urn:...}ID". Raises KeyError for an unknown prefix."""
    prefix, _, local = name.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


def short(tag: str) -> str:
    """Turn "{urn:...}ID" into "cbc:ID"; the root and foreign names come out as their local name."""
    uri, _, local = tag.rpartition("}")
    prefix = _PREFIX_OF.get(uri.lstrip("{"))
    return f"{prefix}:{local}" if prefix else local
