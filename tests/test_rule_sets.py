"""Among the files of a release, the one that is meant is found, with all it takes in."""

from pathlib import Path

import pytest

from tests.foreign import SCHXSLT, check, schema, schematron, zipped_names
from ubltools.errors import ConfigurationError, InputError, RulesBroken
from ubltools.validation.archive import opened
from ubltools.validation.rule_sets import RuleSet, read

RULE = '<rule xmlns="http://purl.oclc.org/dsdl/schematron" context="/">{}</rule>'
PARTED = schema('<pattern><include href="../parts/one.sch"/></pattern>')
PART = RULE.format(check()).encode()


def found(tmp_path: Path, files: dict[str, bytes], wanted: str | None = None) -> tuple[RuleSet, list[str]]:
    path = tmp_path / "official.zip"
    path.write_bytes(zipped_names(files))
    return read(opened(str(path)), wanted)


def test_one_file(tmp_path: Path) -> None:
    rules, notes = found(tmp_path, {"rules.sch": schematron(), "readme.txt": b"read me"})
    assert (rules.name, list(rules.files), notes) == ("rules.sch", ["rules.sch"], [])
    assert [each.id for each in rules.schema.asserts()] == ["T-1"]


def test_parts_come_along_and_are_no_rule_sets(tmp_path: Path) -> None:
    files = {"main/rules.sch": PARTED, "parts/one.sch": PART, "parts/other.sch": PART}
    rules, _ = found(tmp_path, files)
    assert (rules.name, set(rules.files)) == ("main/rules.sch", {"main/rules.sch", "parts/one.sch"})


def test_a_whole_rule_set_that_another_takes_in_is_a_part_of_it(tmp_path: Path) -> None:
    both = schema(f'<extends href="a.sch"/><pattern>{RULE.format(check("B"))}</pattern>')
    files = {"a.sch": schematron(check("A")), "all.sch": both}
    rules, notes = found(tmp_path, files)
    assert (rules.name, notes) == ("all.sch", [])
    assert [each.id for each in rules.schema.asserts()] == ["A", "B"]


def test_a_part_that_is_missing_or_outside_is_named(tmp_path: Path) -> None:
    with pytest.raises(RulesBroken, match=r"needs the file parts/one\.sch"):
        found(tmp_path, {"main/rules.sch": PARTED})
    for href in ("../../one.sch", "/etc/passwd", "file:///etc/passwd", "http://x/y.sch", ""):
        with pytest.raises(RulesBroken, match="not a file beside it"):
            found(tmp_path, {"main/rules.sch": schema(f'<include href="{href}"/>')})
    (tmp_path / "main").mkdir()
    (tmp_path / "main" / "rules.sch").write_bytes(PARTED)
    with pytest.raises(RulesBroken, match="not a file beside it") as caught:
        read(opened(str(tmp_path / "main" / "rules.sch")))
    assert "folder that holds both" in (caught.value.hint or "")


def test_the_same_rules_in_two_forms_are_one_release(tmp_path: Path) -> None:
    twice = schema(
        '<pattern><rule context="/"><assert id="X-1" test="1">a</assert></rule></pattern>'
        '<pattern><rule context="/"><assert id="X-2" role="warning" test="1">b</assert></rule></pattern>'
    )
    rules, notes = found(tmp_path, {"xslt/rules.xslt": SCHXSLT.encode(), "rules.sch": twice})
    assert rules.name == "xslt/rules.xslt"
    assert notes == ["rules.sch holds the same rules and is left out"]


def test_different_rules_must_be_told_apart_by_the_user(tmp_path: Path) -> None:
    files = {"a/one.sch": schematron(check("A")), "b/two.sch": schematron(check("B"), check("C"))}
    with pytest.raises(ConfigurationError, match=r"a/one\.sch \(1 rules\), b/two\.sch \(2 rules\)") as caught:
        found(tmp_path, files)
    assert "--file" in (caught.value.hint or "")
    for wanted in ("two.sch", "b/two.sch"):
        assert found(tmp_path, files, wanted)[0].name == "b/two.sch"
    with pytest.raises(ConfigurationError, match=r"has no rule set wo\.sch"):
        found(tmp_path, files, "wo.sch")


def test_another_severity_is_another_rule_set(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="different rule sets"):
        found(tmp_path, {"a.sch": schematron(), "b.sch": schematron(check(flag="warning"))})


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    rules, notes = found(tmp_path, {"good.sch": schematron(), "other.sch": schema("<unheard/>")})
    assert rules.name == "good.sch"
    assert len(notes) == 1 and notes[0].startswith("other.sch is left out: ") and "unheard" in notes[0]
    with pytest.raises(RulesBroken, match="unheard"):
        found(tmp_path, {"other.sch": schema("<unheard/>")})


@pytest.mark.parametrize("files", [{"a.xml": b"<a/>"}, {"a.sch": b"<a/>", "b.sch": b"no xml"}, {}])
def test_nothing_in_it(tmp_path: Path, files: dict[str, bytes]) -> None:
    with pytest.raises(ConfigurationError, match="has no Schematron"):
        found(tmp_path, files)


def test_a_single_file_that_is_no_xml_is_named(tmp_path: Path) -> None:
    (tmp_path / "rules.pdf").write_bytes(b"%PDF")
    with pytest.raises(InputError, match=r"rules\.pdf is no rule file"):
        read(opened(str(tmp_path / "rules.pdf")))
    (tmp_path / "bad.sch").write_bytes(b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')
    with pytest.raises(InputError, match="DOCTYPE"):
        read(opened(str(tmp_path / "bad.sch")))
