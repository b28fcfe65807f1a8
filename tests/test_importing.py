"""An official release goes into the user's folder whole or not at all, and never in the place of another."""

import shutil
import tempfile
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.foreign import check, schema, schematron, zipped_names
from tests.invoices import invoice
from tests.shelves import TODAY, own
from ubltools.errors import (
    ArtefactMissing,
    ConfigurationError,
    InputError,
    ReleaseUnknown,
    RulesBroken,
    UblToolsError,
)
from ubltools.names import SELF_BILLING
from ubltools.validation import importing
from ubltools.validation.engine import validate
from ubltools.validation.importing import Outcome, Wishes, remove, take_in
from ubltools.validation.release import Broken, Release, Scope, by_id, files_of, folder_of, imported
from ubltools.validation.release_file import read

__all__ = ["own"]

SAID = Wishes(layer="peppol", roots=("Invoice",))


def save(tmp_path: Path, data: bytes, name: str = "small-1.2.3.sch") -> str:
    path = tmp_path / name
    path.write_bytes(data)
    return str(path)


def everything(own: Path) -> list[str]:
    """All that is in the user's folder, hidden or not."""
    return sorted(each.relative_to(own).as_posix() for each in own.rglob("*"))


def test_what_is_not_said_is_found_out_and_told(tmp_path: Path, own: Path) -> None:
    """Our own rules of an official release, as if they were somebody else's."""
    outcome = take_in(str(folder_of("schematron") / "peppol-mls-1.0.1"), Wishes())
    release = outcome.release
    assert (release.id, release.layer, release.version) == ("peppol-mls-1.0.1-imported", "peppol", "1.0.1")
    assert release.applies_to == (Scope("ApplicationResponse", "urn:peppol:edec:mls:1.0"),)
    assert (outcome.new, outcome.rules, release.imported) == (True, 31, True)
    assert outcome.fired["ApplicationResponse"] > 0
    told = "\n".join(outcome.assumed)
    for word in (
        "--layer",
        "31 of its rules are also in peppol-mls-1.0.1",
        "--root",
        "--customization",
        "--id",
    ):
        assert word in told
    assert by_id(release.id) == release
    assert everything(own) == [release.id, f"{release.id}/release.toml", f"{release.id}/rules.sch"]


def test_what_is_said_counts(tmp_path: Path, own: Path) -> None:
    wishes = Wishes("mine-9.9.9", "peppol", date(2027, 2, 24), ("Invoice",), (SELF_BILLING,))
    outcome = take_in(save(tmp_path, schematron()), wishes)
    assert outcome.assumed == ()
    assert outcome.release == Release(
        id="mine-9.9.9", layer="peppol", title="Small rules", version="9.9.9", published=date(2026, 3, 30),
        source="imported from small-1.2.3.sch", folder=own / "mine-9.9.9", sha256=outcome.release.sha256,
        applies_to=(Scope("Invoice", SELF_BILLING),), mandatory_from=date(2027, 2, 24),
        rules="small-1.2.3.sch", imported=True,
    )  # fmt: skip
    assert by_id("mine-9.9.9") == outcome.release


def test_it_judges_when_it_is_asked_for_and_only_then(tmp_path: Path, own: Path) -> None:
    rules = schematron(check("MINE-1", "false()", "warning", 'No: <value-of select="cbc:ID"/>.'))
    identity = take_in(save(tmp_path, rules), SAID).release.id
    report = validate(invoice(), on=TODAY, release=identity)
    layer = report.layers[-1]
    assert (layer.name, layer.release, layer.chosen) == ("peppol", identity, "asked for by name (imported)")
    assert [(each.rule, each.message) for each in layer.findings] == [("MINE-1", "No: 2026-17.")]
    assert validate(invoice(), on=TODAY).layers[-1].release != identity


def test_the_same_again_changes_nothing(tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path, schematron())
    first = take_in(path, SAID)
    before = {name: (own / name).stat().st_mtime_ns for name in everything(own)}
    monkeypatch.setattr(importing, "prove", None)
    zipped = save(tmp_path, zipped_names({"small-1.2.3.sch": schematron()}), "again-4.5.6.zip")
    for again in (
        take_in(path, SAID),
        take_in(zipped, SAID),
        take_in(path, Wishes(first.release.id, *SAID_REST)),
    ):
        assert (again.new, again.release) == (False, first.release)
    assert {name: (own / name).stat().st_mtime_ns for name in everything(own)} == before


