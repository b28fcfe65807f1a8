"""The outcome of comparing two releases, on a terminal and as JSON."""

import json
from dataclasses import replace

from tests.test_report_releases import MINE
from ubltools.finding import Severity
from ubltools.report.rule_differences import render, to_object
from ubltools.validation.comparing import Comparison, Difference, Mark, RuleLists

OTHER = MINE._replace(id="other")
NEW = Difference(Mark("R-1", Severity.FATAL), 0, 2)
ENDED = Difference(Mark("R-2", Severity.WARNING, unevaluated=True), 1, 0)


def outcome(**more: object) -> Comparison:
    return replace(Comparison(MINE, OTHER, RuleLists(("R-2",), ("R-1", "R-9"), ("R-3",))), **more)  # type: ignore[arg-type]


def test_all_of_it() -> None:
    found = outcome(
        same=["c.xml"],
        differing={"a.xml": (NEW, ENDED), "b.xml": (NEW,)},
        left_out={"d.xml": "not a document that other is for"},
        unreadable={"e.xml": "This is empty."},
    )
    assert render(found) == (
        "DIFFERENT  2 of 3 documents\n  A  mine-1\n  B  other\n\n"
        "Rules only in A (1): R-2\nRules only in B (2): R-1, R-9\nAnother severity (1): R-3\n\n"
        "R-1 (fatal): A 0, B 4, in 2 documents\n"
        "R-2 (warning, could not be evaluated): A 1, B 0, in 1 document\n\n"
        "a.xml: R-1 (fatal) A 0 B 2, R-2 (warning, could not be evaluated) A 1 B 0\n"
        "b.xml: R-1 (fatal) A 0 B 2\n\n"
        "NOT compared: e.xml. This is empty.\n"
        "NOT compared: d.xml is not a document that other is for.\n"
    )


def test_the_same_and_nothing() -> None:
    lists = RuleLists((), (), ())
    assert render(outcome(same=["a", "b"], lists=lists)) == "SAME  2 documents\n  A  mine-1\n  B  other\n"
    assert render(outcome(same=["a"], lists=lists)).startswith("SAME  1 document\n")
    assert render(outcome(lists=lists)).startswith("NOT COMPARED  no document could be compared\n")
    assert "\x1b[1;32mSAME\x1b[0m" in render(outcome(same=["a"]), colour=True)


def test_a_long_list_is_cut_unless_all_is_asked_for() -> None:
    found = outcome(
        differing={f"{at}.xml": (NEW,) for at in range(25)}, left_out={f"x{at}": "y" for at in range(21)}
    )
    text, whole = render(found), render(found, verbose=True)
    assert text.count(".xml: ") == 20 and whole.count(".xml: ") == 25
    assert "and 5 more; -v shows them all" in text and "and 1 more; -v shows them all" in text
    assert "more" not in whole


def test_as_json() -> None:
    found = to_object(outcome(same=["c"], differing={"a": (ENDED,)}, unreadable={"e": "empty"}))
    assert json.loads(json.dumps(found)) == found
    assert (found["same"], found["unreadable"], found["only_right"]) == (1, {"e": "empty"}, ["R-1", "R-9"])
    assert found["differing"]["a"] == [
        {"rule": "R-2", "severity": "warning", "unevaluated": True, "left": 1, "right": 0}
    ]
