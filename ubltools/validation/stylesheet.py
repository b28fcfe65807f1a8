"""Writes the model (model.py) as one XSLT stylesheet that answers in short lines of text.

    R<rule>                                          a rule met a node
    F<assert> TAB <node> [TAB <value>]*              an assert failed there; values = computed message pieces
    E<assert> TAB <node> TAB <code> TAB <reason>     an assert could not be evaluated there

Rules and asserts are numbered as the model lists them, nodes in document order: 1 is the document, 2 its
root; attributes count only when visits_attributes() says so. There are two forms. The plain one is fast and
ends at the first dynamic error; the isolated one evaluates every assert and every let by itself.
"""

import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Final

from ubltools.errors import RulesBroken
from ubltools.validation.model import Assert, Let, Pattern, Rule, Schema, Value

ABORTED: Final = (
    "ABORTED"  # how an answer starts that is none, because an error ended the run; then the reason
)
_ESCAPES: Final = {ord(sign): f"&#{ord(sign)};" for sign in '&<>"\t\n\r'}
_OWN: Final = "urn:ubltools:run"
_RESERVED: Final = {
    "xsl": "http://www.w3.org/1999/XSL/Transform",
    "ubltools": _OWN,
    "err": "http://www.w3.org/2005/xqt-errors",
}
_LITERAL: Final = r"""(?s:"[^"]*"|'[^']*'|\(:.*?:\))"""  # a string, or a comment
_VARIABLE: Final = re.compile(rf"({_LITERAL})|\$([\w.-]++)(?!\s*(?:in\b|:=))")
_REFERENCE: Final = re.compile(r"\$([\w.-]+)")
_DECLARED: Final = re.compile(r"""<[\w.-]+:(?:param|variable)\b[^>]*?\bname=["']([\w.-]+)""")
_PREDICATE: Final = re.compile(r"\[[^\[\]]*\]")
_OPEN: Final = """\
<xsl:function name="ubltools:open" as="item()*">
  <xsl:param name="value" as="item()*"/>
  <xsl:sequence select="if ($value instance of map(*)) then error($value?code, $value?reason) else $value"/>
</xsl:function>
"""
_CATCH_LET: Final = "<xsl:catch select=\"map{'code': $err:code, 'reason': string($err:description)}\"/>"

Expression = Callable[[str], str]


def write(schema: Schema, *, isolated: bool) -> str:
    """The stylesheet for a rule set, in the isolated form or in the plain one."""
    return "".join(_Writer(schema, isolated).lines())


def quoted(text: str) -> str:
    """A text as the value of an XML attribute, quotation marks included."""
    return '"' + text.translate(_ESCAPES) + '"'


def visits_attributes(schema: Schema) -> bool:
    """Whether a context of the rules may match an attribute, so that attributes have to be visited."""
    return any("@" in steps or "attribute::" in steps for steps in map(_steps, schema.rules()))


def _steps(rule: Rule) -> str:
    """The context of a rule without its predicates, strings and comments."""
    steps, before = re.sub(_LITERAL, "", rule.context), ""
    while steps != before:
        steps, before = _PREDICATE.sub("", steps), steps
    return steps


