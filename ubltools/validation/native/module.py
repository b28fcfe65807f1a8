"""Writes a rule set as the text of one Python module.

Its functions: g<n> a document-wide let, f<n> a function of the rules, l<n> a let of a rule, p<n> the
predicates of a context, a<n> the nodes on which assert n fails, m<n>_<k> a value in its message. Its
table RULES says which of them belong to what; plan.py reads that.
"""

from dataclasses import dataclass, field
from typing import Final

from ubltools.validation.model import Assert, Let, Rule, Schema, Value
from ubltools.validation.native import forms, functions
from ubltools.validation.native.code import Code, as_message
from ubltools.validation.native.contexts import Alternative, alternatives
from ubltools.validation.native.emit_steps import refuse_positions
from ubltools.validation.native.emit_user_calls import converted
from ubltools.validation.native.emitter import Emitter, Scope, Signature, Unit
from ubltools.validation.native.errors import NotUnderstood
from ubltools.validation.native.fold import is_safe
from ubltools.validation.native.functions import Function
from ubltools.validation.native.guards import always_holds, needs
from ubltools.validation.native.parser import parse
from ubltools.validation.native.parts import conjuncts, key_of, tag_test
from ubltools.validation.native.refusal import Refused
from ubltools.validation.native.syntax import Expr, Text, Variable
from ubltools.validation.native.uses import only_attribute, uses

_NODE: Final = Code("n", "node")


