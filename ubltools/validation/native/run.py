"""One run of one rule set on one document: the document, and what the rules remember of it."""

from collections.abc import Callable
from typing import Any

from ubltools.validation.native.index import Document, Node


class Run:
    """What compiled rules are given as d. memo: by slot, None where nothing is known yet.

    careful: the functions of the careful form of the rules by name, for where one of these fails.
    """

    __slots__ = (
        "_careful",
        "_second",
        "anywhere",
        "document",
        "holders",
        "in_order",
        "memo",
        "named",
        "order",
        "top",
    )

    def __init__(self, document: Document, slots: int, careful: Callable[[], dict[str, Any]]) -> None:
        self._careful = careful
        self._second: Run | None = None
        self.document = document
        self.top: Node = document.top
        self.memo: list[Any] = [None] * slots
        self.order = document.order
        self.in_order = document.in_order
        self.named = document.named
        self.anywhere = document.anywhere
        self.holders = document.holders

    def carefully(self, function: Callable[..., Any]) -> "tuple[Callable[..., Any], Run]":
        """The careful form of a function, and the run to give it, which remembers nothing of this one."""
        names = self._careful()
        if self._second is None:
            self._second = Run(self.document, names["SLOTS"], self._careful)
        return names[function.__name__], self._second
