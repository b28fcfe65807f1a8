"""Two things measured side by side: medians, their spread, and the ratio between them.

Both run in turns, in one process, so that whatever else the machine does hits both. Nothing is asserted
about time. What is measured is in cases.py.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Work = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Spread:
    """A median and the quartiles around it."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. Times in seconds for one run; ratio: ours to reference, round by round."""

    what: str
    reference: str
    ours: Spread
    theirs: Spread
    ratio: Spread


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line of the table that could not be measured, and why."""

    what: str
    reference: str
    why: str


def spread(values: list[float]) -> Spread:
    """The median of some values, and their quartiles."""
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(low, median, high)


def compare(what: str, ours: Work, reference: str, theirs: Work, *, rounds: int, batch: float) -> Row:
    """Run two things in turns. batch: how many seconds the runs that are timed together should last."""
    times = _repeats(ours, batch), _repeats(theirs, batch)
    pairs = [(_timed(ours, times[0]), _timed(theirs, times[1])) for _ in range(rounds)]
    mine, other = spread([pair[0] for pair in pairs]), spread([pair[1] for pair in pairs])
    return Row(what, reference, mine, other, spread([pair[0] / pair[1] for pair in pairs]))


def _repeats(work: Work, batch: float) -> int:
    """How many runs fill a batch; the runs that find it out are the warm-up."""
    work()
    times = 1
    while (took := _timed(work, times) * times) < batch / 2:
        times *= 2
    return max(1, round(times * batch / took))


def _timed(work: Work, times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) / times
