"""The native engine against Saxon, both warm: the rules alone, the whole of validate(), and growth."""

from collections.abc import Iterator
from functools import partial

from tests.benchmarks.documents import invoice, plain_invoice
from tests.benchmarks.measure import Row, compare
from ubltools.validation.engine import validate

_SIZES = (100, 1_000, 10_000)
_RULES = ("en16931", "peppol")


def rules(rounds: int) -> Iterator[Row]:
    """EN 16931 and Peppol, parsing included, without schema."""
    for what, data in _documents():
        native, saxon = (
            partial(validate, data, engine=engine, layers=_RULES, gate=False)
            for engine in ("native", "saxon")
        )
        yield compare(f"rules, {what}", native, "saxon", saxon, rounds=_fewer(rounds, data), batch=0.05)


def whole(rounds: int) -> Iterator[Row]:
    """validate() with schema and report."""
    for what, data in _documents():
        native, saxon = (partial(validate, data, engine=engine) for engine in ("native", "saxon"))
        yield compare(f"validate(), {what}", native, "saxon", saxon, rounds=_fewer(rounds, data), batch=0.05)


def growth(rounds: int) -> Iterator[Row]:
    """Ten times the lines; 12 times the time is the aim."""
    short, long = plain_invoice(1_000), plain_invoice(10_000)
    yield compare(
        "validate(), 10,000 lines",
        partial(validate, long),
        "1,000 lines",
        partial(validate, short),
        rounds=max(3, rounds // 4),
        batch=0,
    )


def _documents() -> Iterator[tuple[str, bytes]]:
    yield "sample of 2 lines", invoice()
    for lines in _SIZES:
        yield f"{lines:,} lines", plain_invoice(lines)


def _fewer(rounds: int, data: bytes) -> int:
    """Three rounds for what takes seconds."""
    return rounds if len(data) < 200_000 else max(3, rounds // 7)
