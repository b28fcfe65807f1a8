"""The table for readers, and what it says of the business terms: none missing, none twice, in their order."""

import csv
import io
import re
from pathlib import Path

import pytest

from ubltools import codes
from ubltools.conversion import root_of
from ubltools.lens.describe import describe
from ubltools.lens.tree import Node
from ubltools.mapping.coverage import DELIBERATELY_UNMAPPED, ONE_OF_SEVERAL, SHARED, SHARED_IN_CREDIT_NOTE
from ubltools.mapping.invoice import TARGETS, Target
from ubltools.mapping_table import HEADINGS, page, rows
from ubltools.names import Kind
from ubltools.report.table import render
from ubltools.validation.structure import children

DOCS = Path(__file__).parent.parent / "docs"
KINDS = ("Invoice", "CreditNote")
PATH = {"Invoice": "invoice_path", "CreditNote": "credit_note_path"}
TERMS = codes.code_table("terms")
IDS = [f"{target.kind}-{target.customization[-20:]}" for target in TARGETS]


def shared(kind: str) -> dict[str, str]:
    return SHARED | (SHARED_IN_CREDIT_NOTE if kind == "CreditNote" else {})


def declared(node: Node) -> dict[str, bool]:
    """Business terms of a trie, and whether each stands in something that repeats."""
    found: dict[str, bool] = {}

    def walk(at: Node, many: bool) -> None:
        many = many or at.many
        if at.row is not None and at.row.term:
            found[at.row.term] = many
        for _, row in at.values():
            if row.term:
                found[row.term] = many
        for below in at.children:
            walk(below, many)

    walk(node, False)
    return found


def below(term: str) -> list[dict[str, str]]:
    return [row for row in TERMS if row["parent"] == term]


def covered(term: str, known: dict[str, bool], kind: str) -> bool:
    """Whether a term has a row, shares one, is left out on purpose, or is a group of such terms."""
    if term in known or shared(kind).get(term) in known or term in DELIBERATELY_UNMAPPED:
        return True
    inside = below(term)
    return (
        term.startswith("BG") and bool(inside) and all(covered(each["term"], known, kind) for each in inside)
    )


@pytest.mark.parametrize("target", TARGETS, ids=IDS)
def test_every_business_term_is_a_row_or_left_out_on_purpose(target: Target) -> None:
    known = declared(root_of(target))
    asked = [row["term"] for row in TERMS if row[PATH[target.kind]] or row["term"].startswith("BG")]
    assert len(asked) == 212
    assert [term for term in asked if not covered(term, known, target.kind)] == []


@pytest.mark.parametrize("target", TARGETS, ids=IDS)
def test_nothing_with_a_row_is_said_to_have_none(target: Target) -> None:
    known = declared(root_of(target))
    assert set(known) & set(DELIBERATELY_UNMAPPED) == set()
    assert set(DELIBERATELY_UNMAPPED) & set(shared(target.kind)) == set()
    assert set(DELIBERATELY_UNMAPPED) | set(ONE_OF_SEVERAL) <= {row["term"] for row in TERMS}
    assert all(row in known for row in shared(target.kind).values())


@pytest.mark.parametrize("target", TARGETS, ids=IDS)
def test_what_may_come_several_times_does_or_is_said_not_to(target: Target) -> None:
    known = declared(root_of(target))
    several = {row["term"] for row in TERMS if row["cardinality"].endswith("n")}
    assert len(several) == 13
    for term in several:
        repeats = [known[each] for each in (term, shared(target.kind).get(term)) if each in known]
        repeats += [known[each["term"]] for each in below(term) if each["term"] in known]
        assert bool(repeats) and (all(repeats) != (term in ONE_OF_SEVERAL)), term


@pytest.mark.parametrize("target", TARGETS, ids=IDS)
def test_nothing_that_comes_once_repeats(target: Target) -> None:
    """A term repeats only if it, or a group that it is in, may come several times."""
    by_term = {row["term"]: row for row in TERMS}

    def may_repeat(term: str) -> bool:
        row = by_term.get(term)
        return row is not None and (row["cardinality"].endswith("n") or may_repeat(row["parent"]))

    repeating = [term for term, many in declared(root_of(target)).items() if many and not may_repeat(term)]
    assert repeating == []


def plain(path: str) -> str:
    return re.sub(r"\[[^\]]*\]", "", path)


@pytest.mark.parametrize("kind", KINDS)
def test_rows_stand_in_the_order_of_the_business_terms(kind: str) -> None:
    """terms.csv is in the order of an invoice; where a credit note differs, UBL itself says how."""
    rank = {row["term"]: at for at, row in enumerate(TERMS)}
    found = [row.term for row in rows(kind) if row.term]
    moved = {"BT-7", "BT-9", "BT-3"} if kind == "CreditNote" else set()
    kept = [term for term in found if term not in moved]
    assert kept == sorted(kept, key=rank.__getitem__)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("target", TARGETS, ids=IDS)
def test_elements_stand_in_the_order_of_ubl(target: Target) -> None:
    def walk(node: Node) -> None:
        order = children(Kind(target.kind), node.name)
        names = [below.name for below in node.children]
        assert set(names) <= set(order) or not names, node.name
        assert names == sorted(names, key=order.index)
        for each in node.children:
            walk(each)

    walk(root_of(target))


@pytest.mark.parametrize("kind", KINDS)
def test_each_line_has_a_field_or_says_why_not(kind: str) -> None:
    for row in rows(kind):
        assert row.ubl
        assert row.order or row.note or row.ubl.endswith("cac:TaxScheme/cbc:ID"), row


def test_the_table_shows_every_row_of_the_mapping() -> None:
    for target in TARGETS[:2]:
        paths = [row.ubl for row in rows(target.kind) if row.order or "always" in row.note]
        assert [entry.ubl_path for entry in describe(root_of(target))] == paths


def test_an_unknown_kind_has_no_table() -> None:
    with pytest.raises(KeyError):
        rows("Offer")


def test_the_page_is_current() -> None:
    assert (DOCS / "mapping.md").read_text("utf-8") == page(), "run .ci/make_docs.py"


@pytest.mark.parametrize("kind", KINDS)
def test_the_csv_holds_the_same(kind: str) -> None:
    written = render(HEADINGS, (row.cells() for row in rows(kind)), "csv")
    head, *lines = csv.reader(io.StringIO(written))
    assert tuple(head) == HEADINGS
    assert [tuple(line) for line in lines] == [row.cells() for row in rows(kind)]
