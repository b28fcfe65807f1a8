"""Order and what hangs on it: OrderLine, VatGroup, File and the small ones.

A table of fields in Billit's words and nothing else. Source: Billit's API description and its pages
on invoices. What Billit documents by name only is kept as it comes.
"""

from typing import Final, Literal, TypeAlias

from pydantic import ConfigDict, Field

from ubltools.billit.model import Model, OpenModel
from ubltools.billit.party import Party
from ubltools.billit.values import Anything, Code, CustomFields, Day, Flag, Moment, Number, Text, Whole

OrderType: TypeAlias = Literal["Invoice", "CreditNote", "Offer", "DeliveryNote", "OrderForm"]
OrderDirection: TypeAlias = Literal["Income", "Cost"]

NEEDED: Final = ("OrderType", "OrderDirection", "OrderDate", "OrderLines")


class File(Model):
    """A file: with its content when it is sent, with its id when Billit reports it."""

    file_id: Text | None = None
    file_name: Text | None = None
    mime_type: Text | None = None
    file_content: Text | None = Field(None, description="Base64.")


class ExternalProviderReference(Model):
    """What another system calls this order or line."""

    external_provider: Text | None = None
    category: Text | None = None
    value: Text | None = None
    entity_type: Text | None = None
    entity_id: Code | None = None


class VatGroup(Model):
    """One rate of the VAT breakdown, as Billit computed it."""

    ventilation_code: Text | None = None
    vat_percentage: Number | None = None
    total_excl: Number | None = None
    total_vat: Number | None = None
    total_incl: Number | None = None
    mtvh: Number | None = Field(None, description="Taxable amount.")
    financial_reduction_amount: Number | None = None


class BookingEntry(Model):
    """One entry in the accounts."""

    booking_entry_id: Whole | None = None
    order_id: Whole | None = None
    account_code: Code | None = None
    amount: Number | None = None
    debet_or_credit: Text | None = None
    vat1: Anything | None = None
    vat2: Anything | None = None
    vat3: Anything | None = None


class DocumentReference(Model):
    """A document that the invoice refers to: a contract, or one of the additional documents."""

    id: Text | None = None
    document_type: Text | None = None
    document_description: Text | None = None
    attachment: File | None = None
    custom_fields: CustomFields | None = None


class PaymentLink(Model):
    """A link with which the customer can pay online."""

    external_provider: Text | None = None
    click_url: Text | None = None
    qr_image_url: Text | None = None


class DeliveryDetails(OpenModel):
    """How the sending went, as Billit reports it."""

    is_document_delivered: Anything | None = None
    document_delivery_status: Anything | None = None
    document_delivery_date: Anything | None = None
    document_delivery_info: Anything | None = None
    document_refused_date: Anything | None = None
    document_refused_reason_tc: Anything | None = None
    document_refused_info: Anything | None = None


class Message(OpenModel):
    """One message to or from the network about this order, as Billit reports it."""

    order_id: Anything | None = None
    description: Anything | None = None
    file_id: Anything | None = None
    creation_date: Anything | None = None
    transport_type: Anything | None = None
    success: Anything | None = None
    trials: Anything | None = None
    destination: Anything | None = None
    message_direction: Anything | None = None


class OrderLine(Model):
    """A product line, a text line, or (with AllowanceChargeIndicator) an allowance or a charge."""

    order_line_id: Whole | None = None
    quantity: Number | None = None
    unit_price_excl: Number | None = Field(None, description="Price of one unit without VAT.")
    unit_price_incl: Number | None = None
    total_excl: Number | None = Field(None, description="Amount without VAT; Billit computes it itself.")
    total_vat: Number | None = None
    total_incl: Number | None = None
    incl_leading: Flag | None = Field(None, description="True: the amount with VAT is the one that counts.")
    vat_percentage: Number | None = None
    ventilation_code: Text | None = Field(None, description="Kind of VAT; goes before the code of the order.")
    description: Text | None = Field(None, description="Short name of the article, at most 512 characters.")
    description_extended: Text | None = None
    reference: Text | None = Field(None, description="Seller's article number.")
    code: Text | None = Field(None, description="Reason code, on allowance and charge lines.")
    unit: Text | None = None
    product_id: Whole | None = None
    reduction_percentage: Number | None = Field(None, description="Discount on this line, in percent.")
    allowance_charge_indicator: Flag | None = Field(
        None, description="True: this entry is a charge. False: an allowance. Absent: an ordinary line."
    )
    linked_order_line_id: Text | None = Field(
        None, description="The same text on a line and on its allowance or charge ties the two together."
    )
    account_code: Code | None = None
    analytic_cost_bearer: Anything | None = None
    analytic_cost_center: Anything | None = None
    custom_fields: CustomFields | None = Field(
        None, description="Further UBL content of the line, by its dotted name."
    )
    external_provider_references: list[ExternalProviderReference] | None = None


