"""What may be left out of a schema, and what must not, on schemas small enough to see it."""

import pytest
from lxml import etree

from ubltools.names import clark
from ubltools.validation.abridged import abridge, names_in_use

HEAD = (
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="a" targetNamespace="a" '
    'elementFormDefault="qualified">'
)
TEXT = '<xs:element name="{}" type="xs:string"/>'


def schema(content: str) -> etree._Element:
    return etree.fromstring(f"{HEAD}{content}</xs:schema>")


def root_of(content: str) -> etree._Element:
    return schema(f'<xs:element name="R"><xs:complexType>{content}</xs:complexType></xs:element>')


def shortened(content: str, *names: str) -> tuple[bool, etree._Element, list[str]]:
    """Whether it is sound, the root's schema, and what is left beside it, with B as the element in use."""
    main, other = root_of(content), schema("".join(map(TEXT.format, names)))
    sound = abridge({"main": main, "other": other}, ["main"], frozenset({"{a}B"}))
    return sound, main, left(other)


def left(root: etree._Element) -> list[str]:
    return [str(each.get("name")) for each in root]


def test_what_may_be_missing_and_is_not_used_goes_with_its_declaration():
    both = '<xs:element ref="A" minOccurs="0"/><xs:element ref="B" minOccurs="0"/>'
    sound, main, beside = shortened(f"<xs:sequence>{both}</xs:sequence>", "A", "B", "C")
    assert sound and beside == ["B"]
    main.append(schema(TEXT.format("B"))[0])
    short = etree.XMLSchema(main)
    assert short.validate(etree.fromstring("<R xmlns='a'><B/></R>"))
    assert not short.validate(etree.fromstring("<R xmlns='a'><A/></R>"))


@pytest.mark.parametrize(
    "content",
    [
        '<xs:sequence><xs:element ref="A"/></xs:sequence>',
        '<xs:sequence><xs:element ref="A" minOccurs="1"/></xs:sequence>',
        '<xs:choice><xs:element ref="A" minOccurs="0"/><xs:element ref="B"/></xs:choice>',
        '<xs:choice><xs:group minOccurs="0" ref="none"/><xs:element ref="A" minOccurs="0"/></xs:choice>',
        '<xs:all><xs:element ref="A" minOccurs="0"/></xs:all>',
    ],
)
def test_everything_else_stays(content):
    sound, _, beside = shortened(content, "A", "B")
    assert sound and "A" in beside


@pytest.mark.parametrize(
    "content",
    [
        "<xs:sequence><xs:any/></xs:sequence>",
        '<xs:sequence/><xs:anyAttribute processContents="lax"/>',
        '<xs:sequence><xs:element name="local"/></xs:sequence>',
    ],
)
def test_where_anything_is_allowed_nothing_can_be_left_out(content):
    assert not shortened(content, "A")[0]


def test_what_leads_somewhere_in_another_way_stays():
    text = f"""{HEAD}
      <xs:element name="X" type="T"/>
      <xs:complexType name="T"><xs:simpleContent><xs:extension base="S"><xs:attributeGroup ref="G"/>
      </xs:extension></xs:simpleContent></xs:complexType>
      <xs:simpleType name="S"><xs:union memberTypes="U V"/></xs:simpleType>
      <xs:simpleType name="U"><xs:list itemType="W"/></xs:simpleType>
      <xs:simpleType name="V"><xs:restriction base="xs:string"/></xs:simpleType>
      <xs:simpleType name="W"><xs:restriction base="xs:date"/></xs:simpleType>
      <xs:attributeGroup name="G"><xs:attribute ref="x"/></xs:attributeGroup>
      <xs:attribute name="x" type="V"/>
      <xs:attribute name="y" type="V"/>
    </xs:schema>"""
    root = etree.fromstring(text)
    before = left(root)
    main = root_of('<xs:sequence><xs:element ref="X"/></xs:sequence>')
    assert abridge({"main": main, "other": root}, ["main"], frozenset())
    assert left(root) == [name for name in before if name != "y"]


def test_the_names_in_use():
    names = names_in_use()
    assert {clark("cbc:ID"), clark("cac:InvoiceLine"), clark("cac:CreditNoteLine")} <= names
    assert not any("CommonExtension" in name for name in names)
