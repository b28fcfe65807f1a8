"""Rows of references to other documents, of periods and of attached files (BG-3, BG-14, BG-24)."""

from typing import Final

from ubltools.lens.codecs import BASE64
from ubltools.lens.rows import Computed, Leaf, Many, Row, Selection
from ubltools.mapping.computed import attachments as files
from ubltools.mapping.computed import document as of

_FILES: Final = Selection("OrderPDF, $.Attachments[]", files.pick_files, files.put_file)
_CONTENT: Final = "cac:Attachment/cbc:EmbeddedDocumentBinaryObject"

FILES: Final = Many(
    "cac:AdditionalDocumentReference",
    (
        Computed("cbc:ID", files.document_id, term="BT-122", keys=("FileName",)),
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
    of=_FILES,
    term="BG-24",
)


def custom(root: str, end: str) -> tuple[str, ...]:
    """The custom field under the name of the root; credit notes are also read under Invoice."""
    return tuple(dict.fromkeys(f"CustomFields['{each}.{end}']" for each in (root, "Invoice")))


def reference(root: str, element: str, term: str) -> Leaf:
    """A reference to one document by its number, kept in a custom field."""
    return Leaf(f"cac:{element}/cbc:ID", custom(root, f"{element}.ID.Text"), term=term)


def period(root: str) -> tuple[Row, ...]:
    """The invoicing period (BG-14)."""
    path = "cac:InvoicePeriod"
    return (
        Leaf(f"{path}/cbc:StartDate", (*custom(root, "InvoicePeriod.StartDate"), "PeriodFrom"), term="BT-73"),
        Leaf(f"{path}/cbc:EndDate", (*custom(root, "InvoicePeriod.EndDate"), "PeriodTill"), term="BT-74"),
    )


def order_reference(root: str) -> tuple[Row, ...]:
    """The order of the buyer (BT-13) and of the seller (BT-14)."""
    path = "cac:OrderReference"
    ends = ("SalesOrderID.Text", "SalesOrderID", "SalesOrderID.ID.Text")
    keys = tuple(key for end in ends for key in custom(root, f"OrderReference.{end}"))
    return (
        Computed(f"{path}/cbc:ID", of.order_reference, term="BT-13", keys=("Reference",), keep="Reference"),
        Leaf(f"{path}/cbc:SalesOrderID", keys, term="BT-14"),
    )


ABOUT: Final = Leaf(
    "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", "AboutInvoiceNumber", term="BT-25"
)