class Order(Model):
    """A Billit order: an invoice, a credit note, or one of the documents before them."""

    model_config = ConfigDict(json_schema_extra={"required": list(NEEDED)})

    order_id: Whole | None = Field(None, description="Billit's number of the order; set by Billit.")
    company_id: Whole | None = None
    order_type: OrderType | None = Field(None, description="What the document is.")
    order_sub_type: Text | None = Field(None, description="SelfBilling: the buyer makes the invoice.")
    order_direction: OrderDirection | None = Field(None, description="Income for sales, Cost for purchases.")
    order_number: Text | None = Field(None, description="Number of the document.")
    order_date: Day | None = Field(None, description="Date of the document.")
    expiry_date: Day | None = Field(None, description="Date by which it is to be paid.")
    order_status: Text | None = None
    approval_status: Text | None = None
    order_title: Text | None = Field(None, description="Title; becomes the buyer reference.")
    reference: Text | None = Field(None, description="The customer's purchase order number, nothing else.")
    comments: Text | None = Field(None, description="Note in the e-invoice and on the PDF.")
    internal_info: Text | None = None
    customer: Party | None = Field(None, description="The buyer, when OrderDirection is Income.")
    supplier: Party | None = Field(None, description="The seller, when OrderDirection is Cost.")
    counter_party: Party | None = None
    customer_id: Whole | None = None
    supplier_id: Whole | None = None
    counter_party_id: Whole | None = None
    order_lines: list[OrderLine] | None = Field(
        None, description="The lines; allowances and charges are lines too."
    )
    vat_groups: list[VatGroup] | None = None
    booking_entries: list[BookingEntry] | None = None
    total_excl: Number | None = Field(None, description="Total without VAT; Billit computes it itself.")
    total_vat: Number | None = None
    total_incl: Number | None = None
    to_pay: Number | None = Field(None, description="Amount that remains to be paid.")
    paid: Flag | None = Field(None, description="True when all of it is paid.")
    paid_date: Day | None = None
    is_sent: Flag | None = None
    invoiced: Flag | None = None
    overdue: Flag | None = None
    days_overdue: Whole | None = None
    last_reminder: Moment | None = None
    reminders_sent: Whole | None = None
    currency: Text | None = Field(None, description="ISO 4217; EUR when absent.")
    fx_rate_to_foreign: Number | None = None
    ventilation_code: Text | None = Field(None, description="Kind of VAT, for lines without their own.")
    payment_reference: Text | None = None
    payment_method: Text | None = None
    payment_terms: Text | None = None
    payment_discount_percentage: Number | None = Field(None, description="Cash discount, in percent.")
    payment_reduction_days: Whole | None = Field(None, description="Days in which the cash discount holds.")
    payment_discount_amount: Number | None = None
    payment_discount_date: Day | None = None
    iban: Text | None = Field(None, description="Own account to be paid to.")
    bic: Text | None = None
    about_invoice_number: Text | None = Field(None, description="Number of the invoice that is credited.")
    period_from: Day | None = None
    period_till: Day | None = None
    delivery_date: Day | None = None
    tax_point_date: Day | None = None
    contract_document_reference: list[DocumentReference] | None = None
    additional_document_reference: list[DocumentReference] | None = None
    order_pdf: File | None = Field(None, description="The PDF of the document.")
    attachments: list[File] | None = None
    custom_fields: CustomFields | None = Field(
        None, description="Further UBL content of the document, by its dotted name."
    )
    business_process_type: Text | None = None
    tax_reporting_status_tc: Text | None = None
    external_provider_id: Text | None = None
    external_provider: Text | None = None
    external_provider_references: list[ExternalProviderReference] | None = None
    project_id: Whole | None = None
    project_name: Text | None = None
    department_id: Code | None = None
    tags: Anything | None = None
    journal: Anything | None = None
    cost_category_code: Code | None = None
    account_code: Code | None = None
    accounting_cost_type_tc: Text | None = None
    analytic_cost_bearer: Anything | None = None
    analytic_cost_center: Anything | None = None
    vat_deduction: Anything | None = None
    mixed_use_professional_percentage: Number | None = None
    accountant_verification_needed: Flag | None = None
    exported_to_connector: Anything | None = None
    template_id: Whole | None = None
    message_template_id: Whole | None = None
    payment_links: list[PaymentLink] | None = None
    current_document_delivery_details: DeliveryDetails | None = None
    messages: list[Message] | None = None
    ocr_raw_text: Text | None = None
    ocr_meta_pages: Anything | None = None
    signature: Anything | None = None
    last_modified: Moment | None = None
    created: Moment | None = None
