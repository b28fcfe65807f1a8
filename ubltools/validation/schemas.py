"""Builds the schemas of libxml2: from the files of a release, or from what was kept of them without comments.

Most of what is in the UBL schema files is annotations, and reading them takes half of the time. So the rest
is kept (kept.py), under the SHA-256 of the release. The third module that may touch lxml. What a schema says
of a document is asked in xsd.py.
"""

from functools import cache
from pathlib import Path
from typing import Any, Final

from lxml import etree

from ubltools.errors import RulesBroken
from ubltools.validation import kept
from ubltools.validation.release import Release, files_of

_XS: Final = "{http://www.w3.org/2001/XMLSchema}"
_KEPT: Final = "xsd-1-{}"  # another number when something else is left out
_END: Final = b"\0"  # no XML has it


@cache
def schema_of(name: str, release: Release) -> etree.XMLSchema:
    """The schema in a file of a release. Raises RulesBroken, and ArtefactMissing when a file is not right."""
    try:
        slim = _slim(release)
        if slim is not None:
            return etree.XMLSchema(_slim_tree(name, slim))
    except (etree.LxmlError, KeyError, ValueError):
        pass  # what is kept is of no use
    return whole(files_of(release)[name], release)


def whole(path: Path, release: Release) -> etree.XMLSchema:
    """The schema in a file, as it is. Raises RulesBroken."""
    try:
        return etree.XMLSchema(linked(path, release))
    except etree.LxmlError as error:
        raise RulesBroken(f"The schema {path.name} cannot be used: {error}") from error


def linked(path: Path, release: Release) -> Any:
    """A schema file in which an import that names a file of the release leads to where that file is."""
    tree = etree.parse(str(path), etree.XMLParser(no_network=True))
    files = files_of(release)
    for link in tree.getroot().iterchildren(_XS + "import"):
        location = link.get("schemaLocation", "")
        if location in files:
            link.set("schemaLocation", files[location].absolute().as_uri())
    return tree


def _slim(release: Release) -> dict[str, bytes] | None:
    """The schema files of a release without annotations, by name; None where nothing can be kept."""
    name = _KEPT.format(release.fingerprint)
    content = kept.load(name)
    if content is None:
        if not kept.can_keep():
            return None
        content = _END.join(part for pair in _slimmed(release) for part in pair)
        kept.keep(name, content)
    parts = content.split(_END)
    return dict(zip(map(bytes.decode, parts[::2]), parts[1::2], strict=True))


def _slimmed(release: Release) -> Any:
    for name, path in files_of(release).items():
        tree = etree.parse(
            str(path), etree.XMLParser(no_network=True, remove_comments=True, remove_blank_text=True)
        )
        etree.strip_elements(tree, _XS + "annotation", with_tail=False)
        yield name.encode(), etree.tostring(tree)


def _slim_tree(name: str, slim: dict[str, bytes]) -> Any:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Slim(slim))
    return etree.fromstring(slim[name], parser, base_url=name)


class _Slim(etree.Resolver):
    """Answers with the slim files when libxml2 follows an import; no other file is ever read."""

    def __init__(self, slim: dict[str, bytes]) -> None:
        self._slim = slim

    def resolve(self, url: str, _public: str, context: Any) -> Any:  # type: ignore[override]
        return self.resolve_string(self._slim[url], context, base_url=url)
