"""What a rule set is answered with that the compiler does not take on."""

from collections.abc import Mapping
from typing import Final

_MOST_NAMED: Final = 5


class Refused(Exception):
    """Rules that are not compiled. reasons: what -> why, e.g. {"BR-01": "the function doc()"}."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__(dict(reasons))
        self.reasons = dict(reasons)

    def __str__(self) -> str:
        """The first of them, in one line."""
        named = [f"{what} ({why})" for what, why in list(self.reasons.items())[:_MOST_NAMED]]
        more = len(self.reasons) - len(named)
        return ", ".join(named) + (f" and {more} more" if more > 0 else "")
