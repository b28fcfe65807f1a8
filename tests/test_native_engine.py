"""Rule sets under the native engine: contexts, patterns, lets, functions, errors; and what is refused."""

import re

import pytest

from tests.invoices import invoice
from tests.side_by_side import NAMESPACES, compiled, native, reference
from ubltools import xml
from ubltools.finding import LayerState, Severity
from ubltools.validation import engines
from ubltools.validation.engine import validate
from ubltools.validation.finding_of import ENGINE_DIFFERENCE
from ubltools.validation.model import Assert, Let, Pattern, Rule, Schema, Value
from ubltools.validation.native import module
from ubltools.validation.native.refusal import Refused
from ubltools.validation.native.rules import index
from ubltools.validation.outcome import Outcome
from ubltools.validation.saxon import Rules, Source

XSL = "http://www.w3.org/1999/XSL/Transform"
DOCUMENT = """<r id="1"><a n="1"><b>1</b><b>x</b></a>
<a n="2"><b>2</b><c k="v"><b>3</b></c></a><d/><!-- e --><c><b/></c></r>"""


def check(identity: str, test: str, *message: str | Value) -> Assert:
    return Assert(identity, test, Severity.FATAL, message or ("no",))


def pattern(*rules: Rule) -> Pattern:
    return Pattern("p", (), rules)


def schema(*patterns: Pattern, lets: tuple[Let, ...] = (), functions: tuple[str, ...] = ()) -> Schema:
    return Schema("t", NAMESPACES, functions, lets, patterns)


def rows_of_native(rules: Schema, document: str = DOCUMENT) -> list[tuple[int, str, str]]:
    root = xml.parse(document.encode()).root
    found, asserts = index(root), tuple(rules.asserts())
    fired, failed = compiled(rules).check(found)
    rows = [(found.order(each.node)[0], asserts[each.number].id, (each.error or ("",))[0]) for each in failed]
    return [(fired, "", ""), *sorted(rows)]


def rows_of_saxon(rules: Schema, document: str = DOCUMENT) -> list[tuple[int, str, str]]:
    outcome = Rules(rules).check(Source(xml.parse(document.encode()).root))
    rows = [(each.order, each.check.id, (each.error or ("",))[0]) for each in outcome.failures]
    return [(outcome.fired, "", ""), *sorted(rows)]


CONTEXTS = (
    "b",
    "/r/a",
    "//b",
    "a/b",
    "a//b",
    "*",
    "/*",
    "r/*/b",
    "a[b = '1']",
    "a[b]/b",
    "a[@n = '2']/c/b",
    "b[. = '1']",
    "a | c",
    "/r/a/b | c/b",
    "c[@k]/b",
    "(a | c)/b",
    "(a | c)[b = '3']",
    "/r/(a | d)",
    "*[not(*)]",
    "p:b",
    "*:b",
    "b[xs:decimal(.) = 1]",
    "a[xs:decimal(b[2]) = 1] | a[b = '2']",
    "*[ends-with(name(), 'b')]",
    "*[not(ends-with(name(), 'b')) and b]",
    "a[b = ('1', '3')]",
    "a[string(b) = '1']",
    "b[normalize-space(.) = '3']",
    "r[a]//c/b",
    "//*[local-name() = 'd']",
    "b[../@n = '1']",
    "b[ancestor::c]",
    "r//a//b",
    "a[//c[b = '3']/d]",
    "a[//c[b = '3']/@k]",
    "a[//c[b = '3'][d]]",
    "a[//c/b = ' 3']",
    "a[//c/b = '3']",
    "a[(//c[b = '3']/@k) = 'w']",
)


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_context_matches_what_it_matches_in_saxon(context: str) -> None:
    rules = schema(
        pattern(Rule(context, (), (check("A", "false()"),)), Rule("b", (), (check("B", "false()"),))),
        pattern(Rule(context, (), (check("C", "false()"),)), Rule("*", (), (check("D", "false()"),))),
    )
    assert rows_of_native(rules) == rows_of_saxon(rules)


def test_every_context_before_every_other() -> None:
    rules = schema(
        *(
            pattern(Rule(one, (), (check("A", "false()"),)), Rule(other, (), (check("B", "false()"),)))
            for one in CONTEXTS
            for other in CONTEXTS
        )
    )
    assert rows_of_native(rules) == rows_of_saxon(rules)


LETS = (
    (Let("n", "xs:decimal(b[1])"), Let("twice", "$n * 2")),
    (Let("n", "b"), Let("twice", "for $each in $n return concat($each, $each)")),
    (Let("n", "error-free"), Let("twice", "$n/b")),
    (Let("n", "xs:decimal(b)"), Let("twice", "exists(b) or $n = 1")),
)


