"""Responses for the tests: a whole message of each kind, and functions that change something in it.

Written for this project. Each message has every element that its specification knows, once.
"""

import copy
from collections.abc import Callable

from lxml import etree

from tests.peppol import PREFIXES
from ubltools.names import APPLICATION_RESPONSE
from ubltools.names import PREFIXES as NAMESPACES

T111, T71, MLS = "peppol-invoice-response-3.0.17", "peppol-mlr-3.0.17", "peppol-mls-1.0.1"
LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"

INVOICE_RESPONSE = f"""\
<ApplicationResponse xmlns="{APPLICATION_RESPONSE}" {PREFIXES}>
  <cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:invoice_response:3</cbc:CustomizationID>
  <cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:invoice_response:3</cbc:ProfileID>
  <cbc:ID>R-1</cbc:ID>
  <cbc:IssueDate>2026-11-30</cbc:IssueDate>
  <cbc:IssueTime>14:30:00</cbc:IssueTime>
  <cbc:Note>Thank you</cbc:Note>
  <cac:SenderParty>
    <cbc:EndpointID schemeID="0208">0202239951</cbc:EndpointID>
    <cac:PartyIdentification><cbc:ID schemeID="0088">7300010000001</cbc:ID></cac:PartyIdentification>
    <cac:PartyLegalEntity><cbc:RegistrationName>Buyer</cbc:RegistrationName></cac:PartyLegalEntity>
    <cac:Contact><cbc:Name>An</cbc:Name><cbc:Telephone>1</cbc:Telephone><cbc:ElectronicMail>a@b.be</cbc:ElectronicMail></cac:Contact>
  </cac:SenderParty>
  <cac:ReceiverParty>
    <cbc:EndpointID schemeID="9925">BE0563846944</cbc:EndpointID>
    <cac:PartyIdentification><cbc:ID>S-1</cbc:ID></cac:PartyIdentification>
    <cac:PartyLegalEntity><cbc:RegistrationName>Seller</cbc:RegistrationName></cac:PartyLegalEntity>
  </cac:ReceiverParty>
  <cac:DocumentResponse>
    <cac:Response>
      <cbc:ResponseCode listID="UNCL4343">CA</cbc:ResponseCode>
      <cbc:EffectiveDate>2026-11-29</cbc:EffectiveDate>
      <cac:Status>
        <cbc:StatusReasonCode listID="OPStatusReason">PAY</cbc:StatusReasonCode>
        <cbc:StatusReason>Later</cbc:StatusReason>
        <cac:Condition><cbc:AttributeID>BT-9</cbc:AttributeID><cbc:Description>2026-12-31</cbc:Description></cac:Condition>
      </cac:Status>
      <cac:Status><cbc:StatusReasonCode listID="OPStatusAction">NOA</cbc:StatusReasonCode></cac:Status>
    </cac:Response>
    <cac:DocumentReference>
      <cbc:ID>INV-1</cbc:ID>
      <cbc:IssueDate>2026-11-28</cbc:IssueDate>
      <cbc:DocumentTypeCode>380</cbc:DocumentTypeCode>
    </cac:DocumentReference>
    <cac:IssuerParty>
      <cac:PartyIdentification><cbc:ID schemeID="0002">1</cbc:ID></cac:PartyIdentification>
      <cac:PartyName><cbc:Name>The seller</cbc:Name></cac:PartyName>
    </cac:IssuerParty>
    <cac:RecipientParty>
      <cac:PartyIdentification><cbc:ID schemeID="0009">2</cbc:ID></cac:PartyIdentification>
      <cac:PartyName><cbc:Name>The buyer</cbc:Name></cac:PartyName>
    </cac:RecipientParty>
  </cac:DocumentResponse>
</ApplicationResponse>"""

