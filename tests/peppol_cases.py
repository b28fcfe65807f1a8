"""Small documents and what the general Peppol rules say of them, with the values on both sides of each limit.

Expected values come from the specification of the rules (BIS Billing 3.0.21, Self-Billing 3.0.2). Only
tables, and the functions that write the documents in them.
"""

from tests.peppol import credit_note, invoice
from ubltools.codes import code_list, code_table
from ubltools.names import BILLING as SPECIFICATION
from ubltools.names import BILLING_PROFILE as PROCESS
from ubltools.names import SELF_BILLING as SELF_SPECIFICATION
from ubltools.names import SELF_BILLING_PROFILE as SELF_PROCESS

R = "PEPPOL-EN16931-R"


def party(role: str, content: str) -> str:
    return f"<cac:Accounting{role}Party><cac:Party>{content}</cac:Party></cac:Accounting{role}Party>"


def country(role: str, code: str) -> str:
    of = f"<cac:Country><cbc:IdentificationCode>{code}</cbc:IdentificationCode></cac:Country>"
    return party(role, f"<cac:PostalAddress>{of}</cac:PostalAddress>")


def germans(seller: str = "DE", buyer: str = "DE") -> str:
    return country("Supplier", seller) + country("Customer", buyer)


def process(identifier: str) -> str:
    return f"<cbc:ProfileID>{identifier}</cbc:ProfileID>"


def specification(identifier: str) -> str:
    return f"<cbc:CustomizationID>{identifier}</cbc:CustomizationID>"


def vat(amount: str, currency: str, breakdown: str = "") -> str:
    total = f'<cbc:TaxAmount currencyID="{currency}">{amount}</cbc:TaxAmount>'
    return f"<cac:TaxTotal>{total}{breakdown}</cac:TaxTotal>"


def two_vat(document: str, accounting: str) -> str:
    """VAT in EUR and in SEK, the second currency written with blanks around it."""
    second = "<cbc:TaxCurrencyCode> SEK </cbc:TaxCurrencyCode>"
    return invoice(EUR, second, vat(document, "EUR"), vat(accounting, "SEK"))


def adjustment(indicator: str = "false", amount: str = "", base: str = "", percentage: str = "") -> str:
    parts = {"MultiplierFactorNumeric": percentage, "Amount": amount, "BaseAmount": base}
    content = "".join(f"<cbc:{name}>{value}</cbc:{name}>" for name, value in parts.items() if value)
    charge = f"<cbc:ChargeIndicator>{indicator}</cbc:ChargeIndicator>"
    return f"<cac:AllowanceCharge>{charge}{content}</cac:AllowanceCharge>"


def line(content: str) -> str:
    return f"<cac:InvoiceLine>{content}</cac:InvoiceLine>"


def credit_line(content: str) -> str:
    return f"<cac:CreditNoteLine>{content}</cac:CreditNoteLine>"


def net(value: str) -> str:
    return f"<cbc:LineExtensionAmount>{value}</cbc:LineExtensionAmount>"


def quantity(value: str, unit: str = "C62", name: str = "InvoicedQuantity") -> str:
    return f'<cbc:{name} unitCode="{unit}">{value}</cbc:{name}>'


def price(value: str, base: str = "", more: str = "") -> str:
    base = base and f"<cbc:BaseQuantity>{base}</cbc:BaseQuantity>"
    return f"<cac:Price><cbc:PriceAmount>{value}</cbc:PriceAmount>{base}{more}</cac:Price>"


def sold(total: str, count: str, each: str, base: str = "", adjustments: str = "") -> str:
    return invoice(line(quantity(count) + net(total) + adjustments + price(each, base)))


def period(start: str = "", end: str = "") -> str:
    start = start and f"<cbc:StartDate>{start}</cbc:StartDate>"
    end = end and f"<cbc:EndDate>{end}</cbc:EndDate>"
    return f"<cac:InvoicePeriod>{start}{end}</cac:InvoicePeriod>"


def reference(code: str, name: str = "AdditionalDocumentReference") -> str:
    return f"<cac:{name}><cbc:DocumentTypeCode>{code}</cbc:DocumentTypeCode></cac:{name}>"


def means(code: str, mandate: str = "") -> str:
    return invoice(
        f"<cac:PaymentMeans><cbc:PaymentMeansCode>{code}</cbc:PaymentMeansCode>{mandate}</cac:PaymentMeans>"
    )


def amount(name: str, currency: str) -> str:
    return f'<cbc:{name} currencyID="{currency}">1</cbc:{name}>'


