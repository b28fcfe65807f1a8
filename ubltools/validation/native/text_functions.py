"""Finds the functions of the rules whose result depends on one text alone, such as a check of digits.

What such a function gives can be remembered by its text, from document to document. Nothing is written here.
"""

from collections.abc import Collection, Mapping
from typing import Final

from ubltools.validation.native.functions import Function, certainly_used
from ubltools.validation.native.syntax import Call, Cast, Root, TypeTest, Variable
from ubltools.validation.native.walk import walk

_XS: Final = "{http://www.w3.org/2001/XMLSchema}"
_DATE: Final = f"{_XS}date"  # without a zone it is in that of the machine, which may change
_TEXT: Final = f"{_XS}string"
_RESULTS: Final = {f"{_XS}boolean", f"{_XS}integer", f"{_XS}decimal", _TEXT}


def is_of_text(function: Function, functions: Mapping[str, Function], lets: Collection[str]) -> bool:
    """Whether a function takes one text, gives one value, and looks at nothing else.

    functions: all of the rules, by name. lets: the names of the document-wide ones.
    """
    if len(function.parameters) != 1:
        return False
    ((name, taken),) = function.parameters
    fits = taken.name == _TEXT and not taken.occurs and name in certainly_used(function)
    fits = fits and function.result.name in _RESULTS and not function.result.occurs
    return fits and _looks_at_no_document(function, functions, lets, frozenset())


def _looks_at_no_document(
    function: Function, functions: Mapping[str, Function], lets: Collection[str], above: frozenset[str]
) -> bool:
    if function.name in above:
        return False
    inside = above | {function.name}
    for tree in (function.body, *(value for _, value, _ in function.variables)):
        for part in walk(tree):
            if isinstance(part, Root) or (isinstance(part, Variable) and part.name in lets):
                return False
            if isinstance(part, Cast | TypeTest) and part.type.name == _DATE:
                return False
            if isinstance(part, Call) and (
                part.name == _DATE
                or (
                    part.name in functions
                    and not _looks_at_no_document(functions[part.name], functions, lets, inside)
                )
            ):
                return False
    return True
