"""What a user names comes out as files with harmless names, within limits, or is refused with the reason."""

import io
import ntpath
import os
import posixpath
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.foreign import zipped_names
from ubltools.errors import ConfigurationError, InputError, TooLarge, UblToolsError
from ubltools.validation import archive
from ubltools.validation.archive import MAX_BYTES, MAX_FILES, opened, unsafe

PARTS = st.lists(
    st.sampled_from(["..", ".", "a", "b.sch", "", "C:", "\\", "/", "\x00", " ", "~", "é"]), max_size=6
)


def save(tmp_path: Path, data: bytes, name: str = "official.zip") -> str:
    path = tmp_path / name
    path.write_bytes(data)
    return str(path)


def entry(name: str, mode: int, data: bytes = b"x") -> bytes:
    """A ZIP with one entry of a kind."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        made.writestr(info, data)
    return out.getvalue()


@given(PARTS.map("/".join) | PARTS.map("\\".join) | st.text(max_size=12))
@example("a/../../b")
@example("C:b.sch")
@example("..\\b.sch")
def test_a_name_that_is_accepted_stays_inside(name: str) -> None:
    """The law behind every refusal, on either kind of system."""
    if unsafe(name) is None:
        for text in (name, name.replace("\\", "/")):
            assert posixpath.normpath(posixpath.join("/in/folder", text)).startswith("/in/folder/")
            assert ntpath.normpath(ntpath.join("D:\\in\\folder", text)).startswith("D:\\in\\folder\\")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("/etc/passwd", "absolute path"),
        ("\\\\server\\share", "absolute path"),
        ("c:\\windows", "absolute path"),
        ("C:rules.sch", "absolute path"),
        ("../rules.sch", 'path with ".."'),
        ("a/b/../../../c", 'path with ".."'),
        ("a\\..\\..\\c", 'path with ".."'),
        ("", "a name that is none"),
        ("a/b:c", "a name with a colon"),
        ("./", "a name that is none"),
        ("a\nb", "a name that is none"),
    ],
)
def test_names_that_are_refused(tmp_path: Path, name: str, reason: str) -> None:
    assert reason in (unsafe(name) or "")
    if name:
        with pytest.raises(InputError, match=f"is refused: .* is .*{reason[:6]}"):
            opened(save(tmp_path, zipped_names({"rules.sch": b"x", name: b"x"})))


@pytest.mark.parametrize(
    "name", ["rules.sch", "a/b.sch", "a..b/..c.sch", "...", "é/ü.sch", "a b.sch", "a\\b.sch"]
)
def test_ordinary_names_are_not_refused(name: str) -> None:
    assert unsafe(name) is None


def test_a_zip_gives_its_rule_files(tmp_path: Path) -> None:
    names = {"a/Rules.SCH": b"1", "b.xslt": b"2", "c.xml": b"3", "./d.xsl": b"4", "win\\e.sch": b"5"}
    files = opened(save(tmp_path, zipped_names(names)))
    assert files.names() == ["a/Rules.SCH", "b.xslt", "d.xsl", "win/e.sch"]
    assert [files.read(name) for name in ("a/Rules.SCH", "a/rules.sch", "win/e.sch", "c.xml", "no")] == [
        b"1", b"1", b"5", b"3", None,
    ]  # fmt: skip
    assert files.title == "official.zip"


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (stat.S_IFLNK, "a symbolic link"),
        (stat.S_IFIFO, "no ordinary file"),
        (stat.S_IFCHR, "no ordinary file"),
    ],
)
def test_entries_that_are_no_files_are_refused(tmp_path: Path, kind: int, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        opened(save(tmp_path, entry("rules.sch", kind | 0o777, b"/etc/passwd")))
    assert opened(save(tmp_path, entry("rules.sch", stat.S_IFREG | 0o644))).names() == ["rules.sch"]


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped_names({"rules.sch": b"x" * 100}))
    at = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[at + 8] |= 1
    with pytest.raises(InputError, match="encrypted"):
        opened(save(tmp_path, bytes(data)))


def test_a_name_that_comes_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there twice"):
        opened(save(tmp_path, zipped_names({"a/rules.sch": b"1", "A/Rules.sch": b"2"})))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with pytest.raises(UblToolsError, match=r"bomb.sch is packed more than 200 times"):
        opened(save(tmp_path, zipped_names({"bomb.sch": b"\x00" * 10_000_000})))


def test_many_entries_of_one_bomb_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ZIP whose entries say the same bytes again: each by itself is packed tightly, but not too tightly."""
    monkeypatch.setattr(archive, "_unsafe_entry", lambda _: None)
    with pytest.raises(TooLarge, match="times as large when unpacked"):
        opened(save(tmp_path, zipped_names({"bomb.sch": b"\x00" * 10_000_000})))


