"""The usual place for a user's data, on each platform and where somebody says otherwise."""

import sys
from pathlib import Path

import pytest

from ubltools.errors import ConfigurationError
from ubltools.validation.places import user_rules

HOME = Path("/home/me").absolute()


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UBLTOOLS_DATA", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: HOME)


@pytest.mark.parametrize(
    ("platform", "below"),
    [
        ("linux", ".local/share"),
        ("freebsd14", ".local/share"),
        ("darwin", "Library/Application Support"),
        ("win32", "AppData/Local"),
    ],
)
def test_the_usual_place(monkeypatch: pytest.MonkeyPatch, platform: str, below: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert user_rules() == HOME / below / "ubltools" / "rules"


def test_the_platform_may_say_another(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert user_rules() == tmp_path / "ubltools" / "rules"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert user_rules() == HOME / ".local/share/ubltools/rules"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert user_rules() == tmp_path / "ubltools" / "rules"


def test_the_user_has_the_last_word(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UBLTOOLS_DATA", str(tmp_path / "mine"))
    assert user_rules() == tmp_path / "mine" / "rules"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("UBLTOOLS_DATA", "here")
    assert user_rules() == tmp_path / "here" / "rules"


def test_without_a_home_folder_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", nowhere)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(ConfigurationError) as caught:
        user_rules()
    assert "UBLTOOLS_DATA" in (caught.value.hint or "")
