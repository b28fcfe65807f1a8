"""What a plan leaves out changes nothing: rule sets drawn at random say the same in Saxon, node by node."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.side_by_side import compiled
from tests.test_native_engine import rows_of_native, rows_of_saxon
from tests.test_native_laws import LAW, documents
from ubltools import xml
from ubltools.finding import Severity
from ubltools.validation.model import Assert, Let, Pattern, Rule, Schema
from ubltools.validation.native.conditions import is_of_document, requirements
from ubltools.validation.native.parser import parse
from ubltools.validation.native.rules import index
from ubltools.validation.native.run import Run
from ubltools.validation.native.sharing import from_root, repeated

LETS = (
    Let("text", "string(/r/a[1])"),
    Let("texts", "//b"),
    Let("flag", "//c = '1'"),
    Let("fails", "xs:decimal(//d[1]) = 1"),
    Let("numbers", "//c/xs:decimal(.)"),
)
CONTEXTS = (
    "a",
    "b[. = '1']",
    "c[$flag]",
    "a[$text = 'S']",
    "b[$text = ('S', '1')][c]",
    "d[$fails]",
    "a[$fails and b]",
    "/r[$flag]/a",
    "/r[$texts = '1']/b/c",
    "*[not(ancestor::a)]",
    "b[not(ancestor::a/c)]",
    "c[not(ancestor::b[x])]",
    "a[normalize-space(b) = 'S']",
    "a[normalize-space(b) = '1'] | b[. = 'S']",
    "*[@x = '1']",
    "*[not(*)]",
    "/r",
    "/r[a]",
    "*[@x]",
    "a[@x]/b",
    "b[@x][@y]",
    "c[@x = 'S' and @y]",
    "*[b]/c[d]",
    "a[not(b)][@x]",
    "d[xs:decimal(a) = 1]",
    "a[//b[c = 'S']/d]",
    "b[//a/b = 'S']",
    "c[//a[normalize-space(b) = 'S']]",
    "d[//b[c = '1'][d]]",
    "a[(//b[c = 'S']/d) = '1']",
)
TESTS = (
    "false()",
    "exists(//a[b = 'S']) and exists(c) or not(exists(//a[b = 'S']))",
    "not(//b[normalize-space(.) = '1']) or d",
    "not(//a[normalize-space(b) = 'S']) or xs:decimal(a) = 1",
    "(//a[b = 'S'] or //b[c = 'S']) and c or not(//a[b = 'S']) and not(//b[c = 'S'])",
    "not($texts = 'S') or a",
    "not($text = 'S') or not($fails)",
    "every $v in a satisfies (count(../b[c = $v]) + count(//c[. = $v]) = 2 or "
    "count(../b[c = $v]) + count(//c[. = $v]) = 0)",
    "some $v in *[. = '1'] satisfies xs:decimal($v) + sum(//c/xs:decimal(.)) = 2 or "
    "xs:decimal($v) + sum(//c/xs:decimal(.)) = 3",
    "(if (a/b) then xs:decimal(a/b) else 0) = 1",
    "sum(a/b/xs:decimal(c)) = 1 or sum(a/b/xs:decimal(c)) = 2",
    "count(a/b/c[. = '1']) = 1",
    "count(a/b/c[. = '1']) = 0 or sum(a/b/xs:decimal(c)) = 1",
    "a/b/c = '1' or not(a/b/c = '1')",
    "not(a[b = 'S']/c = '1') or d",
    "upper-case(b) = 'S' or $numbers = 1",
    "(if (a/b and xs:decimal(a/b) ne 0) then xs:decimal(a/b) else 7) = 7",
    "(if (b and xs:decimal(b) != 0) then xs:decimal(b) else 7) > 5",
    "(if (@x and xs:decimal(@x) ne 0) then xs:decimal(@x) else 7) = 7",
    "(if ($texts) then xs:decimal($texts) else 7) = 7",
    "(if (b and xs:decimal(c) ne 0) then xs:decimal(b) else 7) = 7",
    "not(//a/b = 'S') or c",
    "not(//a[b = true()]/c[normalize-space(d) = '1']) or c",
    "not(//a[c/normalize-space(upper-case(d)) = 'S']/b[normalize-space(.) = '1']) or not(//b[d = 'S'])",
    "not((/r | /a)/b[c = false()]/a[d = 'VAT'][xs:decimal(b) = 1])",
    "exists(//a[b = 'S']) and exists(//d[a]) or not(exists(//a[normalize-space(b) = 'S'][c]))",
    "count(//a[b = 'S']) + count(//b[c = 'S']) = 0 or count(//d[a = '1']) > 0",
    "not(//a[d[b = 'S']/c = '1'][b = '1'])",
    "count(a/b) <= 1",
    "count((a[xs:decimal(b) = 1] | c/d)/b) <= 1",
    "count((a | c)/b) <= 1",
    "count(//a/b) <= 1 and c",
    "count(//a/b/@x) <= 1",
    "count(//a[c/upper-case(d) = 'S']/b) <= 1",
    "count(a[c/upper-case(d) != 'S']/b) <= 1",
    "count(//a[upper-case(@x) = '1']) <= 1",
    "count(//b[not(preceding::b/. = .)]) <= 1",
    "count(//a[xs:decimal(b) = 1]) <= 1",
    "not(a[upper-case(@x) = 'S'] and b)",
)
checks = st.lists(st.sampled_from(TESTS), min_size=1, max_size=4)
rules = st.lists(st.tuples(st.sampled_from(CONTEXTS), checks), min_size=1, max_size=4)


def schema(drawn: list[list[tuple[str, list[str]]]]) -> Schema:
    number = iter(range(1000))
    return Schema(
        "t",
        {"xs": "http://www.w3.org/2001/XMLSchema"},
        (),
        LETS,
        tuple(
            Pattern(
                f"p{place}",
                (),
                tuple(
                    Rule(
                        context,
                        (),
                        tuple(
                            Assert(f"{next(number)} {test}", test, Severity.FATAL, ("m",)) for test in tests
                        ),
                    )
                    for context, tests in pattern
                ),
            )
            for place, pattern in enumerate(drawn)
        ),
    )


@LAW
@given(st.lists(rules, min_size=1, max_size=3), st.lists(documents, min_size=1, max_size=3))
def test_a_rule_set_says_what_it_says_in_saxon(
    drawn: list[list[tuple[str, list[str]]]], several: list[str]
) -> None:
    asked = schema(drawn)
    for document in several:
        assert rows_of_native(asked, document) == rows_of_saxon(asked, document)


def test_documents_with_other_answers_have_other_work() -> None:
    asked = compiled(schema([[("a[$text = 'S']", ["false()"]), ("a", ["not($texts = 'S') or c"])]]))
    planner = asked.planner

    def work(text: str) -> object:
        document = index(xml.parse(text.encode()).root)
        return planner.work(document, Run(document, asked.slots, asked.careful))

    plain, same, other = (
        work(f"<r><a>{text}</a><b>{b}</b></r>") for text, b in (("1", "2"), ("3", "4"), ("S", "2"))
    )
    assert plain is same and plain is not other
    assert len(planner.plans) == 1


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("$flag", True),
        ("//a[b = 'S']", True),
        ("/r/a[. = $text]", True),
        ("exists(//a[count(b) > 1])", True),
        ("'S' = 'S'", True),
        ("$own", False),
        ("//a[b = $own]", False),
        ("a", False),
        ("//a = b", False),
        (".", False),
        ("normalize-space()", False),
        ("//a[b = current()]", False),
        ("//a[position() = 1]", False),
    ],
)
def test_what_depends_on_the_document_alone(expression: str, expected: bool) -> None:
    assert is_of_document(parse(expression, {}), {"own"}) is expected


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("not(//a[b = 'S']) or c", ("//a[b = 'S']",)),
        ("exists(//a[b]) and c or not(//a[b])", ("//a[b]",)),
        ("not($texts = 'S') or c", ("$texts = 'S'",)),
        ("not(//a[b]) and not(//c[d]) or e", ("//a[b]", "//c[d]")),
        ("//a[b = 'S'] or c", ()),
        ("not(a[b]) or c", ()),
        ("not(//a[b]) and xs:decimal(c) = 1", ()),
        ("not(//a[b]) and (every $v in c satisfies not(//d[. = $v]))", ()),
        ("xs:decimal(c) = 1 or not(//a[b])", ()),
        ("//a[b] and //c[d] and e or not(//a[b])", ("//a[b]",)),
        (
            "//a[string(b) = 'S'] and //c[d] and e or not(//a[b = 'S'])",
            ("//a[string(b) = 'S']", "//a[b = 'S']"),
        ),
        ("count(//a[b]) + count(//c[d]) = 0 or e", ("//a[b]", "//c[d]")),
        ("count(//a[b]) - count(//c[d]) = 0 or e", ()),
    ],
)
def test_what_must_be_there_for_an_assert_to_be_run(test: str, expected: tuple[str, ...]) -> None:
    assert requirements(parse(test, {"xs": "http://www.w3.org/2001/XMLSchema"}), ()) == tuple(
        parse(each, {}) for each in expected
    )


def test_what_is_computed_twice_is_shared_and_what_is_in_it_is_not_as_well() -> None:
    one, other = parse("count(a/b/c/d[x]) = 1", {}), parse("2 = count(a/b/c/d[x])", {})
    assert repeated([one, other]) == {parse("count(a/b/c/d[x])", {})}
    assert repeated([one]) == frozenset()
    assert repeated([parse("a/b = a/b", {})]) == frozenset(), "too little to be worth it"


def test_longer_paths_at_the_root_start_at_the_document() -> None:
    assert from_root(parse("count(a/b/c) = 1", {})) == parse("count(/*/a/b/c) = 1", {})
    assert from_root(parse("not(a[b])", {})) == parse("not(/*/a[b])", {})
    for short in ("a/b", "..[a]", "$v/a/b/c", "every $v in a satisfies $v"):
        assert from_root(parse(short, {})) == parse(short, {})