def typed(profile: str, code: str) -> str:
    return invoice(process(profile), f"<cbc:InvoiceTypeCode>{code}</cbc:InvoiceTypeCode>")


def typed_credit(profile: str, code: str) -> str:
    return credit_note(process(profile), f"<cbc:CreditNoteTypeCode>{code}</cbc:CreditNoteTypeCode>")


def because(indicator: str, code: str) -> str:
    of = f"<cbc:AllowanceChargeReasonCode>{code}</cbc:AllowanceChargeReasonCode>"
    charge = f"<cbc:ChargeIndicator>{indicator}</cbc:ChargeIndicator>"
    return f"<cac:AllowanceCharge>{charge}{of}</cac:AllowanceCharge>"


def reason(indicator: str, code: str) -> str:
    return invoice(because(indicator, code))


def exemption(code: str, category: str) -> str:
    return invoice(
        f"<cac:TaxCategory><cbc:ID>{category}</cbc:ID>"
        f"<cbc:TaxExemptionReasonCode>{code}</cbc:TaxExemptionReasonCode></cac:TaxCategory>"
    )


def endpoint(scheme: str, value: str = "1") -> str:
    return f'<cbc:EndpointID schemeID="{scheme}">{value}</cbc:EndpointID>'


EUR = "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>"
SUBTOTAL = "<cac:TaxSubtotal><cbc:Percent>21</cbc:Percent></cac:TaxSubtotal>"
NOTE = "<cbc:Note>n</cbc:Note>"
MANDATE = "<cac:PaymentMandate><cbc:ID>M1</cbc:ID></cac:PaymentMandate>"
FRENCH, FRENCH_FREE = "urn:peppol:france:billing:regulated", "urn:peppol:france:billing:non-regulated"
WITH_RESPONSE = "urn:peppol:bis:billing_with_response"
PDF = '<cbc:EmbeddedDocumentBinaryObject mimeCode="{}">YQ==</cbc:EmbeddedDocumentBinaryObject>'

