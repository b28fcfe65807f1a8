"""Lines of text that fit a terminal: wrapping, escaping, colour. No word of what a report says."""

from collections.abc import Callable
from textwrap import wrap
from typing import Final

WIDTH: Final = 80
_COLOURS: Final = {
    "REFUSED": 31,
    "NOT VALIDATED": 33,
    "OK": 32,
    "FATAL": 31,
    "WARNING": 33,
    "NOTE": 36,
    "NEXT": 36,
    "NOT checked:": 33,
    "DIFFERENT": 31,
    "SAME": 32,
    "CHANGED": 33,
    "ONLY IN A": 36,
    "ONLY IN B": 36,
    "NOT COMPARED": 33,
}

Paint = Callable[[str, str], str]  # (word, line) -> the line with the word painted


def wrapped(text: str, first: str, rest: str) -> list[str]:
    """Lines of at most WIDTH, the first and the others with their indent; long words stay whole."""
    return wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def line(text: str) -> str:
    """Text on one line: runs of white space become one space, control characters are escaped."""
    return shown(" ".join(text.split()))


def shown(text: str) -> str:
    """Text that cannot move the cursor or change the terminal, whatever the document contains."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


def plain(_word: str, line: str) -> str:
    """The line as it is."""
    return line


def coloured(word: str, line: str) -> str:
    """The line with the first occurrence of the word in bold colour."""
    return line.replace(word, f"\x1b[1;{_COLOURS[word]}m{word}\x1b[0m", 1)
