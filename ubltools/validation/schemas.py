"""Builds the schemas of libxml2: from the files of a release, or from what was kept of them to be faster.

Most of what is in the UBL schema files is annotations, and most of the rest is not for invoices. So two forms
without these are kept (kept.py), under the SHA-256 of the release. The third module that may touch lxml. What
a schema says of a document is asked in xsd.py.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from lxml import etree

from ubltools.errors import RulesBroken
from ubltools.names import Kind
from ubltools.validation import kept
from ubltools.validation.release import Release, files_of

_XS: Final = "{http://www.w3.org/2001/XMLSchema}"
_END: Final = b"\0"  # no XML has it


@cache
def schema_of(name: str, release: Release) -> etree.XMLSchema:
    """The schema in a file of a release. Raises RulesBroken, and ArtefactMissing when a file is not right."""
    return _built(name, _kept(_SLIM, release)) or whole(files_of(release)[name], release)


@cache
def short_schema_of(name: str, release: Release) -> etree.XMLSchema | None:
    """A schema that is soon built: what it allows is allowed, and of what it refuses it knows nothing.

    None where there is none. Raises ArtefactMissing when a file is not right.
    """
    return _built(name, _kept(_SHORT, release)) if Kind.INVOICE in dict(release.schemas) else None


def _built(name: str, files: dict[str, bytes] | None) -> etree.XMLSchema | None:
    """A schema of what was kept; None when that is of no use."""
    if not files:
        return None
    try:
        parser = etree.XMLParser(no_network=True)
        parser.resolvers.add(_Kept(files))
        return etree.XMLSchema(etree.fromstring(files[name], parser, base_url=name))
    except (etree.LxmlError, LookupError):
        return None


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


def _kept(form: str, release: Release) -> dict[str, bytes] | None:
    """The schema files of a release in a form of ours, by name; None where nothing can be kept."""
    name = f"{form}-{release.fingerprint}"
    content = kept.load(name)
    if content is None:
        if not kept.can_keep():
            return None
        content = _END.join(part for pair in _FORMS[form](release) for part in pair)
        kept.keep(name, content)
    parts = content.split(_END)
    return {
        name.decode("utf-8", "replace"): text for name, text in zip(parts[::2], parts[1::2], strict=False)
    }


def _slim(release: Release) -> Iterator[tuple[bytes, bytes]]:
    """The files without annotations."""
    for name, tree in _trees(release).items():
        yield name.encode(), etree.tostring(tree)


def _short(release: Release) -> Iterator[tuple[bytes, bytes]]:
    """The files without what invoices do not use; nothing where that cannot be left out."""
    from ubltools.validation.abridged import abridge, names_in_use

    trees = _trees(release)
    roots = {name: tree.getroot() for name, tree in trees.items()}
    if abridge(roots, dict(release.schemas).values(), names_in_use()):
        for name, root in roots.items():
            yield name.encode(), etree.tostring(root)


def _trees(release: Release) -> dict[str, Any]:
    parser = etree.XMLParser(no_network=True, remove_comments=True, remove_blank_text=True)
    trees = {name: etree.parse(str(path), parser) for name, path in files_of(release).items()}
    for tree in trees.values():
        etree.strip_elements(tree, _XS + "annotation", with_tail=False)
    return trees


_SLIM: Final = "xsd-slim-1"  # another number when something else is left out
_SHORT: Final = "xsd-short-1"
_FORMS: Final = {_SLIM: _slim, _SHORT: _short}


class _Kept(etree.Resolver):
    """Answers with what was kept when libxml2 follows an import; no file is ever read."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    def resolve(self, url: str, _public: str, context: Any) -> Any:  # type: ignore[override]
        return self.resolve_string(self._files[url], context, base_url=url)
