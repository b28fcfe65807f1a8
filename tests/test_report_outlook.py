"""What is told of the releases that come next: one sentence that is true, then what is new."""

import json
from datetime import date
from pathlib import Path

import pytest

from ubltools.finding import Finding, Layer, LayerState, Location, Report, Severity
from ubltools.report.outlook import render, to_object
from ubltools.validation.outlook import Outlook
from ubltools.validation.release import Release, Scope

FATAL = Finding("R-1", Severity.FATAL, "Too long.", Location("/Invoice/cbc:ID", 3), "Shorten it.")
WARNING = Finding("R-2", Severity.WARNING, "Odd.", Location("/Invoice"))


def release(preview: bool = False) -> Release:
    return Release(
        id="r22", layer="peppol", title="t", version="1", published=None, source="s", folder=Path(),
        sha256=(), applies_to=(Scope("Invoice"),), mandatory_from=date(2027, 2, 24), preview=preview,
    )  # fmt: skip


def report(*findings: Finding, state: LayerState | None = None, reason: str | None = None) -> Report:
    fatal = any(each.severity is Severity.FATAL for each in findings)
    ended = state or (LayerState.FAILED if fatal else LayerState.PASSED)
    return Report("x.xml", (Layer("peppol", ended, "r", findings=findings, reason=reason),))


def told(now: Report, then: Report, *, preview: bool = False) -> str:
    new = tuple(each for each in then.findings if each not in now.findings)
    gone = tuple(each for each in now.findings if each not in then.findings)
    text = render(now, Outlook((release(preview),), then, new, gone))
    assert text.startswith("NEXT  ") and text.endswith("\n") and not text.endswith("\n\n")
    return " ".join(text.split())


UNREAD = report(state=LayerState.ERROR, reason="The file x is not there.")


@pytest.mark.parametrize(
    ("now", "then", "sentence"),
    [
        (report(), report(), "Valid today and from 2027-02-24 on. Checked with r22."),
        (report(), report(FATAL), "Valid today, refused from 2027-02-24 because of R-1. Checked with r22."),
        (report(), report(WARNING), "Valid today and from 2027-02-24 on. New then: R-2."),
        (
            report(),
            report(FATAL, WARNING),
            "Valid today, refused from 2027-02-24 because of R-1. New then: R-2.",
        ),
        (report(FATAL), report(), "Refused today, valid from 2027-02-24. No longer then: R-1."),
        (report(FATAL), report(FATAL), "Refused today and from 2027-02-24 on. Checked"),
        (
            report(WARNING),
            report(FATAL),
            "Valid today, refused from 2027-02-24 because of R-1. No longer then: R-2.",
        ),
        (
            report(),
            UNREAD,
            "Valid today, not validated from 2027-02-24. Why: The file x is not there. Checked",
        ),
        (UNREAD, report(FATAL), "Not validated today, refused from 2027-02-24 because of R-1."),
    ],
)
def test_the_sentence(now: Report, then: Report, sentence: str) -> None:
    assert sentence in told(now, then)


def test_a_preview_is_called_one() -> None:
    assert "Checked with r22 (a preview: it may still change)." in told(report(), report(), preview=True)
    assert "preview" not in told(report(), report())


def test_what_is_new_is_shown_with_its_place_and_hint() -> None:
    text = told(report(WARNING), report(WARNING, FATAL))
    assert "FATAL R-1 What Too long. Where XML line 3: /Invoice/cbc:ID To do Shorten it." in text
    assert "WARNING" not in text


def test_without_a_release_only_the_reason() -> None:
    assert render(report(), Outlook(reason="None is known.")) == "NEXT  None is known.\n"


def test_colour_is_only_added() -> None:
    outlook = Outlook((release(),), report(FATAL), (FATAL,))
    coloured = render(report(), outlook, colour=True)
    assert "\x1b[1;36mNEXT\x1b[0m" in coloured and "\x1b[1;31mFATAL\x1b[0m" in coloured
    assert "\x1b" not in render(report(), outlook)


def test_as_json() -> None:
    found = to_object(Outlook((release(True),), report(FATAL), (FATAL,), (WARNING,)))
    assert json.loads(json.dumps(found)) == found
    assert (found["from"], found["releases"], found["preview"], found["ok"]) == (
        "2027-02-24",
        ["r22"],
        True,
        False,
    )
    assert [each["rule"] for each in found["new"]] == ["R-1"]
    assert [each["rule"] for each in found["gone"]] == ["R-2"]
    assert found["layers"][0]["state"] == "failed"
    empty = to_object(Outlook(reason="None is known."))
    assert (empty["from"], empty["ok"], empty["reason"], empty["layers"]) == (
        None,
        None,
        "None is known.",
        [],
    )
    assert list(empty) == list(found)
