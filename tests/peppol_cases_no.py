"""Small documents and what the Norwegian rules say of them, with the values on both sides of each limit.

Expected values come from the specification of the rules (BIS Billing 3.0.21). Only a table, and the
functions that write the documents in it.
"""

from tests.peppol import Case, cases, credit_note, invoice


def scheme(name: str, number: str) -> str:
    return (
        f"<cac:PartyTaxScheme><cbc:CompanyID>{number}</cbc:CompanyID><cac:TaxScheme><cbc:ID>{name}</cbc:ID>"
        "</cac:TaxScheme></cac:PartyTaxScheme>"
    )


def seller(*content: str, country: str = "") -> str:
    address = (
        f"<cac:PostalAddress><cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode>"
        "</cac:Country></cac:PostalAddress>"
    )
    return (
        f"<cac:AccountingSupplierParty><cac:Party>{address if country else ''}{''.join(content)}</cac:Party>"
        "</cac:AccountingSupplierParty>"
    )


def vat(number: str) -> str:
    return invoice(seller(scheme("VAT", number)))


# rule, how often it fires, document, releases
CASES: tuple[Case, ...] = (
    *cases(
        "NO-R-001",
        (0, tuple(vat(each) for each in ("NO123456785MVA", "NO974760673MVA"))),
        (1, tuple(vat(each) for each in ("NO123456784MVA", "NO000000000MVA", "NO100000000MVA"))),
        (
            1,
            tuple(
                vat(each) for each in ("NO123456785", "NO12345678MVA", "NO1234567850MVA", "NO123456785mva")
            ),
        ),
        (1, (vat("NO123456785MVA "), credit_note(seller(scheme("VAT", "NO1"))))),
        (0, tuple(vat(each) for each in ("no1", "SE1", " NO1"))),
        (1, (invoice(seller(scheme(" VAT ", "NO1"), country="NO")),)),
        (0, (invoice(seller(scheme("VAT", "NO1")).replace("Supplier", "Customer")),)),
        (0, (invoice(seller(country="NO")), invoice(seller(scheme(" VAT ", "XNO1"), country="NO")))),
        (0, (invoice(seller(scheme("VAT", "NO974760673MVA") + scheme("TAX", "Foretaksregisteret"))),)),
    ),
    *cases(
        "NO-R-002",
        (0, tuple(invoice(seller(scheme("TAX", each), country="NO")) for each in ("Foretaksregisteret",))),
        (0, (invoice(seller(scheme(" TAX", "\nForetaksregisteret "), country=" no ")),)),
        (
            1,
            (
                invoice(seller(country="NO")),
                vat("no1"),
                invoice(seller(scheme("TAX", "Other"), country="NO")),
            ),
        ),
        (1, (invoice(seller(scheme("tax", "Foretaksregisteret"), country="NO")),)),
        (0, (invoice(seller(country="SE")), invoice(seller()), vat("SE1"))),
    ),
    ("NO-R-002!", 1, invoice(seller(scheme("TAX", "x") * 2, country="NO")), "billing"),
    # Two VAT numbers: the country is not known, so the rules of no country apply.
    ("NO-R-001", 0, invoice(seller(scheme("VAT", "NO1") * 2, country="NO")), "billing"),
)
