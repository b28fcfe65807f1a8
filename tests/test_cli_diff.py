import io
import json
import sys
from pathlib import Path

import pytest

from tests.orders import SAMPLES, order, text
from ubltools import cli

ORDER, UBL, BAD_UBL = (str(SAMPLES / name) for name in ("order.json", "invoice.xml", "invoice-refused.xml"))
OWN = ("--company", str(SAMPLES / "company.json"))


@pytest.fixture
def run(monkeypatch, capfdbinary, tmp_path):
    """Run diff in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str, stdin: bytes = b""):
        monkeypatch.setattr(sys, "argv", ["ubltools", "diff", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as caught:
            cli.main()
        captured = capfdbinary.readouterr()
        assert b"Traceback" not in captured.err
        return caught.value.code, captured.out.decode(), captured.err.decode()

    return command


def test_the_same(run):
    assert run(UBL, UBL) == (0, f"SAME  no difference\n  A  {UBL}\n  B  {UBL}\n", "")


def test_an_order_and_its_ubl_are_the_same_as_far_as_both_can_say_it(run):
    code, out, err = run(ORDER, UBL, *OWN)
    assert (code, err) == (0, "")
    assert out.startswith("SAME  ") and out.endswith(
        "\nNOT compared: fields of the order that an invoice has no place for.\n"
    )


def test_a_difference_names_both_places(run):
    code, out, err = run(ORDER, BAD_UBL, *OWN)
    assert (code, err) == (1, "")
    assert "CHANGED  BT-112 Total with VAT\n  A  154.95\n     $.TotalIncl\n" in out
    assert "\n  B  154.96\n     XML line 132: /Invoice/cac:LegalMonetaryTotal/" in out


def test_as_json(run):
    code, out, err = run(UBL, BAD_UBL, "--format", "json")
    assert (code, err) == (1, "")
    xpath = "/Invoice/cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount"
    side = {"xpath": xpath, "line": 132, "json_path": None}
    assert json.loads(out) == {
        "schema": "ubltools-diff/1",
        "left": UBL,
        "right": BAD_UBL,
        "same": False,
        "not_compared": None,
        "differences": [
            {
                "kind": "changed",
                "term": "BT-112",
                "name": "Total with VAT",
                "left": {"value": "154.95", **side},
                "right": {"value": "154.96", **side},
            }
        ],
        "errors": [],
    }


def test_as_json_without_a_difference(run):
    code, out, _ = run(ORDER, UBL, *OWN, "--format", "json")
    outcome = json.loads(out)
    assert code == 0 and outcome["same"] is True and outcome["differences"] == []
    assert outcome["not_compared"]


def test_one_side_from_standard_input(run):
    code, out, _ = run("-", UBL, *OWN, stdin=Path(ORDER).read_bytes())
    assert code == 0 and "  A  standard input\n" in out
    code, out, _ = run(ORDER, "-", *OWN, stdin=Path(BAD_UBL).read_bytes())
    assert code == 1 and "  B  standard input\n" in out


def test_not_both_from_standard_input(run):
    code, out, err = run("-", "-", stdin=Path(ORDER).read_bytes())
    assert (code, out) == (2, "") and "standard input" in err


@pytest.mark.parametrize(
    ("content", "code", "why"),
    [
        (None, 2, "no such file"),
        (b"", 3, "nothing in the file"),
        (b"%PDF-1.7", 3, "PDF"),
        (b"<Invoice>", 3, "never closed"),
        (b"<Catalogue/>", 3, "Catalogue: only an Invoice or CreditNote"),
        (text(order(OrderType="Offer")), 3, "OrderType Offer"),
        (text(order()), 2, "--company FILE"),
    ],
)
def test_a_file_that_cannot_be_compared(run, tmp_path, content, code, why):
    if content is not None:
        (tmp_path / "b").write_bytes(content)
    found, out, err = run(UBL, "b")
    assert (found, out) == (code, "")
    assert err.startswith("NOT COMPARED  b ") and why in " ".join(err.split())


def test_both_files_are_looked_at(run):
    code, out, err = run("nothing.xml", "nowhere.xml")
    assert (code, out) == (2, "")
    assert "nothing.xml" in err and "nowhere.xml" in err


def test_a_program_gets_json_for_a_file_that_cannot_be_compared(run):
    code, out, err = run(UBL, "nothing.xml", "--format", "json")
    assert (code, err) == (2, "")
    outcome = json.loads(out)
    assert outcome["same"] is None and outcome["differences"] == []
    assert [(each["document"], each["rule"]) for each in outcome["errors"]] == [
        ("nothing.xml", "UBLT-CONFIGURATION")
    ]


def test_the_company_may_come_from_the_settings(run, tmp_path):
    (tmp_path / "ubltools.toml").write_text(f'company = "{SAMPLES / "company.json"}"', "utf-8")
    assert run(ORDER, UBL)[0] == 0


def test_the_decisions_of_the_settings_count(run, tmp_path):
    (tmp_path / "a.json").write_bytes(text(order(OrderTitle=None, Reference=None)))
    (tmp_path / "ubltools.toml").write_text('buyer_reference_filler = "unknown"', "utf-8")
    _, out, _ = run("a.json", UBL, *OWN)
    assert "BT-10 Buyer reference\n  A  unknown\n" in out


def test_a_file_name_that_is_no_text_does_not_stop_it(run, tmp_path):
    (tmp_path / "\udcff.xml").write_bytes(Path(UBL).read_bytes())
    for form in ("text", "json"):
        assert run("\udcff.xml", UBL, "--format", form)[0] == 0


def test_an_invoice_is_not_compared_with_a_credit_note(run):
    code, out, _ = run(ORDER, str(SAMPLES / "order-credit-note.json"), *OWN)
    kind = "CHANGED  Kind of document\n  A  Invoice\n     $.OrderType\n  B  CreditNote\n     $.OrderType\n"
    assert code == 1 and out.startswith("DIFFERENT  1 difference\n") and out.endswith(f"\n\n{kind}")


def test_verbose_shows_every_place(run, tmp_path):
    dear = Path(UBL).read_text("utf-8").replace('currencyID="EUR"', 'currencyID="USD"')
    (tmp_path / "b.xml").write_text(dear, "utf-8")
    short, long = run(UBL, "b.xml")[1], run(UBL, "b.xml", "-v")[1]
    places = dear.count('currencyID="USD"')
    assert f"CHANGED  @currencyID  ({places} places)\n" in short and short.count("  B  USD\n") == 5
    assert f"  and {places - 5} more; -v shows all\n" in short
    assert long.count("  B  USD\n") == places and "-v shows all" not in long
