"""May a document be sent now? One table of cases: what is known, what is to be sent, what the gate says."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawn_answers import answers
from tests.sent_documents import (
    BUYER,
    CREDIT_NOTE,
    MLR,
    MLS,
    NOW,
    STRANGER,
    attempt,
    message,
    note,
    party,
    received,
    said,
    sent,
    standing,
)
from ubltools.finding import Severity
from ubltools.responses import crediting, resending
from ubltools.responses.decision import WAIT, Gate
from ubltools.responses.gate import decide, forced
from ubltools.responses.known import Fate
from ubltools.responses.outcome import State

DAY = timedelta(days=1)
SENT, UNCHANGED = "UBLT-GATE-SENT", "UBLT-GATE-UNCHANGED"
NUMBER, CREDIT = "UBLT-GATE-NUMBER", "UBLT-GATE-CREDIT"
SAME, CHANGED = sent(), sent(content="B")


def technical(kind, code, *reasons, about="E-1"):
    return [received(message(kind, code, *reasons, about=about))]


def test_an_unknown_number_is_free():
    assert decide(SAME, [], NOW) == Gate(True, "Nothing was sent under the number of Invoice 2026-17 before.")


OTHERS = {
    "another number": standing(attempt(sent=sent("2026-18"))),
    "the credit note of that number": standing(attempt(sent=note("2026-17"))),
    "of another seller": standing(attempt(sent=sent(seller=STRANGER))),
}


@pytest.mark.parametrize("other", OTHERS)
def test_what_is_not_this_number(other):
    assert decide(SAME, [OTHERS[other]], NOW).rule is None


# What was heard -> the same again, the same changed. None allows.
CASES = {
    "sending failed": ((attempt(1, Fate.FAILED),), [], None, None),
    "refused by Billit": ((attempt(1, Fate.REFUSED),), [], UNCHANGED, None),
    "handed out": ((attempt(1, Fate.RELEASED),), [], SENT, SENT),
    "sent": ((attempt(),), [], SENT, SENT),
    "delivered": ((attempt(),), technical(MLS, "AP"), SENT, SENT),
    "delivered, not confirmed": ((attempt(),), technical(MLS, "AB"), SENT, SENT),
    "at the access point": ((attempt(),), technical(MLR, "AB"), SENT, SENT),
    "acknowledged": ((attempt(),), said("AB"), SENT, SENT),
    "in process": ((attempt(),), said("IP"), SENT, SENT),
    "under query": ((attempt(),), said("UQ/REF"), SENT, SENT),
    "conditionally accepted": ((attempt(),), said("CA/PAY"), SENT, SENT),
    "accepted": ((attempt(),), said("AP"), SENT, SENT),
    "partially paid": ((attempt(),), said("PD/PPD"), SENT, SENT),
    "paid": ((attempt(),), said("PD"), SENT, SENT),
    "unknown code": ((attempt(),), said("ZZ"), SENT, SENT),
    "rejected by the buyer": ((attempt(),), said("RE/REF"), UNCHANGED, NUMBER),
    "MLR: rejected at validation": ((attempt(),), technical(MLR, "RE", "BV"), UNCHANGED, None),
    "MLS: rejected at validation": ((attempt(),), technical(MLS, "RE", "SV"), UNCHANGED, None),
    "delivery failed": ((attempt(),), technical(MLS, "RE", "FD"), None, None),
    "invalid, then the sending failed": (
        (attempt(1), attempt(2, Fate.FAILED, sent=sent(content="C"))),
        technical(MLR, "RE", "BV"), UNCHANGED, None,
    ),
    "invalid, then refused by Billit": (
        (attempt(1, sent=sent(content="C")), attempt(2, Fate.REFUSED)),
        technical(MLR, "RE", "BV"), UNCHANGED, None,
    ),
    "invalid, then not delivered": (
        (attempt(1), attempt(2, sent=CHANGED)),
        technical(MLR, "RE", "BV") + technical(MLS, "RE", "FD", about="E-2"), UNCHANGED, None,
    ),
    "delivered, then a forced one failed": (
        (attempt(1), attempt(2, Fate.FAILED)), technical(MLS, "AP"), SENT, SENT,
    ),
    "rejected by the buyer in another form": (
        (attempt(1, sent=sent(content="C")),), said("RE"), NUMBER, NUMBER,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_number_that_is_used(case):
    attempts, told, same, changed = CASES[case]
    known = [standing(*attempts, answers=told)]
    for document, expected in ((SAME, same), (CHANGED, changed)):
        gate = decide(document, known, NOW + DAY)
        assert (gate.rule, gate.allowed) == (expected, expected is None)
        assert gate.evidence and "{" not in gate.reason + (gate.action or "")
        assert (gate.action is None) == gate.allowed


def test_every_state_has_its_rule_and_its_case():
    tables = [*resending._THERE, *resending._ELSEWHERE]
    assert sorted(tables) == sorted(State)
    assert {
        standing(*tried, answers=told).history.outcome.state for tried, told, *_ in CASES.values()
    } == set(State)
    assert crediting._VOID.issubset(State)


def test_the_same_number_to_another_receiver():
    gate = decide(sent(content="B", buyer=STRANGER), [standing(attempt(), answers=said("AP"))], NOW)
    assert gate.rule == SENT
    assert "to City Parks" in gate.evidence[0]


@pytest.mark.parametrize(
    ("passed", "wait", "allowed"),
    [
        (timedelta(), WAIT, False),
        (5 * DAY, WAIT, False),  # it counts from the POST, a minute after the handing out
        (5 * DAY + timedelta(minutes=1), WAIT, True),
        (DAY, DAY, False),
        (2 * DAY, DAY, True),
        (-DAY, WAIT, False),  # a clock that was put back
        (timedelta(), timedelta(), False),
        (timedelta(minutes=1), timedelta(), True),
        (9 * DAY, timedelta.max, False),
    ],
)
def test_how_long_an_answer_may_take(passed, wait, allowed):
    gate = decide(SAME, [standing(attempt())], NOW + passed, wait)
    assert (gate.allowed, gate.rule) == (allowed, None if allowed else SENT)


def test_the_wait_counts_from_the_last_that_got_out():
    tried = (attempt(1), attempt(3, Fate.RELEASED), attempt(9, Fate.FAILED))
    gate = decide(SAME, [standing(*tried)], NOW + 6 * DAY)
    assert gate.reason == (
        "Invoice 2026-17 was handed out for sending less than 5 days ago, and nothing was heard of it yet."
    )
    assert gate.action is not None and "2026-11-27 10:00" in gate.action
    assert decide(SAME, [standing(*tried)], NOW + 7 * DAY).allowed


def test_nothing_was_heard_but_the_content_was_rejected_before():
    known = [standing(attempt(1), attempt(2, sent=CHANGED), answers=technical(MLR, "RE", "BV"))]
    later = NOW + 10 * DAY
    assert [decide(each, known, later).rule for each in (SAME, CHANGED)] == [UNCHANGED, None]


def test_the_evidence():
    tried = (attempt(1, inbox_item="77"), attempt(2, Fate.RELEASED, forced="asked for by phone"))
    gate = decide(SAME, [standing(*tried, answers=said("RE/REF"))], NOW)
    what = "Invoice 2026-17 of 2026-11-20 to City Parks over EUR 121.00 was handed out"
    what += f" (SHA-256 {SAME.sha256[:12]})."
    assert gate.evidence == (
        f"2026-11-20 10:00 UTC: {what}",
        "2026-11-20 10:01 UTC: sent (Billit inbox item 77).",
        f"2026-11-21 10:00 UTC: {what}"
        " It was forced: asked for by phone",
        "2026-11-21 09:00 UTC: IMR RE, rejected (OPStatusReason/REF).",
        "Invoice 2026-17: rejected.",
    )  # fmt: skip


def test_the_evidence_has_an_end():
    told = [received(message(MLS, "AB", id=str(place))) for place in range(100)]
    gate = decide(SAME, [standing(attempt(), answers=told)], NOW)
    assert len(gate.evidence) < 20 and "There are 90 earlier answers." in gate.evidence


@given(st.lists(answers(), max_size=5), st.data())
def test_the_same_state_gives_the_same_decision(told, data):
    def gate(answers):
        return decide(CHANGED, [standing(attempt(1), attempt(2), answers=answers)], NOW + DAY)

    assert gate(told) == gate(data.draw(st.permutations(told)) + told)


# Credit notes

TO_17 = note("C-2", "2026-17", total="21.00")
KNOWN = standing(attempt(), answers=said("AP"))


def earlier(number, total="121.00", answers=None, fate=Fate.SENT, references=("2026-17",), **changes):
    document = note(number, *references, total=total, **changes)
    return standing(attempt(1, fate, sent=document, instance=f"E-{number}"), answers=answers, id=9)


def credited(number):
    return [received(message(MLR, "RE", "BV", about=f"E-{number}"))]


NOTES = {
    "none": ([KNOWN], None),
    "unknown invoice": ([], CREDIT),
    "of another seller": ([standing(attempt(sent=sent(seller=STRANGER)))], CREDIT),
    "a credit note of that number": ([standing(attempt(sent=note("2026-17")))], CREDIT),
    "in full": ([KNOWN, earlier("C-1")], CREDIT),
    "in part": ([KNOWN, earlier("C-1", "120.99")], None),
    "in two parts": ([KNOWN, earlier("C-1", "100.00"), earlier("C-0", "21.00")], CREDIT),
    "in full, not sent": ([KNOWN, earlier("C-1", fate=Fate.FAILED)], None),
    "in full, refused": ([KNOWN, earlier("C-1", fate=Fate.REFUSED)], None),
    "in full, invalid": ([KNOWN, earlier("C-1", answers=credited("C-1"))], None),
    "in full, handed out": ([KNOWN, earlier("C-1", fate=Fate.RELEASED)], CREDIT),
    "of another invoice": ([KNOWN, earlier("C-1", references=("2026-18",))], None),
    "of two invoices": ([KNOWN, earlier("C-1", references=("2026-17", "2026-18"))], None),
    "in another currency": ([KNOWN, earlier("C-1", currency="USD")], None),
    "by another seller": ([KNOWN, earlier("C-1", seller=STRANGER)], None),
    "invoice over nothing": ([standing(attempt(sent=sent(total=Decimal(0))))], None),
}


@pytest.mark.parametrize("case", NOTES)
def test_a_credit_note(case):
    known, rule = NOTES[case]
    gate = decide(TO_17, known, NOW)
    assert (gate.rule, gate.allowed) == (rule, rule is None)
    assert gate.location.json_path == ("$.AboutInvoiceNumber" if rule else "$.OrderNumber")


def test_a_rejected_credit_note_takes_nothing():
    told = said("RE")
    assert earlier("C-1", answers=told).history.outcome.state is State.REJECTED
    assert decide(TO_17, [KNOWN, earlier("C-1", answers=told)], NOW).allowed


def test_a_credit_note_to_two_invoices():
    both = note("C-3", "2026-17", "2026-18")
    other = standing(attempt(sent=sent("2026-18")), id=2)
    assert decide(both, [KNOWN], NOW).reason == (
        "Credit note C-3 credits invoice 2026-18, which was never sent as far as is known here."
    )
    assert decide(both, [KNOWN, other, earlier("C-1")], NOW).allowed
    full = [earlier("C-1"), earlier("C-2", references=("2026-18",))]
    assert decide(both, [KNOWN, other, *full], NOW).rule == CREDIT


def test_a_credit_note_without_reference():
    gate = decide(note("C-1"), [], NOW)
    assert gate.allowed and "BT-25" in gate.evidence[-1]


def test_a_credit_note_again():
    known = [KNOWN, earlier("C-2", "21.00")]
    assert decide(TO_17, known, NOW).rule == SENT
    later = decide(TO_17, known, NOW + 9 * DAY)  # it does not count against itself
    assert later.allowed
    assert later.evidence[-1] == "Invoice 2026-17 of 2026-11-20 over EUR 121.00: accepted."


def test_how_much_is_credited():
    gate = decide(TO_17, [KNOWN, earlier("C-1")], NOW)
    assert gate.reason == (
        "Credit note C-2 credits invoice 2026-17; of its EUR 121.00, EUR 121.00 is credited already."
    )
    assert gate.evidence == (
        "Invoice 2026-17 of 2026-11-20 over EUR 121.00: accepted.",
        "Credit note C-1 of 2026-11-20 over EUR 121.00: unanswered.",
    )


def test_an_invoice_may_name_any_other():
    assert decide(sent(references=("2025-1",), type_code="384"), [], NOW).allowed


def test_a_credit_note_in_self_billing():
    ours = {"self_billed": True, "seller": party("9925:BE0202239951"), "buyer": BUYER}
    invoice = standing(attempt(sent=sent(**ours)))
    assert decide(note("C-1", "2026-17", **ours), [invoice], NOW).allowed
    assert decide(note("C-1", "2026-17", **(ours | {"self_billed": False})), [invoice], NOW).rule == CREDIT


# The decision as findings


def test_a_refusal_as_a_finding():
    gate = decide(SAME, [KNOWN], NOW)
    (finding,) = gate.findings()
    assert (finding.rule, finding.severity, finding.message) == (SENT, Severity.FATAL, gate.reason)
    assert (finding.location.json_path, finding.location.term) == ("$.OrderNumber", "BT-1")
    assert finding.hint == gate.action


def test_a_refused_credit_note_as_a_finding():
    (finding,) = decide(note("C-1", "x"), [], NOW).findings()
    assert (finding.rule, finding.location.json_path, finding.location.term) == (
        CREDIT,
        "$.AboutInvoiceNumber",
        "BT-25",
    )


def test_overridden():
    gate = forced(decide(SAME, [KNOWN], NOW), "asked for by phone")
    assert gate.allowed and (gate.rule, gate.forced) == (SENT, "asked for by phone")
    (finding,) = gate.findings()
    assert (finding.rule, finding.severity) == ("UBLT-GATE-FORCED", Severity.WARNING)
    assert "asked for by phone" in finding.message and SENT in finding.message
    assert gate.reason == decide(SAME, [KNOWN], NOW).reason and gate.evidence


def test_nothing_to_override():
    gate = decide(SAME, [], NOW)
    assert forced(gate, "why not") == gate and gate.findings() == ()


def test_words_for_a_credit_note():
    gate = decide(note("7"), [standing(attempt(sent=note("7")), answers=technical(MLS, "AP"))], NOW)
    assert gate.reason == "Credit note 7 was delivered." and CREDIT_NOTE.value not in gate.reason
    assert gate.action is not None and "credit it" not in gate.action
