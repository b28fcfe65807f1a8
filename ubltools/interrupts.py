"""Ctrl-C, and when it may come."""

import signal
from collections.abc import Generator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType


@contextmanager
def held_back() -> Generator[None, None, None]:
    """What is done within is done whole: a Ctrl-C comes after it. A second one comes at once.

    Raises KeyboardInterrupt at the end when there was one. Where no Ctrl-C can come (in a thread, or where
    whoever started the process has switched it off), nothing changes.
    """
    if (
        current_thread() is not main_thread()
        or signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    ):
        yield
        return
    came = []

    def note(_number: int, _frame: FrameType | None) -> None:
        came.append(True)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if came:
        raise KeyboardInterrupt
