"""The state file: what it keeps, what it never does, and what it survives."""

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drawn_answers import messages
from tests.sent_documents import (
    BUYER,
    CREDIT_NOTE,
    IMR,
    MLR,
    MLS,
    NOW,
    STRANGER,
    message,
    note,
    sent,
)
from tests.state_process import MANY
from ubltools.errors import ConfigurationError
from ubltools.responses import database, tables
from ubltools.responses.history import History
from ubltools.responses.known import Fate
from ubltools.responses.model import Reference, ResponseMessage
from ubltools.responses.outcome import State
from ubltools.responses.store import StateFile

ROOT = Path(__file__).parent.parent
DAY = timedelta(days=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sent.db"


@pytest.fixture
def state(path: Path) -> Iterator[StateFile]:
    with StateFile(path) as opened:
        yield opened


@contextlib.contextmanager
def fresh() -> Iterator[StateFile]:
    """A state file of its own, for the laws: they need many."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder, StateFile(Path(folder, "s")) as opened:
        yield opened


def history(state: StateFile, number: str = "2026-17") -> History:
    (document,) = state.find(number)
    return state.history_of(document)


def posted(state: StateFile, document=None, fate: Fate = Fate.SENT, now: datetime = NOW, **known: str) -> int:
    gate = state.reserve(document or sent(), now)
    assert gate.attempt is not None, gate
    state.answered(gate.attempt, fate, now, **known)
    return gate.attempt


# What was sent


def test_who_reserves_gets_it_once(state):
    assert state.check(sent(), NOW).allowed and state.find("2026-17") == ()
    first = state.reserve(sent(), NOW)
    assert (first.allowed, first.attempt) == (True, 1)
    second = state.reserve(sent(), NOW)
    assert (second.allowed, second.attempt, second.rule) == (False, None, "UBLT-GATE-SENT")
    assert state.check(sent(), NOW) == second
    (document,) = state.find(" 2026-17 ")
    assert [each.sent for each in document.attempts] == [sent()]
    assert (document.attempts[0].released, document.attempts[0].fate) == (NOW, Fate.RELEASED)


def test_it_is_there_after_closing(path):
    with StateFile(path) as state:
        posted(state, inbox_item="77", instance="E-1")
    with StateFile(path) as state:
        (attempt,) = state.find("2026-17")[0].attempts
    assert (attempt.sent, attempt.fate, attempt.settled) == (sent(), Fate.SENT, NOW)
    assert (attempt.inbox_item, attempt.instance, attempt.forced) == ("77", "E-1", None)


def test_documents_that_share_a_number(state):
    for each in (sent(), note("2026-17", "2026-17"), sent(seller=STRANGER)):
        assert state.reserve(each, NOW).allowed
    assert [each.sent.family for each in state.find("2026-17")] == ["invoice", CREDIT_NOTE, "invoice"]
    assert [each.id for each in state.documents()] == [1, 2, 3]


def test_a_document_that_was_sent_again(state):
    posted(state, fate=Fate.FAILED)
    posted(state, sent(content="B", buyer=STRANGER))
    (document,) = state.documents()
    assert [each.fate for each in document.attempts] == [Fate.FAILED, Fate.SENT]
    assert document.sent == sent(content="B", buyer=STRANGER)


def test_sending_against_the_gate(state):
    posted(state)
    gate = state.reserve(sent(), NOW, force=" asked for by phone ")
    assert (gate.allowed, gate.forced, gate.rule) == (True, "asked for by phone", "UBLT-GATE-SENT")
    assert [each.forced for each in state.find("2026-17")[0].attempts] == [None, "asked for by phone"]


def test_force_that_is_not_needed_is_not_recorded(state):
    assert state.reserve(sent(), NOW, force="why not").forced is None
    assert state.find("2026-17")[0].attempts[0].forced is None


@pytest.mark.parametrize("force", ["", "  "])
def test_force_needs_a_reason(state, force):
    with pytest.raises(ConfigurationError):
        state.reserve(sent(), NOW, force=force)
    assert list(state.documents()) == []


def test_a_text_that_cannot_be_kept(state):
    posted(state)
    with pytest.raises(ConfigurationError):
        state.reserve(sent(), NOW, force="\udcff")
    assert len(state.find("2026-17")[0].attempts) == 1
    with pytest.raises(ConfigurationError):
        state.find("\udcff")


def test_how_the_sending_ended(state):
    attempt = state.reserve(sent(), NOW).attempt
    state.answered(attempt, Fate.FAILED, NOW + DAY)
    state.answered(attempt, Fate.FAILED, NOW + 2 * DAY)
    assert state.find("2026-17")[0].attempts[0].settled == NOW + DAY
    state.answered(attempt, Fate.SENT, NOW + 3 * DAY, inbox_item="77")  # it got through after all
    state.answered(attempt, Fate.RELEASED, NOW + 4 * DAY, instance=" E-1 ")  # only what it is called
    (known,) = state.find("2026-17")[0].attempts
    assert (known.fate, known.settled, known.inbox_item, known.instance) == (
        Fate.SENT,
        NOW + 3 * DAY,
        "77",
        "E-1",
    )
    for fate in (Fate.FAILED, Fate.REFUSED):
        with pytest.raises(ConfigurationError):
            state.answered(attempt, fate, NOW)
    with pytest.raises(ConfigurationError):
        state.answered(99, Fate.SENT, NOW)
    assert state.find("2026-17")[0].attempts == (known,)


def test_a_document_that_was_sent_in_another_way(state):
    first = state.add(sent(), NOW, inbox_item="77")
    assert state.add(sent(), NOW + DAY, instance="E-1") == first
    (attempt,) = state.find("2026-17")[0].attempts
    assert (attempt.fate, attempt.settled, attempt.inbox_item, attempt.instance) == (
        Fate.SENT,
        NOW,
        "77",
        "E-1",
    )
    assert not state.check(sent(), NOW).allowed
    assert state.check(note("C-1", "2026-17"), NOW).allowed
    assert state.add(sent(content="B"), NOW) != first


def test_adding_what_was_handed_out_says_that_it_was_sent(state):
    attempt = state.reserve(sent(), NOW).attempt
    assert state.add(sent(), NOW) == attempt
    assert state.find("2026-17")[0].attempts[0].fate is Fate.SENT


def test_times_are_kept_in_utc(state):
    state.reserve(sent("1"), datetime.fromisoformat("2026-11-20T11:00:00+01:00"))
    state.reserve(sent("2"), datetime(2026, 11, 20, 10))
    assert [state.find(each)[0].attempts[0].released for each in "12"] == [NOW, NOW]


def test_a_credit_note_finds_invoices_and_earlier_credit_notes(state):
    assert state.check(note("C-1", "2026-17"), NOW).rule == "UBLT-GATE-CREDIT"
    posted(state)
    posted(state, note("C-1", "2026-17"))
    assert state.check(note("C-2", "2026-17"), NOW).rule == "UBLT-GATE-CREDIT"
    state.record([message(IMR, "RE", reference=Reference("C-1", "381"))], NOW)
    assert state.reserve(note("C-2", "2026-17"), NOW).allowed


def test_the_gate_listens(state):
    posted(state, instance="E-1")
    state.record([message(MLR, "RE", "BV")], NOW)
    assert state.check(sent(), NOW).rule == "UBLT-GATE-UNCHANGED"
    assert state.reserve(sent(content="B"), NOW).allowed
    state.record([message(IMR, "RE")], NOW)
    assert state.check(sent(content="C"), NOW).rule == "UBLT-GATE-NUMBER"


# What came


def test_answers_find_their_document(state):
    posted(state, instance="E-1")
    assert state.record([message(MLS, "AP"), message(IMR, "AB")], NOW) == 2
    known = history(state)
    assert [each.event for each in known.entries if each.received] == ["MLS AP", "IMR AB"]
    assert (known.outcome.state, known.findings) == (State.ACKNOWLEDGED, ())
    assert list(state.unmatched()) == []


def test_an_answer_may_come_first(state):
    told = [message(IMR, "AP"), message(MLS, "AP")]
    state.record(told, NOW)
    assert [each.received.message for each in state.unmatched()] == told
    attempt = state.reserve(sent(), NOW).attempt
    assert history(state).outcome.state is State.ACCEPTED
    assert [each.received.message for each in state.unmatched()] == told[1:]
    state.answered(attempt, Fate.SENT, NOW, instance="E-1")
    assert list(state.unmatched()) == []


def test_a_message_counts_once(state):
    told = message(IMR, "AB")
    assert state.record([told, told], NOW) == 1
    assert state.record([told], NOW + DAY) == 0
    (kept,) = state.unmatched()
    assert (kept.received.arrived, kept.findings) == (NOW, ())


def test_a_stranger_is_kept_and_not_believed(state):
    posted(state)
    told = message(IMR, "PD", sender=STRANGER)
    state.record([told], NOW)
    (doubtful,) = state.unmatched()
    known = history(state)
    assert [each.rule for each in doubtful.findings] == ["UBLT-RESPONSE-STRANGER"]
    assert (known.outcome.state, known.findings) == (State.UNANSWERED, doubtful.findings)
    assert [each.event for each in known.entries] == ["handed out", "sent"]


def test_one_message_about_several_documents(state):
    for number in ("1", "2"):
        posted(state, sent(number))
    parts = [
        message(IMR, code, about=about).answers[0] for code, about in (("AB", "1"), ("RE", "2"), ("AP", "3"))
    ]
    state.record([message(IMR, "AB", answers=tuple(parts))], NOW)
    assert [history(state, each).outcome.state for each in "12"] == [State.ACKNOWLEDGED, State.REJECTED]
    assert [each.received.position for each in state.unmatched()] == [2]


def test_one_message_with_thousands_of_answers(state):
    """It is read once; ten times as many answers would otherwise take a hundred times as long."""
    posted(state)
    parts = message(IMR, "AB").answers * 3_000
    state.record([message(IMR, "AB", answers=parts)], NOW)
    assert len(history(state).entries) == 2 + len(parts)


def test_a_message_that_answers_nothing_is_kept(state):
    told = message(IMR, "AB", answers=())
    assert (state.record([told], NOW), state.record([told], NOW)) == (1, 0)


def test_what_differs_is_reported(state):
    posted(state)
    state.record([message(IMR, "AB", reference=Reference("2026-17", "384"))], NOW)
    assert [each.rule for each in history(state).findings] == ["UBLT-RESPONSE-TYPE"]


def fill(state: StateFile, count: int) -> None:
    """So many documents, in one transaction."""
    with state._database.writing() as connection:
        for number in range(count):
            tables.insert(connection, sent(f"{number}"), NOW)


def test_many_of_both(state):
    count = 1_200  # more than two pages
    fill(state, count)
    told = (message(IMR, "AB", about=f"{number}") for number in range(2 * count))
    assert state.record(told, NOW) == 2 * count
    assert [each.sent.number for each in state.documents()] == [str(number) for number in range(count)]
    assert len(list(state.unmatched())) == count


def test_reading_stands_in_nobodys_way(path, state):
    fill(state, 600)
    documents, answers = state.documents(), state.unmatched()
    state.record([message(IMR, "AB", about="x")], NOW)
    next(documents), next(answers)
    with StateFile(path) as other:
        assert other.reserve(sent("new"), NOW).allowed
    assert sum(1 for _ in documents) == 600


@settings(max_examples=30)  # every commit waits for the disk
@given(st.lists(messages(), max_size=5), st.data())
def test_stored_twice_is_stored_once(told, data):
    """In any order, in any portions, with repetitions."""
    again = data.draw(st.permutations(told + told))
    cut = data.draw(st.integers(0, len(again)))
    with fresh() as once, fresh() as often:
        for state in (once, often):
            posted(state, instance="E-1")
        new = once.record(told, NOW)
        assert often.record(again[:cut], NOW) + often.record(again[cut:], NOW) == new
        assert often.record(told, NOW + DAY) == 0
        assert history(often) == history(once)
        assert len(list(often.unmatched())) == len(list(once.unmatched()))


# Files that are none


def text(path: Path) -> None:
    path.write_text("not a database, but long enough to be one " * 10)


def short(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00")


def empty(path: Path) -> None:
    path.touch()


def folder(path: Path) -> None:
    path.mkdir()


def of_somebody_else(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE attempt (id)")


def newer(path: Path) -> None:
    StateFile(path).close()
    with contextlib.closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA user_version = 2")


def under_no_folder(path: Path) -> None:
    path.parent.rmdir()


@pytest.mark.parametrize("make", [text, short, empty, folder, of_somebody_else, newer, under_no_folder])
def test_what_is_no_state_file(tmp_path, make):
    path = tmp_path / "in" / "sent.db"
    path.parent.mkdir()
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(ConfigurationError) as caught:
        StateFile(path)
    assert str(path) in caught.value.message and caught.value.hint
    assert (path.read_bytes() if path.is_file() else None) == before
    assert sorted(tmp_path.rglob("*")) == sorted({path.parent, path} & set(tmp_path.rglob("*")))


def test_a_file_that_may_not_be_written(path):
    StateFile(path).close()
    path.chmod(0o444)
    if os.access(path, os.W_OK):
        pytest.skip("this user may write everything")
    with StateFile(path) as state, pytest.raises(ConfigurationError) as caught:
        state.reserve(sent(), NOW)
    assert "may not be written" in caught.value.message


def test_a_database_that_may_not_be_written(state):
    state._database._connection.execute("PRAGMA query_only = 1")
    with pytest.raises(ConfigurationError) as caught:
        state.reserve(sent(), NOW)
    assert "may not be written" in caught.value.message


def test_a_file_on_a_full_disk(state):
    """The database says so at the first page that it cannot get."""
    state._database._connection.execute("PRAGMA max_page_count = 1")
    posted(state)
    told = [message(IMR, "AB", about=f"{number}", note="x" * 9_999) for number in range(9)]
    with pytest.raises(ConfigurationError) as caught:
        state.record(told, NOW)
    assert "disk is full" in caught.value.message
    state._database._connection.execute("PRAGMA max_page_count = 1000000")
    assert (list(state.unmatched()), state.record(told, NOW)) == ([], 9)


def test_a_damaged_file(path):
    with StateFile(path) as state:
        fill(state, 50)
    held = path.read_bytes()
    path.write_bytes(held[:4096] + b"\xff" * (len(held) - 4096))
    with StateFile(path) as state, pytest.raises(ConfigurationError) as caught:
        state.reserve(sent(), NOW)
    assert "damaged" in caught.value.message


@pytest.mark.parametrize("value", ["[]", "{}", "x"])
def test_a_damaged_value(path, value):
    with StateFile(path) as state:
        posted(state)
    with contextlib.closing(sqlite3.connect(path)) as opened:
        opened.execute("UPDATE attempt SET sent = ?", (value,))
        opened.commit()
    with StateFile(path) as state, pytest.raises(ConfigurationError):
        state.find("2026-17")


def test_a_name_that_is_no_plain_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in (":memory:", "a b?mode=ro#x%20.db", "é.db"):
        with StateFile(Path(name)) as state:
            posted(state)
        with StateFile(Path(name)) as state:
            assert len(list(state.documents())) == 1
    assert len(list(tmp_path.iterdir())) == 3


def test_a_file_system_without_hard_links(path, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with StateFile(path) as state:
        posted(state)
    with StateFile(path) as state:
        assert len(list(state.documents())) == 1
    assert list(path.parent.iterdir()) == [path]


def test_settings_that_make_it_last(state):
    connection = state._database._connection
    settings = [
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
    ]
    assert settings == ["delete", 2]  # FULL


# Several at once


def test_a_locked_file_waits(path, state):
    """Another writer holds the file for a while; who comes meanwhile gets its turn."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.3, other.execute, ("COMMIT",))
        release.start()
        start = time.monotonic()
        assert state.reserve(sent(), NOW).allowed
        assert time.monotonic() - start > 0.2
        release.join()


def test_a_file_that_somebody_keeps(path, state, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 0)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ConfigurationError) as caught:
            state.reserve(sent(), NOW)
    assert "another process" in caught.value.message
    assert state.reserve(sent(), NOW).allowed


