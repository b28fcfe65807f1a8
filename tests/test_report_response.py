"""How a response looks to the person who has to act on it."""

import json

from tests.response_documents import INVOICE_RESPONSE, LEVEL_STATUS, MLS, T111, add, changed, drop, put, twice
from ubltools.report.response import SCHEMA, render, to_object
from ubltools.responses.billit_messages import read_billit
from ubltools.responses.deliveries import Delivery
from ubltools.responses.read import read_response

STATUS = "cac:DocumentResponse/cac:Response/cac:Status"
LINE = "cac:DocumentResponse/cac:LineResponse"


def shown(text: str, **options) -> str:
    return render("r.xml", read_response(text.encode()), **options)


def test_an_invoice_response():
    assert (
        shown(INVOICE_RESPONSE)
        == """\
IMR CA  r.xml
  About     INV-1 (380) 2026-11-28
  From      Buyer (0208:0202239951), 2026-11-30 14:30
  State     accepted under conditions
  Means     The receiver accepts the document under the conditions given and
            goes on unless you object.
  Reason    the payment terms are wrong; nothing is asked of you
  With      BT-9 Due date: 2026-12-31
  As of     2026-11-29
  Said      Later
  Said      Thank you
  Next      the receiver
  To do     Nothing.
"""
    )


def test_a_rejection_says_what_to_correct_and_that_it_is_final():
    text = shown(
        changed(T111, put("cac:DocumentResponse/cac:Response/cbc:ResponseCode", "RE"), drop(f"{STATUS}[2]"))
    )
    assert "  State     rejected by the receiver (final)\n" in text
    assert "  Correct   BT-9 Due date: 2026-12-31\n" in text
    assert "  To do     Correct the document and send it under a new number.\n" in text
    assert "  Resend    Do not send this document again.\n" in text


def test_a_message_level_status_in_dutch():
    assert (
        shown(LEVEL_STATUS, language="nl")
        == """\
MLS RE  r.xml
  Over      E-1
  Van       0242:000003, 2026-11-30 14:30 UTC
  Stand     geweigerd door het toegangspunt
  Betekenis Het toegangspunt van de ontvanger heeft het bericht geweigerd; de
            ontvanger heeft het document niet gezien.
  Reden     een bedrijfsregel is geschonden
  Bericht   No
            - BV Total
  Aan zet   u
  Te doen   Verbeter het document en stuur het opnieuw; het behoudt zijn nummer.
  Opnieuw   Het mag opnieuw verzonden worden na verbetering.
"""
    )


def test_many_places_are_cut_unless_asked_for():
    many = changed(MLS, *[twice(LINE)] * 7)
    assert shown(many).count("- BV") == 5
    assert "... and more (--verbose)" in shown(many)
    assert shown(many, verbose=True).count("- BV") == 8
    told = changed(T111, *[twice(STATUS)] * 7)
    assert (shown(told).count("Said"), shown(told).count("With")) == (5, 5)


def test_each_answer_has_a_block():
    text = shown(changed(T111, twice("cac:DocumentResponse")))
    assert text.count("IMR CA  r.xml") == 2
    assert "UBLT-RESPONSE-SEVERAL" in text


def test_a_message_without_an_answer_says_so():
    text = shown(changed(T111, drop("cac:DocumentResponse")))
    assert text.startswith("IMR -  r.xml")
    assert "UBLT-RESPONSE-EMPTY" in text


def test_what_the_state_file_knows():
    message = read_response(INVOICE_RESPONSE.encode())
    (answer,) = message.answers
    assert "            sent 2026-11-28\n" in render("r", message, known={answer: "sent 2026-11-28"})
    assert "no document of that number was sent from here" in render("r", message, known={})


def test_a_message_cannot_write_to_the_terminal():
    evil = put(f"{STATUS}/cbc:StatusReason", "a\u009b31m\u202eb")
    assert "\\x9b31m\\u202eb" in shown(changed(T111, evil))


def test_a_long_message_stays_within_the_width():
    text = shown(changed(T111, put(f"{STATUS}/cbc:StatusReason", "word " * 100)))
    assert max(map(len, text.splitlines())) <= 80


def webhook(**message) -> Delivery:
    body = {"EntityDetail": {"OrderMessage": {"OrderID": 5, "MessageDirection": "Incoming", **message}}}
    held = read_billit(json.dumps(body).encode())
    assert isinstance(held, Delivery)
    return held


def test_a_webhook_in_french():
    held = webhook(Description="RE: Manque", FileID="f-1")
    assert (
        render("w.json", held, language="fr")
        == """\
RE  w.json
  Concerne  OrderID 5
  État      refusé par le destinataire (définitif)
  Sens      Le destinataire a refusé le document ; ce refus est définitif.
  Message   Manque
  À qui     vous
  À faire   Appelez le destinataire et demandez ce qu'il faut faire.
  Renvoi    Ne renvoyez pas ce document.
  Fichier   GET /v1/files/f-1
"""
    )


def test_json_has_every_field_and_the_outcome():
    message = read_response(changed(T111, add(".", "<cbc:UUID>1</cbc:UUID>")).encode())
    held = json.loads(json.dumps(to_object("r.xml", message, "nl")))
    assert (held["schema"], held["file"], held["kind"], held["issue_date"], held["issue_time"]) == (
        SCHEMA,
        "r.xml",
        "IMR",
        "2026-11-30",
        "14:30:00",
    )
    (answer,) = held["answers"]
    assert answer["reference"] == {"id": "INV-1", "type_code": "380", "issued": "2026-11-28", "version": None}
    assert answer["statuses"][0]["conditions"] == [{"attribute": "BT-9", "description": "2026-12-31"}]
    assert answer["outcome"]["state"] == "conditionally accepted"
    assert answer["outcome"]["final"] is False
    assert answer["outcome"]["to_do"] == "Niets."
    assert [each["rule"] for each in held["findings"]] == ["UBLT-RESPONSE-EXTRA"]


def test_json_of_a_webhook():
    held = json.loads(json.dumps(to_object("w", webhook(Description="PD: paid"))))
    assert (held["order_id"], held["outcome"]["state"], held["outcome"]["final"]) == (5, "paid", True)
