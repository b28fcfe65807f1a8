"""Private places for releases, so that a test says which there are: built-in ones and a user's own."""

import hashlib
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ubltools.names import BILLING
from ubltools.validation import release, rulebook
from ubltools.validation.release import releases

__all__ = ["TODAY", "coming", "own", "put", "shelf", "toml"]

TODAY = date(2026, 11, 21)
RULES = "schematron"


def toml(
    identity: str,
    since: str,
    *more: str,
    scope: str = f'customization = "{BILLING}"',
    rules: bytes = b"rules",
) -> str:
    """A release.toml of a release of Peppol rules for invoices."""
    lines = (
        f'id = "{identity}"',
        'layer = "peppol"',
        'title = "t"',
        'version = "1"',
        "published = 2020-01-01",
        f"mandatory_from = {since}" if since else "",
        'source = "s"',
        'rules = "rules.sch"',
        *more,
        "[[applies_to]]",
        'root = "Invoice"',
        scope,
        "[sha256]",
        f'"rules.sch" = "{hashlib.sha256(rules).hexdigest()}"',
    )
    return "\n".join(lines)


def put(shelf: Path, identity: str, text: str, rules: bytes = b"rules") -> None:
    """Put a release into a place."""
    folder = shelf / identity
    folder.mkdir(parents=True)
    (folder / "release.toml").write_text(text, encoding="utf-8")
    (folder / "rules.sch").write_bytes(rules)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty place for releases, in the place of the real one."""
    monkeypatch.setattr(release, "folder_of", lambda name: tmp_path / name)
    releases.cache_clear()
    yield tmp_path / RULES
    releases.cache_clear()


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a user, which is not there yet."""
    monkeypatch.setenv("UBLTOOLS_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "rules"


@pytest.fixture
def coming(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place with the real releases but no previews, so that a test says what comes next."""
    real = {name: release.folder_of(name) for name in ("schemas", RULES)}
    previews = {each.folder.name for each in releases() if each.preview}
    shutil.copytree(real[RULES], tmp_path / RULES, ignore=lambda _, names: previews & set(names))
    places = {"schemas": real["schemas"], RULES: tmp_path / RULES}
    for module in (release, rulebook):
        monkeypatch.setattr(module, "folder_of", places.__getitem__)
    releases.cache_clear()
    yield tmp_path / RULES
    releases.cache_clear()
