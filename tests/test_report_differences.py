"""How differences are shown: one page read as a reader would, and the laws of the rendering."""

import json

from hypothesis import given
from hypothesis import strategies as st

from ubltools.comparison.model import Difference, Side
from ubltools.errors import NotXml
from ubltools.report import differences as report

NAMES = ("old.json", "new.xml")
PRICE = "/Invoice/cac:InvoiceLine[{}]/cac:Price/cbc:PriceAmount"
FOUND = (
    Difference(
        "BT-146",
        Side("62", PRICE.format(2), None, "$.OrderLines[1].UnitPriceExcl"),
        Side("65.00", PRICE.format(2), 180),
    ),
    Difference("BG-25", None, Side("3, 1, 10.00, Levering", "/Invoice/cac:InvoiceLine[3]", 190)),
    Difference("BT-22", Side("paid in\ncash", "/Invoice/cbc:Note", None, "$.Comments"), None),
    Difference(None, Side("a", "/Invoice/cbc:UUID", 4), Side(" a", "/Invoice/cbc:UUID", 5)),
    Difference(None, Side("1", json_path="$.OrderLines[0].AccountCode"), None),
)
PAGE = """\
DIFFERENT  5 differences
  A  old.json
  B  new.xml

CHANGED  BT-146 Net price
  A  62
     $.OrderLines[1].UnitPriceExcl
  B  65.00
     XML line 180: /Invoice/cac:InvoiceLine[2]/cac:Price/cbc:PriceAmount

ONLY IN B  BG-25 Invoice line
  B  3, 1, 10.00, Levering
     XML line 190: /Invoice/cac:InvoiceLine[3]

ONLY IN A  BT-22 Note text
  A  "paid in\\ncash"
     $.Comments

CHANGED  cbc:UUID
  A  a
     XML line 4: /Invoice/cbc:UUID
  B  " a"
     XML line 5: /Invoice/cbc:UUID

ONLY IN A  OrderLines.AccountCode
  A  1
     $.OrderLines[0].AccountCode

NOT compared: fields of the order that an invoice has no place for.
"""


def test_a_page():
    assert report.render(NAMES, FOUND, one_order=True) == PAGE


def test_colour_paints_the_words_and_changes_nothing_else():
    painted = report.render(NAMES, FOUND, one_order=True, colour=True)
    assert painted != PAGE
    for code in ("\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[0m"):
        assert code in painted
        painted = painted.replace(code, "")
    assert painted == PAGE


def test_the_same_place_many_times():
    found = [Difference("BT-146", Side(str(n), PRICE.format(n), n), None) for n in range(1, 8)]
    assert report.render(NAMES, found).endswith("\n\n  and 2 more; -v shows all\n")
    assert report.render(NAMES, found, verbose=True).count("XML line") == 7


def test_of_long_texts_the_part_that_differs_is_shown():
    one, other = "x" * 5000 + "here", "x" * 5000 + "there"
    page = report.render(
        NAMES, [Difference("BT-22", Side(one, "/Invoice/cbc:Note"), Side(other, "/Invoice/cbc:Note"))]
    )
    assert f"  A  ...{'x' * 40}here\n" in page and f"  B  ...{'x' * 40}there\n" in page


def test_a_long_text_that_only_goes_on_longer():
    one, other = "x" * 400, "x" * 400 + "yz"
    page = report.render(NAMES, [Difference("BT-22", Side(one, "/a"), Side(other, "/a"))])
    assert f"  A  ...{'x' * 40}\n" in page and f"  B  ...{'x' * 40}yz\n" in page


def test_a_long_text_on_one_side_only_is_cut():
    page = report.render(NAMES, [Difference("BT-22", Side("y" * 5000, "/a"), None)])
    assert "y" * 240 + "...\n" in page and "y" * 241 not in page


def test_an_empty_value_is_shown_as_such():
    page = report.render(
        NAMES, [Difference("BT-22", Side("", "/Invoice/cbc:Note", 3), Side("a", "/Invoice/cbc:Note", 3))]
    )
    assert '  A  ""\n' in page


values = st.text(max_size=30)
sides = st.builds(
    Side,
    values,
    st.one_of(st.none(), values.map("/Invoice/{}".format)),
    st.one_of(st.none(), st.integers(1)),
    values,
)
differences = st.builds(
    Difference, st.sampled_from([None, "BT-1", "BG-25", "BT-0"]), sides, st.one_of(st.none(), sides)
)


@given(st.lists(differences, max_size=12), values, values, st.booleans())
def test_no_text_of_a_document_can_move_the_cursor(found, left, right, verbose):
    page = report.render((left, right), found, verbose=verbose)
    assert all(each.isprintable() for each in page.split("\n"))
    assert page.endswith("\n") and not page.endswith("\n\n")


@given(st.lists(differences, max_size=12), values, values)
def test_json_leaves_nothing_out(found, left, right):
    shown = json.loads(json.dumps(report.to_object((left, right), found)))
    assert shown["same"] is (not found)
    read = [
        Difference(
            each["term"], each["left"] and Side(**each["left"]), each["right"] and Side(**each["right"])
        )
        for each in shown["differences"]
    ]
    assert read == found
    assert [each["kind"] for each in shown["differences"]] == [
        "left" if each.right is None else "changed" for each in found
    ]


def test_a_file_that_could_not_be_compared():
    error = NotXml("This is a PDF, not XML.", "Give the UBL file.")
    assert report.render_failure("-", error) == (
        "NOT COMPARED  standard input  This is a PDF, not XML.\n  Give the UBL file.\n"
    )
    assert report.failures_to_object(NAMES, [("new.xml", error)])["errors"] == [
        {
            "document": "new.xml",
            "rule": "UBLT-NOT-XML",
            "message": "This is a PDF, not XML.",
            "hint": "Give the UBL file.",
        }
    ]
