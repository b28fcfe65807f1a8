"""The part of the parser that reads paths: steps, node tests, predicates, and what a path may start with."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from ubltools.validation.native.errors import NotUnderstood
from ubltools.validation.native.joining import joined
from ubltools.validation.native.lexer import Token
from ubltools.validation.native.syntax import (
    ANYWHERE,
    Call,
    Dot,
    Expr,
    Filter,
    Number,
    Root,
    Sequence,
    Step,
    Test,
    Text,
    Variable,
)

_AXES: Final = {
    "child", "attribute", "self", "parent", "descendant", "descendant-or-self", "ancestor",
    "ancestor-or-self", "preceding", "following", "preceding-sibling", "following-sibling",
}  # fmt: skip
_KIND_TESTS: Final = {"node", "text", "element", "comment", "attribute", "processing-instruction"}
_FN: Final = "http://www.w3.org/2005/xpath-functions"


class PathParser:
    """The tokens, a place in them, and everything from a path downwards."""

    def __init__(self, tokens: list[Token], namespaces: Mapping[str, str]) -> None:
        self.tokens = tokens
        self.at = 0
        self.namespaces = namespaces

    @property
    def here(self) -> Token:
        """The token that comes next."""
        return self.tokens[self.at]

    @property
    def _after(self) -> Token:
        return self.tokens[min(self.at + 1, len(self.tokens) - 1)]

    def _advance(self) -> Token:
        token = self.here
        if token.kind == "end":
            raise NotUnderstood("an expression that ends too early")
        self.at += 1
        return token

    def _take(self, text: str) -> bool:
        """Whether that symbol or word comes next; then it is passed."""
        if self.here.text == text and self.here.kind in {"symbol", "name"}:
            self.at += 1
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise NotUnderstood(f"{self.here.text!r} where {text!r} is expected")

    def expression(self) -> Expr:
        """What may stand in brackets; the part of the parser above this one knows."""
        raise NotImplementedError

    def _path(self) -> Expr:
        start: Expr = Dot()
        steps: list[Step | Expr] = []
        if self.here.text in {"/", "//"} and self.here.kind == "symbol":
            start = Root()
            if self._advance().text == "//":
                steps.append(ANYWHERE)
            elif not self._starts_step():
                return Root()
        steps.append(self._step())
        while self.here.text in {"/", "//"} and self.here.kind == "symbol":
            if self._advance().text == "//":
                steps.append(ANYWHERE)
            steps.append(self._step())
        return joined(start, steps)

    def _starts_step(self) -> bool:
        here = self.here
        return here.kind in {"name", "string", "number", "variable"} or here.text in {
            "@",
            ".",
            "..",
            "*",
            "(",
        }

    def _step(self) -> Step | Expr:
        here = self.here
        if here.text == ".." and here.kind == "symbol":
            self._advance()
            return Step("parent", Test("node"), self._predicates())
        if self._take("@"):
            return Step("attribute", self._test("attribute"), self._predicates())
        if here.kind == "name" and self._after.text == "::":
            axis = self._advance().text
            self._advance()
            if axis not in _AXES:
                raise NotUnderstood(f"the axis {axis}")
            return Step(axis, self._test(axis), self._predicates())
        if self._starts_test():
            axis = "attribute" if here.text == "attribute" and self._after.text == "(" else "child"
            return Step(axis, self._test(axis), self._predicates())
        return self._postfix()

    def _starts_test(self) -> bool:
        here = self.here
        if here.text == "*" and here.kind == "symbol":
            return True
        return here.kind == "name" and (self._after.text != "(" or here.text in _KIND_TESTS)

    def _test(self, axis: str) -> Test:
        token = self._advance()
        if token.text == "*" and token.kind == "symbol":
            return Test("any")
        if token.kind != "name":
            raise NotUnderstood(f"{token.text!r} in a path")
        if token.text in _KIND_TESTS and self.here.text == "(":
            self._advance()
            self._expect(")")
            kind = {"element": "any", "attribute": "any", "node": "node", "text": "text"}.get(token.text)
            if kind is None:
                raise NotUnderstood(f"{token.text}()")
            return Test(kind)
        return Test("element", self._clark(token.text))

    def _clark(self, name: str) -> str:
        """A name with its prefix resolved; prefix:* gives {uri}*, *:name gives {*}name."""
        prefix, colon, local = name.rpartition(":")
        if not colon:
            return name
        if prefix == "*":
            return f"{{*}}{local}"
        if prefix not in self.namespaces:
            raise NotUnderstood(f"the prefix {prefix}:")
        return f"{{{self.namespaces[prefix]}}}{local}"

    def _predicates(self) -> tuple[Expr, ...]:
        found = []
        while self._take("["):
            found.append(self.expression())
            self._expect("]")
        return tuple(found)

    def _postfix(self) -> Expr:
        base = self._primary()
        predicates = self._predicates()
        return Filter(base, predicates) if predicates else base

    def _primary(self) -> Expr:  # noqa: PLR0911 - one return a case
        token = self._advance()
        if token.kind == "string":
            return Text(token.text)
        if token.kind == "number":
            return _number(token.text)
        if token.kind == "variable":
            return Variable(self._clark(token.text))
        if token.kind == "name" and self.here.text == "(":
            return self._call(token.text)
        if token.text == "." and token.kind == "symbol":
            return Dot()
        if token.text == "(":
            if self._take(")"):
                return Sequence(())
            inner = self.expression()
            self._expect(")")
            return inner
        raise NotUnderstood(f"{token.text!r}")

    def _call(self, name: str) -> Expr:
        self._expect("(")
        arguments = []
        if not self._take(")"):
            arguments.append(self._single())
            while self._take(","):
                arguments.append(self._single())
            self._expect(")")
        return Call(self._function_name(name), tuple(arguments))

    def _single(self) -> Expr:
        raise NotImplementedError

    def _function_name(self, name: str) -> str:
        if name.startswith("fn:") and self.namespaces.get("fn", _FN) == _FN:
            return name[3:]
        return self._clark(name).removeprefix(f"{{{_FN}}}")


def _number(written: str) -> Number:
    if "e" in written.lower():
        raise NotUnderstood(f"the number {written}")
    return Number(Decimal(written) if "." in written else int(written))
