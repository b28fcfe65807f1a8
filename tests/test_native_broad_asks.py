"""Which conditions share a question, and which have to be asked as they are."""

import pytest

from ubltools.validation.native.broad_asks import Broad, broad
from ubltools.validation.native.parser import parse

CODE = Broad(("category", "ID"), ("AE",))
WITH_TRUTH = CODE._replace(truths=(("charge", "indicator"),))
WITH_SINGLE = CODE._replace(single=(("scheme", "ID"),))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("//category[ID = 'AE']", CODE),
        ("/invoice/total/category[normalize-space(ID) = 'AE']/percent", CODE),
        ("//category[ID = 'AE'][xs:decimal(percent) = 1]", CODE),
        ("(/invoice | /note)/category[ID = 'AE']", CODE),
        ("//category/ID = 'AE'", CODE),
        ("//category/ID = ('AE', 'O')", CODE._replace(texts=("AE", "O"))),
        ("//category[ID = ('AE', 'O')]", CODE._replace(texts=("AE", "O"))),
        ("//category/ID[. = 'AE']", CODE),
        ("//category[percent]/ID[normalize-space(.) = 'AE']", CODE),
        ("//charge[indicator = true()]/category[ID = 'AE']", WITH_TRUTH),
        ("//category[scheme/normalize-space(upper-case(ID)) = 'VAT']/ID[. = 'AE']", WITH_SINGLE),
    ],
)
def test_a_broader_question(condition: str, expected: Broad) -> None:
    assert broad(parse(condition, {"xs": "http://www.w3.org/2001/XMLSchema"})) == expected


@pytest.mark.parametrize(
    "condition",
    [
        "//category[percent]",
        "//category[@ID = 'AE']",
        "//*[ID = 'AE']",
        "//category[ID = ' AE']",
        "//category[ID = '']",
        "//category[scheme/ID = 'AE']",
        "//category[ID != 'AE']",
        "//category//ID = 'AE'",
        "//category[xs:decimal(percent) = 1]/ID[. = 'AE']",
        "//category[xs:decimal(percent) = 1][ID = 'AE']",
        "//category[xs:decimal(percent) = 1]/ID = 'AE'",
        "//charge[xs:boolean(indicator) = true()]/category[ID = 'AE']",
        "//charge[indicator/flag = true()]/category[ID = 'AE']",
        "//scheme/xs:decimal(ID)",
        "$categories[ID = 'AE']",
    ],
)
def test_no_broader_question(condition: str) -> None:
    assert broad(parse(condition, {"xs": "http://www.w3.org/2001/XMLSchema"})) is None
