from collections import Counter

from lxml import etree

from tests.mutants import bases, mutant
from ubltools.validation.engine import validate


def test_the_same_number_is_the_same_document():
    assert [mutant(number) for number in range(20)] == [mutant(number) for number in range(20)]


def test_mutants_differ_from_each_other():
    assert len({mutant(number)[1] for number in range(300)}) > 280


def test_mutants_are_documents():
    for number in range(300):
        etree.fromstring(mutant(number)[1])


def test_bases_are_good():
    for name, base in bases():
        assert not [each for each in validate(base).findings if each.severity == "fatal" and name != "mls"], (
            name
        )


def test_every_kind_of_change_comes():
    kinds = Counter(word for number in range(600) for word in mutant(number)[0].split()[1:])
    assert len(kinds) == 16 and min(kinds.values()) > 20
