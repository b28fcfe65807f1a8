"""Small documents and what the Italian rules say of them, with the values on both sides of each limit.

Expected values come from the specification of the rules (BIS Billing 3.0.21). Only a table, and the
functions that write the documents in it.
"""

from tests.peppol import Case, cases, credit_note, invoice
from tests.peppol_cases_no import scheme

ADDRESS = {
    "IT-R-002": "<cbc:StreetName>Via Roma</cbc:StreetName>",
    "IT-R-003": "<cbc:CityName/>",
    "IT-R-004": "<cbc:PostalZone>00100</cbc:PostalZone>",
}


def seller(*content: str, address: str = "", country: str = "IT", role: str = "Supplier") -> str:
    of = f"<cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode></cac:Country>"
    return (
        f"<cac:Accounting{role}Party><cac:Party><cac:PostalAddress>{address}{of}</cac:PostalAddress>"
        f"{''.join(content)}</cac:Party></cac:Accounting{role}Party>"
    )


def fiscal(number: str, name: str = "Codice Fiscale", country: str = "IT") -> str:
    return invoice(seller(scheme(name, number), country=country))


def without(rule: str) -> str:
    return "".join(part for each, part in ADDRESS.items() if each != rule)


NAMELESS = "<cac:PartyTaxScheme><cbc:CompanyID>{}</cbc:CompanyID></cac:PartyTaxScheme>"
NUMBERLESS = "<cac:PartyTaxScheme><cac:TaxScheme><cbc:ID>CF</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"

# rule, how often it fires, document, releases
CASES: tuple[Case, ...] = (
    *cases(
        "IT-R-001",
        (0, tuple(fiscal(each) for each in ("A" * 11, "9" * 16, "RSSMRA85T10A562S", " 12345678901\n"))),
        (1, tuple(fiscal(each) for each in ("A" * 10, "A" * 17, "rssmra85t10a562s", "1234567890 1", ""))),
        (0, (fiscal("x", "VAT"), fiscal("x", " VAT "), fiscal("x", country="FR"))),
        (1, (fiscal("x", "vat"), fiscal("x", country=" it "))),
        (1, (invoice(seller(NAMELESS.format("x"))), credit_note(seller(NUMBERLESS)))),
        (
            0,
            (invoice(seller(NAMELESS.format("1" * 11))), invoice(seller(scheme("CF", "x"), role="Customer"))),
        ),
        (2, (invoice(seller(scheme("CF", "x") * 2)),)),
    ),
    *(
        case
        for rule, part in ADDRESS.items()
        for case in cases(
            rule,
            (0, (invoice(seller(address=part)), credit_note(seller(address="".join(ADDRESS.values()))))),
            (1, (invoice(seller()), credit_note(seller(address=without(rule))))),
            (1, (invoice(seller(scheme("VAT", "IT12345678903"), country="FR")),)),
            (0, (invoice(seller(country="FR")), invoice(seller(role="Customer")))),
            (0, (invoice(seller(scheme("VAT", "FR1"), country="IT")),)),
        )
    ),
)
