#!/usr/bin/env python3
"""Write docs/mapping.md from the mapping itself. Run it after any change to ubltools/mapping."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ubltools.mapping_table import page  # noqa: E402

if __name__ == "__main__":
    target = ROOT / "docs" / "mapping.md"
    target.write_text(page(), encoding="utf-8")
    print(f"wrote {target.relative_to(ROOT)}")
