"""The rules of a release: read once a process, and compiled when they are first needed.

Between the releases (which files, are they the known ones) and the engine that runs the rules.
"""

from functools import cache
from typing import TYPE_CHECKING

from ubltools.errors import EngineError
from ubltools.validation.release import Release, files_of, folder_of

if TYPE_CHECKING:
    from ubltools.validation import saxon
    from ubltools.validation.model import Schema


@cache
def schema_of(release: Release) -> "Schema":
    """The rules of a release as values. Raises EngineError, among them ArtefactMissing and RulesBroken."""
    path = files_of(release).get(release.rules or "")
    if path is None:
        raise EngineError(f"{release.id} names no rule file, or one without a hash.")
    from ubltools.validation import schematron, wording

    if release.package is not None:
        return wording.reworded(release, schematron.read(path))
    return schematron.read(path, release.folder if release.imported else folder_of("schematron"))


@cache
def rules_of(release: Release) -> "saxon.Rules":
    """The rules of a release, ready to run. Raises EngineError as schema_of does."""
    from ubltools.validation import saxon

    return saxon.Rules(schema_of(release))
