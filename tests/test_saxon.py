"""Saxon on small rule sets: which rule fires where, and that an error stays with the assert that has it."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.invoices import VALID
from ubltools import xml
from ubltools.errors import EngineError, EngineUnavailable, RulesBroken
from ubltools.finding import Severity
from ubltools.validation import saxon, stylesheet
from ubltools.validation.model import Assert, Let, Pattern, Rule, Schema, Value

XS = "http://www.w3.org/2001/XMLSchema"
XSL = "http://www.w3.org/1999/XSL/Transform"
FUNCTION = f"""<xsl:function xmlns:xsl="{XSL}" xmlns:xs="{XS}" xmlns:f="urn:f" name="f:number">
  <xsl:param name="text"/><xsl:sequence select="number($text) + xs:decimal($text)"/></xsl:function>"""
READS_A_LET = f"""<xsl:function xmlns:xsl="{XSL}" xmlns:f="urn:f" name="f:n">
  <xsl:sequence select="$n"/></xsl:function>"""


def check(identity: str, test: str, *message: str | Value) -> Assert:
    return Assert(identity, test, Severity.FATAL, message or ("no",))


def rule(context: str, *checks: Assert, lets: Iterable[Let] = ()) -> Rule:
    return Rule(context, tuple(lets), checks)


def schema(
    *rules: Rule, lets: Iterable[Let] = (), of_pattern: Iterable[Let] = (), functions: Iterable[str] = ()
) -> Schema:
    patterns = (Pattern("p", tuple(of_pattern), rules),)
    return Schema("t", {"xs": XS, "f": "urn:f"}, tuple(functions), tuple(lets), patterns)


def run(rules: Schema, document: str) -> saxon.Outcome:
    return saxon.Rules(rules).check(saxon.Source(xml.parse(document.encode()).root))


def seen(rules: Schema, document: str) -> list[tuple[str, str, str | None]]:
    """(rule, XPath, error code) for everything that failed."""
    return [
        (failure.check.id, xml.xpath_of(failure.element), failure.error[0] if failure.error else None)
        for failure in run(rules, document).failures
    ]


def test_only_the_first_rule_that_matches_a_node_fires() -> None:
    rules = schema(
        rule("b[@x]", check("A", "false()")), rule("b", check("B", "false()")), rule("*", check("C", "c"))
    )
    assert seen(rules, "<a><b/><b x='1'/><c/></a>") == [
        ("B", "/a/b[1]", None),
        ("A", "/a/b[2]", None),
        ("C", "/a/c", None),
    ]


def test_every_pattern_has_its_own_first() -> None:
    two = tuple(Pattern(name, (), (rule("b", check(name, "false()")),)) for name in ("one", "two"))
    outcome = run(Schema("t", {}, (), (), two), "<a><b/></a>")
    assert ([failure.check.id for failure in outcome.failures], outcome.fired) == (["one", "two"], 2)


def test_fired_counts_rules_that_met_a_node() -> None:
    rules = schema(rule("b", check("B", "true()")), rule("c"), rule("d"))
    assert run(rules, "<a><b/><b/><c/></a>") == saxon.Outcome(2, ())
    assert run(rules, "<x/>") == saxon.Outcome(0, ())


def test_a_context_that_raises_does_not_match() -> None:
    rules = schema(rule("b[xs:decimal(.) gt 1]", check("A", "false()")), rule("b", check("B", "false()")))
    assert seen(rules, "<a><b>2</b><b>two</b></a>") == [("A", "/a/b[1]", None), ("B", "/a/b[2]", None)]


BROKEN_LETS = [
    pytest.param({"lets": [Let("n", "xs:decimal(/a/b)")]}, [], id="of the schema"),
    pytest.param({"of_pattern": [Let("n", "xs:decimal(/a/b)")]}, [], id="of the pattern"),
    pytest.param({}, [Let("n", "xs:decimal(.)")], id="of the rule"),
    pytest.param({"lets": [Let("m", "xs:decimal(/a/b)")]}, [Let("n", "$m + 1")], id="through another"),
    pytest.param({}, [Let("m", "xs:decimal(.)"), Let("n", "for $m in $m return $m")], id="shadowed"),
]


@pytest.mark.parametrize(("document_wide", "of_rule"), BROKEN_LETS)
def test_an_error_in_a_let_counts_for_the_asserts_that_use_it(
    document_wide: dict[str, Any], of_rule: list[Let]
) -> None:
    checks = (
        check("USES", "$n = 1"),
        check("NOT", "false()"),
        check("LAZY", "true() or $n = 1"),
        check("TEXT", "string-length('$n') = 2"),
    )
    rules = schema(rule("b", *checks, lets=of_rule), **document_wide)
    assert seen(rules, "<a><b>one</b></a>") == [("USES", "/a/b", "FORG0001"), ("NOT", "/a/b", None)]
    assert seen(rules, "<a><b>1</b></a>")[-1] == ("NOT", "/a/b", None)


def test_errors_stay_with_their_assert_and_node() -> None:
    rules = schema(
        rule("b", check("A", "xs:decimal(.) = 1"), check("B", ". = '1'"), check("C", "c = 1 or c + 1 = 3"))
    )
    document = "<a><b>1</b><b>x</b><b><c>2</c><c>2</c></b></a>"
    assert seen(rules, document) == [
        ("C", "/a/b[1]", None),
        ("A", "/a/b[2]", "FORG0001"),
        ("B", "/a/b[2]", None),
        ("C", "/a/b[2]", None),
        ("A", "/a/b[3]", None),
        ("B", "/a/b[3]", None),
        ("C", "/a/b[3]", "XPTY0004"),
    ]


def test_errors_in_functions_and_messages_stay_too() -> None:
    rules = schema(
        rule(
            "b",
            check("A", "f:number(.) = 2"),
            check("B", "false()", "is ", Value("xs:date(.)")),
            check("C", "false()"),
        ),
        functions=[FUNCTION],
    )
    assert seen(rules, "<a><b>1</b></a>") == [("B", "/a/b", "FORG0001"), ("C", "/a/b", None)]
    assert seen(rules, "<a><b>x</b></a>")[0] == ("A", "/a/b", "FORG0001")


def test_the_error_says_why() -> None:
    (failure,) = run(schema(rule("b", check("A", "xs:decimal(.) = 1"))), "<a><b>x</b></a>").failures
    assert failure.error is not None
    assert 'Cannot convert string "x" to xs:decimal' in failure.error[1]


def test_a_dynamic_error_beyond_any_assert_ends_in_an_engine_error() -> None:
    rules = schema(
        rule("b", check("A", "f:n() = 1")), lets=[Let("n", "xs:decimal(/a/b)")], functions=[READS_A_LET]
    )
    assert seen(rules, "<a><b>2</b></a>") == [("A", "/a/b", None)]
    with pytest.raises(EngineError, match="Saxon gave up"):
        run(rules, "<a><b>x</b></a>")


def test_a_name_of_a_function_is_not_that_of_a_let() -> None:
    """The parameter of a function may be called like a let: the let is still kept apart."""
    lets = [Let("text", "xs:decimal(.)")]
    checks = (check("A", "f:number('1') = 2 and $text = 1"), check("B", "false()"))
    rules = schema(
        rule("b", *checks, lets=lets), lets=[Let("number", "xs:decimal('x')")], functions=[FUNCTION]
    )
    assert seen(rules, "<a><b>x</b></a>") == [("A", "/a/b", "FORG0001"), ("B", "/a/b", None)]


def test_rules_that_do_not_compile() -> None:
    with pytest.raises(RulesBroken, match="do not compile"):
        run(schema(rule("b", check("A", "1 +"))), "<a/>")
    with pytest.raises(RulesBroken, match="prefix 'ubltools'"):
        run(Schema("t", {"ubltools": "urn:x"}, (), (), ()), "<a/>")


def test_values_in_messages() -> None:
    message = ("Of ", Value("."), " there are ", Value("count(../b)"), ": ", Value("../b"), ".")
    outcome = run(
        schema(rule("b[1]", check("A", "false()", *message))),
        "<a><b>x\n\t&amp;\r y</b><b>\u2028\x85é😀</b></a>",
    )
    (failure,) = outcome.failures
    assert failure.message == "Of x  &  y there are 2: x  &  y \u2028\x85é😀."


def test_a_long_value_is_cut() -> None:
    (failure,) = run(schema(rule("a", check("A", "false()", Value(".")))), f"<a>{'x' * 100_000}</a>").failures
    assert len(failure.message) == 300


def test_the_document_and_attributes_are_nodes_too() -> None:
    rules = schema(
        rule("/", check("D", "false()")), rule("@x", check("X", ". = '1'")), rule("b", check("B", "@y"))
    )
    outcome = run(rules, "<a x='2'><b y='1'/><!-- c --><b z='1' x='3'/></a>")
    assert [(f.check.id, xml.xpath_of(f.element), f.attribute) for f in outcome.failures] == [
        ("D", "/a", None), ("X", "/a", "x"), ("B", "/a/b[2]", None), ("X", "/a/b[2]", "x"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("context", "visited"),
    [
        ("cbc:ID[@schemeID]", False),
        ("cbc:ID[@a = ']'] | cbc:ID[. = '@x' and b[@c]]", False),
        ("cbc:ID/@schemeID", True),
        ("a[b[@c]]/attribute::d", True),
        ("a (: @b :)", False),
    ],
)
def test_attributes_are_visited_only_where_a_context_can_match_one(context: str, visited: bool) -> None:
    assert stylesheet.visits_attributes(schema(rule(context))) is visited


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8)
markup = st.sampled_from(["<b/>", "<!--b-->", "<?b b?>", "<c>1<b/>2</c>", "<![CDATA[<b/>]]>"])
contents = st.lists(
    markup | texts.map(lambda text: re.sub("[&<>]", "", text)),
    max_size=10,
)


@given(contents)
def test_nodes_are_the_same_on_both_sides(parts: list[str]) -> None:
    """Saxon and lxml count elements alike, whatever stands between them."""
    rules = schema(
        rule("*", check("A", "false()", Value("name()"), " ", Value("count(preceding::* | ancestor::*)")))
    )
    root = xml.parse(f"<a>{''.join(parts)}</a>".encode()).root
    failures = saxon.Rules(rules).check(saxon.Source(root)).failures
    assert [failure.message for failure in failures] == [f"{e.tag} {i}" for i, e in enumerate(root.iter("*"))]
    assert [failure.element for failure in failures] == list(root.iter("*"))


def test_rules_read_nothing_but_the_document() -> None:
    for call in (
        "doc('file:///etc/passwd')",
        "unparsed-text('file:///etc/passwd')",
        "doc('http://127.0.0.1:9/')",
        "string-join(collection('file:///etc'))",
    ):
        rules = schema(rule("a", check("A", f"string-length({call}) = 0")))
        ((_, _, error),) = seen(rules, "<a/>")
        assert error is not None


def test_one_source_serves_several_rule_sets() -> None:
    source = saxon.Source(xml.parse(b"<a><b/></a>").root)
    for _ in range(2):
        for name in ("a", "b"):
            assert saxon.Rules(schema(rule(name, check(name, "false()")))).check(source).fired == 1


def test_threads_share_one_saxon() -> None:
    rules = saxon.Rules(schema(rule("b", check("A", ". = 1"))))
    answers: list[int] = []

    def work() -> None:
        for number in range(50):
            source = saxon.Source(xml.parse(f"<a><b>1</b><b>{number}</b></a>".encode()).root)
            answers.append(len(rules.check(source).failures) - (number != 1))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [0] * 200


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_forked_child_has_a_saxon_of_its_own() -> None:
    code = f"""
