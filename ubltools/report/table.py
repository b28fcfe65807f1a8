"""A table of texts as blocks for a terminal, as Markdown and as CSV. Rows in, text out."""

import csv
import io
import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

Row: TypeAlias = Sequence[str]
_WIDTH: Final = 100


def render(headings: Row, rows: Iterable[Row], form: str) -> str:
    """The table as "text", "markdown" or "csv", with a line end. The first two cells name a row of it."""
    return _RENDERERS[form](headings, list(rows))


def _text(headings: Row, rows: list[Row]) -> str:
    return "\n".join(_block(headings, row) for row in rows)


def _block(headings: Row, row: Row) -> str:
    width = max(map(len, headings[2:]))
    lines = [f"{row[0]}  {row[1]}".strip() or "(no business term)"]
    for heading, cell in zip(headings[2:], row[2:], strict=True):
        indent = " " * (width + 4)
        wrapped = textwrap.wrap(
            cell, _WIDTH, initial_indent=f"  {heading:<{width}}  ", subsequent_indent=indent,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
        lines += wrapped
    return "\n".join(lines) + "\n"


def _markdown(headings: Row, rows: list[Row]) -> str:
    lines = [headings, ["---"] * len(headings), *([_cell(each) for each in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(text: str) -> str:
    """Text as a Markdown table takes it; paths are code."""
    escaped = text.replace("|", "\\|")
    return f"`{escaped}`" if text.startswith(("$", "cbc:", "cac:")) else escaped.replace("<", "&lt;")


def _csv(headings: Row, rows: list[Row]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([headings, *rows])
    return out.getvalue()


_RENDERERS: Final[dict[str, Callable[[Row, list[Row]], str]]] = {
    "text": _text,
    "markdown": _markdown,
    "csv": _csv,
}
