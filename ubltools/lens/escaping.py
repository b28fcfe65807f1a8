"""How a text is spelled in XML: what is escaped, and what no document may hold."""

import re
from typing import Any


class ForbiddenCharacter(ValueError):
    """A text holds a character that no XML 1.0 document may hold."""


FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SPECIAL = re.compile('[&<>"\r\n\t\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]').search
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE = _IN_TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def escape(text: str, table: dict[int, Any] = _IN_TEXT) -> str:
    """A text as XML takes it. Raises ForbiddenCharacter."""
    if FORBIDDEN.search(text):
        raise ForbiddenCharacter(text)
    return text.translate(table)


def attribute(name: str, value: object) -> str:
    """The attribute with its leading blank, "" for a value that is not there."""
    text = "" if value is None else str(value)
    if SPECIAL(text):
        text = escape(text, _IN_ATTRIBUTE)
    return f' {name}="{text}"' if text else ""