@pytest.mark.parametrize("lets", LETS)
def test_a_let_is_computed_when_it_is_needed(lets: tuple[Let, ...]) -> None:
    checks = (
        check("UNUSED", "true()"),
        check("ONE", "string($n[1]) = '7'"),
        check("TWO", "string($twice[1]) = '7'"),
        check("BOTH", "exists($n) and exists($twice)"),
        check("SHOWN", "false()", Value("$twice"), "!"),
    )
    rules = schema(pattern(Rule("a", lets, checks)))
    for document in (DOCUMENT, "<a/>", "<a><b> 7 </b></a>"):
        assert rows_of_native(rules, document) == rows_of_saxon(rules, document)
        assert native(rules, document) == reference(rules, document)


def test_a_let_of_the_document_that_fails_fails_where_it_is_used() -> None:
    lets = (Let("bad", "xs:decimal(//c/@k)"), Let("good", "count(//b)"))
    checks = (
        check("A", "$bad = 1"),
        check("B", "$good = 4"),
        check("C", "$good = 4 or $bad = 1"),
        check("D", "$bad"),
    )
    rules = schema(
        pattern(Rule("a[$good = 4]", (), checks), Rule("a[$bad = 1]", (), (check("E", "false()"),))),
        lets=lets,
    )
    assert rows_of_native(rules) == rows_of_saxon(rules)


FUNCTION = f"""<xsl:function xmlns:xsl="{XSL}" xmlns:f="urn:f" xmlns:xs="http://www.w3.org/2001/XMLSchema"
  name="f:n" as="xs:integer">
  <xsl:param name="text" as="xs:string?"/><xsl:param name="more" as="xs:decimal*"/>
  <xsl:variable name="number" select="xs:integer($text)"/>
  <xsl:variable name="sum" select="sum($more)"/>
  <xsl:choose>
  <xsl:when test="not($text castable as xs:integer)"><xsl:sequence select="-1"/></xsl:when>
  <xsl:when test="$number gt 1">
    <xsl:sequence select="f:n(string($number - 1), $more) + 1"/></xsl:when>
  <xsl:otherwise><xsl:sequence select="$number + count($more)"/></xsl:otherwise>
  </xsl:choose></xsl:function>"""


def test_functions_of_the_rules() -> None:
    calls = (
        "f:n('3', ())",
        "f:n('x', 1)",
        "f:n((), (1, 2.5))",
        "f:n(b[1], b[1])",
        "f:n(b, ())",
        "f:n('2', b)",
        "f:n(@n, 1)",
    )
    checks = tuple(check(f"F{n}", f"{call} = 3", Value(call)) for n, call in enumerate(calls))
    rules = schema(pattern(Rule("a", (), checks)), functions=(FUNCTION,))
    assert rows_of_native(rules) == rows_of_saxon(rules)
    for document in ('<a n="1"><b>1</b><b>x</b></a>', "<a/>"):
        assert native(rules, document) == reference(rules, document)


def test_functions_that_stand_in_the_place_of_a_call() -> None:
    def function(name: str, parameters: tuple[str, ...], body: str) -> str:
        taken = "".join(f'<xsl:param name="{each}" as="xs:decimal"/>' for each in parameters)
        spaces = f'xmlns:xsl="{XSL}" xmlns:f="urn:f" xmlns:xs="{NAMESPACES["xs"]}"'
        head = f'<xsl:function {spaces} name="f:{name}" as="xs:decimal">'
        return f'{head}{taken}<xsl:sequence select="{body}"/></xsl:function>'

    functions = (
        function("half", ("a",), "$a div 2"),
        function("less", ("a", "b"), "$a - f:half($b)"),
        function("turned", ("a", "b"), "$b - $a"),
        function("first", ("a", "b"), "$a"),
        function("either", ("a", "b"), "if ($a gt 1) then $b else f:first($a, $b)"),
        function("both", ("a", "b"), "sum(for $i in 1 to 2 return $i * $b)"),
    )
    calls = (
        "f:half(xs:decimal(b[1]) + 1)",
        "f:half(f:half(b[1]))",
        "f:less(3, f:less(@n, 1 + 1)) * 2",
        "f:turned(1, @n)",
        "f:first(1, b[2])",
        "f:half(b[2])",
        "f:either(1, b[2])",
        "f:either(2, b[2])",
        "f:either(b[2], 1)",
        "f:both(b[2], 1)",
        "f:both(1, b[2])",
        "f:both(1, f:half(@n))",
        "f:less(b[2], b)",
        "sum(for $b in (1, 2) return f:half($b))",
    )
    checks = tuple(check(f"F{n}", f"{call} = 1", Value(call)) for n, call in enumerate(calls))
    rules = schema(pattern(Rule("a", (), checks)), functions=functions)
    called = re.findall(r"\bf[0-9](?=\()", module.write(rules).partition("def a0(")[2])
    assert set(called) == {"f2", "f3", "f4", "f5"}
    for document in (DOCUMENT, '<a n="1"><b>1</b><b>x</b></a>', "<a/>", '<a n="-1.5"><b>7</b></a>'):
        assert native(rules, document) == reference(rules, document)