SAID_REST = ("peppol", None, ("Invoice",))


def test_the_same_under_another_name_is_another(tmp_path: Path, own: Path) -> None:
    path = save(tmp_path, schematron())
    take_in(path, Wishes("one", *SAID_REST))
    assert take_in(path, Wishes("two", *SAID_REST)).new
    assert take_in(path, Wishes("three", "peppol", date(2027, 1, 1), ("Invoice",))).new
    assert [each.id for each in imported()] == ["one", "three", "two"]


def test_a_name_that_is_taken_stays_as_it_is(tmp_path: Path, own: Path) -> None:
    take_in(save(tmp_path, schematron()), Wishes("mine", *SAID_REST))
    other = save(tmp_path, schematron(check("OTHER")), "other.sch")
    before = everything(own)
    with pytest.raises(ConfigurationError, match="Another release was imported as mine"):
        take_in(other, Wishes("mine", *SAID_REST))
    for identity in ("peppol-billing-3.0.21", "ubl-2.1", "en16931-1.3.16"):
        with pytest.raises(ConfigurationError, match="built in"):
            take_in(other, Wishes(identity, *SAID_REST))
    assert everything(own) == before
    assert by_id("peppol-billing-3.0.21").imported is False


@pytest.mark.parametrize(
    "identity", ["next", "", "a/b", "../a", "A", "a b", ".a", "a..b", "-a", "é", "a" * 81, "a\n"]
)
def test_names_that_are_none(tmp_path: Path, own: Path, identity: str) -> None:
    if not identity:
        return  # nothing said, so a name is made
    with pytest.raises(ConfigurationError, match="cannot be called"):
        take_in(save(tmp_path, schematron()), Wishes(identity, *SAID_REST))
    assert not own.exists()


REFUSED = [
    (schematron(check(test="cbc:ID[")), "small.sch", "do not compile"),
    (schematron(check(test="$nowhere")), "small.sch", "do not compile"),
    (schema("<unheard/>"), "small.sch", "unheard"),
    (schema(""), "small.sch", "what the rules in small.sch are about"),
    (schema(f'<pattern><rule context="/nothing">{check()}</rule></pattern>'), "small.sch", "meets anything"),
    (b"no xml", "small.sch", "is no rule file"),
    (zipped_names({"../small.sch": schematron()}), "official.zip", "refused"),
    (zipped_names({"small.sch": b" " * 1_000_000}), "official.zip", "packed more than"),
    (b"PK\x03\x04 damaged", "official.zip", "cannot be read as a ZIP"),
]