def process(*arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.state_process", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_of_several_processes_one_gets_it(path):
    """None of them finds a file: they also make it at once."""
    running = [process("reserve", path) for _ in range(5)]
    assert [each.stdout.readline() for each in running] == ["ready\n"] * 5
    for each in running:
        each.stdin.write("\n")
        each.stdin.flush()
    got = [number for each in running for number in each.communicate(timeout=60)[0].split()]
    assert sorted(got, key=int) == [str(number) for number in range(MANY)]
    with StateFile(path) as state:
        assert [len(each.attempts) for each in state.documents()] == [1] * MANY
    assert list(path.parent.iterdir()) == [path]


ROUNDS = 30  # two processes are killed in each


def asked(nursery: "subprocess.Popen[str]", line: object) -> str:
    nursery.stdin.write(f"{line}\n")
    nursery.stdin.flush()
    return nursery.stdout.readline().strip()


def killed(nursery: "subprocess.Popen[str]", log: Path, number: int, steps: int, more: float) -> list[str]:
    """Let two processes work and kill them, a moment after so many steps; gives the steps that were done."""
    before = len(lines(log))
    running = [int(asked(nursery, each)) for each in (number, number + 1_000)]
    deadline = time.monotonic() + 60
    while len(lines(log)) < before + steps and time.monotonic() < deadline:
        time.sleep(0.001)
    time.sleep(more)
    for each in running:
        os.kill(each, signal.SIGKILL)
    assert asked(nursery, "wait") == f"{signal.SIGKILL.value} {signal.SIGKILL.value}"
    return lines(log)[before:]


def lines(log: Path) -> list[str]:
    return log.read_text().splitlines() if log.exists() else []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork and no SIGKILL on this system")
def test_a_kill_loses_nothing_that_was_said_to_be_done(path, tmp_path):
    chance = random.Random(17)
    log = tmp_path / "log"
    with process("nursery", path, log) as nursery:
        for each in range(ROUNDS):
            check(path, killed(nursery, log, 2_000 * each, chance.randrange(6), chance.random() / 20))
        nursery.stdin.close()
    check(path, lines(log))
    assert len(lines(log)) > 2 * ROUNDS
    assert {each.split()[0] for each in lines(log)} == {"attempt", "sent", "message"}


def check(path: Path, done: list[str]) -> None:
    """Everything acknowledged is there, once; of the step that was cut off, all or nothing."""
    if not path.exists():  # killed before there was one
        assert not done
    with StateFile(path) as state:
        for step, number in (each.split() for each in done):
            (document,) = state.find(number)
            (attempt,) = document.attempts
            events = [each.event for each in state.history_of(document).entries if each.received]
            assert step != "sent" or (attempt.fate, attempt.instance) == (Fate.SENT, f"E-{number}")
            assert step != "message" or events == ["IMR AB", "IMR AP"]
    with contextlib.closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for whole in (
            "SELECT number FROM document LEFT JOIN attempt ON document = document.id GROUP BY number"
            " HAVING count(*) <> 1 OR attempt.id IS NULL",
            "SELECT digest FROM response LEFT JOIN answer ON response = response.id WHERE position IS NULL",
            "SELECT reference FROM answer GROUP BY reference HAVING count(*) <> 2",
        ):
            assert plain.execute(whole).fetchall() == []


def test_recording_a_message_twice_at_once(path):
    """Two connections, one message: one of them is new."""
    told: list[ResponseMessage] = [
        message(IMR, "AB", about=f"{number}", sender=BUYER) for number in range(50)
    ]
    new: list[int] = []

    def record() -> None:
        with StateFile(path) as state:
            new.append(sum(state.record([each], NOW) for each in told))

    threads = [threading.Thread(target=record) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(new) == 50
