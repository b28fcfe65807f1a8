"""Small documents and what the Greek rules say of them, with the values on both sides of each limit.

Expected values come from the specification of the rules (BIS Billing 3.0.21). Only a table, and the
functions that write the documents in it.
"""

from tests.peppol import Case, cases, credit_note, invoice

TIN, OTHER = "094259216", "000000000"  # both are right numbers
MARK, LINK = "##M.AR.K##", "##INVOICE|URL##"
DATE = "<cbc:IssueDate>2026-11-05</cbc:IssueDate>"
NAME = "<cac:PartyName><cbc:Name>{}</cbc:Name></cac:PartyName>"


def vat(number: str, scheme: str = "VAT") -> str:
    of = f"<cac:TaxScheme><cbc:ID>{scheme}</cbc:ID></cac:TaxScheme>"
    return f"<cac:PartyTaxScheme><cbc:CompanyID>{number}</cbc:CompanyID>{of}</cac:PartyTaxScheme>"


def address(code: str) -> str:
    of = f"<cac:Country><cbc:IdentificationCode>{code}</cbc:IdentificationCode></cac:Country>"
    return f"<cac:PostalAddress>{of}</cac:PostalAddress>"


def party(role: str, *content: str) -> str:
    return f"<cac:Accounting{role}Party><cac:Party>{''.join(content)}</cac:Party></cac:Accounting{role}Party>"


def seller(*content: str) -> str:
    return party("Supplier", *content)


def buyer(*content: str) -> str:
    return party("Customer", *content)


def representative(*content: str) -> str:
    return f"<cac:TaxRepresentativeParty>{''.join(content)}</cac:TaxRepresentativeParty>"


def endpoint(value: str, scheme: str = "9933") -> str:
    return f'<cbc:EndpointID schemeID="{scheme}">{value}</cbc:EndpointID>'


def number(text: str) -> str:
    return f"<cbc:ID>{text}</cbc:ID>"


def reference(description: str, identity: str = "1", content: str = "") -> str:
    of = f"<cbc:ID>{identity}</cbc:ID><cbc:DocumentDescription>{description}</cbc:DocumentDescription>"
    return f"<cac:AdditionalDocumentReference>{of}{content}</cac:AdditionalDocumentReference>"


def uri(address: str) -> str:
    of = f"<cac:ExternalReference><cbc:URI>{address}</cbc:URI></cac:ExternalReference>"
    return f"<cac:Attachment>{of}</cac:Attachment>"


GREEK = seller(vat(f"EL{TIN}"))
RESIDENT = seller(vat(f"EL{TIN}"), address("GR"))
# What makes a sender Greek, and what does not. The last one has two VAT numbers: no country comes out.
SENDERS = (
    GREEK,
    seller(vat("GR1")),
    seller(vat("el1")),
    seller(address(" gr ")),
    seller(address("EL")),
    seller(vat("", "VAT"), address("GR")),
    seller(vat("DE1", "vat"), address("GR")),
    seller(address("DE")) + representative(vat("EL1")),
)
OTHERS = (
    "",
    seller(),
    seller(vat("DE1"), address("GR")),
    seller(vat(" EL1")),
    seller(vat("DE1")) + representative(vat("EL1")),
    seller(vat("EL1") * 2, address("GR")),
)
RECEIVERS = (buyer(vat("EL1")), buyer(vat("gr1")), buyer(address("GR")), buyer(address("el")))
BUYERS_ABROAD = (buyer(), buyer(vat("DE1"), address("GR")), buyer(vat("EL1") * 2, address("GR")))


def numbered(*parts: str, sender: str = GREEK, date: str = DATE) -> str:
    return invoice(number("|".join(parts)), date, sender)


def dated(text: str, date: str = "2026-11-05") -> str:
    return numbered(TIN, text, "0", "1.1", "A", "1", date=f"<cbc:IssueDate>{date}</cbc:IssueDate>")


def third(text: str) -> str:
    return numbered(TIN, "05/11/2026", text, "1.1", "A", "1")


def fourth(text: str) -> str:
    return numbered(TIN, "05/11/2026", "0", text, "A", "1")


