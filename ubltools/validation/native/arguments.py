"""What the tables of functions share: writers of calls, the context item as default, templates over texts."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from ubltools.validation.native.code import Code
from ubltools.validation.native.emitter import Emitter
from ubltools.validation.native.syntax import Dot, Expr

Args: TypeAlias = tuple[Expr, ...]
Writer: TypeAlias = Callable[[Emitter, Args], Code]
Calls: TypeAlias = Mapping[str, tuple[Writer, int, int]]  # name -> writer, fewest and most arguments
DOT: Final = Dot()


def or_dot(arguments: Args) -> Expr:
    """The only argument, or the context item where there is none."""
    return arguments[0] if arguments else DOT


def template(written: str, kind: str) -> Writer:
    """A function of texts that is written as a template over them, each "" when missing."""
    return lambda e, a: Code(written.format(*(e.blank(each) for each in a)), kind)