class _Writer:
    """One schema on its way to text; holds the numbering."""

    def __init__(self, schema: Schema, isolated: bool) -> None:
        self.schema = schema
        self.isolated = isolated
        self.rule_numbers, self.assert_numbers = count(), count()
        self.document_lets = (*schema.lets, *(let for pattern in schema.patterns for let in pattern.lets))
        self.caught = self._caught_lets() if isolated else frozenset[str]()
        self.opened = _opener(self.caught)

    def _caught_lets(self) -> frozenset[str]:
        """The lets whose errors are kept until they are used: all that no function reads behind our back."""
        local = (let for rule in self.schema.rules() for let in rule.lets)
        names = {let.name for let in (*self.document_lets, *local)}
        read = {name for function in self.schema.functions for name in _free_names(function)}
        return frozenset(names - (read & {let.name for let in self.document_lets}))

    def lines(self) -> Iterator[str]:
        yield f'<xsl:stylesheet version="3.0"{_declarations(self.schema)}>\n'
        yield '<xsl:output method="text" encoding="UTF-8"/>\n'
        yield _OPEN
        yield from self.schema.functions
        yield from map(self.let, self.document_lets)
        nodes = "/ | //* | //@*" if visits_attributes(self.schema) else "/ | //*"
        yield '<xsl:template match="/"><xsl:try>\n'
        for mode, _ in enumerate(self.schema.patterns):
            yield f'<xsl:apply-templates mode="M{mode}" select="{nodes}"/>\n'
        # Caught rather than thrown, because Saxon prints what is thrown on the terminal.
        columns = f"'{ABORTED}', $err:description"
        yield f'<xsl:catch><xsl:value-of select="{columns}"/></xsl:catch></xsl:try></xsl:template>\n'
        for mode, pattern in enumerate(self.schema.patterns):
            yield from self.pattern(f"M{mode}", pattern)
        yield "</xsl:stylesheet>\n"

    def pattern(self, mode: str, pattern: Pattern) -> Iterator[str]:
        yield f'<xsl:mode name="{mode}" on-no-match="deep-skip"/>\n'
        # deep-skip goes from the document to its root, which is visited in any case.
        yield f'<xsl:template mode="{mode}" priority="0" match="/"/>\n'
        for priority, rule in zip(range(len(pattern.rules), 0, -1), pattern.rules, strict=True):
            context = quoted(self.opened(rule.context))
            yield f'<xsl:template mode="{mode}" priority="{priority}" match={context}>\n'
            yield from self.rule(rule)
            yield "</xsl:template>\n"

    def rule(self, rule: Rule) -> Iterator[str]:
        yield '<xsl:variable name="ubltools:node" select="position()"/>\n'
        yield from map(self.let, rule.lets)
        yield f"<xsl:text>R{next(self.rule_numbers)}&#10;</xsl:text>\n"
        for check in rule.asserts:
            number = next(self.assert_numbers)
            body = self.check(number, check)
            yield self.guarded(number, body) if self.isolated else body

    def let(self, let: Let) -> str:
        name, value = quoted(let.name), quoted(self.opened(let.value))
        if let.name not in self.caught:
            return f"<xsl:variable name={name} select={value}/>\n"
        return (
            f'<xsl:variable name={name} as="item()*">'
            f"<xsl:try><xsl:sequence select={value}/>{_CATCH_LET}</xsl:try></xsl:variable>\n"
        )

    def check(self, number: int, check: Assert) -> str:
        values = [part for part in check.message if isinstance(part, Value)]
        pieces = "".join(self.value(f"ubltools:v{index}", value) for index, value in enumerate(values))
        return (
            f"<xsl:choose><xsl:when test={quoted(self.opened(check.test))}/><xsl:otherwise>"
            f'<xsl:value-of select="\'F{number}&#9;\', $ubltools:node" separator=""/>'
            f"{pieces}<xsl:text>&#10;</xsl:text></xsl:otherwise></xsl:choose>\n"
        )

    def value(self, name: str, value: Value) -> str:
        select = quoted(self.opened(value.select))
        return (
            f'<xsl:variable name="{name}"><xsl:value-of select={select}/></xsl:variable>'
            f'<xsl:text>&#9;</xsl:text><xsl:value-of select="{_one_line(f"string(${name})")}"/>'
        )

    @staticmethod
    def guarded(number: int, body: str) -> str:
        columns = f"'E{number}', $ubltools:node, local-name-from-QName($err:code)"
        reason = _one_line("string($err:description)")
        return (
            f'<xsl:try>{body}<xsl:catch><xsl:value-of select="{columns}, {reason}" separator="&#9;"/>'
            "<xsl:text>&#10;</xsl:text></xsl:catch></xsl:try>\n"
        )


def _one_line(expression: str) -> str:
    return f"translate({expression}, '&#9;&#10;&#13;', '   ')"


def _opener(names: frozenset[str]) -> Expression:
    """Rewrite $name, where it is a let of the rules, to a call that raises the error the let ended in."""

    def replace(found: re.Match[str]) -> str:
        literal, name = found.groups()
        return f"ubltools:open(${name})" if literal is None and name in names else found[0]

    return lambda expression: _VARIABLE.sub(replace, expression)


def _free_names(function: str) -> set[str]:
    """The variables that a function reads and does not declare itself: those of the document."""
    return set(_REFERENCE.findall(function)) - set(_DECLARED.findall(function))


def _declarations(schema: Schema) -> str:
    for prefix, uri in _RESERVED.items():
        if schema.namespaces.get(prefix, uri) != uri:
            raise RulesBroken(f"The rules use the prefix {prefix!r} for a namespace of their own.")
    declared = {**schema.namespaces, **_RESERVED}
    return "".join(f" xmlns:{prefix}={quoted(uri)}" for prefix, uri in declared.items())
