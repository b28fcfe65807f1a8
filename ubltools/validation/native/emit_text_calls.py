"""Writes the functions over text. Patterns are translated here, once, so they must be literals."""

import re
from ast import literal_eval
from typing import Final

from ubltools.validation.native import regex
from ubltools.validation.native.arguments import DOT, Args, Calls, Writer, or_dot, template
from ubltools.validation.native.code import (
    NUMERIC,
    TEXTUAL,
    Code,
    as_string,
    cast,
    child_of,
    optional,
    sequence,
)
from ubltools.validation.native.emitter import Emitter
from ubltools.validation.native.errors import NotUnderstood
from ubltools.validation.native.syntax import (
    Call,
    Expr,
    Number,
    Text,
)


def _literal(e: Emitter, tree: Expr) -> str:
    """A text that is known now: a literal, or a variable that stands for one. Raises NotUnderstood."""
    found = e.value(tree)
    if found.kind == "string" and found.text[0] in "'\"":
        return str(literal_eval(found.text))
    raise NotUnderstood("a pattern that is no literal")


def _flags(e: Emitter, arguments: Args, place: int) -> str:
    return _literal(e, arguments[place]) if len(arguments) > place else ""


def _string(e: Emitter, a: Args) -> Code:
    return as_string(e.item(or_dot(a)))


def _textor_dot(e: Emitter, a: Args) -> str:
    """The argument as text; the context item as string() gives it."""
    return e.blank(a[0]) if a else as_string(e.item(DOT)).text


def _length(e: Emitter, a: Args) -> Code:
    return Code(f"len({_textor_dot(e, a)})", "int")


def _tidy(e: Emitter, a: Args) -> Code:
    found = e.text(a[0]).text if a else _textor_dot(e, a)
    child, upper = child_of(found), _UPPER(found)
    if upper:
        return Code(f"tidy_upper_at({upper[1]})", "string")
    return Code(f"tidy_at({child})" if child else f"tidy({found})", "string")


def _upper(e: Emitter, a: Args) -> Code:
    child = child_of(e.text(a[0]).text)
    return Code(f"upper_at({child})" if child else f"{e.blank(a[0])}.upper()", "string")


_UPPER: Final = re.compile(r"upper_at\((\w+, \w+)\)").fullmatch


def _part(e: Emitter, a: Args) -> Code:
    numbers = []
    places = [each.value for each in a[1:] if isinstance(each, Number) and isinstance(each.value, int)]
    if len(places) == len(a) - 1 == 2 and places[0] > 0 <= places[1]:
        start, length = places
        return Code(f"{e.blank(a[0])}[{start - 1}:{start - 1 + length}]", "string")
    for each in a[1:]:
        found = e.item(each)
        if found.kind == "untyped":
            found = cast(found, "dbl")
        if found.kind not in NUMERIC:
            raise NotUnderstood("substring() with a place that may be no number")
        numbers.append(found.text if found.card == "1" else f"required({found.text})")
    return Code(f"part({e.blank(a[0])}, {', '.join(numbers)})", "string")


def _concat(e: Emitter, a: Args) -> Code:
    return Code(f"({' + '.join(as_string(e.item(each)).text for each in a)})", "string")


def _join(e: Emitter, a: Args) -> Code:
    found = e.atoms(a[0])
    separator = e.blank(a[1]) if len(a) > 1 else "''"
    items = sequence(found) if found.kind in TEXTUAL else f"map(text, {sequence(found)})"
    return Code(f"{separator}.join({items})", "string")


def _matches(e: Emitter, a: Args) -> Code:
    pattern = regex.translate(_literal(e, a[1]), _flags(e, a, 2))
    return Code(f"matches({pattern!r}, {e.text(a[0]).text})", "bool")


def _replace(e: Emitter, a: Args) -> Code:
    pattern = regex.translate(_literal(e, a[1]), _flags(e, a, 3))
    if regex.compiled(pattern).search("") is not None:
        raise NotUnderstood("replace() with a pattern that matches nothing at all")
    written = regex.replacement(_literal(e, a[2]))
    return Code(f"replace({pattern!r}, {written!r}, {e.text(a[0]).text})", "string")


def _tokenize(e: Emitter, a: Args) -> Code:
    if len(a) == 1:
        return Code(f"words({e.text(a[0]).text})", "string", "*")
    pattern = regex.translate(_literal(e, a[1]), _flags(e, a, 2), groups=False)
    if regex.compiled(pattern).search("") is not None:
        raise NotUnderstood("tokenize() with a pattern that matches nothing at all")
    return Code(f"tokenize({pattern!r}, {e.text(a[0]).text})", "string", "*")


def _translate(e: Emitter, a: Args) -> Code:
    return Code(f"changed({', '.join(e.blank(each) for each in a)})", "string")


def _code_points(e: Emitter, a: Args) -> Code:
    return Code(f"code_points({e.text(a[0]).text})", "int", "*")


def _from_code_points(e: Emitter, a: Args) -> Code:
    found = e.atoms(a[0])
    if found.kind != "int":
        raise NotUnderstood("codepoints-to-string() of what may be no numbers")
    return Code(f"from_code_points({sequence(found)})", "string")


def _contains(e: Emitter, a: Args) -> Code:
    listed = _listed(e, a)
    return template("({1} in {0})", "bool")(e, a) if listed is None else listed


def _listed(e: Emitter, a: Args) -> Code | None:
    """contains(' A B C ', concat(' ', value, ' ')), the usual way to look up a code: as a look-up."""
    codes, inner = a
    if not isinstance(codes, Text) or not isinstance(inner, Call) or inner.name != "concat":
        return None
    if len(inner.arguments) != 3 or {inner.arguments[0], inner.arguments[2]} != {Text(" ")}:
        return None
    if codes.value[:1] != " " or codes.value[-1:] != " ":
        return None
    known = e.unit.constant(f"frozenset({codes.value!r}.split(' '))")
    value = as_string(e.item(inner.arguments[1])).text
    return Code(f"listed({value}, {known}, {e.unit.constant(repr(codes.value))})", "bool")


def _node_name(python: str) -> Writer:
    def write(e: Emitter, a: Args) -> Code:
        found = optional(e.value(or_dot(a)))
        if found.kind not in {"node", "none"}:
            raise NotUnderstood("the name of what may be no node")
        return Code(f"{python}({found.text})", "string")

    return write


CALLS: Final[Calls] = {
    "string": (_string, 0, 1),
    "string-length": (_length, 0, 1),
    "normalize-space": (_tidy, 0, 1),
    "upper-case": (_upper, 1, 1),
    "lower-case": (template("{0}.lower()", "string"), 1, 1),
    "contains": (_contains, 2, 2),
    "starts-with": (template("{0}.startswith({1})", "bool"), 2, 2),
    "ends-with": (template("{0}.endswith({1})", "bool"), 2, 2),
    "substring-before": (template("before({0}, {1})", "string"), 2, 2),
    "substring-after": (template("after({0}, {1})", "string"), 2, 2),
    "substring": (_part, 2, 3),
    "concat": (_concat, 2, 99),
    "string-join": (_join, 1, 2),
    "matches": (_matches, 2, 3),
    "replace": (_replace, 3, 4),
    "tokenize": (_tokenize, 1, 3),
    "translate": (_translate, 3, 3),
    "string-to-codepoints": (_code_points, 1, 1),
    "codepoints-to-string": (_from_code_points, 1, 1),
    "name": (_node_name("name"), 0, 1),
    "local-name": (_node_name("local_name"), 0, 1),
    "namespace-uri": (_node_name("namespace_of"), 0, 1),
}
