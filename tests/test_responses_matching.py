"""Which document an answer is about. The keys are those of Peppol BIS Invoice Response 3."""

from datetime import date

import pytest

from tests.response_documents import INVOICE_RESPONSE
from tests.sent_documents import (
    BUYER,
    IMR,
    MLR,
    MLS,
    NOW,
    SELLER,
    STRANGER,
    attempt,
    message,
    note,
    party,
    sent,
)
from ubltools.finding import Severity
from ubltools.responses.known import KnownDocument
from ubltools.responses.matching import Verdict, concerns, concerns_document
from ubltools.responses.model import NO_PARTY, Party, Reference
from ubltools.responses.read import read_response

YES, NO, DOUBTFUL = Verdict


def match(told, document, instances=frozenset()):
    return concerns(told, told.answers[0], document, instances)


def rules(found):
    return [each.rule for each in found.findings]


def test_by_number_type_and_both_parties():
    assert match(message(IMR, "AB"), sent()) == match(message(IMR, "PD"), sent())
    assert match(message(IMR, "AB"), sent()).verdict is YES


@pytest.mark.parametrize(
    ("sender", "receiver"),
    [
        (party("9925:BE0403170701"), party("0208:0563846944")),  # the same companies in other schemes
        (party("0088:5412345000013", "0403170701"), party("0088:5412345000020", "9925:be0563846944")),
    ],
)
def test_by_the_digits_of_the_parties(sender, receiver):
    assert match(message(IMR, "AB", sender=sender, receiver=receiver), sent()).verdict is YES


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"about": "2026-18"}, NO),
        ({"about": "2026"}, NO),
        ({"about": " 2026-17\n"}, YES),
        ({"reference": Reference(None)}, NO),
        ({"reference": Reference("2026-17", "381")}, NO),  # the credit note of that number
        ({"reference": Reference("2026-17", "261")}, NO),
        ({"reference": Reference("2026-17")}, YES),
        ({"receiver": STRANGER}, NO),
        ({"receiver": STRANGER, "issuer": SELLER}, YES),
        ({"receiver": NO_PARTY}, NO),
    ],
)
def test_what_tells_documents_apart(changes, expected):
    assert match(message(IMR, "AP", **changes), sent()).verdict is expected


def test_a_credit_note():
    assert match(message(IMR, "AP", reference=Reference("7", "381")), note("7")).verdict is YES
    assert match(message(IMR, "AP", reference=Reference("7", "396")), note("7")).verdict is YES
    assert match(message(IMR, "AP", reference=Reference("7", "380")), note("7")).verdict is NO
    assert match(message(IMR, "AP", reference=Reference("7")), note("7")).verdict is NO


@pytest.mark.parametrize("sender", [STRANGER, NO_PARTY, Party(name="City Parks"), SELLER])
def test_a_stranger_does_not_count(sender):
    found = match(message(IMR, "PD", sender=sender), sent())
    assert (found.verdict, rules(found)) == (DOUBTFUL, ["UBLT-RESPONSE-STRANGER"])
    assert found.findings[0].severity is Severity.WARNING


def test_a_provider_answers_for_the_buyer():
    assert match(message(IMR, "AP", sender=STRANGER, recipient=BUYER), sent()).verdict is YES
    named = Party(name=BUYER.name)
    assert match(message(IMR, "AP", sender=STRANGER, recipient=named), sent()).verdict is DOUBTFUL
    assert match(message(IMR, "AP", sender=STRANGER, issuer=SELLER), sent()).verdict is DOUBTFUL


def test_in_self_billing_the_seller_answers():
    ours = sent(self_billed=True)
    told = {"sender": SELLER, "receiver": BUYER}
    assert match(message(IMR, "AP", **told), ours).verdict is YES
    assert match(message(IMR, "AP", **told), sent()).verdict is NO
    assert match(message(IMR, "AP", sender=STRANGER, receiver=BUYER, issuer=SELLER), ours).verdict is YES
    assert (
        match(message(IMR, "AP", sender=STRANGER, receiver=BUYER, recipient=BUYER), ours).verdict is DOUBTFUL
    )


def test_what_differs_and_does_not_decide():
    told = message(IMR, "AP", reference=Reference("2026-17", "384", date(2026, 11, 19)))
    found = match(told, sent())
    assert (found.verdict, rules(found)) == (YES, ["UBLT-RESPONSE-DATE", "UBLT-RESPONSE-TYPE"])
    assert "2026-11-19" in found.findings[0].message and "2026-11-20" in found.findings[0].message


@pytest.mark.parametrize("kind", [MLR, MLS])
def test_by_the_transmission(kind):
    assert match(message(kind, "AP", about="E-1"), sent(), frozenset({"E-0", "E-1"})).verdict is YES
    assert match(message(kind, "AP", about="E-2"), sent(), frozenset({"E-1"})).verdict is NO
    assert match(message(kind, "AP", about="E-1"), sent()).verdict is NO
    # an access point does not know the parties of an invoice
    assert (
        match(message(kind, "AP", sender=STRANGER, receiver=STRANGER), sent(), frozenset({"E-1"})).verdict
        is YES
    )


def test_an_imr_does_not_name_a_transmission():
    assert match(message(IMR, "AP", about="E-1"), sent(), frozenset({"E-1"})).verdict is NO


def test_an_mlr_with_the_number_of_the_invoice():
    found = match(message(MLR, "RE", about="2026-17"), sent(), frozenset({"E-1"}))
    assert (found.verdict, rules(found)) == (DOUBTFUL, ["UBLT-RESPONSE-TRANSMISSION"])
    assert match(message(MLR, "RE", about="2026-17", receiver=STRANGER), sent()).verdict is NO


def test_a_whole_message():
    told = read_response(INVOICE_RESPONSE.encode())
    ours = sent("INV-1", issue_date=date(2026, 11, 28), buyer=party("9925:BE0202239951"))
    assert match(told, ours) == match(message(IMR, "AB"), sent())


def test_a_document_that_was_sent_in_two_forms():
    old = sent(buyer=STRANGER, issue_date=date(2026, 11, 19))
    document = KnownDocument(1, (attempt(1, sent=old), attempt(2)))
    for told in (message(IMR, "AB"), message(IMR, "AB", sender=STRANGER)):
        found = concerns_document(told, told.answers[0], document)
        assert (found.verdict, found.findings) == (YES, ())
    dated = message(IMR, "AB", reference=Reference("2026-17", "380", NOW.date()))
    assert concerns_document(dated, dated.answers[0], document).findings == ()
