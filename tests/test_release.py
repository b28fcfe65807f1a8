"""Releases as data: which there are, whether their files are known, and what a user may have added."""

import hashlib
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.shelves import RULES, TODAY, own, put, shelf, toml
from ubltools.errors import ArtefactMissing, EngineError, ReleaseUnknown, RulesBroken
from ubltools.names import BILLING, SELF_BILLING, Kind
from ubltools.validation import release
from ubltools.validation.release import Broken, Release, by_id, files_of, folder_of, imported, releases
from ubltools.validation.selection import select

__all__ = ["own", "shelf"]


def test_names_are_suggested(shelf: Path) -> None:
    put(shelf, "peppol-billing-3.0.21", toml("peppol-billing-3.0.21", "2026-08-24"))
    assert by_id("peppol-billing-3.0.21").since == date(2026, 8, 24)
    with pytest.raises(ReleaseUnknown) as caught:
        by_id("peppol-biling-3.0.21")
    assert caught.value.hint == "Known: peppol-billing-3.0.21."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id = ", "r/release.toml is not right"),
        (toml("r", "2026-08-24", 'titel = "t"'), "unknown keys titel"),
        (toml("r", "2026-08-24").replace('layer = "peppol"', ""), "layer"),
        (toml("r", "2026-08-24", scope='customisation = "x"'), "customisation"),
        (toml("r", '"2026-08-24"'), "value of mandatory_from"),
        (toml("r", "2026-08-24T10:00:00"), "value of mandatory_from"),
        (toml("r", "2026-08-24", 'preview = "no"'), "value of preview"),
        (toml("r", "2026-08-24", scope="customization = 3"), "identifier"),
        (toml("r", "2026-08-24").replace("published = 2020-01-01", ""), "published"),
        (toml("r", "2026-08-24", "imported = true"), "unknown keys imported"),
        (toml("r", "2026-08-24").partition('"rules.sch" = "')[0] + '"rules.sch" = 1', "hash is no text"),
    ],
)
def test_a_wrong_release_toml_is_an_error_that_names_it(shelf: Path, text: str, words: str) -> None:
    put(shelf, "r", text)
    with pytest.raises(EngineError, match=words):
        releases()


def test_a_changed_file_is_not_used(shelf: Path) -> None:
    put(shelf, "r", toml("r", "2026-08-24"))
    assert files_of(by_id("r"))["rules.sch"] == shelf / "r" / "rules.sch"
    files_of.cache_clear()
    (shelf / "r" / "rules.sch").write_bytes(b"rules, changed")
    seen = hashlib.sha256(b"rules, changed").hexdigest()
    with pytest.raises(ArtefactMissing, match=f"not the known one .SHA-256 {seen}"):
        files_of(by_id("r"))


def test_a_missing_file_is_not_used(shelf: Path) -> None:
    put(shelf, "r", toml("r", "2026-08-24"))
    (shelf / "r" / "rules.sch").unlink()
    with pytest.raises(ArtefactMissing, match=r"rules\.sch of r is not there"):
        files_of(by_id("r"))


@pytest.mark.parametrize(
    ("package", "words", "hint"),
    [
        ("no-such-distribution", "is not there", 'pip install "no-such-distribution"'),
        ("pytest", "is not there", 'pip install "pytest'),
    ],
)
def test_a_missing_package_says_what_to_install(shelf: Path, package: str, words: str, hint: str) -> None:
    put(shelf, "r", toml("r", "2026-08-24", f'package = "{package}"'))
    (shelf / "r" / "rules.sch").unlink()
    with pytest.raises(ArtefactMissing, match=words) as caught:
        files_of(by_id("r"))
    assert hint in (caught.value.hint or "")


def test_a_release_with_a_package_may_have_files_of_its_own(shelf: Path) -> None:
    put(shelf, "r", toml("r", "2026-08-24", 'package = "pytest"'))
    assert files_of(by_id("r")) == {"rules.sch": shelf / "r" / "rules.sch"}
    files_of.cache_clear()
    (shelf / "r" / "rules.sch").write_bytes(b"rules, changed")
    with pytest.raises(ArtefactMissing, match="not the known one") as caught:
        files_of(by_id("r"))
    assert caught.value.hint == "Install ubltools again."


