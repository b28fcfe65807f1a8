"""The list of releases and what a rule says in each; what is damaged is listed and keeps nothing away."""

from datetime import date
from pathlib import Path

import pytest

from tests.foreign import check, schematron
from tests.shelves import own, put, shelf, toml
from ubltools.errors import ConfigurationError, ReleaseUnknown, RulesBroken
from ubltools.finding import Severity
from ubltools.validation.inventory import entries, look_up, texts
from ubltools.validation.release import by_id, files_of, releases

__all__ = ["own", "shelf"]

OLD = schematron(check("A-1", message="Old <value-of select='1'/> text."), check("A-2"))
NEW = schematron(check("A-1", flag="warning", message="New text."), check("A-3"), check("B-1"))


@pytest.fixture
def three(shelf: Path, own: Path) -> Path:
    """Two releases and a preview of our own; the folder of the user is given."""
    for identity, since, rules, more in (
        ("r21", "2026-08-24", OLD, ()),
        ("r22", "2027-02-24", NEW, ("preview = true",)),
        ("r20", "2026-02-23", OLD, ()),
    ):
        put(shelf, identity, toml(identity, since, *more, rules=rules), rules)
    return own


def test_rule_counts_are_those_of_ids() -> None:
    found = {entry.id: entry.rules for entry in entries()}
    assert found["peppol-billing-3.0.21"] == 165
    assert found["peppol-selfbilling-3.0.2"] == 62
    assert found["en16931-1.3.16"] == 979
    assert found["ubl-2.1"] is None
    assert all(entry.problem is None for entry in entries())


def test_what_is_damaged_is_listed_with_the_reason(three: Path) -> None:
    put(three, "mine", toml("mine", "", rules=NEW), NEW)
    put(three, "torn", "id = ")
    put(three, "changed", toml("changed", "", rules=NEW), OLD)
    put(three, "no-rules", toml("no-rules", "", rules=b"<a/>"), b"<a/>")
    found = {entry.id: entry for entry in entries()}
    assert list(found) == ["r20", "r21", "r22", "changed", "mine", "no-rules", "torn"]
    assert [found[name].rules for name in ("r20", "r22", "mine")] == [2, 3, 3]
    assert "not the known one" in (found["changed"].problem or "")
    assert "not a Schematron schema" in (found["no-rules"].problem or "")
    assert found["torn"].release is None and "release.toml is not right" in (found["torn"].problem or "")
    assert found["mine"].problem is None
    assert [text.release.id for text in look_up("B-1")] == ["r22", "mine"]


def test_what_counts_now_comes_first(three: Path) -> None:
    put(three, "mine", toml("mine", "2026-11-01", rules=NEW), NEW)
    found = look_up("a-1")
    assert [text.release.id for text in found] == ["r21", "r20", "r22", "mine"]
    assert found[0].messages == ("Old ... text.",)
    assert [text.severities for text in found[1:3]] == [(Severity.FATAL,), (Severity.WARNING,)]


def test_in_one_release(three: Path) -> None:
    (text,) = look_up("A-1", "r22")
    assert (text.release.id, text.messages) == ("r22", ("New text.",))
    with pytest.raises(ConfigurationError, match="no rule 'A-2' in r22") as caught:
        look_up("A-2", "r22")
    assert caught.value.hint in {"Similar: A-1, A-3.", "Similar: A-3, A-1."}
    with pytest.raises(ReleaseUnknown):
        look_up("A-1", "r99")
    put(three, "torn", "id = ")
    with pytest.raises(RulesBroken, match="torn is damaged"):
        look_up("A-1", "torn")


def test_an_unknown_rule_names_the_nearest() -> None:
    with pytest.raises(ConfigurationError) as caught:
        look_up("BR-CO-155")
    assert "BR-CO-15" in (caught.value.hint or "")
    with pytest.raises(ConfigurationError) as caught:
        look_up("nothing like it")
    assert caught.value.hint is None


def test_advice_and_terms() -> None:
    (ours,) = look_up("PEPPOL-EN16931-R003", "peppol-billing-3.0.21")
    assert ours.severities == (Severity.FATAL,)
    assert ours.hints and set(ours.terms) >= {"BT-10", "BT-13"}
    (advised,) = look_up("BR-CO-15", "en16931-1.3.16")
    assert set(advised.terms) == {"BT-109", "BT-110", "BT-112"}
    assert advised.hints and advised.messages[0].startswith("The total with VAT is not")
    (foreign,) = look_up("BR-CO-25", "fr-ctc-extended")
    assert not foreign.messages[0].startswith("[")


def test_business_terms_are_those_of_invoices() -> None:
    """Some rules are shared with responses, which have no business terms."""
    found = {text.release.id: text.terms for text in look_up("PEPPOL-COMMON-R043")}
    assert found["peppol-billing-3.0.21"]
    assert found["peppol-invoice-response-3.0.17"] == ()


def test_every_rule_of_ours_says_what_to_do() -> None:
    for release in releases():
        if release.rules and release.package is None:
            for text in texts(release).values():
                note = set(text.severities) == {Severity.INFO}
                assert all(text.messages) and (text.hints or note), (release.id, text.rule)


def test_a_release_is_read_once(three: Path) -> None:
    known = by_id("r21")
    assert texts(known) is texts(known)
    assert known.since == date(2026, 8, 24)
    assert files_of(known)["rules.sch"].read_bytes() == OLD
