"""The schema check: libxml2 says yes or no, and only when it says no does xmlschema explain why.

The only module that touches xmlschema. Both are built once a process, under a lock. libxml2's word is final:
where xmlschema finds nothing, its message is used.
"""

import re
import threading
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from lxml import etree

from ubltools.codes import term_at
from ubltools.errors import EngineError
from ubltools.finding import Finding, Location, Severity
from ubltools.names import NAMESPACE_OF, Kind, short
from ubltools.validation.release import Release, files_of, releases
from ubltools.validation.schemas import linked, schema_of, short_schema_of
from ubltools.xml import Element, XmlDocument, line_of, xpath_of

RULE: Final = "UBLT-XSD"
UNKNOWN_ROOT: Final = "UBLT-UNKNOWN-ROOT"
MAX_FINDINGS: Final = 50
_MAX_COUNTED: Final = 1_000

_lock: Final = threading.RLock()
_CLARK: Final = re.compile(r"\{[^{}\s]*\}[\w.-]+")
_ORDER: Final = "UBL has a fixed order of elements: put them in that order."
_NEEDED: Final = {
    "decimal": "a number such as 12.50 (point as decimal sign, no thousands separator, no currency sign)",
    "date": "a date such as 2026-08-24",
    "time": "a time such as 14:30:00",
    "boolean": "true or false",
    "base64Binary": "a file in base64",
}


def check(document: XmlDocument, release: Release) -> tuple[Finding, ...]:
    """What the schema of the document's root has against it; () when it is valid.

    Raises EngineError when there is no schema for the root, ArtefactMissing when a schema file is not right.
    """
    name = _schema_name(document, release)
    with _lock:
        short = short_schema_of(name, release)
        if short is not None and short.validate(document.root):
            return ()
        schema = schema_of(name, release)
        if schema.validate(document.root):
            return ()
        said: list[Any] = list(schema.error_log)  # type: ignore[call-overload]
        found = _explained(document.root, name, release) or [_plain(document.root, entry) for entry in said]
    return _capped(found or [_finding(document.root, "The document does not fit the UBL schema.")])


def engine_name() -> str:
    """The engine and its version, for the report, e.g. "libxml2 2.14.6"."""
    return "libxml2 " + ".".join(map(str, etree.LIBXML_VERSION))


def unknown_root(document: XmlDocument) -> Finding:
    """The finding on a root that has no schema, saying what was probably meant."""
    tag = etree.QName(document.root)
    meant = next((kind for kind in Kind if kind == tag.localname), None)
    if document.kind is None and meant is not None:
        where = f'is in the namespace "{tag.namespace}"' if tag.namespace else "has no namespace"
        message = f"The root {tag.localname} {where}."
        hint = f'Use the namespace "{NAMESPACE_OF[meant]}".'
    else:
        message = f"There is no schema here for a document that starts with {short(document.root.tag)}."
        known = sorted({root for release in releases() for root, _ in release.schemas})
        hint = f"Known are {', '.join(known)}, in their UBL 2 namespaces."
    return Finding(UNKNOWN_ROOT, Severity.FATAL, message, _location(document.root), hint)


def _schema_name(document: XmlDocument, release: Release) -> str:
    name = dict(release.schemas).get(document.kind or "")
    if name is None:
        raise EngineError(f"{release.id} has no schema for {short(document.root.tag)} documents.")
    return name


@cache
def _xmlschema(path: Path, release: Release) -> Any:
    import xmlschema

    text = etree.tostring(linked(path, release))
    return xmlschema.XMLSchema(text, base_url=path.parent.absolute().as_uri(), allow="local")


def _explained(root: Element, name: str, release: Release) -> list[Finding]:
    """What xmlschema has to say, in our words; nothing when it sees no error or fails itself."""
    try:
        errors = islice(_xmlschema(files_of(release)[name], release).iter_errors(root), _MAX_COUNTED)
        return [_translated(error, root) for error in errors]
    except Exception:
        return []


def _translated(error: Any, root: Element) -> Finding:
    element = error.elem if error.elem is not None else root
    for kind, words in _TRANSLATORS.items():
        if type(error).__name__ == kind or type(error.validator).__name__ == kind:
            translated: Finding | None = words(error, element)
            if translated is not None:
                return translated
    return _finding(element, _sentence(f"{short(element.tag)}: {error.reason}"))


