"""Ctrl-C, and when it may come."""

import signal
from collections.abc import Generator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType, TracebackType


class Whole:
    """What is done within is done whole: a Ctrl-C comes when it is left. A second one comes at once."""

    def __init__(self) -> None:
        self._is_entered = self._came = False

    def __enter__(self) -> None:
        self._is_entered = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_entered = False
        if self._came and error is None:
            raise KeyboardInterrupt

    def interrupt(self, _number: int, _frame: FrameType | None) -> None:
        """What a Ctrl-C does."""
        if self._came or not self._is_entered:
            raise KeyboardInterrupt
        self._came = True


@contextmanager
def held_back() -> Generator[Whole, None, None]:
    """For as long as this is entered, a Ctrl-C spares what is done within the Whole that it gives.

    Where no Ctrl-C can come (in a thread, or where whoever started the process has switched it off), nothing
    changes.
    """
    whole, ordinary = Whole(), signal.default_int_handler
    if current_thread() is not main_thread() or signal.getsignal(signal.SIGINT) is not ordinary:
        yield whole
        return
    signal.signal(signal.SIGINT, whole.interrupt)
    try:
        yield whole
    finally:
        signal.signal(signal.SIGINT, ordinary)
