"""What speaks against sending a document that no rule can see: whose it is, and how large it is.

Findings on the UBL that is about to be sent, with their XPath. Nothing here judges what the document says.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ubltools.finding import Finding, Location, Severity
from ubltools.names import SELF_BILLING, clark
from ubltools.xml import Element, XmlDocument, line_of, text_of, xpath_of

# Billit documents no limit. Peppol as a whole carries about 100 MB, but many access points and receivers
# stop at 10 MB, so that a larger document is likely to be stuck somewhere on its way.
LARGE: Final = 10_000_000  # bytes of UTF-8
_NUMBERS: Final = (  # where a party has its numbers, the most telling first
    "cac:PartyTaxScheme/cbc:CompanyID",
    "cac:PartyLegalEntity/cbc:CompanyID",
    "cac:PartyIdentification/cbc:ID",
    "cbc:EndpointID",
)
_FILE: Final = "cac:AdditionalDocumentReference/cac:Attachment/cbc:EmbeddedDocumentBinaryObject"


def other_company(document: XmlDocument, company: Mapping[str, Any]) -> Iterator[Finding]:
    """A finding when the own side of the document is another company than the configured one.

    The own side is the seller, in self-billing the buyer. A side without any number cannot be told.
    """
    self_billing = (document.customization or "").startswith(SELF_BILLING)
    side = "Customer" if self_billing else "Supplier"
    party = document.root.find(_path(f"cac:Accounting{side}Party/cac:Party"))
    stated = [] if party is None else [each for path in _NUMBERS for each in party.iterfind(_path(path))]
    own = [str(company.get("VATNumber") or ""), str(company.get("PeppolIdentifier") or "").rpartition(":")[2]]
    own += [str(each.get("Identifier") or "") for each in company.get("Identifiers") or ()]
    known = {_bare(each) for each in own} - {""}
    if not stated or not known or known & {_bare(text_of(each)) for each in stated}:
        return
    role, configured = "buyer" if self_billing else "seller", next(filter(None, own))
    yield _finding(
        "UBLT-OTHER-COMPANY",
        Severity.FATAL,
        stated[0],
        f"The {role}, {text_of(stated[0])[:40]}, is not the configured company, {configured[:40]}. "
        "Billit answers TheCustomerDoesNotSupportPeppolForType_0, or GenericError without a reason.",
        f"Send it as the company that is its {role}: --company FILE, and in the request the PartyID of that "
        f"company. Or correct the {side} in the order.",
    )


def too_large(document: XmlDocument, size: int) -> Iterator[Finding]:
    """A warning for a document of more bytes than may get through; it points at the largest file."""
    if size <= LARGE:
        return
    files = list(document.root.iterfind(_path(_FILE)))
    yield _finding(
        "UBLT-LARGE-DOCUMENT",
        Severity.WARNING,
        max(files, key=lambda each: len(each.text or ""), default=document.root),
        f"The document has {size / 1_000_000:.0f} MB. Billit names no limit, but many access points and "
        f"receivers stop at {LARGE // 1_000_000} MB.",
        "Send smaller files: a PDF of text instead of pictures, or a link in place of a file.",
    )


def _finding(rule: str, severity: Severity, at: Element, message: str, hint: str) -> Finding:
    return Finding(rule, severity, message, Location(xpath_of(at), line_of(at)), hint)


def _path(path: str) -> str:
    return "/".join(clark(step) for step in path.split("/"))


def _bare(number: str) -> str:
    """A number without what differs from place to place: blanks, points, capitals, the country in front."""
    plain = "".join(each for each in number.upper() if each.isalnum())
    return plain[2:] if plain[:2].isalpha() and plain[2:].isdecimal() else plain
