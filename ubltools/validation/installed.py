"""Where installed packages are and which version they have, found without importlib.metadata where possible.

That module takes longer to import than a small document to validate; it is asked when a look is not enough.
"""

import sys
from collections.abc import Iterator
from pathlib import Path


def version_of(package: str) -> str | None:
    """The version of an installed package, by its name as its files have it; None when it is not there."""
    start, end = f"{package}-", ".dist-info"
    for place in _places():
        for found in place.glob(f"{start}*{end}"):
            return found.name.removeprefix(start).removesuffix(end)
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def files_of(package: str, name: str) -> Iterator[Path]:
    """Where a file of a package may be: at its place, or anywhere in it under the same name."""
    yield from (place / name for place in _places())
    from importlib import metadata

    try:
        distribution = metadata.distribution(package)
    except metadata.PackageNotFoundError:
        return
    yield Path(str(distribution.locate_file(name)))
    for file in distribution.files or ():
        if file.name == Path(name).name:
            yield Path(str(file.locate()))


def requirement(package: str, of: str) -> str:
    """What a package asks for, e.g. "factur-x>=7.8,<8"; the bare name when that is not known."""
    from importlib import metadata

    try:
        wanted = metadata.requires(of) or []
    except metadata.PackageNotFoundError:
        wanted = []
    return next((line for line in wanted if line.startswith(package)), package)


def _places() -> Iterator[Path]:
    """The folders that Python imports from."""
    return (Path(place) for place in sys.path if place)
