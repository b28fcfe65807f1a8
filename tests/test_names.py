import pytest

from ubltools import names


@pytest.mark.parametrize("name", ["cbc:ID", "cac:Party", "ext:UBLExtensions"])
def test_clark_and_short_are_inverse(name):
    assert names.short(names.clark(name)) == name


def test_a_root_is_its_local_name():
    assert names.short(f"{{{names.INVOICE}}}Invoice") == "Invoice"
    assert names.short("html") == "html"


def test_an_unknown_prefix():
    with pytest.raises(KeyError):
        names.clark("foo:ID")


def test_every_kind_is_known_by_its_root():
    assert set(names.KIND_OF_ROOT.values()) == set(names.Kind)
    assert names.KIND_OF_ROOT[f"{{{names.CREDIT_NOTE}}}CreditNote"] is names.Kind.CREDIT_NOTE
