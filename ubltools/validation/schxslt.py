"""Reads the XSLT that SchXslt compiles Schematron to, back into the model (model.py).

The second compiler in use; its output looks otherwise than that of ISO (compiled.py): all patterns share one
mode, each rule says which pattern it is of, an assert is an if, what was declared for the whole schema is a
parameter. Whatever does not have that shape is refused; so is the output of its successor, SchXslt2.
"""

from decimal import Decimal
from typing import Final

from ubltools.errors import RulesBroken
from ubltools.validation.compiled import (
    SVRL,
    XSL,
    account_for_all,
    check,
    let,
    namespaces,
    not_understood,
    required,
    title,
)
from ubltools.validation.model import Assert, Let, Pattern, Rule, Schema
from ubltools.xml import Element, to_text

OWN: Final = "{https://doi.org/10.5281/zenodo.1495494}"
_SUCCESSOR: Final = "http://dmaus.name/ns/2023/schxslt"
_SOURCE: Final = "Import the Schematron (.sch) that they were compiled from."
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LETS: Final = {XSL + "variable", XSL + "param"}
_SILENT: Final = {XSL + "output", XSL + "template", _RDF + "Description"}
_OUTCOMES: Final = (SVRL + "failed-assert", SVRL + "successful-report")


def is_schxslt(root: Element) -> bool:
    """Whether a stylesheet was made by SchXslt. Raises RulesBroken for one that SchXslt2 made."""
    if any(_SUCCESSOR in (each.get("name") or "") for each in root.iterchildren(XSL + "variable")):
        raise RulesBroken("The rules were compiled by SchXslt2, which is not read here.", _SOURCE)
    return root.find(f".//{OWN}rule") is not None


def read(root: Element) -> Schema:
    """The model of such a stylesheet. Raises RulesBroken unless every assert in it was understood."""
    lets, functions = _declarations(root)
    found = [_rule(template) for template in _templates(root)]
    names = [required(each, "id") for each in root.iter(OWN + "pattern")]
    if len(set(names)) < len(names):
        raise RulesBroken("The compiled rules declare a pattern twice.")
    patterns = tuple(
        Pattern(name, (), tuple(rule for pattern, rule in found if pattern == name)) for name in names
    )
    schema = Schema(title(root), namespaces(root), functions, lets, patterns)
    account_for_all(root, schema)
    return schema


def _declarations(root: Element) -> tuple[tuple[Let, ...], tuple[str, ...]]:
    lets, functions = [], []
    for child in root.iterchildren("*"):
        if child.tag in _LETS:
            lets.append(let(child))
        elif child.tag in {XSL + "function", XSL + "key"}:
            functions += [] if child.get("name", "").startswith("schxslt:") else [to_text(child)]
        elif child.tag not in _SILENT:
            raise not_understood(child)
    return tuple(lets), tuple(functions)


def _templates(root: Element) -> list[Element]:
    """The templates that are rules, in the order in which they are tried."""
    for step in root.iter(XSL + "apply-templates"):
        if step.get("mode") != "#current" and step.get("select") != "root()":
            raise not_understood(step)  # rules on other documents than the one that is given
    rules = [each for each in root.iterchildren(XSL + "template") if each.find(f".//{OWN}rule") is not None]
    return sorted(rules, key=lambda template: -Decimal(template.get("priority", "0")))


def _rule(template: Element) -> tuple[str, Rule]:
    """The pattern and the rule of a template: lets, then a choose that gives way to an earlier match."""
    lets = [let(step) for step in template.iterchildren(XSL + "variable")]
    fired = template.find(f"{XSL}choose/{XSL}otherwise/{OWN}rule")
    known = {XSL + "param", XSL + "variable", XSL + "choose"}
    if fired is None or any(step.tag not in known for step in template.iterchildren("*")):
        raise not_understood(template)
    asserts = [_assert(step) for step in fired.iterchildren("*") if step.tag != SVRL + "fired-rule"]
    return required(fired, "pattern"), Rule(required(template, "match"), tuple(lets), tuple(asserts))


def _assert(branch: Element) -> Assert:
    """An outcome that is written when the test of its branch is true."""
    if branch.tag != XSL + "if":
        raise not_understood(branch)
    tag = next((tag for tag in _OUTCOMES if branch.find(tag) is not None), _OUTCOMES[0])
    return check(branch, tag, f"not({required(branch, 'test')})")
