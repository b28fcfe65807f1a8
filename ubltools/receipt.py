"""The receipt of a presend: what was decided, on what, by which rules, so that it can be shown later.

The same order, company, decisions, day, rules and state give the same bytes: no clock, no durations, no file
names. Values of the order stand in it only as far as findings quote them.
"""

import hashlib
import json
from datetime import date
from typing import Any, Final

from ubltools.finding import Layer
from ubltools.mapping.decisions import Decisions
from ubltools.report.json import finding_to_object
from ubltools.report.values import jsonable
from ubltools.sendxml import Presend

SCHEMA: Final = "ubltools-receipt/1"


def receipt(
    result: Presend,
    order: bytes,
    *,
    company: bytes | None,
    decisions: Decisions,
    on: date,
    version: str,
) -> bytes:
    """The receipt as indented JSON in UTF-8 with a line end.

    order, company: the bytes that were read. on: the day whose rules counted. version: of ubltools
    """
    held = {
        "schema": SCHEMA,
        "tool": {"name": "ubltools", "version": version},
        "on": on.isoformat(),
        "verdict": "cleared" if result.body else "refused" if result.report.complete else "no verdict",
        "sha256": {
            "order": _hash(order),
            "company": _hash(company),
            "ubl": _hash(result.ubl.encode() if result.ubl is not None else None),
            "body": _hash(result.body),
        },
        "decisions": jsonable(decisions),
        "layers": [_layer(each) for each in result.report.layers],
        "gate": jsonable(result.gate),
    }
    return f"{json.dumps(held, indent=2, ensure_ascii=False)}\n".encode("utf-8", "backslashreplace")


def _layer(layer: Layer) -> dict[str, Any]:
    names = ("name", "state", "release", "chosen", "sha256", "engine", "coverage", "rules_fired", "reason")
    findings = [finding_to_object(each) for each in layer.findings]
    return {**{name: jsonable(getattr(layer, name)) for name in names}, "findings": findings}


def _hash(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()
