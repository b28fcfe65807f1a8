import pytest

from ubltools.codes import code_list, code_table
from ubltools.responses.meaning import outcome_of
from ubltools.responses.model import Answer, LineResponse, Reference, ResponseKind, Status
from ubltools.responses.outcome import Action, Actor, Outcome, Retry, State
from ubltools.responses.wording import LANGUAGES, advice, reasons, sentence, text

KEYS = {row["key"] for row in code_table("outcome-texts")}
LISTS = {
    "OPStatusReason": "T111-OPStatusReason",
    "OPStatusAction": "T111-OPStatusAction",
    "MLR": "T71-status-reason-codes",
    "MLS": "MLS-status-reason-codes",
}
MESSAGES = {"IMR": "T111-status-codes", "MLR": "T71-response-codes", "MLS": "MLS-response-codes"}


def test_every_code_and_every_value_has_a_text():
    needed = {f"{name}/{code}" for name, of in {**LISTS, **MESSAGES}.items() for code in code_list(of)}
    needed |= {f"state/{each}" for each in State} | {f"actor/{each}" for each in Actor}
    needed |= {f"action/{each}" for each in Action} | {f"retry/{each}" for each in Retry}
    assert needed - KEYS == set()


def test_no_text_is_missing_or_left_in_another_language():
    for row in code_table("outcome-texts"):
        texts = [row[language] for language in LANGUAGES]
        assert all(texts), row["key"]
        assert len(set(texts)) == len(texts), row["key"]


@pytest.mark.parametrize(
    ("language", "said", "why", "to_do"),
    [
        ("en", "rejected", "reference", "new number"),
        ("nl", "geweigerd", "referentie", "nieuw nummer"),
        ("fr", "refusé", "référence", "nouveau numéro"),
    ],
)
def test_a_rejection_in_words(language: str, said: str, why: str, to_do: str):
    statuses = (Status("REF", "OPStatusReason"), Status("NIN", "OPStatusAction"))
    outcome = outcome_of(ResponseKind.IMR, Answer("RE", Reference("1"), statuses=statuses))
    assert said in sentence(outcome, language)
    assert why in reasons(outcome, language)
    assert to_do in advice(outcome, language)


def test_sentences_that_depend_on_more_than_the_code():
    part = Answer("PD", Reference("1"), statuses=(Status("PPD", "OPStatusReason"),))
    assert "part" in sentence(outcome_of(ResponseKind.IMR, part))
    undelivered = Answer("RE", Reference("E"), lines=(LineResponse(None, None, ("FD",)),))
    assert "could not deliver" in sentence(outcome_of(ResponseKind.MLS, undelivered))
    assert "nobody here knows" in sentence(outcome_of(ResponseKind.IMR, Answer("XX", Reference("1"))))


def test_a_document_nobody_answered():
    outcome = Outcome(State.UNANSWERED, Actor.RECEIVER, (Action.NOTHING,), Retry.NEVER)
    assert sentence(outcome) == text("state/unanswered")


def test_a_code_without_a_text_stands_for_itself():
    assert text("OPStatusReason/ZZZ", "nl") == "ZZZ"


def test_an_unknown_language_is_an_error():
    with pytest.raises(KeyError):
        text("state/paid", "de")
