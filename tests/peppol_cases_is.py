"""Small documents and what the Icelandic rules say of them, with the values on both sides of each limit.

Expected values come from the specification of the rules (BIS Billing 3.0.21). Only a table, and the
functions that write the documents in it.
"""

from tests.peppol import Case, cases, credit_note, invoice

KENNITALA = (
    '<cac:PartyLegalEntity><cbc:CompanyID schemeID="{}">6606021234</cbc:CompanyID></cac:PartyLegalEntity>'
)
BARE = "<cac:PartyLegalEntity><cbc:CompanyID>6606021234</cbc:CompanyID></cac:PartyLegalEntity>"
STREET, ZIP = "<cbc:StreetName/>", "<cbc:PostalZone>101</cbc:PostalZone>"


def party(role: str, code: str, content: str, address: str) -> str:
    of = f"<cac:Country><cbc:IdentificationCode>{code}</cbc:IdentificationCode></cac:Country>"
    return (
        f"<cac:Accounting{role}Party><cac:Party>{content}<cac:PostalAddress>{address}{of}</cac:PostalAddress>"
        f"</cac:Party></cac:Accounting{role}Party>"
    )


def seller(content: str = "", code: str = "IS", address: str = "") -> str:
    return party("Supplier", code, content, address)


def buyer(content: str = "", code: str = "IS", address: str = "") -> str:
    return party("Customer", code, content, address)


def account(number: str) -> str:
    return f"<cac:PayeeFinancialAccount><cbc:ID>{number}</cbc:ID></cac:PayeeFinancialAccount>"


def means(code: str, content: str = "") -> str:
    return (
        f"<cac:PaymentMeans><cbc:PaymentMeansCode>{code}</cbc:PaymentMeansCode>{content}</cac:PaymentMeans>"
    )


def paid(code: str, content: str = "") -> str:
    return invoice(seller(), means(code, content))


def typed(code: str) -> str:
    return f"<cbc:InvoiceTypeCode>{code}</cbc:InvoiceTypeCode>"


def typed_credit(code: str) -> str:
    return f"<cbc:CreditNoteTypeCode>{code}</cbc:CreditNoteTypeCode>"


def due(day: str) -> str:
    return f"<cbc:DueDate>{day}</cbc:DueDate>"


def last_day(day: str, description: str = "EINDAGI") -> str:
    of = f"<cbc:DocumentDescription>{description}</cbc:DocumentDescription>"
    return f"<cac:AdditionalDocumentReference><cbc:ID>{day}</cbc:ID>{of}</cac:AdditionalDocumentReference>"


TWELVE = "051526001234"
BUYERS = ("IS", "DE", "is", "IS ")


def account_rows(rule: str, code: str, other: str) -> tuple[Case, ...]:
    """The rules on code 9 and on code 42 ask the same."""
    return (
        *cases(
            rule,
            (
                0,
                (
                    paid(code, account(TWELVE)),
                    paid(code, account(f" {TWELVE}\n")),
                    paid(code, account("x" * 12)),
                ),
            ),
            (1, (paid(code, account(TWELVE[1:])), paid(code, account(TWELVE + "5")), paid(code))),
            (1, (credit_note(seller(), means(code)), invoice(seller(), means(code) * 2))),
            (1, (paid(code, account("0515 260 01234")),)),
            (0, (paid(code, account("0515 26 01234"[:12])),)),
            (0, (invoice(seller()), paid(other), paid("30"), paid(f" {code}"))),
            (0, (invoice(seller(code="is"), means(code)), invoice(buyer(), means(code)))),
            (0, (invoice(seller(), means(code), means(code, account(TWELVE))),)),
        ),
        (f"{rule}!", 1, invoice(seller(), means(code, account(TWELVE)) * 2), "billing"),
    )