def test_a_file_that_moved_inside_its_package_is_found_by_its_content(shelf: Path) -> None:
    here = Path(pytest.__file__)
    digest = hashlib.sha256(here.read_bytes()).hexdigest()
    text = toml("r", "2026-08-24", 'package = "pytest"').rpartition('"rules.sch"')[0]
    put(shelf, "r", f'{text}"elsewhere/__init__.py" = "{digest}"')
    assert files_of(by_id("r")) == {"elsewhere/__init__.py": here}


@pytest.mark.parametrize("known", releases(), ids=lambda known: known.id)
def test_every_release_is_named_after_its_folder_and_complete(known: Release) -> None:
    assert known.id == known.folder.name
    listed = {name for name, _ in known.sha256}
    assert {known.rules, *dict(known.schemas).values()} - {None} <= listed
    assert {path.name for path in known.folder.iterdir()} - {"release.toml"} <= listed


@pytest.mark.parametrize("known", releases(), ids=lambda known: known.id)
def test_every_file_of_a_release_has_its_hash(known: Release) -> None:
    """When it fails for a file that was changed on purpose, write the value it prints into release.toml."""
    stale = {}
    for name, digest in known.sha256:
        if known.package is None or (known.folder / name).exists():
            now = hashlib.sha256((known.folder / name).read_bytes()).hexdigest()
            if now != digest:
                stale[name] = now
    assert stale == {}, "\n".join(f'"{name}" = "{now}"' for name, now in stale.items())
    assert len(files_of(known)) == len(known.sha256)


def test_the_releases_that_others_count_on() -> None:
    assert by_id("en16931-1.3.16").since == date(2026, 4, 10)
    assert by_id("en16931-1.3.16").published == date(2026, 4, 10)
    assert by_id("ubl-2.1").mandatory_from is None
    artefact = dict(by_id("en16931-1.3.16").sha256)
    assert list(artefact.values()) == ["186501ee6048182b36e4bed78583efa828814184bad89843899df44522f6dc59"]


@pytest.mark.parametrize(
    ("customization", "identity"),
    [(BILLING, "peppol-billing-3.0.21"), (SELF_BILLING, "peppol-selfbilling-3.0.2")],
)
def test_what_is_in_force_today(customization: str, identity: str) -> None:
    for kind in (Kind.INVOICE, Kind.CREDIT_NOTE):
        assert select("peppol", kind, customization, None, TODAY).release.id == identity
        assert select("en16931", kind, customization, None, TODAY).release.id == "en16931-1.3.16"
        assert select("xsd", kind, customization, None, TODAY).release.id == "ubl-2.1"


def test_one_fingerprint_for_many_files() -> None:
    many = by_id("ubl-2.1")
    listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(many.sha256))
    assert many.fingerprint == hashlib.sha256(listed.encode()).hexdigest()
    one = by_id("en16931-1.3.16")
    assert one.fingerprint == one.sha256[0][1]


def test_in_a_wheel_the_folders_are_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "ubltools"
    monkeypatch.setattr(release, "_PACKAGE", package)
    assert folder_of(RULES) == tmp_path / RULES
    (package / RULES).mkdir(parents=True)
    assert folder_of(RULES) == package / RULES


@pytest.fixture
def mine(shelf: Path, own: Path) -> Path:
    """The folder of a user, beside one built-in release that is called built-in."""
    put(shelf, "built-in", toml("built-in", "2026-08-24"))
    return own


def test_what_a_user_imported_is_there_by_name_and_never_by_date(mine: Path) -> None:
    assert imported() == ()
    put(mine, "mine", toml("mine", "2026-10-01"))
    found = by_id("mine")
    assert (found.id, found.imported, found.folder) == ("mine", True, mine / "mine")
    assert imported() == (found,)
    assert [each.id for each in releases()] == ["built-in"]
    assert select("peppol", Kind.INVOICE, BILLING, None, TODAY).release.id == "built-in"
    assert files_of(found) == {"rules.sch": mine / "mine" / "rules.sch"}