@pytest.mark.parametrize(("data", "name", "words"), REFUSED)
def test_what_is_refused_leaves_nothing_behind(
    tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, name: str, words: str
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    wishes = Wishes() if "about" in words else SAID
    with pytest.raises((RulesBroken, InputError, ConfigurationError), match=words):
        take_in(save(tmp_path, data, name), wishes)
    assert not own.exists()
    assert list(scratch.iterdir()) == []


def test_a_disk_that_is_full_leaves_nothing_behind(
    tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path, target: Path) -> None:
        target.mkdir()
        (target / "half").write_bytes(b"x")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copytree", full)
    with pytest.raises(ConfigurationError, match="No space left"):
        take_in(save(tmp_path, schematron()), SAID)
    assert everything(own) == []


def test_a_place_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").write_text("a file")
    monkeypatch.setenv("UBLTOOLS_DATA", str(tmp_path / "data"))
    with pytest.raises(ConfigurationError, match="cannot be kept"):
        take_in(save(tmp_path, schematron()), SAID)


def test_rules_in_several_files(tmp_path: Path, own: Path) -> None:
    part = f'<rule xmlns="http://purl.oclc.org/dsdl/schematron" context="/inv:Invoice">{check()}</rule>'
    main = schema('<pattern><include href="../parts/one.sch"/></pattern>')
    archive = zipped_names({"x/main.sch": main, "parts/one.sch": part.encode(), "x/schema.xsd": b"<a/>"})
    release = take_in(save(tmp_path, archive, "official-3.2.1.zip"), SAID).release
    assert [name for name, _ in release.sha256] == ["parts/one.sch", "x/main.sch"]
    assert validate(invoice(), on=TODAY, release=release.id).layers[-1].rules_fired == 1
    (own / release.id / "parts" / "one.sch").write_text("changed")
    files_of.cache_clear()
    with pytest.raises(ArtefactMissing, match="not the known one"):
        files_of(release)


def test_a_layer_must_be_one(tmp_path: Path, own: Path) -> None:
    with pytest.raises(ConfigurationError, match="no layer 'pepol'") as caught:
        take_in(save(tmp_path, schematron()), Wishes(layer="pepol", roots=("Invoice",)))
    assert "peppol" in (caught.value.hint or "")


def test_a_damaged_import_is_not_taken_for_the_same(tmp_path: Path, own: Path) -> None:
    path = save(tmp_path, schematron())
    release = take_in(path, SAID).release
    (own / release.id / "small-1.2.3.sch").write_text("changed")
    files_of.cache_clear()
    with pytest.raises(ArtefactMissing) as caught:
        take_in(path, SAID)
    assert f"ubltools rules remove {release.id}" in (caught.value.hint or "")
    (own / release.id / "release.toml").write_text("damaged")
    with pytest.raises(ConfigurationError, match="Another release"):
        take_in(path, SAID)
    remove(release.id)
    assert take_in(path, SAID).new


def test_remove(tmp_path: Path, own: Path) -> None:
    take_in(save(tmp_path, schematron()), Wishes("mine", *SAID_REST))
    (own / "damaged").mkdir()
    assert [type(each) for each in imported()] == [Broken, Release]
    with pytest.raises(ReleaseUnknown) as caught:
        remove("min")
    assert caught.value.hint == "Imported: damaged, mine."
    remove("damaged")
    remove("mine")
    assert everything(own) == []
    with pytest.raises(ReleaseUnknown) as caught:
        remove("mine")
    assert caught.value.hint == "Nothing is imported."


@pytest.mark.parametrize("identity", ["peppol-billing-3.0.21", "ubl-2.1"])
def test_what_is_built_in_is_not_removed(own: Path, identity: str) -> None:
    with pytest.raises(ConfigurationError, match="built in"):
        remove(identity)
    assert by_id(identity).folder.is_dir()


@pytest.mark.parametrize("identity", ["..", "../rules", ".", "", "/", "~"])
def test_remove_reaches_nothing_else(own: Path, identity: str) -> None:
    (own.parent / "precious").mkdir(parents=True)
    own.mkdir()
    with pytest.raises(ReleaseUnknown):
        remove(identity)
    assert own.is_dir() and (own.parent / "precious").is_dir()


def test_a_link_is_removed_and_not_what_it_points_at(tmp_path: Path, own: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    own.mkdir(parents=True)
    (own / "link").symlink_to(tmp_path / "elsewhere")
    remove("link")
    assert everything(own) == [] and (tmp_path / "elsewhere").is_dir()


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(NAMES, NAMES, st.none() | st.dates(), st.lists(NAMES, min_size=1, max_size=3))
def test_what_is_written_about_a_release_reads_back(
    title: str, customization: str, since: date | None, files: list[str]
) -> None:
    release = Release(
        id="mine", layer="peppol", title=title, version="1", published=None, source=title, folder=Path(),
        sha256=tuple(sorted({(name, "0") for name in files})), mandatory_from=since, rules=files[0],
        applies_to=(Scope("Invoice", customization or None), Scope("CreditNote")), imported=True,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "release.toml")
        path.write_text(importing._toml(release), encoding="utf-8", newline="")
        assert tomllib.loads(path.read_text("utf-8"))["id"] == "mine"
        found = read(path, imported=True)
    assert found == Release(
        **{**{name: getattr(release, name) for name in Release._fields}, "folder": found.folder}
    )


@given(st.binary(max_size=200))
def test_whatever_is_in_a_file_is_one_clear_error(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.raises(UblToolsError):
        take_in(save(Path(folder), data), SAID)


def test_the_outcome_is_a_value(tmp_path: Path, own: Path) -> None:
    outcome = take_in(save(tmp_path, schematron()), SAID)
    assert isinstance(outcome, Outcome) and outcome.fired == {"Invoice": 1}