# rule, how often it fires, document, releases
CASES: list[tuple[str, int, str, str]] = [
    (
        R + "008",
        3,
        invoice("<cbc:Note/><cbc:ID> \n\t</cbc:ID><cbc:IssueDate a='1'><!--x--></cbc:IssueDate>"),
        "both",
    ),
    (R + "008", 1, invoice(), "both"),
    (R + "008", 0, invoice("<cac:Party><cbc:Note>\u00a0</cbc:Note></cac:Party>"), "both"),
    (R + "080", 1, credit_note(reference("50"), reference("50")), "both"),
    (R + "080", 0, credit_note(reference("50"), reference("130"), reference(" 50")), "both"),
    (R + "080", 0, invoice(reference("50"), reference("50")), "both"),
    (R + "001", 1, invoice(), "both"),
    (R + "001", 0, invoice("<cbc:ProfileID/>"), "both"),
    (R + "001", 0, "<cac:Party xmlns:cac='urn:x'/>", "both"),
    (R + "007", 1, invoice(), "both"),
    (R + "007", 0, invoice(process(f" {PROCESS}\n")), "billing"),
    (R + "007", 1, invoice(process(PROCESS)), "self"),
    (R + "007", 0, credit_note(process(SELF_PROCESS)), "self"),
    (R + "007", 1, invoice(process(SELF_PROCESS)), "billing"),
    (R + "007", 1, invoice(process("urn:fdc:peppol.eu:2017:poacc:billing:02:1.0")), "both"),
    *((R + "007", 0, invoice(process(known)), "both") for known in (FRENCH, FRENCH_FREE, WITH_RESPONSE)),
    (R + "002", 0, invoice(NOTE), "both"),
    (R + "002", 1, invoice(NOTE, NOTE), "both"),
    (R + "002", 0, invoice(NOTE, NOTE, germans(" de ", "DE")), "both"),
    (R + "002", 0, invoice(NOTE, NOTE, germans("DE", " de")), "both"),
    (R + "002", 1, invoice(NOTE, NOTE, germans("DE", "AT")), "both"),
    (R + "002", 1, invoice(NOTE, NOTE, germans("AT", "DE")), "both"),
    (
        R + "003",
        1,
        invoice("<cac:OrderReference><cbc:SalesOrderID>1</cbc:SalesOrderID></cac:OrderReference>"),
        "both",
    ),
    (R + "003", 0, invoice("<cbc:BuyerReference/>"), "both"),
    (R + "003", 0, invoice("<cac:OrderReference><cbc:ID>1</cbc:ID></cac:OrderReference>"), "both"),
    (R + "004", 1, invoice(), "both"),
    (R + "004", 0, invoice(specification(f" {SPECIFICATION}#more\n")), "billing"),
    (R + "004", 1, invoice(specification(f"{SPECIFICATION}::2.1")), "billing"),
    (R + "004", 1, invoice(specification(SELF_SPECIFICATION)), "billing"),
    (R + "004", 0, invoice(specification(SELF_SPECIFICATION)), "self"),
    (R + "004", 1, invoice(specification(SPECIFICATION)), "self"),
    (R + "004", 1, invoice(specification(SPECIFICATION[:-1])), "both"),
    (R + "053", 1, invoice(vat("1", "EUR")), "both"),
    (R + "053", 0, invoice(vat("1", "EUR", SUBTOTAL)), "both"),
    (R + "053", 1, invoice(vat("1", "EUR", SUBTOTAL) * 2), "both"),
    (R + "054", 0, invoice(vat("1", "EUR", SUBTOTAL)), "both"),
    (R + "054", 1, invoice(vat("1", "EUR")), "both"),
    (R + "054", 1, invoice("<cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode>"), "both"),
    (R + "054", 0, invoice("<cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode>", vat("1", "SEK")), "both"),
    (R + "054", 1, invoice("<cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode>", vat("1", "SEK") * 2), "both"),
    (R + "055", 0, invoice(), "both"),
    *(
        (R + "055", 0, two_vat(*pair), "both")
        for pair in (("1", "9"), ("-1", "-9"), ("0", "-9"), ("1", "0.00"), ("-1", "0"), ("0", "9"))
    ),
    *((R + "055", 1, two_vat(*pair), "both") for pair in (("1", "-9"), ("-0.01", "9"))),
    (R + "055", 1, invoice("<cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode>", vat("1", "SEK")), "both"),
    (R + "055!", 1, two_vat("1", "one"), "both"),
    (R + "005", 1, invoice(EUR, "<cbc:TaxCurrencyCode> EUR</cbc:TaxCurrencyCode>"), "both"),
    (R + "005", 0, invoice(EUR, "<cbc:TaxCurrencyCode>eur</cbc:TaxCurrencyCode>"), "both"),
    (R + "010", 1, invoice(party("Customer", NOTE)), "both"),
    (R + "010", 0, invoice(party("Customer", "<cbc:EndpointID/>"), party("Supplier", NOTE)), "both"),
    (R + "020", 1, invoice(party("Supplier", NOTE)), "both"),
    (R + "020", 0, invoice(party("Supplier", "<cbc:EndpointID/>"), party("Customer", NOTE)), "both"),
    (R + "041", 2, invoice(adjustment(percentage="10"), line(adjustment(percentage="10"))), "both"),
    (R + "041", 1, credit_note(credit_line(adjustment(percentage="10"))), "both"),
    (
        R + "041",
        0,
        credit_note(line(adjustment(percentage="10")), price("1", more=adjustment(percentage="10"))),
        "both",
    ),
    (R + "041", 0, invoice(adjustment(percentage="10", base="5")), "both"),
    (R + "042", 2, credit_note(adjustment(base="5"), credit_line(adjustment(base="5"))), "both"),
    (R + "042", 0, invoice(adjustment(), price("1", more=adjustment(base="5"))), "both"),
    *(
        (R + "040", 0, invoice(adjustment("true", each, "1000", "10")), "both")
        for each in ("99.98", "100.02", " 100 ")
    ),
    *(
        (R + "040", 1, invoice(adjustment("true", each, "1000", "10")), "both")
        for each in ("99.979", "100.0201")
    ),
    (R + "040", 0, invoice(adjustment("true", "", "0.2", "10")), "both"),
    (R + "040", 1, invoice(adjustment("true", "", "0.21", "10")), "both"),
    (R + "040", 0, invoice(adjustment("true", "5")), "both"),
    (R + "040!", 1, invoice(adjustment("true", "5", "1e2", "5")), "both"),
    (R + "040!", 1, invoice(line(adjustment("true", "5", "1", "x"))), "both"),
    *((R + "043", 0, invoice(adjustment(each)), "both") for each in ("true", "false", " true\n")),
    *((R + "043", 1, invoice(adjustment(each)), "both") for each in ("1", "0", "TRUE", "")),
    (R + "043", 0, invoice(adjustment("1", percentage="10"), adjustment("1", base="10")), "both"),
    (R + "043", 1, credit_note(credit_line(adjustment("1"))), "both"),
    (R + "061", 1, means("49"), "both"),
    (R + "061", 1, means(" 59 "), "both"),
    (R + "061", 0, means("30"), "both"),
    (R + "061", 0, means("59", MANDATE), "both"),
    (R + "051", 0, invoice(EUR, amount("PayableAmount", "EUR"), vat("1", "SEK")), "both"),
    (R + "051", 1, invoice(EUR, vat("1", "SEK", SUBTOTAL)), "both"),
    (
        R + "051",
        1,
        invoice("<cbc:DocumentCurrencyCode>EUR </cbc:DocumentCurrencyCode>", amount("Amount", "EUR")),
        "both",
    ),
    (R + "051", 1, invoice(amount("Amount", "EUR")), "both"),
    (R + "051", 1, invoice(EUR, "<cbc:Amount>1</cbc:Amount>"), "both"),
    (
        R + "051",
        1,
        invoice(EUR, f"<cac:TaxSubtotal>{amount('TaxAmount', 'SEK')}</cac:TaxSubtotal>"),
        "billing",
    ),
    (R + "051", 0, invoice(EUR, f"<cac:TaxSubtotal>{amount('TaxAmount', 'SEK')}</cac:TaxSubtotal>"), "self"),
    (R + "110", 0, invoice(period("2026-01-01"), line(period("2026-01-01"))), "both"),
    (R + "110", 1, invoice(period("2026-01-01"), line(period("2025-12-31"))), "both"),
    (R + "110", 1, credit_note(period("2026-01-01"), credit_line(period("2025-12-31"))), "both"),
    (R + "110", 0, invoice(period(end="2026-01-01"), line(period("2025-12-31"))), "both"),
    (R + "110!", 1, invoice(period("2026-01-01"), line(period("2026-02-30"))), "both"),
    (R + "111", 0, invoice(period(end="2026-01-31"), line(period(end="2026-01-31"))), "both"),
    (R + "111", 1, invoice(period(end="2026-01-31"), line(period(end="2026-02-01"))), "both"),
    (R + "111", 1, credit_note(period(end="2026-01-31"), credit_line(period(end="2026-02-01"))), "both"),
    (R + "111!", 1, invoice(period(end="31/1/2026"), line(period(end="2026-01-31"))), "both"),
    (R + "120", 0, sold("20.00", "10", "2"), "both"),
    *((R + "120", 0, sold(each, "10", "2"), "both") for each in ("19.98", "20.02")),
    *((R + "120", 1, sold(each, "10", "2"), "both") for each in ("19.979", "20.0200001")),
    (R + "120", 0, sold("2.00", "100", "2", "100"), "both"),
    (R + "120", 0, sold("200", "100", "2", "0.00"), "both"),
    # A third cannot be written out, so three thirds are a little less than 1.
    (R + "120", 1, sold("1.02", "3", "1", "3"), "both"),
    (R + "120", 0, sold("0.98", "3", "1", "3"), "both"),
    (R + "120", 0, invoice(line(net("0.02"))), "both"),
    (R + "120", 1, invoice(line(net("0.03"))), "both"),
    (R + "120", 0, invoice(line(net("2") + price("2"))), "both"),
    (R + "120", 1, invoice(line(net("4") + quantity("2", name="CreditedQuantity") + price("2"))), "both"),
    (
        R + "120",
        0,
        credit_note(credit_line(net("4") + quantity("2", name="CreditedQuantity") + price("2"))),
        "both",
    ),
    (
        R + "120",
        0,
        sold("18", "10", "2", adjustments=adjustment("true", "1") + adjustment("false", "3")),
        "both",
    ),
    (R + "120", 0, sold("20", "10", "2", adjustments=adjustment("1", "5") + adjustment("0", "3")), "both"),
    (
        R + "120",
        0,
        sold("18", "10", "2", adjustments=adjustment(" true ", "1") + adjustment(" false ", "3")),
        "both",
    ),
    # Halves are rounded up: charges of -0.005 count as 0, allowances of 0.005 as 0.01.
    (R + "120", 0, sold("1.02", "1", "1", adjustments=adjustment("true", "-0.005")), "both"),
    (R + "120", 0, sold("1.01", "1", "1", adjustments=adjustment(" false ", "0.005")), "both"),
    (R + "120", 1, sold("1.011", "1", "1", adjustments=adjustment("false", "0.005")), "both"),
    (R + "120", 0, sold("1.011", "1", "1", adjustments=adjustment("false", "0.0049")), "both"),
    *((R + "120!", 1, sold(each, "1", "1"), "both") for each in ("", "1e1", "NaN")),
    (R + "121", 0, sold("1", "1", "1", "0.001"), "both"),
    *((R + "121", 1, sold("1", "1", "1", each), "both") for each in ("0", "-1")),
    (R + "121", 0, sold("1", "1", "1"), "both"),
    (R + "100", 0, invoice(line(reference("130", "DocumentReference"))), "both"),
    (R + "100", 1, invoice(line(reference("130", "DocumentReference") * 2)), "both"),
    (R + "101", 0, invoice(line(reference("130", "DocumentReference"))), "both"),
    (R + "101", 1, invoice(line(reference(" 130", "DocumentReference"))), "both"),
    (
        R + "101",
        0,
        credit_note(credit_line(reference("130", "DocumentReference") + reference("1", "DocumentReference"))),
        "both",
    ),
    (R + "044", 0, invoice(price("1", more=adjustment(" false "))), "both"),
    *((R + "044", 1, invoice(price("1", more=adjustment(each))), "both") for each in ("true", "0")),
    (R + "046", 0, invoice(price("8.50", more=adjustment("false", "1.5", "10"))), "both"),
    (R + "046", 1, invoice(price("8.5000001", more=adjustment("false", "1.5", "10"))), "both"),
    (R + "046", 1, invoice(price("10", more=adjustment("false", "", "10"))), "both"),
    (R + "046", 0, invoice(price("10", more=adjustment("false", "3"))), "both"),
    (
        R + "130",
        0,
        invoice(line(quantity("1") + price("1", more=quantity("1", name="BaseQuantity")))),
        "both",
    ),
    (
        R + "130",
        1,
        invoice(line(quantity("1") + price("1", more=quantity("1", "KGM", "BaseQuantity")))),
        "both",
    ),
    (
        R + "130",
        1,
        invoice(
            line(
                "<cbc:InvoicedQuantity>1</cbc:InvoicedQuantity>"
                + price("1", more=quantity("1", name="BaseQuantity"))
            )
        ),
        "both",
    ),
    (R + "130", 0, invoice(line(price("1", more=quantity("1", "KGM", "BaseQuantity")))), "both"),
    (R + "130", 0, invoice(line(quantity("1") + price("1", "1"))), "both"),
    (
        R + "130",
        1,
        credit_note(credit_line(quantity("1") + price("1", more=quantity("1", name="BaseQuantity")))),
        "both",
    ),
    ("PEPPOL-EN16931-CL001", 0, invoice(PDF.format("application/pdf")), "both"),
    ("PEPPOL-EN16931-CL001", 0, invoice(PDF.replace(' mimeCode="{}"', "")), "both"),
    *(
        ("PEPPOL-EN16931-CL001", 1, invoice(PDF.format(each)), "both")
        for each in ("application/xml", "", "application/pdf ")
    ),
    ("PEPPOL-EN16931-CL002", 0, reason("false", " 95 "), "both"),
    ("PEPPOL-EN16931-CL002", 1, reason("false", "FC"), "both"),
    ("PEPPOL-EN16931-CL002", 0, reason(" false", "FC"), "both"),
    ("PEPPOL-EN16931-CL003", 0, reason("true", " FC"), "both"),
    ("PEPPOL-EN16931-CL003", 1, reason("true", "95"), "both"),
    ("PEPPOL-EN16931-CL003", 0, reason("1", "95"), "both"),
    (
        "PEPPOL-EN16931-CL006",
        0,
        invoice("<cac:InvoicePeriod><cbc:DescriptionCode> 35</cbc:DescriptionCode></cac:InvoicePeriod>"),
        "both",
    ),
    (
        "PEPPOL-EN16931-CL006",
        1,
        invoice(line("<cac:InvoicePeriod><cbc:DescriptionCode>5</cbc:DescriptionCode></cac:InvoicePeriod>")),
        "both",
    ),
    ("PEPPOL-EN16931-CL007", 0, invoice(amount("TaxAmount", "STN")), "both"),
    *(
        ("PEPPOL-EN16931-CL007", 1, invoice(amount("TaxAmount", each)), "both")
        for each in ("STD", "eur", "EUR ", "")
    ),
    ("PEPPOL-EN16931-CL008", 0, invoice(endpoint("0208"), "<cbc:EndpointID>1</cbc:EndpointID>"), "both"),
    *(
        ("PEPPOL-EN16931-CL008", 1, invoice(endpoint(each)), "both")
        for each in ("0217", "0158", "208", "0208 ", "")
    ),
    ("PEPPOL-EN16931-P0100", 0, typed(PROCESS, " 380 "), "both"),
    ("PEPPOL-EN16931-P0100", 1, typed(PROCESS, "389"), "billing"),
    ("PEPPOL-EN16931-P0100", 1, typed(WITH_RESPONSE, "389"), "billing"),
    ("PEPPOL-EN16931-P0100", 0, typed("urn:other", "389"), "billing"),
    ("PEPPOL-EN16931-P0100", 0, typed(SELF_PROCESS, "389"), "self"),
    ("PEPPOL-EN16931-P0100", 1, typed(SELF_PROCESS, "380"), "self"),
    ("PEPPOL-EN16931-P0100", 1, typed(FRENCH, "380"), "self"),
    ("PEPPOL-EN16931-P0100", 0, typed(WITH_RESPONSE, "380"), "self"),
    *(("PEPPOL-EN16931-P0101", 0, typed_credit(PROCESS, each), "both") for each in ("381", " 381 ")),
    ("PEPPOL-EN16931-P0101", 1, typed_credit(PROCESS, "261"), "billing"),
    ("PEPPOL-EN16931-P0101", 0, typed_credit("urn:other", "261"), "billing"),
    ("PEPPOL-EN16931-P0101", 0, typed_credit(SELF_PROCESS, " 261"), "self"),
    ("PEPPOL-EN16931-P0101", 1, typed_credit(SELF_PROCESS, "381"), "self"),
    ("PEPPOL-EN16931-P0101", 0, typed_credit(WITH_RESPONSE, "381"), "self"),
    *(("PEPPOL-EN16931-P0112", 1, typed(PROCESS, each), "billing") for each in ("326", " 384 ")),
    ("PEPPOL-EN16931-P0112", 0, typed(PROCESS, "380"), "billing"),
    (
        "PEPPOL-EN16931-P0112",
        0,
        invoice(germans(), "<cbc:InvoiceTypeCode>384</cbc:InvoiceTypeCode>"),
        "billing",
    ),
    (
        "PEPPOL-EN16931-P0112",
        1,
        invoice(germans("DE", "AT"), "<cbc:InvoiceTypeCode>384</cbc:InvoiceTypeCode>"),
        "billing",
    ),
    *(
        ("PEPPOL-EN16931-F001", 0, invoice(f"<cbc:IssueDate>{each}</cbc:IssueDate>"), "both")
        for each in ("2026-11-30", "2024-02-29")
    ),
    *(
        ("PEPPOL-EN16931-F001", 1, invoice(f"<cbc:IssueDate>{each}</cbc:IssueDate>"), "both")
        for each in ("2026-02-29", "2026-11-30Z", " 2026-11-3", "2026-11-30 ", "30/11/2026", "20261130", "")
    ),
    (
        "PEPPOL-EN16931-F001",
        5,
        invoice(
            "".join(
                f"<cbc:{each}>x</cbc:{each}>"
                for each in ("DueDate", "TaxPointDate", "StartDate", "EndDate", "ActualDeliveryDate")
            )
        ),
        "both",
    ),
    (
        "PEPPOL-EN16931-F001",
        0,
        invoice("<cbc:PaymentDueDate>x</cbc:PaymentDueDate><cbc:ReferenceDate>x</cbc:ReferenceDate>"),
        "both",
    ),
]

