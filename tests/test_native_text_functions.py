"""Functions of the rules that remember what they gave for a text: which, and that it makes no difference."""

import pytest

from tests.side_by_side import compiled, reference
from tests.test_native_engine import XSL, check, pattern, schema
from ubltools import xml
from ubltools.validation.model import Rule, Schema
from ubltools.validation.native import module
from ubltools.validation.native.functions import Function, read
from ubltools.validation.native.rules import index
from ubltools.validation.native.text_functions import is_of_text

NAMESPACES = {"xs": "http://www.w3.org/2001/XMLSchema", "f": "urn:f"}


def written(name: str, body: str, *, taken: str = "xs:string", given: str = "xs:integer") -> str:
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return (
        f'<xsl:function xmlns:xsl="{XSL}" {spaces} name="f:{name}" as="{given}">'
        f'<xsl:param name="text" as="{taken}"/><xsl:sequence select="{body}"/></xsl:function>'
    )


def functions(*texts: str) -> dict[str, Function]:
    return {each.name: each for each in (read(text, NAMESPACES) for text in texts)}


LENGTH = written("length", "string-length($text)")


@pytest.mark.parametrize(
    ("body", "types", "expected"),
    [
        ("string-length($text) + f:length($text)", {}, True),
        ("sum(for $c in string-to-codepoints($text) return $c)", {}, True),
        ("f:length($text) + $let", {}, False),
        ("f:itself($text)", {}, False),
        ("if (true()) then string-length($text) else 1", {}, False),
        ("count(/a)", {}, False),
        ("if ($text castable as xs:date) then 1 else 2", {}, False),
        ("string-length(string(xs:date($text)))", {}, False),
        ("string-length($text)", {"taken": "xs:string?"}, False),
        ("string-length($text[1])", {"taken": "xs:string*"}, False),
        ("count($text)", {"taken": "item()"}, False),
        ("string-length($text)", {"given": "xs:integer*"}, False),
    ],
)
def test_what_depends_on_a_text_alone(body: str, types: dict[str, str], expected: bool) -> None:
    known = functions(LENGTH, written("itself", body, **types))
    assert is_of_text(known["{urn:f}itself"], known, {"let"}) is expected


@pytest.fixture(scope="module")
def rules() -> Schema:
    number = written("number", "if ($text = 'y') then 0 else xs:integer($text) - 1")
    small = written(
        "small", "if ($text != '7' and f:number($text) lt 5) then true() else false()", given="xs:boolean"
    )
    tests = (
        "f:number(string(a[1])) = 0",
        "f:small(string(a[last()]))",
        "every $a in a satisfies f:small($a)",
    )
    checks = tuple(check(str(place), test) for place, test in enumerate(tests))
    return schema(pattern(Rule("r", (), checks)), functions=(number, small))


def test_what_is_remembered_is_what_saxon_says(rules: Schema) -> None:
    """Also in the documents after the first, and where the function fails or gives false or zero."""
    assert module.write(rules).count(" = known_by_text(") == 2
    made = compiled(rules)
    for content in ("1", "7", "1 1", "x", "7 x", "1 7", "x", "y", "y 1", "1"):
        document = f"<r>{''.join(f'<a>{each}</a>' for each in content.split())}</r>"
        _, failed = made.check(index(xml.parse(document.encode()).root))
        said = {str(each.number): each.error[0] if each.error else "no" for each in failed}
        assert said == reference(rules, document)
