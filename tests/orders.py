"""Small orders for the tests: one base order, and ways to change it."""

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent.parent / "samples"
COMPANY = json.loads((SAMPLES / "company.json").read_text("utf-8"))
ORDER = json.loads((SAMPLES / "order.json").read_text("utf-8"), parse_float=Decimal)


def order(**changes: Any) -> dict[str, Any]:
    """The sample order with top level changes; None takes a key out."""
    changed = {**copy.deepcopy(ORDER), **changes}
    return {key: value for key, value in changed.items() if value is not None}


def line(quantity: str = "1", price: str = "10", rate: str | None = "21", **more: Any) -> dict[str, Any]:
    """An order line, as it comes out of loading."""
    held: dict[str, Any] = {
        "Quantity": Decimal(quantity),
        "UnitPriceExcl": Decimal(price),
        "Description": "x",
    }
    if rate is not None:
        held["VATPercentage"] = Decimal(rate)
    return held | more


def allowance(price: str, rate: str = "21", **more: Any) -> dict[str, Any]:
    return line("1", price, rate, AllowanceChargeIndicator=False, **more)


def charge(price: str, rate: str = "21", **more: Any) -> dict[str, Any]:
    return line("1", price, rate, AllowanceChargeIndicator=True, **more)


def text(value: dict[str, Any]) -> bytes:
    """JSON bytes of an order; Decimal as the number it is."""
    return json.dumps(value, default=float).encode()