AMOUNTS = (
    "Amount", "BaseAmount", "PriceAmount", "TaxableAmount", "LineExtensionAmount", "TaxExclusiveAmount",
    "TaxInclusiveAmount", "AllowanceTotalAmount", "ChargeTotalAmount", "PrepaidAmount",
    "PayableRoundingAmount", "PayableAmount",
)  # fmt: skip

# rule, scheme, values that pass, values that do not
SCHEMES: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [
    (
        "R040",
        "0088",
        ("7300010000001", " 12345670 ", "0"),
        ("7300010000002", "5", "", "730001000000A", "73000 10000001"),
    ),
    (
        "R041",
        "0192",
        ("974760673", " 123456785 "),
        ("974760674", "000000000", "100000000", "97476067", "9747606733"),
    ),
    (
        "R042",
        "0184",
        ("12345678", "DK12345678"),
        (" 12345678", "1234567", "123456789", "dk12345678", "DK1234567", "DK 12345678"),
    ),
    ("R052", "0096", ("1234567890",), ("123456789", "12345678901", "1234567890 ", "123456789A")),
    ("R053", "0198", ("DK12345678",), ("12345678", "DK1234567", "DK123456789", " DK12345678", "dk12345678")),
    (
        "R043",
        "0208",
        ("0202239951", " 0000000097 ", "9999999917"),
        ("0202239952", "0842217521", "0000000000", "202239951", "0202.239.951", "BE0202239951"),
    ),
    ("R044", "0201", ("ABcd12", " 000000 "), ("ABcd1", "ABcd123", "ABcd1-", "")),
    (
        "R045",
        "0210",
        ("RSSMRA85T10A562S", " 12345678901 "),
        ("RSSMRA85T10A5623", "1234567890", "123456789012", ""),
    ),
    (
        "R047",
        "0211",
        ("IT12345678903", "it00000000000", " IT12345678903 ", "FR1", "It1", ""),
        ("IT12345678901", " IT12345678901 ", "IT1234567890", "IT", "IT1234567890X"),
    ),
    (
        "R049",
        "0007",
        ("5567890123", " 2120000142 "),
        ("5567890124", "212000014", "212000014299", "556789-0123", ""),
    ),
    (
        "R050",
        "0151",
        ("51824753556", " 51824753556 "),
        ("51824753557", "5182475355", "518247535560", "51 824 753 556"),
    ),
    ("R054", "0106", ("12345678", " 12345678 "), ("1234567", "123456789", "1234567A")),
    ("R055", "0190", ("0" * 20, " " + "1" * 20), ("0" * 19, "0" * 21, "0" * 19 + "A")),
    (
        "R056-1",
        "9944",
        ("NL123456789B12", " NL123456789B12 "),
        ("nl123456789B12", "NL123456789B1", "NL123456789B123", "XNL123456789B12", "123456789B12"),
    ),
    ("R057", "0217", ("123456789012", " 123456789012 "), ("12345678901", "1234567890123")),
]

