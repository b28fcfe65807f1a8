"""Small documents and what the Dutch rules say of them, with the values on both sides of each limit.

Expected values come from the specification of the rules (BIS Billing 3.0.21). Only a table, and the
functions that write the documents in it.
"""

from tests.peppol import Case, cases, credit_note, invoice
from ubltools.codes import code_list

PARTS = ("<cbc:StreetName/>", "<cbc:CityName>Delft</cbc:CityName>", "<cbc:PostalZone>2600</cbc:PostalZone>")
FULL = "".join(PARTS)
INCOMPLETE = ("", *("".join(part for part in PARTS if part != left_out) for left_out in PARTS))
OTHERS = ("BE", "", "NLD")


def place(country: str, address: str) -> str:
    of = f"<cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode></cac:Country>"
    return f"<cac:PostalAddress>{address}{of}</cac:PostalAddress>"


def party(role: str, content: str = "", country: str = "NL", address: str = FULL) -> str:
    return (
        f"<cac:Accounting{role}Party><cac:Party>{place(country, address)}{content}</cac:Party>"
        f"</cac:Accounting{role}Party>"
    )


def seller(content: str = "", country: str = "NL", address: str = FULL) -> str:
    return party("Supplier", content, country, address)


def buyer(content: str = "", country: str = "NL", address: str = FULL) -> str:
    return party("Customer", content, country, address)


def representative(country: str, address: str) -> str:
    return f"<cac:TaxRepresentativeParty>{place(country, address)}</cac:TaxRepresentativeParty>"


def legal(scheme: str, number: str = "12345678") -> str:
    company = f'<cbc:CompanyID schemeID="{scheme}">{number}</cbc:CompanyID>'
    return f"<cac:PartyLegalEntity>{company}</cac:PartyLegalEntity>"


def means(code: str) -> str:
    return f"<cac:PaymentMeans><cbc:PaymentMeansCode>{code}</cbc:PaymentMeansCode></cac:PaymentMeans>"


def due(amount: str) -> str:
    return f"<cac:LegalMonetaryTotal><cbc:PayableAmount>{amount}</cbc:PayableAmount></cac:LegalMonetaryTotal>"


KIND = "<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>"
ABOUT = (
    "<cac:BillingReference><cac:InvoiceDocumentReference>{}</cac:InvoiceDocumentReference>"
    "</cac:BillingReference>"
)
LINE = "<cac:InvoiceLine><cac:OrderLineReference>{}</cac:OrderLineReference></cac:InvoiceLine>"
LINE_ID, ORDER = "<cbc:LineID>1</cbc:LineID>", "<cac:OrderReference>{}</cac:OrderReference>"
NO_SCHEME = "<cac:PartyLegalEntity><cbc:CompanyID>12345678</cbc:CompanyID></cac:PartyLegalEntity>"
GOOD = (legal("0106"), legal("0190"), legal("0106 zz"), legal("zz 0106"), legal(" 0190"))
BAD = (legal("0208"), legal("01061"), legal("0106", " "), NO_SCHEME)

# rule, how often it fires, document, releases
CASES: tuple[Case, ...] = (
    *cases(
        "NL-R-001",
        (0, (credit_note(KIND, ABOUT.format("<cbc:ID/>"), seller()),)),
        (1, (credit_note(KIND, seller()), credit_note(KIND, ABOUT.format(""), seller(country=" nl ")))),
        (0, tuple(credit_note(KIND, seller(country=each)) for each in OTHERS)),
        (0, (credit_note(seller()), credit_note(KIND, buyer()))),
    ),
    *cases(
        "NL-R-002",
        (0, (invoice(seller()), credit_note(seller(country="nl")))),
        (1, tuple(invoice(seller(address=each)) for each in INCOMPLETE)),
        (0, tuple(invoice(seller(country=each, address="")) for each in OTHERS)),
    ),
    *cases(
        "NL-R-003",
        (0, tuple(invoice(seller(each)) for each in (*GOOD, ""))),
        (1, tuple(invoice(seller(each)) for each in BAD)),
        (0, tuple(invoice(seller(BAD[0], country=each)) for each in OTHERS)),
    ),
    *cases(
        "NL-R-004",
        (0, (invoice(seller(), buyer()), credit_note(seller(), buyer()))),
        (1, tuple(invoice(seller(), buyer(address=each)) for each in INCOMPLETE)),
        (0, tuple(invoice(seller(), buyer(country=each, address="")) for each in OTHERS)),
        (0, tuple(invoice(seller(country=each), buyer(address="")) for each in OTHERS)),
    ),
    *cases(
        "NL-R-005",
        (0, tuple(invoice(seller(), buyer(each)) for each in (*GOOD, ""))),
        (1, tuple(invoice(seller(), buyer(each)) for each in BAD)),
        (0, (invoice(seller(country="BE"), buyer(BAD[0])), invoice(seller(), buyer(BAD[0], country="BE")))),
    ),
    ("NL-R-004", 1, invoice(seller(), buyer(country=" nl ", address="")), "billing"),
    *cases(
        "NL-R-006",
        (0, (invoice(seller(), representative("NL", FULL)),)),
        (1, tuple(invoice(seller(), representative("nl ", each)) for each in INCOMPLETE)),
        (0, (invoice(seller(), representative("BE", "")), invoice(representative("NL", "")))),
    ),
    *cases(
        "NL-R-007",
        (0, tuple(invoice(seller(), due(each)) for each in ("0", "0.00", "-0.01"))),
        (1, tuple(invoice(seller(), due(each)) for each in ("0.01", "100"))),
        (0, tuple(credit_note(seller(), due(each)) for each in ("0", "0.01", "100"))),
        (1, (credit_note(seller(), due("-0.01")),)),
        (0, (invoice(seller(), means("x"), due("1")), invoice(seller(country="BE"), due("1")))),
    ),
    *cases(
        "NL-R-008",
        (0, tuple(invoice(seller(), buyer(), means(each)) for each in code_list("NL-payment-means"))),
        (0, (invoice(seller(), buyer(), means(" 30\n")),)),
        (1, tuple(invoice(seller(), buyer(), means(each)) for each in ("10", "31", "42", "47", "60", ""))),
        (2, (invoice(seller(), buyer(), means("42") * 2),)),
        (0, (invoice(seller(), means("42")), invoice(buyer(), means("42")))),
    ),
    *cases(
        "NL-R-009",
        (0, (invoice(ORDER.format("<cbc:ID/>"), seller(), LINE.format(LINE_ID)),)),
        (
            1,
            (
                invoice(seller(), LINE.format(LINE_ID)),
                invoice(ORDER.format(""), seller(), LINE.format(LINE_ID)),
            ),
        ),
        (0, (invoice(seller(), LINE.format("")), invoice(seller(country="BE"), LINE.format(LINE_ID)))),
    ),
)
