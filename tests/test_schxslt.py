"""The other compiled form of Schematron comes back as the same model, whole or not at all."""

from collections import Counter
from pathlib import Path

import pytest

from tests.foreign import SCHXSLT, XSL
from ubltools import xml
from ubltools.errors import RulesBroken
from ubltools.finding import Severity
from ubltools.names import CBC, INVOICE
from ubltools.validation import saxon
from ubltools.validation.schematron import Assert, Let, Rule, Schema, Value, read


def made(tmp_path: Path, *changes: tuple[str, str]) -> Schema:
    text = SCHXSLT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "rules.xsl"
    path.write_text(text, encoding="utf-8")
    return read(path)


def test_the_whole_model(tmp_path: Path) -> None:
    schema = made(tmp_path)
    assert schema.title == "Compiled rules"
    assert (schema.namespaces["cbc"], schema.namespaces["inv"]) == (CBC, INVOICE)
    assert schema.lets == (Let("limit", "2"), Let("more", "$limit + 1"))
    assert len(schema.functions) == 1 and 'name="q:long"' in schema.functions[0]
    first, second = schema.patterns
    assert (first.id, second.id) == ("p1", "p2")
    one = Assert("X-1", "not(not(count(cbc:ID) lt $more))", Severity.FATAL, ("Too many ids.",))
    assert first.rules == (Rule("inv:Invoice | cn:CreditNote", (), (one,)),)
    message = ("The id ", Value("$value"), " is long.")
    two = Assert("X-2", "not(q:long($value))", Severity.WARNING, message)
    assert second.rules == (Rule("cbc:ID", (Let("value", "string(.)"),), (two,)),)


def test_the_output_of_its_successor_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "rules.xslt"
    name = "Q{http://dmaus.name/ns/2023/schxslt}phase"
    path.write_text(
        f'<stylesheet xmlns="{XSL}" version="3.0"><variable name="{name}" select="\'#ALL\'"/></stylesheet>'
    )
    with pytest.raises(RulesBroken, match="SchXslt2") as caught:
        read(path)
    assert ".sch" in (caught.value.hint or "")


def test_it_says_what_the_stylesheet_would(tmp_path: Path) -> None:
    rules = saxon.Rules(made(tmp_path))

    def found(*ids: str) -> Counter[str]:
        content = "".join(f"<b:ID>{each}</b:ID>" for each in ids)
        root = xml.parse(f'<Invoice xmlns="{INVOICE}" xmlns:b="{CBC}">{content}</Invoice>'.encode()).root
        return Counter(each.check.id for each in rules.check(saxon.Source(root)).failures)

    assert found("a", "b") == {}
    assert found("a", "b", "c") == {"X-1": 1}
    assert found("abcd", "abcde") == {"X-2": 2}


def test_of_rules_of_one_pattern_the_one_with_the_higher_priority_comes_first(tmp_path: Path) -> None:
    schema = made(tmp_path, ("'p2'", "'p1'"), ('pattern="p2"', 'pattern="p1"'))
    assert [rule.context for rule in schema.patterns[0].rules] == ["inv:Invoice | cn:CreditNote", "cbc:ID"]
    turned = made(
        tmp_path, ("'p2'", "'p1'"), ('pattern="p2"', 'pattern="p1"'), ('priority="7"', 'priority="9"')
    )
    assert [rule.context for rule in turned.patterns[0].rules] == ["cbc:ID", "inv:Invoice | cn:CreditNote"]


@pytest.mark.parametrize(
    "change",
    [
        ('<xsl:param name="limit" select="2"/>', '<xsl:param name="limit"/>'),
        ('<xsl:output indent="yes"/>', '<xsl:import href="other.xsl"/>'),
        ('mode="d1" select="root()"', 'mode="d1" select="document(\'other.xml\')"'),
        ('<xsl:if test="q:long($value)">', '<xsl:for-each select="q:long($value)">'),
        ('id="X-1"', ""),
        ('flag="fatal"', 'flag="terrible"'),
        ('<schxslt:pattern id="p2"/>', '<schxslt:pattern id="p1"/>'),
        ('<schxslt:pattern id="p2"/>', ""),
        ('match="cbc:ID" priority', "priority"),
        ("<svrl:text>Too many ids.</svrl:text>", "<svrl:text>Too <b/> ids.</svrl:text>"),
        ('<xsl:variable name="value" select="string(.)"/>', "<xsl:message/>"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path: Path, change: tuple[str, str]) -> None:
    changes = [change]
    if "for-each" in change[1]:
        changes.append(
            ("</svrl:successful-report>\n          </xsl:if>", "</svrl:successful-report></xsl:for-each>")
        )
    with pytest.raises(RulesBroken):
        made(tmp_path, *changes)
