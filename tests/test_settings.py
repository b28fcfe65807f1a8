import pytest

from ubltools.errors import ConfigurationError
from ubltools.mapping.decisions import Decisions
from ubltools.settings import Settings, find


def test_without_a_file_the_defaults_count(tmp_path):
    assert find(tmp_path) == Settings()


def test_the_nearest_file_counts(tmp_path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "ubltools.toml").write_text('ventilation_22 = "E"')
    assert find(inner).decisions.ventilation_22 == "E"
    (tmp_path / "a" / "ubltools.toml").write_text('company = "own.json"')
    assert find(inner).decisions == Decisions()
    assert find(inner).company == tmp_path / "a" / "own.json"


def test_the_table_in_pyproject(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.ubltools]\nbuyer_reference_filler = ""\n')
    assert find(tmp_path).decisions.buyer_reference_filler is None


def test_a_pyproject_without_our_table_is_passed_over(tmp_path):
    inner = tmp_path / "a"
    inner.mkdir()
    (inner / "pyproject.toml").write_text('[project]\nname = "x"\n')
    (tmp_path / "ubltools.toml").write_text('order_reference_fallback = "OrderNumber"')
    assert find(inner).decisions.order_reference_fallback == "OrderNumber"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('compny = "x"', "compny"),
        ('ventilation_22 = "X"', "ventilation_22"),
        ("company = 7", "company"),
        ("company = ", "TOML"),
        ("\xff", "TOML"),
    ],
)
def test_a_setting_that_is_wrong_is_named(tmp_path, content, said):
    (tmp_path / "ubltools.toml").write_bytes(content.encode("latin-1"))
    with pytest.raises(ConfigurationError, match=said):
        find(tmp_path)
