"""The commands on rule releases, and what they change for validate."""

import io
import json
import sys
from pathlib import Path

import pytest

from tests.foreign import check, schematron, zipped_names
from tests.orders import SAMPLES
from tests.shelves import coming, own, put, toml
from ubltools import cli

__all__ = ["coming", "own"]

UBL, BAD_UBL = str(SAMPLES / "invoice.xml"), str(SAMPLES / "invoice-refused.xml")
COMPANY = ("--company", str(SAMPLES / "company.json"))
NEXT = schematron(check("PEPPOL-NEXT", "cbc:ID = 'none'", message="It has a number."))
SAID = ("--layer", "peppol", "--root", "Invoice")


@pytest.fixture
def run(monkeypatch, capfdbinary, tmp_path, own):
    """Run the command in an empty folder, with an empty folder of the user's own."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str):
        monkeypatch.setattr(sys, "argv", ["ubltools", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        with pytest.raises(SystemExit) as caught:
            cli.main()
        captured = capfdbinary.readouterr()
        assert b"Traceback" not in captured.err
        return caught.value.code, captured.out.decode(), captured.err.decode()

    return command


@pytest.fixture
def preview(coming):
    """A preview that takes over on 2027-02-24 and refuses every invoice."""
    rules = toml("peppol-billing-9.9.9", "2027-02-24", "preview = true", rules=NEXT)
    put(coming, "peppol-billing-9.9.9", rules, NEXT)


def words(text: str) -> str:
    return " ".join(text.split())


# validate --release next and --also-next


def test_also_next_says_what_will_become_of_it(run, preview):
    code, out, err = run("validate", UBL, "--also-next", "--on", "2026-11-21")
    assert (code, err) == (0, "")
    assert out.startswith("OK  ")
    assert "NEXT Valid today, refused from 2027-02-24 because of PEPPOL-NEXT. Checked with " in words(out)
    assert "Checked with peppol-billing-9.9.9 (a preview: it may still change)." in words(out)
    assert "FATAL  PEPPOL-NEXT\n  What   It has a number.\n" in out
    assert (
        "in force since 2026-08-24 until peppol-billing-9.9.9, a preview, takes over on 2027-02-24"
        in words(out)
    )


def test_also_next_as_json(run, preview):
    code, out, _ = run("validate", UBL, "--also-next", "--on", "2026-11-21", "--format", "json")
    found = json.loads(out)
    assert (code, found["ok"], found["next"]["ok"], found["next"]["from"]) == (0, True, False, "2027-02-24")
    assert [each["rule"] for each in found["next"]["new"]] == ["PEPPOL-NEXT"]
    code, out, _ = run("validate", UBL, BAD_UBL, "--also-next", "--format", "jsonl", "--on", "2026-11-21")
    assert code == 1
    assert [json.loads(line)["next"]["preview"] for line in out.splitlines()] == [True, True]
    assert "next" not in json.loads(run("validate", UBL, "--format", "json")[1])


def test_the_exit_code_is_that_of_today(run, coming):
    good = schematron(check(test="true()"))
    put(coming, "peppol-billing-9.9.9", toml("peppol-billing-9.9.9", "2027-02-24", rules=good), good)
    spoilt = (
        Path(UBL)
        .read_text("utf-8")
        .replace("<cbc:BuyerReference>", "<cbc:Note>one</cbc:Note><!--")
        .replace("</cbc:BuyerReference>", "-->")
    )
    Path("bad.xml").write_text(spoilt, encoding="utf-8")
    code, out, _ = run("validate", "bad.xml", "--also-next", "--on", "2026-11-21")
    assert code == 1 and out.startswith("REFUSED")


def test_also_next_without_one(run, coming):
    code, out, _ = run("validate", UBL, "--also-next", "--on", "2026-11-21")
    assert code == 0
    assert "NEXT No release is known that comes after those of 2026-11-21 for this document." in words(out)


def test_also_next_goes_with_a_day_only(run):
    code, out, err = run("validate", UBL, "--also-next", "--release", "next")
    assert (code, out) == (2, "") and "--also-next" in err


def test_also_next_of_a_file_that_is_none(run):
    code, out, _ = run("validate", "gone.xml", "--also-next")
    assert code == 2 and out.startswith("NOT VALIDATED") and "NEXT" not in out


def test_release_next(run, preview):
    code, out, _ = run("validate", UBL, "--release", "next", "--on", "2026-11-21")
    assert code == 1 and out.startswith("REFUSED")
    assert "peppol-billing-9.9.9 (comes next, on 2027-02-24, and is a preview that may still change" in words(
        out
    )
    code, out, err = run(
        "presend", str(SAMPLES / "order.json"), *COMPANY, "--release", "next", "--on", "2026-11-21"
    )
    assert (code, out) == (1, "") and "PEPPOL-NEXT" in err


def test_release_next_without_one(run, coming):
    code, out, _ = run("validate", UBL, "--release", "next", "--on", "2026-11-21")
    assert code == 2 and out.startswith("NOT VALIDATED") and "comes after those of 2026-11-21" in words(out)


def test_an_unknown_specification_names_the_nearest(run):
    text = Path(UBL).read_text("utf-8").replace("poacc:billing:3.0", "poacc:biling:3.0")
    Path("odd.xml").write_text(text, encoding="utf-8")
    for more in ((), ("--also-next",), ("--release", "next")):
        code, out, _ = run("validate", "odd.xml", *more)
        assert code == 4
        assert "Known: urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0" in words(
            out
        )


# import, list, use, remove


def test_from_import_to_remove(run, own):
    Path("official-7.7.7.zip").write_bytes(zipped_names({"rules/mine.sch": NEXT}))
    code, out, err = run("rules", "import", "official-7.7.7.zip", *SAID)
    assert (code, err) == (0, "")
    identity = out.split()[0]
    assert identity == "mine-7.8.9-imported" and f"validate --release {identity} FILE" in out
    assert run("rules", "import", "official-7.7.7.zip", *SAID)[:2] == (
        0,
        f"{identity} was imported before; nothing is changed.\n",
    )
    assert f"{identity}  (peppol, imported)\n" in run("rules", "list")[1]
    code, out, _ = run("validate", UBL, "--release", identity)
    assert code == 1 and f"{identity} (asked for by name (imported)" in words(out)
    assert run("validate", UBL)[0] == 0
    code, out, err = run("rules", "remove", identity)
    assert (code, out, err) == (0, "", f"{identity} is removed.\n")
    assert list(own.iterdir()) == []
    assert run("validate", UBL, "--release", identity)[0] == 2


def test_options_of_import(run, own):
    Path("x.sch").write_bytes(NEXT)
    arguments = ("--id", "mine-1", "--layer", "peppol", "--from", "2027-02-24", "--root", "Invoice")
    code, out, _ = run("rules", "import", "x.sch", *arguments, "--customization", "urn:mine")
    assert code == 0 and "Assumed" not in out
    (mine,) = (each for each in json.loads(run("rules", "list", "--format", "json")[1]) if each["imported"])
    assert (mine["id"], mine["mandatory_from"], mine["rules"]) == ("mine-1", "2027-02-24", 1)
    assert mine["applies_to"] == [{"root": "Invoice", "customization": "urn:mine", "profile": None}]


@pytest.mark.parametrize(
    ("arguments", "code", "say"),
    [
        (("gone.sch", *SAID), 2, "gone.sch cannot be read"),
        (("bad.sch", *SAID), 4, "do not compile"),
        (("text.txt", *SAID), 3, "is no rule file"),
        (("slip.zip", *SAID), 3, "refused"),
        (("good.sch",), 2, "not known what the rules in good.sch are about"),
        (("good.sch", "--layer", "peppol", "--root", "Offer"), 2, "Offer"),
        (("good.sch", *SAID, "--id", "peppol-billing-3.0.21"), 2, "built in"),
        (("good.sch", *SAID, "--id", "Some thing"), 2, "cannot be called"),
        (("good.sch", *SAID, "--from", "soon"), 2, "soon"),
    ],
)
def test_refused_imports_say_why_and_leave_nothing(run, own, arguments, code, say):
    Path("bad.sch").write_bytes(schematron(check(test="cbc:ID[")))
    Path("good.sch").write_bytes(NEXT)
    Path("text.txt").write_text("text")
    Path("slip.zip").write_bytes(zipped_names({"../../slip.sch": NEXT}))
    found, out, err = run("rules", "import", *arguments)
    assert (found, out) == (code, "") and say in words(err)
    assert not own.exists()


def test_damaged_imports_harm_nothing_else(run, own):
    Path("x.sch").write_bytes(NEXT)
    run("rules", "import", "x.sch", *SAID, "--id", "mine")
    (own / "mine" / "x.sch").write_text("changed")
    put(own, "torn", "id = ")
    put(own, "peppol-billing-3.0.21", toml("peppol-billing-3.0.21", "2026-08-24"))
    code, out, _ = run("rules", "list")
    assert code == 0
    assert out.count("BROKEN") == 3 and "165 rules" in out
    assert run("validate", UBL)[0] == 0
    assert run("rules", "show", "PEPPOL-EN16931-R003")[0] == 0
    for identity in ("mine", "torn"):
        code, out, _ = run("validate", UBL, "--release", identity)
        assert code == 4 and f"ubltools rules remove {identity}" in words(out)
        assert run("rules", "remove", identity)[0] == 0
    assert run("rules", "remove", "peppol-billing-3.0.21")[0] == 2


# show, compare


def test_show(run):
    code, out, err = run("rules", "show", "peppol-en16931-r003")
    assert (code, err) == (0, "") and out.startswith("PEPPOL-EN16931-R003  fatal\n")
    code, out, _ = run("rules", "show", "BR-CO-15", "--format", "json", "--release", "en16931-1.3.16")
    assert (code, [each["release"] for each in json.loads(out)["releases"]]) == (0, ["en16931-1.3.16"])


def test_show_of_an_unknown_rule(run):
    code, out, err = run("rules", "show", "BR-CO-155")
    assert (code, out) == (2, "") and "BR-CO-15" in err
    assert run("rules", "show", "BR-CO-15", "--release", "peppol-billing-3.0.21")[0] == 2


def test_compare(run):
    for name, rules in (("a", schematron(check("A"))), ("b", schematron(check("A"), check("B", "false()")))):
        Path(f"{name}.sch").write_bytes(rules)
        run("rules", "import", f"{name}.sch", *SAID, "--id", name)
    folder = Path("documents/more")
    folder.mkdir(parents=True)
    for at, path in enumerate((folder / "one.xml", folder.parent / "two.XML")):
        path.write_bytes(Path((UBL, BAD_UBL)[at]).read_bytes())
    (folder / "notes.txt").write_text("no document")
    code, out, err = run("rules", "compare", "a", "b", "documents")
    assert (code, err) == (1, "")
    assert out.startswith("DIFFERENT  2 of 2 documents\n  A  a\n  B  b\n\nRules only in B (1): B\n\n")
    assert "B (fatal): A 0, B 2, in 2 documents\n" in out
    assert run("rules", "compare", "a", "a", "documents")[:2] == (0, "SAME  2 documents\n  A  a\n  B  a\n")
    code, out, _ = run("rules", "compare", "a", "b", UBL, "--format", "json")
    assert code == 1 and list(json.loads(out)["differing"]) == [UBL]
    Path("documents/torn.xml").write_text("<Invoice")
    code, out, _ = run("rules", "compare", "a", "b", "documents")
    assert code == 3 and "NOT compared: documents/torn.xml" in out


def test_compare_of_nothing(run):
    Path("empty").mkdir()
    same = "peppol-billing-3.0.21"
    assert run("rules", "compare", same, same, "empty")[0] == 2
    assert run("rules", "compare", same, same, "gone")[0] == 3
    assert run("rules", "compare", same, "gone", UBL)[0] == 2
    code, out, _ = run("rules", "compare", "peppol-mlr-3.0.17", same, UBL)
    assert code == 2 and out.startswith("NOT COMPARED")
    code, _, err = run("rules", "compare", same, "ubl-2.1", UBL)
    assert code == 4 and "names no rule file" in err


def test_what_is_built_in_is_the_same_as_itself(run):
    same = "peppol-billing-3.0.21"
    code, out, _ = run("rules", "compare", same, same, str(SAMPLES))
    assert code == 0 and out.startswith("SAME  ")
