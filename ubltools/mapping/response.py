"""The rows of a response: Invoice Response (T111), Message Level Response (T71) and Message Level Status.

One table for the three, which are all an ApplicationResponse; it takes what UBL allows, since real messages
repeat what should stand once. Keys are those that responses/read.py makes its values from; terms are those
of the transactions (T71 only where T111 has none).
"""

from typing import Final

from ubltools import names
from ubltools.lens.codecs import DAY, TIME
from ubltools.lens.rows import Document, Group, Leaf, Many, Row

_TEXT: Final = (Leaf(".", "text"),)
_NUMBER: Final = (Leaf(".", "value"), Leaf("@schemeID", "scheme"))

PARTY: Final[tuple[Row, ...]] = (
    Group("cbc:EndpointID", _NUMBER, of="endpoint"),
    Many("cac:PartyIdentification", (Group("cbc:ID", _NUMBER),), of="numbers"),
    Leaf("cac:PartyName/cbc:Name", "trade_name"),
    Many("cac:PartyTaxScheme", (Group("cbc:CompanyID", _NUMBER),), of="tax_numbers"),
    Leaf("cac:PartyLegalEntity/cbc:RegistrationName", "name"),
    Group("cac:PartyLegalEntity/cbc:CompanyID", _NUMBER, of="legal_number"),
    Leaf("cac:Contact/cbc:Name", "contact"),
    Leaf("cac:Contact/cbc:Telephone", "telephone"),
    Leaf("cac:Contact/cbc:ElectronicMail", "mail"),
)

_CONDITION: Final = (
    Leaf("cbc:AttributeID", "attribute", term="tir111-017"),
    Leaf("cbc:Description", "description", term="tir111-018"),
)
_STATUS: Final = (
    Group(
        "cbc:StatusReasonCode",
        (Leaf(".", "code", term="tir111-015"), Leaf("@listID", "list_id")),
    ),
    Many("cbc:StatusReason", _TEXT, of="texts", term="tir111-016"),
    Many("cac:Condition", _CONDITION, of="conditions"),
)
_RESPONSE: Final[tuple[Row, ...]] = (
    Leaf("cbc:ResponseCode", "code", term="tir111-013"),
    Many("cbc:Description", _TEXT, of="descriptions", term="tir71-004"),
    Leaf("cbc:EffectiveDate", "effective", DAY, "tir111-014"),
    Many("cac:Status", _STATUS, of="statuses"),
)
_REFERENCE: Final = (
    Leaf("cbc:ID", "id", term="tir111-020"),
    Leaf("cbc:IssueDate", "issued", DAY, "tir111-019"),
    Leaf("cbc:DocumentTypeCode", "type_code", term="tir111-021"),
    Leaf("cbc:VersionID", "version", term="tir71-019"),
)
_LINE: Final[tuple[Row, ...]] = (
    Leaf("cac:LineReference/cbc:LineID", "place", term="tir71-013"),
    Many("cac:Response", _RESPONSE, of="responses"),
)
_ANSWER: Final[tuple[Row, ...]] = (
    Group("cac:Response", _RESPONSE),
    Many("cac:DocumentReference", _REFERENCE, of="references"),
    Group("cac:IssuerParty", PARTY, of="issuer"),
    Group("cac:RecipientParty", PARTY, of="recipient"),
    Many("cac:LineResponse", _LINE, of="lines"),
)

RESPONSE: Final = Document(
    str(names.Kind.APPLICATION_RESPONSE),
    names.APPLICATION_RESPONSE,
    (
        Leaf("cbc:CustomizationID", "customization", term="tir111-006"),
        Leaf("cbc:ProfileID", "profile", term="tir111-005"),
        Leaf("cbc:ID", "id", term="tir111-001"),
        Leaf("cbc:IssueDate", "issue_date", DAY, "tir111-002"),
        Leaf("cbc:IssueTime", "issue_time", TIME, "tir111-003"),
        Many("cbc:Note", _TEXT, of="notes", term="tir111-004"),
        Group("cac:SenderParty", PARTY, of="sender"),
        Group("cac:ReceiverParty", PARTY, of="receiver"),
        Many("cac:DocumentResponse", _ANSWER, of="answers"),
    ),
)
