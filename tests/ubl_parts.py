"""Parts of invoices made at random, in the order of UBL, for laws about any two documents."""

from typing import Any

from hypothesis import strategies as st
from lxml import etree

from ubltools.names import INVOICE, clark

TEXTS = st.sampled_from(["1", "2.50", "true", "x", " y ", "<&>", "2026-01-01"])
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["schemeID", "unitCode", "listID"]), st.sampled_from("ab"), max_size=2
)
INSIDE: dict[str, tuple[str, ...]] = {
    "Invoice": (
        "cbc:ID",
        "cbc:Note",
        "cac:PayeeParty",
        "cac:TaxTotal",
        "cac:LegalMonetaryTotal",
        "cac:InvoiceLine",
    ),
    "cac:PayeeParty": ("cac:PartyIdentification", "cac:PartyName"),
    "cac:PartyIdentification": ("cbc:ID",),
    "cac:PartyName": ("cbc:Name",),
    "cac:TaxTotal": ("cbc:TaxAmount", "cac:TaxSubtotal"),
    "cac:TaxSubtotal": ("cbc:TaxableAmount",),
    "cac:LegalMonetaryTotal": ("cbc:PayableAmount",),
    "cac:InvoiceLine": ("cbc:ID", "cbc:Note"),
}
_NEVER_EMPTY = {"Invoice", "cac:InvoiceLine"}


@st.composite
def elements(draw: st.DrawFn, name: str = "Invoice", odd: bool = True) -> etree._Element:
    """A part of an invoice, in which anything may be missing or repeated.

    odd: whether there may be what no order is written as: aggregates with nothing in them (the document
    and its lines excepted) and elements that are foreign to UBL
    """
    made = etree.Element(f"{{{INVOICE}}}Invoice" if name == "Invoice" else clark(name))
    for at, below in enumerate(INSIDE.get(name, ())):
        least = 1 if at == 0 and (not odd or name in _NEVER_EMPTY) else 0
        for _ in range(draw(st.integers(least, 2))):
            made.append(draw(elements(below, odd)))
    if odd and name == "cac:PayeeParty" and draw(st.booleans()):
        etree.SubElement(made, "{urn:x}y").text = draw(TEXTS)
    if name not in INSIDE:
        made.text = draw(TEXTS)
        currency = {"currencyID": "EUR"} if name.endswith("Amount") else {}
        for key, value in {**draw(ATTRIBUTES), **currency}.items():
            made.set(key, value)
    return made


def canonical(root: etree._Element) -> Any:
    """Name, attributes, text and what is inside, for comparing two elements exactly."""
    text = (root.text or "") if not len(root) else ""
    return root.tag, sorted(root.attrib.items()), text, list(map(canonical, root))


def same_number_of_lines(one: etree._Element, other: etree._Element) -> None:
    """Take the lines out that only one of two documents has."""
    ours, theirs = (each.findall(clark("cac:InvoiceLine")) for each in (one, other))
    for surplus in (*ours[len(theirs) :], *theirs[len(ours) :]):
        parent = surplus.getparent()
        assert parent is not None
        parent.remove(surplus)
