"""Reading IMR, MLR and MLS: every field, envelopes, and what real messages do otherwise."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.response_documents import (
    INVOICE_RESPONSE,
    LEVEL_RESPONSE,
    LEVEL_STATUS,
    MLS,
    T71,
    T111,
    add,
    attribute,
    changed,
    drop,
    put,
    twice,
)
from ubltools.errors import NotAResponse
from ubltools.finding import Severity
from ubltools.names import SBDH
from ubltools.responses.model import (
    NO_PARTY,
    Answer,
    Condition,
    Envelope,
    Identifier,
    LineResponse,
    Party,
    Reference,
    ResponseKind,
    ResponseMessage,
    Status,
)
from ubltools.responses.read import read_response

RESPONSE = "cac:DocumentResponse/cac:Response"
STATUS = f"{RESPONSE}/cac:Status"


def read(text: str) -> ResponseMessage:
    return read_response(text.encode())


def rules(message: ResponseMessage) -> list[str]:
    return [each.rule for each in message.findings]


def in_envelope(message: str, instance: str = "E-9") -> str:
    return f"""\
<StandardBusinessDocument xmlns="{SBDH}">
  <StandardBusinessDocumentHeader>
    <HeaderVersion>1.0</HeaderVersion>
    <Sender><Identifier Authority="iso6523-actorid-upis">0208:0202239951</Identifier></Sender>
    <Receiver><Identifier Authority="iso6523-actorid-upis">9925:BE0563846944</Identifier></Receiver>
    <DocumentIdentification>
      <Standard>urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2</Standard>
      <TypeVersion>2.1</TypeVersion>
      <InstanceIdentifier>{instance}</InstanceIdentifier>
      <Type>ApplicationResponse</Type>
      <CreationDateAndTime>2026-11-30T14:30:01Z</CreationDateAndTime>
    </DocumentIdentification>
    <BusinessScope>
      <Scope><Type>DOCUMENTID</Type><InstanceIdentifier>urn:x::ApplicationResponse##y::2.1</InstanceIdentifier></Scope>
      <Scope><Type>PROCESSID</Type><InstanceIdentifier>urn:p</InstanceIdentifier></Scope>
    </BusinessScope>
  </StandardBusinessDocumentHeader>
  {message}
