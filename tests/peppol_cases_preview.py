"""Small documents and what the preview of BIS Billing 3.0.22 says of them where it differs from 3.0.21.

Expected values come from the development state and the draft notes of that release; check digits are worked
out by hand or taken from python-stdnum. Only tables, and the functions that write the documents in them.
"""

from tests.peppol import Case, invoice
from tests.peppol import cases as cases_of
from tests.peppol_cases import country, endpoint, germans, typed
from tests.peppol_cases_no import scheme
from tests.peppol_cases_se import buyer, category, seller
from ubltools.names import BILLING_PROFILE as PROCESS


def cases(rule: str, *expected: tuple[int, tuple[str, ...]]) -> tuple[Case, ...]:
    return cases_of(rule, *expected, releases="preview")


def vat(number: str, name: str = "VAT", attribute: str = "") -> str:
    """A tax registration in an invoice."""
    of = f"<cac:TaxScheme><cbc:ID>{name}</cbc:ID></cac:TaxScheme>"
    return invoice(
        f"<cac:PartyTaxScheme><cbc:CompanyID{attribute}>{number}</cbc:CompanyID>{of}</cac:PartyTaxScheme>"
    )


def numbered(scheme_id: str, *values: str) -> str:
    return invoice(*(endpoint(scheme_id, value) for value in values))


def code(value: str) -> str:
    return f"<cbc:InvoiceTypeCode>{value}</cbc:InvoiceTypeCode>"


def rated(
    seller_country: str = "SE",
    buyer_document: str = "",
    vat_number: str = "SE556789012301",
    percent: str = "7",
) -> str:
    """An invoice with a VAT rate, one that Sweden does not have."""
    return invoice(seller(scheme("VAT", vat_number), seller_country), buyer_document, category(percent))


def address(role: str, code_of_country: str, parts: str = "") -> str:
    of = f"<cac:Country><cbc:IdentificationCode>{code_of_country}</cbc:IdentificationCode></cac:Country>"
    within = f"<cac:PostalAddress>{parts}{of}</cac:PostalAddress>"
    return f"<cac:Accounting{role}Party><cac:Party>{within}</cac:Party></cac:Accounting{role}Party>"


def slovak(parts: str, role: str, own: str = "SK", other: str = "SK") -> str:
    """One address with some parts, that of the other party complete."""
    complete = "".join(f"<cbc:{name}>x</cbc:{name}>" for name in ADDRESS)
    counterpart = {"Supplier": "Customer", "Customer": "Supplier"}[role]
    return invoice(address(role, own, parts), address(counterpart, other, complete))


def by_vat(seller_number: str, buyer_number: str, *content: str) -> str:
    """An invoice whose parties live in Austria and have these VAT numbers."""
    parties = (("Supplier", seller_number), ("Customer", buyer_number))
    return invoice(
        *(
            f"<cac:Accounting{role}Party><cac:Party><cac:PostalAddress><cac:Country>"
            f"<cbc:IdentificationCode>AT</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"
            f"{scheme('VAT', number)}</cac:Party></cac:Accounting{role}Party>"
            for role, number in parties
        ),
        *content,
    )


ADDRESS = ("StreetName", "CityName", "PostalZone")
SLOVAKS = country("Supplier", "SK") + country("Customer", "SK")
LOWER_SLOVAKS = country("Supplier", " sk ") + country("Customer", "sk")
PRECEDING = "<cac:BillingReference/>"
TWO_VAT_NUMBERS = (
    "<cac:AccountingSupplierParty><cac:Party>" + scheme("VAT", "SK1") + scheme("VAT", "SK2") + "</cac:Party>"
    "</cac:AccountingSupplierParty>" + country("Customer", "SK")
)


def slovak_address(rules: tuple[str, str, str], role: str) -> tuple[Case, ...]:
    """The rules on street, city and post code of one party."""
    return tuple(
        case
        for rule, name in zip(rules, ADDRESS, strict=True)
        for case in cases(
            rule,
            (0, (slovak(f"<cbc:{name}/>", role), slovak(f"<cbc:{name}>x</cbc:{name}>", role))),
            (1, (slovak("", role), slovak("<cbc:CountrySubentity>x</cbc:CountrySubentity>", role))),
            (1, (slovak("", role, " sk\n", "SK"), slovak("", role, "SK", " sk "))),
            (0, (slovak("", role, "CZ", "SK"), slovak("", role, "SK", "CZ"), slovak("", role, "", "SK"))),
        )
    )