GOOD = (TIN, "05/11/2026", "0", "1.1", "A", "17")
IMPRINTS = tuple(f"GR-R-001-{part}" for part in range(1, 8))
BY_SENDER = {  # one document for each, which a Greek sender may not send
    **{rule: number("x|x|x|x|||x") for rule in ("GR-R-001-1", "GR-R-001-2", "GR-R-001-3", "GR-R-001-4")},
    **{rule: number("x|x|x|x||") for rule in ("GR-R-001-5", "GR-R-001-6", "GR-R-001-7")},
    "GR-R-005": buyer(vat("DE1")),
    "GR-R-008-3": reference(LINK),
}

# rule, how often it fires, document, releases
CASES: tuple[Case, ...] = (
    *((rule, 1, invoice(DATE, text, who), "billing") for rule, text in BY_SENDER.items() for who in SENDERS),
    *((rule, 0, invoice(DATE, text, who), "billing") for rule, text in BY_SENDER.items() for who in OTHERS),
    *((rule, 0, numbered(*GOOD), "billing") for rule in IMPRINTS),
    *((rule, 1, invoice(number(""), DATE, GREEK), "billing") for rule in IMPRINTS),
    *((rule, 1, credit_note(number(""), DATE, GREEK), "billing") for rule in IMPRINTS),
    *((rule, 0, invoice(reference("x", "x"), DATE, GREEK), "billing") for rule in IMPRINTS),
    *((rule, 0, credit_note(number(""), DATE, who), "billing") for rule in IMPRINTS for who in OTHERS),
    *cases(
        "GR-R-001-1",
        (1, (numbered(*GOOD, ""), numbered(*GOOD[:5]), numbered("|".join(GOOD[:5]).replace("|", "/")))),
        (0, (numbered("", "", "", "", "", ""),)),
    ),
    *cases(
        "GR-R-001-2",
        (0, (numbered(OTHER, sender=seller(vat(f"EL{OTHER}"))),)),
        (
            0,
            (numbered(TIN, sender=seller(vat(f"EL{TIN}999"))), numbered(TIN, sender=seller(vat(f"GR{TIN}")))),
        ),
        (0, (numbered(TIN, sender=seller() + representative(vat(f"EL{TIN}"))),)),
        (0, (numbered(TIN, sender=seller(vat("EL1")) + representative(vat(f"XX{TIN}"))),)),
        (0, (numbered(TIN, sender=seller(vat("EL1")) + representative(vat("1"), vat(f"XX{TIN}"))),)),
        (1, (numbered(TIN, sender=seller(vat(f"EL{OTHER}"))), numbered(OTHER))),
        (1, (numbered("094259217", sender=seller(vat("EL094259217"))),)),
        (1, tuple(numbered(each) for each in (f"EL{TIN}", f"{TIN}9", TIN[:8], f" {TIN}", f"{TIN} ", ""))),
        (1, (numbered(TIN[:8] + " ", sender=seller(vat(f"EL{TIN[:8]}"))),)),
        (1, (numbered(TIN, sender=seller(vat(f"EL{TIN}", " VAT "), address("GR"))),)),
        (1, (numbered(TIN, sender=seller(address("GR"))),)),
        (1, (numbered(TIN, sender=seller(vat("EL1")) + representative(vat(f"EL{TIN}", "TAX"))),)),
        (1, (numbered(OTHER, "05/11/2026", "0", "1.1", "A", TIN),)),
        (1, (numbered(TIN, sender=GREEK.replace(TIN, "1") + buyer(vat(f"EL{TIN}"))),)),
    ),
    *cases(
        "GR-R-001-3",
        (
            0,
            (
                dated("05/11/2026"),
                dated("05/11/2026/x"),
                dated("31/12/1999", "1999-12-31"),
                dated("01/01/2099", "2099-01-01"),
            ),
        ),
        (0, (dated("05/11/2026", "2026-11-05-02:00"), dated("25/11/2026", "2026-11-25"))),
        # each part in its own place
        (1, tuple(dated(each) for each in ("11/11/2026", "05/05/2026"))),
        (1, tuple(dated(each) for each in ("11/11/2026/05", "05/05/2026/11", "05/11/2025/2026"))),
        (
            1,
            tuple(
                dated(each)
                for each in (
                    "06/11/2026",
                    "05/12/2026",
                    "05/11/2025",
                    "5/11/2026",
                    "05-11-2026",
                    "05112026",
                )
            ),
        ),
        (
            1,
            tuple(dated(each) for each in ("2026-11-05", "05/11/26", " 05/11/2026", "05/11/2026x", "", " ")),
        ),
        (
            1,
            (
                dated("05/11/2026", "2026-11-05Z"),
                dated("05Z/11/2026", "2026-11-05Z"),
                dated("05/11/2026", ""),
            ),
        ),
        (
            1,
            (
                dated("31/12/1899", "1899-12-31"),
                dated("01/01/2100", "2100-01-01"),
                dated("32/01/2026", "2026-01-32"),
            ),
        ),
        (
            1,
            (
                dated("01/13/2026", "2026-13-01"),
                dated("00/01/2026", "2026-01-00"),
                dated("01/00/2026", "2026-00-01"),
            ),
        ),
        (0, (dated("5/1/2026", "2026-1-5"), dated("05 11 2026/x/2019", "2019-x-05 11 2026"))),
        (1, (numbered(*GOOD, date=""),)),
    ),
    *cases(
        "GR-R-001-4",
        (0, tuple(third(each) for each in ("0", "1", "007", "+5", "-0", " 3 ", "9" * 30))),
        (1, tuple(third(each) for each in ("-1", "", " ", "x", "1x", "1,5", "NaN", "INF"))),
        (1, tuple(third(each) for each in ("1.5", "1.0", "1e2"))),  # the published rules abort
    ),
    *cases(
        "GR-R-001-5",
        (0, tuple(fourth(each) for each in ("1.1", "1.6", "2.1", "2.4", "5.1", "5.2"))),
        (1, tuple(fourth(each) for each in ("1.2", "1.10", "1", " 1.1", "5.3", "", "2x1"))),
        (1, (numbered(TIN, "05/11/2026", "1.1", "x", "A", "1"),)),
    ),
    *cases(
        "GR-R-001-6",
        (0, (numbered(*GOOD[:4], " ", ""), numbered(*GOOD[:4], "0"))),
        (1, (numbered(*GOOD[:4], "", "1"), numbered(*GOOD[:4]))),
    ),
    *cases(
        "GR-R-001-7",
        (0, (numbered(*GOOD[:5], " "), numbered(*GOOD, ""))),
        (1, (numbered(*GOOD[:5], ""), numbered(*GOOD[:5]), numbered(*GOOD[:5], "", "1"))),
    ),
    *(("GR-R-002", 1, invoice(who), "billing") for who in SENDERS),
    *(("GR-R-002", 0, invoice(who), "billing") for who in OTHERS),
    *cases(
        "GR-R-002",
        (
            0,
            (
                invoice(seller(NAME.format("A"), address("GR"))),
                invoice(seller(NAME.format(" "), address("GR"))),
            ),
        ),
        (
            1,
            (
                credit_note(seller(NAME.format(""), address("GR"))),
                invoice(GREEK, buyer(NAME.format("A"))),
            ),
        ),
    ),
    ("GR-R-002!", 1, invoice(seller(NAME.format("A") * 2, address("GR"))), "billing"),
    *cases(
        "GR-S-011",
        (0, (invoice(GREEK), invoice(seller(vat(f"EL{OTHER}9"))), invoice(seller(vat("EL1") * 2)))),
        (0, (invoice(seller(vat(f"EL{TIN}"), vat("x", "TAX"))), invoice(seller(vat("DE1"))))),
        (0, (invoice(seller(vat(f"EL{TIN}", " VAT "), address("GR"))),)),
        (
            1,
            tuple(
                invoice(seller(vat(each))) for each in (f"GR{TIN}", f"el{TIN}", "EL094259217", f"EL{TIN[:8]}")
            ),
        ),
        (1, tuple(invoice(seller(vat(each))) for each in (f"EL {TIN}", "EL", "EL09425921x"))),
        (1, (invoice(seller(address("GR"))), credit_note(seller(vat(f"EL{TIN}", "vat"), address("GR"))))),
        (1, (invoice(seller(vat(f"EL{TIN}"), vat(f"EL{TIN}", " VAT"))),)),
    ),
    *cases(
        "GR-R-003",
        (0, (invoice(GREEK), invoice(seller(vat(f"EL{TIN}x"))), invoice(seller(address("GR"))))),
        (0, (invoice(seller(vat("x", "vat"), address("GR"))), invoice(seller(vat("EL1") * 2)))),
        (
            1,
            tuple(
                invoice(seller(vat(each))) for each in (f"GR{TIN}", f"el{TIN}", "EL094259217", f"EL{TIN[:8]}")
            ),
        ),
        (
            1,
            (
                credit_note(seller(vat("EL")), buyer(vat("EL1"))),
                invoice(seller(vat("EL1"))),
            ),
        ),
        (1, (invoice(seller(vat(f"EL{TIN}"), vat("EL1", " VAT"))),)),
        (2, (invoice(seller(vat("1", "VAT ") * 2, address("GR"))),)),
        (1, (invoice(seller(vat("DE1", " VAT")), representative(vat("EL1"), vat("x", "TAX"))),)),
    ),
    *cases(
        "GR-R-004-1",
        (
            0,
            (invoice(RESIDENT, reference(MARK)), credit_note(RESIDENT, reference(MARK), reference(LINK))),
        ),
        (1, (invoice(RESIDENT), credit_note(RESIDENT), invoice(RESIDENT, reference(MARK) * 2))),
        (1, (invoice(RESIDENT, reference(f"{MARK} ")), invoice(RESIDENT, reference("M.AR.K")))),
        (0, tuple(invoice(seller(vat(f"EL{TIN}"), address(each))) for each in ("EL", "gr", "GR ", "DE"))),
        (0, (*(invoice(each) for each in OTHERS), invoice(seller(vat("DE1"), address("GR"))))),
        (0, tuple(credit_note(each) for each in OTHERS)),
        (1, (invoice(seller(address("GR"))), invoice(seller(vat("GR1"), address("GR"))))),
    ),
    *cases(
        "GR-S-008-1",
        (0, (invoice(RESIDENT, reference(LINK)), invoice(GREEK), *(invoice(each) for each in OTHERS))),
        (
            1,
            (
                invoice(RESIDENT),
                credit_note(RESIDENT, reference(LINK) * 2),
                invoice(RESIDENT, reference(MARK)),
            ),
        ),
    ),
    *cases(
        "GR-R-008-2",
        (
            0,
            (
                invoice(RESIDENT, reference(LINK)),
                credit_note(RESIDENT),
                invoice(GREEK, reference(LINK) * 2),
            ),
        ),
        (1, (invoice(RESIDENT, reference(LINK) * 2), credit_note(RESIDENT, reference(LINK) * 3))),
        (
            0,
            (
                invoice(RESIDENT, reference(LINK), reference(f" {LINK}")),
                invoice(OTHERS[5], reference(LINK) * 2),
            ),
        ),
    ),
    *cases(
        "GR-R-004-2",
        (0, tuple(invoice(RESIDENT, reference(MARK, each)) for each in ("1", "400001234567890", "9x"))),
        (
            1,
            tuple(invoice(RESIDENT, reference(MARK, each)) for each in ("0", "x1", " 1", "-1", "", "\u0661")),
        ),
        (2, (credit_note(RESIDENT, reference(MARK, "0") * 2, reference(MARK)),)),
        (0, (invoice(RESIDENT, reference(LINK, "0")), invoice(GREEK, reference(MARK, "0")))),
        (0, (invoice(OTHERS[5], reference(MARK, "0")),)),
        (0, (invoice(RESIDENT, reference(MARK, "1", f"<cac:IssuerParty>{number('0')}</cac:IssuerParty>")),)),
    ),
    *cases(
        "GR-R-008-3",
        (0, (invoice(GREEK, reference(LINK, "1", uri("http://x"))), invoice(GREEK, reference(MARK)))),
        (1, (credit_note(GREEK, reference(LINK, "1", uri(" "))), invoice(RESIDENT, reference(LINK)))),
        (2, (invoice(GREEK, reference(LINK) * 2),)),
    ),
    *cases(
        "GR-R-005",
        (
            0,
            (
                invoice(GREEK, buyer(NAME.format("A"))),
                invoice(GREEK, buyer(NAME.format(" "))),
                invoice(GREEK),
            ),
        ),
        (
            1,
            (
                credit_note(GREEK, buyer(NAME.format(""))),
                invoice(seller(NAME.format("A"), address("GR")), buyer()),
            ),
        ),
    ),
    ("GR-R-005!", 1, invoice(GREEK, buyer(NAME.format("A") * 2)), "billing"),
    *cases(
        "GR-R-009",
        (0, tuple(invoice(seller(vat("EL1"), endpoint(each))) for each in (TIN, f"{TIN}9", OTHER))),
        (
            1,
            tuple(
                invoice(seller(vat("EL1"), endpoint(each)))
                for each in (f"EL{TIN}", f" {TIN}", "094259217", TIN[:8], "")
            ),
        ),
        (
            1,
            (
                credit_note(seller(address("GR"), endpoint(TIN, "0088"))),
                invoice(seller(vat("gr1"), endpoint("1"))),
            ),
        ),
        (1, (invoice(seller(vat("EL1"), endpoint(TIN, "9933 "))),)),
        # What the representative is does not count here.
        (0, (invoice(seller(address("DE"), endpoint("1")), representative(vat("EL1"))),)),
        (1, (invoice(seller(address("GR"), endpoint("1")), representative(vat("DE1"))),)),
        (
            0,
            (
                invoice(seller(vat("EL1") * 2, endpoint("1"))),
                invoice(seller(vat("EL1")), buyer(endpoint("1"))),
            ),
        ),
    ),
    *(("GR-R-006", 1, invoice(who, RECEIVERS[0]), "billing") for who in SENDERS),
    *(("GR-R-006", 0, invoice(who, RECEIVERS[0]), "billing") for who in OTHERS),
    *cases(
        "GR-R-006",
        (1, tuple(invoice(GREEK, each) for each in RECEIVERS)),
        (0, tuple(invoice(GREEK, each) for each in BUYERS_ABROAD)),
        (
            0,
            (
                invoice(GREEK, buyer(vat(f"EL{OTHER}"))),
                invoice(GREEK, buyer(vat(f"EL{TIN}9"), vat("1", "TAX"))),
            ),
        ),
        (
            1,
            (
                credit_note(GREEK, buyer(vat(f"GR{TIN}"))),
                invoice(GREEK, buyer(vat(f"EL{TIN}"), vat("1", " VAT"))),
            ),
        ),
        (0, (invoice(GREEK, buyer(vat("DE1")), representative(vat("EL1"))),)),
    ),
    *cases(
        "GR-R-010",
        (0, tuple(invoice(GREEK, buyer(vat("EL1"), endpoint(each))) for each in (TIN, f"{TIN}9", OTHER))),
        (
            1,
            tuple(
                invoice(GREEK, buyer(vat("EL1"), endpoint(each)))
                for each in (f"EL{TIN}", f" {TIN}", "094259217", "")
            ),
        ),
        (1, (credit_note(GREEK, buyer(address("GR"), endpoint(TIN, "0088"))),)),
        # Here the representative of the seller does count.
        (
            1,
            (invoice(seller(address("DE")), representative(vat("EL1")), buyer(vat("EL1"), endpoint("1"))),),
        ),
        (
            0,
            (
                invoice(GREEK, buyer(vat("DE1"), address("GR"), endpoint("1"))),
                invoice(buyer(vat("EL1"), endpoint("1"))),
            ),
        ),
        (0, (invoice(GREEK, buyer(vat("EL1"))),)),
    ),
)
