"""Writes the rules of a module: functions for their lets, asserts and messages, and their rows in RULES."""

from collections.abc import Iterable
from typing import Any

from ubltools.validation.model import Assert, Rule, Value
from ubltools.validation.native.code import as_message
from ubltools.validation.native.conditions import requirements
from ubltools.validation.native.context_rows import alternative_rows, condition_rows
from ubltools.validation.native.contexts import alternatives, is_root
from ubltools.validation.native.emit_conditions import requirement
from ubltools.validation.native.emitter import Emitter
from ubltools.validation.native.errors import NotUnderstood
from ubltools.validation.native.guards import always_holds, needs
from ubltools.validation.native.parser import parse
from ubltools.validation.native.sharing import from_root, repeated
from ubltools.validation.native.syntax import Expr, Variable
from ubltools.validation.native.uses import only_attribute, uses
from ubltools.validation.native.walk import walk
from ubltools.validation.native.writer import NODE, TOP, Writer


def rule_row(writer: Writer, rule: Rule) -> str:
    """Write a rule; its row in the table."""
    first = writer.asserts
    writer.asserts += len(rule.asserts)
    try:
        context = parse(rule.context, writer.schema.namespaces)
        found = alternatives(context)
        rows = [row for each in found for row in alternative_rows(writer, each)]
        trees = _trees(writer, rule, at_root=all(map(is_root, found)))
        tests, shown = _lets(writer, rule, list(trees.values()))
    except NotUnderstood as error:
        writer.reasons |= {check.id: str(error) for check in rule.asserts}
        return "()"
    tests = tests.within(shared=_shared(writer, tests, first, trees.values()))
    checks = []
    for number, check in enumerate(rule.asserts, first):
        try:
            checks.append(_check(writer, tests, shown, number, check, trees[check]))
        except NotUnderstood as error:
            writer.reasons[check.id] = str(error)
    return f"(({', '.join(rows)},), ({', '.join(filter(None, checks))}{',' if any(checks) else ''}))"


def _trees(writer: Writer, rule: Rule, *, at_root: bool) -> dict[Assert, Expr]:
    trees = {check: parse(check.test, writer.schema.namespaces) for check in rule.asserts}
    return {check: from_root(tree) for check, tree in trees.items()} if at_root else trees


def _shared(writer: Writer, tests: Emitter, rule: int, trees: Iterable[Expr]) -> dict[Expr, Any]:
    """What the asserts of a rule share, each with its key: with the rule in it where its variables are."""
    if writer.unit.careful:
        return {}
    local = tests.scope.variables.keys() - writer.globals.keys()
    return {
        tree: (rule, tree)
        if any(isinstance(part, Variable) and part.name in local for part in walk(tree))
        else tree
        for tree in repeated(trees)
    }


def _lets(writer: Writer, rule: Rule, others: list[Expr]) -> tuple[Emitter, Emitter]:
    """Emitters for tests and for messages. In tests a let that is used once stands where it is used."""
    tests = shown = writer.at(NODE)
    trees = {let.name: parse(let.value, writer.schema.namespaces) for let in rule.lets}
    for name, tree in trees.items():
        found = tests.value(tree)
        slot = writer.unit.slot()
        writer.lines.append(f"def l{slot}(n, d):\n    return {found.text}\n")
        kept = found._replace(text=f"per(n, d, {slot}, l{slot})", each=None)
        times = sum(uses(each, name) for each in (*trees.values(), *others))
        tests, shown = tests.binding(name, found if times == 1 else kept), shown.binding(name, kept)
    return tests, shown


def _check(writer: Writer, tests: Emitter, shown: Emitter, number: int, check: Assert, tree: Expr) -> str:
    """Write an assert; its row: number, test, values, needs. Nothing for one that always holds."""
    test = tests.truth(tree)
    values = [
        _value(writer, shown, f"m{number}_{k}", value)
        for k, value in enumerate(part for part in check.message if isinstance(part, Value))
    ]
    if always_holds(tree):
        return ""
    local = tests.scope.variables.keys() - writer.globals.keys()
    attribute = only_attribute(tree, local)
    if attribute is None:
        body = f"    return [n for n in N if not {test}]\n"
    else:  # decided once for each value
        key = f"n.attributes.get({attribute!r})"
        body = (
            f"    bad = {{k for k, n in {{{key}: n for n in N}}.items() if not {test}}}\n"
            f"    return [n for n in N if {key} in bad] if bad else []\n"
        )
    writer.lines.append(f"def a{number}(N, d):\n{body}")
    required = requirements(tree, local)
    asked = condition_rows(writer, (requirement(writer.at(TOP), each) for each in required))
    return f"({number}, a{number}, ({''.join(f'{each}, ' for each in values)}), {needs(tree)!r}, {asked})"


def _value(writer: Writer, emitter: Emitter, name: str, value: Value) -> str:
    found = emitter.value(parse(value.select, writer.schema.namespaces))
    writer.lines.append(f"def {name}(n, d):\n    return {as_message(found)}\n")
    return name
