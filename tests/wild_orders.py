"""Orders that load and make little sense: any field of the models, with the strangest values of its kind.

Drawn from Billit's models, so that a new field is covered without a line here. Nothing here knows the mapping
beyond the keys of its custom fields.
"""

import types
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from hypothesis import strategies as st

from tests.strategies import orders
from ubltools.billit.model import Model, billit_key
from ubltools.billit.order import NEEDED, Order, OrderLine
from ubltools.billit.values import (
    MOST_DECIMALS,
    MOST_DIGITS,
    Anything,
    Code,
    CustomFields,
    Day,
    FieldText,
    Flag,
    Moment,
    Number,
    Text,
    Whole,
)
from ubltools.codes import code_table
from ubltools.conversion import own_keys
from ubltools.mapping.invoice import TARGETS

Values = st.SearchStrategy[Any]
Item = dict[str, Any]

# Texts that mean something to somebody, and texts that mean nothing to anybody.
_WORDS: Final = (
    "", " ", "\u00a0", "\r\n", "0", "-1", "1e9", "2026-02-30", "x" * 99, "<a>&amp;]]>", ":", ";", "a;b", "']",
    "=",
    "BE0437295992", "9925:BE0437295992", "CBE", "GLN", "0088", "InvoiceAddress", "DeliveryAddress",
    "Domiciliation", "SelfBilling", "21", "22", "104", "AE", "application/pdf", "AAA=", "B1",
)  # fmt: skip
texts: Final = st.sampled_from(_WORDS) | st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=6
)
_MOST: Final = "9" * MOST_DIGITS
_NUMBERS: Final = (
    "0",
    "-0",
    "0.1",
    "-100",
    "100",
    f"1E-{MOST_DECIMALS}",
    _MOST,
    f"-{_MOST}.{'9' * MOST_DECIMALS}",
)
numbers: Final = st.sampled_from(_NUMBERS).map(Decimal) | st.decimals(
    -(10**MOST_DIGITS) + 1, 10**MOST_DIGITS - 1, places=MOST_DECIMALS
)
_LEADS: Final = (
    "Invoice",
    "CreditNote",
    "InvoiceLine",
    "CreditNoteLine",
    "AdditionalItemProperty",
    "Note",
    "",
)
_PATHS: Final = sorted({
    f"{target.kind}.{path.replace('cac:', '').replace('cbc:', '').replace('/@', '.').replace('/', '.')}"
    for target in TARGETS
    for row in code_table("terms")
    if (path := row["invoice_path"]) and "[" not in path
})  # fmt: skip
_KEYS: Final = (
    st.sampled_from(sorted({key for target in TARGETS for key in own_keys(target)}))
    | st.sampled_from(_PATHS)
    | st.sampled_from(_PATHS).map(lambda path: f"{path}.Text")
    | st.builds("{}.{}".format, st.sampled_from(_LEADS), texts)
    | texts
)
_JSON: Final = st.recursive(
    st.none() | st.booleans() | texts | numbers,
    lambda inside: st.lists(inside, max_size=2) | st.dictionaries(texts, inside, max_size=2),
    max_leaves=4,
)
_DAYS: Final = st.sampled_from(["0001-01-01", "9999-12-31", "2026-11-02", "2026-11-02T10:00:00Z"])
_KINDS: Final[list[tuple[Any, Values]]] = [
    (Number, numbers),
    (Text, texts),
    (Whole, st.sampled_from([0, -1, 8, 2**63 - 1, -(2**63)])),
    (Day, _DAYS),
    (Moment, _DAYS),
    (Flag, st.booleans()),
    (Code, texts | st.integers(0, 9)),
    (Anything, _JSON.filter(lambda value: value is not None)),
    (FieldText, texts),
    (CustomFields, st.dictionaries(_KEYS, texts, max_size=4)),
]


def value(hint: Any) -> Values:
    """Any value of an annotation."""
    for kind, values in _KINDS:
        if hint == kind:
            return values
    inside = [each for each in get_args(hint) if each is not types.NoneType]
    if isinstance(hint, type) and issubclass(hint, Model):
        return objects(hint)
    if get_origin(hint) is Literal:
        return st.sampled_from(inside)
    if get_origin(hint) is list:
        return st.lists(value(inside[0]), max_size=3)
    assert get_origin(hint) in (Annotated, Union, types.UnionType), hint
    return value(inside[0])


def objects(model: type[Model]) -> Values:
    """An object of a model with some of its fields."""
    fields = {billit_key(name): field.annotation for name, field in model.model_fields.items()}
    return st.lists(st.sampled_from(sorted(fields)), unique=True, max_size=9).flatmap(
        lambda keys: st.fixed_dictionaries({key: value(fields[key]) for key in keys})
    )


@st.composite
def wild_orders(draw: st.DrawFn) -> Item:
    """An order that a document can hold, with any fields of it and of its lines changed."""
    sound = draw(orders())
    order = {**sound, **draw(objects(Order))}
    order |= {key: sound[key] for key in NEEDED if draw(st.booleans()) or not order.get(key)}
    order["OrderType"] = draw(st.sampled_from(["Invoice", "CreditNote"]))
    if draw(st.integers(0, 9)) == 9:
        order["Comments"] = draw(st.sampled_from(["a\x00b", "\ufffe"]))  # no XML document may hold it
    order["OrderLines"] = [{**line, **draw(objects(OrderLine))} for line in order["OrderLines"]]
    return order
