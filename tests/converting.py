"""Both directions of the conversion for tests: an order to a tree of UBL, and UBL to a plain order."""

import json
from typing import Any

from lxml import etree

from tests.orders import COMPANY
from ubltools import billit
from ubltools.convert import from_ubl, to_ubl
from ubltools.finding import Finding
from ubltools.lens.rows import get
from ubltools.mapping.decisions import Decisions

Findings = tuple[Finding, ...]


def as_json(order: dict[str, Any]) -> str:
    return json.dumps(order, default=str)


def to_tree(order: dict[str, Any], **options: Any) -> tuple[etree._Element, Findings]:
    """The document of an order, and what was said about it. The seller is the company of the samples."""
    written = to_ubl(as_json(order), company=COMPANY, **options)
    assert written.document is not None, written.findings
    return etree.fromstring(written.document.encode()), written.findings


def to_order(document: etree._Element | bytes | str, **options: Any) -> tuple[dict[str, Any], Findings]:
    """The plain order of a document, and what was said about it."""
    if not isinstance(document, bytes | str):
        document = etree.tostring(document)
    data = document.encode() if isinstance(document, str) else document
    back = from_ubl(data, **options)
    assert back.document is not None, back.findings
    return billit.dump(back.document), back.findings


def again(order: dict[str, Any], decisions: Decisions | None = None) -> tuple[etree._Element, dict[str, Any]]:
    """The document of an order and the order read from it; that one must give the same document."""
    options = {"decisions": decisions} if decisions else {}
    root, _ = to_tree(order, **options)
    read, _ = to_order(root, **options)
    assert etree.tostring(to_tree(read, **options)[0]).decode() == etree.tostring(root).decode()
    return root, read


def at(root: etree._Element, path: str) -> list[str]:
    """What stands at a path such as "Delivery/DeliveryLocation/ID/@schemeID", in document order."""
    elements, _, attribute = path.partition("/@")
    found = root.findall("/".join(f"{{*}}{step}" for step in elements.split("/")))
    return [str(each.get(attribute) if attribute else each.text) for each in found]


def value(order: dict[str, Any], path: str) -> Any:
    """The value at a JSON path such as "OrderLines[0].CustomFields['InvoiceLine.Note']"."""
    head, _, tail = path.partition("[0].")
    return get(order[head][0], tail) if tail else get(order, path)


def rules(findings: Findings) -> list[tuple[str, str | None]]:
    """Rule and place of each finding: the JSON path, else the XPath."""
    return [(each.rule, each.location.json_path or each.location.xpath) for each in findings]
