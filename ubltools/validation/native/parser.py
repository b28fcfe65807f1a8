"""Reads XPath 2.0, with let, || and ! of 3.0, into the tree of syntax.py.

One method a level of precedence, the loosest first. Prefixes are resolved here; what a function or a type
means, and how many arguments it takes, is not looked at. Raises NotUnderstood for anything else.
"""

from collections.abc import Callable, Mapping
from typing import Final

from ubltools.validation.native.errors import NotUnderstood
from ubltools.validation.native.lexer import tokens
from ubltools.validation.native.paths import PathParser
from ubltools.validation.native.syntax import (
    Binary,
    Cast,
    Expr,
    For,
    If,
    Let,
    Negative,
    Path,
    Quantified,
    Sequence,
    Type,
    TypeTest,
)

_GENERAL: Final = ("=", "!=", "<", "<=", ">", ">=")
_VALUE: Final = ("eq", "ne", "lt", "le", "gt", "ge", "is", "<<", ">>")
_CLAUSES: Final = {"for": "in", "some": "in", "every": "in", "let": ":="}
_PLAIN_TYPES: Final = {"item", "node", "element", "attribute", "text", "document-node", "empty-sequence"}


def parse(expression: str, namespaces: Mapping[str, str]) -> Expr:
    """The tree of an expression. Raises NotUnderstood."""
    parser = Parser(tokens(expression), namespaces)
    tree = parser.expression()
    if parser.here.kind != "end":
        raise NotUnderstood(f"what begins with {parser.here.text!r}")
    return tree


class Parser(PathParser):
    """Everything above the level of paths."""

    def expression(self) -> Expr:
        """Expressions with commas between them."""
        items = [self._single()]
        while self._take(","):
            items.append(self._single())
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def _single(self) -> Expr:
        word = self.here.text
        if word in _CLAUSES and self.here.kind == "name" and self._after.kind == "variable":
            self._advance()
            return self._clauses(word)
        if word == "if" and self._after.text == "(":
            return self._condition()
        return self._disjunction()

    def _clauses(self, word: str) -> Expr:
        name = self._advance().text
        self._expect(_CLAUSES[word])
        value = self._single()
        if self._take(","):
            if self.here.kind != "variable":
                raise NotUnderstood(f"{self.here.text!r} after a comma in {word}")
            body = self._clauses(word)
        else:
            self._expect("satisfies" if word in {"some", "every"} else "return")
            body = self._single()
        if word == "for":
            return For(name, value, body)
        return Let(name, value, body) if word == "let" else Quantified(word == "every", name, value, body)

    def _condition(self) -> Expr:
        self._expect("if")
        self._expect("(")
        test = self.expression()
        self._expect(")")
        self._expect("then")
        then = self._single()
        self._expect("else")
        return If(test, then, self._single())

    def _chain(self, operators: tuple[str, ...], operand: Callable[[], Expr], *, once: bool = False) -> Expr:
        left = operand()
        while self.here.text in operators and self.here.kind in {"name", "symbol"}:
            operator = self._advance().text
            left = Binary(operator, left, operand())
            if once:
                break
        return left

    def _disjunction(self) -> Expr:
        return self._chain(("or",), self._conjunction)

    def _conjunction(self) -> Expr:
        return self._chain(("and",), self._comparison)

    def _comparison(self) -> Expr:
        return self._chain((*_GENERAL, *_VALUE), self._concatenation, once=True)

    def _concatenation(self) -> Expr:
        return self._chain(("||",), self._range)

    def _range(self) -> Expr:
        return self._chain(("to",), self._sum, once=True)

    def _sum(self) -> Expr:
        return self._chain(("+", "-"), self._product)

    def _product(self) -> Expr:
        return self._chain(("*", "div", "idiv", "mod"), self._union)

    def _union(self) -> Expr:
        return self._chain(("|", "union"), self._intersection)

    def _intersection(self) -> Expr:
        return self._chain(("intersect", "except"), self._instance)

    def _instance(self) -> Expr:
        tree = self._castable()
        if self.here.text == "instance":
            self._advance()
            self._expect("of")
            return TypeTest("instance", tree, self.type())
        return tree

    def _castable(self) -> Expr:
        tree = self._cast()
        if self.here.text == "castable":
            self._advance()
            self._expect("as")
            return TypeTest("castable", tree, self.type())
        return tree

    def _cast(self) -> Expr:
        tree = self._unary()
        if self.here.text == "cast":
            self._advance()
            self._expect("as")
            return Cast(tree, self.type())
        return tree

    def type(self) -> Type:
        """A sequence type."""
        name = self._advance().text
        if self._take("("):
            if name not in _PLAIN_TYPES or not self._take(")"):
                raise NotUnderstood(f"the type {name}(...)")
        else:
            name = self._clark(name)
        mark = self.here.text if self.here.text in {"?", "*", "+"} else ""
        if mark:
            self._advance()
        return Type(name, mark)

    def _unary(self) -> Expr:
        if self._take("-"):
            return Negative(self._unary())
        if self._take("+"):
            raise NotUnderstood("a plus sign before a value")
        tree = self._path()
        while self._take("!"):
            tree = Path(tree, (self._path(),))
        return tree


def parse_type(written: str, namespaces: Mapping[str, str]) -> Type:
    """A sequence type as it stands in an as attribute. Raises NotUnderstood."""
    parser = Parser(tokens(written), namespaces)
    found = parser.type()
    if parser.here.kind != "end":
        raise NotUnderstood(f"the type {written}")
    return found
