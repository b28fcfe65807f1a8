from lxml import etree

from ubltools import names
from ubltools.lens.rows import Document, Group, Leaf, Many
from ubltools.lens.strays import strays
from ubltools.lens.tree import build

ROOT = build(
    Document(
        "Invoice",
        names.INVOICE,
        (
            Leaf("cbc:ID", "id"),
            Many("cbc:Note", (Leaf(".", "text"),), of="notes"),
            Group("cac:Delivery", (Leaf("cbc:ID", "delivery"),)),
        ),
    )
)


def found(inside: str) -> list[str]:
    document = (
        f'<Invoice xmlns="{names.INVOICE}" xmlns:cac="{names.CAC}" xmlns:cbc="{names.CBC}">{inside}</Invoice>'
    )
    return [names.short(each.tag) for each in strays(ROOT, etree.fromstring(document))]


def test_what_rows_take_is_no_stray():
    assert found("<cbc:ID>1</cbc:ID><cbc:Note/><cbc:Note/><cac:Delivery><cbc:ID/></cac:Delivery>") == []


def test_the_second_where_one_is_taken():
    assert found("<cbc:ID>1</cbc:ID><cbc:ID>2</cbc:ID><cbc:Note/>") == ["cbc:ID"]


def test_the_outermost_that_is_unknown():
    assert found("<cac:Party><cbc:ID/></cac:Party><cac:Delivery><cbc:ID/><cbc:Name/></cac:Delivery>") == [
        "cac:Party",
        "cbc:Name",
    ]


def test_comments_and_texts_are_no_elements():
    assert found("text<!-- x --><?pi x?>") == []