def _on_children(error: Any, parent: Element) -> Finding:
    """A child that is missing, stands in the wrong place, comes too often or does not belong there."""
    inside, entries = short(parent.tag), [entry for entry in error.validator.iter_elements() if entry.name]
    next_ones = {entry.name for entry in error.expected or () if entry.name}
    expected = [short(entry.name) for entry in entries if entry.name in next_ones and entry.min_occurs]
    expected = expected or [short(name) for name in sorted(next_ones)]
    child = error.invalid_child
    if child is None:
        missing = f"{inside} is not complete: {_one_of(expected) or 'something'} is missing."
        return _about(_finding(parent, missing), parent, expected)
    name, place = short(child.tag), f"in {inside}"
    allowed = {entry.name: entry.max_occurs for entry in entries}
    if child.tag not in allowed:
        return _finding(child, f"{name} does not belong {place}.", _similar(child, allowed))
    times, most = len(parent.findall(child.tag)), allowed[child.tag]
    if most is not None and times > most:
        return _finding(child, f"{name} stands {times} times {place}; at most {most} is allowed.")
    before = next((short(other.tag) for other in child.itersiblings("*", preceding=True)), "the others")
    order = [short(entry.name) for entry in entries]
    too_late = before in order and order.index(before) > order.index(name)
    if expected and not too_late:
        present = any(short(other.tag) in expected for other in parent.iterchildren("*"))
        if present:
            return _finding(
                child, f"{name} stands {place} where {_one_of(expected)} must come first.", _ORDER
            )
        missing = f"{inside} is not complete: {_one_of(expected)} is missing before {name}."
        return _about(_finding(parent, missing, f"Add {expected[0]} before {name}."), parent, expected)
    return _finding(child, f"{name} stands too late {place}: it must come before {before}.", _ORDER)


def _about(finding: Finding, parent: Element, names: list[str]) -> Finding:
    """The finding with the business terms of the children that are missing."""
    known = (term_at(f"{xpath_of(parent)}/{name}") for name in names)
    return replace(finding, terms=tuple(term for term in known if term))


def _on_value(error: Any, element: Element) -> Finding:
    """A text that is not a number, date or whatever its type asks for."""
    needed = _NEEDED.get(error.validator.local_name or "", str(error.validator.prefixed_name))
    value = (element.text or "").strip()
    found = f'holds "{value[:80]}"' if value else "is empty"
    return _finding(element, f"{short(element.tag)} {found}; it must be {needed}.")


def _on_attributes(error: Any, element: Element) -> Finding | None:
    """An attribute that is missing, or that the element does not have."""
    name, group = short(element.tag), error.validator
    missing = [
        key
        for key, entry in group.items()
        if getattr(entry, "use", "") == "required" and key not in element.attrib
    ]
    if missing:
        return _finding(
            element, f"{name} needs the attribute {missing[0]}.", f'Write it as {missing[0]}="...".'
        )
    surplus = [str(key) for key in element.attrib if key not in group]
    return _finding(element, f"{name} cannot have the attribute {surplus[0]}.") if surplus else None


_TRANSLATORS: Final = {
    "XMLSchemaChildrenValidationError": _on_children,
    "XMLSchemaDecodeError": _on_value,
    "XsdAttributeGroup": _on_attributes,
}


def _similar(child: Element, allowed: dict[str, int | None]) -> str | None:
    local = etree.QName(child).localname
    meant = [short(tag) for tag in allowed if etree.QName(tag).localname == local]
    return f"Did you mean {meant[0]}?" if meant else "Remove it, or move it to where UBL has it."


def _one_of(names: list[str]) -> str:
    listed = names[:5] + (["..."] if len(names) > 5 else [])
    return " or ".join(filter(None, (", ".join(listed[:-1]), *listed[-1:])))


def _plain(root: Element, entry: Any) -> Finding:
    """libxml2's own message, with readable names."""
    element = _pointed_at(root, entry.path)
    padded = element.text is not None and element.text != element.text.strip()
    hint = "Remove the spaces and line breaks around the value." if padded and len(element) == 0 else None
    return _finding(element, _sentence(entry.message), hint)


def _pointed_at(root: Element, path: str | None) -> Element:
    """The element at libxml2's path; the root when the path uses prefixes that the root does not know."""
    known = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    try:
        found = root.getroottree().xpath(path or "/*", namespaces=known)
    except etree.XPathError:
        return root
    return found[0] if isinstance(found, list) and found and isinstance(found[0], Element) else root


def _sentence(text: str) -> str:
    readable = _CLARK.sub(lambda found: short(found[0]), " ".join(text.split()))
    return readable if readable.endswith(".") else readable + "."


def _finding(element: Element, message: str, hint: str | None = None) -> Finding:
    return Finding(RULE, Severity.FATAL, message, _location(element), hint)


def _location(element: Element) -> Location:
    return Location(xpath_of(element), line_of(element))


def _capped(found: list[Finding]) -> tuple[Finding, ...]:
    rest = len(found) - MAX_FINDINGS
    if rest <= 0:
        return tuple(found)
    more = f"{rest} more" if len(found) < _MAX_COUNTED else f"at least {rest} more"
    message = f"There are {more} places where the document does not fit the UBL schema."
    return (*found[:MAX_FINDINGS], Finding(RULE, Severity.FATAL, message))
