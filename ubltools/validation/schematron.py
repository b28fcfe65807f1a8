"""Reads a rule file into the model: ISO Schematron through iso.py, its compiled form through compiled.py.

Here is decided which of the two a file is, and held what is true of both. No expression is evaluated.
"""

from pathlib import Path

from ubltools.errors import RulesBroken
from ubltools.validation import compiled, iso
from ubltools.validation.model import Assert, Let, Pattern, Rule, Schema, Value, tree

__all__ = ["Assert", "Let", "Pattern", "Rule", "Schema", "Value", "read"]


def read(path: Path, folder: Path | None = None) -> Schema:
    """Read a .sch file, or the compiled XSLT form of one, into the model.

    folder: includes may not leave it; without one, the folder of the file. Raises RulesBroken for
    anything in the file that is not understood, so that no rule is lost in silence.
    """
    root = tree(path)
    schema = compiled.read(root) if compiled.is_stylesheet(root) else iso.read(path, folder or path.parent)
    _check_names(schema)
    return schema


def _check_names(schema: Schema) -> None:
    """Document-wide names share one space once they run, so each may be declared once."""
    seen: set[str] = set()
    for let in (*schema.lets, *(let for pattern in schema.patterns for let in pattern.lets)):
        if let.name in seen:
            raise RulesBroken(f"The rules declare ${let.name} twice.")
        seen.add(let.name)
