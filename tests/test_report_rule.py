"""What a rule says, on a terminal and as JSON."""

import json
from dataclasses import replace

from tests.test_report_releases import MINE
from ubltools.finding import Severity
from ubltools.report.rule import render
from ubltools.validation.inventory import Text, look_up

TEXT = Text("R-1", MINE, (Severity.FATAL,), ("The id ... is\nwrong.",), ("Repair it.",), ("BT-1", "BT-999"))


def test_all_of_it() -> None:
    other = replace(
        TEXT, release=MINE._replace(id="other", preview=True, imported=False), messages=("Else.",)
    )
    assert render([TEXT, other]) == (
        "R-1  fatal\n"
        "  What   The id ... is wrong.\n"
        "  To do  Repair it.\n"
        "  About  BT-1 Invoice number, BT-999\n"
        "  In     mine-1 (fatal, imported)\n"
        "         other (fatal, preview, another text)\n"
    )


def test_what_there_is_not_is_left_out() -> None:
    bare = replace(TEXT, messages=("",), hints=(), terms=(), severities=(Severity.FATAL, Severity.WARNING))
    assert (
        render([bare])
        == "R-1  fatal or warning\n  What   no message\n  In     mine-1 (fatal or warning, imported)\n"
    )


def test_as_json() -> None:
    found = json.loads(render([TEXT], "json"))
    (release,) = found.pop("releases")
    assert found == {"rule": "R-1"}
    assert release["terms"] == [{"term": "BT-1", "name": "Invoice number"}, {"term": "BT-999", "name": None}]
    assert (release["release"], release["severity"], release["imported"]) == ("mine-1", ["fatal"], True)


def test_a_real_one() -> None:
    text = render(look_up("PEPPOL-EN16931-R003"))
    assert text.startswith("PEPPOL-EN16931-R003  fatal\n  What   ")
    assert "BT-10 Buyer reference" in text and "peppol-selfbilling-3.0.2 (fatal)" in text