# rule, how often it fires, document, releases
CASES: tuple[Case, ...] = (
    *cases(
        "IS-R-001",
        (0, tuple(invoice(seller(), typed(each)) for each in ("380", "381", " 380 "))),
        (0, tuple(credit_note(seller(), typed_credit(each)) for each in ("380", "381", "381\n"))),
        (
            1,
            (
                invoice(seller(), typed("384")),
                credit_note(seller(), typed_credit("396")),
                invoice(seller()),
            ),
        ),
        (0, tuple(invoice(seller(code=each), typed("384")) for each in ("is", "IS ", "DE", ""))),
        (0, (invoice(buyer(), typed("384")), credit_note(seller(code="DK"), typed_credit("396")))),
    ),
    *cases(
        "IS-R-002",
        (0, (invoice(seller(KENNITALA.format("0196"))), invoice(seller(KENNITALA.format("0088"), "DK")))),
        (0, (invoice(seller(BARE + KENNITALA.format("0196"))),)),
        (1, (invoice(seller()), invoice(seller(BARE)), credit_note(seller(KENNITALA.format(" 0196"))))),
    ),
    *cases(
        "IS-R-003",
        (0, (invoice(seller(address=STREET + ZIP)), invoice(seller(code="DK")))),
        (1, (invoice(seller()), invoice(seller(address=STREET)), credit_note(seller(address=ZIP)))),
    ),
    *account_rows("IS-R-006", "9", "42"),
    *account_rows("IS-R-007", "42", "9"),
    *cases(
        "IS-R-008",
        (0, tuple(invoice(seller(), last_day(each)) for each in ("2026-11-30", "2028-02-29"))),
        (
            1,
            tuple(
                invoice(seller(), last_day(each))
                for each in ("2026-02-29", "2026-11-30Z", "2026-11-3", " 2026-11-30", "30.11.2026", "")
            ),
        ),
        (0, (invoice(seller()), invoice(seller(), last_day("x", "Eindagi")), invoice(last_day("x")))),
        (1, (credit_note(seller(), last_day("x")),)),
    ),
    ("IS-R-008", 1, invoice(seller(), last_day("2026-11-30") * 2), "billing"),
    *cases(
        "IS-R-009",
        (0, (invoice(seller(), due(""), last_day("x")), invoice(seller()), invoice(last_day("x")))),
        (0, (invoice(seller(), last_day("x", " EINDAGI")),)),
        (1, (invoice(seller(), last_day("2026-11-30")), credit_note(seller(), last_day("2026-11-30")))),
        (1, (invoice(seller(), last_day("2026-11-30") * 2),)),
    ),
    *cases(
        "IS-R-010",
        (
            0,
            tuple(
                invoice(seller(), due("2026-11-30"), last_day(each)) for each in ("2026-11-30", "2026-12-01")
            ),
        ),
        (
            1,
            tuple(invoice(seller(), due("2026-11-30"), last_day(each)) for each in ("2026-11-29", "", "1")),
        ),
        (0, (invoice(seller(), due("2026-11-30"), last_day("x")),)),  # compared as text
        (0, (invoice(seller(), due("2026-11-30"), last_day("2026-11-29") + last_day("2026-11-30")),)),
        (1, (invoice(seller(), last_day("2026-11-30")), credit_note(seller(), last_day("2026-11-30")))),
        (0, (invoice(seller(), due("2026-11-30")), invoice(due("2026-11-30"), last_day("2026-11-29")))),
    ),
    *cases(
        "IS-R-004",
        (0, (invoice(seller(), buyer(KENNITALA.format("0196"))), credit_note(seller()))),
        (1, (invoice(seller(), buyer()), credit_note(seller(), buyer(KENNITALA.format("0196 "))))),
        (1, (invoice(seller(), buyer(BARE)),)),
        (0, tuple(invoice(seller(), buyer(code=each)) for each in BUYERS[1:])),
        (0, tuple(credit_note(seller(code=each), buyer()) for each in BUYERS[1:])),
    ),
    *cases(
        "IS-R-005",
        (0, (invoice(seller(), buyer(address=STREET + ZIP)), credit_note(seller()))),
        (1, (invoice(seller(), buyer(address=STREET)), credit_note(seller(), buyer(address=ZIP)))),
        (0, tuple(invoice(seller(), buyer(code=each)) for each in BUYERS[1:])),
        (0, tuple(invoice(seller(code=each), buyer()) for each in BUYERS[1:])),
    ),
)
