"""What was parsed of TOML files, kept for the next process: the parser takes longer than a small document.

The files are read each time, and what is kept stands under the SHA-256 of all their contents; it is held and
believed as compiled rules are. Parsing the files, and what the tables mean, is the affair of others.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeAlias

from ubltools.errors import ConfigurationError
from ubltools.validation import places
from ubltools.validation.native import cache

Table: TypeAlias = dict[str, Any]
_FORM: Final = b"tables 1"  # another number when they are written in another way


def load(contents: Sequence[bytes]) -> list[Table] | None:
    """The tables of files with these contents; None when they are not there, or not whole."""
    folder = _folder()
    found = None if folder is None else cache.load(folder, _key(contents))
    return None if found is None else [_unpacked(table) for table in found]


def store(contents: Sequence[bytes], tables: Sequence[Table]) -> bool:
    """Keep the tables of files with these contents. Whether that could be done."""
    folder = _folder()
    try:
        return folder is not None and cache.store(folder, _key(contents), [_packed(each) for each in tables])
    except ValueError:  # a value that nothing here asks for, such as a time
        return False


def _folder() -> Path | None:
    try:
        return places.cache() / "releases"
    except ConfigurationError:
        return None


def _key(contents: Sequence[bytes]) -> str:
    total = hashlib.sha256(_FORM)
    for content in contents:
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()[:40]


def _packed(table: Table) -> Table:
    """A table in which a date is a tuple, which TOML does not have: marshal knows no dates."""
    return {name: (value.toordinal(),) if type(value) is date else value for name, value in table.items()}


def _unpacked(table: Table) -> Table:
    return {
        name: date.fromordinal(value[0]) if type(value) is tuple else value for name, value in table.items()
    }
