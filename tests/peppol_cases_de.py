"""Small documents and what the German rules say of them, with the values on both sides of each limit.

Expected values come from the specification of the rules (BIS Billing 3.0.21). Only a table, and the
functions that write the documents in it.
"""

from tests.peppol import Case, cases, credit_note, invoice
from ubltools.codes import code_list
from ubltools.names import CREDIT_NOTE, INVOICE


def place(content: str = "", country: str = "DE") -> str:
    of = f"<cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode></cac:Country>"
    return f"<cac:PostalAddress>{content}{of}</cac:PostalAddress>"


def party(role: str, *content: str, address: str = "", country: str = "DE") -> str:
    return (
        f"<cac:Accounting{role}Party><cac:Party>{place(address, country)}{''.join(content)}</cac:Party>"
        f"</cac:Accounting{role}Party>"
    )


def seller(*content: str, address: str = "", country: str = "DE") -> str:
    return party("Supplier", *content, address=address, country=country)


def buyer(address: str = "", country: str = "DE") -> str:
    return party("Customer", address=address, country=country)


def german(*content: str) -> str:
    return invoice(seller(), buyer(), *content)


def credited(*content: str) -> str:
    return credit_note(seller(), buyer(), *content)


def elsewhere(*content: str) -> tuple[str, str]:
    """The same between parties of which one is not German."""
    return invoice(seller(), buyer(country="FR"), *content), invoice(seller(country="FR"), buyer(), *content)


def means(code: str, content: str = "") -> str:
    return (
        f"<cac:PaymentMeans><cbc:PaymentMeansCode>{code}</cbc:PaymentMeansCode>{content}</cac:PaymentMeans>"
    )


def payee(account: str) -> str:
    return f"<cac:PayeeFinancialAccount><cbc:ID>{account}</cbc:ID></cac:PayeeFinancialAccount>"


def mandate(account: str | None = None) -> str:
    payer = f"<cac:PayerFinancialAccount><cbc:ID>{account}</cbc:ID></cac:PayerFinancialAccount>"
    return f"<cac:PaymentMandate>{'' if account is None else payer}</cac:PaymentMandate>"


def terms(note: str) -> str:
    return f"<cac:PaymentTerms><cbc:Note>{note}</cbc:Note></cac:PaymentTerms>"


def line(category: str) -> str:
    of = f"<cac:ClassifiedTaxCategory><cbc:ID>{category}</cbc:ID></cac:ClassifiedTaxCategory>"
    return f"<cac:InvoiceLine><cac:Item>{of}</cac:Item></cac:InvoiceLine>"


def adjustment(category: str, indicator: str = "true") -> str:
    return (
        f"<cac:AllowanceCharge><cbc:ChargeIndicator>{indicator}</cbc:ChargeIndicator><cac:TaxCategory>"
        f"<cbc:ID>{category}</cbc:ID></cac:TaxCategory></cac:AllowanceCharge>"
    )


def tax(number: str) -> str:
    return f"<cac:PartyTaxScheme><cbc:CompanyID>{number}</cbc:CompanyID></cac:PartyTaxScheme>"


def file(name: str) -> str:
    content = f'<cbc:EmbeddedDocumentBinaryObject filename="{name}"/>'
    return (
        f"<cac:AdditionalDocumentReference><cac:Attachment>{content}</cac:Attachment>"
        "</cac:AdditionalDocumentReference>"
    )


def link(uri: str) -> str:
    return (
        f"<cac:AdditionalDocumentReference><cac:Attachment><cac:ExternalReference>{uri}</cac:ExternalReference>"
        "</cac:Attachment></cac:AdditionalDocumentReference>"
    )


def contact(**parts: str) -> str:
    return f"<cac:Contact>{''.join(f'<cbc:{k}>{v}</cbc:{k}>' for k, v in parts.items())}</cac:Contact>"


def reached(**parts: str) -> str:
    return invoice(seller(contact(**parts)), buyer())


def typed(code: str) -> str:
    return f"<cbc:InvoiceTypeCode>{code}</cbc:InvoiceTypeCode>"


def delivered(address: str) -> str:
    return (
        f"<cac:Delivery><cac:DeliveryLocation><cac:Address>{address}</cac:Address></cac:DeliveryLocation>"
        "</cac:Delivery>"
    )


