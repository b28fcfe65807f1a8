"""A small table with all five words, for the tests of the lens. It is about nothing in particular."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from ubltools import names
from ubltools.lens.codecs import AMOUNT, DATE, FLAG, NUMBER
from ubltools.lens.rows import Computed, Const, Document, Group, Item, Leaf, Many, Selection
from ubltools.lens.tree import build


class Facts:
    def __init__(self, document: Item) -> None:
        self.document = document


def total(_: Item, facts: Any) -> Decimal:
    return sum((each["Amount"] for each in facts.document.get("Lines") or []), Decimal("0.00"))


def title(item: Item, _: Any) -> str:
    return item.get("Title") or "untitled"


def pick_home(party: Item, _: Any) -> list[Item]:
    return [each for each in party.get("Addresses") or [] if each.get("Kind") == "Home"]


def put_home(party: Item, _: Item, read: Item) -> None:
    read["Kind"] = "Home"
    party.setdefault("Addresses", []).append(read)


HOME = Selection("Addresses[Kind=Home]", pick_home, put_home, ("Kind",))

DOCUMENT = Document(
    "Invoice",
    names.INVOICE,
    (
        Const("cbc:CustomizationID", "example"),
        Leaf("cbc:ID", "Number", term="T-1"),
        Leaf("cbc:IssueDate", "Day", DATE, "T-2"),
        Computed("cbc:Note", title, term="T-3", keys=("Title",), keep="Title"),
        Group(
            "cac:AccountingCustomerParty/cac:Party",
            (
                Leaf("cbc:EndpointID", "Address", term="T-4"),
                Leaf("cbc:EndpointID/@schemeID", "Scheme", term="T-5"),
                Group("cac:PostalAddress", (Leaf("cbc:CityName", "City", term="T-6"),), of=HOME, term="T-G"),
                Leaf("cac:PartyTaxScheme/cbc:CompanyID", "Vat", term="T-7"),
                Const("cac:PartyTaxScheme/cac:TaxScheme/cbc:ID", "VAT"),
                Leaf("cac:Contact/cbc:Name", ("Contact", "Extra['First.Contact']"), term="T-8"),
                Leaf("cac:Contact/cbc:Telephone", "$.Extra.Phone", term="T-9"),
            ),
            of="Customer",
            term="T-C",
        ),
        Computed(
            "cac:LegalMonetaryTotal/cbc:PayableAmount",
            total,
            AMOUNT,
            "T-10",
            keys=("Total",),
        ),
        Many(
            "cac:InvoiceLine",
            (
                Leaf("cbc:ID", "Id", term="T-11"),
                Leaf("cbc:InvoicedQuantity", "Quantity", NUMBER, "T-12"),
                Leaf("cbc:LineExtensionAmount", "Amount", AMOUNT, "T-13"),
                Leaf("cac:AllowanceCharge/cbc:ChargeIndicator", "Charge", FLAG, "T-14"),
            ),
            of="Lines",
            term="T-L",
        ),
    ),
    (("Type", "Example"),),
)
ROOT = build(DOCUMENT)

# Text that XML can hold and that reading gives back as it was: no carriage return tricks are excluded,
# only what XML 1.0 forbids and text that is blank (an empty element is left out).
texts = st.text(
    st.characters(
        exclude_categories=["Cs"],
        exclude_characters="".join(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])),
    ),
    min_size=1,
    max_size=30,
).filter(lambda text: not text.isspace())
dates = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))
amounts = st.decimals(-(10**9), 10**9, places=2)
numbers = st.decimals(-(10**6), 10**6, places=5)


def record(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Item]:
    """Objects in which any field may be missing."""
    return st.fixed_dictionaries({}, optional=fields)


def _without(document: Item, key: str) -> Item:
    return {name: value for name, value in document.items() if name != key}


documents = st.fixed_dictionaries(
    {"Type": st.just("Example"), "Currency": st.just("EUR")},
    optional={
        "Number": texts,
        "Day": dates,
        "Title": texts.filter(lambda text: text != "untitled"),
        "Customer": st.fixed_dictionaries(
            {"Address": texts},
            optional={
                "Scheme": texts,
                "Addresses": st.fixed_dictionaries({"Kind": st.just("Home"), "City": texts}).map(
                    lambda a: [a]
                ),
                "Vat": texts,
                "Contact": texts,
            },
        ),
        "Extra": st.fixed_dictionaries({"Phone": texts}),
        "Lines": st.lists(
            st.fixed_dictionaries(
                {"Id": texts, "Amount": amounts}, optional={"Quantity": numbers, "Charge": st.booleans()}
            ),
            min_size=1,
            max_size=4,
        ),
    },
).map(lambda document: document if "Customer" in document else _without(document, "Extra"))
