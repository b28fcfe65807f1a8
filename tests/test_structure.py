"""The order of UBL elements, against the schema that judges them."""

import pytest

from ubltools.conversion import root_of
from ubltools.errors import EngineError
from ubltools.lens.tree import Node
from ubltools.mapping.invoice import TARGETS
from ubltools.names import Kind
from ubltools.validation.structure import children

LINES = {Kind.INVOICE: "InvoiceLine", Kind.CREDIT_NOTE: "CreditNoteLine"}


@pytest.mark.parametrize("kind", list(Kind))
def test_a_document_begins_with_its_extensions_and_version(kind):
    assert children(kind, kind)[:3] == ("ext:UBLExtensions", "cbc:UBLVersionID", "cbc:CustomizationID")


@pytest.mark.parametrize(("kind", "line"), LINES.items())
def test_a_document_ends_with_its_lines(kind, line):
    assert children(kind, kind)[-1] == f"cac:{line}"
    assert children(kind, f"cac:{line}")[:2] == ("cbc:ID", "cbc:UUID")


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (Kind.INVOICE, "cbc:DueDate", "cbc:InvoiceTypeCode"),
        (Kind.INVOICE, "cbc:InvoiceTypeCode", "cbc:Note"),
        (Kind.CREDIT_NOTE, "cbc:TaxPointDate", "cbc:CreditNoteTypeCode"),
        (Kind.CREDIT_NOTE, "cbc:CreditNoteTypeCode", "cbc:Note"),
    ],
)
def test_where_invoice_and_credit_note_differ(kind, before, after):
    order = children(kind, kind)
    assert order.index(before) < order.index(after)


def test_what_only_one_of_the_two_has():
    assert "cbc:DueDate" not in children(Kind.CREDIT_NOTE, Kind.CREDIT_NOTE)
    assert "cac:ProjectReference" not in children(Kind.CREDIT_NOTE, Kind.CREDIT_NOTE)
    assert "cbc:CreditNoteTypeCode" not in children(Kind.INVOICE, Kind.INVOICE)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cac:TaxScheme", ("cbc:ID", "cbc:Name", "cbc:TaxTypeCode")),
        ("cac:PartyName", ("cbc:Name",)),
        ("cac:Country", ("cbc:IdentificationCode", "cbc:Name")),
        ("ext:UBLExtensions", ("ext:UBLExtension",)),
    ],
)
def test_the_elements_of_an_aggregate(name, expected):
    assert children(Kind.INVOICE, name)[: len(expected)] == expected


@pytest.mark.parametrize("kind", [Kind.INVOICE, Kind.CREDIT_NOTE])
@pytest.mark.parametrize(
    "name", ["cbc:ID", "cbc:Note", "cac:NoSuchThing", "ds:Signature", "ID", "", "cac:", "CreditNoteX"]
)
def test_what_has_nothing_in_it(kind, name):
    assert children(kind, name) == ()


def test_the_root_of_another_document_has_nothing_in_it():
    assert children(Kind.INVOICE, "CreditNote") == ()


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: f"{target.kind}-{target.customization[-14:]}")
def test_the_rows_of_the_mapping_stand_in_the_order_of_the_schema(target):
    """Two readings of the same fact: the table by hand, the schema by machine."""

    def walk(node: Node, name: str) -> None:
        order = children(target.kind, name)
        names = [each.name for each in node.children]
        assert names == sorted(names, key=order.index), name
        for each in node.children:
            if each.children:
                walk(each, each.name)

    walk(root_of(target), target.kind)


def test_without_schemas_it_is_an_error_and_no_empty_answer(monkeypatch):
    from ubltools.validation import structure

    children.cache_clear()
    monkeypatch.setattr(structure, "releases", lambda: ())
    with pytest.raises(EngineError, match="Invoice"):
        children(Kind.INVOICE, "Invoice")
