"""The shape of the package, held: who imports whom, one door per dependency, no float, every id documented.

Every import counts, also one inside a function or for type checkers only: it is a dependency all the same.
"""

import ast
import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "ubltools"


def _module(path: Path) -> str:
    """Name of a module below the package: "cli", "lens.rows", "billit"; the package itself is ""."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip(".")


PATHS = {_module(path): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {module: ast.parse(path.read_text("utf-8")) for module, path in PATHS.items()}


def _targets(module: str) -> set[str]:
    """Dotted names that a module imports; a name taken out of a module counts as that module."""
    found: set[str] = set()
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import in line {node.lineno}"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _ours(name: str) -> str:
    """The module behind "ubltools.lens.rows.Leaf": "lens.rows"."""
    inside = name.removeprefix("ubltools").lstrip(".")
    return inside if inside in PATHS else inside.rpartition(".")[0]


IMPORTS = {
    module: {_ours(name) for name in _targets(module) if name.partition(".")[0] == "ubltools"} - {module}
    for module in PATHS
}
EDGES = [(module, target) for module in PATHS for target in sorted(IMPORTS[module])]

# The first entry that is the name of a module, or of a package that it is in, gives its layer.
LAYERS = {
    "errors": 0, "finding": 0, "names": 0, "codes": 0,
    "rule_messages": 1, "xml": 1, "screening": 1, "lens.rows": 1, "lens.codecs": 1,
    "lens": 2, "billit": 2,
    "mapping": 3,
    "convert": 4, "conversion": 4, "losses": 4, "order_checks": 4, "total_checks": 4, "vat_numbers": 4,
    "ledger": 4, "remainder": 4, "restoring": 4, "writing": 4, "comparison": 4, "settings": 4, "files": 4,
    "responses": 4, "validation": 4, "sending_checks": 4,
    "folders": 4, "journal": 4, "interrupts": 4, "worker": 4, "workers": 4,
    "sendxml": 5, "receipt": 5, "many": 5, "report": 5, "mapping_table": 5, "rule_table": 5,
    "": 6, "console": 6, "batch": 6, "per_file": 6, "per_order": 6, "per_response": 6,
    "cli": 7, "__main__": 8,
}  # fmt: skip

# Stricter than the layers: what these packages may see at all, besides themselves.
MAY_SEE = {
    "errors": (), "finding": (), "names": (), "codes": (),
    "lens": ("errors", "finding", "names", "codes", "xml"),
    "billit": ("errors", "finding", "names", "codes", "xml"),
    "mapping": ("names", "codes", "lens.rows", "lens.codecs"),
    "validation": ("errors", "finding", "names", "codes", "rule_messages", "xml"),
    "report": (
        "errors", "finding", "names", "codes", "comparison.model",
        "validation.release", "validation.inventory", "validation.importing", "validation.comparing",
        "validation.outlook",
        "responses.model", "responses.outcome", "responses.deliveries", "responses.meaning",
        "responses.wording", "responses.history", "responses.known", "responses.matching", "responses.sent",
        "responses.timeline", "responses.inbox",
    ),
}  # fmt: skip


def _within(module: str, name: str) -> bool:
    return module == name or module.startswith(f"{name}.")


def _layer(module: str) -> int:
    return next((layer for name, layer in LAYERS.items() if _within(module, name)), -1)


def test_every_module_has_a_layer() -> None:
    assert [module for module in PATHS if not any(_within(module, name) for name in LAYERS)] == []


def test_imports_go_down() -> None:
    assert [(module, target) for module, target in EDGES if target and _layer(target) > _layer(module)] == []


def test_packages_see_only_what_they_may() -> None:
    def allowed(module: str, target: str) -> bool:
        own = next((name for name in MAY_SEE if _within(module, name)), None)
        return own is None or any(_within(target, name) for name in (own, *MAY_SEE[own]))

    assert [(module, target) for module, target in EDGES if not allowed(module, target)] == []


def test_nobody_imports_the_command_or_the_surface() -> None:
    """The surface imports the library, so that only the command may import it (for the version)."""
    assert [module for module, target in EDGES if target == "cli"] == ["__main__"]
    assert [module for module, target in EDGES if target == "" and not _within(module, "cli")] == []


def test_no_cycles() -> None:
    try:
        TopologicalSorter(IMPORTS).prepare()
    except CycleError as error:
        pytest.fail(f"import cycle: {' <- '.join(name or 'ubltools' for name in error.args[1])}")


DOORS = {
    "lxml": ("xml", "validation.xsd", "validation.schemas"),
    "saxonche": ("validation.saxon",),
    "xmlschema": ("validation.xsd",),
    "pydantic": ("billit",),
    "pydantic_core": ("billit",),
    "typing_extensions": ("billit",),  # comes with pydantic, which asks for it
    "click": ("cli",),
    "stdnum": ("vat_numbers",),
}


def test_one_door_per_dependency() -> None:
    beside = {
        (module, package)
        for module in PATHS
        for package in {name.partition(".")[0] for name in _targets(module)}
        if package not in sys.stdlib_module_names | {"ubltools"}
        and not any(_within(module, door) for door in DOORS.get(package, ()))
    }
    assert beside == set()


def test_one_door_to_the_state_file() -> None:
    assert [module for module in PATHS if "sqlite3" in _targets(module)] == ["responses.database"]


def test_help_imports_nothing_heavy() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "ubltools", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert "presend" in done.stdout
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert {"ubltools", "click"} <= imported
    assert imported & {"saxonche", "xmlschema", "pydantic", "lxml", "facturx", "stdnum", "sqlite3"} == set()


FLOAT_ALLOWED = {
    ("finding", "seconds"): "how long a layer took",
    ("validation.engine", "seconds"): "the same, on its way there",
    ("sendxml", "start"): "a reading of the clock",
}


def _annotated(node: ast.AST) -> tuple[str, ast.expr | None]:
    """The name and annotation of a variable, argument or result; ("", None) for anything else."""
    if isinstance(node, ast.AnnAssign):
        return ast.unparse(node.target), node.annotation
    if isinstance(node, ast.arg):
        return node.arg, node.annotation
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return node.name, node.returns
    return "", None


def _names_float(annotation: ast.expr | None) -> bool:
    return annotation is not None and re.search(r"\bfloat\b", ast.unparse(annotation)) is not None


# The only calls of float(): what XPath itself makes a binary number of.
FLOAT_CALLED = {"validation.native.numbers": "xs:double, which a rule gets that asks for number()"}


def test_no_float() -> None:
    calls, annotations = set(), set()
    for module, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "float":
                calls.add(module)
            name, annotation = _annotated(node)
            if _names_float(annotation):
                annotations.add((module, name))
    assert calls == set(FLOAT_CALLED)
    assert annotations == set(FLOAT_ALLOWED)


@pytest.mark.parametrize("module", PATHS)
def test_every_module_says_what_may_live_in_it(module: str) -> None:
    assert ast.get_docstring(TREES[module])


LONGEST = 250
LONGER: dict[str, str] = {}  # module -> why: only for a file that is a table


def test_files_are_short() -> None:
    long = {module for module, path in PATHS.items() if len(path.read_text("utf-8").splitlines()) > LONGEST}
    assert long == set(LONGER)


OWN_ID = re.compile(r"UBLT-[A-Z]+(?:-[A-Z]+)*")
SECTION = re.compile(r"^#+ Findings of our own\n(.*?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)


OWN_RULE = re.compile(r"BILLIT-[A-Z]+(?:-[A-Z]+)*")


def _documented(ids: re.Pattern[str]) -> list[str]:
    """The ids in the first column of the tables of that section."""
    section = SECTION.search((ROOT / "README.md").read_text("utf-8"))
    assert section, 'README.md has no section "Findings of our own"'
    rows = [line.split("|")[1] for line in section[1].splitlines() if line.startswith("|")]
    return sorted(each for row in rows for each in ids.findall(row))


def test_every_finding_of_our_own_is_documented_once() -> None:
    used = {found for path in PATHS.values() for found in OWN_ID.findall(path.read_text("utf-8"))}
    assert _documented(OWN_ID) == sorted(used)


def test_every_rule_of_our_own_is_documented_once() -> None:
    rules = (ROOT / "schematron" / "billit-presend" / "rules.sch").read_text("utf-8")
    assert _documented(OWN_RULE) == sorted(re.findall(r'id="(BILLIT-[^"]+)"', rules))
