"""What a rule says, for a person and for a program: texts in, text out. Nothing is looked up here."""

import json
from collections.abc import Sequence
from typing import Any, Final

from ubltools.codes import term_name
from ubltools.report.layout import line, wrapped
from ubltools.validation.inventory import Text

_INDENT: Final = 9


def render(texts: Sequence[Text], form: str = "text") -> str:
    """The rule as the first of the texts has it, and all the releases that have it; with a line end."""
    if form == "json":
        return f"{json.dumps(to_object(texts), indent=2, ensure_ascii=False)}\n"
    first = texts[0]
    lines = [f"{line(first.rule)}  {_severities(first)}"]
    for message in first.messages:
        lines += _field("What", message or "no message")
    for hint in first.hints:
        lines += _field("To do", hint)
    lines += _field("About", ", ".join(_term(term) for term in first.terms))
    for at, text in enumerate(texts):
        marks = [name for name in ("preview", "imported") if getattr(text.release, name)]
        about = ", ".join((_severities(text), *marks, *_changed(text, first)))
        lines += _field("" if at else "In", f"{text.release.id} ({about})")
    return "\n".join(lines) + "\n"


def to_object(texts: Sequence[Text]) -> dict[str, Any]:
    """The rule as JSON object, with what each release says of it."""
    return {
        "rule": texts[0].rule,
        "releases": [
            {
                "release": each.release.id,
                "preview": each.release.preview,
                "imported": each.release.imported,
                "severity": [str(severity) for severity in each.severities],
                "messages": list(each.messages),
                "hints": list(each.hints),
                "terms": [{"term": term, "name": term_name(term)} for term in each.terms],
            }
            for each in texts
        ],
    }


def _severities(text: Text) -> str:
    return " or ".join(text.severities)


def _changed(text: Text, first: Text) -> list[str]:
    return [] if text.messages == first.messages else ["another text"]


def _term(term: str) -> str:
    name = term_name(term)
    return f"{term} {name}" if name else term


def _field(label: str, text: str) -> list[str]:
    return wrapped(line(text), f"  {label}".ljust(_INDENT), " " * _INDENT)
