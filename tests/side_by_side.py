"""XPath expressions under both engines: what each gives as text, whether it is true, or which error it is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ubltools import xml
from ubltools.finding import Severity
from ubltools.validation import saxon
from ubltools.validation.model import Assert, Let, Pattern, Rule, Schema, Value
from ubltools.validation.native import module, runtime
from ubltools.validation.native.refusal import Refused
from ubltools.validation.native.rules import CompiledRules, index
from ubltools.validation.outcome import message

_CODE = re.compile(r"^[A-Z]{4}[0-9]{4}$")
NAMESPACES = {"xs": "http://www.w3.org/2001/XMLSchema", "f": "urn:f", "p": "urn:p"}


@dataclass(frozen=True)
class Answer:
    """value: the items as text, with "|" at the end; truth: "true", "false". Either may be an error code."""

    value: str
    truth: str

    def without_codes(self) -> "Answer":
        """The same where it counts only that it fails: of several reasons each engine may meet another."""
        return Answer(*(_CODE.sub("an error", each) for each in (self.value, self.truth)))


def rules(expressions: Iterable[str], lets: Mapping[str, str], functions: Iterable[str]) -> Schema:
    """A rule set that shows the value of each expression, and asserts it, at the root of a document."""
    checks = []
    for number, expression in enumerate(expressions):
        checks.append(Assert(f"v{number}", "false()", Severity.FATAL, (Value(expression), "|")))
        checks.append(Assert(f"t{number}", expression, Severity.FATAL, ("false",)))
    declared = tuple(Let(name, value) for name, value in lets.items())
    return Schema(
        "t", NAMESPACES, tuple(functions), (), (Pattern("p", (), (Rule("/*", declared, tuple(checks)),)),)
    )


def compiled(schema: Schema) -> CompiledRules:
    """The rules as the native engine runs them, without its cache. Raises Refused."""

    def made(careful: bool) -> dict[str, object]:
        names = runtime.names()
        exec(module.write(schema, careful=careful), names)
        return names

    return CompiledRules(made(False), lambda: made(True))


def native(schema: Schema, document: str) -> dict[str, str]:
    """What each assert of a rule set says, or the code of its error; nothing for one that holds."""
    found = index(xml.parse(document.encode()).root)
    asserts = tuple(schema.asserts())
    _, failed = compiled(schema).check(found)
    said = {
        asserts[each.number].id: each.error[0] if each.error else message(asserts[each.number], each.values)
        for each in failed
    }
    found.close()
    return said


def reference(schema: Schema, document: str) -> dict[str, str]:
    """The same from Saxon."""
    failures = saxon.Rules(schema).check(saxon.Source(xml.parse(document.encode()).root)).failures
    return {each.check.id: each.error[0] if each.error else each.message for each in failures}


def answers(
    expressions: Iterable[str],
    document: str,
    lets: Mapping[str, str] | None = None,
    functions: Iterable[str] = (),
) -> list[tuple[str, Answer, Answer]]:
    """Each expression with the answer of the native engine and that of Saxon. Raises Refused."""
    listed = list(expressions)
    schema = rules(listed, lets or {}, functions)
    here, there = native(schema, document), reference(schema, document)
    return [
        (expression, *(Answer(said.get(f"v{n}", ""), said.get(f"t{n}", "true")) for said in (here, there)))
        for n, expression in enumerate(listed)
    ]


def differences(
    expressions: Iterable[str],
    document: str,
    lets: Mapping[str, str] | None = None,
    functions: Iterable[str] = (),
) -> list[tuple[str, Answer, Answer]]:
    """Those of which the engines do not say the same."""
    return [row for row in answers(expressions, document, lets, functions) if row[1] != row[2]]


def is_refused(expression: str) -> bool:
    """Whether the compiler does not take an expression on."""
    try:
        module.write(rules([expression], {}, ()))
    except Refused:
        return True
    return False
