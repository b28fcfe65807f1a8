"""Cuts XPath text into tokens. Only that: what the tokens mean is up to the parser.

Names keep their prefix ("cbc:ID", "*:ID", "cbc:*"); comments are left out.
"""

import re
from typing import Final, NamedTuple

from ubltools.validation.native.errors import NotUnderstood

_NAME: Final = r"[^\W\d][\w.\-\u00b7]*"
_TOKEN: Final = re.compile(
    rf"""(?P<space>\s+)
    |(?P<string>"(?:[^"]|"")*"|'(?:[^']|'')*')
    |(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<variable>\$\s*{_NAME}(?::{_NAME})?)
    |(?P<name>\*:{_NAME}|{_NAME}:\*|{_NAME}(?::(?!:){_NAME})?)
    |(?P<symbol>::|//|\.\.|!=|<=|>=|<<|>>|\|\||=>|:=|[()\[\],./@|+\-*=<>!?:{{}}])""",
    re.VERBOSE,
)


class Token(NamedTuple):
    """kind: string, number, variable, name, symbol, or end. text: as written; a string without its quotes."""

    kind: str
    text: str


def tokens(expression: str) -> list[Token]:
    """The tokens of an expression, an "end" last. Raises NotUnderstood."""
    found, at = [], 0
    while at < len(expression):
        if expression.startswith("(:", at):
            at = _after_comment(expression, at)
            continue
        match = _TOKEN.match(expression, at)
        if match is None or match.lastgroup is None:
            raise NotUnderstood(f"the sign {expression[at]!r}")
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup, _plain(match.lastgroup, match[0])))
        at = match.end()
    return [*found, Token("end", "")]


def _plain(kind: str, text: str) -> str:
    if kind == "string":
        return text[1:-1].replace(text[0] * 2, text[0])
    return text[1:].strip() if kind == "variable" else text


def _after_comment(expression: str, start: int) -> int:
    depth, at = 0, start
    while at < len(expression):
        pair = expression[at : at + 2]
        depth += {"(:": 1, ":)": -1}.get(pair, 0)
        at += 2 if pair in {"(:", ":)"} else 1
        if not depth:
            return at
    raise NotUnderstood("a comment without end")
