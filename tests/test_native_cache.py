"""The cache of compiled rules: whatever is wrong with it costs time and never changes a verdict."""

import marshal
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.invoices import invoice
from ubltools.validation import engines
from ubltools.validation.engine import validate
from ubltools.validation.native import building, cache
from ubltools.validation.release import by_id
from ubltools.validation.rulebook import schema_of

KEY = "0123"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "compiled"


def entry(folder: Path) -> Path:
    (path,) = folder.glob("*.rules")
    return path


def test_what_is_stored_is_found_again(folder: Path) -> None:
    assert cache.load(folder, KEY) is None
    assert cache.store(folder, KEY, ("a", 1, (b"x",)))
    assert cache.load(folder, KEY) == ("a", 1, (b"x",))
    assert cache.load(folder, "other") is None
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("cut", [0, 1, 20, 40, 58, -1])
def test_a_truncated_file_is_none(folder: Path, cut: int) -> None:
    cache.store(folder, KEY, list(range(100)))
    path = entry(folder)
    path.write_bytes(path.read_bytes()[:cut])
    assert cache.load(folder, KEY) is None


def test_a_changed_byte_anywhere_is_noticed(folder: Path) -> None:
    cache.store(folder, KEY, "value")
    path = entry(folder)
    data = path.read_bytes()
    for at in range(len(data)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert cache.load(folder, KEY) is None


def test_the_entry_of_another_key_is_not_taken(folder: Path) -> None:
    cache.store(folder, KEY, "value")
    entry(folder).rename(folder / "4567.rules")
    assert cache.load(folder, "4567") is None


def test_a_folder_that_others_may_write_to_is_not_trusted(folder: Path) -> None:
    cache.store(folder, KEY, "value")
    folder.chmod(0o777)
    assert cache.load(folder, KEY) is None
    assert not cache.store(folder, KEY, "value")


def test_a_link_to_a_folder_is_not_trusted(tmp_path: Path, folder: Path) -> None:
    cache.store(folder, KEY, "value")
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert cache.load(link, KEY) is None


def test_no_place_to_write_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not cache.store(tmp_path / "file" / "compiled", KEY, "value")
    assert cache.load(tmp_path / "file" / "compiled", KEY) is None


def test_only_so_many_are_kept(folder: Path) -> None:
    for number in range(70):
        cache.store(folder, f"{number:04}", number)
    assert len(list(folder.iterdir())) == 60


@pytest.mark.parametrize("damage", ["none", "truncated", "foreign", "not writable", "no folder"])
def test_a_verdict_is_the_same_whatever_the_cache(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UBLTOOLS_CACHE", str(tmp_path))
    expected = validate(invoice(), engine="saxon")

    def verdict() -> object:
        engines._built.cache_clear()
        report = validate(invoice())
        assert all("native" in (layer.engine or "") for layer in report.layers[1:])
        return [(layer.state, layer.rules_fired, layer.findings) for layer in report.layers]

    if damage == "not writable":
        (tmp_path / "cache").write_text("a file stands in the way")
    else:
        verdict()
    for path in (tmp_path / "cache" / "compiled").glob("*.rules"):
        if damage == "truncated":
            path.write_bytes(path.read_bytes()[:1000])
        elif damage == "foreign":
            path.write_bytes(marshal.dumps(compile("raise SystemExit('run')", "x", "exec")))
    if damage == "no folder":
        monkeypatch.delenv("UBLTOOLS_CACHE")
        for name in ("HOME", "XDG_CACHE_HOME"):
            monkeypatch.delenv(name, raising=False)
    assert verdict() == [(layer.state, layer.rules_fired, layer.findings) for layer in expected.layers]
    engines._built.cache_clear()


def test_the_key_depends_on_rules_compiler_and_python(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    seen = set()
    monkeypatch.setattr(
        building.stored, "load", lambda _folder, key: seen.add(key) or ("refused", {"A": "b"})
    )
    building._stored("one", lambda: None)
    building._stored("two", lambda: None)
    monkeypatch.setattr(building, "fingerprint", lambda: "another compiler")
    building._stored("one", lambda: None)
    monkeypatch.setattr(sys, "version", "another Python")
    building._stored("one", lambda: None)
    assert len(seen) == 4


def test_many_processes_at_once(tmp_path: Path) -> None:
    program = (
        "from tests.invoices import invoice; from ubltools import validate;"
        "report = validate(invoice()); print(report.ok, [layer.engine for layer in report.layers][1][:6])"
    )
    environment = {**os.environ, "UBLTOOLS_CACHE": str(tmp_path)}
    running = [
        subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [each.communicate(timeout=120)[0].strip() for each in running] == ["True native"] * 4
    assert len(list((tmp_path / "cache" / "compiled").iterdir())) == 2  # nothing half-written is left


def test_somebody_who_waits_for_long_rules_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UBLTOOLS_CACHE", str(tmp_path))
    told: list[str] = []
    for name in ("en16931-1.3.16", "billit-presend", "en16931-1.3.16"):
        schema = schema_of(by_id(name))
        building.build(name, lambda schema=schema: schema, lambda name=name: told.append(name))
    assert told == ["en16931-1.3.16"]
