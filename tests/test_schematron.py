"""Both readers fill one model, and refuse what they do not understand."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ubltools.codes import code_list
from ubltools.errors import RulesBroken
from ubltools.finding import Severity
from ubltools.names import CAC, CBC
from ubltools.validation.model import tidy
from ubltools.validation.release import by_id, files_of
from ubltools.validation.schematron import Assert, Let, Pattern, Rule, Schema, Value, read

NAMESPACES = (
    'xmlns:sch="http://purl.oclc.org/dsdl/schematron" xmlns:u="urn:ubltools:schematron" '
    'xmlns:xsl="http://www.w3.org/1999/XSL/Transform"'
)
NS = f'<sch:ns prefix="cbc" uri="{CBC}"/><sch:ns prefix="cac" uri="{CAC}"/>'


def sch(
    tmp_path: Path, content: str, name: str = "rules.sch", attributes: str = 'queryBinding="xslt2"'
) -> Path:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"<sch:schema {NAMESPACES} {attributes}>{content}</sch:schema>", encoding="utf-8")
    return path


def fragment(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content.replace(">", f" {NAMESPACES}>", 1), encoding="utf-8")


def rule(content: str, context: str = "cbc:ID") -> str:
    return f'<sch:pattern id="p"><sch:rule context="{context}">{content}</sch:rule></sch:pattern>'


def check(more: str = "", text: str = "Wrong.", test: str = ". = 1", name: str = "assert") -> str:
    return f'<sch:{name} id="R1" test="{test}" {more}>{text}</sch:{name}>'


def only(schema: Schema) -> Assert:
    (found,) = schema.asserts()
    return found


def test_the_whole_model(tmp_path: Path) -> None:
    path = sch(
        tmp_path,
        f"""<sch:title> Some
        rules </sch:title>{NS}<sch:p>Prose.</sch:p>
        <sch:let name="a" value="1"/>
        <xsl:function name="u:f"><xsl:sequence select="2"/></xsl:function>
        <sch:pattern id="first"><sch:let name="b" value="$a"/>
          <sch:rule context="cbc:ID"><sch:let name="c" value="."/>
            <sch:assert id="R1" test="$c = $b" flag="warning" u:hint="Do it." u:terms="BT-1 BT-2">
              The number <sch:value-of select="."/>
              is wrong.
            </sch:assert>
            <sch:report id="R2" test=". = 3 or . = 4">Not this.</sch:report>
          </sch:rule>
          <sch:rule context="cbc:Note"/>
        </sch:pattern>""",
    )
    schema = read(path)
    assert (schema.title, schema.namespaces) == ("Some rules", {"cbc": CBC, "cac": CAC})
    assert schema.lets == (Let("a", "1"),)
    assert len(schema.functions) == 1
    assert 'name="u:f"' in schema.functions[0]
    first = Assert(
        "R1",
        "$c = $b",
        Severity.WARNING,
        ("The number ", Value("."), " is wrong."),
        "Do it.",
        ("BT-1", "BT-2"),
    )
    second = Assert("R2", "not(. = 3 or . = 4)", Severity.FATAL, ("Not this.",))
    rules = (Rule("cbc:ID", (Let("c", "."),), (first, second)), Rule("cbc:Note", (), ()))
    assert schema.patterns == (Pattern("first", (Let("b", "$a"),), rules),)


@pytest.mark.parametrize(
    ("attribute", "severity"),
    [
        ("", Severity.FATAL),
        ('flag="fatal"', Severity.FATAL),
        ('flag="warning"', Severity.WARNING),
        ('role="warning"', Severity.WARNING),
        ('role="ERROR"', Severity.FATAL),
        ('flag="information"', Severity.INFO),
    ],
)
def test_severities(tmp_path: Path, attribute: str, severity: Severity) -> None:
    assert only(read(sch(tmp_path, rule(check(attribute))))).severity is severity


def test_code_lists_come_in_as_literals(tmp_path: Path) -> None:
    schema = read(
        sch(
            tmp_path,
            """<sch:let name="all" value="u:codes('EAS')"/>
            <xsl:function name="u:f"><xsl:sequence select="u:codes('ISO4217')"/></xsl:function>"""
            + rule(check(test=". = u:codes( &quot;UNCL2005&quot; )")),
        )
    )
    assert re.findall("'([^']+)'", schema.lets[0].value) == list(code_list("EAS"))
    assert only(schema).test == f". = ({','.join(repr(code) for code in code_list('UNCL2005'))})"
    assert "'EUR'" in schema.functions[0]


def test_a_function_of_the_same_name_in_another_namespace_stays(tmp_path: Path) -> None:
    text = rule(check(test="u:codes('EAS')")).replace("<sch:pattern", '<sch:pattern xmlns:u="urn:other"')
    assert only(read(sch(tmp_path, text))).test == "u:codes('EAS')"


def test_abstract_patterns_are_filled_in(tmp_path: Path) -> None:
    schema = read(
        sch(
            tmp_path,
            """<sch:pattern abstract="true" id="amounts"><sch:let name="l" value="$low"/>
                 <sch:rule context="$place"><sch:assert id="A" test=". &gt;= $low and . &lt; $lower">
                   <sch:value-of select="$low"/>!</sch:assert></sch:rule></sch:pattern>
               <sch:pattern id="use" is-a="amounts">
                 <sch:param name="place" value="cbc:Amount"/>
                 <sch:param name="low" value="0"/></sch:pattern>""",
        )
    )
    filled = Assert("A", ". >= 0 and . < $lower", Severity.FATAL, (Value("0"), "!"))
    assert schema.patterns == (Pattern("use", (Let("l", "0"),), (Rule("cbc:Amount", (), (filled,)),)),)


def test_abstract_rules_are_extended_in_place(tmp_path: Path) -> None:
    schema = read(
        sch(
            tmp_path,
            """<sch:pattern id="p"><sch:rule abstract="true" id="base"><sch:let name="v" value="."/>
                 <sch:assert id="A" test="$v">a</sch:assert></sch:rule>
               <sch:rule context="cbc:ID"><sch:assert id="B" test="1">b</sch:assert>
                 <sch:extends rule="base"/></sch:rule></sch:pattern>""",
        )
    )
    ((only_rule,),) = (pattern.rules for pattern in schema.patterns)
    assert [check.id for check in only_rule.asserts] == ["B", "A"]
    assert only_rule.lets == (Let("v", "."),)


def test_includes_and_extended_schemas(tmp_path: Path) -> None:
    sch(tmp_path, '<sch:let name="shared" value="1"/><sch:include href="deep.sch#two"/>', "shared/all.sch")
    fragment(
        tmp_path,
        "shared/deep.sch",
        '<sch:list><sch:pattern id="one"/>'
        '<sch:pattern id="two"><sch:include href="rule.sch"/></sch:pattern></sch:list>',
    )
    fragment(tmp_path, "shared/rule.sch", f'<sch:rule context="cbc:ID">{check()}</sch:rule>')
    path = sch(
        tmp_path, '<sch:extends href="../shared/all.sch"/><sch:pattern id="own"/>', "release/rules.sch"
    )
    schema = read(path, tmp_path)
    assert [pattern.id for pattern in schema.patterns] == ["two", "own"]
    assert (only(schema).id, schema.lets) == ("R1", (Let("shared", "1"),))


@pytest.mark.parametrize(
    "href",
    [
        "../outside.sch",
        "/etc/passwd",
        "http://example.org/x.sch",
        "file:///etc/passwd",
        "",
        "#x",
        "../../../../etc/passwd",
    ],
)
def test_includes_do_not_leave_the_folder(tmp_path: Path, href: str) -> None:
    sch(tmp_path, "", "outside.sch")
    with pytest.raises(RulesBroken, match="not a file of the rules"):
        read(sch(tmp_path, f'<sch:include href="{href}"/>', "in/rules.sch"), tmp_path / "in")


def test_a_link_out_of_the_folder_is_no_way_out(tmp_path: Path) -> None:
    outside = sch(tmp_path, "", "outside.sch")
    path = sch(tmp_path, '<sch:extends href="link.sch"/>', "in/rules.sch")
    (tmp_path / "in" / "link.sch").symlink_to(outside)
    with pytest.raises(RulesBroken, match="not a file of the rules"):
        read(path)


def test_includes_in_a_circle(tmp_path: Path) -> None:
    with pytest.raises(RulesBroken, match="include each other"):
        read(sch(tmp_path, '<sch:extends href="rules.sch"/>'))


BROKEN = [
    (rule(check('flag="terrible"')), "severity 'terrible'"),
    (rule('<sch:assert test="1">no id</sch:assert>'), "assert at line 1 that is not understood"),
    (rule('<sch:assert id="A">no test</sch:assert>'), "assert at line"),
    (rule("<sch:asert/>"), "asert at line"),
    (rule(check(text="<sch:other/>")), "other at line"),
    (rule(check(test="u:codes('NOPE')")), "code list 'NOPE'"),
    (rule(check(test="u:codes('../EAS')")), "code list '../EAS'"),
    ('<sch:fase id="x"/>', "fase at line"),
    ('<sch:pattern is-a="nothing"/>', "'nothing' at line 1, which is not declared"),
    (rule('<sch:extends rule="nothing"/>'), "'nothing' at line"),
    ('<sch:let name="a" value="1"/><sch:let name="a" value="2"/>', r"declare \$a twice"),
    ('<sch:ns prefix="a" uri="x"/><sch:ns prefix="a" uri="y"/>', "prefix 'a' twice"),
    ('<sch:include href="missing.sch"/>', r"missing\.sch cannot be read"),
    ('<sch:include href="rules.sch#x"/>', "include each other"),
]


@pytest.mark.parametrize(("content", "words"), BROKEN)
def test_what_is_not_understood_is_refused(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(RulesBroken, match=words):
        read(sch(tmp_path, content))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<a", "cannot be read"),
        ("<!DOCTYPE a><a/>", "DOCTYPE"),
        ("<a/>", "not a Schematron schema"),
        (f"<sch:schema {NAMESPACES}/>", "queryBinding"),
        (f'<sch:schema {NAMESPACES} queryBinding="xslt"/>', "queryBinding"),
        (f'<sch:schema {NAMESPACES} queryBinding="xslt2" defaultPhase="x"/>', "defaultPhase"),
    ],
)
def test_what_is_no_schema_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "rules.sch"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RulesBroken, match=words):
        read(path)


def test_phases_leave_no_pattern_out(tmp_path: Path) -> None:
    """They only name patterns, for a caller who wants to run some of them; nobody here does."""
    phase = '<sch:phase id="some"><sch:active pattern="other"/></sch:phase>'
    assert only(read(sch(tmp_path, phase + rule(check())))).id == "R1"


def test_white_space_in_messages() -> None:
    assert tidy(["\n  a ", " b", Value("x"), "\n c  "]) == ("a b", Value("x"), " c")
    assert tidy([" ", Value("x"), " ", Value("y")]) == (Value("x"), " ", Value("y"))
    assert tidy([]) == ()


# The shape of a compiled Schematron, written out for the smallest case of everything.
COMPILED = """<xsl:stylesheet version="2.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:svrl="http://purl.oclc.org/dsdl/svrl" xmlns:q="urn:q">
  <xsl:param name="fileNameParameter"/>
  <xsl:variable name="document-uri"><xsl:value-of select="document-uri(/)"/></xsl:variable>
  <xsl:output method="xml"/>
  <xsl:function name="q:f"><xsl:sequence select="1"/></xsl:function>
  <xsl:variable name="g" select="1"/>
  <xsl:template match="*" mode="schematron-get-full-path"/>
  <xsl:template match="/">
    <svrl:schematron-output title=" A  title ">
      <svrl:active-pattern><xsl:attribute name="id">first</xsl:attribute></svrl:active-pattern>
      <xsl:apply-templates mode="M1" select="/"/>
      <svrl:active-pattern id="second"/>
      <xsl:apply-templates mode="M2" select="/"/>
    </svrl:schematron-output>
  </xsl:template>
  <xsl:template match="q:late" mode="M1" priority="999"><svrl:fired-rule context="q:late"/></xsl:template>
  <xsl:template match="q:a" mode="M1" priority="1000">
    <svrl:fired-rule context="q:a"/>
    <xsl:variable name="v" select="q:b"/>
    <xsl:choose>
      <xsl:when test="$v = $g"/>
      <xsl:otherwise>
        <svrl:failed-assert test="$v = $g" role="x" flag="warning">
          <xsl:attribute name="id">R1</xsl:attribute>
          <svrl:text>[R1]-It is <xsl:text/><xsl:value-of select="$v"/><xsl:text/> now.</svrl:text>
        </svrl:failed-assert>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:if test="q:c">
      <svrl:successful-report id="R2"><svrl:text>No c.</svrl:text></svrl:successful-report>
    </xsl:if>
    <xsl:apply-templates mode="M1" select="*"/>
  </xsl:template>
  <xsl:template match="text()" mode="M1" priority="-1"/>
  <xsl:template match="text()" mode="M2" priority="-1"/>