def test_what_is_imported_needs_no_day_of_publication(mine: Path) -> None:
    put(mine, "mine", toml("mine", "").replace("published = 2020-01-01", ""))
    assert (by_id("mine").published, by_id("mine").mandatory_from) == (None, None)


DAMAGED = [
    ("id = ", "r/release.toml is not right"),
    ("\x00", "r/release.toml is not right"),
    ("a = " + "[" * 5000, "r/release.toml is not right"),
    (toml("r", '"soon"'), "mandatory_from"),
    (toml("other", "2026-08-24"), "It says that it is 'other'."),
    (toml("r", "2026-08-24").replace('"peppol"', '"pepol"'), "There is no layer 'pepol'."),
    (toml("r", "2026-08-24", 'package = "pytest"'), "does not hold its rules itself"),
    (toml("r", "2026-08-24").replace('rules = "rules.sch"', ""), "rule file has no hash"),
    (toml("r", "2026-08-24").replace('rules = "rules.sch"', 'rules = "x.sch"'), "rule file has no hash"),
    (toml("r", "2026-08-24") + '\n"../../x" = "0"', "outside its folder"),
    (toml("r", "2026-08-24") + '\n"/etc/passwd" = "0"', "outside its folder"),
]


@pytest.mark.parametrize(("text", "words"), DAMAGED)
def test_a_damaged_import_is_known_as_such_and_harms_nothing_else(mine: Path, text: str, words: str) -> None:
    put(mine, "good", toml("good", "2026-10-01"))
    put(mine, "r", text)
    good, broken = imported()
    assert good == by_id("good")
    assert isinstance(broken, Broken) and broken.id == "r" and words in broken.reason
    with pytest.raises(RulesBroken, match="imported release r is damaged") as caught:
        by_id("r")
    assert "ubltools rules remove r" in (caught.value.hint or "")
    assert by_id("built-in").imported is False


def test_an_import_never_stands_for_a_built_in_release(mine: Path) -> None:
    put(mine, "built-in", toml("built-in", "2026-10-01"))
    assert by_id("built-in").imported is False
    (broken,) = imported()
    assert isinstance(broken, Broken) and "built-in release has that name" in broken.reason


def test_an_import_without_release_toml_is_damaged(mine: Path) -> None:
    (mine / "empty").mkdir(parents=True)
    (mine / ".import-1").mkdir()
    (mine / "file").write_text("not a folder")
    assert [(type(each), each.id) for each in imported()] == [(Broken, "empty")]


def test_a_folder_that_cannot_be_read_is_said(mine: Path) -> None:
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("a file where the folder should be")
    (broken,) = imported()
    assert isinstance(broken, Broken) and "cannot be read" in broken.reason
    assert by_id("built-in").id == "built-in"


def test_a_changed_import_is_not_used(mine: Path) -> None:
    put(mine, "mine", toml("mine", "2026-10-01"))
    (mine / "mine" / "rules.sch").write_bytes(b"rules, changed")
    files_of.cache_clear()
    with pytest.raises(ArtefactMissing, match="not the known one") as caught:
        files_of(by_id("mine"))
    assert caught.value.hint == "Import it again after: ubltools rules remove mine"


def test_nearest_names_include_imported_ones(mine: Path) -> None:
    put(mine, "peppol-billing-3.0.16", toml("peppol-billing-3.0.16", ""))
    with pytest.raises(ReleaseUnknown) as caught:
        by_id("peppol-biling-3.0.16")
    assert caught.value.hint == "Known: peppol-billing-3.0.16."


def test_the_package_with_the_artefacts_is_never_imported() -> None:
    code = (
        "import sys; from ubltools.validation.release import by_id, files_of; files_of(by_id('ubl-2.1'));"
        "sys.exit('facturx' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