PLACES = (
    '<cbc:EndpointID schemeID="{}">{}</cbc:EndpointID>',
    '<cac:PartyIdentification><cbc:ID schemeID="{}">{}</cbc:ID></cac:PartyIdentification>',
    '<cac:PartyLegalEntity><cbc:CompanyID schemeID="{}">{}</cbc:CompanyID></cac:PartyLegalEntity>',
    '<cac:PartyTaxScheme><cbc:CompanyID schemeID="{}">{}</cbc:CompanyID></cac:PartyTaxScheme>',
)
ELSEWHERE = (
    '<cac:StandardItemIdentification><cbc:ID schemeID="{}">{}</cbc:ID></cac:StandardItemIdentification>'
)


def identified(places: tuple[str, ...], scheme: str, values: tuple[str, ...]) -> str:
    """Each of the values in each of the places."""
    return "".join(place.format(scheme, value) for place in places for value in values)


def vat_number(value: str, attribute: str = "", scheme: str = "VAT") -> str:
    of = f"<cac:TaxScheme><cbc:ID>{scheme}</cbc:ID></cac:TaxScheme>"
    return f"<cac:PartyTaxScheme><cbc:CompanyID{attribute}>{value}</cbc:CompanyID>{of}</cac:PartyTaxScheme>"


