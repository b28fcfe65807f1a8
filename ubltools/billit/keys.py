"""Keys as people write them, turned into keys as Billit writes them.

Walked only for objects that are not clean already: other capitals, unknown keys, null. Unknown keys are
kept and reported; values are left alone. The table of usual slips stands at the end.
"""

import difflib
from functools import cache, partial
from typing import Any, Final

from pydantic_core import PydanticCustomError

from ubltools.billit.faults import Capped, Place, json_path, shown, value_finding
from ubltools.billit.model import Model, OpenModel, billit_key
from ubltools.billit.plain import Inner, nested
from ubltools.billit.values import anything
from ubltools.finding import Finding, Location, Severity

_LONGEST_KEY: Final = 40  # nothing longer resembles a key


def settle(value: dict[str, Any], model: type[Model]) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Canonical keys all the way down, without null, and what there is to say about the keys."""
    walk = _Walk()
    settled = walk.object(value, model, ())
    return settled, walk.capped.findings


def repeated(at: Place) -> Finding:
    """The finding on a key that an object has more than once."""
    message = (
        f"The key {shown(at[-1])} occurs more than once, whatever its capitals; only the last one counts."
    )
    return Finding("UBLT-DUPLICATE-KEY", Severity.WARNING, message, Location(json_path=json_path(at)))


@cache
def spellings(model: type[Model]) -> dict[str, str]:
    """Billit's keys of a model by their lower case."""
    keys = (billit_key(name) for name in model.model_fields)
    return {key.lower(): key for key in keys}


class _Walk:
    def __init__(self) -> None:
        self.capped = Capped()

    def object(self, value: dict[str, Any], model: type[Model], at: Place) -> dict[str, Any]:
        known, inner, settled = spellings(model), nested(model), dict[str, Any]()
        for written, held in value.items():
            key = known.get(written.lower(), written)
            if key in settled:
                self.capped.add("UBLT-DUPLICATE-KEY", partial(repeated, (*at, key)))
            if key.lower() not in known:
                self.unknown(written, held, model, at)
            settled[key] = self.inside(held, inner.get(key), (*at, key))
        return {key: held for key, held in settled.items() if held is not None}

    def inside(self, value: Any, inner: Inner | None, at: Place) -> Any:
        if inner is None:
            return value
        if inner.many and isinstance(value, list):
            one = Inner(inner.model, many=False)
            return [self.inside(each, one, (*at, index)) for index, each in enumerate(value)]
        if not inner.many and isinstance(value, dict):
            return self.object(value, inner.model, at)
        return value

    def unknown(self, key: str, value: Any, model: type[Model], at: Place) -> None:
        try:
            anything(value)
        except PydanticCustomError as fault:
            self.capped.add("UBLT-ORDER-VALUE", partial(value_finding, fault.type, (*at, key), value))
        if not issubclass(model, OpenModel):
            self.capped.add("UBLT-UNKNOWN-KEY", partial(_unknown, key, model, at))


def _unknown(key: str, model: type[Model], at: Place) -> Finding:
    message = f"Billit does not document the key {shown(key)} here; it is kept, but nothing reads it."
    where = Location(json_path=json_path((*at, key)))
    return Finding("UBLT-UNKNOWN-KEY", Severity.WARNING, message, where, _guess(key.lower(), model))


def _guess(key: str, model: type[Model]) -> str | None:
    known = spellings(model)
    if meant := next((name for name in _SLIPS.get(key, ()) if name.lower() in known), None):
        return f"Billit reads {meant}."
    near = difflib.get_close_matches(key, known, 1, 0.75) if len(key) <= _LONGEST_KEY else ()
    return f"The nearest key that Billit documents is {known[near[0]]}." if near else None


_SLIPS: Final[dict[str, tuple[str, ...]]] = {
    "zip": ("Zipcode",),
    "postalcode": ("Zipcode",),
    "postcode": ("Zipcode",),
    "postalzone": ("Zipcode",),
    "country": ("CountryCode",),
    "housenumber": ("StreetNumber",),
    "number": ("StreetNumber", "OrderNumber"),
    "vat": ("VATNumber", "VATPercentage"),
    "vatrate": ("VATPercentage",),
    "taxrate": ("VATPercentage",),
    "vatcode": ("VentilationCode",),
    "lines": ("OrderLines",),
    "items": ("OrderLines",),
    "invoicelines": ("OrderLines",),
    "invoicenumber": ("OrderNumber",),
    "invoicedate": ("OrderDate",),
    "issuedate": ("OrderDate",),
    "duedate": ("ExpiryDate",),
    "invoicetype": ("OrderType",),
    "buyer": ("Customer",),
    "seller": ("Supplier",),
    "note": ("Comments",),
    "purchaseorder": ("Reference",),
    "ponumber": ("Reference",),
    "price": ("UnitPriceExcl",),
    "unitprice": ("UnitPriceExcl",),
    "qty": ("Quantity",),
    "discount": ("ReductionPercentage",),
    "name": ("Description",),
    "scheme": ("SchemeID",),
    "type": ("AddressType", "IdentifierType", "OrderType", "PartyType"),
    "value": ("Identifier",),
    "content": ("FileContent",),
}
