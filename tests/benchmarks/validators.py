"""Other libraries that validate UBL, on the same bytes: each as its documentation says to call it.

Before anything is measured each has to accept the good invoice, and to refuse the one whose total is a cent
off where it claims to know the rules. One that is not installed is left out, and the table says so. Modules
are imported by name because not everybody has them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module, metadata

from tests.benchmarks.documents import SAMPLES, plain_invoice
from tests.benchmarks.measure import Row, Skipped, compare
from ubltools.validation.engine import validate

LINES = (2, 100, 1_000)
_RULES = ["CEN-EN16931-UBL.xsl", "PEPPOL-EN16931-UBL.xsl"]


@dataclass(frozen=True, slots=True)
class Validator:
    """Another library. runs: what it checks; check: whether it accepts a document"""

    name: str
    runs: str
    check: Callable[[bytes], bool]
    knows_rules: bool = True

    def title(self) -> str:
        """Name, version and what runs; raises PackageNotFoundError when it is not installed."""
        return f"{self.name} {metadata.version(self.name)}, {self.runs}"


def _facturx(data: bytes) -> bool:
    try:
        return bool(import_module("facturx").xml_check_xsd(data, flavor="ubl-2.1-invoice"))
    except Exception as error:  # it has no class of its own
        return not error


def _peppol_py(data: bytes) -> bool:
    found = import_module("peppol_py.validation").validate_peppol_document(data, _RULES)
    return not [each for each in found if each["severity"] != "warning"]


def _verifyhash(data: bytes) -> bool:
    return bool(import_module("einvoice").validate_bytes(data, profile="en16931")["valid"])


VALIDATORS = (
    Validator("factur-x", "XSD alone (its rules need a Saxon server)", _facturx, knows_rules=False),
    Validator("peppol-py", "EN 16931 and Peppol 3.0.16, no XSD", _peppol_py),
    Validator("verifyhash-einvoice", "its own EN 16931 rules", _verifyhash),
)


def beside(rounds: int) -> Iterator[Row | Skipped]:
    """XSD, EN 16931 and Peppol here, against what each of the others runs."""
    for lines in LINES:
        data = plain_invoice(lines)
        what = f"validate, {lines:,} lines"
        assert validate(data).ok, validate(data).findings
        for other in VALIDATORS:
            try:
                title = other.title()
            except metadata.PackageNotFoundError:
                yield Skipped(what, other.name, f"{other.name} is not installed")
                continue
            why = _unfit(other, data)
            if why:
                yield Skipped(what, title, why)
                continue
            yield compare(
                what, partial(validate, data), title, partial(other.check, data), rounds=rounds, batch=0.05
            )


def _unfit(other: Validator, data: bytes) -> str | None:
    """Why a library cannot be measured on a document; None if it can."""
    if not other.check(data):
        return "refuses the good invoice"
    if other.knows_rules and other.check((SAMPLES / "invoice-refused.xml").read_bytes()):
        return "accepts a total that is a cent off"
    return None
