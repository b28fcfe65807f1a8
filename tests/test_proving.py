"""Foreign rules are tried out where they can do no harm: each way to fail is one clear error."""

import time
from pathlib import Path

import pytest

from tests.foreign import XSL, check, schema, schematron
from ubltools.errors import EngineError, EngineUnavailable, RulesBroken
from ubltools.names import BILLING, Kind
from ubltools.validation import proving, saxon
from ubltools.validation.probe import probe
from ubltools.validation.proving import prove
from ubltools.validation.release import Release, Scope, releases
from ubltools.validation.rulebook import rules_of

INVOICE, CREDIT_NOTE = Scope("Invoice"), Scope("CreditNote")


def tried(tmp_path: Path, rules: bytes, *scopes: Scope, seconds: int = 60) -> dict[str, int]:
    (tmp_path / "rules.sch").write_bytes(rules)
    return prove(tmp_path, "rules.sch", scopes or (INVOICE,), seconds)


def test_it_says_how_many_rules_met_something(tmp_path: Path) -> None:
    assert tried(tmp_path, schematron(check(test="false()"), check("T-2", "true()"))) == {"Invoice": 1}


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ("cbc:ID[", "do not compile"),
        ("$unknown", "do not compile"),
        ("unheard:of(.)", "do not compile"),
        ("f()", "do not compile"),
    ],
)
def test_rules_that_do_not_compile(tmp_path: Path, test: str, words: str) -> None:
    with pytest.raises(RulesBroken, match=words):
        tried(tmp_path, schematron(check(test=test)))


def test_a_rule_that_raises_on_the_document_is_no_reason_to_refuse(tmp_path: Path) -> None:
    """The official rules do so on some documents; the engine copes with it."""
    rules = schematron(check(test="cbc:DocumentCurrencyCode + 1 gt 1"))
    assert tried(tmp_path, rules) == {"Invoice": 1}


def test_rules_that_meet_nothing(tmp_path: Path) -> None:
    with pytest.raises(
        RulesBroken, match="No rule in it meets anything in a document of the kind CreditNote"
    ):
        tried(tmp_path, schematron(), INVOICE, CREDIT_NOTE)


def looping(expression: str) -> bytes:
    """Rules with a function u:f, which is called."""
    function = (
        f'<function xmlns="{XSL}" name="u:f"><param name="n"/><sequence select="{expression}"/></function>'
    )
    rule = f'<pattern><rule context="/inv:Invoice">{check(test="u:f(1)")}</rule></pattern>'
    return schema(f'<ns prefix="u" uri="urn:u"/>{function}{rule}')


def test_rules_without_end_are_stopped(tmp_path: Path) -> None:
    start = time.monotonic()
    with pytest.raises(RulesBroken, match="still running after 5 seconds"):
        tried(tmp_path, looping("if ($n lt 0) then $n else u:f($n + 1)"), seconds=5)
    assert time.monotonic() - start < 30


def test_rules_without_bottom_do_no_harm(tmp_path: Path) -> None:
    """Saxon may report it or may break down: it is this process that must not notice."""
    with pytest.raises(EngineError) as caught:
        tried(tmp_path, looping("1 + u:f($n + 1)"))
    assert caught.value.message


@pytest.mark.parametrize("printed", ["", "no answer", "[]", "{", "\n\n"])
def test_a_process_that_gives_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, printed: str
) -> None:
    monkeypatch.setattr(
        proving, "_START", f"import sys; sys.stdout.write({printed.replace('{', '{{')!r}); sys.exit(3)"
    )
    with pytest.raises(RulesBroken, match=r"ended the program that tried them out .code 3"):
        tried(tmp_path, schematron())


def test_what_saxon_lacks_is_no_fault_of_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = '{"error": "EngineUnavailable", "message": "No Saxon.", "hint": "Install it."}'
    monkeypatch.setattr(proving, "_START", f"print({answer!r})".replace("{", "{{").replace("}", "}}"))
    with pytest.raises(EngineUnavailable, match="No Saxon") as caught:
        tried(tmp_path, schematron())
    assert caught.value.hint == "Install it."


@pytest.mark.parametrize("kind", list(Kind))
def test_the_documents_it_is_tried_on(kind: Kind) -> None:
    document = probe(kind)
    assert document.kind is kind
    assert probe(kind, BILLING).customization == BILLING


@pytest.mark.parametrize("known", [each for each in releases() if each.rules], ids=lambda each: each.id)
def test_every_release_meets_something_in_them(known: Release) -> None:
    """So that an import of such rules will, too."""
    for scope in known.applies_to:
        document = probe(Kind(scope.root), scope.customization)
        assert rules_of(known).check(saxon.Source(document.root)).fired
