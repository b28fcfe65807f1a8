"""Small documents and what the Swedish rules say of them, with the values on both sides of each limit.

Expected values come from the specification of the rules (BIS Billing 3.0.21). Only a table, and the
functions that write the documents in it.
"""

from tests.peppol import Case, cases, credit_note, invoice
from tests.peppol_cases_no import scheme

OTHERS = ("NO", "se", "SE ", "")
F_TAX = "Godkänd för F-skatt"


def party(role: str, content: str, country: str) -> str:
    of = f"<cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode></cac:Country>"
    return (
        f"<cac:Accounting{role}Party><cac:Party><cac:PostalAddress>{of}</cac:PostalAddress>{content}</cac:Party>"
        f"</cac:Accounting{role}Party>"
    )


def seller(content: str = "", country: str = "SE") -> str:
    return party("Supplier", content, country)


def buyer(country: str = "SE") -> str:
    return party("Customer", "", country)


def legal(number: str) -> str:
    return f"<cac:PartyLegalEntity><cbc:CompanyID>{number}</cbc:CompanyID></cac:PartyLegalEntity>"


def vat(number: str, country: str = "SE", name: str = "VAT") -> str:
    return invoice(seller(scheme(name, number), country))


def number(value: str, country: str = "SE") -> str:
    return invoice(seller(legal(value), country))


def category(percent: str, code: str = "S", element: str = "ClassifiedTaxCategory") -> str:
    return f"<cac:{element}><cbc:ID>{code}</cbc:ID><cbc:Percent>{percent}</cbc:Percent></cac:{element}>"


def rated(*categories: str, vat_number: str = "SE556789012301", country: str = "SE") -> str:
    return invoice(seller(scheme("VAT", vat_number), country), *categories)


def means(code: str, account: str = "", branch: str = "") -> str:
    of = f"<cac:FinancialInstitutionBranch><cbc:ID>{branch}</cbc:ID></cac:FinancialInstitutionBranch>"
    payee = f"<cac:PayeeFinancialAccount><cbc:ID>{account}</cbc:ID>{of}</cac:PayeeFinancialAccount>"
    return f"<cac:PaymentMeans><cbc:PaymentMeansCode>{code}</cbc:PaymentMeansCode>{payee}</cac:PaymentMeans>"


def giro(kind: str, account: str, code: str = "30", country: str = "SE") -> str:
    return invoice(seller(country=country), means(code, account, f"SE:{kind}"))


def registered(text: str, name: str = "TAX", country: str = "SE") -> str:
    return invoice(seller(scheme(name, text) + legal("5567890123"), country))


def giro_rows(
    kind: str, numeric: str, length: str, good: tuple[str, ...], bad: tuple[str, ...]
) -> tuple[Case, ...]:
    """The two rules on the number of a Plusgiro or Bankgiro account."""
    other = {"PLUSGIRO": "BANKGIRO", "BANKGIRO": "PLUSGIRO"}[kind]
    silent = (
        giro(kind, "x", code="58"),
        giro(kind, "x", country="NO"),
        giro(other, "x"),
        giro(f"{kind}2", "x"),
    )
    return (
        *cases(
            numeric,
            (0, tuple(giro(kind, each) for each in (*good, "1234.5", " 1234567 "))),
            (1, tuple(giro(kind, each) for each in ("1234-56", "12 3456", "", "abcdefg"))),
            (1, (giro(kind, "x", code=" 30 "), invoice(seller(), means("30", "x", f" SE:{kind}\n")))),
            (0, silent),
        ),
        *cases(
            length,
            (0, tuple(giro(kind, each) for each in (*good, f" {good[0]} ", f" {good[-1]} "))),
            (1, tuple(giro(kind, each) for each in bad)),
            (0, silent),
        ),
    )


