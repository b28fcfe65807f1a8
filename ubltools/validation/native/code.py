"""Python text with what is known of its value, and the conversions between the forms that a value can have.

kind: node, string, untyped, bool, int, dec, dbl, date, any, or none for the empty sequence. "dec" may be an
int too; "any" holds items that say themselves what they are. card: "1" an item, "?" an item or None, "*" a
list or tuple.
"""

import re
from typing import Final, NamedTuple

from ubltools.validation.native.errors import NotUnderstood


class Code(NamedTuple):
    """A Python expression, and the kind and number of its items.

    each: of a list that a comprehension makes, what it makes of an item and the clauses after that.
    """

    text: str
    kind: str
    card: str = "1"
    each: tuple[str, str] | None = None


def listed(item: str, clauses: str, kind: str) -> Code:
    """A list that a comprehension makes."""
    return Code(f"[{item} {clauses}]", kind, "*", (item, clauses))


NOTHING: Final = Code("()", "none", "*")
TEXTUAL: Final = frozenset({"string", "untyped"})
EXACT: Final = frozenset({"int", "dec"})
NUMERIC: Final = frozenset({"int", "dec", "dbl"})


def sequence(code: Code) -> str:
    """The value as a list or tuple."""
    if code.card == "*":
        return code.text
    return f"opt({code.text})" if code.card == "?" else f"({code.text},)"


def optional(code: Code) -> Code:
    """The value as an item or None; more than one is an error when it runs."""
    if code.kind == "none":
        return Code("None", "none", "?")
    return Code(f"one({code.text})", code.kind, "?") if code.card == "*" else code


def atomic(code: Code) -> Code:  # noqa: PLR0911 - one return a case
    """The value without nodes."""
    if code.kind == "node":
        if code.card == "*":
            return listed("(k.text or string_value(k))", f"for k in {code.text}", "untyped")
        if code.card == "?":
            return Code(f"value_of({code.text})", "untyped", "?")
        if code.text.isidentifier():
            return Code(f"({code.text}.text or string_value({code.text}))", "untyped")
        return Code(f"string_value({code.text})", "untyped")
    if code.kind == "any":
        if code.card == "*":
            return Code(f"atoms({code.text})", "any", "*")
        return Code(f"one(atoms(opt({code.text})))", "any", code.card)
    return code


def marked(code: Code) -> Code:
    """The value in the form in which kinds may mix."""
    if code.kind != "untyped":
        return code._replace(kind="any")
    if code.card == "*":
        return Code(f"untyped({code.text})", "any", "*")
    return Code(f"mark({code.text})", "any", code.card)


def alike(left: Code, right: Code) -> tuple[Code, Code]:
    """Two values, of which either may come out, in one form."""
    if left.kind == "none" and right.kind != "none":
        return left._replace(kind=right.kind, each=None), right
    if right.kind == "none":
        return left, right._replace(kind=left.kind)
    if left.kind != right.kind and {left.kind, right.kind} <= EXACT:
        return left._replace(kind="dec"), right._replace(kind="dec")
    if left.kind != right.kind:
        return marked(left), marked(right)
    return left, right


def either(left: Code, right: Code) -> tuple[str, str, str, str]:
    """Two values in one form: the texts of both, their kind and card."""
    left, right = alike(left, right)
    cards = {each.card for each in (left, right) if each.text != "()"}
    if "*" in cards or not cards:
        return sequence(left), sequence(right), left.kind, "*"
    if cards == {"1"} and "()" not in {left.text, right.text}:
        return left.text, right.text, left.kind, "1"
    texts = ["None" if each.text == "()" else each.text for each in (left, right)]
    return texts[0], texts[1], left.kind, "?"


def blank(code: Code) -> str:
    """A text, "" where there is none."""
    if code.kind == "none":
        return "''"
    return code.text if code.card == "1" else f"({code.text} or '')"


def textual(code: Code) -> Code:
    """An atomic value where at most one text is needed. Raises NotUnderstood for what is never a text."""
    code = optional(code)
    if code.kind in TEXTUAL or code.kind == "none":
        return code
    if code.kind == "any":
        return Code(f"as_text({code.text})", "string", "?")
    raise NotUnderstood(f"a value of the kind {code.kind} where a text is needed")


def truth(code: Code) -> str:
    """The effective boolean value."""
    if code.kind == "none":
        return "False"
    if code.kind == "node":
        return {"1": "True", "?": f"({code.text} is not None)", "*": f"bool({code.text})"}[code.card]
    if code.card == "*":
        return f"truth({code.text})"
    return code.text if code.kind in {"bool", "string", "untyped", "int", "dec"} else f"truth_of({code.text})"


_CASTS: Final = {
    "dec": "decimal_of",
    "int": "integer_of",
    "dbl": "double_of",
    "top": "greatest_of",
    "bool": "boolean_of",
    "date": "date_of",
}


def cast(code: Code, kind: str) -> Code:
    """At most one atomic item cast as by a constructor function, with errors when it runs."""
    code = optional(code)
    if code.kind == "none":
        return Code("None", kind, "?")
    if kind == "string":
        return (
            Code(f"(None if (q := {code.text}) is None else text(q))", kind, "?")
            if code.card == "?"
            else as_string(code)
        )
    if code.kind == kind or (code.kind == "int" and kind == "dec"):
        return code._replace(kind=kind)
    child, below = child_of(code.text), _GRANDCHILD(code.text)
    if child and kind == "dec":
        return Code(f"decimal_at({child})", kind, code.card)
    if below and kind == "dec":
        return Code(f"decimal_below({below[1]})", kind, code.card)
    return Code(f"{_CASTS[kind]}({code.text})", kind, code.card)


def child_of(text: str) -> str | None:
    """The node and the name of the child of which this is the text, where it is no more than that."""
    found = _CHILD(text)
    return found[1] if found else None


_CHILD: Final = re.compile(r"text_at\((\w+, \w+)\)").fullmatch
_GRANDCHILD: Final = re.compile(r"text_below\((\w+, \w+, \w+)\)").fullmatch


def as_string(code: Code) -> Code:
    """string(): an atomic item as text, "" for none."""
    code = optional(code)
    if code.kind in TEXTUAL or code.kind == "none":
        return Code(blank(code), "string")
    return Code(f"text({code.text})", "string")


def as_message(code: Code) -> str:
    """The value as a message shows it."""
    if code.kind == "node":
        return f"message_nodes({sequence(code)})"
    return f"message_text({sequence(marked(atomic(code)))})"
