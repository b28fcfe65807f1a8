"""Other libraries that write UBL from Python values and read it back, on the same invoice.

Each peer starts from what it takes: factur-x from a dict, python-ubl from its own objects. Both are made
before the clock starts, by the peer's own reader; ours starts from the bytes of the JSON. What comes out
is compared, value by value, before anything is measured. A peer that is not installed is left out, and
the table says so. Modules are imported by name because not everybody has them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from importlib import import_module, metadata
from typing import Any

from tests.benchmarks.content import Content, Line, Totals, of_xml, require_same
from tests.benchmarks.measure import Work

_EN16931 = "urn:cen.eu:en16931:2017"


@dataclass(frozen=True, slots=True)
class Peer:
    """Another library.

    name: on the package index
    writer, reader: from a UBL invoice to something that writes the same one, or reads it
    content: what the thing that was read says
    """

    name: str
    writer: Callable[[bytes], Work]
    reader: Callable[[bytes], Work]
    content: Callable[[Any], Content]

    def version(self) -> str | None:
        """The installed version, None when it is not installed."""
        try:
            return metadata.version(self.name)
        except metadata.PackageNotFoundError:
            return None

    def writing(self, ubl: bytes, expected: Content) -> Work:
        """The writer, once it has shown what it writes. Raises NotEquivalent."""
        work = self.writer(ubl)
        for _ in range(2):  # it may change what it is given
            require_same(expected, of_xml(work()), f"{self.name} writes")
        return work

    def reading(self, ubl: bytes, expected: Content) -> Work:
        """The reader, once it has shown what it reads. Raises NotEquivalent."""
        work = self.reader(ubl)
        require_same(expected, self.content(work()), f"{self.name} reads")
        return work


def _facturx_reader(ubl: bytes) -> Work:
    return partial(import_module("facturx").parse_ubl_cii_xml, ubl, check_xsd=False)


def _facturx_writer(ubl: bytes) -> Work:
    invoice = {**_facturx_reader(ubl)(), "BT-24": _EN16931}  # it writes no other specification here
    write = import_module("facturx").generate_ubl_xml
    return partial(write, invoice, level="en16931", check_xsd=False, check_schematron=False)


def _facturx_content(found: dict[str, Any]) -> Content:
    return Content(
        number=found["BT-1"],
        issued=found["BT-2"].isoformat(),
        due=found["BT-9"].isoformat(),
        seller=found["BG-4"]["vat_identifier"],
        buyer=found["BG-7"]["vat_identifier"],
        iban=found["BT-84"],
        lines=tuple(map(_facturx_line, found["BG-25"])),
        totals=Totals(*(Decimal(found[term]) for term in ("BT-109", "BT-110", "BT-115"))),
    )


def _facturx_line(line: dict[str, Any]) -> Line:
    quantity, price, rate, net = (Decimal(line[term]) for term in ("BT-129", "BT-146", "BT-152", "BT-131"))
    return Line(line["BT-153"], line["BT-155"], quantity, line["BT-130"], price, rate, net)


def _python_ubl_reader(ubl: bytes) -> Work:
    return partial(import_module("ubl.models").Invoice.from_xml_string, ubl.decode())


def _python_ubl_writer(ubl: bytes) -> Work:
    invoice = _python_ubl_reader(ubl)()
    for line in invoice.lines:
        line.tax_total = _python_ubl_tax(line)
    peppol = import_module("ubl").peppol_context

    def write() -> Any:
        with peppol():
            return invoice.to_xml_string()

    return write


def _python_ubl_tax(line: Any) -> Any:
    """The VAT of a line: it adds up the document's from these, and writes them only outside Peppol."""
    models = import_module("ubl.models")
    net, rate = line.line_extension_amount.value, line.item.classified_tax_category.percent.value
    vat = round(net * rate / 100, 2)
    category = models.TaxCategory(id="S", percent=rate, tax_scheme=models.TaxScheme(id="VAT"))
    part = models.TaxSubtotal(taxable_amount=net, tax_amount=vat, tax_category=category)
    return models.TaxTotal(tax_amount=vat, tax_subtotals=[part])


def _python_ubl_content(found: Any) -> Content:
    return Content(
        number=found.id.value,
        issued=str(found.issue_date.value),
        due=str(found.due_date.value),
        seller=found.supplier.vat,
        buyer=found.customer.vat,
        iban=found.payment_means[0].payee_financial_account.id.value,
        lines=tuple(map(_python_ubl_line, found.lines)),
        totals=None,  # it reads no TaxTotal of the document, and so its sums lack the VAT
    )


def _python_ubl_line(line: Any) -> Line:
    quantity = line.invoiced_quantity
    return Line(
        name=line.item.name.value,
        reference=line.item.sellers_item_identification.value,
        quantity=quantity.value,
        unit=quantity.unitCode,
        price=line.price.price_amount.value,
        rate=line.item.classified_tax_category.percent.value,
        net=line.line_extension_amount.value,
    )


PEERS = (
    Peer("factur-x", _facturx_writer, _facturx_reader, _facturx_content),
    Peer("python-ubl", _python_ubl_writer, _python_ubl_reader, _python_ubl_content),
)
