"""Delivery: its date, and the address and name of the place, from an address or from custom fields."""

from collections.abc import Callable
from datetime import date
from typing import Final

from ubltools.lens.rows import DERIVED_FROM, RENAMED, Item, get
from ubltools.mapping.computed.party import ADDRESS_KEYS, address, pick_invoice_address
from ubltools.mapping.computed.totals import Facts

_HOUSE: Final = ("StreetNumber", "Box")


def delivery_date(item: Item, _: Facts) -> date | None:
    """BT-72: DeliveryDate, else the date of the order, as Billit writes it."""
    return item.get("DeliveryDate") or item.get("OrderDate")


def _customer(facts: Facts) -> Item:
    return facts.document.get("Customer") or {}


def address_picker(
    instead: dict[str, tuple[str, ...]], beside: tuple[str, ...]
) -> Callable[[Item, Facts], list[Item]]:
    """BG-15: the delivery address where it differs from the postal one, else its country alone.

    instead: the custom fields that come before a key of the address; beside: those that only add to it.
    All are keys of the whole order ("$.").
    """

    def pick(_: Item, facts: Facts) -> list[Item]:
        ordinary, fields = _address(facts), facts.document.get("CustomFields")
        if not fields:
            return [ordinary] if ordinary else []
        own = {key: path for key, paths in instead.items() if (path := _first(paths, facts.document))}
        if not own:
            return [ordinary] if ordinary or _first(beside, facts.document) else []
        dropped = _HOUSE if "Street" in own else ()
        base = {key: value for key, value in ordinary.items() if key not in dropped}
        values = {key: get(facts.document, path[2:]) for key, path in own.items()}
        origin = ordinary.get(DERIVED_FROM, ordinary) or facts.document
        renamed = {**own, **dict.fromkeys(dropped, own.get("Street"))}
        return [{**base, **values, DERIVED_FROM: origin, RENAMED: renamed}]

    return pick


def _first(paths: tuple[str, ...], document: Item) -> str | None:
    """The first of some keys of the order that holds a value."""
    if not document.get("CustomFields"):
        return None
    return next((path for path in paths if get(document, path[2:])), None)


def _address(facts: Facts) -> Item:
    """The delivery address of the customer, or an object with the country of the postal address."""
    invoice = next(iter(pick_invoice_address(_customer(facts), facts)), {})
    delivery = address(_customer(facts), "DeliveryAddress") or {}
    if not _is_only_name(delivery) and any(delivery.get(key) != invoice.get(key) for key in ADDRESS_KEYS):
        return delivery
    country = invoice.get("CountryCode")
    return {"CountryCode": country, DERIVED_FROM: invoice} if country else {}


def _is_only_name(delivery: Item) -> bool:
    """Whether a delivery address names who receives the goods, but not where."""
    return not any(delivery.get(key) for key in ADDRESS_KEYS)


def put_delivery_address(_: Item, document: Item, read: Item) -> None:
    """Add a delivery address to the customer, unless it is only the country of the postal address."""
    invoice = address(document.get("Customer") or {}, "InvoiceAddress") or {}
    if read and read != {"CountryCode": invoice.get("CountryCode")}:
        read["AddressType"] = "DeliveryAddress"
        document.setdefault("Customer", {}).setdefault("Addresses", []).append(read)


def name_picker(paths: tuple[str, ...]) -> Callable[[Item, Facts], list[Item]]:
    """BT-70: a custom field, else the name of the delivery address where that address is written."""

    def pick(_: Item, facts: Facts) -> list[Item]:
        if own := _first(paths, facts.document):
            name = get(facts.document, own[2:])
            return [{"Name": name, DERIVED_FROM: facts.document, RENAMED: {"Name": own}}]
        delivery = address(_customer(facts), "DeliveryAddress")
        if delivery is None or not delivery.get("Name"):
            return []
        return [delivery] if _is_only_name(delivery) or delivery is _address(facts) else []

    return pick


def put_delivery_party(_: Item, document: Item, read: Item) -> None:
    """Add the name to the delivery address that was read before it."""
    customer = document.setdefault("Customer", {})
    found = address(customer, "DeliveryAddress")
    if found is None:
        found = {"AddressType": "DeliveryAddress"}
        customer.setdefault("Addresses", []).append(found)
    found.update(read)