def test_functions_may_call_themselves_as_often_as_before_python_gives_up() -> None:
    taken = "".join(f'<xsl:param name="{each}" as="xs:integer"/>' for each in ("left", "sum"))
    body = "if ($left le 0) then $sum else f:sum($left - 1, $sum + $left)"
    function = (
        f'<xsl:function xmlns:xsl="{XSL}" xmlns:f="urn:f" xmlns:xs="{NAMESPACES["xs"]}" name="f:sum" '
        f'as="xs:integer">{taken}<xsl:sequence select="{body}"/></xsl:function>'
    )
    rules = schema(pattern(Rule("r", (), (check("A", "f:sum(600, 0) = 180300"),))), functions=(function,))
    assert native(rules, "<r/>") == reference(rules, "<r/>") == {}


def test_rules_that_are_not_understood_are_named() -> None:
    rules = schema(
        pattern(
            Rule("a", (), (check("GOOD", "b"), check("BAD", "doc('x') = b"))),
            Rule("@n", (), (check("ATTRIBUTE", "true()"),)),
        )
    )
    with pytest.raises(Refused) as refused:
        module.write(rules)
    assert set(refused.value.reasons) == {"BAD", "ATTRIBUTE"}
    assert "doc()" in str(refused.value)


@pytest.fixture
def fresh() -> None:
    engines._built.cache_clear()


def test_refused_rules_run_on_saxon_and_the_report_says_so(
    fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "_built", lambda _: Refused({"BR-01": "the function doc()"}))
    for layer in validate(invoice()).layers[1:]:
        assert layer.state is LayerState.PASSED
        assert (layer.engine or "").startswith("saxonche")
        assert "BR-01 (the function doc())" in (layer.reason or "")


def test_a_mistake_in_the_engine_costs_nobody_a_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> Outcome:
        raise KeyError("v7")

    monkeypatch.setattr(engines, "_ran", fails)
    report = validate(invoice())
    assert report.ok
    assert "KeyError" in (report.layers[1].reason or "")


def test_both_engines_agree_on_a_good_invoice() -> None:
    report = validate(invoice(), engine="both")
    assert report.ok
    assert all(
        "native" in (layer.engine or "") and "saxonche" in (layer.engine or "") for layer in report.layers[1:]
    )


def test_a_difference_is_a_finding_and_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = invoice(('EUR">121.00</cbc:PayableAmount>', 'EUR">120.00</cbc:PayableAmount>'))
    monkeypatch.setattr(engines, "_ran", lambda built, source: Outcome(35, ()))
    report = validate(bad, engine="both")
    layer = report.layers[1]
    assert layer.state is LayerState.ERROR
    assert [finding.rule for finding in layer.findings] == ["BR-CO-16", ENGINE_DIFFERENCE]
    assert "Only the engine saxon finds BR-CO-16" in layer.findings[1].message
    assert report.exit_code() == 4


def test_the_same_findings_from_each_engine() -> None:
    bad = invoice(
        ('EUR">121.00</cbc:PayableAmount>', 'EUR">x</cbc:PayableAmount>'),
        ('schemeID="9925">BE0563846944', ">BE0563846944"),
        ("<cbc:Name>Bench</cbc:Name>", "<cbc:Name> </cbc:Name>"),
    )
    one, other = (validate(bad, gate=False, engine=engine) for engine in ("native", "saxon"))
    assert [layer.rules_fired for layer in one.layers] == [layer.rules_fired for layer in other.layers]
    said = [
        [
            (each.rule, each.severity, each.location, each.hint, each.message.partition("(FORG")[0])
            for each in report.findings
        ]
        for report in (one, other)
    ]
    assert said[0] == said[1]
    assert any(rule == "UBLT-RULE-ERROR" for rule, *_ in said[0])


def test_many_nodes_are_checked_block_by_block_and_told_assert_by_assert() -> None:
    lines = "".join(
        f"<b>{number % 7}</b>" if number % 5 else f"<c k='{number}'>x</c>" for number in range(900)
    )
    document = f"<r>{lines}</r>"
    rules = schema(
        pattern(
            Rule("b[. = '3']", (), (check("A", ". = '1'"),)),
            Rule("b", (), (check("B", "xs:decimal(.) < 6"), check("C", "not(. = '2')"))),
        ),
        pattern(Rule("c", (), (check("D", "@k != '500'"), check("E", "xs:decimal(.) = 1 or @k = '5'")))),
    )
    assert rows_of_native(rules, document) == rows_of_saxon(rules, document)
    found = index(xml.parse(document.encode()).root)
    _, failed = compiled(rules).check(found)
    told = [(each.number, found.order(each.node)) for each in failed]
    assert told == sorted(told) and {number for number, _ in told} == set(range(5))


def test_a_predicate_fails_also_where_nothing_follows_it():
    """An assert is skipped for want of something, but not of what follows a predicate that can fail."""
    rules = schema(pattern(Rule("r", (), (check("X", "not(exists(//a[b = false()]/z))"),))))
    assert rows_of_native(rules) == rows_of_saxon(rules)
    assert [row[1:] for row in rows_of_saxon(rules)[1:]] == [("X", "FORG0001")]
