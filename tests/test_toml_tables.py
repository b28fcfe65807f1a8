"""What was parsed of release files and kept: found again whole, never taken for that of other contents."""

from datetime import date
from pathlib import Path

import pytest

from tests.shelves import own, put, shelf, toml
from ubltools.validation import release_file, toml_tables
from ubltools.validation.release import releases
from ubltools.validation.release_file import read, read_all

__all__ = ["own", "shelf"]
CONTENTS = [b"a = 1", b"b = 2026-08-24"]
TABLES = [{"a": 1, "c": [{"d": "e"}], "f": True}, {"b": date(2026, 8, 24)}]


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UBLTOOLS_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept" / "cache" / "releases"


def test_what_is_stored_is_found_again_for_these_contents_alone(kept: Path) -> None:
    assert toml_tables.load(CONTENTS) is None
    assert toml_tables.store(CONTENTS, TABLES)
    assert toml_tables.load(CONTENTS) == TABLES
    assert toml_tables.load(CONTENTS[::-1]) is None
    assert toml_tables.load([b"a = 1", b"b = 2026-08-25"]) is None
    assert toml_tables.load([b"a = 1b = 2026-08-24"]) is None


def test_a_damaged_one_counts_as_not_there(kept: Path) -> None:
    toml_tables.store(CONTENTS, TABLES)
    (path,) = kept.iterdir()
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert toml_tables.load(CONTENTS) is None


def test_no_place_to_keep_them_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shelf: Path
) -> None:
    (tmp_path / "kept").write_text("a file stands in the way")
    assert not toml_tables.store(CONTENTS, TABLES)
    put(shelf, "r", toml("r", "2026-08-24"))
    assert [each.id for each in releases()] == ["r"]
    for name in ("UBLTOOLS_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError))
    assert not toml_tables.store(CONTENTS, TABLES)
    assert toml_tables.load(CONTENTS) is None


def test_a_value_that_cannot_be_kept_is_no_trouble() -> None:
    assert not toml_tables.store([b"x"], [{"inside": [date(2026, 8, 24)]}])


def test_releases_are_the_same_out_of_what_was_kept(
    kept: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, since in (("one", "2026-08-24"), ("two", "2027-02-24")):
        put(shelf, name, toml(name, since))
    paths = sorted(shelf.glob("*/release.toml"))
    expected = [read(path) for path in paths]
    assert read_all(paths) == expected
    assert len(list(kept.iterdir())) == 1
    with monkeypatch.context() as without:
        without.setattr(release_file, "_table", lambda *_: pytest.fail("parsed again"))
        assert read_all(paths) == expected
    changed = toml("two", "2027-03-01")
    paths[1].write_text(changed, encoding="utf-8")
    assert [each.since for each in read_all(paths)] == [date(2026, 8, 24), date(2027, 3, 1)]
