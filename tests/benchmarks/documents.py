"""What is measured with: the sample order, a short one, an invoice of 20 kB, a plain one of any length."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from ubltools.convert import to_ubl

SAMPLES = Path(__file__).parents[2] / "samples"
COMPANY = (SAMPLES / "company.json").read_bytes()
WITHOUT_SUPPLIER = (SAMPLES / "order.json").read_bytes()
_SAMPLE: dict[str, Any] = {**json.loads(WITHOUT_SUPPLIER), "Supplier": json.loads(COMPANY)}


def _json(order: dict[str, Any]) -> bytes:
    return json.dumps(order, ensure_ascii=False).encode()


SAMPLE = _json(_SAMPLE)


def _short() -> bytes:
    """The least that makes a good invoice of two lines."""
    head = ("OrderType", "OrderDirection", "OrderNumber", "OrderDate", "ExpiryDate", "Reference")
    party = ("Name", "VATNumber", "IBAN")
    line = ("Quantity", "UnitPriceExcl", "Description", "VATPercentage")
    order = _only(_SAMPLE, head)
    for key in ("Supplier", "Customer"):
        order[key] = _only(_SAMPLE[key], party) | {"Addresses": _SAMPLE[key]["Addresses"][:1]}
    return _json(order | {"OrderLines": [_only(each, line) for each in _SAMPLE["OrderLines"]]})


def _only(value: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value[key] for key in keys if key in value}


SHORT = _short()


@cache
def invoice(lines: int = 2, number: str = "2026-0147") -> bytes:
    """The sample order as UBL, its lines repeated until there are so many."""
    repeated = (_SAMPLE["OrderLines"] * lines)[:lines]
    ubl = to_ubl(_json(_SAMPLE | {"OrderNumber": number, "OrderLines": repeated})).document
    assert ubl is not None
    return ubl.encode()


@cache
def of_20_kb() -> bytes:
    """The first invoice that has 20,000 bytes."""
    return next(each for lines in range(2, 100) if len(each := invoice(lines)) >= 20_000)


def plain_order(lines: int) -> bytes:
    """An order of so many lines that differ, with nothing that not every library can carry.

    Prices have two decimals, and the VAT of a line comes to whole cents: python-ubl cuts prices to cents
    and adds up rounded VAT.
    """
    order = json.loads(SHORT) | {"PaymentReference": "+++012/3623/61525+++", "OrderTitle": "Dienst aankoop"}
    return _json(order | {"OrderLines": [_plain_line(number) for number in range(1, lines + 1)]})


def _plain_line(number: int) -> dict[str, Any]:
    return {
        "Quantity": 2 * (1 + number % 9),
        "UnitPriceExcl": 3.5 if number % 2 else 62.5,
        "Description": f"Artikel {number}",
        "Reference": f"R-{number}",
        "VATPercentage": 21 if number % 3 else 6,
        "CustomFields": {"PeppolUnitCode": "XBX"},
    }


@cache
def plain_invoice(lines: int) -> bytes:
    """The same as UBL."""
    ubl = to_ubl(plain_order(lines)).document
    assert ubl is not None
    return ubl.encode()