@dataclass(slots=True)
class _Writer:
    schema: Schema
    unit: Unit
    lines: list[str] = field(default_factory=list)
    globals: dict[str, Code] = field(default_factory=dict)
    predicates: dict[tuple[Expr, ...], str] = field(default_factory=dict)
    keys: dict[Expr, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    lets: int = 0
    asserts: int = 0


def write(schema: Schema, *, careful: bool = False) -> str:
    """The module for a rule set. Raises Refused, naming every rule that is not understood.

    careful: the form for nodes on which something fails; its functions have the same names.
    """
    writer = _Writer(schema, forms.unit(schema.namespaces, careful=careful))
    _write_declarations(writer)
    rules = [[_rule(writer, rule) for rule in pattern.rules] for pattern in schema.patterns]
    if writer.reasons:
        raise Refused(writer.reasons)
    unit = writer.unit
    head = [f"{name} = intern({clark!r})" for clark, name in unit.tags.items()]
    head += [f"{name} = {expression}" for expression, name in unit.constants.items()]
    table = ",\n".join(f" ({', '.join(pattern)}{',' if pattern else ''})" for pattern in rules)
    tail = f"SLOTS = {unit.slots}\nRULES = (\n{table}{',' if rules else ''}\n)\n"
    return "\n".join([*head, *unit.hoisted_code, *writer.lines, tail])


def _write_declarations(writer: _Writer) -> None:
    read = []
    for written in writer.schema.functions:
        try:
            read.append(functions.read(written, writer.schema.namespaces))
        except NotUnderstood as error:
            writer.reasons["a function"] = str(error)
    for number, function in enumerate(read):
        writer.unit.functions[function.name] = _signature(writer, function, number)
    _write_lets(writer)
    for function in read:
        try:
            _function(writer, function)
        except NotUnderstood as error:
            writer.reasons[f"the function {function.name.rpartition('}')[2]}"] = str(error)


def _signature(writer: _Writer, function: Function, number: int) -> Signature:
    parameters = tuple(type_ for _, type_ in function.parameters)
    try:
        result = converted(Code("()", "none", "*"), function.result)
    except NotUnderstood as error:
        writer.reasons[f"the function {function.name.rpartition('}')[2]}"] = str(error)
        result = Code("()", "any", "*")
    card = {"": "1", "?": "?"}.get(function.result.occurs, "*")
    return Signature(f"f{number}", parameters, Code("", result.kind, card))


def _write_lets(writer: _Writer) -> None:
    """The document-wide lets, those first on which others depend."""
    schema = writer.schema
    waiting = [*schema.lets, *(let for pattern in schema.patterns for let in pattern.lets)]
    while waiting:
        again: list[tuple[Let, NotUnderstood]] = []
        for let in waiting:
            try:
                _global(writer, let)
            except NotUnderstood as error:
                again.append((let, error))
        if len(again) == len(waiting):
            writer.reasons |= {f"the let {let.name}": str(error) for let, error in again}
            return
        waiting = [let for let, _ in again]


def _global(writer: _Writer, let: Let) -> None:
    emitter = Emitter(writer.unit, Scope(writer.globals, Code("t", "node")))
    tree = parse(let.value, writer.schema.namespaces)
    found = emitter.value(tree)
    if not isinstance(tree, Text | Variable):
        slot = writer.unit.slot()
        writer.lines.append(f"def x{slot}(d):\n    t = d.top\n    return {found.text}\n")
        found = found._replace(text=f"once(d, {slot}, x{slot})")
    writer.globals[let.name] = found


def _function(writer: _Writer, function: Function) -> None:
    signature = writer.unit.functions[function.name]
    scope, names, lines = dict(writer.globals), [], []
    for index, ((name, type_), _) in enumerate(zip(function.parameters, signature.parameters, strict=True)):
        kind = converted(Code("()", "none", "*"), type_).kind
        card = {"": "1", "?": "?"}.get(type_.occurs, "*")
        scope[name] = Code(f"p{index}", kind, card)
        names.append(f", p{index}")
    for index, (name, tree, wanted) in enumerate(function.variables):
        found = Emitter(writer.unit, Scope(scope)).value(tree)
        found = converted(found, wanted) if wanted is not None else found
        if is_safe(tree) or isinstance(tree, Variable):
            lines.append(f"    w{index} = {found.text}")
            scope[name] = found._replace(text=f"w{index}")
        else:  # not before it is needed: it may fail
            lines.append(f"    w{index} = Later(lambda: {found.text})")
            scope[name] = found._replace(text=f"w{index}()")
    body = converted(Emitter(writer.unit, Scope(scope)).value(function.body), function.result)
    head = f"def {signature.name}(d{''.join(names)}):"
    writer.lines.append("\n".join([head, *lines, f"    return {body.text}", ""]))


def _rule(writer: _Writer, rule: Rule) -> str:
    """Write a rule; its row in the table."""
    first = writer.asserts
    writer.asserts += len(rule.asserts)
    try:
        context = parse(rule.context, writer.schema.namespaces)
        rows = [_alternative(writer, each) for each in alternatives(context)]
        tests, shown = _lets(writer, rule)
    except NotUnderstood as error:
        writer.reasons |= {check.id: str(error) for check in rule.asserts}
        return "()"
    checks = []
    for number, check in enumerate(rule.asserts, first):
        try:
            checks.append(_check(writer, tests, shown, number, check))
        except NotUnderstood as error:
            writer.reasons[check.id] = str(error)
    return f"(({', '.join(rows)},), ({', '.join(filter(None, checks))}{',' if any(checks) else ''}))"


def _lets(writer: _Writer, rule: Rule) -> tuple[Emitter, Emitter]:
    """Emitters for tests and for messages. In tests a let that is used once stands where it is used."""
    tests = shown = Emitter(writer.unit, Scope(dict(writer.globals), _NODE, current=_NODE))
    trees = {let.name: parse(let.value, writer.schema.namespaces) for let in rule.lets}
    others = [parse(check.test, writer.schema.namespaces) for check in rule.asserts]
    for name, tree in trees.items():
        found = tests.value(tree)
        slot = writer.unit.slot()
        writer.lines.append(f"def l{slot}(n, d):\n    return {found.text}\n")
        kept = found._replace(text=f"per(n, d, {slot}, l{slot})", each=None)
        times = sum(uses(each, name) for each in (*trees.values(), *others))
        tests, shown = tests.binding(name, found if times == 1 else kept), shown.binding(name, kept)
    return tests, shown


def _check(writer: _Writer, tests: Emitter, shown: Emitter, number: int, check: Assert) -> str:
    """Write an assert; its row: number, test, values, needs. Nothing for one that always holds."""
    tree = parse(check.test, writer.schema.namespaces)
    test = tests.truth(tree)
    values = [
        _value(writer, shown, f"m{number}_{k}", value)
        for k, value in enumerate(part for part in check.message if isinstance(part, Value))
    ]
    if always_holds(tree):
        return ""
    attribute = only_attribute(tree, tests.scope.variables.keys() - writer.globals.keys())
    if attribute is None:
        body = f"    return [n for n in N if not {test}]\n"
    else:  # decided once for each value
        key = f"n.attributes.get({attribute!r})"
        body = (
            f"    bad = {{k for k, n in {{{key}: n for n in N}}.items() if not {test}}}\n"
            f"    return [n for n in N if {key} in bad] if bad else []\n"
        )
    writer.lines.append(f"def a{number}(N, d):\n{body}")
    return f"({number}, a{number}, ({''.join(f'{each}, ' for each in values)}), {needs(tree)!r})"


def _value(writer: _Writer, emitter: Emitter, name: str, value: Value) -> str:
    found = emitter.value(parse(value.select, writer.schema.namespaces))
    writer.lines.append(f"def {name}(n, d):\n    return {as_message(found)}\n")
    return name


def _alternative(writer: _Writer, alternative: Alternative) -> str:
    """The row of one pattern: for each part (below, name, predicates, test of the tag, keys)."""
    rows = []
    for part in alternative.parts:
        name = "*" if part.test.kind == "any" else part.test.name
        predicates = conjuncts(part.predicates)
        tests = [test for test in map(tag_test, predicates) if test is not None]
        left = tuple(predicate for predicate in predicates if tag_test(predicate) is None)
        test = f"lambda tag: {' and '.join(tests)}" if tests else "None"
        rows.append(f"({part.below}, {name!r}, {_predicates(writer, left)}, {test}, {_keys(writer, left)})")
    return f"({', '.join(rows)},)"


def _predicates(writer: _Writer, predicates: tuple[Expr, ...]) -> str:
    """The name of the function that leaves of nodes those that fulfil the predicates."""
    if not predicates:
        return "None"
    if predicates not in writer.predicates:
        emitter = _at_node(writer)
        for predicate in predicates:
            refuse_positions(emitter, predicate)
        tests = " if ".join(emitter.truth(predicate) for predicate in predicates)
        name = f"p{len(writer.predicates)}"
        writer.lines.append(f"def {name}(N, d):\n    return [n for n in N if {tests}]\n")
        writer.predicates[predicates] = name
    return writer.predicates[predicates]


def _keys(writer: _Writer, predicates: tuple[Expr, ...]) -> str:
    """(function that gives the values of nodes, the literals of which it must be one), or None."""
    found = key_of(predicates[0]) if predicates else None
    if found is None:
        return "None"
    tree, literals = found
    if tree not in writer.keys:
        code = _at_node(writer).any_order_atoms(tree)
        name = f"k{len(writer.keys)}"
        values = (
            f"{{{code.text} for n in N}}" if code.card != "*" else f"{{k for n in N for k in {code.text}}}"
        )
        writer.lines.append(f"def {name}(N, d):\n    return {values}\n")
        writer.keys[tree] = name
    return f"({writer.keys[tree]}, frozenset({literals!r}))"


def _at_node(writer: _Writer) -> Emitter:
    return Emitter(writer.unit, Scope(writer.globals, _NODE, current=_NODE))
