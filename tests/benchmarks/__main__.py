"""python -m tests.benchmarks: measure, print a table, and with --write keep it in RESULTS.md."""

import argparse
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from lxml import etree

from tests.benchmarks.cases import AIMS, CASES, Height, heights, memory
from tests.benchmarks.measure import Row, Skipped, Spread
from tests.benchmarks.peers import PEERS

RESULTS = Path(__file__).with_name("RESULTS.md")
_LONGEST = 10_000  # lines
_UNITS = ((1, "s"), (1e-3, "ms"), (1e-6, "µs"))
_LIBRARIES = ("lxml", "saxonche", "xmlschema", "pydantic", "pydantic_core", "click")


def _time(seconds: float) -> str:
    unit, name = next((each for each in _UNITS if seconds >= each[0]), _UNITS[-1])
    return f"{seconds / unit:.3g} {name}"


def _ratio(ratio: Spread) -> str:
    return f"{ratio.median:.3g} ({ratio.low:.3g} to {ratio.high:.3g})"


def _row(row: Row | Skipped) -> str:
    if isinstance(row, Skipped):
        return f"| {row.what} | {row.reference} | {row.why} | | | |"
    a_second = f"{1 / row.ours.median:,.0f}" if row.ours.median < 0.1 else ""
    cells = (
        row.what,
        row.reference,
        _ratio(row.ratio),
        _time(row.ours.median),
        _time(row.theirs.median),
        a_second,
    )
    return f"| {' | '.join(cells)} |"


_HEAD = """\
| what | against | ratio, median (quartiles) | ours | reference | ours a second |
|---|---|---|---|---|---|"""


def _machine() -> Iterator[str]:
    yield f"- CPU: {_cpu()}, {os.cpu_count()} cores; the measured process runs on one."
    yield f"- {platform.python_implementation()} {platform.python_version()}, {platform.system()}"
    yield "- " + ", ".join(f"{name} {metadata.version(name)}" for name in _LIBRARIES)
    yield "- other libraries: " + ", ".join(
        f"{each.name} {each.version() or 'not installed'}" for each in PEERS
    )
    yield "- libxml2 " + ".".join(map(str, etree.LIBXML_VERSION))


def _cpu() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text().splitlines() if known.exists() else []
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.machine(),
    )


def _memory(found: dict[str, Any]) -> Iterator[str]:
    yield "| documents validated | resident memory |"
    yield "|---|---|"
    yield from (f"| {count} | {size:.0f} MB |" for count, size in found["megabytes"].items())
    last, before = list(found["megabytes"].values())[-1], found["megabytes"]["200"]
    yield f"\nGrowth after the first 200: {last - before:.0f} MB. Exit codes: {found['exit_codes']}."


def _height(height: Height) -> str:
    size, most = height.xml / 1e6, height.peak / 1e6
    return f"| {height.what}, {_LONGEST:,} lines | {size:.1f} MB | {most:.0f} MB | {most / size:.1f} |"


def _aim(title: str) -> Iterator[str]:
    if title in AIMS:
        yield f"Aim: {AIMS[title]}\n"


def _some(titles: Iterable[str], rounds: int) -> Iterator[str]:
    for title in titles:
        yield f"\n## {title}\n"
        yield from _aim(title)
        yield _HEAD
        yield from map(_row, CASES[title](rounds))


def _report(rounds: int, documents: int) -> Iterator[str]:
    yield "# Results\n"
    yield "Written by `python -m tests.benchmarks --write`; what it means is in README.md.\n"
    yield from _machine()
    yield from _some(CASES, rounds)
    yield "\n## Memory of a conversion\n"
    yield from _aim("Memory of a conversion")
    yield "| what | its XML | at its height | times the XML |\n|---|---|---|---|"
    yield from map(_height, heights(_LONGEST))
    yield "\n## Memory\n"
    yield from _memory(memory(documents))


def main() -> None:
    """Print every line as soon as it is known."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--rounds", type=int, default=21, help="rounds a row (21)")
    parser.add_argument("--documents", type=int, default=2000, help="documents for the memory (2000)")
    parser.add_argument("--only", action="append", choices=CASES, help="only this; may be repeated")
    parser.add_argument("--write", action="store_true", help="keep the result in RESULTS.md")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    lines = []
    if options.only and options.write:
        parser.error("--write keeps everything, not a part")
    parts = (
        _some(options.only, options.rounds) if options.only else _report(options.rounds, options.documents)
    )
    for line in parts:
        print(line, flush=True)
        lines.append(line)
    if options.write:
        RESULTS.write_text("\n".join(lines) + "\n", "utf-8")
        print(f"\nwritten: {RESULTS.name}", file=sys.stderr)


if __name__ == "__main__":
    main()