</StandardBusinessDocument>"""


def test_every_field_of_an_invoice_response():
    message = read(INVOICE_RESPONSE)
    assert message == ResponseMessage(
        kind=ResponseKind.IMR,
        id="R-1",
        issue_date=date(2026, 11, 30),
        issue_time=time(14, 30),
        sender=Party(
            Identifier("0202239951", "0208"),
            "Buyer",
            (Identifier("0202239951", "0208"), Identifier("7300010000001", "0088")),
            "An",
            "1",
            "a@b.be",
        ),
        receiver=Party(
            Identifier("BE0563846944", "9925"),
            "Seller",
            (Identifier("BE0563846944", "9925"), Identifier("S-1")),
        ),
        answers=(
            Answer(
                "CA",
                Reference("INV-1", "380", date(2026, 11, 28)),
                effective=date(2026, 11, 29),
                statuses=(
                    Status("PAY", "OPStatusReason", "Later", (Condition("BT-9", "2026-12-31"),)),
                    Status("NOA", "OPStatusAction"),
                ),
                issuer=Party(None, "The seller", (Identifier("1", "0002"),)),
                recipient=Party(None, "The buyer", (Identifier("2", "0009"),)),
            ),
        ),
        customization="urn:fdc:peppol.eu:poacc:trns:invoice_response:3",
        profile="urn:fdc:peppol.eu:poacc:bis:invoice_response:3",
        note="Thank you",
        digest=message.digest,
    )
    assert message.findings == ()
    assert message.issued == datetime(2026, 11, 30, 14, 30, tzinfo=UTC)


def test_every_field_of_a_message_level_response():
    message = read(LEVEL_RESPONSE)
    assert message.kind is ResponseKind.MLR
    assert message.receiver == Party(
        Identifier("BE0563846944", "9925"), None, (Identifier("BE0563846944", "9925"),)
    )
    line = LineResponse("/Invoice", "AB", ("BV",), "Total")
    assert message.answers == (
        Answer("RE", Reference("E-1", "380", version="2"), description="No", lines=(line,)),
    )
    assert message.findings == ()


def test_every_field_of_a_message_level_status():
    message = read(LEVEL_STATUS)
    assert message.kind is ResponseKind.MLS
    assert (message.sender.endpoint, message.issue_time) == (
        Identifier("000003", "0242"),
        time(14, 30, tzinfo=UTC),
    )
    line = LineResponse(None, None, ("BV",), "Total")  # NA is no place
    assert message.answers == (Answer("RE", Reference("E-1"), description="No", lines=(line,)),)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Validation gives error [BR-CO-15]- totals", ("BR-CO-15",)),
        (
            "[PEPPOL-EN16931-R003] and UBL-SR-12, again PEPPOL-EN16931-R003",
            ("PEPPOL-EN16931-R003", "UBL-SR-12"),
        ),
        ("NL-R-001: no street", ("NL-R-001",)),
        ("SUB-BR-1 and ABR-1", ()),
        ("no rule at all", ()),
    ],
)
def test_rule_ids_are_found_in_the_text_of_a_line(text: str, found: tuple[str, ...]):
    message = read(
        changed(MLS, put("cac:DocumentResponse/cac:LineResponse/cac:Response/cbc:Description", text))
    )
    assert message.answers[0].lines[0].rules == found


def test_several_responses_on_one_line_are_one_line():
    path = "cac:DocumentResponse/cac:LineResponse/cac:Response"
    message = read(
        changed(
            MLS,
            twice(path),
            put(f"{path}[2]/cbc:Description", "Undelivered"),
            put(f"{path}[2]/cac:Status/cbc:StatusReasonCode", "FD"),
        )
    )
    assert message.answers[0].lines == (LineResponse(None, None, ("BV", "FD"), "Total\nUndelivered"),)


def test_an_envelope_is_kept():
    message = read(in_envelope(INVOICE_RESPONSE))
    assert message.envelope == Envelope(
        "E-9",
        Identifier("0202239951", "0208"),
        Identifier("BE0563846944", "9925"),
        "urn:x::ApplicationResponse##y::2.1",
        "2026-11-30T14:30:01Z",
        (("DOCUMENTID", "urn:x::ApplicationResponse##y::2.1"), ("PROCESSID", "urn:p")),
    )
    assert message.kind is ResponseKind.IMR
    assert message.answers == read(INVOICE_RESPONSE).answers


def test_the_digest_is_of_the_message_and_not_of_its_clothes():
    bare = read(INVOICE_RESPONSE).digest
    assert read(in_envelope(INVOICE_RESPONSE, "1")).digest == read(in_envelope(INVOICE_RESPONSE, "2")).digest
    assert read(in_envelope(INVOICE_RESPONSE)).digest == bare
    assert read(INVOICE_RESPONSE.replace("<cbc:ID>R-1", "<!-- x --><cbc:ID  >R-1")).digest == bare
    assert read(changed(T111, put("cbc:ID", "R-2"))).digest != bare


def test_several_document_responses_are_each_read_and_reported():
    message = read(changed(T111, twice("cac:DocumentResponse")))
    assert [each.reference.id for each in message.answers] == ["INV-1", "INV-1"]
    assert rules(message) == ["UBLT-RESPONSE-SEVERAL"]


def test_two_references_are_two_answers():
    path = "cac:DocumentResponse/cac:DocumentReference"
    message = read(changed(T71, twice(path), put(f"{path}[2]/cbc:ID", "E-2")))
    assert [each.reference.id for each in message.answers] == ["E-1", "E-2"]
    assert {each.code for each in message.answers} == {"RE"}


@pytest.mark.parametrize(
    ("release", "change", "rule", "severity"),
    [
        (T111, drop("cac:DocumentResponse"), "UBLT-RESPONSE-EMPTY", Severity.WARNING),
        (
            T71,
            drop("cac:DocumentResponse/cac:DocumentReference"),
            "UBLT-RESPONSE-NO-DOCUMENT",
            Severity.WARNING,
        ),
        (T111, drop(f"{RESPONSE}/cbc:ResponseCode"), "UBLT-RESPONSE-CODE", Severity.WARNING),
        (T111, put(f"{RESPONSE}/cbc:ResponseCode", "XX"), "UBLT-RESPONSE-CODE", Severity.WARNING),
        (
            T111,
            attribute(f"{STATUS}/cbc:StatusReasonCode", "listID", None),
            "UBLT-RESPONSE-LIST",
            Severity.INFO,
        ),
        (T111, drop(f"{STATUS}/cbc:StatusReasonCode"), "UBLT-RESPONSE-TEXT-ONLY", Severity.INFO),
        (T111, put("cbc:IssueDate", "30/11/2026"), "UBLT-RESPONSE-UNREADABLE", Severity.WARNING),
        (T111, put("cbc:IssueTime", "25:99:00"), "UBLT-RESPONSE-UNREADABLE", Severity.WARNING),
        (MLS, twice("cbc:IssueDate"), "UBLT-RESPONSE-EXTRA", Severity.INFO),
        (T111, add(".", "<cbc:UUID>1</cbc:UUID>"), "UBLT-RESPONSE-EXTRA", Severity.INFO),
        (T111, drop("cbc:CustomizationID"), "UBLT-RESPONSE-KIND", Severity.WARNING),
    ],
)
def test_what_is_unusual_is_read_and_reported(release, change, rule, severity):
    message = read(changed(release, change))
    assert [(each.rule, each.severity) for each in message.findings] == [(rule, severity)]


def test_a_date_may_say_its_zone():
    """The date of MLS has no zone by its specification; real ones do (peppol.md 5)."""
    message = read(changed(MLS, put("cbc:IssueDate", "2026-11-30Z")))
    assert (message.issue_date, rules(message)) == (date(2026, 11, 30), [])


@pytest.mark.parametrize(
    ("date_text", "time_text", "issued"),
    [
        ("2026-11-30", "14:30:00+01:00", datetime(2026, 11, 30, 13, 30, tzinfo=UTC)),
        ("2026-12-01", "00:30:00+01:00", datetime(2026, 11, 30, 23, 30, tzinfo=UTC)),
        ("2026-11-30", "14:30:00.1234567Z", datetime(2026, 11, 30, 14, 30, 0, 123456, tzinfo=UTC)),
        ("2026-11-30", "14:30:00", datetime(2026, 11, 30, 14, 30, tzinfo=UTC)),
    ],
)
def test_the_moment_is_in_utc(date_text: str, time_text: str, issued: datetime):
    message = read(changed(MLS, put("cbc:IssueDate", date_text), put("cbc:IssueTime", time_text)))
    assert message.issued == issued


def test_without_a_date_there_is_no_moment():
    message = read(changed(MLS, drop("cbc:IssueDate")))
    assert (message.issue_date, message.issued) == (None, None)


def test_without_parties_there_is_nobody():
    message = read(changed(T111, drop("cac:SenderParty"), drop("cac:ReceiverParty")))
    assert (message.sender, message.receiver) == (NO_PARTY, NO_PARTY)


@pytest.mark.parametrize(
    "text",
    [
        '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>',
        "<ApplicationResponse/>",  # in no namespace
        changed(T111, put("cbc:CustomizationID", "urn:other")),
        changed(T71, drop("cbc:CustomizationID"), drop("cbc:ProfileID")),
    ],
)
def test_another_document_is_refused(text: str):
    with pytest.raises(NotAResponse):
        read(text)


@pytest.mark.parametrize("code", ["IP", "UQ", "CA", "PD"])
def test_what_only_an_invoice_response_says_tells_it(code: str):
    """Fragments have no header. AB, AP and RE alone tell nothing: each kind means something else by them."""
    header = [drop("cbc:CustomizationID"), drop("cbc:ProfileID")]
    message = read(
        changed(T111, *header, drop(STATUS), drop(STATUS), put(f"{RESPONSE}/cbc:ResponseCode", code))
    )
    assert (message.kind, rules(message)) == (ResponseKind.IMR, ["UBLT-RESPONSE-KIND"])
    assert read(changed(T111, *header)).kind is ResponseKind.IMR  # by its clarification codes
    for alone in ("AB", "AP", "RE"):
        with pytest.raises(NotAResponse):
            read(
                changed(T111, *header, drop(STATUS), drop(STATUS), put(f"{RESPONSE}/cbc:ResponseCode", alone))
            )


def test_a_national_variant_is_known_by_its_beginning():
    """The Danish network adds its own part to the CustomizationID of the MLR (peppol.md 4)."""
    customization = "urn:fdc:peppol.eu:poacc:trns:mlr:3@urn:fdc:example.dk:2022:mlr:1"
    assert read(changed(T71, put("cbc:CustomizationID", customization))).kind is ResponseKind.MLR


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_texts_come_out_as_they_are_but_for_the_space_around(text: str):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    message = read(INVOICE_RESPONSE.replace(">Later<", f">{escaped}<"))
    assert message.answers[0].statuses[0].text == (text.strip() or None)