# rule, how often it fires, numbers that stand anywhere in a document: a rule of invoices and of responses
NUMBERS: list[tuple[str, int, str]] = [
    *(
        ("PEPPOL-COMMON-" + rule, count, numbers)
        for rule, scheme, good, bad in SCHEMES
        for count, numbers in (
            (0, identified(PLACES, scheme, good)),
            *((len(bad), identified((place,), scheme, bad)) for place in PLACES),
            (0, identified((ELSEWHERE,), scheme, bad)),
            (0, identified(PLACES, "0000", bad)),
        )
    ),
    # Endpoints only.
    ("PEPPOL-COMMON-R046", 1, identified(PLACES, "9907", ("RSSMRA85T10A5623",))),
    ("PEPPOL-COMMON-R046", 0, identified(PLACES[:1], "9907", (" RSSMRA85T10A562S ", "12345678901"))),
    *(
        ("PEPPOL-COMMON-R056-2", count, number)
        for count, number in (
            (0, vat_number("NL123456789B12")),
            (0, vat_number(" NL123456789B12 ")),
            (1, vat_number("NLNL123456789B12")),
            (1, vat_number("NL123456789B1")),
            (1, vat_number("NL123456789B123")),
            (0, vat_number("FRNL123456789")),
            (1, vat_number(" NL 123456789B12", scheme=" VAT ")),
            (0, vat_number("nl123456789B1")),
            (0, vat_number("NL123456789B1", scheme="TAX")),
            (0, vat_number("NL123456789B1", ' schemeID="9944"')),  # taken by the rule on scheme 9944
            (0, vat_number("NL123456789B1", ' schemeID="0208"')),  # taken by the rule on scheme 0208
            (1, vat_number("NL123456789B1", ' schemeID="0217"')),  # that rule comes later
            (1, vat_number("NL123456789B1", ' schemeID="9925"')),
        )
    ),
    ("PEPPOL-COMMON-R057", 0, vat_number("NL123456789B1", ' schemeID="0217"')),
]

