"""What a process of its own does with a state file, for tests of several processes at once and of a kill.

python -m tests.state_process reserve FILE    try to get invoices 0 to 19, say the numbers of those it got
python -m tests.state_process nursery FILE LOG
    For each line "<number>" on standard input, start a process that hands out and records from that number
    on without end, and say its process id; for a line "wait", wait for them and say how they ended. Every
    step that is done stands in LOG: a process that is killed cannot take that back.
"""

import os
import sys
from pathlib import Path

from tests.sent_documents import IMR, NOW, message, sent
from ubltools.responses.known import Fate
from ubltools.responses.store import StateFile

MANY = 20


def reserve(path: Path) -> None:
    print("ready", flush=True)
    sys.stdin.readline()  # all start at once
    with StateFile(path) as state:
        got = [number for number in range(MANY) if state.reserve(sent(f"{number}"), NOW).allowed]
    print(*got, flush=True)


def nursery(path: Path, log: Path) -> None:
    while line := sys.stdin.readline().strip():
        if line == "wait":
            print(os.wait()[1], os.wait()[1], flush=True)
        elif child := os.fork():
            print(child, flush=True)
        else:
            work(path, log, int(line))


def work(path: Path, log: Path, number: int) -> None:
    """Everything in the log was committed before: "attempt <number>", "sent <number>", "message <number>"."""
    done = os.open(log, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    with StateFile(path) as state:
        while True:
            gate = state.reserve(sent(f"{number}"), NOW)
            assert gate.attempt is not None
            os.write(done, f"attempt {number}\n".encode())
            state.answered(gate.attempt, Fate.SENT, NOW, instance=f"E-{number}")
            os.write(done, f"sent {number}\n".encode())
            state.record([message(IMR, code, about=f"{number}") for code in ("AB", "AP")], NOW)
            os.write(done, f"message {number}\n".encode())
            number += 1


if __name__ == "__main__":
    todo, *paths = sys.argv[1:]
    {"reserve": reserve, "nursery": nursery}[todo](*map(Path, paths))
