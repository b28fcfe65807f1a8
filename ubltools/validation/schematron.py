"""Reads a rule file into the model: ISO Schematron (iso.py), or compiled to XSLT (compiled.py, schxslt.py).

Here is decided which of these a file is, and held what is true of all. No expression is evaluated.
"""

from pathlib import Path

from ubltools.errors import RulesBroken
from ubltools.validation import compiled, iso, schxslt
from ubltools.validation.model import Assert, Let, Pattern, Rule, Schema, Value, tree

__all__ = ["Assert", "Let", "Pattern", "Rule", "Schema", "Value", "read"]


def read(path: Path, folder: Path | None = None) -> Schema:
    """Read a .sch file, or the compiled XSLT form of one, into the model.

    folder: includes may not leave it; without one, the folder of the file. Raises RulesBroken for
    anything in the file that is not understood, so that no rule is lost in silence.
    """
    root = tree(path)
    if schxslt.is_schxslt(root):
        schema = schxslt.read(root)
    elif compiled.is_stylesheet(root):
        schema = compiled.read(root)
    else:
        schema = iso.read(path, folder or path.parent)
    _check_names(schema)
    return schema


def _check_names(schema: Schema) -> None:
    """Document-wide names share one space once they run, so each may be declared once."""
    seen: set[str] = set()
    for let in (*schema.lets, *(let for pattern in schema.patterns for let in pattern.lets)):
        if let.name in seen:
            raise RulesBroken(f"The rules declare ${let.name} twice.")
        seen.add(let.name)
