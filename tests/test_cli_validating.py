"""validate on many documents: folders, processes, what is done already, and being interrupted."""

import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest

from tests.orders import SAMPLES
from ubltools import cli

GOOD, BAD = SAMPLES / "invoice.xml", SAMPLES / "invoice-refused.xml"
CHECKOUT = Path(cli.__file__).parents[2]
LINUX = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")


@pytest.fixture
def run(monkeypatch, capfdbinary, tmp_path):
    """Run the command in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str, stdin: bytes = b""):
        monkeypatch.setattr(sys, "argv", ["ubltools", "validate", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as caught:
            cli.main()
        captured = capfdbinary.readouterr()
        assert b"Traceback" not in captured.err
        return caught.value.code, captured.out.decode(), captured.err.decode()

    return command


@pytest.fixture
def many(tmp_path) -> Path:
    """A folder with good and bad documents, and what is none."""
    folder = tmp_path / "in"
    (folder / "below" / "deep").mkdir(parents=True)
    shutil.copy(GOOD, folder / "b.xml")
    shutil.copy(GOOD, folder / "below" / "A.XML")
    shutil.copy(BAD, folder / "below" / "deep" / "c.xml")
    (folder / "a.xml").write_bytes(b"<a>")
    (folder / "notes.txt").write_text("not looked at")
    return folder


def documents(out: str) -> list[str]:
    return [json.loads(line)["document"] for line in out.splitlines()]


IN_ORDER = ["in/a.xml", "in/b.xml", "in/below/A.XML", "in/below/deep/c.xml"]
SUM = "4 documents: 2 OK, 1 refused, 1 without a verdict.\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_folder_stands_for_its_documents(run, many, jobs):
    code, out, err = run("in", "--format", "jsonl", "--jobs", jobs)
    assert (code, err) == (3, SUM)
    assert sorted(documents(out)) == IN_ORDER
    if jobs == "1":
        assert documents(out) == IN_ORDER


@pytest.mark.parametrize("form", ["text", "json"])
def test_several_jobs_say_the_same_in_the_same_order(run, many, form):
    def timeless(out: str) -> object:
        found = json.loads(out) if form == "json" else out
        for layer in (layer for each in found for layer in each["layers"]) if form == "json" else ():
            layer["seconds"] = 0
        return found

    one, two = run("in", "--format", form), run("in", "--format", form, "--jobs", "2")
    assert (one[0], one[2]) == (two[0], two[2]) == (3, SUM)
    assert timeless(one[1]) == timeless(two[1])


def test_files_and_folders_together(run, many):
    code, out, err = run(str(GOOD), "in/below", "-", "--format", "jsonl", "--jobs", "2", stdin=b"{}")
    assert code == 3
    assert sorted(documents(out)) == sorted([str(GOOD), "-", *IN_ORDER[2:]])
    assert err == SUM


def test_json_of_a_folder_is_always_a_list(run, many):
    assert [each["document"] for each in json.loads(run("in/below/deep", "--format", "json")[1])] == IN_ORDER[
        3:
    ]


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_a_folder_without_documents_is_no_success(run, tmp_path, form):
    (tmp_path / "empty").mkdir()
    code, out, err = run("empty", "--format", form)
    assert (code, out) == (5, "")
    assert err == "empty holds no *.xml file.\nNothing was validated.\n"
    assert run("empty", str(GOOD))[0] == 5
    assert run("empty", str(BAD))[0] == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_what_is_no_file_is_said_and_not_waited_for(run, tmp_path):
    (tmp_path / "in").mkdir()
    os.mkfifo(tmp_path / "in" / "pipe.xml")
    (tmp_path / "in" / "link.xml").symlink_to("nowhere.xml")
    code, out, err = run("in", "--format", "jsonl")
    assert code == 2 and documents(out) == ["in/link.xml", "in/pipe.xml"]
    assert "no ordinary file" in out and "no such file" in out
    assert err == "2 documents: 2 without a verdict.\n"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may read everything")
def test_a_folder_that_may_not_be_read_is_said(run, many):
    (many / "below").chmod(0)
    code, out, _ = run("in", "--format", "jsonl")
    (many / "below").chmod(0o755)
    assert code == 2 and "in/below cannot be looked into" in out


def test_one_document_needs_no_sum(run):
    assert run(str(GOOD), "--jobs", "4")[2] == ""


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_a_number_of_jobs_that_is_none(run, jobs):
    code, out, err = run(str(GOOD), "--jobs", jobs)
    assert (code, out) == (2, "") and "--jobs" in err


# What is done already


def test_what_is_done_is_not_done_again(run, many, tmp_path):
    first = run("in", "--format", "jsonl", "--resume", "journal")
    assert first[0] == 3 and documents(first[1]) == IN_ORDER
    again = run("in", "--format", "jsonl", "--resume", "journal", "--jobs", "2")
    assert again == (3, "", SUM.replace(".\n", " (4 of them in an earlier run).\n"))
    assert run(str(many / "b.xml"), "--resume", str(tmp_path / "journal"))[:2] == (0, "")


def test_a_document_that_changed_is_done_again(run, many):
    run("in", "--format", "jsonl", "--resume", "journal")
    shutil.copy(GOOD, many / "a.xml")
    shutil.copy(BAD, many / "new.xml")
    code, out, err = run("in", "--format", "jsonl", "--resume", "journal")
    assert documents(out) == ["in/a.xml", "in/new.xml"]
    assert (code, err) == (1, "5 documents: 3 OK, 2 refused (3 of them in an earlier run).\n")
    shutil.copy(BAD, many / "a.xml")  # the last line counts
    assert documents(run("in", "--format", "jsonl", "--resume", "journal")[1]) == ["in/a.xml"]
    assert run("in", "--format", "jsonl", "--resume", "journal")[1] == ""


@pytest.mark.parametrize(
    "other", [["--on", "2020-01-01"], ["--fail-on", "warning"], ["--no-gate"], ["--release", "next"]]
)
def test_with_other_options_everything_is_done(run, many, other):
    run("in/b.xml", "--resume", "journal")
    assert run("in/b.xml", "--resume", "journal")[1] == ""
    assert run("in/b.xml", "--resume", "journal", *other)[1] != ""


def test_how_it_is_shown_makes_no_difference(run, many):
    run("in/b.xml", "--resume", "journal")
    assert run("in/b.xml", "--resume", "journal", "-v", "--format", "jsonl", "--jobs", "2")[1] == ""


def test_without_a_verdict_it_is_tried_again(run, many, tmp_path):
    (tmp_path / "a.xml").write_bytes(b"<html/>")
    for _ in range(2):
        code, out, _ = run("a.xml", "missing.xml", "--format", "jsonl", "--resume", "journal")
        assert code == 4 and documents(out) == ["a.xml", "missing.xml"]


@pytest.mark.parametrize("cut", [5, 20, 47, 48, 60, -2, -30])
def test_a_journal_that_was_cut_off(run, many, tmp_path, cut):
    run("in", "--format", "jsonl", "--resume", "journal")
    journal = tmp_path / "journal"
    whole = journal.read_bytes()
    journal.write_bytes(whole[:cut])
    lost = documents(run("in", "--format", "jsonl", "--resume", "journal")[1])
    assert lost == (IN_ORDER if cut > 0 else IN_ORDER[-1:])
    assert run("in", "--format", "jsonl", "--resume", "journal")[1] == ""


def test_a_journal_that_is_damaged_costs_time_only(run, many, tmp_path):
    run("in", "--format", "jsonl", "--resume", "journal")
    journal = tmp_path / "journal"
    lines = journal.read_bytes().splitlines(keepends=True)
    noise = [b"\0" * 50 + b"\n", b"[1]\n", b'{"path": 1}\n', b"[" * 100_000 + b"\n", b"\xff\n", b"{}\n"]
    journal.write_bytes(b"".join([lines[0], *noise, *lines[2:]]))
    assert documents(run("in", "--format", "jsonl", "--resume", "journal")[1]) == IN_ORDER[:1]


def test_another_file_is_never_taken_for_a_journal(run, many):
    before = (many / "b.xml").read_bytes()
    code, out, err = run("in", "--resume", "in/b.xml")
    assert (code, out) == (2, "") and "no journal" in err
    assert (many / "b.xml").read_bytes() == before
    assert run("in", "--resume", "nowhere/journal")[0] == 2
    assert run("in", "--resume", "in")[0] == 2
    assert run("in", "--resume", "journal", "--format", "json")[0] == 2


# Being interrupted


def start(folder: Path, *arguments: str, **options) -> subprocess.Popen:
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    command = [sys.executable, "-m", "ubltools", "validate", *arguments]
    piped = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # an ignored one is inherited
    try:
        return subprocess.Popen(command, cwd=folder, env=environment, text=True, **piped)
    finally:
        signal.signal(signal.SIGINT, before)


def rest(process: subprocess.Popen) -> tuple[str, str]:
    """What it still prints. communicate() would lose what readline() has read ahead."""
    late = Timer(60, process.kill)
    late.start()
    try:
        return process.stdout.read(), process.stderr.read()
    finally:
        process.wait()
        late.cancel()


def children(process: int) -> set[int]:
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = path.read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if int(parent) == process:
            found.add(int(path.parent.name))
    return found


@pytest.fixture
def hundreds(tmp_path) -> Path:
    folder = tmp_path / "hundreds"
    folder.mkdir()
    for number in range(300):
        shutil.copy(GOOD, folder / f"{number:03}.xml")
    return folder


@LINUX
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_it_cleanly_and_the_next_run_goes_on(hundreds, run, jobs):
    process = start(hundreds, ".", "--format", "jsonl", "--jobs", jobs, "--resume", "../journal")
    lines = [process.stdout.readline() for _ in range(3)]
    workers = children(process.pid)
    process.send_signal(signal.SIGINT)
    out, err = rest(process)
    done = documents("".join(lines) + out)
    assert process.returncode == 130
    stopped = re.search(r"^Stopped after (\d+) of 300 documents\.\n\Z", err, re.MULTILINE)
    assert stopped, err
    assert int(stopped[1]) == len(done)
    assert len(workers) == (2 if jobs == "2" else 0)
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)
    code, out, err = run("hundreds", "--format", "jsonl", "--resume", "journal")
    assert code == 0 and f"300 OK ({len(done)} of them in an earlier run)" in err
    again = [Path(each).name for each in documents(out)]
    assert sorted([*again, *done]) == sorted(path.name for path in hundreds.iterdir())


@LINUX
def test_a_parent_that_is_killed_leaves_no_worker(hundreds):
    process = start(hundreds, ".", "--format", "jsonl", "--jobs", "2")
    process.stdout.readline()
    workers = children(process.pid)
    process.kill()
    process.communicate(timeout=60)
    assert workers
    for _ in range(100):
        if not any(Path(f"/proc/{worker}").exists() for worker in workers):
            return
        signal.sigtimedwait([], 0.1)
    pytest.fail("a worker is still there")


@LINUX
def test_a_worker_that_is_killed(hundreds):
    """Whichever document it was at gets an error of its own, and no other one."""
    process = start(hundreds, ".", "--format", "jsonl", "--jobs", "2")
    lines = [process.stdout.readline()]
    os.kill(min(children(process.pid)), signal.SIGKILL)
    out, _ = rest(process)
    reports = [json.loads(line) for line in ("".join(lines) + out).splitlines()]
    killed = [each for each in reports if not each["ok"]]
    assert len({each["document"] for each in reports}) == len(reports) == 300
    rules = [finding["rule"] for each in killed for layer in each["layers"] for finding in layer["findings"]]
    assert rules in ([], ["UBLT-WORKER-ENDED"])  # none when it had nothing to do just then
    assert process.returncode == (4 if killed else 0)


@LINUX
def test_a_reader_that_goes_away_ends_the_workers(hundreds):
    process = start(hundreds, ".", "--format", "jsonl", "--jobs", "2")
    process.stdout.readline()
    workers = children(process.pid)
    process.stdout.close()
    assert process.wait(timeout=60) == 141 and process.stderr.read() == ""
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


@pytest.mark.skipif(sys.platform == "win32", reason="no terminals of this kind")
def test_a_terminal_gets_a_bar(many):
    import pty

    ours, theirs = pty.openpty()
    process = start(many.parent, "in", "--format", "jsonl", stderr=theirs)
    os.close(theirs)
    out, _ = process.communicate(timeout=60)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    assert len(out.splitlines()) == 4
    assert "4/4" in shown and shown.rstrip().endswith(SUM.strip())
