"""What codes mean. The expectations are those of the specifications: statuses and their rules (Peppol BIS
Invoice Response 3), the codes of MLR 3 and of MLS 1.0."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubltools.codes import code_list
from ubltools.responses.meaning import outcome_of
from ubltools.responses.model import Answer, LineResponse, Reference, ResponseKind, Status
from ubltools.responses.outcome import Action, Actor, Outcome, Retry, State

IMR, MLR, MLS = ResponseKind.IMR, ResponseKind.MLR, ResponseKind.MLS
REASON, ACTION = "OPStatusReason", "OPStatusAction"
CODES = {
    IMR: code_list("T111-status-codes"),
    MLR: code_list("T71-response-codes"),
    MLS: code_list("MLS-response-codes"),
}


def imr(code: str | None, *clarifications: str) -> Outcome:
    """The outcome of an IMR; a clarification is "list/code"."""
    parts = (each.partition("/") for each in clarifications)
    statuses = tuple(Status(item, name or None) for name, _, item in parts)
    return outcome_of(IMR, Answer(code, Reference("1"), statuses=statuses))


def level(kind: ResponseKind, code: str, *reasons: str) -> Outcome:
    lines = tuple(LineResponse(None, None, (each,)) for each in reasons)
    return outcome_of(kind, Answer(code, Reference("E"), lines=lines))


# The 13 use cases of the Invoice Response: state, who acts, what the sender of the invoice does.
USE_CASES = {
    "1 in process": (("IP",), State.IN_PROCESS, Actor.RECEIVER, [Action.NOTHING]),
    "2a in process, with a reference": (
        ("IP", f"{ACTION}/NOA"), State.IN_PROCESS, Actor.RECEIVER, [Action.NOTHING],
    ),
    "2b in process, postponed": (("IP",), State.IN_PROCESS, Actor.RECEIVER, [Action.NOTHING]),
    "3 accepted": (("AP",), State.ACCEPTED, Actor.RECEIVER, [Action.NOTHING]),
    "4a rejected": (
        ("RE", f"{REASON}/REF"), State.REJECTED, Actor.SENDER, [Action.SEND_NEW_DOCUMENT],
    ),
    "4b rejected, reissue": (
        ("RE", f"{REASON}/REF", f"{ACTION}/NIN"), State.REJECTED, Actor.SENDER, [Action.SEND_NEW_DOCUMENT],
    ),
    "4c rejected, replacement": (
        ("RE", f"{REASON}/REF", f"{ACTION}/CNF", f"{ACTION}/NIN"),
        State.REJECTED, Actor.SENDER, [Action.CREDIT_IN_FULL, Action.SEND_NEW_DOCUMENT],
    ),
    "5 conditionally accepted": (
        ("CA", f"{REASON}/PAY"), State.CONDITIONALLY_ACCEPTED, Actor.RECEIVER, [Action.NOTHING],
    ),
    "6a under query, information is missing": (
        ("UQ", f"{REASON}/REF", f"{ACTION}/PIN"), State.UNDER_QUERY, Actor.SENDER, [Action.SEND_INFORMATION],
    ),
    "6b under query, no purchase order": (
        ("UQ", f"{REASON}/REF", f"{ACTION}/PIN"), State.UNDER_QUERY, Actor.SENDER, [Action.SEND_INFORMATION],
    ),
    "6c under query, partial credit": (
        ("UQ", f"{REASON}/DEL", f"{ACTION}/CNP"), State.UNDER_QUERY, Actor.SENDER, [Action.CREDIT_IN_PART],
    ),
    "7 payment initiated": (("PD",), State.PAID, Actor.NOBODY, [Action.NOTHING]),
    "8 accepted by a third party": (("AP",), State.ACCEPTED, Actor.RECEIVER, [Action.NOTHING]),
}  # fmt: skip


@pytest.mark.parametrize(("said", "state", "actor", "actions"), USE_CASES.values(), ids=USE_CASES)
def test_use_cases(said: tuple[str, ...], state: State, actor: Actor, actions: list[Action]):
    outcome = imr(*said)
    assert (outcome.state, outcome.actor, list(outcome.actions)) == (state, actor, actions)


@pytest.mark.parametrize(
    ("code", "state", "final"),
    [
        ("AB", State.ACKNOWLEDGED, False),
        ("IP", State.IN_PROCESS, False),
        ("UQ", State.UNDER_QUERY, False),
        ("CA", State.CONDITIONALLY_ACCEPTED, False),
        ("RE", State.REJECTED, True),
        ("AP", State.ACCEPTED, False),
        ("PD", State.PAID, True),
    ],
)
def test_states_of_an_invoice_response(code: str, state: State, final: bool):
    outcome = imr(code)
    assert (outcome.state, outcome.final, outcome.retry) == (state, final, Retry.NEVER)


def test_a_part_payment_is_not_final():
    outcome = imr("PD", f"{REASON}/PPD")
    assert (outcome.state, outcome.final, outcome.actor) == (State.PARTIALLY_PAID, False, Actor.RECEIVER)


def test_part_payment_is_said_of_payments_only():
    """PPD goes with PD alone (PEPPOL-T111-R005); elsewhere the code decides."""
    assert imr("AP", f"{REASON}/PPD").state is State.ACCEPTED


@pytest.mark.parametrize(
    ("asked", "action"),
    [
        ("PIN", Action.SEND_INFORMATION),
        ("NIN", Action.SEND_NEW_DOCUMENT),
        ("CNF", Action.CREDIT_IN_FULL),
        ("CNP", Action.CREDIT_IN_PART),
        ("CNA", Action.PAY_BACK),
        ("OTH", Action.CALL_RECEIVER),
    ],
)
@pytest.mark.parametrize("code", ["UQ", "CA", "RE", "AP"])
def test_what_is_asked_for_is_what_to_do(code: str, asked: str, action: Action):
    outcome = imr(code, f"{ACTION}/{asked}")
    assert (outcome.actions, outcome.actor) == ((action,), Actor.SENDER)


@pytest.mark.parametrize("reason", ["REF", "LEG", "REC", "PRI", "QTY", "ITM", "PAY", "FIN"])
def test_a_fault_of_a_rejected_document_needs_a_new_one(reason: str):
    assert imr("RE", f"{REASON}/{reason}").actions == (Action.SEND_NEW_DOCUMENT,)


@pytest.mark.parametrize("reason", ["QUA", "DEL", "UNR", "OTH", "NON"])
@pytest.mark.parametrize("code", ["UQ", "RE"])
def test_what_is_no_fault_of_the_document_needs_a_talk(code: str, reason: str):
    assert imr(code, f"{REASON}/{reason}").actions == (Action.CALL_RECEIVER,)


def test_a_rejection_that_asks_for_nothing():
    outcome = imr("RE", f"{REASON}/OTH", f"{ACTION}/NOA")
    assert (outcome.actions, outcome.actor) == ((Action.NOTHING,), Actor.NOBODY)


def test_a_query_waits_for_an_answer_whatever_it_asks():
    assert imr("UQ", f"{ACTION}/NOA").actor is Actor.SENDER


@pytest.mark.parametrize(
    ("code", "action"), [("NIN", Action.SEND_NEW_DOCUMENT), ("OTH", Action.CALL_RECEIVER)]
)
def test_a_clarification_without_its_list(code: str, action: Action):
    assert imr("RE", f"/{code}").actions == (action,)


@pytest.mark.parametrize(
    ("kind", "code", "reasons", "state", "action", "retry"),
    [
        (MLR, "AB", (), State.DELIVERED, Action.NOTHING, Retry.NEVER),
        (MLR, "AP", ("BW",), State.DELIVERED, Action.NOTHING, Retry.NEVER),
        (MLR, "RE", ("BV",), State.INVALID, Action.CORRECT_AND_RESEND, Retry.AFTER_CORRECTION),
        (MLR, "RE", ("SV", "BW"), State.INVALID, Action.CORRECT_AND_RESEND, Retry.AFTER_CORRECTION),
        (MLR, "RE", (), State.INVALID, Action.CORRECT_AND_RESEND, Retry.AFTER_CORRECTION),
        (MLS, "AB", (), State.DELIVERED, Action.NOTHING, Retry.NEVER),
        (MLS, "AP", ("BW",), State.DELIVERED, Action.NOTHING, Retry.NEVER),
        (MLS, "RE", ("FD",), State.DELIVERY_FAILED, Action.RESEND, Retry.AS_IS),
        (MLS, "RE", ("FD", "BW"), State.DELIVERY_FAILED, Action.RESEND, Retry.AS_IS),
        (MLS, "RE", ("FD", "BV"), State.INVALID, Action.CORRECT_AND_RESEND, Retry.AFTER_CORRECTION),
        (MLS, "RE", ("BW",), State.INVALID, Action.CORRECT_AND_RESEND, Retry.AFTER_CORRECTION),
    ],
)
def test_access_points(kind, code, reasons, state, action, retry):
    outcome = level(kind, code, *reasons)
    assert (outcome.state, outcome.actions, outcome.retry) == (state, (action,), retry)
    assert outcome.final is (code == "RE")
    assert outcome.reasons == tuple(f"{kind}/{each}" for each in reasons)


@pytest.mark.parametrize(("kind", "code"), [(IMR, "XX"), (IMR, None), (MLR, "PD"), (MLS, "CA"), (MLS, "")])
def test_an_unknown_code_is_never_good_news(kind: ResponseKind, code: str | None):
    outcome = outcome_of(kind, Answer(code, Reference("1")))
    assert (outcome.state, outcome.actions, outcome.final) == (State.UNKNOWN, (Action.CALL_RECEIVER,), False)


CLARIFICATIONS = st.lists(
    st.sampled_from(
        [f"{name}/{code}" for name in (REASON, ACTION) for code in code_list(f"T111-{name}")]
        + ["/REF", "/NIN", "/???", f"{ACTION}/???"]
    ),
    max_size=5,
)


@given(st.sampled_from(CODES[IMR]), CLARIFICATIONS, st.randoms())
def test_the_order_of_clarifications_does_not_matter(code, clarifications, random):
    shuffled = list(clarifications)
    random.shuffle(shuffled)
    one, other = imr(code, *clarifications), imr(code, *shuffled)
    assert (one.state, one.actor, one.actions) == (other.state, other.actor, other.actions)
    assert set(one.reasons) == set(other.reasons)


@given(st.sampled_from([(kind, code) for kind in CODES for code in CODES[kind]]), CLARIFICATIONS)
def test_the_sender_acts_exactly_where_something_is_asked_of_it(of, clarifications):
    kind, code = of
    outcome = imr(code, *clarifications) if kind is IMR else level(kind, code)
    assert outcome.state is not State.UNKNOWN
    assert outcome.actions
    assert (outcome.actor is Actor.SENDER) is (Action.NOTHING not in outcome.actions)
    assert Action.NOTHING not in outcome.actions or len(outcome.actions) == 1