# rule, how often it fires, document, releases
CASES: tuple[Case, ...] = (
    *cases(
        "SE-R-001",
        (0, (vat("SE556789012301"), vat("SE5567890123ab"), vat("SE556789012301 "))),
        (0, (invoice(seller(scheme("VAT", "SE556789012301") + scheme("TAX", F_TAX))),)),
        (1, (vat("SE55678901230"), vat("SE5567890123012"), vat("SE"))),
        (0, tuple(vat("SE1", country=each) for each in OTHERS)),
        (0, (vat("NO1"), vat("se1"), vat(" SE1"), vat("SE1", name=" VAT"), invoice(seller()))),
    ),
    *cases(
        "SE-R-002",
        (0, (vat("SE556789012301"), vat("SE1"), vat("SE55678.012301"), vat("SE556789012301x"))),
        (1, (vat("SE5567890123ab"), vat("SE"), vat("SE556789-0123"), vat("SE55678901230x"))),
        (0, (vat("SEab", country="NO"), vat("NOab"))),
    ),
    ("SE-R-001!", 1, invoice(seller(scheme("VAT", "SE556789012301") * 2)), "billing"),
    *cases(
        "SE-R-003",
        (0, (number("5567890123"), number(" 5567890123 "), number("55.1"))),
        (1, (number("556789-0123"), number("abc"), number(""))),
        (0, tuple(number("abc", country=each) for each in OTHERS)),
        (0, (invoice(seller("<cac:PartyLegalEntity/>")), invoice(seller()))),
    ),
    *cases(
        "SE-R-004",
        (0, (number("5567890123"), number(" abcdefghij "))),
        (1, (number("556789012"), number("55678901234"), number("556789-0123"))),
        (0, tuple(number("1", country=each) for each in OTHERS)),
    ),
    *cases(
        "SE-R-013",
        (
            0,
            tuple(
                number(each)
                for each in ("5567890123", " 5567890123 ", "2120000142", "212000014299", "0000000000")
            ),
        ),
        (1, tuple(number(each) for each in ("5567890124", "212000014", "2120000143", "556789012x", ""))),
        (0, (number("1", country="NO"), credit_note(seller()))),
    ),
    *cases(
        "SE-R-005",
        (
            0,
            tuple(registered(each) for each in (F_TAX, F_TAX.upper(), f" {F_TAX}\n", "godkänd  för f-skatt")),
        ),
        (1, tuple(registered(each) for each in ("F-skatt", "Godkand for F-skatt", ""))),
        (1, (registered("x", name="vatt"), registered("x", name=""))),
        (0, (registered("x", name="VAT"), registered("x", name=" vat "))),
        (0, tuple(registered("x", country=each) for each in OTHERS)),
        (0, (invoice(seller(scheme("TAX", "x"))),)),
    ),
    *cases(
        "SE-R-006",
        (0, tuple(rated(category(each)) for each in ("25", "12", "6", "25.00", "6.0"))),
        (1, tuple(rated(category(each)) for each in ("24.99", "0", "20", "", "x"))),
        (2, (rated(category("7"), category("7", element="TaxCategory")),)),
        *(
            (0, (rated(category("7", "Z", each), category("7", " S", each)),))
            for each in ("ClassifiedTaxCategory", "TaxCategory")
        ),
        (0, (rated(category("7"), vat_number="NO1"), rated(category("7"), country="NO"))),
        (0, (rated(category("7", element="TaxCategory"), vat_number="NO1"),)),
        (0, (rated(category("7"), vat_number="XSE556789012301"),)),
        (0, (invoice(seller(scheme("VAT", "NO1") + scheme("TAX", "SE556789012301")), category("7")),)),
    ),
    *giro_rows("PLUSGIRO", "SE-R-007", "SE-R-010", ("12", "12345678"), ("1", "123456789", "")),
    *giro_rows("BANKGIRO", "SE-R-008", "SE-R-009", ("1234567", "12345678"), ("123456", "123456789", "")),
    *cases(
        "SE-R-011",
        (1, (invoice(seller(), means("50")), credit_note(seller(), means("56")))),
        (0, tuple(invoice(seller(), means(each)) for each in ("30", "31", "55", " 50", "57"))),
        (0, tuple(invoice(seller(country=each), means("50")) for each in OTHERS)),
    ),
    *cases(
        "SE-R-012",
        (1, (invoice(seller(), buyer(), means("31")), credit_note(seller(), buyer(), means("31")))),
        (0, tuple(invoice(seller(), buyer(), means(each)) for each in ("30", " 31", "32"))),
        (0, tuple(invoice(seller(), buyer(each), means("31")) for each in OTHERS)),
        (0, tuple(invoice(seller(country=each), buyer(), means("31")) for each in OTHERS)),
    ),
)
