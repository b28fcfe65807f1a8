"""Rows of the delivery (BG-13, BG-15)."""

from functools import partial
from typing import Final

from ubltools.lens.codecs import DATE
from ubltools.lens.rows import Computed, Group, Leaf, Row, Selection
from ubltools.mapping.computed import delivery as of
from ubltools.mapping.custom import document, header
from ubltools.mapping.party import AddressTerms, address

_PATH: Final = "$.Customer.Addresses[AddressType=DeliveryAddress]"
_LOCATION: Final = "cac:Delivery/cac:DeliveryLocation"
_TERMS: Final = AddressTerms("BT-75", "BT-77", "BT-78", "BT-80", more="BT-76", region="BT-79")
# What a custom field may say instead of the address, and what only a custom field can say.
_INSTEAD: Final = {
    "Street": "StreetName",
    "City": "CityName",
    "Zipcode": "PostalZone",
    "CountryCode": "Country.IdentificationCode.Text",
}
_PARTS: Final = ("Address", "PostalAddress")  # newer and older pages


def delivery(root: str) -> tuple[Row, ...]:
    """The delivery; its custom fields begin with the name of the root."""
    keys = partial(document, root)

    def field(end: str) -> tuple[str, ...]:
        return keys(*(f"Delivery.DeliveryLocation.{part}.{end}" for part in _PARTS))

    more, region = field("AdditionalStreetName"), field("CountrySubentity")
    instead = {key: field(end) for key, end in _INSTEAD.items()}
    name = keys("Delivery.DeliveryParty.PartyName.Name")
    address_of = Selection(
        _PATH,
        of.address_picker(instead, (*more, *region)),
        of.put_delivery_address,
        ("AddressType",),
        tuple(key[2:] for keys_of in instead.values() for key in keys_of),
    )
    return (
        Computed(
            "cac:Delivery/cbc:ActualDeliveryDate",
            of.delivery_date,
            DATE,
            "BT-72",
            keys=("DeliveryDate",),
            keep="DeliveryDate",
            note="else OrderDate",
        ),
        Leaf(f"{_LOCATION}/cbc:ID", header(root, "Delivery.DeliveryLocation.ID.Text"), term="BT-71"),
        Leaf(
            f"{_LOCATION}/cbc:ID/@schemeID",
            header(root, "Delivery.DeliveryLocation.ID.SchemeID"),
            term="BT-71-1",
        ),
        Group(
            f"{_LOCATION}/cac:Address",
            address(_TERMS, more, region),
            of=address_of,
            term="BG-15",
            note=f"CustomFields {root}.Delivery.DeliveryLocation.Address first; else in full where it is "
            "not the postal address; else the country of that",
        ),
        Group(
            "cac:Delivery/cac:DeliveryParty/cac:PartyName",
            (Leaf("cbc:Name", "Name", term="BT-70"),),
            of=Selection(
                _PATH,
                of.name_picker(name),
                of.put_delivery_party,
                ("AddressType",),
                tuple(key[2:] for key in name),
            ),
            term="BT-70",
            note=f"CustomFields {root}.Delivery.DeliveryParty.PartyName.Name first",
        ),
    )
