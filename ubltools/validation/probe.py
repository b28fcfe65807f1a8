"""The smallest documents that rules should meet something in, one for each kind; to try out an import on.

They are not meant to be valid: a rule set that finds nothing to say of them would still have to look at them.
"""

from typing import Final

from ubltools.names import CAC, CBC, NAMESPACE_OF, Kind
from ubltools.xml import XmlDocument, parse

_PARTY: Final = """\
<cac:{0}><cac:Party><cbc:EndpointID schemeID="0208">0563846944</cbc:EndpointID>
<cac:PostalAddress><cac:Country><cbc:IdentificationCode>BE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
<cac:PartyTaxScheme><cbc:CompanyID>BE0563846944</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>Probe</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:{0}>
"""
_PARTIES: Final = _PARTY.format("AccountingSupplierParty") + _PARTY.format("AccountingCustomerParty")
_TAX: Final = """\
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">21.00</cbc:TaxAmount><cac:TaxSubtotal>
<cbc:TaxableAmount currencyID="EUR">100.00</cbc:TaxableAmount>
<cbc:TaxAmount currencyID="EUR">21.00</cbc:TaxAmount>
<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal>
<cbc:PayableAmount currencyID="EUR">121.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
"""
_LINE: Final = """\
<cac:{0}Line><cbc:ID>1</cbc:ID><cbc:{1}Quantity unitCode="C62">1</cbc:{1}Quantity>
<cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
<cac:Item><cbc:Name>Probe</cbc:Name></cac:Item>
<cac:Price><cbc:PriceAmount currencyID="EUR">100.00</cbc:PriceAmount></cac:Price></cac:{0}Line>
"""
_START: Final = "<cbc:ID>1</cbc:ID><cbc:IssueDate>2026-01-01</cbc:IssueDate>"
_BODY: Final = f"<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>{_PARTIES}{_TAX}"
_CONTENT: Final = {
    Kind.INVOICE: f"{_START}<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>{_BODY}"
    + _LINE.format("Invoice", "Invoiced"),
    Kind.CREDIT_NOTE: f"{_START}<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>{_BODY}"
    + _LINE.format("CreditNote", "Credited"),
    Kind.APPLICATION_RESPONSE: _START
    + """\
<cac:SenderParty><cbc:EndpointID schemeID="0208">0563846944</cbc:EndpointID></cac:SenderParty>
<cac:DocumentResponse><cac:Response><cbc:ResponseCode>AP</cbc:ResponseCode></cac:Response>
<cac:DocumentReference><cbc:ID>1</cbc:ID></cac:DocumentReference></cac:DocumentResponse>
""",
}


def probe(kind: Kind, customization: str | None = None) -> XmlDocument:
    """A document of that kind; customization: what it says to be."""
    said = f"<cbc:CustomizationID>{customization or 'urn:probe'}</cbc:CustomizationID>"
    names = f'xmlns="{NAMESPACE_OF[kind]}" xmlns:cac="{CAC}" xmlns:cbc="{CBC}"'
    return parse(f"<{kind} {names}>{said}{_CONTENT[kind]}</{kind}>".encode())
