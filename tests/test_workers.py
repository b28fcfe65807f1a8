"""Processes that end, tasks that come without end, and the order of results. No document is needed."""

import os
import signal
import sys
import time
from collections.abc import Iterator

import pytest

from ubltools.errors import EngineUnavailable, WorkerEnded
from ubltools.worker import DEPTH
from ubltools.workers import HELD, run

TIMES = {"slow": 0.4}


def work(task):
    """What a worker does here: "slow" takes its time, a number below 0 ends the worker by that signal."""
    if isinstance(task, int) and task < 0:
        os.kill(os.getpid(), -task)
    time.sleep(TIMES.get(task, 0))
    return task, os.getpid()


def given(results):
    return [(index, result if isinstance(result, WorkerEnded) else result[0]) for index, result in results]


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_results_come_as_they_are_ready():
    tasks = [task for _, task in given(run(work, ["slow", *range(20)], 2, ordered=False))]
    assert tasks.index("slow") > 10 and len(tasks) == 21


def test_results_come_in_order():
    tasks = ["slow", 1, 2, "slow", *range(40)]
    assert given(run(work, tasks, 3, ordered=True)) == list(enumerate(tasks))


def test_no_more_processes_than_jobs_or_tasks():
    assert len({process for _, (_, process) in run(work, range(30), 2, ordered=False)}) <= 2
    assert len({process for _, (_, process) in run(work, [1], 8, ordered=False)}) == 1


def test_nothing_to_do():
    assert list(run(work, [], 2, ordered=False)) == []


@pytest.mark.parametrize(("ordered", "most"), [(False, 2 * DEPTH), (True, 2 * HELD)])
def test_tasks_without_end_are_not_taken_ahead(ordered, most):
    taken = []

    def endless() -> Iterator[object]:
        yield "slow"
        for number in iter(int, 1):
            taken.append(number)
            yield number

    results, ahead = run(work, endless(), 2, ordered=ordered), []
    for given_out in range(1, 60):
        next(results)
        ahead.append(1 + len(taken) - given_out)
    results.close()
    assert max(ahead) <= most


def test_results_that_wait_for_their_turn_are_bounded():
    """The first task is slow: what comes after it is worked on, up to a limit."""
    taken = []

    def tasks() -> Iterator[object]:
        yield "slow"
        for number in range(1000):
            taken.append(number)
            yield number

    results = run(work, tasks(), 2, ordered=True)
    assert next(results)[0] == 0
    assert len(taken) < 2 * HELD
    results.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_task_that_ends_its_worker(number, ordered):
    tasks = [1, 2, -number, 3, -number, -number, *range(4, 20)]
    results = dict(given(run(work, tasks, 2, ordered=ordered)))
    ended = {index: result for index, result in results.items() if isinstance(result, WorkerEnded)}
    assert sorted(ended) == [2, 4, 5]
    assert all(number.name in result.message for result in ended.values())
    assert [results[index] for index in sorted(results) if index not in ended] == [1, 2, 3, *range(4, 20)]


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
def test_a_worker_that_is_ended_with_nothing_to_do_is_nobodys_fault():
    seen: list[int] = []

    def tasks() -> Iterator[int]:
        yield from (0, 1)
        time.sleep(0.3)  # both are answered by now, and the first of them is known
        os.kill(seen[0], signal.SIGKILL)
        time.sleep(0.1)
        yield from (2, 3)

    results = []
    for result in run(work, tasks(), 1, ordered=True):
        results.append(result)
        seen.append(result[1][1])
    assert given(results) == [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert len(set(seen)) == 2


def test_large_tasks_and_results():
    tasks = ["x" * 3_000_000, 1, "y" * 3_000_000, "z" * 40_000, 2]
    assert given(run(work, tasks, 2, ordered=True)) == list(enumerate(tasks))


def test_an_error_of_the_source_ends_the_workers():
    processes = set()

    def tasks() -> Iterator[int]:
        yield from range(20)
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        for _, (_, process) in run(work, tasks(), 2, ordered=False):
            processes.add(process)
    assert processes and not any(map(alive, processes))


def test_who_stops_asking_leaves_no_process():
    results = run(work, iter(int, 1), 2, ordered=False)
    processes = {next(results)[1][1] for _ in range(10)}
    results.close()
    assert processes and not any(map(alive, processes))


def test_what_a_library_prints_does_not_get_among_the_answers():
    assert [result for _, result in run(noisy, [1, 2], 1, ordered=True)] == [1, 2]


def noisy(task):
    print("noise", flush=True)
    os.write(1, b"more noise\n")
    return task


def test_workers_that_cannot_start(monkeypatch, capfd):
    monkeypatch.setattr("ubltools.worker._START", "raise SystemExit(7) # {path}")
    with pytest.raises(EngineUnavailable, match="exit code 7"):
        list(run(work, [1, 2], 2, ordered=False))
