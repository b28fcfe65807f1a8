import subprocess
import sys

import pytest

import ubltools
from tests.orders import COMPANY, SAMPLES


@pytest.mark.parametrize("name", ubltools.__all__)
def test_every_name_is_there(name):
    assert getattr(ubltools, name) is not None


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError):
        _ = ubltools.nothing


def test_the_ten_lines_of_the_readme():
    order = (SAMPLES / "order.json").read_bytes()
    result = ubltools.presend(order, company=COMPANY)
    assert result.report.ok and result.body is not None
    written = ubltools.to_ubl(order, company=COMPANY)
    report = ubltools.validate(written.document.encode())
    assert report.ok and report.findings == ()
    back = ubltools.from_ubl(written.document.encode())
    assert back.document.order_number == "2026-0147"


def test_importing_the_package_loads_nothing_heavy():
    heavy = "{'lxml', 'pydantic', 'saxonche', 'xmlschema', 'click'}"
    code = f"import sys, ubltools; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
