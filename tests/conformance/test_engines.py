"""The native engine against Saxon on every document of the corpus, XSD-valid or not.

The same rules fire on the same nodes with the same messages, and what cannot be evaluated is the same.
"""

import pytest

from tests.conformance.corpus import INVOICE_SETS, NEEDS_CORPUS, RESPONSE_SETS, rows
from ubltools.errors import InputError
from ubltools.validation.engines import Engine, Ran, Source, run
from ubltools.validation.release import by_id
from ubltools.xml import parse

pytestmark = NEEDS_CORPUS

INVOICES = (
    "en16931-1.3.16",
    "peppol-billing-3.0.21",
    "peppol-selfbilling-3.0.2",
    "billit-presend",
    "fr-ctc",
    "fr-ctc-extended",
)
RESPONSES = ("peppol-invoice-response-3.0.17", "peppol-mlr-3.0.17", "peppol-mls-1.0.1")
CASES = [(release, of) for release in INVOICES for of in INVOICE_SETS]
CASES += [(release, of) for release in RESPONSES for of in RESPONSE_SETS]


def is_known(ran: Ran) -> bool:
    """Saxon evaluates a variable of custom:is-valid-date-format without need, and fails on a blank date.

    That is "could not be checked" there and "failed" here: one rule, one node, fatal in both.
    """
    sides = {engine: set[tuple[int, str]]() for engine in (Engine.NATIVE, Engine.SAXON)}
    for each in ran.differences:
        sides[each.only].add((each.failure.order, each.failure.check.id))
    return sides[Engine.NATIVE] == sides[Engine.SAXON] and all(
        each.failure.check.id.startswith("BR-FR-03_") and (each.only is Engine.NATIVE or each.failure.error)
        for each in ran.differences
    )


@pytest.mark.parametrize(("name", "of"), CASES)
def test_the_engines_say_the_same(name: str, of: str) -> None:
    release, seen, differing = by_id(name), 0, []
    for row in rows(of):
        try:
            source = Source(parse(row.read()).root)
        except InputError:
            continue
        ran = run(release, source, Engine.BOTH)
        source.close()
        assert ran.remark is None, "the native engine did not run"
        seen += 1
        if ran.disagreement is not None and not is_known(ran):
            differing.append((row.document, ran.disagreement))
    assert seen
    assert differing == []
