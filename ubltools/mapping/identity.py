"""The rows that tell which document an invoice or credit note is: number, date, parties, total, references.

A small table beside the one of invoice.py, for documents of any origin: nothing is computed, and what is
not asked for here is passed over. Keys are those that responses/sent.py makes its values from.
"""

from typing import Final

from ubltools.lens.codecs import DAY, NUMBER
from ubltools.lens.rows import Document, Group, Leaf, Many, Row
from ubltools.mapping.response import PARTY
from ubltools.names import NAMESPACE_OF, Kind

_PRECEDING: Final = (Leaf("cac:InvoiceDocumentReference/cbc:ID", "number", term="BT-25"),)


def _identity(kind: Kind) -> Document:
    rows: tuple[Row, ...] = (
        Leaf("cbc:ID", "number", term="BT-1"),
        Leaf("cbc:IssueDate", "issue_date", DAY, "BT-2"),
        Leaf(f"cbc:{kind}TypeCode", "type_code", term="BT-3"),
        Leaf("cbc:DocumentCurrencyCode", "currency", term="BT-5"),
        Many("cac:BillingReference", _PRECEDING, of="references", term="BG-3"),
        Group("cac:AccountingSupplierParty/cac:Party", PARTY, of="seller", term="BG-4"),
        Group("cac:AccountingCustomerParty/cac:Party", PARTY, of="buyer", term="BG-7"),
        Leaf("cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount", "total", NUMBER, "BT-112"),
    )
    return Document(str(kind), NAMESPACE_OF[kind], rows)


IDENTITY: Final = {kind: _identity(kind) for kind in (Kind.INVOICE, Kind.CREDIT_NOTE)}
