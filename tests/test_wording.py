"""Our sentences in the place of those of the package: what is replaced, and what is not touched."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.invoices import invoice
from tests.shelves import own
from ubltools.rule_messages import message
from ubltools.validation import schematron
from ubltools.validation.engine import validate
from ubltools.validation.importing import Wishes, take_in
from ubltools.validation.model import Schema
from ubltools.validation.release import by_id, files_of, releases
from ubltools.validation.rulebook import schema_of
from ubltools.validation.wording import in_our_words, reworded

__all__ = ["own"]  # a fixture

BAD_TOTAL = ('EUR">121.00</cbc:PayableAmount>', 'EUR">120.00</cbc:PayableAmount>')
FROM_PACKAGES = [each for each in releases() if each.package and each.rules]


def _installed(identity: str) -> Schema:
    release = by_id(identity)
    return schematron.read(files_of(release)[release.rules or ""])


@pytest.mark.parametrize("identity", [each.id for each in FROM_PACKAGES])
def test_only_messages_differ_from_what_is_installed(identity: str) -> None:
    read, installed = schema_of(by_id(identity)), _installed(identity)
    pairs = zip(read.rules(), installed.rules(), strict=True)
    assert all(one.context == other.context and one.lets == other.lets for one, other in pairs)
    for one, other in zip(read.asserts(), installed.asserts(), strict=True):
        assert replace(one, message=()) == replace(other, message=())
        own = message(one.id, one.test) if identity != "fr-ctc" else None
        assert one.message == (other.message if own is None else (own,))


def test_french_rules_keep_their_sentences() -> None:
    assert schema_of(by_id("fr-ctc")) == _installed("fr-ctc")
    release = by_id("fr-ctc-extended")
    ours = in_our_words(release, schema_of(release))
    assert "BR-CO-14" in ours
    assert "BR-FREXT-CO-10" not in ours


def test_the_rules_of_the_french_extension_that_have_our_words_test_what_those_of_the_standard_do() -> None:
    """A sentence is made for what the standard tests; the extension may not have changed that unseen."""
    standard = {check.id: "".join(check.test.split()) for check in _installed("en16931-1.3.16").asserts()}
    release = by_id("fr-ctc-extended")
    ours = in_our_words(release, schema_of(release))
    changed = [
        check.id
        for check in _installed(release.id).asserts()
        if check.id in ours and standard.get(check.id) != "".join(check.test.split())
    ]
    assert changed == []


def test_an_imported_official_file_keeps_its_sentences(own: Path) -> None:
    built_in = by_id("en16931-1.3.16")
    official = str(files_of(built_in)[built_in.rules or ""])
    imported = take_in(official, Wishes(layer="en16931", roots=("Invoice",))).release
    assert imported.folder.parent == own
    assert schema_of(imported) == _installed(built_in.id)
    spoiled = invoice(BAD_TOTAL)
    said = [validate(spoiled, release=each).findings[0].message for each in (built_in.id, imported.id)]
    assert said[0] == message("BR-CO-16", "")
    assert said[1].startswith("Amount due for payment (BT-115)")  # without the "[BR-CO-16]-" in front


def test_every_built_in_rule_that_comes_without_a_package_is_ours() -> None:
    release = by_id("billit-presend")
    schema = schema_of(release)
    assert in_our_words(release, schema) == {check.id for check in schema.asserts()}
    assert reworded(release, schema) == schema
