"""From attempts and answers to the state of a document.

The steps that are allowed are those of Peppol BIS Invoice Response 3: AB, IP, UQ (again and again), CA, RE
(final), AP (only PD after it), PD (final, unless it is a part payment). Any may be left out, none goes back.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.drawn_answers import CODES, answers
from tests.sent_documents import IMR, MLR, MLS, NOW, attempt, message, received, said
from ubltools.finding import Severity
from ubltools.responses.history import History, history
from ubltools.responses.known import Fate
from ubltools.responses.outcome import Action, Retry, State

FATES = list(Fate)
# What counts is only ever replaced by what stands further to the right.
BUSINESS = [
    State.ACKNOWLEDGED,
    State.IN_PROCESS,
    State.UNDER_QUERY,
    State.CONDITIONALLY_ACCEPTED,
    State.ACCEPTED,
    State.PARTIALLY_PAID,
    State.REJECTED,
    State.PAID,
]
OF_ONE_ATTEMPT = [
    State.NOT_SENT,
    State.UNANSWERED,
    State.UNKNOWN,
    State.DELIVERED,
    State.DELIVERY_FAILED,
    State.INVALID,
    *BUSINESS,
]


def after(*codes: str) -> History:
    return history([attempt()], said(*codes))


def rules(known: History) -> list[str]:
    return [each.rule for each in known.findings]


@pytest.mark.parametrize(
    ("fate", "state", "retry", "action"),
    [
        (Fate.RELEASED, State.UNANSWERED, Retry.NEVER, Action.NOTHING),
        (Fate.SENT, State.UNANSWERED, Retry.NEVER, Action.NOTHING),
        (Fate.FAILED, State.NOT_SENT, Retry.AS_IS, Action.RESEND),
        (Fate.REFUSED, State.NOT_SENT, Retry.AFTER_CORRECTION, Action.CORRECT_AND_RESEND),
    ],
)
def test_nothing_was_heard(fate, state, retry, action):
    outcome = history([attempt(1, fate)], []).outcome
    assert (outcome.state, outcome.retry, outcome.actions, outcome.kind) == (state, retry, (action,), None)


@pytest.mark.parametrize(
    ("codes", "state"),
    [
        ("AB", State.ACKNOWLEDGED),
        ("AB IP UQ CA AP PD", State.PAID),
        ("AB RE", State.REJECTED),
        ("AP PD/PPD", State.PARTIALLY_PAID),
        ("AP PD/PPD PD/PPD PD", State.PAID),
        ("PD/PPD PD", State.PAID),
        ("UQ UQ UQ", State.UNDER_QUERY),
        ("AB AB", State.ACKNOWLEDGED),
        ("CA RE", State.REJECTED),
        ("IP AP", State.ACCEPTED),
        ("ZZ AB", State.ACKNOWLEDGED),
        ("AB ZZ", State.ACKNOWLEDGED),
        ("ZZ", State.UNKNOWN),
    ],
)
def test_steps_that_are_allowed(codes, state):
    known = after(*codes.split())
    assert (known.outcome.state, known.findings) == (state, ())


@pytest.mark.parametrize(
    ("codes", "state", "illegal"),
    [
        ("IP AB", State.IN_PROCESS, 1),
        ("UQ IP", State.UNDER_QUERY, 1),
        ("RE AP", State.REJECTED, 1),
        ("RE RE", State.REJECTED, 1),
        ("RE AB IP", State.REJECTED, 2),
        ("AP RE", State.REJECTED, 1),
        ("AP AP", State.ACCEPTED, 1),
        ("AP UQ PD", State.PAID, 1),
        ("PD PD", State.PAID, 1),
        ("PD PD/PPD", State.PAID, 1),
        ("PD RE", State.PAID, 1),
        ("RE PD", State.PAID, 1),
        ("PD/PPD AP", State.PARTIALLY_PAID, 1),
        ("AB PD/PPD UQ PD", State.PAID, 1),
    ],
)
def test_steps_that_are_not(codes, state, illegal):
    known = after(*codes.split())
    assert known.outcome.state is state
    assert rules(known) == ["UBLT-RESPONSE-ORDER"] * illegal
    assert all(each.severity is Severity.WARNING for each in known.findings)


def test_what_the_finding_says():
    (found,) = after("RE", "AP").findings
    assert found.message == (
        "After IMR RE (rejected) of 2026-11-21, IMR AP (accepted) of 2026-11-22 must not follow."
        " What counts is: rejected."
    )


EARLY, LATE = time(8), time(20)
HOUR = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ((21, EARLY), (21, LATE), True),
        ((21, LATE), (21, EARLY), False),  # the other way round it is allowed
        ((21, EARLY), (21, EARLY), False),
        ((21, None), (21, LATE), False),
        ((21, LATE), (21, None), False),
        ((21, None), (21, None), False),
        ((21, None), (22, None), True),
        ((21, LATE), (22, None), True),
        ((21, None), (22, EARLY), True),
        ((21, time(0, 30, tzinfo=HOUR)), (21, time(0, 10, tzinfo=UTC)), True),
        ((21, time(1, 30, tzinfo=HOUR)), (21, time(0, 10, tzinfo=UTC)), False),
        ((None, None), (22, EARLY), False),
        ((21, EARLY), (None, None), False),
    ],
)
def test_only_what_was_surely_said_later_goes_back(first, second, told):
    def on(code, day, at):
        return received(message(IMR, code, issue_date=day and date(2026, 11, day), issue_time=at))

    known = history([attempt()], [on("IP", *first), on("AB", *second)])
    assert (bool(known.findings), known.outcome.state) == (told, State.IN_PROCESS)


def test_the_last_of_several_that_say_the_same_gives_the_reasons():
    known = after("UQ/REF", "UQ/PRI")
    assert known.outcome.reasons == ("OPStatusReason/PRI",)
    assert known.decisive is not None and known.decisive.at == datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ([(MLR, "AB")], State.DELIVERED),
        ([(MLR, "AB"), (MLR, "AP")], State.DELIVERED),
        ([(MLR, "AP"), (MLR, "RE", "BV")], State.INVALID),
        ([(MLR, "RE", "BV"), (MLR, "AP")], State.INVALID),
        ([(MLS, "RE", "FD")], State.DELIVERY_FAILED),
        ([(MLS, "RE", "FD", "SV")], State.INVALID),
        ([(MLS, "RE", "FD"), (MLR, "RE", "BV")], State.INVALID),
        ([(MLS, "AP"), (MLS, "ZZ")], State.DELIVERED),
        ([(MLS, "ZZ")], State.UNKNOWN),
    ],
)
def test_answers_about_the_transmission(told, state):
    known = history([attempt()], [received(message(*each)) for each in told])
    assert (known.outcome.state, known.findings) == (state, ())


def test_delivered_and_confirmed():
    told = [received(message(MLS, code, issue_time=at)) for code, at in (("AP", EARLY), ("AB", LATE))]
    known = history([attempt()], told)
    assert (known.outcome.code, known.decisive and known.decisive.event) == ("AP", "MLS AP")


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ([(MLR, "RE", "BV")], [], State.UNANSWERED),
        ([(MLR, "RE", "BV")], [(MLR, "AP")], State.DELIVERED),
        ([(MLS, "RE", "FD")], [(MLS, "RE", "BV")], State.INVALID),
        ([], [(MLS, "RE", "BV")], State.INVALID),
        ([(MLS, "AP")], [(MLS, "RE", "BV")], State.DELIVERED),  # the first one is with the receiver
        ([(MLS, "AP")], [], State.DELIVERED),
    ],
)
def test_two_attempts(first, second, state):
    told = [message(kind, *codes, about="E-1") for kind, *codes in first]
    told += [message(kind, *codes, about="E-2") for kind, *codes in second]
    assert history([attempt(1), attempt(2)], map(received, told)).outcome.state is state


@pytest.mark.parametrize("fate", [Fate.FAILED, Fate.REFUSED])
def test_an_attempt_that_did_not_get_out_takes_nothing_back(fate):
    assert history([attempt(1), attempt(2, fate)], []).outcome.state is State.UNANSWERED
    told = [received(message(MLR, "RE", "BV"))]
    assert history([attempt(1), attempt(2, fate)], told).outcome.state is State.INVALID
    assert history([attempt(1, Fate.FAILED), attempt(2, fate)], []).outcome.state is State.NOT_SENT


def test_what_was_answered_got_out_whatever_the_sender_thinks():
    assert history([attempt(1, Fate.FAILED)], said("AB")).outcome.state is State.ACKNOWLEDGED
    told = [received(message(MLS, "AP"))]
    assert history([attempt(1, Fate.FAILED)], told).outcome.state is State.DELIVERED


def test_the_receiver_counts_before_an_access_point():
    told = [received(message(MLS, "RE", "BV")), *said("AB")]
    known = history([attempt()], told)
    assert (known.outcome.state, rules(known)) == (State.ACKNOWLEDGED, ["UBLT-RESPONSE-CONTRADICTION"])
    assert history([attempt(), attempt(2)], told).findings == ()  # the second one came through


def test_what_is_doubtful_about_an_answer_is_handed_on():
    finding = after("RE", "AP").findings[0]
    (told,) = said("AB")
    doubted = received(told.message)
    assert history([attempt()], [type(doubted)(doubted.message, 0, NOW, (finding,))]).findings == (finding,)


def test_the_timeline():
    tried = [attempt(1, forced="asked for"), attempt(2, Fate.RELEASED), attempt(3, Fate.REFUSED)]
    told = [
        received(message(MLS, "AP", about="E-2")),
        received(message(IMR, None, issue_date=date(2026, 11, 30))),
    ]
    known = history(tried, told)
    assert [(each.event, each.attempt and each.attempt.id) for each in known.entries] == [
        ("handed out", 1),
        ("sent", 1),
        ("MLS AP", 2),  # at nine; the second attempt was handed out at ten
        ("handed out", 2),
        ("handed out", 3),
        ("refused by Billit", 3),
        ("IMR without code", None),
    ]
    assert [each.timed for each in known.entries] == [True] * 7


def test_a_message_without_date_stands_where_it_arrived():
    told = received(message(IMR, "AB", issue_date=None), NOW + timedelta(days=3))
    (entry,) = history([], [told]).entries
    assert entry.at == told.arrived


def test_the_ends_of_the_calendar():
    for day, at in (
        (date.min, time(0, tzinfo=HOUR)),
        (date.max, time(23, 59, tzinfo=timezone(-timedelta(hours=1)))),
    ):
        told = [received(message(IMR, code, issue_date=day, issue_time=at)) for code in ("AB", "AP")]
        assert history([attempt()], told).outcome.state is State.ACCEPTED


def test_many_answers_take_no_longer_than_their_number():
    told = [received(message(IMR, code, id=str(place))) for place in range(2_000) for code in ("AP", "AB")]
    assert history([attempt()], told).outcome.state is State.ACCEPTED


ATTEMPTS = st.lists(st.sampled_from(FATES), min_size=1, max_size=3).map(
    lambda fates: [attempt(place, fate) for place, fate in enumerate(fates, 1)]
)


@given(ATTEMPTS, st.lists(answers(), max_size=6), st.data())
def test_order_of_arrival_and_repetition_do_not_matter(tried, told, data):
    again = data.draw(
        st.permutations(told + data.draw(st.lists(st.sampled_from(told)) if told else st.just([])))
    )
    assert history(data.draw(st.permutations(tried)), again) == history(tried, told)


@given(st.sampled_from(FATES), st.lists(answers(1), max_size=5), answers(1))
def test_an_answer_never_makes_the_state_weaker(fate, told, one_more):
    one, other = (history([attempt(1, fate)], each).outcome.state for each in (told, [*told, one_more]))
    assert OF_ONE_ATTEMPT.index(other) >= OF_ONE_ATTEMPT.index(one)


@given(ATTEMPTS, st.lists(answers(3), max_size=5), answers(3))
def test_nor_what_the_receiver_said_whatever_else_happens(tried, told, one_more):
    one = history(tried, told).outcome.state
    for more in (history(tried, [*told, one_more]), history([*tried, attempt(4)], told)):
        if one in BUSINESS:
            assert BUSINESS.index(more.outcome.state) >= BUSINESS.index(one)


def surely_later(one, other):
    """Whether the second was surely issued later, by the text of the message alone."""
    first, second = one.message, other.message
    if first.issue_date is None or second.issue_date is None:
        return False
    if first.issue_time is None or second.issue_time is None:
        return first.issue_date < second.issue_date
    return first.issued < second.issued


def allowed(first, second):
    if first in {"RE", "PD"}:
        return False
    if first == "AP":
        return second.startswith("PD")
    order = ["AB", "IP", "UQ", "CA", "RE", "AP", "PD/PPD", "PD"]
    return order.index(second) >= order.index(first)


def code_of(one):
    answer = one.answer
    return "/".join([answer.code, *(each.code for each in answer.statuses)])


@given(st.lists(answers(), max_size=8))
def test_every_pair_that_must_not_follow_is_reported_and_no_other(told):
    """Held against a plain comparison of each with each."""
    once = {each.message.digest: each for each in told}.values()
    steps = [each for each in once if each.message.kind is IMR and each.answer.code != "ZZ"]
    bad = [
        each for each in steps
        if any(surely_later(past, each) and not allowed(code_of(past), code_of(each)) for past in steps)
    ]  # fmt: skip
    assert set(map(code_of, steps)) <= set(CODES[IMR])
    assert rules(history([attempt()], told)).count("UBLT-RESPONSE-ORDER") == len(bad)
