"""What was sent and what comes back, by command: presend with a state file, sent, response, inbox, status."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.orders import SAMPLES, order, text
from tests.test_cli import BAD, GOOD, OWN, UBL, names
from ubltools.responses import store

QUERY, LOST = str(SAMPLES / "response-query.xml"), str(SAMPLES / "response-not-delivered.xml")
INSTANCE = "5b0c2c3e-3d8b-4f0e-9a55-0e6b0f3f5d11"  # that of the sample LOST
NUMBER = "2026-0147"
STATE = ("--state", "state")


@pytest.fixture
def presend(run):
    """Presend the sample order, or another, with a state file."""
    return lambda path=GOOD, *more: run("presend", path, *OWN, *STATE, *more)


@pytest.fixture
def sent(run):
    return lambda *more: run("sent", NUMBER, *STATE, *more)


def rules(out: str) -> list[str]:
    return [each["rule"] for layer in json.loads(out)["layers"] for each in layer["findings"]]


# The gate before sending


def test_the_first_time_the_body_is_given_and_the_second_time_not(presend):
    assert presend()[0] == 0
    code, out, err = presend()
    assert (code, out) == (1, "")
    assert err.startswith("REFUSED") and "UBLT-GATE-SENT" in err and "What is known of it:" in err


def test_without_a_state_file_nothing_is_held_against_an_order(run, tmp_path):
    assert [run("presend", GOOD, *OWN)[0] for _ in range(2)] == [0, 0]
    assert names(tmp_path) == []


def test_a_refused_order_is_not_recorded(presend, run):
    assert presend(BAD)[0] == 1
    assert run("status", *STATE)[1] == ""


def test_an_order_below_the_threshold_is_not_recorded(presend, run):
    """--fail-on info refuses the order for its note on the missing PDF, so that nothing goes out."""
    code, out, _ = presend(GOOD, "--fail-on", "info")
    assert (code, out) == (1, "")
    assert run("status", *STATE)[1] == ""
    assert presend()[0] == 0


def test_what_failed_to_go_out_may_go_again(presend, sent):
    presend()
    assert sent("--failed")[0] == 0
    assert presend()[0] == 0


def test_what_billit_refused_may_go_again_when_it_has_changed(presend, sent, tmp_path):
    presend()
    answer = {"errors": [{"Code": "GenericError", "Description": "Validation error: [BR-S-08] totals"}]}
    (tmp_path / "answer.json").write_text(json.dumps(answer), "utf-8")
    code, _, err = sent("--answer", "answer.json")
    assert code == 0
    assert "refused by Billit" in err and "[BR-S-08]" in err
    assert "UBLT-GATE-UNCHANGED" in presend()[2]
    changed = tmp_path / "changed.json"
    changed.write_bytes(text(order(Comments="Corrected")))
    assert presend(str(changed))[0] == 0


def test_wait_nothing(presend):
    presend()
    assert presend(GOOD, "--wait", "0")[0] == 0


def test_force_is_recorded(presend, run):
    presend()
    code, out, err = presend(GOOD, "--force", "agreed by phone")
    assert code == 0 and json.loads(out).keys() == {"XML"}
    assert "UBLT-GATE-FORCED" in err
    assert "forced: agreed by phone" in run("status", NUMBER, *STATE)[1]


def test_force_counts_also_where_warnings_do(presend):
    """What was asked for by name is not refused for the warning that it causes."""
    own = json.loads((SAMPLES / "order.json").read_text("utf-8"))
    assert own["OrderNumber"] == NUMBER
    presend()
    code, out, _ = presend(GOOD, "--force", "agreed", "--fail-on", "warning")
    assert code == 0 and out


@pytest.mark.parametrize("more", [("--force", "x"), (*STATE, "--force", " ")])
def test_force_needs_a_state_file_and_a_reason(run, more):
    assert run("presend", GOOD, *OWN, *more)[0] == 2


def test_json_has_the_decision(presend):
    first = json.loads(presend(GOOD, "--format", "json")[1])
    assert first["gate"]["allowed"] is True and first["request"]["body"]
    second = json.loads(presend(GOOD, "--format", "json")[1])
    assert (second["gate"]["allowed"], second["gate"]["rule"], second["request"]) == (
        False,
        "UBLT-GATE-SENT",
        None,
    )
    assert second["gate"]["evidence"]


def test_a_body_that_cannot_be_written_was_not_handed_out(presend, tmp_path):
    assert presend(GOOD, "-o", "missing/body.json")[0] == 2
    assert presend()[0] == 0


def test_a_receipt_that_cannot_be_written_keeps_the_body_back(presend):
    code, out, _ = presend(GOOD, "--receipt", "missing/receipt.json")
    assert (code, out) == (2, "")
    assert presend()[0] == 0


def test_the_settings_name_the_state_file(run, tmp_path):
    (tmp_path / "ubltools.toml").write_text('state = "kept.state"\n', "utf-8")
    assert [run("presend", GOOD, *OWN)[0] for _ in range(2)] == [0, 1]
    assert "kept.state" in names(tmp_path)
    assert NUMBER in run("status")[1]


def test_a_credit_note_to_an_invoice_that_was_never_sent(presend, tmp_path):
    note = json.loads((SAMPLES / "order-credit-note.json").read_text("utf-8"))
    note["AboutInvoiceNumber"] = NUMBER
    (tmp_path / "note.json").write_text(json.dumps(note), "utf-8")
    assert "UBLT-GATE-CREDIT" in presend("note.json")[2]
    presend()
    assert presend("note.json")[0] == 0


# Receipts


def receipt(presend, name: str) -> bytes:
    assert presend(GOOD, "--on", "2026-11-24", "--receipt", name)[0] in {0, 1}
    return Path(name).read_bytes()


def test_the_same_input_gives_the_same_receipt(run, tmp_path):
    found = []
    for name in ("a", "b"):
        assert run("presend", GOOD, *OWN, "--on", "2026-11-24", "--receipt", name, "-o", "body")[0] == 0
        found.append((tmp_path / name).read_bytes())
    assert found[0] == found[1]
    held = json.loads(found[0])
    assert (held["verdict"], held["on"], held["gate"]) == ("cleared", "2026-11-24", None)
    assert [each["name"] for each in held["layers"]] == ["order", "xsd", "en16931", "peppol", "billit"]


def test_the_same_state_gives_the_same_receipt(presend, tmp_path):
    presend()
    first, second = receipt(presend, "a"), receipt(presend, "b")
    assert first == second
    assert (json.loads(first)["verdict"], json.loads(first)["gate"]["rule"]) == ("refused", "UBLT-GATE-SENT")


def test_a_receipt_never_replaces_the_order(run, tmp_path):
    shutil.copy(GOOD, tmp_path / "order.json")
    before = (tmp_path / "order.json").read_bytes()
    assert run("presend", "order.json", *OWN, "--receipt", "order.json")[0] == 2
    assert (tmp_path / "order.json").read_bytes() == before


def test_a_receipt_is_of_one_order(run):
    assert run("presend", GOOD, GOOD, *OWN, "--format", "jsonl", "--receipt", "r")[0] == 2


# Responses


def test_a_response_without_a_state_file(run, tmp_path):
    code, out, err = run("response", QUERY)
    assert (code, err) == (0, "")
    assert out.startswith("IMR UQ  ") and "Send the information that is missing" in out
    assert "No document" not in out and names(tmp_path) == []


def test_a_response_with_a_state_file_is_kept_and_says_its_document(presend, run):
    presend()
    _, out, _ = run("response", QUERY, *STATE)
    assert f"Invoice {NUMBER} of 2026-11-02 over EUR 154.95: under query." in out
    assert "waits for the" in presend()[2]


def test_a_response_to_nothing_that_was_sent(run):
    assert "no document of that number was sent from here" in run("response", QUERY, *STATE)[1]
    assert f"IMR UQ about {NUMBER}" in run("status", *STATE)[1]


def test_a_response_that_came_first_counts_as_well(presend, run):
    run("response", QUERY, *STATE)
    assert presend(GOOD, "--force", "first")[0] == 0
    assert run("status", *STATE)[1].startswith("on hold, waiting for your answer")


def test_a_level_status_is_known_by_its_instance(presend, sent, run):
    presend()
    sent("--instance", INSTANCE)
    run("response", LOST, *STATE)
    assert run("status", *STATE)[1].startswith("not delivered")
    assert presend()[0] == 0  # nothing is wrong with it, so that it may go as it is


def test_several_responses_and_one_that_is_none(run):
    code, out, err = run("response", QUERY, UBL, LOST)
    assert code == 3
    assert out.count("IMR UQ") == out.count("MLS RE") == 1
    assert "This is the Invoice" in err


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_responses_as_json(run, form):
    code, out, _ = run("response", QUERY, UBL, LOST, "--format", form, "--lang", "nl")
    held = json.loads(out) if form == "json" else [json.loads(each) for each in out.splitlines()]
    assert code == 3
    assert held[0]["answers"][0]["outcome"]["state"] == "under query"
    assert held[0]["answers"][0]["outcome"]["to_do"].startswith("Bezorg")
    assert held[1]["layers"][0]["state"] == "error"
    assert held[2]["answers"][0]["outcome"]["retry"] == "as is"


def test_a_folder_of_responses(run, tmp_path):
    for name in ("a.xml", "b.xml"):
        shutil.copy(QUERY, tmp_path / name)
    assert run("response", ".")[1].count("IMR UQ") == 2


@pytest.mark.parametrize("content", [b"", b"<a", b"{", b"[1]", b"<!DOCTYPE a><a/>"])
def test_a_bad_response_is_one_clear_error(run, content):
    code, out, err = run("response", "-", stdin=content)
    assert (code, out) == (3, "")
    assert err.startswith("NOT VALIDATED")


def test_a_missing_response(run):
    assert run("response", "nothing.xml")[0] == 2


# The inbox


def test_an_inbox(run):
    code, out, _ = run("inbox", str(SAMPLES / "inbox"))
    assert code == 3  # one item was not fetched
    assert "70411  IMR" in out and "70412  Invoice 2026-0147" in out and "70415  UNREADABLE" in out
    assert out.endswith("Confirm these, each with POST /v1/peppol/inbox/{id}/confirm:\n  70411\n")


def test_an_inbox_by_its_listing_is_the_same(run):
    folder = SAMPLES / "inbox"
    assert run("inbox", str(folder / "inbox.json"))[1] == run("inbox", str(folder))[1]


def test_an_inbox_is_kept_before_anything_is_to_be_confirmed(presend, run):
    presend()
    code, out, _ = run("inbox", str(SAMPLES / "inbox"), *STATE, "--format", "json")
    held = json.loads(out)
    assert code == 3
    assert [(each["inbox_item"], each["confirm"]) for each in held] == [
        (70411, True),
        (70412, False),
        (70415, False),
    ]
    assert "under query" in held[0]["response"]["answers"][0]["document"]
    assert run("status", *STATE)[1].startswith("on hold")


def test_without_a_state_that_keeps_it_nothing_is_to_be_confirmed(run, tmp_path):
    """A state file that cannot be written ends the command before it says what to confirm."""
    (tmp_path / "state").write_bytes(b"this is no state file, and stays what it is" * 100)
    code, out, _ = run("inbox", str(SAMPLES / "inbox"), *STATE)
    assert code == 2 and "Confirm" not in out


def test_an_inbox_with_nothing_to_confirm(run, tmp_path):
    (tmp_path / "x.xml").write_text("<broken", "utf-8")
    code, out, _ = run("inbox", ".")
    assert code == 3 and out.endswith("Nothing to confirm.\n")


@pytest.mark.parametrize("what", ["missing", "."])
def test_no_inbox(run, what):
    assert run("inbox", what)[0] == 2


# The status


def test_status_needs_a_state_file(run, tmp_path):
    assert run("status")[0] == 2
    assert run("status", *STATE)[0] == 2
    assert names(tmp_path) == []  # asking makes none


def test_the_story_of_a_document(presend, sent, run, tmp_path):
    presend()
    (tmp_path / "answer.json").write_text('{"InboxItemID": 70399}', "utf-8")
    sent("--answer", "answer.json", "--instance", INSTANCE)
    run("response", QUERY, LOST, *STATE)
    code, out, _ = run("status", NUMBER, *STATE)
    assert code == 0
    assert out.startswith(f"Invoice {NUMBER} of 2026-11-02 to Bakkerij Peeters BV over EUR 154.95\n")
    assert "  Correct   BT-13 Purchase order reference: PO-4471\n" in out
    assert "sent (inbox item 70399, instance" in out
    assert "2026-11-05 08:12  IMR UQ" in out
    assert "UBLT-RESPONSE-CONTRADICTION" in out
    held = json.loads(run("status", NUMBER, *STATE, "--json")[1])
    assert held["outcome"]["state"] == "under query"
    assert [each["event"] for each in held["timeline"]] == ["MLS RE", "IMR UQ", "handed out", "sent"]
    assert held["document"]["total"] == "154.95"


def test_a_number_that_is_not_there(presend, run):
    presend()
    assert run("status", "other", *STATE)[0] == 2
    assert run("sent", "other", *STATE)[0] == 2


@pytest.mark.parametrize(
    "more",
    [(), ("--document", "x", NUMBER), (NUMBER, "--failed", "--answer", "x"), (NUMBER, "--credit-note")],
)
def test_sent_asks_for_what_makes_sense(presend, run, more):
    presend()
    assert run("sent", *STATE, *more)[0] == 2


def test_a_document_that_was_sent_in_another_way(run, presend):
    code, _, err = run("sent", *STATE, "--document", UBL)
    assert code == 0 and f"Invoice {NUMBER} is recorded as sent." in err
    assert "UBLT-GATE-SENT" in presend()[2]


def test_the_state_file_is_one_file(presend, tmp_path):
    presend(GOOD, "-o", "body")
    assert names(tmp_path) == ["body", "state"]
    with sqlite3.connect(tmp_path / "state") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert store.StateFile(tmp_path / "state").find(NUMBER)
