"""How much memory one conversion takes at its height: run in a process of its own, a conversion each.

python -m tests.benchmarks.peak from_ubl small.xml large.xml

Counted is what comes on top of a process that has imported everything and made a small conversion:
the input, whatever is held in between, and the result.
"""

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks import resident
from ubltools import billit
from ubltools.convert import from_ubl, to_ubl
from ubltools.validation.engine import validate


def _found(conversion: Any) -> Any:
    return conversion, conversion.findings


def _json(conversion: Any) -> str:
    return billit.to_json(conversion.document)


WORK: dict[str, Callable[[bytes], Any]] = {
    "to_ubl": to_ubl,
    "to_ubl and its findings": lambda order: _found(to_ubl(order)),
    "from_ubl": from_ubl,
    "from_ubl and its findings": lambda ubl: _found(from_ubl(ubl)),
    "from_ubl, to JSON text": lambda ubl: _json(from_ubl(ubl)),
    "validate": validate,
}


def main(what: str, small: Path, large: Path) -> None:
    """Print how many bytes the large conversion takes."""
    work = WORK[what]
    work(small.read_bytes())
    gc.collect()
    resident.forget()
    before = resident.now()
    kept = work(large.read_bytes())
    print(resident.most() - before)
    del kept


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