def sepa(holder: str, scheme: str = "SEPA") -> str:
    of = f'<cac:PartyIdentification><cbc:ID schemeID="{scheme}">x</cbc:ID></cac:PartyIdentification>'
    return f"<cac:{holder}>{of}</cac:{holder}>" if holder else of


def group(percent: str) -> str:
    of = f"<cac:TaxCategory>{percent}</cac:TaxCategory>"
    return f"<cac:TaxTotal><cac:TaxSubtotal>{of}</cac:TaxSubtotal></cac:TaxTotal>"


CITY, ZIP, BLANK = "<cbc:CityName>Bonn</cbc:CityName>", "<cbc:PostalZone>53111</cbc:PostalZone>", " \n"
IBAN, BRITISH = "DE75 5121 0800 1245 1261 99", "GB82WEST12345698765432"
WRONG = ("DE76512108001245126199", "de75512108001245126199", "GB82west12345698765432", "DE75", "", "12")
CARD = "<cac:CardAccount/>"
SKONTO = "#SKONTO#TAGE=14#PROZENT=2.00#"
ABOUT = "<cac:BillingReference><cac:InvoiceDocumentReference/></cac:BillingReference>"


def part_of_an_address(rule: str, name: str, where: str) -> tuple[Case, ...]:
    """A city or post code that must not be blank. where: seller, buyer or delivery."""

    def document(content: str, country: str = "DE") -> str:
        if where == "seller":
            return invoice(seller(address=content), buyer(country=country))
        if where == "buyer":
            return invoice(seller(country=country), buyer(content))
        return invoice(seller(), buyer(country=country), delivered(content))

    return cases(
        rule,
        (0, (document(CITY + ZIP),)),
        (1, (document(""), document(f"<cbc:{name}/>"), document(f"<cbc:{name}>{BLANK}</cbc:{name}>"))),
        (0, (document("", "FR"), document("", ""))),
    )


def part_of_a_contact(rule: str, name: str) -> tuple[Case, ...]:
    return cases(
        rule,
        (0, (reached(**{name: "x"}), invoice(seller(), buyer()))),
        (1, (reached(), reached(**{name: ""}), reached(**{name: BLANK}))),
        (0, (invoice(seller(contact()), buyer(country="FR")),)),
    )


def as_credit_note(document: str) -> str:
    """The same credited. No German rule makes a difference between the two."""
    changes = (INVOICE, CREDIT_NOTE), ("<Invoice ", "<CreditNote "), ("</Invoice>", "</CreditNote>")
    for old, new in (*changes, ("InvoiceLine", "CreditNoteLine"), ("InvoiceTypeCode", "CreditNoteTypeCode")):
        document = document.replace(old, new)
    return document


