"""Releases as data: which one counts on which day, and whether its files are the known ones."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ubltools.errors import ArtefactMissing, EngineError, ReleaseUnknown
from ubltools.names import BILLING, BILLING_PROFILE, SELF_BILLING, Kind
from ubltools.validation import release
from ubltools.validation.release import Release, by_id, files_of, folder_of, releases, select

TODAY = date(2026, 11, 21)
RULES = "schematron"


def toml(identity: str, since: str, *more: str, scope: str = f'customization = "{BILLING}"') -> str:
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
        f'"rules.sch" = "{hashlib.sha256(b"rules").hexdigest()}"',
    )
    return "\n".join(lines)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty place for releases, in the place of the real one."""
    monkeypatch.setattr(release, "folder_of", lambda name: tmp_path / name)
    releases.cache_clear()
    yield tmp_path / RULES
    releases.cache_clear()


def put(shelf: Path, identity: str, text: str) -> None:
    folder = shelf / identity
    folder.mkdir(parents=True)
    (folder / "release.toml").write_text(text, encoding="utf-8")
    (folder / "rules.sch").write_bytes(b"rules")


def chosen(on: date, customization: str | None = BILLING, profile: str | None = None) -> str:
    return select("peppol", Kind.INVOICE, customization, profile, on).release.id


def test_the_latest_in_force_counts_and_a_preview_never(shelf: Path) -> None:
    put(shelf, "r20", toml("r20", "2026-02-23"))
    put(shelf, "r21", toml("r21", "2026-08-24"))
    put(shelf, "r22", toml("r22", "2026-10-01", "preview = true"))
    days = {date(2026, 2, 23): "r20", date(2026, 8, 23): "r20", date(2026, 8, 24): "r21", TODAY: "r21"}
    assert {day: chosen(day) for day in days} == days
    assert select("peppol", Kind.INVOICE, BILLING, None, date(2026, 9, 1)).reason == (
        "in force since 2026-08-24; r22 takes over on 2026-10-01"
    )
    assert select("peppol", Kind.INVOICE, BILLING, None, TODAY).reason == "in force since 2026-08-24"


def test_without_a_date_it_is_always_in_force(shelf: Path) -> None:
    put(shelf, "r", toml("r", ""))
    choice = select("peppol", Kind.INVOICE, BILLING, None, date(1999, 1, 1))
    assert (choice.release.id, choice.reason) == ("r", "always in force")


def test_before_the_earliest_it_says_which_and_how_to_force_it(shelf: Path) -> None:
    put(shelf, "r20", toml("r20", "2026-02-23"))
    with pytest.raises(
        EngineError, match="known for 2026-01-01; the earliest are r20, from 2026-02-23"
    ) as caught:
        chosen(date(2026, 1, 1))
    assert '"r20" by name' in (caught.value.hint or "")


def test_an_unknown_specification_names_the_nearest(shelf: Path) -> None:
    put(shelf, "a", toml("a", "2026-02-23"))
    put(shelf, "b", toml("b", "2026-02-23", scope='customization = "urn:other"'))
    with pytest.raises(EngineError, match=r"CustomizationID 'urn:cen\.eu:en16931:2017'") as caught:
        chosen(TODAY, "urn:cen.eu:en16931:2017")
    assert BILLING in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("kind", "customization", "words"),
    [
        (Kind.INVOICE, None, "has no CustomizationID"),
        (Kind.CREDIT_NOTE, BILLING, "No rules are known here for CreditNote"),
        (None, BILLING, "not a document that is known"),
    ],
)
def test_what_no_release_covers(
    shelf: Path, kind: Kind | None, customization: str | None, words: str
) -> None:
    put(shelf, "a", toml("a", "2026-02-23"))
    with pytest.raises(EngineError, match=words):
        select("peppol", kind, customization, BILLING_PROFILE, TODAY)


def test_the_specification_is_matched_by_its_beginning_and_the_profile_whole(shelf: Path) -> None:
    put(shelf, "a", toml("a", "2026-02-23", scope=f'customization = "{BILLING}"\nprofile = "p"'))
    assert chosen(TODAY, f"{BILLING}::2.1", "p") == "a"
    with pytest.raises(EngineError, match="ProfileID 'q'"):
        chosen(TODAY, BILLING, "q")


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


def test_the_package_with_the_artefacts_is_never_imported() -> None:
    code = (
        "import sys; from ubltools.validation.release import by_id, files_of; files_of(by_id('ubl-2.1'));"
        "sys.exit('facturx' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
