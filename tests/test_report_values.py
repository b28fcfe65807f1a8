from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from ubltools.finding import Location, Severity
from ubltools.report.values import jsonable


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (Decimal("1.10"), "1.10"),
        (date(2026, 1, 2), "2026-01-02"),
        (time(14, 30, tzinfo=UTC), "14:30:00+00:00"),
        (datetime(2026, 1, 2, 3, tzinfo=UTC), "2026-01-02T03:00:00+00:00"),
        ((1, ("a", None)), [1, ["a", None]]),
        (Severity.FATAL, "fatal"),
        (Location("/x", 1), {"xpath": "/x", "line": 1, "json_path": None, "term": None}),
    ],
)
def test_values_as_json(value, expected):
    assert jsonable(value) == expected
    assert type(jsonable(value)) is type(expected)
