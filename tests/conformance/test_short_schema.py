"""The short schema on every document of the corpus: what it allows, the whole one allows."""

import pytest

from tests.conformance.corpus import INVOICE_SETS, NEEDS_CORPUS, rows
from ubltools import xml
from ubltools.errors import InputError
from ubltools.validation.release import by_id, files_of
from ubltools.validation.schemas import short_schema_of, whole

pytestmark = NEEDS_CORPUS
UBL = by_id("ubl-2.1")


@pytest.mark.parametrize("of", INVOICE_SETS)
def test_its_yes_is_the_yes_of_the_whole_schema(of: str) -> None:
    names = dict(UBL.schemas)
    schemas = {
        kind: (short_schema_of(name, UBL), whole(files_of(UBL)[name], UBL)) for kind, name in names.items()
    }
    allowed, wrong = 0, []
    for row in rows(of):
        try:
            document = xml.parse(row.read())
        except InputError:
            continue
        short, complete = schemas.get(document.kind or "", (None, None))
        if short is not None and complete is not None and short.validate(document.root):
            allowed += 1
            wrong += [] if complete.validate(document.root) else [row.document]
    assert wrong == []
    assert allowed or of == "cen-unit"  # fragments: none of them is a document