</xsl:stylesheet>"""


def compiled(tmp_path: Path, *changes: tuple[str, str]) -> Schema:
    text = COMPILED
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "rules.xslt"
    path.write_text(text, encoding="utf-8")
    return read(path)


def test_the_compiled_form(tmp_path: Path) -> None:
    schema = compiled(tmp_path)
    first = Assert("R1", "$v = $g", Severity.WARNING, ("[R1]-It is ", Value("$v"), " now."))
    second = Assert("R2", "not(q:c)", Severity.FATAL, ("No c.",))
    rules = (Rule("q:a", (Let("v", "q:b"),), (first, second)), Rule("q:late", (), ()))
    assert schema.patterns == (Pattern("first", (), rules), Pattern("second", (), ()))
    assert (schema.title, schema.lets, dict(schema.namespaces)) == (
        "A title",
        (Let("g", "1"),),
        {"q": "urn:q"},
    )
    assert len(schema.functions) == 1


@pytest.mark.parametrize(
    "change",
    [
        ('<xsl:when test="$v = $g"/>', '<xsl:when test="$v = $g"><q:x/></xsl:when>'),
        ('<xsl:when test="$v = $g"/>', '<xsl:when test="$v = $g"/><xsl:when test="1"/>'),
        ('<xsl:variable name="v" select="q:b"/>', '<xsl:variable name="v"><q:b/></xsl:variable>'),
        ('<xsl:variable name="v" select="q:b"/>', "<xsl:message/>"),
        ('<xsl:output method="xml"/>', '<xsl:import href="other.xslt"/>'),
        ('<xsl:attribute name="id">R1</xsl:attribute>', ""),
        ('<svrl:fired-rule context="q:a"/>', ""),  # then it is no rule, and its asserts are not accounted for
        ('mode="M1" select="/"', 'mode="M9" select="/"'),
        ("<xsl:text/> now.", "<xsl:number/> now."),
        ('flag="warning"', 'flag="odd"'),
        ("svrl:schematron-output", "svrl:other"),
    ],
)
def test_a_compiled_form_that_is_not_understood_is_refused(tmp_path: Path, change: tuple[str, str]) -> None:
    with pytest.raises(RulesBroken):
        compiled(tmp_path, change)


def test_every_assert_of_en_16931_is_read() -> None:
    known = by_id("en16931-1.3.16")
    path = files_of(known)[known.rules or ""]
    text = path.read_text(encoding="utf-8")
    schema = read(path)
    flags = Counter(re.findall(r'<xsl:attribute name="flag">(\w+)</xsl:attribute>', text))
    ids = re.findall(r'<xsl:attribute name="id">((?:BR|UBL-[A-Z]+)-[^<]+)</xsl:attribute>', text)
    assert len(ids) == text.count("<svrl:failed-assert ") == 979
    assert Counter(check.id for check in schema.asserts()) == Counter(ids)
    assert Counter(str(check.severity) for check in schema.asserts()) == flags
    assert [pattern.id for pattern in schema.patterns] == ["UBL-model", "UBL-syntax", "Codesmodel"]
    assert sum(1 for _ in schema.rules()) == text.count("<svrl:fired-rule ")


def test_the_model_is_values(tmp_path: Path) -> None:
    made: Any = only(read(sch(tmp_path, rule(check()))))
    with pytest.raises(AttributeError):
        made.test = "true()"
