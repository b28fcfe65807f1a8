"""XPath's regular expressions: written anew for Python when rules are compiled, and run.

The dialects differ: \\s is four characters, . excludes the carriage return, $ is the very end, classes may
hold categories. What has no exact counterpart is refused.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Final

from ubltools.validation.native.errors import NotUnderstood

_LITERAL_ESCAPES: Final = set("\\|.-^?*+{}()[]$")
_CONTROL: Final = {"n": "\n", "r": "\r", "t": "\t"}
_SPACE: Final = r" \t\n\r"
_CLASSES: Final = {"d": ("Nd",), "w": ("P", "Z", "C")}  # w: all but these
_FLAGS: Final = {"i": re.IGNORECASE, "s": re.DOTALL}


def translate(pattern: str, flags: str = "", *, groups: bool = True) -> str:
    """The pattern for Python, its flags inside. groups: keep them, for replace. Raises NotUnderstood."""
    if unknown := set(flags) - set(_FLAGS):
        raise NotUnderstood(f"the flags {''.join(sorted(unknown))} of a pattern")
    text = "".join(_Translator(pattern, "s" in flags, groups).all())
    inline = f"(?{flags})" if flags else ""
    try:
        re.compile(inline + text)
    except (re.error, RecursionError, OverflowError) as error:
        raise NotUnderstood(f"the pattern {pattern!r} ({error})") from error
    return inline + text


class _Translator:
    """One pattern, and how far it is read."""

    def __init__(self, pattern: str, dot_is_all: bool, groups: bool) -> None:
        self.pattern = pattern
        self.at = 0
        self.dot = "." if dot_is_all else r"[^\n\r]"
        self.group = "(" if groups else "(?:"

    def next(self) -> str:
        if self.at >= len(self.pattern):
            raise NotUnderstood(f"the pattern {self.pattern!r}")
        self.at += 1
        return self.pattern[self.at - 1]

    def all(self) -> Iterator[str]:
        repeated = False  # what stands before is a quantifier
        while self.at < len(self.pattern):
            sign = self.next()
            if sign == "+" and repeated:
                self.refuse("+ behind a quantifier")  # possessive in Python, an error in XPath
            repeated = sign in "?*+{"
            if sign == "\\":
                yield self.escape(inside=False)
            elif sign == "[":
                yield self.char_class()
            elif sign == "(":
                yield self.opening()
            elif sign == "$":
                yield r"\Z"
            elif sign == ".":
                yield self.dot
            elif sign in "]}":
                self.refuse(sign)
            elif sign == "{":
                yield self.times()
            else:
                yield sign if sign in "^|)?*+" else re.escape(sign)

    def refuse(self, what: str) -> str:
        raise NotUnderstood(f"{what} in the pattern {self.pattern!r}")

    def opening(self) -> str:
        if self.pattern.startswith("?:", self.at):
            self.at += 2
            return "(?:"
        if self.pattern.startswith("?", self.at):
            self.refuse("(?")
        return self.group

    def times(self) -> str:
        found = re.compile(r"\d+(?:,\d*)?\}").match(self.pattern, self.at)
        if found is None:
            return self.refuse("{")
        self.at = found.end()
        return "{" + found[0]

    def escape(self, *, inside: bool) -> str:  # noqa: PLR0911 - one return a case
        sign = self.next()
        if sign in _LITERAL_ESCAPES:
            return re.escape(sign)
        if sign in _CONTROL:
            return "\\" + sign
        if sign == "d":
            return r"\d"
        if sign == "D" and not inside:
            return r"\D"
        if sign == "s":
            return _SPACE if inside else f"[{_SPACE}]"
        if sign == "S" and not inside:
            return f"[^{_SPACE}]"
        if sign in "pP":
            return self.category(sign == "P", inside=inside)
        if sign in "wW" and not inside:
            return f"[{'^' if sign == 'w' else ''}{_ranges(('P', 'Z', 'C'))}]"
        return self.refuse(f"\\{sign}")

    def category(self, negated: bool, *, inside: bool) -> str:
        found = re.compile(r"\{([LMNPZSC][a-z]?)\}").match(self.pattern, self.at)
        if found is None or (negated and inside):
            return self.refuse("\\p")
        self.at = found.end()
        ranges = _ranges((found[1],))
        return ranges if inside else f"[{'^' if negated else ''}{ranges}]"

    def char_class(self) -> str:
        parts = ["["]
        if self.pattern.startswith("^", self.at):
            self.at += 1
            parts.append("^")
        first = self.at
        while (sign := self.next()) != "]" or self.at == first + 1:
            if sign == "\\":
                parts.append(self.escape(inside=True))
            elif sign == "[" or (sign == "]" and self.at == first + 1):
                self.refuse("a class in a class, or an empty one,")
            elif sign == "-" and self.is_range(first):
                parts.append("-")
            else:
                parts.append(re.escape(sign))
        return "".join([*parts, "]"])

    def is_range(self, first: int) -> bool:
        """Whether the hyphen just read stands between two characters."""
        following = self.pattern[self.at : self.at + 1]
        if following == "[":
            self.refuse("a subtraction")
        return self.at - 1 > first and following != "]"


@cache
def _ranges(categories: tuple[str, ...]) -> str:
    """The characters of some categories, as they stand between the brackets of a class."""
    hits = (
        code
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)).startswith(categories) and not 0xD800 <= code <= 0xDFFF
    )
    found = []
    for _, run in groupby(enumerate(hits), lambda pair: pair[1] - pair[0]):
        codes = [code for _, code in run]
        found.append(f"\\U{codes[0]:08x}-\\U{codes[-1]:08x}")
    return "".join(found)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A translated pattern, ready; compiled when it is first needed."""
    return re.compile(pattern)


def matches(pattern: str, text: str | None) -> bool:
    """Whether a translated pattern occurs in a text."""
    return compiled(pattern).search(text or "") is not None


def replace(pattern: str, replacement: str, text: str | None) -> str:
    """A text with each occurrence of a translated pattern replaced; replacement: in Python's spelling."""
    return compiled(pattern).sub(replacement, text or "")


def tokenize(pattern: str, text: str | None) -> list[str]:
    """The pieces of a text between the occurrences of a translated pattern without groups; none of ""."""
    return compiled(pattern).split(text) if text else []


def replacement(written: str) -> str:
    """The replacement of replace() in Python's spelling. Raises NotUnderstood."""
    parts, at = [], 0
    while at < len(written):
        sign, following = written[at], written[at + 1 : at + 2]
        if sign == "\\" and following in {"\\", "$"} and following:
            parts.append("\\\\" if following == "\\" else "$")
            at += 2
        elif sign == "$" and following.isdigit():
            parts.append(f"\\g<{following}>")
            at += 2
        elif sign in "\\$":
            raise NotUnderstood(f"the replacement {written!r}")
        else:
            parts.append(sign)
            at += 1
    return "".join(parts)
