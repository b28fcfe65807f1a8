"""Writes the SHA-256 of our own rule files into the release.toml of the releases that use them.

    python .ci/seal_rules.py

To be run after every change below schematron/. A release is sealed with its main file and every file
that it takes in, directly or not. Releases whose files come with an installed package are left alone.
"""

import hashlib
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

SCHEMATRON: Final = Path(__file__).parents[1] / "schematron"
_TAKEN_IN: Final = re.compile(r'<sch:(?:extends|include) href="([^"#]+)')
_TABLE: Final = re.compile(r"\[sha256\]\n(?:[^\[\n].*\n)*")


def main() -> None:
    """Seal every release of our own. Raises ValueError for a release.toml without a [sha256] table."""
    for path in sorted(SCHEMATRON.glob("*/release.toml")):
        text = path.read_text(encoding="utf-8")
        release = tomllib.loads(text)
        if "package" in release:
            continue
        sealed, found = _TABLE.subn(_table(path.parent, release["rules"]), text)
        if found != 1:
            raise ValueError(f"{path} has no [sha256] table")
        path.write_text(sealed, encoding="utf-8", newline="\n")


def _table(folder: Path, rules: str) -> str:
    files = dict.fromkeys(_files(folder / rules))
    lines = (f'"{Path(os.path.relpath(file, folder)).as_posix()}" = "{_digest(file)}"\n' for file in files)
    return "[sha256]\n" + "".join(lines)


def _files(path: Path) -> Iterator[Path]:
    yield path.resolve()
    for href in _TAKEN_IN.findall(path.read_text(encoding="utf-8")):
        yield from _files(path.parent / href)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