def test_an_entry_that_says_it_is_smaller_than_it_is_gives_no_more(tmp_path: Path) -> None:
    data = bytearray(zipped_names({"rules.sch": os.urandom(1000)}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(InputError, match="cannot be unpacked"):
        opened(save(tmp_path, bytes(data))).read("rules.sch")


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (MAX_FILES, MAX_BYTES) == (5_000, 64_000_000)
    monkeypatch.setattr(archive, "MAX_FILES", 2)
    monkeypatch.setattr(archive, "MAX_BYTES", 1000)
    three = {f"{name}.sch": b"x" for name in "abc"}
    with pytest.raises(TooLarge, match="more than 2 files"):
        opened(save(tmp_path, zipped_names(three)))
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, data in three.items():
        (folder / name).write_bytes(data)
    with pytest.raises(TooLarge, match="more than 2 files"):
        opened(str(folder)).names()
    with pytest.raises(TooLarge):
        opened(save(tmp_path, b"x" * 1001, "large.sch"))
    files = opened(save(tmp_path, zipped_names({"a.sch": b"xy" * 250, "b.sch": b"xy" * 251}), "two.zip"))
    assert len(files.read("a.sch") or b"") == 500
    assert len(files.read("a.sch") or b"") == 500  # read once, counted once
    with pytest.raises(TooLarge, match=r"two\.zip"):
        files.read("b.sch")


def test_one_file_and_what_stands_beside_it(tmp_path: Path) -> None:
    path = save(tmp_path, b"main", "main.txt")
    (tmp_path / "parts").mkdir()
    save(tmp_path, b"part", "parts/part.sch")
    files = opened(path)
    assert files.names() == ["main.txt"]
    assert [files.read(name) for name in ("main.txt", "parts/part.sch", "parts", "none")] == [
        b"main", b"part", None, None,
    ]  # fmt: skip
    with pytest.raises(InputError, match=r'path with "\.\."'):
        files.read("../main.txt")


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("b.sch", "in/a.xslt", "in/readme.md"):
        save(tmp_path, b"x", name)
    assert opened(str(tmp_path)).names() == ["b.sch", "in/a.xslt"]


@pytest.mark.parametrize("target", ["outside.sch", "folder"])
def test_links_in_a_folder_are_refused(tmp_path: Path, target: str) -> None:
    outside = tmp_path / "outside.sch"
    outside.write_bytes(b"secret")
    (tmp_path / "folder").mkdir()
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "link.sch").symlink_to(tmp_path / target)
    with pytest.raises(InputError, match=r"link\.sch is a symbolic link"):
        opened(str(inside)).names()
    (inside / "main.sch").write_bytes(b"x")
    with pytest.raises(InputError, match="a symbolic link"):
        opened(str(inside / "main.sch")).read("link.sch")


def test_a_link_that_the_user_names_is_followed(tmp_path: Path) -> None:
    save(tmp_path, b"main", "main.sch")
    (tmp_path / "latest").symlink_to(tmp_path / "main.sch")
    files = opened(str(tmp_path / "latest"))
    assert files.read(files.names()[0]) == b"main"


@pytest.mark.parametrize("path", ["gone.sch", "a\x00b", "x" * 5000])
def test_what_is_not_there(tmp_path: Path, path: str) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        opened(str(tmp_path / path))


@given(st.data())
def test_a_damaged_zip_is_one_clear_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = bytearray(zipped_names({"a/rules.sch": b"<schema/>" * 20, "b.xslt": b"<x/>"}))
    for at, value in data.draw(
        st.lists(st.tuples(st.integers(4, len(whole) - 1), st.integers(0, 255)), max_size=4)
    ):
        whole[at] = value
    path = save(tmp_path_factory.getbasetemp(), bytes(whole[: data.draw(st.integers(4, len(whole)))]))
    try:
        files = opened(path)
        for name in files.names():
            files.read(name)
    except UblToolsError as error:
        assert error.message
