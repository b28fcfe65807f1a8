"""A cache that is damaged, contested or not writable costs time and nothing else."""

import sys
from pathlib import Path

import pytest

from ubltools.validation import kept


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UBLTOOLS_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept" / "cache"


def test_what_is_kept_comes_back(folder: Path) -> None:
    assert kept.load("a") is None
    for content in (b"", b"\n", b"x" * 100_000):
        kept.keep("a", content)
        assert kept.load("a") == content
    assert [path.name for path in folder.iterdir()] == ["a"]


@pytest.mark.parametrize("damage", [lambda _: b"", lambda c: c[:-1], lambda c: c + b"x", lambda c: c[1:]])
def test_what_is_damaged_is_not_there(folder: Path, damage) -> None:
    kept.keep("a", b"content")
    (folder / "a").write_bytes(damage((folder / "a").read_bytes()))
    assert kept.load("a") is None


def test_a_place_that_is_none(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file")
    assert not kept.can_keep()
    kept.keep("a", b"content")
    assert kept.load("a") is None


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError

    monkeypatch.delenv("UBLTOOLS_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    monkeypatch.setattr(sys, "platform", "linux")
    kept.keep("a", b"content")
    assert kept.load("a") is None and not kept.can_keep()


def test_a_write_that_fails_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    kept.keep("a", b"old")
    monkeypatch.setattr(Path, "replace", full)
    kept.keep("a", b"new")
    assert [path.name for path in folder.iterdir()] == ["a"] and kept.load("a") == b"old"
