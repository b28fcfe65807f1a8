"""A foreign rule set is recognised by its rules; its version and day by what it or its name says."""

from datetime import date
from pathlib import Path

import pytest

from tests.foreign import check, schematron
from ubltools.names import SELF_BILLING
from ubltools.validation import recognise
from ubltools.validation.model import Schema
from ubltools.validation.release import Scope, by_id, releases
from ubltools.validation.rulebook import schema_of
from ubltools.validation.schematron import read

OURS = [each.id for each in releases() if each.rules and not each.preview]


def made(tmp_path: Path, *rules: str) -> Schema:
    path = tmp_path / "rules.sch"
    path.write_bytes(schematron(*(check(rule) for rule in rules)))
    return read(path)


@pytest.mark.parametrize("identity", OURS)
def test_each_release_is_most_like_itself(identity: str) -> None:
    kin = recognise.kin(schema_of(by_id(identity)))
    assert kin is not None and kin.release.id == identity
    assert kin.shared == len(recognise.ids(schema_of(by_id(identity))))


def test_an_older_release_is_recognised(tmp_path: Path) -> None:
    ids = sorted(recognise.ids(schema_of(by_id("peppol-selfbilling-3.0.2"))))
    kin = recognise.kin(made(tmp_path, *ids[::2], "NEW-1"))
    assert kin is not None
    assert (kin.release.id, kin.family) == ("peppol-selfbilling-3.0.2", "peppol-selfbilling")
    assert kin.shared == len(ids[::2])
    assert recognise.scopes(made(tmp_path, *ids), kin) == (Scope("Invoice", SELF_BILLING),)


def test_what_has_little_in_common_is_not(tmp_path: Path) -> None:
    schema = made(tmp_path, "PEPPOL-EN16931-R001", *(f"MINE-{at}" for at in range(9)))
    assert recognise.kin(schema) is None
    assert recognise.roots(schema) == ("Invoice",)
    assert recognise.scopes(schema, None) == (Scope("Invoice"),)


@pytest.mark.parametrize(
    ("text", "names", "version"),
    [
        ("<!-- Schematron version 1.3.16 - Last update: 2026-03-30 --><a/>", (), "1.3.16"),
        ("<!-- Last update: 2025 November release 3.0.20. --><a/>", ("x-1.2.3.zip",), "3.0.20"),
        ('<a version="2.0.1"/>', (), None),
        ("<a/><!-- SchXslt/1.9.5 SAXON/HE 12.4.2 -->", (), None),
        ("<a/>", ("EN16931-UBL-validation.xslt", "en16931-ubl-1.3.15.zip"), "1.3.15"),
        ("<a/>", ("rules-1.3.14.1.sch",), "1.3.14.1"),
        ("<a/>", ("PEPPOL-EN16931-UBL.sch",), None),
        ("<a/>", ("report-2026-05-20.sch", "v3.0"), None),
    ],
)
def test_the_version(text: str, names: tuple[str, ...], version: str | None) -> None:
    assert recognise.version(text.encode(), *names) == version


def test_the_day() -> None:
    assert recognise.day(b"<!-- Last update: 2026-03-30 --><a day='2025-01-01'/>") == date(2026, 3, 30)
    assert recognise.day(b"<!-- 2026-13-30, 2026-03-31 --><a/>") == date(2026, 3, 31)
    assert recognise.day(b"<a day='2025-01-01'/>") is None
    assert recognise.day(b"<!-- \xff\xfe --><a/>") is None