# What stands in a document or in a line of one.
WHERE = (
    invoice("{}"),
    invoice(line("{}")),
    credit_note("{}"),
    credit_note(credit_line("{}")),
)
# Adjustments with a percentage and no base, the other way round, with both, with neither; how they come out.
ADJUSTED: list[tuple[str, tuple[int, int, int]]] = [
    (adjustment("true", "1", percentage="10"), (1, 0, 0)),
    (adjustment("true", "1", base="1000"), (0, 1, 0)),
    (adjustment("true", "1", "1000", "10"), (0, 0, 1)),
    (adjustment("true", "100", "1000", "10"), (0, 0, 0)),
    (adjustment("true", "100"), (0, 0, 0)),
]
# A rule, a list whose codes it takes, an element with such a code.
CODED = (
    ("PEPPOL-EN16931-CL001", "MIMECODE", PDF),
    ("PEPPOL-EN16931-CL002", "UNCL5189", because("false", "{}")),
    ("PEPPOL-EN16931-CL003", "UNCL7161", because("true", "{}")),
    (
        "PEPPOL-EN16931-CL006",
        "UNCL2005",
        "<cac:InvoicePeriod><cbc:DescriptionCode>{}</cbc:DescriptionCode></cac:InvoicePeriod>",
    ),
    ("PEPPOL-EN16931-CL007", "ISO4217", '<cbc:Amount currencyID="{}">1</cbc:Amount>'),
    ("PEPPOL-EN16931-CL008", "EAS", '<cbc:EndpointID schemeID="{}">1</cbc:EndpointID>'),
)

