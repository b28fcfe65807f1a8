"""Laws of the native engine: expressions drawn from the grammar of the rules mean what they mean in Saxon.

The same examples each time. UBLTOOLS_LAWS says how many others to draw at random, to find what is not known.
"""

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.side_by_side import differences, is_refused
from ubltools import xml
from ubltools.errors import RulesBroken
from ubltools.validation.native import regex
from ubltools.validation.native.errors import NotUnderstood
from ubltools.validation.native.index import Document, Node, string_value
from ubltools.validation.native.routes import Route

NAMES = ("a", "b", "c", "d")
TEXTS = (
    "",
    " ",
    "VAT",
    "S",
    "1",
    "1.0",
    "-2.5",
    "0.005",
    "abc",
    "true",
    "2026-02-28",
    "NaN",
    " 12 ",
    "99999999999999999999",
)

elements = st.recursive(
    st.builds(
        lambda name, at, text: f"<{name}{at}>{text}</{name}>",
        st.sampled_from(NAMES),
        st.sampled_from(("", ' x="1"', ' x="S" y=" "', ' y="abc"')),
        st.sampled_from(TEXTS),
    ),
    lambda inner: st.builds(
        lambda name, kids: f"<{name}>{''.join(kids)}</{name}>",
        st.sampled_from(NAMES),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)
documents = st.lists(elements, max_size=5).map(lambda parts: f"<r>{''.join(parts)}</r>")

steps = st.sampled_from(("a", "b", "c", "d", "*", "@x", "@y", "..", "."))
paths = st.builds(
    lambda start, parts: start + "/".join(parts),
    st.sampled_from(("", "", "", "//", "/r/", "../")),
    st.lists(steps.filter(lambda step: step != "."), min_size=1, max_size=3),
)
literals = st.sampled_from(("'VAT'", "'1'", "''", "1", "2.5", "3", "('S', '1')", "(1, 2.5)", "true()", "()"))
# Only of nodes: Saxon says that a constant cannot be cast even where it never gets to it, and counts the
# one truth of a comparison without looking whether that fails.
of_nodes = st.builds(
    lambda call, path: f"{call}({path})", st.sampled_from(("xs:decimal", "count", "exists")), paths
)
operands = paths | literals | of_nodes


def _asks(predicate: str) -> bool:
    """Not [()], which Saxon sees through before it runs."""
    return predicate != "()"


def _called(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    one = st.sampled_from(
        (
            "normalize-space({})",
            "upper-case({})",
            "string({})",
            "number({})",
            "not({})",
            "string-length({})",
            "sum({})",
            "round({})",
            "abs({})",
            "substring-after({}, '.')",
            "substring({}, 2, 2)",
            "contains({}, 'A')",
            "starts-with({}, '1')",
            "matches({}, '^[0-9]+$')",
            "tokenize({}, ' ')",
            "distinct-values({})",
            "({})[1]",
            "name({})",
            "string-join({}, ',')",
            "({} castable as xs:decimal)",
            "(every $v in {} satisfies $v = '1')",
            "(some $v in {} satisfies $v > 0)",
            "(for $v in {} return string($v))",
            "-({})",
            "reverse({})",
            "min({})",
            "({} eq 'S')",
        )
    )
    two = st.sampled_from(
        (
            "({} = {})",
            "({} != {})",
            "({} < {})",
            "({} >= {})",
            "({} + {})",
            "({} - {})",
            "({} * {})",
            "({} div {})",
            "({} and {})",
            "({} or {})",
            "({}, {})",
            "concat({}, {})",
            "(if ({}) then {} else 'S')",
        )
    )
    filtered = st.builds(
        lambda path, test: f"{path}[{test}]", st.sampled_from(("a", "//b", "*", "//a/c")), inner.filter(_asks)
    )
    return (
        st.builds(lambda call, one: call.replace("{}", one), one, inner)
        | st.builds(lambda call, left, right: call.format(left, right), two, inner, inner)
        | filtered
        | filtered.map(lambda path: f"{path}/c")
    )


expressions = st.recursive(operands, _called, max_leaves=6)


MORE = int(os.environ.get("UBLTOOLS_LAWS", "0"))
LAW = settings(
    max_examples=MORE or 150,
    derandomize=not MORE,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@LAW
@given(st.lists(expressions, min_size=12, max_size=12), documents)
def test_an_expression_means_what_it_means_in_saxon(drawn: list[str], document: str) -> None:
    assert _differing([each for each in drawn if not is_refused(each)], document) == []


def _differing(drawn: list[str], document: str) -> list[object]:
    """The differences; without expressions that Saxon refuses to compile."""
    try:
        rows = differences(drawn, document) if drawn else []
        return [row for row in rows if row[1].without_codes() != row[2].without_codes()]
    except RulesBroken:
        half = len(drawn) // 2
        return [*_differing(drawn[:half], document), *_differing(drawn[half:], document)] if half else []


@given(documents)
def test_the_index_is_the_tree(document: str) -> None:
    root = xml.parse(document.replace("><", "><!-- - --><").encode()).root
    index = Document(root, Route("", None))
    nodes = {index.element(node): node for group in index.groups.values() for node in group}
    assert list(nodes) and set(nodes) == set(root.iter("*"))
    for element, node in nodes.items():
        assert (node.tag, string_value(node), node.attributes) == (
            element.tag,
            xml.text_of(element),
            dict(element.items()),
        )
        above = element.getparent()
        assert node.parent is (index.top if above is None else nodes[above])
        kids = [index.element(kid) for group in node.kids.values() for kid in group]
        assert sorted(map(id, kids)) == sorted(map(id, element.iterchildren("*")))
    ordered = sorted(nodes.values(), key=index.order)
    assert [index.element(node) for node in ordered] == list(root.iter("*"))
    assert _named(index, "a") == list(root.iter("a"))


def _named(index: Document, tag: str) -> list[object]:
    found: list[Node] = index.named(tag)
    return [index.element(node) for node in found]


@LAW
@given(st.text(alphabet="ab19.-_ \t\n\r\u00a0\u0663[]()*+?{},|\\dsSDw^$", max_size=8), st.text(max_size=8))
def test_a_pattern_is_refused_or_means_the_same(pattern: str, text: str) -> None:
    try:
        translated = regex.translate(pattern)
    except NotUnderstood:
        return
    quoted = [each.replace("'", "''") for each in (pattern, text)]
    if any((ord(sign) < 32 and sign not in "\t\n\r") or sign in "\ufffe\uffff" for sign in "".join(quoted)):
        return
    expression = f"matches('{quoted[1]}', '{quoted[0]}')"
    found = _differing([expression], "<r/>")
    assert found == [], translated
