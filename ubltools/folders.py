"""The documents that a user names: files as they are, and every *.xml below a folder, in a fixed order.

Their content is not looked at. What cannot be looked into is among them, so that nobody takes it for done.
"""

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ubltools.errors import ConfigurationError

_ENDING = ".xml"


class Found(NamedTuple):
    """names: what was found, in order. faults: those of them that are no file to read, and why.

    empty: the folders without any; walked: whether there was a folder at all.
    """

    names: list[str]
    faults: dict[str, ConfigurationError]
    empty: list[str]
    walked: bool


def documents(paths: Iterable[str]) -> Found:
    """Everything that is to be read for these names; "-" and the names of files stay as they are."""
    paths = list(paths)
    found = Found([], {}, [], any(map(_is_folder, paths)))
    for path in paths:
        names = _below(path, found.faults) if _is_folder(path) else [path]
        found.names.extend(names)
        if not names:
            found.empty.append(path)
    return found


def _is_folder(path: str) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - unlike that of Path, it has an answer for every text


def _below(folder: str, faults: dict[str, ConfigurationError]) -> list[str]:
    names = []

    def closed(error: OSError) -> None:
        names.append(str(error.filename))
        faults[names[-1]] = ConfigurationError(f"{names[-1]} cannot be looked into: {error.strerror}.")

    for place, _, files in os.walk(folder, onerror=closed):
        above = str(Path(place, "-"))[:-1]  # as Path writes it, which takes too long for each file
        for name in (f"{above}{each}" for each in files if each.lower().endswith(_ENDING)):
            names.append(name)
            if _is_no_file(name):  # reading a pipe would never end
                faults[name] = ConfigurationError(f"{name} cannot be read: it is no ordinary file.")
    return sorted(names)


def _is_no_file(name: str) -> bool:
    """Whether there is something else of that name."""
    try:
        return not stat.S_ISREG(os.stat(name).st_mode)  # noqa: PTH116 - a Path for each file takes too long
    except OSError:
        return False
