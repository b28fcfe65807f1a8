"""A schema out of the cache says what the schema in the files says, and whatever is wrong with the cache does
no harm."""

from pathlib import Path

import pytest
from lxml import etree

from tests.orders import SAMPLES
from ubltools import xml
from ubltools.validation import kept, schemas, xsd
from ubltools.validation.release import by_id, files_of

UBL = by_id("ubl-2.1")
RELEASES = (UBL, by_id("application-response-2.1"))
NAMES = [(name, each) for each in RELEASES for name in dict(each.schemas).values()]
INVOICE = dict(UBL.schemas)["Invoice"]
SAMPLE = (SAMPLES / "invoice.xml").read_bytes()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("UBLTOOLS_CACHE", str(tmp_path / "kept"))
    forget()
    yield tmp_path / "kept" / "cache"
    forget()


def forget() -> None:
    schemas.schema_of.cache_clear()
    schemas.short_schema_of.cache_clear()


EXTENSION = (
    b"<ext:UBLExtensions xmlns:ext="
    b'"urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2">'
    b"<ext:UBLExtension><ext:ExtensionContent><a xmlns='b'/></ext:ExtensionContent></ext:UBLExtension>"
    b"</ext:UBLExtensions>"
)


def answers(schema: etree.XMLSchema, data: bytes) -> list[tuple[int, str]]:
    schema.validate(xml.parse(data).root)
    return [(entry.line, entry.message) for entry in schema.error_log]  # type: ignore[attr-defined]


def said(root: etree._Element) -> list[object]:
    """Everything in a schema file but annotations, comments and white space."""
    if root.tag == "{http://www.w3.org/2001/XMLSchema}annotation":
        return []
    below = [said(each) for each in root.iterchildren("*")]
    return [
        root.tag,
        dict(root.attrib),
        root.nsmap,
        (root.text or "").strip(),
        [each for each in below if each],
    ]


@pytest.mark.parametrize(("name", "release"), NAMES, ids=lambda each: str(each)[-30:])
def test_without_annotations_everything_else_is_there(name, release) -> None:
    schemas.schema_of(name, release)
    slim = schemas._kept(schemas._SLIM, release)
    assert slim is not None and set(slim) == set(files_of(release))
    for each, path in files_of(release).items():
        assert said(etree.fromstring(slim[each])) == said(etree.parse(str(path)).getroot())


def mistakes() -> list[bytes]:
    """The sample with each of its tags misspelt in turn, and with other mistakes."""
    lines = SAMPLE.split(b"\n")
    without = [b"\n".join(lines[:at] + lines[at + 1 :]) for at, line in enumerate(lines) if b"</cbc:" in line]
    wrong = [SAMPLE.replace(old, new) for old, new in ((b"EUR", b""), (b"2026", b"x"), (b"schemeID", b"x"))]
    return [SAMPLE, *without, *wrong]


def test_the_verdicts_are_the_same() -> None:
    whole = schemas.whole(files_of(UBL)[INVOICE], UBL)
    expected = [answers(whole, data) for data in mistakes()]
    assert expected[0] == [] and sum(map(bool, expected)) >= 20
    for _ in range(2):  # when it is made, and out of the cache
        assert [answers(schemas.schema_of(INVOICE, UBL), data) for data in mistakes()] == expected
        schemas.schema_of.cache_clear()


def test_the_short_schema_says_yes_only_where_the_whole_one_does() -> None:
    whole, short = schemas.whole(files_of(UBL)[INVOICE], UBL), schemas.short_schema_of(INVOICE, UBL)
    assert short is not None and short.validate(xml.parse(SAMPLE).root)
    allowed = [data for data in mistakes() if short.validate(xml.parse(data).root)]
    assert len(allowed) > 5 and all(whole.validate(xml.parse(data).root) for data in allowed)
    extended = SAMPLE.replace(b"<cbc:CustomizationID>", EXTENSION + b"<cbc:CustomizationID>", 1)
    assert whole.validate(xml.parse(extended).root) and not short.validate(xml.parse(extended).root)
    assert xsd.check(xml.parse(extended), UBL) == ()


def test_only_a_release_for_invoices_has_a_short_schema() -> None:
    assert schemas.short_schema_of(*NAMES[-1]) is None


def test_out_of_the_cache_no_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    schemas.schema_of(INVOICE, UBL)
    assert schemas.short_schema_of(INVOICE, UBL) is not None
    forget()
    monkeypatch.delattr(schemas, "files_of")
    assert answers(schemas.schema_of(INVOICE, UBL), SAMPLE) == []
    assert xsd.check(xml.parse(SAMPLE), UBL) == ()


@pytest.mark.parametrize("content", [b"", b"a\0b", b"a", b"\0", b"\xff\0<a/>", INVOICE.encode() + b"\0<a/>"])
def test_a_cache_that_holds_something_else(content: bytes) -> None:
    for form in schemas._SLIM, schemas._SHORT:
        kept.keep(f"{form}-{UBL.fingerprint}", content)
    assert xsd.check(xml.parse(SAMPLE), UBL) == ()
    assert answers(schemas.schema_of(INVOICE, UBL), SAMPLE) == []


def test_an_import_that_is_not_in_the_cache_is_not_looked_for_elsewhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slim = schemas._kept(schemas._SLIM, UBL)
    assert slim is not None
    lost = next(name for name in slim if "CommonBasic" in name)
    kept.keep(
        f"{schemas._SLIM}-{UBL.fingerprint}",
        b"\0".join(part for name, text in slim.items() if name != lost for part in (name.encode(), text)),
    )
    (tmp_path / lost).parent.mkdir(parents=True)
    (tmp_path / lost).write_bytes(b"<a/>")
    monkeypatch.chdir(tmp_path)
    assert answers(schemas.schema_of(INVOICE, UBL), SAMPLE) == []


def test_where_nothing_can_be_kept_the_files_are_read(folder: Path) -> None:
    folder.parent.write_text("a file")
    assert answers(schemas.schema_of(INVOICE, UBL), SAMPLE) == []
