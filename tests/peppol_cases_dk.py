"""Small documents and what the Danish rules say of them, with the values on both sides of each limit.

Expected values come from the specification of the rules (BIS Billing 3.0.21). Only a table, and the
functions that write the documents in it.
"""

from tests.peppol import Case, cases, credit_note, invoice

CVR = '<cac:PartyLegalEntity><cbc:CompanyID schemeID="{}">{}</cbc:CompanyID></cac:PartyLegalEntity>'
NO_SCHEME = "<cac:PartyLegalEntity><cbc:CompanyID>12345678</cbc:CompanyID></cac:PartyLegalEntity>"
KEYED = '<cac:PartyIdentification><cbc:ID schemeID="{}">1</cbc:ID></cac:PartyIdentification>'
BARE = "<cac:PartyIdentification><cbc:ID>1</cbc:ID></cac:PartyIdentification>"
NAMELESS = "<cac:PartyIdentification/>"


def party(role: str, code: str, content: str = "") -> str:
    of = f"<cac:Country><cbc:IdentificationCode>{code}</cbc:IdentificationCode></cac:Country>"
    return (
        f"<cac:Accounting{role}Party><cac:Party>{content}<cac:PostalAddress>{of}</cac:PostalAddress>"
        f"</cac:Party></cac:Accounting{role}Party>"
    )


def seller(content: str = "", code: str = "DK") -> str:
    return party("Supplier", code, content)


def buyer(content: str = "", code: str = "DK") -> str:
    return party("Customer", code, content)


BOTH = seller() + buyer()
ABROAD = (seller() + buyer(code="DE"), seller(code="DE") + buyer(), seller(code="dk") + buyer())


def account(number: str, branch: str = "") -> str:
    bank = branch and (
        f"<cac:FinancialInstitutionBranch><cbc:ID>{branch}</cbc:ID></cac:FinancialInstitutionBranch>"
    )
    return f"<cac:PayeeFinancialAccount><cbc:ID>{number}</cbc:ID>{bank}</cac:PayeeFinancialAccount>"


def mandate(identity: str, payer: str) -> str:
    of = f"<cac:PayerFinancialAccount><cbc:ID>{payer}</cbc:ID></cac:PayerFinancialAccount>"
    return f"<cac:PaymentMandate><cbc:ID>{identity}</cbc:ID>{of}</cac:PaymentMandate>"


def means(code: str, *content: str) -> str:
    of = f"<cbc:PaymentMeansCode>{code}</cbc:PaymentMeansCode>"
    return f"<cac:PaymentMeans>{of}{''.join(content)}</cac:PaymentMeans>"


def paid(code: str, *content: str) -> str:
    return invoice(BOTH, means(code, *content))


def form(code: str, reference: str, number: str) -> str:
    """A giro (50) or FIK (93) payment."""
    return paid(code, f"<cbc:PaymentID>{reference}</cbc:PaymentID>", account(number))


def payable(amount: str) -> str:
    return f"<cac:LegalMonetaryTotal><cbc:PayableAmount>{amount}</cbc:PayableAmount></cac:LegalMonetaryTotal>"


def item(*classes: tuple[str, str]) -> str:
    codes = "".join(
        f'<cac:CommodityClassification><cbc:ItemClassificationCode listID="{listed}"{version}>1'
        "</cbc:ItemClassificationCode></cac:CommodityClassification>"
        for listed, version in ((listed, v and f' listVersionID="{v}"') for listed, v in classes)
    )
    return f"<cac:Item>{codes}</cac:Item>"


def line(*classes: tuple[str, str]) -> str:
    return f"<cac:InvoiceLine>{item(*classes)}</cac:InvoiceLine>"


def adjustment(reasons: str, code: str = "ZZZ") -> str:
    of = f"<cbc:AllowanceChargeReasonCode>{code}</cbc:AllowanceChargeReasonCode>"
    return f"<cac:AllowanceCharge>{of}{reasons}</cac:AllowanceCharge>"


def reason(text: str) -> str:
    return f"<cbc:AllowanceChargeReason>{text}</cbc:AllowanceChargeReason>"


TWICE = "<cbc:PaymentID>71#</cbc:PaymentID>" * 2
SIXTEEN = "1234567890123456"
ACCEPTED = ("1", "10", "31", "42", "48", "49", "50", "58", "59", "93", "97")