# rule, how often it fires, document, releases
CASES: tuple[Case, ...] = (
    # A GLN has 13 digits; numbers of the same kind with 8, 12 and 14 are right in themselves.
    *cases(
        "PEPPOL-COMMON-R040",
        (0, (numbered("0088", "7300010000001", " 7300010000001 ", "0000000000000", "1234567890128"),)),
        (1, tuple(numbered("0088", each) for each in ("12345670", "735001000000", "00012345600012", "0"))),
        (1, tuple(numbered("0088", each) for each in ("7300010000002", "730001000000x", "73000100 00001"))),
        (0, (numbered("0060", "12345670"),)),
    ),
    *cases(
        "PEPPOL-COMMON-R043",
        (0, (numbered("0208", "0202239951", " 0000000097 ", "1000000021", "1999999943"),)),
        (1, tuple(numbered("0208", each) for each in ("2000000042", "9999999917"))),
        (1, tuple(numbered("0208", each) for each in ("1000000022", "202239951", "BE0202239951"))),
    ),
    *cases(
        "PEPPOL-COMMON-R062",
        (0, tuple(vat(each) for each in ("BE0202239951", " BE0202239951\n", "BE1000000021", "BE1999999943"))),
        (1, tuple(vat(each) for each in ("BE2000000042", "BE0202239952", "BE202239951", "BE00202239951"))),
        (1, tuple(vat(each) for each in ("BE 0202239951", "BE0202.239.951", "BE0202239951x", "BE"))),
        (1, (vat("BE1", " VAT "), vat("BE1", attribute=' schemeID="9925"'))),
        (0, (vat("be1"), vat("Be0202239952"), vat("NL1"), vat("BE1", "TAX"), vat("BE1", "vat"))),
        # The rules on schemes up to 0208 take the number first, those after it come too late.
        (0, tuple(vat("BE1", attribute=f' schemeID="{each}"') for each in ("0088", "0198", "0208"))),
        (1, tuple(vat("BE1", attribute=f' schemeID="{each}"') for each in ("0007", "0201", "9944", "0240"))),
    ),
    *cases(
        "PEPPOL-COMMON-R056-2",
        (0, tuple(vat(each) for each in ("NL123456789B12", " NL123456789B12 ", "nl1"))),
        (1, tuple(vat(each) for each in ("NL123456789B1", "NLNL123456789B12", "NL"))),
    ),
    *cases("PEPPOL-COMMON-R049", (0, (vat("BE1", attribute=' schemeID="0007"'),))),
    *cases(
        "PEPPOL-COMMON-R058",
        (0, tuple(vat(each) for each in ("LU10000356", " LU10000356 ", "lu10000356", "Lu10000356"))),
        (0, tuple(vat(each) for each in ("LU00000505", "LU00008900", "LU99999984", "LU00000000"))),
        (1, tuple(vat(each) for each in ("LU10000357", "LU00000594", "LU00008989", "LU0000055"))),
        (
            1,
            tuple(
                vat(each) for each in ("LU1000356", "LU100003560", "LU 10000356", "LU1000035x", "lu", "LU")
            ),
        ),
        (1, (vat("LU1", " VAT "), vat("LU1", attribute=' schemeID="0240"'))),
        (0, (vat("L1"), vat("XLU1"), vat("LU1", "TAX"), vat("LU1", attribute=' schemeID="9944"'))),
    ),
    # Digits 1 to 10 with their weights, the rest of that by 11, and the digits that are right:
    # 1999220000: 112, 2, 9. 1999200001: 102, 3, 8. 1999990000: 203, 5, 6. 1999230000: 118, 8, 3 (form 24: 4).
    # 1999240000: 124, 3, 8 or 9. 1999240004: 132, 0, 0 or 1. 1999240030: 133, 1, none or 0.
    # 1999190000: 147, 4, 7, but 19 is no form.
    *cases(
        "PEPPOL-COMMON-R059",
        (0, (numbered("0240", "19992200009", " 19992200009 ", "19992000018", "19999900006", "19992300003"),)),
        (0, (numbered("0240", "19992400008", "19992400009", "19992400040", "19992400041", "19992400300"),)),
        (1, tuple(numbered("0240", each) for each in ("19992200008", "19992200000", "19992300004"))),
        (1, tuple(numbered("0240", each) for each in ("19992400007", "19992400042", "19992400301"))),
        (1, tuple(numbered("0240", f"1999240030{each}") for each in range(1, 10))),
        (
            1,
            tuple(
                numbered("0240", each)
                for each in ("19991900007", "00000000000", "1999220000", "199922000090")
            ),
        ),
        (1, tuple(numbered("0240", each) for each in ("1999220000x", "1999-2200009", "", "LU10000356"))),
        (0, (numbered("0241", "1"), vat("LU1", attribute=' schemeID="0240"'))),
        (1, (vat("1", attribute=' schemeID="0240"'), vat("LU1", "TAX", ' schemeID="0240"'))),
    ),
    *cases(
        "PEPPOL-EN16931-P0100",
        (0, (typed(PROCESS, " 389 "), typed(PROCESS, "380"))),
        (1, (typed(PROCESS, "390"),)),
    ),
    *cases(
        "PEPPOL-EN16931-P0112",
        (0, tuple(invoice(code(each)) for each in ("380", "383", "388", "390", "71"))),
        (1, tuple(invoice(code(each)) for each in ("326", "384", "389", " 389 "))),
        (0, tuple(invoice(germans(" de ", "DE"), code(each)) for each in ("326", "384", "389"))),
        (1, tuple(invoice(germans("DE", "AT"), code(each)) for each in ("326", "384", "389"))),
        (0, (invoice(SLOVAKS, code(" 384 ")), invoice(LOWER_SLOVAKS, code("384")))),
        (0, (by_vat("SK1", "sk1", code("384")), by_vat("CZ1", "SK1", code("380")))),
        (1, (invoice(SLOVAKS, code("326")), invoice(SLOVAKS, code("389")))),
        (
            1,
            (
                invoice(country("Supplier", "SK"), code("384")),
                invoice(country("Customer", "SK"), code("384")),
            ),
        ),
        (1, (by_vat("CZ1", "SK1", code("384")), by_vat("SK1", "CZ1", code("384")))),
        (0, (invoice(TWO_VAT_NUMBERS, code("380")),)),
        (1, (invoice(TWO_VAT_NUMBERS, code("326")),)),
    ),
    *cases("PEPPOL-EN16931-P0112!", (1, (invoice(TWO_VAT_NUMBERS, code("384")),))),
    *cases(
        "PEPPOL-EN16931-CL008",
        (0, (numbered("0158"), numbered("0158", "1"), numbered("0208", "1"))),
        (1, tuple(numbered(each, "1") for each in ("0157", "0217", "0158 "))),
    ),
    *cases(
        "SE-R-006",
        (1, (rated(buyer_document=buyer()),)),
        (0, tuple(rated(buyer_document=buyer(), percent=each) for each in ("25", "12", "6"))),
        (0, tuple(rated(buyer_document=buyer(each)) for each in ("NO", "se", "SE ", ""))),
        (0, (rated(), rated("NO", buyer()), rated(buyer_document=buyer(), vat_number="NO1"))),
    ),
    *cases(
        "SK-R-001",
        (1, (invoice(SLOVAKS, code("384")), invoice(LOWER_SLOVAKS, code(" 384 ")))),
        (1, (by_vat("SK1", "sk1", code("384")),)),
        (0, (invoice(SLOVAKS, code("384"), PRECEDING), invoice(SLOVAKS, code("380")), invoice(SLOVAKS))),
        (0, (by_vat("SK1", "CZ1", code("384")), by_vat("CZ1", "SK1", code("384")))),
        (0, (invoice(germans(), code("384")), invoice(TWO_VAT_NUMBERS, code("384")))),
    ),
    *slovak_address(("SK-R-002", "SK-R-003", "SK-R-004"), "Supplier"),
    *slovak_address(("SK-R-005", "SK-R-006", "SK-R-007"), "Customer"),
)
