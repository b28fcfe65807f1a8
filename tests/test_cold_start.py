"""What validating one good file may not import, once it has been done before: each of these costs time.

The rules run in Saxon or not; what only Saxon needs is not in the list.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.orders import SAMPLES
from ubltools import cli

CHECKOUT = Path(cli.__file__).parents[2]
GOOD, BAD = SAMPLES / "invoice.xml", SAMPLES / "invoice-refused.xml"
FOREIGN = """
    pydantic pydantic_core typing_extensions annotated_types xmlschema elementpath facturx stdnum
    asyncio concurrent difflib email http importlib.metadata importlib.resources logging multiprocessing queue
    socket sqlite3 ssl subprocess unittest urllib.request zipfile
""".split()
OURS = """
    billit comparison convert conversion journal ledger lens many mapping mapping_table order_checks remainder
    report.json report.outlook responses restoring sendxml settings worker workers writing
    cli.comparing cli.documents cli.rules cli.tables
    validation.abridged validation.archive validation.comparing validation.importing validation.inventory
    validation.outlook validation.probe validation.proving validation.rule_sets validation.structure
""".split()
HEAVY = {*FOREIGN, *(f"ubltools.{name}" for name in OURS)}


def imported(tmp_path: Path, *arguments: str) -> set[str]:
    """The modules that a second call of the command imports."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "UBLTOOLS_CACHE": str(tmp_path)}
    command = [sys.executable, "-X", "importtime", "-m", "ubltools", *arguments]
    for _ in range(2):
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode in {0, 1} and done.stdout
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines}


@pytest.mark.parametrize("path", [GOOD, BAD], ids=["good", "refused"])
def test_one_file_imports_only_what_it_needs(tmp_path: Path, path: Path) -> None:
    found = imported(tmp_path, "validate", str(path))
    assert {"click", "lxml.etree", "ubltools.validation.engine"} <= found
    assert sorted(found & HEAVY) == []


def test_json_needs_no_text(tmp_path: Path) -> None:
    found = imported(tmp_path, "validate", str(GOOD), "--format", "jsonl")
    assert "ubltools.report.text" not in found
    assert sorted(found & (HEAVY - {"ubltools.report.json"})) == []


def test_the_list_has_no_name_that_is_not_there() -> None:
    paths = [CHECKOUT / "ubltools" / Path(*name.split(".")) for name in OURS]
    assert [path.name for path in paths if not path.is_dir() and not path.with_suffix(".py").is_file()] == []
