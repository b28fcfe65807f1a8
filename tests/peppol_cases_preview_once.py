"""What the preview of BIS Billing 3.0.22 wants exactly once, and the documents that show it.

The table is that of the development state. Only the table, and the functions that write the documents.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.peppol import credit_note, invoice

# What must be there exactly once: where (without cac:), what, number of the rule in credit notes and in
# invoices. {type}, {line} and {quantity} have another name in each of the two.
ONCE: tuple[tuple[str, str, int, int | None], ...] = (
    ("", "cac:AccountingCustomerParty", 140, 209),
    ("AccountingCustomerParty", "cac:Party", 141, 210),
    ("AccountingCustomerParty/Party", "cac:PartyLegalEntity", 142, 211),
    ("AccountingCustomerParty/Party/PartyLegalEntity", "cbc:RegistrationName", 143, 212),
    ("AccountingCustomerParty/Party/PartyTaxScheme/TaxScheme", "cbc:ID", 144, 213),
    ("AccountingCustomerParty/Party/PartyTaxScheme", "cbc:CompanyID", 145, 214),
    ("AccountingCustomerParty/Party", "cac:PostalAddress", 146, 215),
    ("AccountingCustomerParty/Party/PostalAddress/AddressLine", "cbc:Line", 147, 216),
    ("AccountingCustomerParty/Party/PostalAddress", "cac:Country", 148, 217),
    ("AccountingCustomerParty/Party/PostalAddress/Country", "cbc:IdentificationCode", 149, 218),
    ("AccountingCustomerParty/Party", "cbc:EndpointID", 150, 219),
    ("AccountingSupplierParty", "cac:Party", 151, 220),
    ("AccountingSupplierParty/Party", "cac:PartyLegalEntity", 152, 221),
    ("AccountingSupplierParty/Party/PartyLegalEntity", "cbc:RegistrationName", 153, 222),
    ("AccountingSupplierParty/Party/PartyTaxScheme/TaxScheme", "cbc:ID", 154, 223),
    ("AccountingSupplierParty/Party/PartyTaxScheme", "cbc:CompanyID", 155, 224),
    ("AccountingSupplierParty/Party", "cac:PostalAddress", 156, 225),
    ("AccountingSupplierParty/Party/PostalAddress/AddressLine", "cbc:Line", 157, 226),
    ("AccountingSupplierParty/Party/PostalAddress", "cac:Country", 158, 227),
    ("AccountingSupplierParty/Party/PostalAddress/Country", "cbc:IdentificationCode", 159, 228),
    ("AccountingSupplierParty/Party", "cbc:EndpointID", 160, 229),
    ("AdditionalDocumentReference/Attachment/ExternalReference", "cbc:URI", 161, 230),
    ("AllowanceCharge", "cac:TaxCategory", 162, 231),
    ("AllowanceCharge/TaxCategory", "cac:TaxScheme", 163, 232),
    ("AllowanceCharge/TaxCategory/TaxScheme", "cbc:ID", 164, 233),
    ("AllowanceCharge/TaxCategory", "cbc:ID", 165, 234),
    ("BillingReference", "cac:InvoiceDocumentReference", 166, 235),
    ("{line}/DocumentReference", "cbc:DocumentTypeCode", 167, 240),
    ("{line}", "cac:Item", 168, None),
    ("{line}/Item/AdditionalItemProperty", "cbc:Value", 169, 241),
    ("{line}/Item", "cac:ClassifiedTaxCategory", 170, 242),
    ("{line}/Item/ClassifiedTaxCategory", "cac:TaxScheme", 171, 243),
    ("{line}/Item/ClassifiedTaxCategory/TaxScheme", "cbc:ID", 172, 244),
    ("{line}/Item/ClassifiedTaxCategory", "cbc:ID", 173, 245),
    ("{line}/Item/CommodityClassification", "cbc:ItemClassificationCode", 174, 246),
    ("{line}/Item/OriginCountry", "cbc:IdentificationCode", 175, 247),
    ("{line}/Item", "cbc:Name", 176, 248),
    ("{line}", "cac:Price", 177, 249),
    ("{line}", "{quantity}", 178, 250),
    ("{line}", "cbc:LineExtensionAmount", 179, 251),
    ("Delivery/DeliveryLocation/Address/AddressLine", "cbc:Line", 180, 236),
    ("Delivery/DeliveryLocation/Address", "cac:Country", 181, 237),
    ("Delivery/DeliveryLocation/Address/Country", "cbc:IdentificationCode", 182, 238),
    ("Delivery/DeliveryParty", "cac:PartyName", 183, 239),
    ("LegalMonetaryTotal", "cbc:LineExtensionAmount", 184, 252),
    ("LegalMonetaryTotal", "cbc:TaxExclusiveAmount", 185, 253),
    ("LegalMonetaryTotal", "cbc:TaxInclusiveAmount", 186, 254),
    ("PayeeParty/PartyLegalEntity", "cbc:CompanyID", 187, 255),
    ("PayeeParty", "cac:PartyName", 188, 256),
    ("PaymentMeans/PayeeFinancialAccount/FinancialInstitutionBranch", "cbc:ID", 189, 257),
    ("PaymentMeans/PayeeFinancialAccount", "cbc:ID", 190, 258),
    ("PaymentMeans/PaymentMandate/PayerFinancialAccount", "cbc:ID", 191, 259),
    ("PaymentTerms", "cbc:Note", 192, 260),
    ("TaxRepresentativeParty", "cac:PartyName", 193, 261),
    ("TaxRepresentativeParty", "cac:PartyTaxScheme", 194, 262),
    ("TaxRepresentativeParty/PartyTaxScheme/TaxScheme", "cbc:ID", 195, 263),
    ("TaxRepresentativeParty/PartyTaxScheme", "cbc:CompanyID", 196, 264),
    ("TaxRepresentativeParty", "cac:PostalAddress", 197, 265),
    ("TaxRepresentativeParty/PostalAddress/AddressLine", "cbc:Line", 198, 266),
    ("TaxRepresentativeParty/PostalAddress", "cac:Country", 199, 267),
    ("TaxRepresentativeParty/PostalAddress/Country", "cbc:IdentificationCode", 200, 268),
    ("TaxTotal/TaxSubtotal/TaxCategory", "cac:TaxScheme", 201, 269),
    ("TaxTotal/TaxSubtotal/TaxCategory/TaxScheme", "cbc:ID", 202, 270),
    ("TaxTotal/TaxSubtotal/TaxCategory", "cbc:ID", 203, 271),
    ("TaxTotal/TaxSubtotal", "cbc:TaxableAmount", 204, 272),
    ("", "{type}", 205, 275),
    ("", "cbc:CustomizationID", 206, 273),
    ("", "cbc:DocumentCurrencyCode", 207, 274),
    ("", "cbc:ProfileID", 208, 276),
)


class Once(NamedTuple):
    """A rule: what (child) is there once in what (path, "" for the document), and how a document is made."""

    rule: str
    document: Callable[..., str]
    path: str
    child: str

    def with_parts(self, *parts: str) -> str:
        """A document in which each of the parts is the content of one such place."""
        return self.document(*(_nested(self.path, part) for part in parts))

    def elsewhere(self) -> Iterator[str]:
        """Documents in which such a place, with nothing in it, is where the rule does not look."""
        place = _nested(self.path, "")
        other = credit_note if self.document is invoice else invoice
        yield other(place)
        if self.path:
            yield self.document()
            yield self.document(f"<cac:Other>{place}</cac:Other>")

    @property
    def part(self) -> str:
        return f"<{self.child}/>"


def _nested(path: str, content: str) -> str:
    for name in reversed(path.split("/") if path else []):
        content = f"<cac:{name}>{content}</cac:{name}>"
    return content


def rules() -> Iterator[Once]:
    """The rules of the table, first those of credit notes."""
    names = {"type": "cbc:CreditNoteTypeCode", "line": "CreditNoteLine", "quantity": "cbc:CreditedQuantity"}
    for path, child, number, _ in ONCE:
        yield _rule(number, credit_note, path, child, names)
    names = {"type": "cbc:InvoiceTypeCode", "line": "InvoiceLine", "quantity": "cbc:InvoicedQuantity"}
    for path, child, _, of_invoices in ONCE:
        if of_invoices is not None:
            yield _rule(of_invoices, invoice, path, child, names)


def _rule(number: int, document: Callable[..., str], path: str, child: str, names: dict[str, str]) -> Once:
    return Once(f"PEPPOL-EN16931-R{number}", document, path.format(**names), child.format(**names))
