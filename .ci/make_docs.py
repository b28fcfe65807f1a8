#!/usr/bin/env python3
"""Write the pages of docs/ that are made from the package itself.

Run it after any change to ubltools/mapping, schematron, ubltools/rule_messages.py or the tables
advice.csv, messages.csv and terms.csv of ubltools/codes.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ubltools import mapping_table, rule_table  # noqa: E402

if __name__ == "__main__":
    for name, made in (("mapping.md", mapping_table.page), ("rules.md", rule_table.page)):
        target = ROOT / "docs" / name
        target.write_text(made(), encoding="utf-8")
        print(f"wrote {target.relative_to(ROOT)}")
