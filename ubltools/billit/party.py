"""Party and what hangs on it: Address, Identifier, BankAccount, PartyCustomField.

A table of fields in Billit's words and nothing else. Source: Billit's API description and its pages
on customers and identifiers.
"""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from ubltools.billit.model import Model
from ubltools.billit.values import Anything, Code, Day, FieldText, Flag, Moment, Number, Text, Whole


class Address(Model):
    """One address of a party; AddressType says what it is for."""

    address_type: Text | None = Field(None, description="InvoiceAddress or DeliveryAddress.")
    tav: Text | None = Field(None, description="For the attention of.")
    name: Text | None = Field(None, description="Name at this address, where it is not the party's own.")
    street: Text | None = None
    street_number: Text | None = None
    box: Text | None = None
    zipcode: Text | None = Field(None, description="Postal code. A key such as Zip does not count.")
    city: Text | None = None
    country_code: Text | None = Field(None, description="ISO 3166-1, two letters.")
    phone: Text | None = None


class Identifier(Model):
    """A number by which a party is known, and its kind."""

    identifier_type: Text | None = Field(None, description="Kind of number: CBE, VAT, GLN, SIRET, KVK ...")
    identifier: Text | None = Field(None, description="The number, as its scheme writes it.")
    scheme_id: Text | None = Field(None, description="EAS code of the scheme: 0208, 9925, 0088 ...")
    preferred: Flag | None = None
    identifier_address: Text | None = Field(None, description="Scheme and number, as Billit reports them.")


class BankAccount(Model):
    """A bank account of a party."""

    iban: Text | None = None
    bic: Text | None = None
    currency: Text | None = None
    verified: Flag | None = None
    name: Text | None = None
    saldo: Number | None = None


class PartyCustomField(Model):
    """An extra field of a party; on orders and lines such fields are one object instead."""

    key: Text | None = None
    value: FieldText | None = None


def _as_list(value: Any) -> Any:
    if isinstance(value, dict):
        return [{"Key": key, "Value": text} for key, text in value.items() if text is not None]
    return value


class Party(Model):
    """A customer, a supplier, or the own company. The address may stand flat or in Addresses."""

    party_id: Whole | None = Field(None, description="Billit's number of the party.")
    nr: Text | None = Field(None, description="Own number of the customer; not in the e-invoice.")
    name: Text | None = Field(None, description="Name under which the party is registered.")
    commercial_name: Text | None = None
    addresses: list[Address] | None = None
    street: Text | None = None
    street_number: Text | None = None
    box: Text | None = None
    zipcode: Text | None = None
    city: Text | None = None
    country_code: Text | None = Field(None, description="ISO 3166-1, two letters.")
    vat_number: Text | None = Field(None, description="VAT number with its country letters.")
    peppol_identifier: Text | None = Field(None, description="Peppol address as scheme:value.")
    rpr: Text | None = Field(None, description="Court of the register of legal persons.")
    identifiers: list[Identifier] | None = None
    iban: Text | None = None
    bic: Text | None = None
    bank_accounts: list[BankAccount] | None = None
    mobile: Text | None = None
    phone: Text | None = None
    fax: Text | None = None
    email: Text | None = Field(None, description="One address, or several with a semicolon between them.")
    website: Text | None = None
    contact: Text | None = Field(None, description="Name of the person to contact.")
    contact_first_name: Text | None = None
    contact_last_name: Text | None = None
    language: Text | None = None
    party_type: Text | None = Field(None, description="Customer or Supplier.")
    vat_liable: Flag | None = None
    vat_deductable: Flag | None = None
    small_enterprise: Flag | None = None
    ventilation_code: Text | None = None
    accountant_code: Code | None = None
    gl_account_code: Code | None = None
    cost_category_code: Code | None = None
    accounting_cost_type_name: Text | None = None
    book_category_tc: Text | None = None
    book_year_start: Anything | None = None
    users: Anything | None = None
    default_payment_method_tc: Text | None = None
    default_paid: Flag | None = None
    default_transport_type_tc: Text | None = None
    default_expiry_offset: Whole | None = None
    gl_default_expiry_offset: Whole | None = None
    default_reduction_percentage: Number | None = None
    financial_reduction_percentage_default: Number | None = None
    financial_reduction_days_default: Whole | None = None
    default_currency_tc: Text | None = None
    domiciliation_mandate_id: Text | None = Field(None, description="Mandate of the direct debit.")
    domiciliation_mandate_signing_date: Day | None = None
    auto_send_invoice_reminders: Flag | None = None
    send_ubl: Flag | None = None
    send_pdf: Flag | None = None
    regime: Anything | None = None
    sub_regime: Anything | None = None
    is_high_risk: Flag | None = None
    role: Anything | None = None
    display_name: Text | None = None
    internal_info: Text | None = None
    external_provider_id: Text | None = None
    external_provider_tc: Text | None = None
    custom_fields: Annotated[list[PartyCustomField], BeforeValidator(_as_list)] | None = None
    last_modified: Moment | None = None
    created: Moment | None = None
