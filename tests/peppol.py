"""Runs the Peppol rules on small documents, one rule or one function at a time."""

import dataclasses
from collections import Counter
from functools import cache
from xml.sax.saxutils import quoteattr

from ubltools import xml
from ubltools.finding import Severity
from ubltools.names import CAC, CBC, CREDIT_NOTE, INVOICE
from ubltools.validation import release, saxon, schematron
from ubltools.validation.schematron import Assert, Pattern, Rule, Schema

BILLING = "peppol-billing-3.0.21"
SELF_BILLING = "peppol-selfbilling-3.0.2"
PREVIEW = "peppol-billing-3.0.22"


@cache
def schema(identity: str) -> Schema:
    """The rules of a release."""
    known = release.by_id(identity)
    files = release.files_of(known)
    return schematron.read(files[known.rules or ""], release.folder_of("schematron"))


@cache
def rules(identity: str) -> saxon.Rules:
    return saxon.Rules(schema(identity))


PREFIXES = f'xmlns:cac="{CAC}" xmlns:cbc="{CBC}"'


def invoice(*content: str) -> str:
    return f'<Invoice xmlns="{INVOICE}" {PREFIXES}>{"".join(content)}</Invoice>'


def credit_note(*content: str) -> str:
    return f'<CreditNote xmlns="{CREDIT_NOTE}" {PREFIXES}>{"".join(content)}</CreditNote>'


def run(document: str, identity: str = BILLING) -> tuple[saxon.Failure, ...]:
    source = saxon.Source(xml.parse(document.encode()).root)
    return rules(identity).check(source).failures


def fired(document: str, identity: str = BILLING) -> Counter[str]:
    """How often each rule fired; a rule that could not be evaluated counts as its id with a "!"."""
    return Counter(failure.check.id + ("!" if failure.error else "") for failure in run(document, identity))


@cache
def _function(call: str, identity: str) -> saxon.Rules:
    check = Assert("holds", call, Severity.FATAL, ("no",))
    only = Pattern("only", (), (Rule("/all/v", (), (check,)),))
    return saxon.Rules(dataclasses.replace(schema(identity), lets=(), patterns=(only,)))


def answers(call: str, *values: str, identity: str = BILLING) -> list[bool | None]:
    """What a function of the rules says of each value, answers("u:gln(@v)", "123"); None for an error."""
    document = "<all>" + "".join(f"<v v={quoteattr(value)}/>" for value in values) + "</all>"
    root = xml.parse(document.encode()).root
    places = {element: at for at, element in enumerate(root)}
    found: list[bool | None] = [True] * len(values)
    for failure in _function(call, identity).check(saxon.Source(root)).failures:
        found[places[failure.element]] = None if failure.error else False
    return found


Case = tuple[str, int, str, str]


def cases(rule: str, *expected: tuple[int, tuple[str, ...]], releases: str = "billing") -> tuple[Case, ...]:
    """Cases of one rule of billing, from pairs of how often it fires and on which documents."""
    return tuple((rule, count, document, releases) for count, documents in expected for document in documents)
