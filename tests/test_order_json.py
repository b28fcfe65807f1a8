"""The JSON Schema of an order, and the published orders against the loader."""

import json
import os
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ubltools.billit import dump, json_schema, load, to_json
from ubltools.billit.schema import schema_text
from ubltools.errors import NotAnOrder

ROOT = Path(__file__).parents[1]
SCHEMA_FILE = ROOT / "schemas/billit-order/order.schema.json"
SAMPLES = Path(os.environ.get("UBLTOOLS_SAMPLES", ROOT.parent / "shared/samples")) / "billit"

ORDER = {
    "OrderType": "Invoice",
    "OrderDirection": "Income",
    "OrderDate": "2026-01-31",
    "Customer": {"Name": "x", "CustomFields": [{"Key": "a", "Value": "b"}]},
    "CustomFields": {"Invoice.Note": "x", "PaymentMeansCode": 30},
    "OrderLines": [{"Quantity": 1, "UnitPriceExcl": "10.50", "InclLeading": False}],
    "Unknown": {"x": 1},
}

TYPES = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float, Decimal),
    "array": list,
    "object": dict,
}


def is_of(value, name):
    return isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def faults(value, schema, root, path="$"):
    """The few words of JSON Schema that our schema uses, checked by hand."""
    known = {"$ref", "type", "enum", "pattern", "properties", "required", "items", "additionalProperties"}
    assert set(schema) - known <= {"$schema", "$defs", "title", "description"}, path
    if "$ref" in schema:
        yield from faults(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, path)
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if names and not any(is_of(value, name) for name in names):
        yield f"{path}: type"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: enum"
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        yield f"{path}: pattern"
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from faults(each, schema.get("items", {}), root, f"{path}[{index}]")
    if isinstance(value, dict):
        yield from (f"{path}.{key}: required" for key in schema.get("required", ()) if key not in value)
        for key, held in value.items():
            inner = schema.get("properties", {}).get(key, schema.get("additionalProperties", {}))
            yield from faults(held, inner, root, f"{path}.{key}")


def test_the_schema_file_is_up_to_date():
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text(), (
        "stale: python -m ubltools.billit.schema > schemas/billit-order/order.schema.json"
    )


def test_the_schema_uses_the_2020_12_dialect_and_billits_keys():
    schema = json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {"OrderNumber", "FXRateToForeign", "VatGroups", "OrderPDF"} <= set(schema["properties"])
    assert schema["required"] == ["OrderType", "OrderDirection", "OrderDate", "OrderLines"]


def test_every_reference_in_the_schema_leads_somewhere():
    schema = json_schema()
    named = set(re.findall(r'"\$ref": "#/\$defs/(\w+)"', json.dumps(schema)))
    assert named == set(schema["$defs"])


def test_a_good_order_fits_the_schema_and_loads():
    schema = json_schema()
    assert list(faults(ORDER, schema, schema)) == []
    assert load(json.dumps(ORDER).encode()).item is not None


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("OrderType", "Bill", "$.OrderType: enum"),
        ("OrderDate", "31/01/2026", "$.OrderDate: pattern"),
        ("OrderDate", 20260131, "$.OrderDate: type"),
        ("ToPay", "1,50", "$.ToPay: pattern"),
        ("ToPay", True, "$.ToPay: type"),
        ("Paid", "true", "$.Paid: type"),
        ("OrderID", "x", "$.OrderID: pattern"),
        ("CustomFields", {"a": {}}, "$.CustomFields.a: type"),
        ("OrderLines", {}, "$.OrderLines: type"),
        ("OrderLines", [{"Quantity": []}], "$.OrderLines[0].Quantity: type"),
        ("Customer", "x", "$.Customer: type"),
    ],
)
def test_what_the_schema_refuses_the_loader_refuses(key, value, fault):
    schema, order = json_schema(), {**ORDER, key: value}
    assert list(faults(order, schema, schema)) == [fault]
    assert load(json.dumps(order).encode()).item is None


def published(*kinds):
    return [path for kind in kinds for path in sorted(SAMPLES.glob(f"{kind}_*.json"))]


ORDERS = [path for path in published("post", "get", "repo") if not path.name.startswith("post_40")]
OTHERS = published("post_40", "status", "inbox", "participant", "webhook")
needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="no published samples: set UBLTOOLS_SAMPLES to the folder that holds billit/"
)


def source_of(path):
    value = json.loads(path.read_bytes(), parse_float=Decimal)
    return value.get("Order", value)


def assert_same(source, read, path="$", verbatim=False):
    """Every value of the source is in what was read, exactly."""
    if isinstance(source, dict) and isinstance(read, dict):
        spelled = {key if verbatim else key.lower(): held for key, held in read.items()}
        assert set(spelled) == {key if verbatim else key.lower() for key in source}, path
        for key, held in source.items():
            inner = spelled[key if verbatim else key.lower()]
            assert_same(held, inner, f"{path}.{key}", verbatim=key == "CustomFields")
    elif isinstance(source, list):
        assert len(source) == len(read), path
        for index, held in enumerate(source):
            assert_same(held, read[index], f"{path}[{index}]")
    elif isinstance(read, date):
        assert source.startswith(read.isoformat()[:10]), path
    elif isinstance(read, str):
        assert str(source) == read, path
    elif not (source == {} and read == []):  # custom fields of a party
        assert (source, str(source)) == (read, str(read)), path


@pytest.mark.conformance
@needs_samples
@pytest.mark.parametrize("path", ORDERS, ids=lambda path: path.stem)
def test_published_orders_load_without_loss(path):
    loaded = load(path.read_bytes())
    assert_same(source_of(path), loaded.item)
    assert loaded.item == dump(loaded.order)
    assert load(to_json(loaded.order).encode()).item == loaded.item


@pytest.mark.conformance
@needs_samples
@pytest.mark.parametrize("path", ORDERS, ids=lambda path: path.stem)
def test_published_orders_fit_the_schema(path):
    schema = json_schema()
    written = json.loads(to_json(load(path.read_bytes()).item))
    missing = ["$.OrderDate: required"] if path.stem.startswith("get_03") else []
    assert list(faults(written, schema, schema)) == missing


@pytest.mark.conformance
@needs_samples
def test_what_there_is_to_say_about_published_orders():
    said = {path.stem[:7]: [f.rule for f in load(path.read_bytes()).findings] for path in ORDERS}
    assert {name: rules for name, rules in said.items() if rules} == {
        "get_03_": ["UBLT-ORDER-MISSING", "UBLT-ORDER-MISSING"],  # shortened: has no dates
        "post_12": ["UBLT-UNKNOWN-KEY"],  # Zip
        "post_13": ["UBLT-UNKNOWN-KEY"],  # Zip
        "post_25": ["UBLT-ORDER-UNWRAPPED"],
        "post_26": ["UBLT-ORDER-UNWRAPPED"],
        "post_37": ["UBLT-ORDER-UNWRAPPED"],
        "post_39": ["UBLT-ORDER-MISSING"],  # has no number
    }


@pytest.mark.conformance
@needs_samples
@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_other_answers_of_billit_are_not_orders(path):
    with pytest.raises(NotAnOrder) as caught:
        load(path.read_bytes())
    assert "none of the keys" not in str(caught.value)