import os
import re
from ubltools.validation.engine import validate
document = {VALID!r}.encode()
before = validate(document)
children = []
for _ in range(3):
    child = os.fork()
    if not child:
        same = all(validate(document).layers[1].rules_fired == before.layers[1].rules_fired for _ in range(5))
        os._exit(0 if same else 1)
    children.append(child)
assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
assert validate(document).ok
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_errors_are_not_printed() -> None:
    """Saxon likes to write to the terminal itself; contexts and asserts that raise are ordinary here."""
    broken = VALID.replace("<cbc:Percent>21</cbc:Percent>", "<cbc:Percent>x</cbc:Percent>").replace(
        "<cbc:ID>VAT</cbc:ID>", "<cbc:ID>VAT</cbc:ID><cbc:ID>VAT</cbc:ID>"
    )
    code = f"from ubltools.validation.engine import validate; validate({broken!r}.encode(), gate=False)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_system_without_a_place_for_files_is_no_obstacle() -> None:
    code = (
        "import tempfile; tempfile.tempdir = '/nowhere'\n"
        f"from ubltools.validation.engine import validate; assert validate({VALID!r}.encode()).ok"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def limits(soft: int) -> object:
    class Resource:
        RLIMIT_AS, RLIM_INFINITY = 9, -1

        @staticmethod
        def getrlimit(_: int) -> tuple[int, int]:
            return soft, -1

    return Resource


@pytest.mark.parametrize(
    ("version", "limit", "starts"),
    [
        ("13.1.1", 8 * 2**30, False),
        ("13.1.1", -1, True),
        ("13.1.1", 64 * 2**30, True),
        ("12.10.1", 8 * 2**30, True),
    ],
)
def test_saxon_13_is_not_started_where_it_would_end_the_process(
    monkeypatch: pytest.MonkeyPatch, version: str, limit: int, starts: bool
) -> None:
    monkeypatch.setitem(sys.modules, "resource", limits(limit))
    monkeypatch.setattr(saxon, "_version", lambda: version)
    if starts:
        saxon._require_address_space()
    else:
        with pytest.raises(EngineUnavailable, match=r"limited to 8\.0 GB") as caught:
            saxon._require_address_space()
        assert "12.10.1" in (caught.value.hint or "")


def test_a_missing_saxon_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "saxonche", None)
    monkeypatch.setattr(saxon, "_current", None)
    with pytest.raises(EngineUnavailable, match="saxonche cannot be loaded"):
        run(schema(rule("a")), "<a/>")


def test_the_engine_is_named() -> None:
    assert saxon.engine_name().startswith("saxonche 1")