CASES += [(rule, count, invoice(numbers), "both") for rule, count, numbers in NUMBERS]
CASES += [
    (R + number, count, around.format(adjusted), "both")
    for around in WHERE
    for adjusted, counts in ADJUSTED
    for number, count in zip(("041", "042", "040"), counts, strict=True)
]
CASES += [
    (rule, count, invoice(EUR, amount(name, currency)), "both")
    for name in AMOUNTS
    for rule in (R + "051", "PEPPOL-EN16931-CL007")
    for count, currency in ((1, "XXY"), (0, "EUR"))
]
CASES += [
    (rule, 0, invoice(*(element.format(code) for code in code_list(listed))), "both")
    for rule, listed, element in CODED
]
CASES += [
    *((R + number, 1, credit_note(), "both") for number in ("001", "003", "004", "007", "053")),
    (R + "002", 1, credit_note(NOTE, NOTE), "both"),
    *(
        (R + "004", 1, invoice(specification(f"x{each}")), "both")
        for each in (SPECIFICATION, SELF_SPECIFICATION)
    ),
    *(
        (R + "055", 1, two_vat(*pair), "both")
        for pair in (("1", "-0.5"), ("-1", "0.5"), ("0.5", "-1"), ("-0.5", "1"))
    ),
    (R + "055", 0, two_vat("1", "9").replace(">EUR<", "> EUR <"), "both"),
    (R + "055", 1, two_vat("1", "-9").replace(">EUR<", "> EUR <"), "both"),
    (
        R + "005",
        1,
        invoice(EUR.replace("EUR", " EUR "), "<cbc:TaxCurrencyCode>EUR</cbc:TaxCurrencyCode>"),
        "both",
    ),
    *(
        (R + number, 0, document, "both")
        for number, limit in (("110", period("2026-01-31")), ("111", period(end="2026-01-31")))
        for document in (invoice(line(limit)), credit_note(credit_line(limit)))
    ),
    (
        R + "120",
        1,
        credit_note(credit_line(net("5") + quantity("2", name="CreditedQuantity") + price("2"))),
        "both",
    ),
    (R + "120", 0, invoice(line(price("0.02"))), "both"),  # a line without an amount counts as 0
    *((R + "120", 1, invoice(line(price(each))), "both") for each in ("0.03", "1", "-1")),
]
CASES += [
    (row["rule"], count, exemption(code, category), "both")
    for row in code_table("VATEX-to-category")
    for count, code, category in (
        (0, row["exemption_code"], f" {row['required_vat_category']}"),
        (1, row["exemption_code"].lower(), "S"),
        (1, row["exemption_code"], ""),
        (0, " " + row["exemption_code"], "S"),
        (0, "VATEX-EU-79-C", "S"),
    )
]