# rule, how often it fires, document, releases
CASES: tuple[Case, ...] = (
    *cases(
        "DE-R-001",
        (0, (german(means("30")), credited(means("")))),
        (1, (german(), credited(), invoice(seller(country=" de "), buyer(country="De")))),
        (0, elsewhere()),
    ),
    *cases(
        "DE-R-015",
        (0, (german("<cbc:BuyerReference>x</cbc:BuyerReference>"),)),
        (1, (german(), german(f"<cbc:BuyerReference>{BLANK}</cbc:BuyerReference>"))),
        (0, elsewhere()),
    ),
    *cases(
        "DE-R-016",
        (1, tuple(german(line(each)) for each in code_list("DE-vat-categories-needing-seller-tax-id"))),
        (0, (german(line("O")), german(line("B")), german(line(" S")), german())),
        (1, (german(adjustment("S")), credited(adjustment("Z", "false")))),
        (0, (german(adjustment("S", "1")), german(adjustment("S", " true")))),
        (
            0,
            (
                german(line("S"), "<cac:TaxRepresentativeParty/>"),
                invoice(seller(tax("1")), buyer(), line("S")),
            ),
        ),
        (1, (invoice(seller(tax(BLANK)), buyer(), line("S")), invoice(seller(), buyer(tax("1")), line("S")))),
        (0, elsewhere(line("S"))),
    ),
    *cases(
        "DE-R-017",
        (0, tuple(german(typed(each)) for each in (*code_list("DE-document-types"), " 380 "))),
        (0, (credited("<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>"),)),
        (
            1,
            (
                german(typed("383")),
                german(),
                credited("<cbc:CreditNoteTypeCode>396</cbc:CreditNoteTypeCode>"),
            ),
        ),
        (0, elsewhere(typed("383"))),
    ),
    *cases(
        "DE-R-018",
        (
            0,
            tuple(
                german(terms(each))
                for each in ("", "30 days", f"{SKONTO}\n", f" {SKONTO} \n", f"a\n{SKONTO}\n")
            ),
        ),
        (0, (german(terms(f"{SKONTO}\n#SKONTO#TAGE=30#PROZENT=1.50#BASISBETRAG=-10.00#\n")), german())),
        (0, (german(terms(f"{SKONTO}&#13;\n")), german(terms(f"{SKONTO}\nthen # by 30 days")))),
        (1, tuple(german(terms(each)) for each in (SKONTO, f"{SKONTO} ", f"{SKONTO} by then\n"))),
        (
            1,
            tuple(
                german(terms(f"{each}\n"))
                for each in (
                    "#Skonto#TAGE=14#PROZENT=2.00#",
                    "#SKONTO#TAGE=14#PROZENT=2#",
                    "#SKONTO#TAGE=14#PROZENT=2.000#",
                    "#SKONTO#TAGE=#PROZENT=2.00#",
                    "#SKONTO#TAGE=14#PROZENT=2.00",
                    "#SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=1#",
                    "#1",
                    f"#1{SKONTO}",
                )
            ),
        ),
        (1, (german(terms(f"{SKONTO}\nsee #1# above")),)),
        (0, elsewhere(terms("#1"))),
    ),
    ("DE-R-018!", 1, german(terms(f"{SKONTO}\n") * 2), "billing"),
    *cases(
        "DE-R-022",
        (0, (german(file("a"), file("b")), german(file("a"), file("A")), german(file("a")))),
        (1, (german(file("a"), file("a")), german(file("a"), file("b"), file("a"), file("b")))),
        (0, elsewhere(file("a"), file("a"))),
    ),
    *cases(
        "DE-R-026",
        (0, (german(typed("384"), ABOUT), german(typed("380")), german())),
        (1, (german(typed("384")), german(typed(" 384\n")), german(typed("384"), "<cac:BillingReference/>"))),
        (0, elsewhere(typed("384"))),
    ),
    *cases(
        "DE-R-030",
        (0, (german(means("59", mandate()), sepa("PayeeParty")), german(means("59")))),
        (0, (invoice(seller(sepa("")), buyer(), means("59", mandate())),)),
        (1, (german(means("59", mandate())), german(means("59", mandate()), sepa("PayeeParty", "sepa")))),
        (0, elsewhere(means("59", mandate()))),
    ),
    *cases(
        "DE-R-031",
        (0, (german(means("59", mandate("x"))), german(means("59", mandate()), means("59", mandate(""))))),
        (1, (german(means("59", mandate())), credited(means("30", mandate())))),
        (0, elsewhere(means("59", mandate()))),
    ),
    *cases(
        "DE-R-T02",
        (
            0,
            tuple(
                german(link(f"<cbc:URI>{each}</cbc:URI>"))
                for each in ("https://a.de", "ab:", "a+:x", "a1.-:")
            ),
        ),
        (
            1,
            tuple(
                german(link(f"<cbc:URI>{each}</cbc:URI>")) for each in ("www.a.de", "a:b", " ab:", "1a:", "")
            ),
        ),
        (1, (german(link("")),)),
        (0, elsewhere(link(""))),
    ),
    *cases(
        "DE-R-002",
        (0, (invoice(seller(contact()), buyer()),)),
        (1, (german(), credited())),
        (0, elsewhere()),
    ),
    *part_of_an_address("DE-R-003", "CityName", "seller"),
    *part_of_an_address("DE-R-004", "PostalZone", "seller"),
    *part_of_a_contact("DE-R-005", "Name"),
    *part_of_a_contact("DE-R-006", "Telephone"),
    *part_of_a_contact("DE-R-007", "ElectronicMail"),
    *cases(
        "DE-R-027",
        (0, tuple(reached(Telephone=each) for each in ("123", "+49 1 2", "a1b2c3d"))),
        (1, tuple(reached(Telephone=each) for each in ("12", "", "abc", "1 - 2"))),
        (1, (reached(),)),
        (0, (invoice(seller(contact(Telephone="1")), buyer(country="FR")),)),
    ),
    *cases(
        "DE-R-028",
        (
            0,
            tuple(reached(ElectronicMail=each) for each in ("a@b.de", " a@b.de ", "a.b@c.d.e", "ä+1@b-c.de")),
        ),
        (
            1,
            tuple(
                reached(ElectronicMail=each)
                for each in ("a@b", "a@b..de", "a b@c.de", "a@b@c.de", "@b.de", "")
            ),
        ),
        (1, (reached(),)),
        (0, (invoice(seller(contact(ElectronicMail="x")), buyer(country="FR")),)),
    ),
    *part_of_an_address("DE-R-008", "CityName", "buyer"),
    *part_of_an_address("DE-R-009", "PostalZone", "buyer"),
    *part_of_an_address("DE-R-010", "CityName", "delivery"),
    *part_of_an_address("DE-R-011", "PostalZone", "delivery"),
    *cases(
        "DE-R-019",
        (0, tuple(german(means("58", payee(each))) for each in (IBAN, IBAN.replace(" ", ""), BRITISH))),
        (1, tuple(german(means("58", payee(each))) for each in WRONG)),
        (1, (german(means(" 58 ", payee("x"))), german(means("58")))),
        (0, (german(means("30", payee("x"))), german(means("31", payee("x"))), *elsewhere(means("58")))),
    ),
    *cases(
        "DE-R-023-1",
        (0, (german(means("30", payee(""))), german(means("58", payee(""))))),
        (1, (german(means("30")), german(means(" 58 ")))),
        (0, (german(means("59")), german(means("42")), *elsewhere(means("30")))),
    ),
    *cases(
        "DE-R-023-2",
        (0, (german(means("30", payee(""))),)),
        (
            1,
            (
                german(means("30", CARD)),
                german(means("58", mandate())),
                german(means("30", CARD + mandate())),
            ),
        ),
        (0, (german(means("48", CARD)), *elsewhere(means("30", CARD)))),
    ),
    *cases(
        "DE-R-024-1",
        (0, tuple(german(means(each, CARD)) for each in ("48", "54", "55"))),
        (1, tuple(german(means(each)) for each in ("48", "54", "55", " 55"))),
        (0, (german(means("49")), german(means("30")), *elsewhere(means("48")))),
    ),
    *cases(
        "DE-R-024-2",
        (0, (german(means("48", CARD)),)),
        (
            1,
            (
                german(means("48", payee(""))),
                german(means("54", mandate())),
                german(means("55", payee("") + mandate())),
            ),
        ),
        (0, (german(means("30", payee(""))), *elsewhere(means("48", payee(""))))),
    ),
    *cases(
        "DE-R-020",
        (0, tuple(german(means("59", mandate(each))) for each in (IBAN, BRITISH))),
        (1, tuple(german(means("59", mandate(each))) for each in WRONG)),
        (1, (german(means("59", mandate())), german(means("59")))),
        (0, (german(means("58", mandate("x"))), german(means("42")), *elsewhere(means("59")))),
    ),
    *cases(
        "DE-R-025-1",
        (0, (german(means("59", mandate())),)),
        (1, (german(means("59")), german(means(" 59\n")))),
        (0, (german(means("58")), *elsewhere(means("59")))),
    ),
    *cases(
        "DE-R-025-2",
        (0, (german(means("59", mandate())),)),
        (1, (german(means("59", payee(""))), german(means("59", CARD)))),
        (0, (german(means("58", payee(""))), *elsewhere(means("59", CARD)))),
    ),
    *cases(
        "DE-R-014",
        (0, (german(group("<cbc:Percent>0</cbc:Percent>")), german())),
        (1, (german(group("")), credited(group(f"<cbc:Percent>{BLANK}</cbc:Percent>")))),
        (2, (german(group(""), group("")),)),
        (0, elsewhere(group(""))),
    ),
)
CASES += tuple(
    (rule, count, as_credit_note(document), where)
    for rule, count, document, where in CASES
    if document.startswith("<Invoice ")
)