LEVEL_RESPONSE = f"""\
<ApplicationResponse xmlns="{APPLICATION_RESPONSE}" {PREFIXES}>
  <cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:mlr:3</cbc:CustomizationID>
  <cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:mlr:3</cbc:ProfileID>
  <cbc:ID>R-2</cbc:ID>
  <cbc:IssueDate>2026-11-30</cbc:IssueDate>
  <cbc:IssueTime>14:30:00</cbc:IssueTime>
  <cac:SenderParty><cbc:EndpointID schemeID="0208">0202239951</cbc:EndpointID></cac:SenderParty>
  <cac:ReceiverParty><cbc:EndpointID schemeID="9925">BE0563846944</cbc:EndpointID></cac:ReceiverParty>
  <cac:DocumentResponse>
    <cac:Response><cbc:ResponseCode>RE</cbc:ResponseCode><cbc:Description>No</cbc:Description></cac:Response>
    <cac:DocumentReference>
      <cbc:ID>E-1</cbc:ID><cbc:DocumentTypeCode>380</cbc:DocumentTypeCode><cbc:VersionID>2</cbc:VersionID>
    </cac:DocumentReference>
    <cac:LineResponse>
      <cac:LineReference><cbc:LineID>/Invoice</cbc:LineID></cac:LineReference>
      <cac:Response>
        <cbc:ResponseCode>AB</cbc:ResponseCode><cbc:Description>Total</cbc:Description>
        <cac:Status><cbc:StatusReasonCode>BV</cbc:StatusReasonCode></cac:Status>
      </cac:Response>
    </cac:LineResponse>
  </cac:DocumentResponse>
</ApplicationResponse>"""

LEVEL_STATUS = f"""\
<ApplicationResponse xmlns="{APPLICATION_RESPONSE}" {PREFIXES}>
  <cbc:CustomizationID>urn:peppol:edec:mls:1.0</cbc:CustomizationID>
  <cbc:ProfileID>urn:peppol:edec:mls</cbc:ProfileID>
  <cbc:ID>R-3</cbc:ID>
  <cbc:IssueDate>2026-11-30</cbc:IssueDate>
  <cbc:IssueTime>14:30:00Z</cbc:IssueTime>
  <cac:SenderParty><cbc:EndpointID schemeID="0242">000003</cbc:EndpointID></cac:SenderParty>
  <cac:ReceiverParty><cbc:EndpointID schemeID="0242">123456-ABC.def</cbc:EndpointID></cac:ReceiverParty>
  <cac:DocumentResponse>
    <cac:Response><cbc:ResponseCode>RE</cbc:ResponseCode><cbc:Description>No</cbc:Description></cac:Response>
    <cac:DocumentReference><cbc:ID>E-1</cbc:ID></cac:DocumentReference>
    <cac:LineResponse>
      <cac:LineReference><cbc:LineID>NA</cbc:LineID></cac:LineReference>
      <cac:Response>
        <cbc:Description>Total</cbc:Description>
        <cac:Status><cbc:StatusReasonCode>BV</cbc:StatusReasonCode></cac:Status>
      </cac:Response>
    </cac:LineResponse>
  </cac:DocumentResponse>
</ApplicationResponse>"""

WHOLE = {T111: INVOICE_RESPONSE, T71: LEVEL_RESPONSE, MLS: LEVEL_STATUS}
FAMILY = {T111: "PEPPOL-T111-", T71: "PEPPOL-T71-", MLS: "SCH-MLS-"}

Change = Callable[[etree._Element], None]


def changed(release: str, *changes: Change) -> str:
    """A whole message after some changes."""
    root = etree.fromstring(WHOLE[release])
    for change in changes:
        change(root)
    return etree.tostring(root, encoding="unicode")


def _found(root: etree._Element, path: str) -> etree._Element:
    found = root.find(path, NAMESPACES)
    assert found is not None, path
    return found


def drop(path: str) -> Change:
    def change(root: etree._Element) -> None:
        element = _found(root, path)
        _found(root, path + "/..").remove(element)

    return change


def add(path: str, *content: str) -> Change:
    """Elements put at the end of one."""

    def change(root: etree._Element) -> None:
        _found(root, path).extend(etree.fromstring(f"<all {PREFIXES}>{''.join(content)}</all>"))

    return change


def twice(path: str) -> Change:
    def change(root: etree._Element) -> None:
        element = _found(root, path)
        element.addnext(copy.deepcopy(element))

    return change


def put(path: str, content: str) -> Change:
    """Another content: text, elements, comments."""

    def change(root: etree._Element) -> None:
        element = _found(root, path)
        other = etree.fromstring(f"<all {PREFIXES}>{content}</all>")
        element[:] = list(other)
        element.text = other.text

    return change


def attribute(path: str, name: str, value: str | None) -> Change:
    def change(root: etree._Element) -> None:
        element = _found(root, path)
        element.attrib.pop(name, "")
        if value is not None:
            element.set(name, value)

    return change


def scheme(path: str, value: str | None) -> Change:
    return attribute(path, "schemeID", value)
