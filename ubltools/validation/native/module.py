"""Writes a rule set as the text of one Python module.

Its functions: x<n> a document-wide let, f<n> a function of the rules, l<n> a let of a rule, p<n> the
predicates of a context, c<n> texts of the document that conditions are about, a<n> the nodes on which
assert n fails, m<n>_<k> a value in its message. Its table RULES says which of them belong to what; plan.py
reads that. Here are the declarations; rules and contexts have modules of their own.
"""

from dataclasses import replace

from ubltools.validation.model import Let, Schema
from ubltools.validation.native import forms, functions
from ubltools.validation.native.code import Code
from ubltools.validation.native.emit_user_calls import converted, may_stand_for_a_call
from ubltools.validation.native.emitter import Emitter, Scope, Signature
from ubltools.validation.native.errors import NotUnderstood
from ubltools.validation.native.fold import is_safe
from ubltools.validation.native.functions import Function, certainly_used
from ubltools.validation.native.parser import parse
from ubltools.validation.native.refusal import Refused
from ubltools.validation.native.rule_rows import rule_row
from ubltools.validation.native.syntax import Text, Variable
from ubltools.validation.native.text_functions import is_of_text
from ubltools.validation.native.writer import TOP, Writer


def write(schema: Schema, *, careful: bool = False) -> str:
    """The module for a rule set. Raises Refused, naming every rule that is not understood.

    careful: the form for nodes on which something fails; its functions have the same names.
    """
    writer = Writer(schema, forms.unit(schema.namespaces, careful=careful))
    _write_declarations(writer)
    rules = [[rule_row(writer, rule) for rule in pattern.rules] for pattern in schema.patterns]
    if writer.reasons:
        raise Refused(writer.reasons)
    unit = writer.unit
    head = [f"{name} = intern({clark!r})" for clark, name in unit.tags.items()]
    head += [f"{name} = {expression}" for expression, name in unit.constants.items()]
    table = ",\n".join(f" ({', '.join(pattern)}{',' if pattern else ''})" for pattern in rules)
    tail = f"SLOTS = {unit.slots}\nRULES = (\n{table}{',' if rules else ''}\n)\n"
    return "\n".join([*head, *unit.hoisted_code, *writer.lines, tail])


def _write_declarations(writer: Writer) -> None:
    read = []
    for written in writer.schema.functions:
        try:
            read.append(functions.read(written, writer.schema.namespaces))
        except NotUnderstood as error:
            writer.reasons["a function"] = str(error)
    for number, function in enumerate(read):
        writer.unit.functions[function.name] = _signature(writer, function, number)
    _write_lets(writer)
    by_name = {function.name: function for function in read}
    for function in read:
        try:
            _function(writer, function)
            signature = writer.unit.functions[function.name]
            if signature.written is None and is_of_text(function, by_name, writer.globals):
                writer.lines.append(f"{signature.name} = known_by_text({signature.name})\n")
        except NotUnderstood as error:
            writer.reasons[f"the function {function.name.rpartition('}')[2]}"] = str(error)


def _signature(writer: Writer, function: Function, number: int) -> Signature:
    parameters = tuple(type_ for _, type_ in function.parameters)
    try:
        result = converted(Code("()", "none", "*"), function.result)
    except NotUnderstood as error:
        writer.reasons[f"the function {function.name.rpartition('}')[2]}"] = str(error)
        result = Code("()", "any", "*")
    card = {"": "1", "?": "?"}.get(function.result.occurs, "*")
    used = certainly_used(function)
    late = frozenset(place for place, (name, _) in enumerate(function.parameters) if name not in used)
    return Signature(f"f{number}", parameters, Code("", result.kind, card), late)


def _write_lets(writer: Writer) -> None:
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


def _global(writer: Writer, let: Let) -> None:
    emitter = Emitter(writer.unit, Scope(writer.globals, TOP))
    tree = parse(let.value, writer.schema.namespaces)
    found = emitter.value(tree)
    if not isinstance(tree, Text | Variable):
        slot = writer.unit.slot()
        writer.lines.append(f"def x{slot}(d):\n    t = d.top\n    return {found.text}\n")
        found = found._replace(text=f"once(d, {slot}, x{slot})")
    writer.globals[let.name] = found


def _function(writer: Writer, function: Function) -> None:
    signature = writer.unit.functions[function.name]
    scope, names, lines = dict(writer.globals), [], []
    for index, ((name, type_), _) in enumerate(zip(function.parameters, signature.parameters, strict=True)):
        kind = converted(Code("()", "none", "*"), type_).kind
        card = {"": "1", "?": "?"}.get(type_.occurs, "*")
        scope[name] = Code(f"p{index}()" if index in signature.late else f"p{index}", kind, card)
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
    if not lines and may_stand_for_a_call(body.text, len(names)):
        writer.unit.functions[function.name] = replace(signature, written=f"({body.text})")
