"""What validating one good file may not import, once it has been done before: each of these costs time.

The native engine runs the rules, which were compiled the first time: neither the compiler nor Saxon is there.
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
    asyncio bz2 concurrent difflib email fractions http importlib.metadata importlib.resources logging lzma
    multiprocessing queue random saxonche shutil socket sqlite3 ssl subprocess tempfile tomllib unittest
    urllib.request zipfile
""".split()
OURS = """
    billit comparison convert conversion journal ledger lens many mapping mapping_table order_checks remainder
    report.json report.outlook responses restoring sendxml settings worker workers writing
    cli.comparing cli.documents cli.rules cli.tables
    validation.abridged validation.archive validation.comparing validation.importing validation.inventory
    validation.outlook validation.probe validation.proving validation.rule_sets validation.structure
    validation.compiled validation.iso validation.model validation.saxon validation.schematron
    validation.schxslt validation.stylesheet validation.wording
""".split()
COMPILER = """
    arguments broad_asks code conditions context_rows contexts emit_basic emit_calls emit_chains
    emit_comparisons emit_conditions emit_number_calls emit_operators emit_paths emit_steps
    emit_text_calls emit_user_calls emitter fold forms functions guards joining lexer module parser parts
    paths rounding rule_rows sharing syntax text_functions uses walk writer
""".split()
OURS += [f"validation.native.{name}" for name in COMPILER]
HEAVY = {*FOREIGN, *(f"ubltools.{name}" for name in OURS)}
OF_FAILURES = {"ubltools.validation.model"}  # the asserts that failed are values of the model


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


@pytest.mark.parametrize(("path", "more"), [(GOOD, set()), (BAD, OF_FAILURES)], ids=["good", "refused"])
def test_one_file_imports_only_what_it_needs(tmp_path: Path, path: Path, more: set[str]) -> None:
    found = imported(tmp_path, "validate", str(path))
    assert {"click", "lxml.etree", "ubltools.validation.native.rules"} <= found
    assert found & HEAVY == more


def test_what_compiles_is_all_that_only_the_compiler_needs(tmp_path: Path) -> None:
    """So that a new module of the native engine is either in the list or known to run."""
    found = imported(tmp_path, "validate", str(GOOD))
    native = {path.stem for path in (CHECKOUT / "ubltools/validation/native").glob("*.py")} - {"__init__"}
    ran = {name.rpartition(".")[2] for name in found if name.startswith("ubltools.validation.native.")}
    assert native - ran == set(COMPILER)


def test_json_needs_no_text(tmp_path: Path) -> None:
    found = imported(tmp_path, "validate", str(GOOD), "--format", "jsonl")
    assert "ubltools.report.text" not in found
    assert sorted(found & (HEAVY - {"ubltools.report.json"})) == []


def test_the_list_has_no_name_that_is_not_there() -> None:
    paths = [CHECKOUT / "ubltools" / Path(*name.split(".")) for name in OURS]
    assert [path.name for path in paths if not path.is_dir() and not path.with_suffix(".py").is_file()] == []
