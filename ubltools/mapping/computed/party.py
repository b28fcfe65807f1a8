"""Parties: address, names, contact, and the tax scheme of a tax representative."""

import re
from collections.abc import Callable
from typing import Any, Final

from ubltools.lens.rows import Item, get

ADDRESS_KEYS: Final = ("Street", "StreetNumber", "Box", "Zipcode", "City", "CountryCode")


def address(party: Item, kind: str) -> Item | None:
    """The address of a kind, "InvoiceAddress" or "DeliveryAddress"; None if there is none."""
    addresses: list[Item] = party.get("Addresses") or []
    for each in addresses:
        if each.get("AddressType") == kind:
            return each
    return None


def pick_invoice_address(party: Item, _: Any) -> list[Item]:
    """The postal address (BG-5, BG-8): the InvoiceAddress, else the flat fields of the party."""
    found = address(party, "InvoiceAddress")
    if found is not None:
        return [found]
    return [party] if any(party.get(key) for key in ADDRESS_KEYS) else []


def put_invoice_address(party: Item, _: Item, read: Item) -> None:
    """Add an address that was read."""
    read["AddressType"] = "InvoiceAddress"
    party.setdefault("Addresses", []).append(read)


_HOUSE: Final = re.compile(r"(?P<Street>\D*\D) (?P<StreetNumber>\d\S*)(?: (?P<Box>\S.*))?")


def street(item: Item, _: Any) -> str | None:
    """Street, number and box in one line (BT-35, BT-50), without empty parts; one alone as it is."""
    parts = [str(item.get(key) or "") for key in ("Street", "StreetNumber", "Box")]
    filled = [part for part in parts if part.strip()]
    return (filled[0] if len(filled) == 1 else " ".join(part.strip() for part in filled)) or None


def keep_street(item: Item, stated: str, facts: Any) -> None:
    """Split a line into street, number and box where joining them gives the same line again."""
    match = _HOUSE.fullmatch(stated)
    parts = {key: value for key, value in (match.groupdict() if match else {}).items() if value}
    item.update(parts if parts and street(parts, facts) == stated else {"Street": stated})


def trading_name(party: Item, _: Any) -> str | None:
    """Trading name (BT-28, BT-45): CommercialName, else Name, which Billit writes in both places."""
    return party.get("CommercialName") or party.get("Name")


def contact_name(party: Item, _: Any) -> str | None:
    """Contact, else first and last name of the contact."""
    names = (party.get("ContactFirstName"), party.get("ContactLastName"))
    return party.get("Contact") or " ".join(name for name in names if name) or None


def phone(party: Item, _: Any) -> str | None:
    """Phone, else Mobile."""
    return party.get("Phone") or party.get("Mobile")


def first_of(
    keys: tuple[str, ...], ordinary: Callable[[Item, Any], str | None]
) -> Callable[[Item, Any], str | None]:
    """A custom field of the order under one of the keys ("$."), else what the party itself says."""

    def value(party: Item, facts: Any) -> str | None:
        fields = facts.document.get("CustomFields")
        own = (
            next((found for key in keys if (found := get(facts.document, key[2:]))), None) if fields else None
        )
        return own or ordinary(party, facts)

    return value


def tax_scheme(schemes: tuple[str, ...], numbers: tuple[str, ...]) -> Callable[[Item, Any], str | None]:
    """The tax scheme of a tax number in custom fields: as stated, else VAT where there is a number."""

    def value(item: Item, _: Any) -> str | None:
        if not item.get("CustomFields"):
            return None
        stated = next((found for key in schemes if (found := get(item, key))), None)
        return stated or ("VAT" if any(get(item, key) for key in numbers) else None)

    return value


def email(party: Item, _: Any) -> str | None:
    """The first address of Email, which may hold several with semicolons."""
    first = str(party.get("Email") or "").split(";")[0].strip()
    return first or None
