"""Is this JSON an order, and if not, what is it?

Looks at the outermost keys only. Reads nothing else of an order and judges no values. The table of
things that people hand in instead of an order stands at the end.
"""

from typing import Any, Final

from ubltools.billit.faults import shown
from ubltools.errors import NotAnOrder
from ubltools.finding import Finding, Location, Severity

_ONE_A_FILE: Final = "Give one order a file."


def order_in(value: Any) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """The object that is the order: the value itself, or what stands under its key Order.

    Raises NotAnOrder and says what the value looks like.
    """
    if is_order(value):
        return value, ()
    wrapped = _wrapped(value)
    if wrapped is not None:
        return wrapped, (_UNWRAPPED,)
    what, hint = _described(value)
    raise NotAnOrder(f"This is not an order but {what}.", hint)


def is_order(value: Any) -> bool:
    """Whether a value is an object with at least one key that only orders have."""
    if not isinstance(value, dict):
        return False
    return "OrderLines" in value or not _TELLING.isdisjoint(map(str.lower, value))


def _wrapped(value: Any) -> dict[str, Any] | None:
    if not isinstance(value, dict):
        return None
    inside = [held for key, held in value.items() if key.lower() == "order"]
    return inside[-1] if inside and is_order(inside[-1]) else None


def _described(value: Any) -> tuple[str, str | None]:
    if isinstance(value, list):
        return _described_list(value)
    if not isinstance(value, dict):
        return f"the single value {shown(value)}", "An order is an object: { ... }."
    keys = {key.lower() for key in value}
    for telling, what, hint in _OTHER_THINGS:
        if keys.issuperset(telling.split()):
            return what, hint
    if not value:
        return "an empty object", None
    named = ", ".join(shown(key) for key in list(value)[:4])
    return f"an object with none of the keys of an order (it has {named})", None


def _described_list(value: list[Any]) -> tuple[str, str | None]:
    if not value:
        return "an empty list", _ONE_A_FILE
    if all(is_order(each) or _wrapped(each) is not None for each in value):
        what = "a list with one order in it" if len(value) == 1 else f"a list of {len(value)} orders"
        return what, _ONE_A_FILE + " The file starts with { and not with [."
    first = _described(value[0])[0] if not isinstance(value[0], list) else "a list"
    return f"a list; its first entry is {first}", _ONE_A_FILE


_UNWRAPPED: Final = Finding(
    "UBLT-ORDER-UNWRAPPED",
    Severity.INFO,
    'The order stands under the key "Order"; what stands beside it is not part of the order.',
    Location(json_path="$"),
)

# Keys that say "order", in lower case. OrderID, Messages and the like are missing: reports have them too.
_TELLING: Final = frozenset(
    """
    ordertype ordersubtype orderdirection ordernumber orderdate expirydate orderlines ordertitle
    customer supplier counterparty customerid supplierid counterpartyid
    vatgroups totalexcl totalincl topay paymentreference aboutinvoicenumber deliverydate
    """.split()
)

_ORDER_INSIDE: Final = "Give the order itself, as GET /v1/orders/{id} returns it."
_OTHER_THINGS: Final[tuple[tuple[str, str, str | None], ...]] = (
    ("registered documenttypes", "an answer of participantInformation", None),
    ("registered identifier", "an answer of participantInformation", None),
    ("inboxitems", "a listing of the Peppol inbox", "The documents are in the files that it names."),
    ("inboxitemid", "an answer of sendXML or an entry of the Peppol inbox", None),
    ("updatedentityid", "a webhook message", _ORDER_INSIDE),
    ("entitydetail", "a webhook message", _ORDER_INSIDE),
    ("webhookurl", "a webhook registration", None),
    ("errors", "an error answer of Billit", None),
    ("code description", "an error answer of Billit", None),
    ("errorenum", "an error answer of Billit", None),
    ("items", "a page of a listing (its entries are under Items)", _ONE_A_FILE),
    ("orderids", "a command to send orders", _ORDER_INSIDE),
    ("xml", "a request body of sendXML, so UBL inside JSON", "Take the UBL out and treat it as XML."),
    ("filecontent", "a file in base64, as Billit hands out files", "Decode FileContent first."),
    ("currentdocumentdeliverydetails", "the delivery status of an order without the order", _ORDER_INSIDE),
    ("messages", "the messages about an order without the order", _ORDER_INSIDE),
    (
        "lines",
        "a list of lines without the order around it",
        "An order has its lines under OrderLines, beside OrderType, OrderDirection, OrderDate and Customer.",
    ),
    ("quantity description", "a single order line", "Put it into the list OrderLines of an order."),
    ("quantity unitpriceexcl", "a single order line", "Put it into the list OrderLines of an order."),
    ("companies", "account information of Billit", "That can serve as company profile, not as order."),
    ("name vatnumber", "a party", "A party stands in an order under Customer or Supplier."),
    ("partyid", "a party", "A party stands in an order under Customer or Supplier."),
    ("name addresses", "a party", "A party stands in an order under Customer or Supplier."),
    ("order", 'an object whose key "Order" holds no order', None),
)
