import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.orders import COMPANY, ORDER, SAMPLES
from ubltools import cli

GOOD, BAD = str(SAMPLES / "order.json"), str(SAMPLES / "order-refused.json")
UBL, BAD_UBL = str(SAMPLES / "invoice.xml"), str(SAMPLES / "invoice-refused.xml")
OWN = ("--company", str(SAMPLES / "company.json"))


@pytest.fixture
def run(monkeypatch, capfdbinary, tmp_path):
    """Run the command in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str, stdin: bytes = b""):
        monkeypatch.setattr(sys, "argv", ["ubltools", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as caught:
            cli.main()
        captured = capfdbinary.readouterr()
        assert b"Traceback" not in captured.err
        return caught.value.code, captured.out.decode(), captured.err.decode()

    return command


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# presend


def test_presend_prints_the_body_and_nothing_else(run):
    code, out, err = run("presend", GOOD, *OWN)
    assert code == 0
    assert json.loads(out).keys() == {"XML"}
    assert err.startswith("OK  ") and "POST https://api.sandbox.billit.be" in err


def test_presend_for_production_only_names_another_address(run):
    sandbox, production = run("presend", GOOD, *OWN), run("presend", GOOD, *OWN, "--production")
    assert sandbox[1] == production[1]
    assert "POST https://api.billit.be/v1/peppol/sendxml" in production[2]


def test_presend_writes_the_body_to_a_file(run, tmp_path):
    code, out, _ = run("presend", GOOD, *OWN, "-o", "body.json")
    assert (code, out) == (0, "")
    assert json.loads((tmp_path / "body.json").read_text("utf-8")).keys() == {"XML"}
    assert names(tmp_path) == ["body.json"]


def test_a_refused_order_writes_nothing(run, tmp_path):
    code, out, err = run("presend", BAD, *OWN, "-o", "body.json")
    assert (code, out) == (1, "")
    assert err.startswith("REFUSED  ") and "$.Customer.VATNumber" in err
    assert names(tmp_path) == []


def test_presend_as_json(run):
    code, out, _ = run("presend", GOOD, BAD, *OWN, "--format", "json")
    good, bad = json.loads(out)
    assert code == 1
    assert good["ok"] and good["request"]["body"].keys() == {"XML"}
    assert not bad["ok"] and bad["request"] is None


def test_presend_takes_one_order_as_text(run):
    code, _, err = run("presend", GOOD, BAD, *OWN)
    assert code == 2 and "--format" in err


def test_presend_from_standard_input(run):
    code, out, _ = run("presend", "-", *OWN, stdin=Path(GOOD).read_bytes())
    assert code == 0 and json.loads(out)


def test_without_a_company_the_three_ways_are_named(run):
    code, out, err = run("presend", GOOD)
    assert (code, out) == (2, "")
    assert "--company" in err and "ubltools.toml" in err and "Supplier" in err


@pytest.mark.parametrize(
    ("name", "content"),
    [("ubltools.toml", 'company = "own.json"'), ("pyproject.toml", '[tool.ubltools]\ncompany = "own.json"')],
)
def test_the_company_from_the_settings(run, tmp_path, name, content):
    (tmp_path / name).write_text(content)
    (tmp_path / "own.json").write_text(json.dumps(COMPANY))
    code, _, _ = run("presend", GOOD)
    assert code == 0


def test_a_setting_that_is_unknown(run, tmp_path):
    (tmp_path / "ubltools.toml").write_text('compny = "own.json"')
    code, _, err = run("presend", GOOD)
    assert code == 2 and "compny" in err and "company" in err


# validate


def test_validate_reports_on_standard_output(run):
    code, out, err = run("validate", UBL)
    assert (code, err) == (0, "")
    assert out.startswith("OK  ") and "peppol-billing-3.0.21" in out


def test_a_document_that_is_wrong(run):
    code, out, _ = run("validate", BAD_UBL)
    assert code == 1
    assert "BR-CO-15" in out and "XML line" in out


def test_the_report_as_one_object_a_document(run):
    code, out, _ = run("validate", UBL, BAD_UBL, "missing.xml", "--format", "jsonl")
    rows = [json.loads(each) for each in out.splitlines()]
    assert code == 2
    assert [row["ok"] for row in rows] == [True, False, False]
    assert [row["schema"] for row in rows] == ["ubltools-report/1"] * 3
    layers = {layer["name"]: layer for layer in rows[1]["layers"]}
    finding = layers["en16931"]["findings"][0]
    assert layers["en16931"]["state"] == "failed" and layers["en16931"]["rules_fired"] > 20
    assert finding.keys() >= {"rule", "severity", "message", "hint", "location"}
    assert finding["location"].keys() == {"xpath", "line", "json_path", "term"}


def test_one_document_is_an_object_and_several_are_a_list(run):
    assert json.loads(run("validate", UBL, "--format", "json")[1])["ok"] is True
    assert len(json.loads(run("validate", UBL, UBL, "--format", "json")[1])) == 2


def test_a_release_by_name(run):
    code, out, _ = run("validate", UBL, "--release", "peppol-selfbilling-3.0.2")
    assert code == 1 and "PEPPOL-EN16931-R004" in out


def test_a_release_that_is_not_there(run):
    code, out, _ = run("validate", UBL, "--release", "peppol-billing-3.0.2l")
    assert code == 2 and "peppol-billing-3.0.21" in out


@pytest.mark.parametrize("day", ["tomorrow", "2026-13-01", ""])
def test_a_day_that_is_none(run, day):
    code, out, err = run("validate", UBL, "--on", day)
    assert (code, out) == (2, "") and "--on" in err


def test_a_day_before_all_rules(run):
    code, out, _ = run("validate", UBL, "--on", "2020-01-01")
    assert code == 4 and out.startswith("NOT VALIDATED")


def test_warnings_fail_only_when_asked(run, tmp_path):
    document = Path(UBL).read_text("utf-8").replace("</cbc:ID>", "</cbc:ID><cbc:UUID>1</cbc:UUID>", 1)
    (tmp_path / "warned.xml").write_text(document, "utf-8")
    code, out, _ = run("validate", "warned.xml")
    assert code == 0 and "WARNING  UBL-CR-" in out
    assert run("validate", "warned.xml", "--fail-on", "warning")[0] == 1


def test_the_gate(run, tmp_path):
    document = Path(UBL).read_text("utf-8").replace("<cbc:ID>2026-0147</cbc:ID>", "")
    (tmp_path / "a.xml").write_text(document, "utf-8")
    gated, open_gate = run("validate", "a.xml"), run("validate", "a.xml", "--no-gate")
    assert gated[0] == open_gate[0] == 1
    assert "NOT checked: EN 16931, Peppol" in gated[1] and "BR-02" in open_gate[1]


# convert


def test_convert_finds_the_direction(run, tmp_path):
    assert run("convert", GOOD, *OWN, "-o", "a.xml")[0] == 0
    assert (tmp_path / "a.xml").read_bytes() == Path(UBL).read_bytes()
    code, out, _ = run("convert", "a.xml")
    assert code == 0 and json.loads(out)["OrderNumber"] == ORDER["OrderNumber"]


def test_convert_many_into_a_folder(run, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "offer.json").write_text(json.dumps({**ORDER, "OrderType": "Offer"}, default=str))
    code, _, _ = run("convert", GOOD, UBL, "offer.json", *OWN, "-o", "out")
    assert code == 1
    assert names(tmp_path / "out") == ["invoice.json", "order.xml"]


def test_convert_many_needs_a_folder(run):
    assert run("convert", GOOD, UBL, *OWN)[0] == 2
    assert run("convert", GOOD, UBL, *OWN, "-o", "nowhere")[0] == 2


def test_two_results_never_overwrite_each_other(run, tmp_path):
    (tmp_path / "out").mkdir()
    code, _, err = run("convert", GOOD, GOOD, *OWN, "-o", "out")
    assert code == 2 and "same name" in err
    assert names(tmp_path / "out") == []


@pytest.mark.parametrize("command", ["presend", "convert"])
def test_a_file_is_never_written_over_what_it_was_made_from(run, tmp_path, command):
    (tmp_path / "a.json").write_bytes(Path(GOOD).read_bytes())
    (tmp_path / "b.json").symlink_to(tmp_path / "a.json")
    for output in ("a.json", "b.json"):
        code, _, err = run(command, "a.json", *OWN, "-o", output)
        assert code == 2 and "made from" in err
    assert (tmp_path / "a.json").read_bytes() == Path(GOOD).read_bytes()


def test_a_file_name_in_another_encoding(run):
    code, out, _ = run("validate", "a\udcff.xml", "--format", "json")
    assert code == 2 and json.loads(out)["document"] == "a\udcff.xml"


def test_what_could_not_cross_is_said_and_refused_when_strict(run, tmp_path):
    (tmp_path / "a.json").write_text(
        json.dumps({**json.loads(Path(GOOD).read_text()), "FXRateToForeign": 1.1})
    )
    loose, strict = run("convert", "a.json", *OWN), run("convert", "a.json", *OWN, "--strict")
    assert loose[0] == 0 and loose[1] and "$.FXRateToForeign" in loose[2]
    assert strict[0] == 1 and strict[1] == ""


def test_a_total_that_does_not_come_again_is_a_loss(run):
    loose, strict = run("convert", BAD_UBL), run("convert", BAD_UBL, "--strict")
    assert loose[0] == 0 and "154.96" in loose[2] and "154.95" in loose[2]
    assert strict[0] == 1 and strict[1] == ""


def test_what_has_no_field_is_kept_and_comes_back(run, tmp_path):
    whole = Path(UBL).read_text("utf-8").replace("<cbc:Note>", "<cbc:Note>first</cbc:Note>\n  <cbc:Note>")
    (tmp_path / "two.xml").write_text(whole, "utf-8")
    assert run("convert", "two.xml", "--strict")[0] == 1
    code, out, err = run("convert", "two.xml", "--strict", "--keep-unmapped", "-o", "order.json")
    assert (code, out) == (0, "") and "CustomFields" in err
    assert "Invoice.Note2" in json.loads((tmp_path / "order.json").read_text("utf-8"))["CustomFields"]
    assert run("convert", "order.json", "--strict", "-o", "again.xml")[0] == 0
    assert (tmp_path / "again.xml").read_text("utf-8") == whole


# The rest


def test_the_schema_of_the_order(run):
    code, out, _ = run("schema")
    assert code == 0 and "OrderLines" in json.loads(out)["properties"]


def test_the_list_of_rules(run):
    code, out, _ = run("rules", "list")
    assert code == 0
    for release in ("ubl-2.1", "en16931-1.3.16", "peppol-billing-3.0.21", "peppol-selfbilling-3.0.2"):
        assert release in out
    rows = json.loads(run("rules", "list", "--format", "json")[1])
    assert {row["id"]: row["mandatory_from"] for row in rows}["peppol-billing-3.0.21"] == "2026-08-24"


@pytest.mark.parametrize(
    "arguments", [["presend"], ["nothing"], ["validate", UBL, "--fail-on", "no"], ["--wrong"]]
)
def test_usage(run, arguments):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert "Usage" in err


DOCTYPE = b'<!DOCTYPE Invoice [<!ENTITY a "b">]><Invoice>&a;</Invoice>'
INVOICE = Path(UBL).read_bytes()
HEADER = (
    b"<StandardBusinessDocumentHeader><HeaderVersion>1.0</HeaderVersion></StandardBusinessDocumentHeader>"
)
ENVELOPE = (
    b'<StandardBusinessDocument xmlns="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">'
    + HEADER
    + INVOICE.split(b"?>", 1)[1]
    + b"</StandardBusinessDocument>"
)
NAMELESS = b"<Invoice/>"
FOREIGN = b'<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>'


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"", 3, "UBLT-EMPTY"),
        (b" \n", 3, "UBLT-EMPTY"),
        (b"{}", 3, "UBLT-NOT-XML"),
        (INVOICE[:-40], 3, "UBLT-NOT-XML"),
        (INVOICE.replace(b"2026-0147", b"2026\x000147"), 3, "UBLT-NOT-XML"),
        (DOCTYPE, 3, "UBLT-UNSAFE-XML"),
        (b"<a>" * 200, 3, "UBLT-"),
        (b"<a>" * 200 + b"</a>" * 200, 3, "UBLT-UNSAFE-XML"),
        (NAMELESS, 4, "UBLT-UNKNOWN-ROOT"),
        (FOREIGN, 4, "UBLT-UNKNOWN-ROOT"),
        (b"<html/>", 4, "UBLT-UNKNOWN-ROOT"),
        (ENVELOPE, 0, "UBLT-SBDH-UNWRAPPED"),
        (INVOICE.decode().replace("UTF-8", "UTF-16").encode("utf-16"), 0, "UBLT-ENCODING"),
        (b"\xef\xbb\xbf" + INVOICE, 0, "UBLT-ENCODING"),
    ],
)
def test_every_bad_xml_gives_one_clear_message(run, tmp_path, data, code, said):
    (tmp_path / "a.xml").write_bytes(data)
    got, out, _ = run("validate", "a.xml", "--format", "json")
    rules = [f["rule"] for layer in json.loads(out)["layers"] for f in layer["findings"]]
    assert got == code
    assert len(rules) == 1 and rules[0].startswith(said)


SAMPLE = Path(GOOD).read_bytes()


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"", 3, "UBLT-EMPTY"),
        (SAMPLE[:300], 3, "UBLT-NOT-JSON"),
        (INVOICE, 3, "UBLT-NOT-JSON"),
        (b"[1, 2]", 3, "UBLT-NOT-AN-ORDER"),
        (b'"x"', 3, "UBLT-NOT-AN-ORDER"),
        (json.dumps(COMPANY).encode(), 3, "UBLT-NOT-AN-ORDER"),
        (b"[" * 100_000, 3, "UBLT-NOT-JSON"),
        (b'{"OrderLines":' + b"[" * 100_000, 3, "UBLT-NOT-JSON"),
        (SAMPLE.replace(b"2026-0147", b"2026\x000147"), 3, "UBLT-NOT-JSON"),
        (SAMPLE.replace(b"2026-0147", b"2026\xff0147"), 3, "UBLT-NOT-JSON"),
        (SAMPLE.replace(b'"Quantity": 12', b'"Quantity": 1e400'), 1, "UBLT-ORDER-VALUE"),
        (SAMPLE.replace(b'"Quantity": 12', b'"Quantity": ' + b"9" * 5000), 1, "UBLT-ORDER-VALUE"),
        (SAMPLE.replace(b'"Quantity": 12', b'"Quantity": "12,5"'), 1, "UBLT-ORDER-VALUE"),
        (SAMPLE.replace(b"2026-11-02", b"2026-11-31"), 1, "UBLT-ORDER-VALUE"),
        (b"// note\n" + SAMPLE.rstrip()[:-1] + b",}", 0, "UBLT-JSON-RELAXED"),
        (SAMPLE.decode().encode("utf-16"), 0, "UBLT-ENCODING"),
        (b"\xef\xbb\xbf" + SAMPLE, 0, "UBLT-ENCODING"),
    ],
)
def test_every_bad_order_gives_one_clear_message(run, tmp_path, data, code, said):
    (tmp_path / "a.json").write_bytes(data)
    got, out, _ = run("presend", "a.json", *OWN, "--format", "json")
    rules = [f["rule"] for layer in json.loads(out)["layers"] for f in layer["findings"]]
    assert (got, [rule for rule in rules if rule != "BILLIT-NO-PDF"]) == (code, [said])


def test_a_huge_file_is_refused_before_it_is_read(run, tmp_path):
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(200_000_000)
    for command in (
        ["presend", "huge.json", *OWN],
        ["validate", "huge.json"],
        ["convert", "huge.json", *OWN],
    ):
        code, out, err = run(*command)
        assert code == 3 and "100 MB" in out + err


@pytest.mark.parametrize(
    ("command", "path"),
    [(command, "missing.json") for command in ("presend", "validate", "convert")]
    + [("presend", "."), ("convert", ".")],
)
def test_a_file_that_is_none(run, path, command):
    code, out, err = run(command, path, *(OWN if command != "validate" else ()))
    assert code == 2 and "cannot be read" in out + err


def test_a_folder_that_does_not_exist(run):
    code, out, err = run("presend", GOOD, *OWN, "-o", "nowhere/body.json")
    assert (code, out) == (2, "") and "cannot be written" in err


def test_python_m(tmp_path):
    checkout = str(Path(cli.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-m", "ubltools", "validate", UBL],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": checkout},
        check=False,
    )
    assert done.returncode == 0 and done.stdout.startswith(b"OK")


def test_a_reader_that_goes_away_ends_quietly():
    line = f"{sys.executable} -m ubltools schema | head -c 10; exit ${{PIPESTATUS[0]}}"
    checkout = str(Path(cli.__file__).parents[2])
    done = subprocess.run(["bash", "-c", line], capture_output=True, cwd=checkout, check=False)
    assert done.returncode in {0, 141} and done.stderr == b""
