"""Rows of references to other documents, of periods and of attached files (BG-3, BG-14, BG-24)."""

from typing import Final

from ubltools.lens.codecs import BASE64
from ubltools.lens.rows import Computed, Group, Leaf, Many, Row, Selection
from ubltools.mapping.computed import attachments as files
from ubltools.mapping.computed import document as of
from ubltools.mapping.custom import header

_SUPPORTING: Final = Selection(
    "$.OrderPDF, $.Attachments[], $.AdditionalDocumentReference[]",
    files.pick_documents,
    files.put_document,
)
_CONTENT: Final = "cac:Attachment/cbc:EmbeddedDocumentBinaryObject"

SUPPORTING: Final = Many(
    "cac:AdditionalDocumentReference",
    (
        Leaf(
            "cbc:ID",
            ("ID", "FileName"),
            term="BT-122",
            note="of a file its name; or $.CustomFields['AdditionalDocumentReference<number>']",
        ),
        Leaf("cbc:DocumentTypeCode", "DocumentType", note="130: BT-18; 50 in a credit note: BT-11"),
        Leaf("cbc:DocumentDescription", "DocumentDescription", term="BT-123", note="not of a file"),
        Leaf(_CONTENT, "FileContent", BASE64, "BT-125"),
        Computed(
            f"{_CONTENT}/@mimeCode",
            files.mime_type,
            term="BT-125-1",
            keys=("MimeType", "FileName"),
            keep="MimeType",
        ),
        Leaf(f"{_CONTENT}/@filename", "FileName", term="BT-125-2"),
    ),
    of=_SUPPORTING,
    term="BG-24",
)


def reference(root: str, element: str, term: str) -> Leaf:
    """A reference to one document by its number, kept in a custom field."""
    return Leaf(f"cac:{element}/cbc:ID", header(root, f"{element}.ID.Text"), term=term)


def contract(root: str) -> Group:
    """The contract (BT-12): a custom field, or the first of ContractDocumentReference."""
    key, *others = header(root, "ContractDocumentReference.ID.Text")
    selection = Selection(
        ", ".join(f"$.{each}" for each in (key, *others, "ContractDocumentReference[].ID")),
        files.contract_picker(key, *others),
        files.contract_putter(key),
        reads=(key, *others),
    )
    return Group("cac:ContractDocumentReference", (Leaf("cbc:ID", files.VALUE, term="BT-12"),), of=selection)


def period(root: str) -> tuple[Row, ...]:
    """The invoicing period (BG-14)."""
    path = "cac:InvoicePeriod"
    return (
        Leaf(f"{path}/cbc:StartDate", (*header(root, "InvoicePeriod.StartDate"), "PeriodFrom"), term="BT-73"),
        Leaf(f"{path}/cbc:EndDate", (*header(root, "InvoicePeriod.EndDate"), "PeriodTill"), term="BT-74"),
    )


def order_reference(root: str) -> tuple[Row, ...]:
    """The order of the buyer (BT-13) and of the seller (BT-14)."""
    path = "cac:OrderReference"
    keys = header(root, *(f"OrderReference.{end}" for end in of.SALES_ORDER))
    return (
        Computed(f"{path}/cbc:ID", of.order_reference, term="BT-13", keys=("Reference",), keep="Reference"),
        Leaf(f"{path}/cbc:SalesOrderID", keys, term="BT-14"),
    )


ABOUT: Final = Leaf(
    "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", "AboutInvoiceNumber", term="BT-25"
)
