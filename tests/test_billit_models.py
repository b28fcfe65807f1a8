from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from ubltools.billit import (
    Address,
    BankAccount,
    BookingEntry,
    DeliveryDetails,
    DocumentReference,
    ExternalProviderReference,
    File,
    Identifier,
    Message,
    Order,
    OrderLine,
    Party,
    PartyCustomField,
    PaymentLink,
    VatGroup,
    dump,
)
from ubltools.billit.model import billit_key

# Every key that Billit documents, in its own spelling.
DOCUMENTED = {
    Order: """
        OrderID CompanyID OrderType OrderSubType OrderDirection OrderNumber OrderDate ExpiryDate OrderStatus
        ApprovalStatus OrderTitle Reference Comments InternalInfo Customer Supplier CounterParty CustomerID
        SupplierID CounterPartyID OrderLines VatGroups BookingEntries TotalExcl TotalVAT TotalIncl ToPay Paid
        PaidDate IsSent Invoiced Overdue DaysOverdue LastReminder RemindersSent Currency FXRateToForeign
        VentilationCode PaymentReference PaymentMethod PaymentTerms PaymentDiscountPercentage
        PaymentReductionDays PaymentDiscountAmount PaymentDiscountDate IBAN BIC AboutInvoiceNumber PeriodFrom
        PeriodTill DeliveryDate TaxPointDate ContractDocumentReference AdditionalDocumentReference OrderPDF
        Attachments CustomFields BusinessProcessType TaxReportingStatusTC ExternalProviderID ExternalProvider
        ExternalProviderReferences ProjectID ProjectName DepartmentID Tags Journal CostCategoryCode
        AccountCode AccountingCostTypeTC AnalyticCostBearer AnalyticCostCenter VatDeduction
        MixedUseProfessionalPercentage AccountantVerificationNeeded ExportedToConnector TemplateID
        MessageTemplateID PaymentLinks CurrentDocumentDeliveryDetails Messages OCRRawText OCRMetaPages
        Signature LastModified Created
    """,
    OrderLine: """
        OrderLineID Quantity UnitPriceExcl UnitPriceIncl TotalIncl InclLeading TotalExcl TotalVAT
        VATPercentage VentilationCode Description DescriptionExtended Reference Code Unit ProductID
        ReductionPercentage AllowanceChargeIndicator LinkedOrderLineID AccountCode AnalyticCostBearer
        AnalyticCostCenter CustomFields ExternalProviderReferences
    """,
    Party: """
        PartyID Nr Name CommercialName Addresses Street StreetNumber Box Zipcode City CountryCode VATNumber
        PeppolIdentifier RPR Identifiers IBAN BIC BankAccounts Mobile Phone Fax Email Website Contact
        ContactFirstName ContactLastName Language PartyType VATLiable VATDeductable SmallEnterprise
        VentilationCode AccountantCode GLAccountCode CostCategoryCode AccountingCostTypeName BookCategoryTC
        BookYearStart Users DefaultPaymentMethodTC DefaultPaid DefaultTransportTypeTC DefaultExpiryOffset
        GLDefaultExpiryOffset DefaultReductionPercentage FinancialReductionPercentageDefault
        FinancialReductionDaysDefault DefaultCurrencyTC DomiciliationMandateID
        DomiciliationMandateSigningDate AutoSendInvoiceReminders SendUBL SendPDF Regime SubRegime IsHighRisk
        Role DisplayName InternalInfo ExternalProviderID ExternalProviderTC CustomFields LastModified Created
    """,
    Address: "AddressType Tav Name Street StreetNumber Box Zipcode City CountryCode Phone",
    Identifier: "IdentifierType Identifier SchemeID Preferred IdentifierAddress",
    BankAccount: "IBAN BIC Currency Verified Name Saldo",
    VatGroup: "VentilationCode VATPercentage TotalExcl TotalVAT TotalIncl Mtvh FinancialReductionAmount",
    File: "FileID FileName MimeType FileContent",
    BookingEntry: "BookingEntryID OrderID AccountCode Amount DebetOrCredit VAT1 VAT2 VAT3",
    ExternalProviderReference: "ExternalProvider Category Value EntityType EntityID",
    DocumentReference: "DocumentDescription ID DocumentType Attachment CustomFields",
    PaymentLink: "ExternalProvider ClickUrl QRImageUrl",
    PartyCustomField: "Key Value",
    DeliveryDetails: """
        IsDocumentDelivered DocumentDeliveryStatus DocumentDeliveryDate DocumentDeliveryInfo
        DocumentRefusedDate DocumentRefusedReasonTC DocumentRefusedInfo
    """,
    Message: """
        OrderID Description FileID CreationDate TransportType Success Trials Destination MessageDirection
    """,
}


@pytest.mark.parametrize("model", DOCUMENTED, ids=lambda model: model.__name__)
def test_every_documented_key_has_a_field(model):
    aliases = [info.alias for info in model.model_fields.values()]
    assert sorted(aliases) == sorted(DOCUMENTED[model].split())


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("order_number", "OrderNumber"),
        ("vat_number", "VATNumber"),
        ("total_vat", "TotalVAT"),
        ("fx_rate_to_foreign", "FXRateToForeign"),
        ("vat_groups", "VatGroups"),
        ("qr_image_url", "QRImageUrl"),
        ("id", "ID"),
    ],
)
def test_billit_key(name, key):
    assert billit_key(name) == key


def test_python_code_uses_attribute_names():
    line = OrderLine(quantity=Decimal("2"), unit_price_excl=Decimal("3.75"))
    order = Order(order_number="1", order_date=date(2026, 1, 31), order_lines=[line])
    assert order.order_lines[0].unit_price_excl == Decimal("3.75")
    assert dump(order) == {
        "OrderNumber": "1",
        "OrderDate": date(2026, 1, 31),
        "OrderLines": [{"Quantity": Decimal("2"), "UnitPriceExcl": Decimal("3.75")}],
    }


def test_repr_shows_only_what_is_set():
    assert repr(Order(order_number="1", paid=False)) == "Order(order_number='1', paid=False)"


def test_assigning_is_checked_and_says_what_is_wrong():
    order = Order(order_number="1")
    order.to_pay = "10.50"
    assert order.to_pay == Decimal("10.50")
    with pytest.raises(ValidationError, match="float"):
        order.to_pay = 10.5
    with pytest.raises(ValidationError, match="not a date"):
        order.order_date = "tomorrow"


def test_unknown_keys_stay_with_the_model():
    order = Order.model_validate({"OrderNumber": "1", "Colour": {"a": 1}})
    assert order.model_extra == {"Colour": {"a": 1}}
    assert dump(order) == {"OrderNumber": "1", "Colour": {"a": 1}}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ([], []),
        ({"a": 1, "b": None}, [("a", "1")]),
        ([{"Key": "a", "Value": "x"}], [("a", "x")]),
    ],
)
def test_custom_fields_of_a_party_are_a_list_whichever_way_they_come(given, expected):
    party = Party.model_validate({"CustomFields": given})
    assert [(field.key, field.value) for field in party.custom_fields] == expected


def test_custom_fields_of_an_order_are_texts_under_verbatim_keys():
    given = {"Invoice.Note": 5, "paymentTERMS": True, "x": Decimal("1.50"), "gone": None}
    order = Order.model_validate({"CustomFields": given})
    assert order.custom_fields == {"Invoice.Note": "5", "paymentTERMS": "true", "x": "1.50"}
    assert Order.model_validate({"CustomFields": []}).custom_fields == {}
