"""Laws of conversion on orders drawn from the mapping table, for all four kinds of document."""

import json
import re
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.strategies import KINDS, orders
from ubltools import billit
from ubltools.convert import from_ubl, to_ubl
from ubltools.lens.rows import Item
from ubltools.validation.engine import validate

EACH = pytest.mark.parametrize("kind", sorted(KINDS))
SLOW = settings(
    max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)


def plain(item: Item) -> Item:
    """An order as the API gives it: loaded and dumped."""
    loaded = billit.load_value(item)
    assert loaded.order is not None, loaded.findings
    return billit.dump(loaded.order)


def written(order: billit.Order | bytes) -> str:
    text = to_ubl(order).document
    assert text is not None
    return text


def read(text: str) -> billit.Order:
    order = from_ubl(text.encode()).document
    assert order is not None
    return order


def as_json(item: Item) -> bytes:
    loaded = billit.load_value(item).order
    assert loaded is not None
    return billit.to_json(loaded).encode()


@EACH
@SLOW
@given(data=st.data())
def test_an_order_comes_back_as_it_was(kind: str, data: st.DataObject) -> None:
    order = data.draw(orders(kind))
    assert billit.dump(read(written(as_json(order)))) == plain(order)


@EACH
@SLOW
@given(data=st.data())
def test_nothing_of_such_an_order_is_reported_as_lost(kind: str, data: st.DataObject) -> None:
    lost = {"UBLT-UNMAPPED", "UBLT-REPEATED", "UBLT-UNREADABLE"}
    order = as_json(data.draw(orders(kind)))
    assert [each for each in to_ubl(order).findings if each.rule in lost] == []
    assert [each for each in from_ubl(written(order).encode()).findings if each.rule in lost] == []


@EACH
@SLOW
@given(data=st.data())
def test_converting_twice_changes_nothing(kind: str, data: st.DataObject) -> None:
    text = written(as_json(data.draw(orders(kind))))
    again = written(read(text))
    assert again == text
    assert written(read(again)) == again


@EACH
@settings(SLOW, max_examples=6)
@given(data=st.data())
def test_a_complete_order_is_valid_and_its_totals_add_up(kind: str, data: st.DataObject) -> None:
    text = written(as_json(data.draw(orders(kind, complete=True))))
    report = validate(text.encode())
    judged = [layer for layer in report.layers if layer.name in {"xsd", "en16931"}]
    assert [layer.state.value for layer in judged] == ["passed", "passed"], report.findings
    root = etree.fromstring(text.encode())

    def amount(path: str) -> Decimal:
        return sum((Decimal(each.text or "0") for each in root.iterfind(path)), Decimal(0))

    assert amount("{*}TaxTotal/{*}TaxSubtotal/{*}TaxAmount") == amount("{*}TaxTotal/{*}TaxAmount")
    total = "{*}LegalMonetaryTotal/{*}Tax"
    assert amount("{*}TaxTotal/{*}TaxSubtotal/{*}TaxableAmount") == amount(f"{total}ExclusiveAmount")
    assert amount(f"{total}ExclusiveAmount") + amount("{*}TaxTotal/{*}TaxAmount") == amount(
        f"{total}InclusiveAmount"
    )


def shuffled(value: Any, random: Random) -> Any:
    """The same JSON with its keys in another order and, outside custom fields, in other capitals."""
    if isinstance(value, list):
        return [shuffled(each, random) for each in value]
    if not isinstance(value, dict):
        return value
    pairs = [(key, held if key == "CustomFields" else shuffled(held, random)) for key, held in value.items()]
    random.shuffle(pairs)
    return {random.choice((key, key.lower(), key.upper())): held for key, held in pairs}


@EACH
@SLOW
@given(data=st.data(), random=st.randoms())
def test_the_order_and_the_capitals_of_keys_do_not_matter(
    kind: str, data: st.DataObject, random: Random
) -> None:
    order = as_json(data.draw(orders(kind)))
    other = json.dumps(shuffled(json.loads(order, parse_float=str), random), indent=random.randrange(4))
    assert written(other.encode()) == written(order)


@EACH
@SLOW
@given(data=st.data(), prefix=st.sampled_from(["c", "cac2", "x"]))
def test_prefixes_comments_and_white_space_do_not_matter(kind: str, data: st.DataObject, prefix: str) -> None:
    text = written(as_json(data.draw(orders(kind))))
    other = re.sub(r"(?<=[</])cac:", f"{prefix}:", text).replace("xmlns:cac=", f"xmlns:{prefix}=")
    other = re.sub(r">\n\s*<", "><!-- nothing --><?nothing at all?>\n\n<", other.split("\n", 1)[1])
    assert billit.dump(read(other)) == billit.dump(read(text))
