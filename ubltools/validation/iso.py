"""Reads ISO Schematron (.sch) into the model (model.py).

Includes, abstract patterns and abstract rules are resolved here; code lists come in through
u:codes('NAME'), hints and business terms through attributes of the namespace urn:ubltools:schematron.
Files are read from below one folder only. Whatever is not understood is refused.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ubltools.codes import code_list
from ubltools.errors import RulesBroken
from ubltools.validation.model import Assert, Let, Pattern, Rule, Schema, Value, severity, tidy, tree
from ubltools.xml import Element, text_of, to_text

SCH: Final = "{http://purl.oclc.org/dsdl/schematron}"
XSL: Final = "{http://www.w3.org/1999/XSL/Transform}"
OWN: Final = "{urn:ubltools:schematron}"
# Phases choose among the patterns; nobody asks for one here, so all patterns count.
_PROSE: Final = {SCH + "title", SCH + "p", SCH + "diagnostics", SCH + "param", SCH + "phase"}
_RAW: Final = {XSL + "function", XSL + "key"}
_BINDINGS: Final = {"xslt2", "xslt3", "xpath2", "xpath3", "xpath31"}
_CODES: Final = re.compile(r"(?P<prefix>[\w.-]+):codes\(\s*(?P<quote>['\"])(?P<name>[^'\"]*)(?P=quote)\s*\)")
_PARAMETER: Final = re.compile(r"\$([\w.-]+)")
_MAX_NESTING: Final = 10


def read(path: Path, folder: Path) -> Schema:
    """The model of a schema file. Raises RulesBroken for what is missing, outside the folder or unknown."""
    root = _load(path.resolve(), folder.resolve(), 0)
    if root.tag != SCH + "schema":
        raise RulesBroken(f"{path.name} is not a Schematron schema: its root is {root.tag}.")
    if root.get("queryBinding", "").lower() not in _BINDINGS:
        raise RulesBroken(
            f'{path.name} must say queryBinding="xslt2": its rules are read as XPath 2 or later.'
        )
    if root.get("defaultPhase", "#ALL") != "#ALL":
        raise RulesBroken(f"{path.name} has a defaultPhase; here all patterns count.")
    return _Reader.of(root).schema(path.stem)


def _load(path: Path, folder: Path, nesting: int) -> Element:
    """A file with its includes and extended schemas put in their place."""
    if nesting > _MAX_NESTING:
        raise RulesBroken(f"The rule files include each other more than {_MAX_NESTING} deep, at {path.name}.")
    root = tree(path)
    for include in list(root.iter(SCH + "include")):
        _put(include, [_referenced(include, path, folder, nesting)])
    for extends in [each for each in root.iter(SCH + "extends") if each.get("rule") is None]:
        _put(extends, list(_referenced(extends, path, folder, nesting).iterchildren("*")))
    return root


def _referenced(link: Element, path: Path, folder: Path, nesting: int) -> Element:
    name, _, identity = link.get("href", "").partition("#")
    target = (path.parent / name).resolve()
    if not name or ":" in name or not target.is_relative_to(folder):
        raise RulesBroken(f"{path.name} includes {name!r}, which is not a file of the rules.")
    root = _load(target, folder, nesting + 1)
    if not identity:
        return root
    found = [element for element in root.iter("*") if element.get("id") == identity]
    if len(found) != 1:
        raise RulesBroken(
            f"{path.name} includes {link.get('href')!r}, but that id is there {len(found)} times."
        )
    return found[0]


def _put(link: Element, replacements: list[Element]) -> None:
    parent = link.getparent()
    if parent is None:
        raise RulesBroken("A rule file is nothing but an include.")
    at = parent.index(link)
    parent[at : at + 1] = replacements


@dataclass(frozen=True, slots=True)
class _Reader:
    """One schema, and what may be referred to by id in it."""

    root: Element
    patterns: Mapping[str, Element]
    rules: Mapping[str, Element]

    @staticmethod
    def of(root: Element) -> "_Reader":
        abstract = [element for element in root.iter("*") if element.get("abstract") == "true"]
        by_tag = {
            tag: {element.get("id", ""): element for element in abstract if element.tag == SCH + tag}
            for tag in ("pattern", "rule")
        }
        return _Reader(root, by_tag["pattern"], by_tag["rule"])

    def schema(self, name: str) -> Schema:
        found: dict[str, list[Element]] = {SCH + "ns": [], SCH + "let": [], SCH + "pattern": []}
        functions = []
        for child in self.root.iterchildren("*"):
            if child.tag in _RAW:
                functions.append(_raw(child))
            elif child.tag in found:
                found[child.tag].append(child)
            elif child.tag not in _PROSE:
                raise _not_understood(child)
        title = self.root.find(SCH + "title")
        concrete = [pattern for pattern in found[SCH + "pattern"] if pattern.get("abstract") != "true"]
        return Schema(
            " ".join(text_of(title).split()) if title is not None else name,
            _namespaces(found[SCH + "ns"]),
            tuple(functions),
            tuple(_let(let, {}) for let in found[SCH + "let"]),
            tuple(self.pattern(pattern) for pattern in concrete),
        )

    def pattern(self, element: Element) -> Pattern:
        source, parameters = element, {}
        if element.get("is-a"):
            source = _known(self.patterns, element.get("is-a", ""), element)
            parameters = {
                _required(param, "name"): _required(param, "value")
                for param in element.findall(SCH + "param")
            }
        lets, rules = [], []
        for child in source.iterchildren("*"):
            if child.tag == SCH + "let":
                lets.append(_let(child, parameters))
            elif child.tag == SCH + "rule":
                rules += [] if child.get("abstract") == "true" else [self.rule(child, parameters)]
            elif child.tag not in _PROSE:
                raise _not_understood(child)
        return Pattern(element.get("id") or f"line {element.sourceline}", tuple(lets), tuple(rules))

    def rule(self, element: Element, parameters: Mapping[str, str]) -> Rule:
        lets, asserts = [], []
        for child in self.steps(element):
            if child.tag == SCH + "let":
                lets.append(_let(child, parameters))
            elif child.tag in {SCH + "assert", SCH + "report"}:
                asserts.append(_assert(child, parameters))
            elif child.tag not in _PROSE:
                raise _not_understood(child)
        return Rule(_expression(element, "context", parameters), tuple(lets), tuple(asserts))

    def steps(self, rule: Element, nesting: int = 0) -> Iterator[Element]:
        """The children of a rule, with those of the abstract rules that it extends."""
        if nesting > _MAX_NESTING:
            raise _not_understood(rule)
        for child in rule.iterchildren("*"):
            if child.tag == SCH + "extends":
                yield from self.steps(_known(self.rules, child.get("rule", ""), child), nesting + 1)
            else:
                yield child


def _namespaces(elements: list[Element]) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in elements:
        prefix, uri = _required(element, "prefix"), _required(element, "uri")
        if found.setdefault(prefix, uri) != uri:
            raise RulesBroken(f"The rules declare the prefix {prefix!r} twice, for different namespaces.")
    return found


def _raw(declaration: Element) -> str:
    """An xsl:function or xsl:key as text, with the code lists filled in."""
    for element in declaration.iter("*"):
        for name, written in element.attrib.items():
            element.set(name, _with_codes(element, str(written)))
    return to_text(declaration)


def _let(element: Element, parameters: Mapping[str, str]) -> Let:
    return Let(_required(element, "name"), _expression(element, "value", parameters))


def _assert(element: Element, parameters: Mapping[str, str]) -> Assert:
    test = _expression(element, "test", parameters)
    hint = element.get(OWN + "hint")
    return Assert(
        id=_filled(_required(element, "id"), parameters),
        test=f"not({test})" if element.tag == SCH + "report" else test,
        severity=severity(_filled(element.get("flag") or element.get("role") or "", parameters)),
        message=tidy(_message(element, parameters)),
        hint=None if hint is None else _filled(hint, parameters),
        terms=tuple(_filled(element.get(OWN + "terms", ""), parameters).split()),
    )


def _message(element: Element, parameters: Mapping[str, str]) -> list[str | Value]:
    parts: list[str | Value] = [element.text or ""]
    for child in element.iterchildren("*"):
        if child.tag == SCH + "value-of":
            parts.append(Value(_expression(child, "select", parameters)))
        elif child.tag == SCH + "name":
            parts.append(Value(f"name({child.get('path', '.')})"))
        elif child.tag in {SCH + "emph", SCH + "span", SCH + "dir"}:
            parts.append(text_of(child))
        else:
            raise _not_understood(child)
        parts.append(child.tail or "")
    return parts


def _expression(element: Element, name: str, parameters: Mapping[str, str]) -> str:
    """The XPath in an attribute, with the parameters of an abstract pattern and the code lists filled in."""
    return _with_codes(element, _filled(_required(element, name), parameters))


def _filled(written: str, parameters: Mapping[str, str]) -> str:
    """An attribute with the parameters of an abstract pattern in it; an id too, to be used twice."""
    return _PARAMETER.sub(lambda found: parameters.get(found[1], found[0]), written)


def _with_codes(element: Element, expression: str) -> str:
    return _CODES.sub(lambda found: _literals(element, found), expression)


def _literals(element: Element, found: re.Match[str]) -> str:
    if f"{{{element.nsmap.get(found['prefix'])}}}" != OWN:
        return found[0]
    try:
        listed = code_list(found["name"])
    except KeyError:
        raise RulesBroken(f"The rules use the code list {found['name']!r}, which is not there.") from None
    return "(" + ",".join("'" + code.replace("'", "''") + "'" for code in listed) + ")"


def _known(elements: Mapping[str, Element], identity: str, user: Element) -> Element:
    if identity not in elements:
        raise RulesBroken(
            f"The rules refer to {identity!r} at line {user.sourceline}, which is not declared."
        )
    return elements[identity]


def _required(element: Element, name: str) -> str:
    value = element.get(name)
    if value is None:
        raise _not_understood(element)
    return value


def _not_understood(element: Element) -> RulesBroken:
    return RulesBroken(f"The rules have a {element.tag} at line {element.sourceline} that is not understood.")
