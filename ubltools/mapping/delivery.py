"""Rows of the delivery (BG-13, BG-15)."""

from typing import Final

from ubltools.lens.codecs import DATE
from ubltools.lens.rows import Computed, Group, Leaf, Row, Selection
from ubltools.mapping.computed import document as of
from ubltools.mapping.party import address

_PATH: Final = "$.Customer.Addresses[AddressType=DeliveryAddress]"
_ADDRESS: Final = Selection(_PATH, of.pick_delivery_address, of.put_delivery_address, ("AddressType",))
_PARTY: Final = Selection(_PATH, of.pick_delivery_party, of.put_delivery_party, ("AddressType",))

DELIVERY: Final[tuple[Row, ...]] = (
    Computed(
        "cac:Delivery/cbc:ActualDeliveryDate",
        of.delivery_date,
        DATE,
        "BT-72",
        keys=("DeliveryDate",),
        keep="DeliveryDate",
        note="else OrderDate",
    ),
    Group(
        "cac:Delivery/cac:DeliveryLocation/cac:Address",
        address("BT-75", "BT-77", "BT-78", "BT-80"),
        of=_ADDRESS,
        term="BG-15",
        note="in full where it differs from the postal address, else its country",
    ),
    Group(
        "cac:Delivery/cac:DeliveryParty/cac:PartyName",
        (Leaf("cbc:Name", "Name", term="BT-70"),),
        of=_PARTY,
        term="BT-70",
    ),
)
