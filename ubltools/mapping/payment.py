"""Rows of payment means and terms (BG-16, BT-20) and of the document totals (BG-22)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from ubltools.lens.codecs import AMOUNT, DATE, Codec
from ubltools.lens.rows import Computed, Leaf, Row
from ubltools.mapping.computed import document as of
from ubltools.mapping.computed import totals

_CODE_KEYS: Final = ("CustomFields.PaymentMeansCode", "PaymentMethod")
_ACCOUNT: Final = "cac:PaymentMeans/cac:PayeeFinancialAccount"


def _code(compute: Callable[[Any, Any], Any]) -> Computed:
    return Computed(
        "cac:PaymentMeans/cbc:PaymentMeansCode",
        compute,
        term="BT-81",
        keys=_CODE_KEYS,
        keep=of.keep_payment_means,
    )


_REFERENCE: Final = Leaf("cac:PaymentMeans/cbc:PaymentID", "PaymentReference", term="BT-83")
_BRANCH: Final = f"{_ACCOUNT}/cac:FinancialInstitutionBranch/cbc:ID"

_MANDATE: Final = Computed(
    "cac:PaymentMeans/cac:PaymentMandate/cbc:ID",
    of.mandate,
    term="BT-89",
    keys=("Customer.DomiciliationMandateID",),
    keep="Customer.DomiciliationMandateID",
)

INVOICE_MEANS: Final[tuple[Row, ...]] = (
    _code(of.payment_means),
    _REFERENCE,
    Computed(f"{_ACCOUNT}/cbc:ID", of.iban, term="BT-84", keys=("IBAN", "Supplier.IBAN"), keep="IBAN"),
    Computed(_BRANCH, of.bic, term="BT-86", keys=("BIC", "Supplier.BIC"), keep="BIC"),
    _MANDATE,
)

CREDIT_NOTE_MEANS: Final[tuple[Row, ...]] = (
    _code(of.payment_means_if_stated),
    Computed(
        "cac:PaymentMeans/cbc:PaymentDueDate",
        of.credit_note_due_date,
        DATE,
        "BT-9",
        keys=("ExpiryDate",),
        keep="ExpiryDate",
        note="only where the order says how to pay",
    ),
    _REFERENCE,
    Leaf(f"{_ACCOUNT}/cbc:ID", "IBAN", term="BT-84"),
    Leaf(_BRANCH, "BIC", term="BT-86"),
    _MANDATE,
)

TERMS: Final = Computed(
    "cac:PaymentTerms/cbc:Note",
    of.payment_terms,
    term="BT-20",
    keys=("CustomFields.PaymentTerms", "PaymentTerms", "PaymentDiscountPercentage", "PaymentReductionDays"),
    keep="CustomFields.PaymentTerms",
)


# An amount that is left out where there is nothing of the kind; a stated 0 is the same as none.
OPTIONAL_AMOUNT: Final = replace(AMOUNT, name="amount, if any", same=lambda a, b: (a or 0) == (b or 0))
_TOTAL: Final = "cac:LegalMonetaryTotal"


def _total(name: str, field: str, term: str, codec: Codec = AMOUNT, keys: tuple[str, ...] = ()) -> Computed:
    return Computed(
        f"{_TOTAL}/cbc:{name}",
        lambda _, facts: getattr(facts.totals, field),
        codec,
        term,
        keys=keys,
        note="computed",
    )


TOTALS: Final[tuple[Row, ...]] = (
    _total("LineExtensionAmount", "lines", "BT-106"),
    _total("TaxExclusiveAmount", "exclusive", "BT-109", keys=("TotalExcl",)),
    _total("TaxInclusiveAmount", "inclusive", "BT-112", keys=("TotalIncl",)),
    _total("AllowanceTotalAmount", "allowances", "BT-107", OPTIONAL_AMOUNT),
    _total("ChargeTotalAmount", "charges", "BT-108", OPTIONAL_AMOUNT),
    Computed(
        f"{_TOTAL}/cbc:PrepaidAmount",
        lambda item, facts: totals.prepaid(item, facts) or None,
        OPTIONAL_AMOUNT,
        "BT-113",
        keys=("Paid", "ToPay"),
        note="computed: what is not due of the total",
    ),
    Computed(
        f"{_TOTAL}/cbc:PayableAmount",
        totals.payable,
        AMOUNT,
        "BT-115",
        keys=("ToPay", "Paid"),
        keep=totals.keep_payable,
        note="else the total",
    ),
)
