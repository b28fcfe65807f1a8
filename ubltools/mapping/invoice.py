"""The four documents that an order can become: invoice and credit note, ordinary and self-billed.

The header of each is a tuple of its own, because UBL orders a credit note differently; everything
below is shared.
"""

from dataclasses import dataclass
from typing import Final

from ubltools import names
from ubltools.lens.codecs import DATE
from ubltools.lens.rows import Computed, Const, Document, Leaf, Row
from ubltools.mapping.computed import document as of
from ubltools.mapping.custom import header
from ubltools.mapping.delivery import delivery
from ubltools.mapping.line import DOCUMENT_ADJUSTMENTS, lines
from ubltools.mapping.party import buyer, representative, seller
from ubltools.mapping.payment import CREDIT_NOTE_MEANS, INVOICE_MEANS, TERMS, TOTALS
from ubltools.mapping.references import ABOUT, SUPPORTING, contract, order_reference, period, reference
from ubltools.mapping.tax import TAX_TOTAL


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of document and its declaration."""

    kind: names.Kind
    customization: str
    document: Document


def _identification(customization: str, profile: str) -> tuple[Row, ...]:
    return (
        Const("cbc:CustomizationID", customization, "BT-24"),
        Computed(
            "cbc:ProfileID",
            of.profile(profile),
            term="BT-23",
            keys=("BusinessProcessType",),
            keep=of.keep_profile,
            note="else that of the kind of document",
        ),
        Leaf("cbc:ID", "OrderNumber", term="BT-1"),
        Leaf("cbc:IssueDate", "OrderDate", DATE, "BT-2"),
    )


def _note(root: str) -> Leaf:
    return Leaf("cbc:Note", ("Comments", *header(root, "Note")), term="BT-22")


def _tax_point_date(root: str) -> Leaf:
    return Leaf("cbc:TaxPointDate", (*header(root, "TaxPointDate"), "TaxPointDate"), term="BT-7")


def _references(root: str) -> tuple[Row, ...]:
    """From the currency to the despatch advice: the same in both documents."""
    return (
        Computed("cbc:DocumentCurrencyCode", of.currency, term="BT-5", keys=("Currency",), keep="Currency"),
        Leaf("cbc:AccountingCost", header(root, "AccountingCost"), term="BT-19"),
        Computed(
            "cbc:BuyerReference", of.buyer_reference, term="BT-10", keys=("OrderTitle",), keep="OrderTitle"
        ),
        *period(root),
        *order_reference(root),
        ABOUT,
        reference(root, "DespatchDocumentReference", "BT-16"),
    )


def _parties(root: str) -> tuple[Row, ...]:
    return (seller(root), buyer(root), *representative(root), *delivery(root))


_AMOUNTS: Final[tuple[Row, ...]] = (TERMS, DOCUMENT_ADJUSTMENTS, *TAX_TOTAL, *TOTALS)


def _invoice(customization: str, profile: str, type_code: str) -> tuple[Row, ...]:
    root = "Invoice"
    return (
        *_identification(customization, profile),
        Leaf("cbc:DueDate", "ExpiryDate", DATE, "BT-9"),
        Const("cbc:InvoiceTypeCode", type_code, "BT-3"),
        _note(root),
        _tax_point_date(root),
        *_references(root),
        contract(root),
        SUPPORTING,
        reference(root, "ProjectReference", "BT-11"),
        *_parties(root),
        *INVOICE_MEANS,
        *_AMOUNTS,
        lines("InvoiceLine", "InvoicedQuantity"),
    )


def _credit_note(customization: str, profile: str, type_code: str) -> tuple[Row, ...]:
    root = "CreditNote"
    return (
        *_identification(customization, profile),
        _tax_point_date(root),
        Const("cbc:CreditNoteTypeCode", type_code, "BT-3"),
        _note(root),
        *_references(root),
        contract(root),
        SUPPORTING,
        *_parties(root),
        *CREDIT_NOTE_MEANS,
        *_AMOUNTS,
        lines("CreditNoteLine", "CreditedQuantity"),
    )


_BILLING: Final = (names.BILLING, names.BILLING_PROFILE)
_SELF: Final = (names.SELF_BILLING, names.SELF_BILLING_PROFILE)
_SALE: Final = (("OrderDirection", "Income"),)
_SELF_BILLED: Final = (("OrderSubType", "SelfBilling"), ("OrderDirection", "Cost"))


def _target(
    kind: names.Kind, customization: str, rows: tuple[Row, ...], fixed: tuple[tuple[str, str], ...]
) -> Target:
    document = Document(kind, names.NAMESPACE_OF[kind], rows, (("OrderType", str(kind)), *fixed))
    return Target(kind, customization, document)


TARGETS: Final = (
    _target(names.Kind.INVOICE, names.BILLING, _invoice(*_BILLING, "380"), _SALE),
    _target(names.Kind.CREDIT_NOTE, names.BILLING, _credit_note(*_BILLING, "381"), _SALE),
    _target(names.Kind.INVOICE, names.SELF_BILLING, _invoice(*_SELF, "389"), _SELF_BILLED),
    _target(names.Kind.CREDIT_NOTE, names.SELF_BILLING, _credit_note(*_SELF, "261"), _SELF_BILLED),
)


def target_of_order(order_type: str | None, order_sub_type: str | None) -> Target | None:
    """The document an order becomes, None for an offer, a delivery note or an order form."""
    customization = names.SELF_BILLING if order_sub_type == "SelfBilling" else names.BILLING
    fitting = (each for each in TARGETS if each.kind == order_type and each.customization == customization)
    return next(fitting, None)


def target_of_ubl(kind: names.Kind | None, customization: str | None) -> Target | None:
    """The document a UBL root is; None when it is neither an invoice nor a credit note.

    A customization that is not Peppol's self-billing is read as ordinary billing.
    """
    wanted = names.SELF_BILLING if customization == names.SELF_BILLING else names.BILLING
    return next((each for each in TARGETS if each.kind == kind and each.customization == wanted), None)
