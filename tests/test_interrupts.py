"""A Ctrl-C waits for what is done whole."""

import os
import signal
from threading import Thread

import pytest

from ubltools.interrupts import held_back


@pytest.fixture(autouse=True)
def ctrl_c():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield lambda: os.kill(os.getpid(), signal.SIGINT)
    assert signal.signal(signal.SIGINT, before) is signal.default_int_handler


def test_nothing_comes_where_there_was_none():
    with held_back() as whole, whole:
        pass


def test_it_comes_after(ctrl_c):
    done = []
    with pytest.raises(KeyboardInterrupt), held_back() as whole:
        for _ in range(2):
            with whole:
                ctrl_c()
                done.append("whole")
            done.append("after")
    assert done == ["whole"]


def test_it_comes_at_once_where_nothing_has_to_be_whole(ctrl_c):
    done = []
    with pytest.raises(KeyboardInterrupt), held_back() as whole:
        with whole:
            done.append("whole")
        ctrl_c()
        done.append("after")
    assert done == ["whole"]


def test_the_second_one_comes_at_once(ctrl_c):
    done = []
    with pytest.raises(KeyboardInterrupt), held_back() as whole, whole:
        ctrl_c()
        done.append("once")
        ctrl_c()
        done.append("twice")
    assert done == ["once"]


def test_an_error_goes_before_it(ctrl_c):
    with pytest.raises(BrokenPipeError), held_back() as whole, whole:
        ctrl_c()
        raise BrokenPipeError


def test_one_that_is_switched_off_stays_so(ctrl_c):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with held_back() as whole, whole:
        ctrl_c()
    assert signal.signal(signal.SIGINT, signal.default_int_handler) is signal.SIG_IGN


def test_in_a_thread():
    done = []

    def work() -> None:
        with held_back() as whole, whole:
            done.append("whole")

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert done == ["whole"]
