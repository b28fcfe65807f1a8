"""Values that compiled modules compute when they are needed, that fail only then, or that are remembered."""

from collections.abc import Callable
from typing import Any, Final

from ubltools.validation.native.errors import DynamicError
from ubltools.validation.native.run import Run


class Later:
    """A value that is not computed before it is needed, and then once."""

    __slots__ = ("compute", "value")

    def __init__(self, compute: Callable[[], Any]) -> None:
        self.compute: Callable[[], Any] | None = compute
        self.value: Any = None

    def __call__(self) -> Any:
        """The value."""
        if self.compute is not None:
            self.value, self.compute = self.compute(), None
        return self.value


class Given:
    """An argument: computed at once, so that calls do not pile up; but if it fails, then where it is used."""

    __slots__ = ("error", "value")

    def __init__(self, compute: Callable[[], Any]) -> None:
        self.error: DynamicError | None = None
        try:
            self.value = compute()
        except DynamicError as error:
            self.error = error

    def __call__(self) -> Any:
        """The value."""
        if self.error is not None:
            raise self.error
        return self.value


_MOST_REMEMBERED: Final = 5_000


def known_by_text(function: Callable[[Run, str], Any]) -> Callable[[Run, str], Any]:
    """A function that depends on its text alone, which remembers what it gave for the short ones."""
    known: dict[str, Any] = {}

    def remembered(d: Run, text: str) -> Any:
        found = known.get(text)
        if found is None:
            found = function(d, text)
            if len(text) < 40:
                if len(known) >= _MOST_REMEMBERED:
                    known.clear()
                known[text] = found
        return found

    return remembered