# rule, how often it fires, document, releases
CASES: tuple[Case, ...] = (
    *cases(
        "DK-R-002",
        (1, (invoice(BOTH), credit_note(BOTH), invoice(seller(CVR.format("0184", " \n"))))),
        (0, (invoice(seller(CVR.format("0184", "12345678"))), invoice(seller(code="dk")))),
        (0, (invoice(seller(code="DK ")), invoice(seller(code="")), invoice(buyer()))),
    ),
    ("DK-R-002!", 1, invoice(seller(CVR.format("0184", "1") * 2)), "billing"),
    *cases(
        "DK-R-014",
        (0, (invoice(seller()), invoice(seller(CVR.format(" 0184 ", "1"))))),
        (1, (invoice(seller(CVR.format("0088", "1"))), credit_note(seller(NO_SCHEME)))),
        (0, (invoice(seller(NO_SCHEME, "SE")),)),
    ),
    ("DK-R-014!", 1, invoice(seller(CVR.format("0184", "1") * 2)), "billing"),
    *cases(
        "DK-R-016",
        (1, (credit_note(BOTH, payable("-0.01")),)),
        (0, (credit_note(BOTH, payable("0")), credit_note(BOTH, payable("-0.00")), credit_note(BOTH))),
        (0, (invoice(BOTH, payable("-1")), *(credit_note(each, payable("-1")) for each in ABROAD))),
    ),
    *cases(
        "DK-R-013",
        (2, (invoice(seller(BARE), buyer(KEYED.format(" "))),)),
        (1, (credit_note(seller(KEYED.format("0088") + BARE), buyer(KEYED.format("0184"))),)),
        (0, (invoice(seller(KEYED.format("x")), buyer(NAMELESS)),)),
        (0, (invoice(seller(BARE), buyer(BARE, "SE")), invoice(seller(BARE, "DK "), buyer(BARE)))),
        (0, (invoice(BOTH, f"<cac:PayeeParty>{BARE}</cac:PayeeParty>"),)),
    ),
    *cases(
        "DK-R-005",
        (0, tuple(paid(code) for code in ACCEPTED)),
        (1, tuple(paid(code) for code in ("30", "54", "57", "0", "100", " 42", "42 ", ""))),
        (1, (invoice(BOTH, "<cac:PaymentMeans><cbc:PaymentID>1</cbc:PaymentID></cac:PaymentMeans>"),)),
        (0, (paid("31 42"),)),  # what is looked up is a piece of a line of text
        (1, (paid("42 31"), paid("31  42"))),
        (2, (invoice(BOTH, means("30") * 2, means("42")),)),
        (0, (credit_note(BOTH, means("30")), *(invoice(each, means("30")) for each in ABROAD))),
    ),
    *cases(
        "DK-R-006",
        (0, tuple(paid(code, account("1", "2")) for code in ("31", "42"))),
        (1, tuple(paid(code, account("1")) for code in ("31", "42"))),
        (1, (paid("42", account(" ", "2")), paid("42", account("1", " ")), paid("42"))),
        (0, (paid("30"), paid(" 42"), credit_note(BOTH, means("42")))),
        (0, tuple(invoice(each, means("42")) for each in ABROAD)),
    ),
    *cases(
        "DK-R-007",
        (0, (paid("49", mandate("M", "A")), paid("59"), paid(" 49"), credit_note(BOTH, means("49")))),
        (1, (paid("49"), paid("49", mandate(" ", "A")), paid("49", mandate("M", " ")))),
    ),
    *cases(
        "DK-R-008",
        (
            0,
            tuple(
                form("50", f"{kind}#", number) for kind in ("01", "04", "15") for number in ("1" * 7, "1" * 8)
            ),
        ),
        (0, (form("50", f"04#{SIXTEEN}", "1234567"), form("50", "01#1", "12345678"))),
        (1, tuple(form("50", "01#", number) for number in ("1" * 6, "1" * 9, " 1234567", "123456x", ""))),
        (1, tuple(form("50", each, "1234567") for each in ("71#", " 01#", "01", "1#", ""))),
        (1, (paid("50"), paid("50", "<cbc:PaymentID>01#</cbc:PaymentID>"))),
        (
            0,
            (
                paid("93"),
                paid("50 "),
                credit_note(BOTH, means("50")),
                *(invoice(each, means("50")) for each in ABROAD),
            ),
        ),
    ),
    ("DK-R-008!", 1, paid("50", TWICE, account("1234567")), "billing"),
    *cases(
        "DK-R-009",
        (0, tuple(form("50", each + SIXTEEN, "1234567") for each in ("04#", "15#"))),
        (1, tuple(form("50", each + SIXTEEN[1:], "1234567") for each in ("04#", "15#"))),
        (1, tuple(form("50", f"{each}{SIXTEEN}7", "1234567") for each in ("04#", "15#"))),
        (1, (form("50", "04#", ""), form("50", f"04#{SIXTEEN} ", "1234567"))),
        (0, (form("50", "01#1", "1234567"), form("50", "16#1", "1"), form("93", "04#1", "1"))),
    ),
    ("DK-R-009!", 1, paid("50", TWICE), "billing"),
    *cases(
        "DK-R-010",
        (0, tuple(form("93", f"{kind}#", "1234567x") for kind in ("71", "73", "75"))),
        (0, (form("93", f"71#{SIXTEEN}", "12345678"),)),
        (1, tuple(form("93", "71#", number) for number in ("1" * 7, "1" * 9, " 12345678", ""))),
        (1, tuple(form("93", each, "12345678") for each in ("01#", " 71#", "71", "72#"))),
        (1, (paid("93"),)),
        (
            0,
            (
                paid("50"),
                paid("93 "),
                credit_note(BOTH, means("93")),
                *(invoice(each, means("93")) for each in ABROAD),
            ),
        ),
    ),
    ("DK-R-010!", 1, paid("93", TWICE, account("12345678")), "billing"),
    *cases(
        "DK-R-011",
        (
            0,
            tuple(
                form("93", each + digits, "12345678")
                for each in ("71#", "75#")
                for digits in (SIXTEEN, SIXTEEN[1:])
            ),
        ),
        (1, tuple(form("93", each + SIXTEEN[2:], "12345678") for each in ("71#", "75#"))),
        (1, tuple(form("93", f"{each}{SIXTEEN}7", "12345678") for each in ("71#", "75#"))),
        (0, (form("93", "73#1", "12345678"), form("50", "71#1", "1"))),
    ),
    ("DK-R-011!", 1, paid("93", TWICE), "billing"),
    *((f"DK-R-0{each}", 0, paid("42", TWICE), "billing") for each in ("08", "09", "10", "11")),
    *cases(
        "DK-R-017",
        (0, (invoice(BOTH), invoice(seller(), buyer(CVR.format(" 0184", "1"))))),
        (1, (invoice(seller(), buyer(CVR.format("0088", "1"))), credit_note(seller(), buyer(NO_SCHEME)))),
        (0, (invoice(seller(), buyer(NO_SCHEME, "SE")), invoice(seller(code="SE"), buyer(NO_SCHEME)))),
    ),
    ("DK-R-017!", 1, invoice(seller(), buyer(CVR.format("0184", "1") * 2)), "billing"),
    *cases(
        "DK-R-003",
        (
            0,
            tuple(invoice(BOTH, line(("TST", v))) for v in ("19.05.01", "19.0501", "26.08.01", "26.0801")),
        ),
        (1, tuple(invoice(BOTH, line(("TST", each))) for each in ("", "19.5.1", "26.08.01 ", "23.0501"))),
        (1, (credit_note(BOTH, f"<cac:CreditNoteLine>{item(('TST', ''))}</cac:CreditNoteLine>"),)),
        (2, (invoice(BOTH, line(("TST", "")) * 2, line(("TST", "19.0501"))),)),
        (0, (invoice(BOTH, line(("tst", ""))), invoice(BOTH, line(("MP", ""))), invoice(BOTH, line()))),
        (
            0,
            (invoice(BOTH, line(("TST", ""), ("MP", "19.0501"))),),
        ),  # the version may be that of another code
        (0, tuple(invoice(each, line(("TST", ""))) for each in ABROAD)),
        (0, tuple(credit_note(each, line(("TST", "")).replace("Invoice", "CreditNote")) for each in ABROAD)),
    ),
    *cases(
        "DK-R-004",
        (
            0,
            tuple(
                invoice(BOTH, adjustment(reason(each))) for each in ("0000", " 9999 ", "0.50", "a#b", " a#b")
            ),
        ),
        (
            1,
            tuple(
                invoice(BOTH, adjustment(reason(each)))
                for each in ("999", "99999", "-001", "12x4", "", "tax")
            ),
        ),
        (
            1,
            tuple(
                invoice(BOTH, adjustment(reason(each))) for each in ("#ab", "ab#", "#a#b", "a#b#", "#", "##")
            ),
        ),
        (
            0,
            tuple(invoice(BOTH, adjustment(reason(each))) for each in (" #ab", "ab# ", "a##b", "a\n#\nb")),
        ),
        (1, (invoice(BOTH, adjustment("")),)),
        (
            0,
            (
                invoice(BOTH, adjustment(reason("x"), "ZZZ ")),
                invoice(BOTH, adjustment(reason("x"), "FC")),
            ),
        ),
        (0, (invoice(BOTH, adjustment(reason("x") * 2, "FC")),)),
        (
            3,
            (
                invoice(
                    BOTH,
                    adjustment(reason("x")),
                    f"<cac:InvoiceLine>{adjustment('')}<cac:Price>{adjustment('')}</cac:Price></cac:InvoiceLine>",
                ),
            ),
        ),
        (0, tuple(invoice(each, adjustment(reason("x"))) for each in ABROAD)),
    ),
    ("DK-R-004!", 1, invoice(BOTH, adjustment(reason("1234") * 2)), "billing"),
)
