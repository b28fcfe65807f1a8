"""Laws of conversion on orders drawn from the mapping table, for all four kinds of document."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import Drawn, drawn, is_drawn, orders
from ubltools import billit
from ubltools.convert import from_ubl, to_ubl
from ubltools.conversion import root_of
from ubltools.finding import Severity
from ubltools.lens.rows import Item
from ubltools.lens.tree import Node
from ubltools.mapping.invoice import TARGETS, Target
from ubltools.names import SELF_BILLING
from ubltools.validation.engine import validate

IDS = [f"{target.kind}-{'self' if target.customization == SELF_BILLING else 'billing'}" for target in TARGETS]
EACH = pytest.mark.parametrize("target", TARGETS, ids=IDS)
SLOW = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)


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
def test_an_order_comes_back_as_it_was(target: Target, data: st.DataObject) -> None:
    order = data.draw(orders(target))
    assert billit.dump(read(written(as_json(order)))) == plain(order)


@EACH
@SLOW
@given(data=st.data())
def test_nothing_of_such_an_order_is_reported_as_lost(target: Target, data: st.DataObject) -> None:
    lost = {"UBLT-UNMAPPED", "UBLT-REPEATED", "UBLT-UNREADABLE"}
    order = as_json(data.draw(orders(target)))
    assert [each for each in to_ubl(order).findings if each.rule in lost] == []
    assert [each for each in from_ubl(written(order).encode()).findings if each.rule in lost] == []


@EACH
@SLOW
@given(data=st.data())
def test_converting_twice_changes_nothing(target: Target, data: st.DataObject) -> None:
    text = written(as_json(data.draw(orders(target))))
    again = written(read(text))
    assert again == text
    assert written(read(again)) == again
