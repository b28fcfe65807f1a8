"""Fields of an order that an invoice has no place for, by nature, and why.

What stands here is not reported as lost: it is Billit's own bookkeeping, or set by Billit itself. Any
other value that no row takes is reported (UBLT-UNMAPPED). Patterns are JSON paths without positions.
"""

import re
from decimal import Decimal
from typing import Final

_SET_BY_BILLIT: Final = """
    OrderID CompanyID OrderStatus ApprovalStatus Overdue DaysOverdue LastReminder RemindersSent
    PaymentDiscountAmount PaymentDiscountDate TaxReportingStatusTC ExternalProvider PaymentLinks
    CurrentDocumentDeliveryDetails Messages OCRRawText OCRMetaPages Signature LastModified Created
    IsSent Invoiced PaidDate TotalExcl TotalVAT TotalIncl VatGroups CounterParty CounterPartyID
"""
_ACCOUNTING: Final = """
    InternalInfo BookingEntries ExternalProviderID ExternalProviderReferences ProjectID ProjectName
    DepartmentID Tags Journal CostCategoryCode AccountCode AccountingCostTypeTC AnalyticCostBearer
    AnalyticCostCenter VatDeduction MixedUseProfessionalPercentage AccountantVerificationNeeded
    ExportedToConnector TemplateID MessageTemplateID CustomerID SupplierID
"""
_KIND: Final = "OrderType OrderSubType OrderDirection Currency"  # said by the kind of document
_LINE: Final = """
    OrderLineID TotalExcl TotalVAT TotalIncl UnitPriceIncl InclLeading ProductID AccountCode
    AnalyticCostBearer AnalyticCostCenter ExternalProviderReferences
"""
_PARTY: Final = """
    PartyID Nr PartyType Language VATLiable VATDeductable SmallEnterprise VentilationCode AccountantCode
    GLAccountCode CostCategoryCode AccountingCostTypeName BookCategoryTC BookYearStart Users
    DefaultPaymentMethodTC DefaultPaid DefaultTransportTypeTC DefaultExpiryOffset GLDefaultExpiryOffset
    DefaultReductionPercentage FinancialReductionPercentageDefault FinancialReductionDaysDefault
    DefaultCurrencyTC DomiciliationMandateSigningDate AutoSendInvoiceReminders SendUBL SendPDF Regime
    SubRegime IsHighRisk Role DisplayName InternalInfo ExternalProviderID ExternalProviderTC LastModified
    Created BankAccounts
"""
_FILE: Final = "FileID"
_IDENTIFIER: Final = "Preferred IdentifierAddress"  # which one Billit uses, and how it shows it
_BY_SCOPE: Final = {
    "$": _SET_BY_BILLIT + _ACCOUNTING + _KIND,
    "$.OrderLines[]": _LINE,
    "$.Customer": _PARTY + "IBAN BIC",  # the account of the buyer is no part of an invoice
    "$.Supplier": _PARTY,
    "$.Customer.Identifiers[]": _IDENTIFIER,
    "$.Supplier.Identifiers[]": _IDENTIFIER,
    "$.OrderLines[].CustomFields": "Name",  # the name of an item as it was received; Description has it too
    "$.OrderPDF": _FILE,
    "$.Attachments[]": _FILE,
}
_NOT_CARRIED: Final = frozenset(
    f"{scope}.{key}{end}" for scope, keys in _BY_SCOPE.items() for key in keys.split() for end in ("", "[]")
)
# Values that are lost for a reason which the user can do nothing about.
EXPLAINED: Final = {
    "$.ExpiryDate": "A Peppol credit note has a due date only where it also says how to pay.",
}
# Values that say no more than no value at all.
NEUTRAL: Final = {"$.FXRateToForeign": Decimal(1), "$.PaymentDiscountPercentage": Decimal(0)}
_POSITION: Final = re.compile(r"\[\d+\]")


def is_carried(json_path: str) -> bool:
    """Whether an invoice should carry the value at a JSON path, or at an object that holds it."""
    pattern = _POSITION.sub("[]", json_path)
    while pattern and pattern not in _NOT_CARRIED:
        pattern = pattern.rpartition(".")[0]
    return not pattern
