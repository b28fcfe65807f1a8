"""The mapping as a table for readers: which field of the order is which element of UBL, in the order of UBL.

Made from the rows themselves and from the list of business terms; nothing is typed in twice.
"""

from dataclasses import astuple, dataclass
from typing import Final

from ubltools.codes import code_table, term_name
from ubltools.conversion import root_of
from ubltools.lens.describe import Entry, describe
from ubltools.mapping.coverage import DELIBERATELY_UNMAPPED, ONE_OF_SEVERAL, SHARED, SHARED_IN_CREDIT_NOTE
from ubltools.mapping.invoice import Target, target_of_order
from ubltools.report.table import render

HEADINGS: Final = ("Term", "Name", "Order", "UBL", "Note")
_PATHS: Final = {"Invoice": "invoice_path", "CreditNote": "credit_note_path"}


@dataclass(frozen=True, slots=True)
class MappingRow:
    """One line of the table. order: JSON paths, the one that is filled first; "" where there is no field."""

    term: str
    name: str
    order: str
    ubl: str
    note: str

    def cells(self) -> tuple[str, ...]:
        """Its cells in the order of HEADINGS."""
        return astuple(self)


def rows(kind: str) -> list[MappingRow]:
    """The table for "Invoice" or "CreditNote": every row and every term without one. Raises KeyError."""
    target = target_of_order(kind, None)
    if target is None:
        raise KeyError(kind)
    rank = {row["term"]: at for at, row in enumerate(code_table("terms"))}
    found = [_of_entry(entry, target) for entry in describe(root_of(target))]
    for row in code_table("terms"):
        term, path = row["term"], row[_PATHS[kind]]
        if path and term in DELIBERATELY_UNMAPPED and not _shared(target).get(term):
            unmapped = MappingRow(term, row["name"], "", path, DELIBERATELY_UNMAPPED[term])
            ranks = [rank.get(each.term, -1) for each in found]
            before = max((each for each in ranks if each < rank[term]), default=-1)
            found.insert(ranks.index(before) + 1, unmapped)
    return found


def _shared(target: Target) -> dict[str, str]:
    return SHARED | (SHARED_IN_CREDIT_NOTE if target.kind == "CreditNote" else {})


def _of_entry(entry: Entry, target: Target) -> MappingRow:
    term = entry.term or ""
    also = [other for other, one in _shared(target).items() if one == term and other != "BG-1"]
    notes = [entry.note, f"also {', '.join(also)}" if also else "", ONE_OF_SEVERAL.get(_group_of(term), "")]
    if entry.kind == "Const":
        notes.insert(0, f"always {entry.codec}")
    name = term_name(term) or ""
    return MappingRow(term, name, entry.json_path, entry.ubl_path, "; ".join(filter(None, notes)))


def _group_of(term: str) -> str:
    return next((row["parent"] for row in code_table("terms") if row["term"] == term), "")


_PAGE: Final = """# From a Billit order to UBL and back

One line for each element, in the order of UBL. Several fields: the first that holds a value is written, and
the first is filled when UBL is read. A line without a field has none in an order: its value is listed when a
document is read, and kept under the path of its element with `--keep-unmapped`. A self-billed document has
the same table with type 389 or 261. This page is made by `.ci/make_docs.py` from the mapping itself;
`ubltools mapping` prints it too.

## Invoice

{Invoice}
## Credit note

{CreditNote}"""


def page() -> str:
    """The page of the documentation, as Markdown."""
    tables = {kind: render(HEADINGS, (row.cells() for row in rows(kind)), "markdown") for kind in _PATHS}
    return _PAGE.format_map(tables)
