"""How much memory this process holds, in bytes, as the system sees it: libxml2 is counted too.

Where the system keeps no such books (elsewhere than on Linux), the most there has been stands for both.
"""

import re
import resource
import sys
from pathlib import Path

_STATUS, _FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def now() -> int:
    """What it holds now."""
    return _kept("VmRSS")


def most() -> int:
    """The most it has held since the start, or since forget()."""
    return _kept("VmHWM")


def forget() -> None:
    """Let most() begin anew."""
    if _FORGET.exists():
        _FORGET.write_text("5")


def _kept(name: str) -> int:
    if _STATUS.exists() and (found := re.search(rf"{name}:\s+(\d+) kB", _STATUS.read_text())):
        return int(found[1]) * 1024
    # The figure of getrusage begins with what the parent held, so it is only second best.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
