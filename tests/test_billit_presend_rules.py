"""The rules before sending: each fires and stays silent, check digits on both sides, nothing said twice."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.be import vat

from tests.peppol import BILLING, credit_note, fired, invoice, run, schema
from ubltools.finding import Severity

RULES = "billit-presend"
# Check digits: 97 - (first eight digits mod 97), here 97 - 53 = 44, 97 - 76 = 21 and 97 - 97 * n = 97.
SOUND, SOUND_1, SOUND_97 = "0563846944", "1000000021", "0000009797"
WRONG = "0563846945"
SECOND = "2000000042"  # right check digits, but no number begins with 2: 97 - (20000000 mod 97 = 55) = 42


def party(*content: str, role: str = "Customer", country: str = "BE") -> str:
    address = (
        f"<cac:PostalAddress><cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode>"
        "</cac:Country></cac:PostalAddress>"
    )
    return (
        f"<cac:Accounting{role}Party><cac:Party>{''.join(content)}{address}</cac:Party>"
        f"</cac:Accounting{role}Party>"
    )


def seller(*content: str, country: str = "BE") -> str:
    return party(*content, role="Supplier", country=country)


def endpoint(value: str, scheme: str = "9925") -> str:
    return f'<cbc:EndpointID schemeID="{scheme}">{value}</cbc:EndpointID>'


def vat_number(value: str, scheme: str = "VAT") -> str:
    return (
        f"<cac:PartyTaxScheme><cbc:CompanyID>{value}</cbc:CompanyID>"
        f"<cac:TaxScheme><cbc:ID>{scheme}</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
    )


def legal(value: str, scheme: str = "") -> str:
    return f"<cac:PartyLegalEntity><cbc:CompanyID{scheme}>{value}</cbc:CompanyID></cac:PartyLegalEntity>"


def identified(value: str, scheme: str = "") -> str:
    return f"<cac:PartyIdentification><cbc:ID{scheme}>{value}</cbc:ID></cac:PartyIdentification>"


def representative(value: str) -> str:
    return f"<cac:TaxRepresentativeParty>{vat_number(value)}</cac:TaxRepresentativeParty>"


def location(value: str, scheme: str = "0208") -> str:
    return (
        f'<cac:Delivery><cac:DeliveryLocation><cbc:ID schemeID="{scheme}">{value}</cbc:ID>'
        "</cac:DeliveryLocation></cac:Delivery>"
    )


def payment(reference: str, account: str = "") -> str:
    return (
        f"<cac:PaymentMeans><cbc:PaymentID>{reference}</cbc:PaymentID><cac:PayeeFinancialAccount>"
        f"<cbc:ID>{account}</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>"
    )


def process(profile: str) -> str:
    return f"<cbc:ProfileID>{profile}</cbc:ProfileID>"


def file(mime: str) -> str:
    return (
        "<cac:AdditionalDocumentReference><cac:Attachment>"
        f'<cbc:EmbeddedDocumentBinaryObject mimeCode="{mime}">QQ==</cbc:EmbeddedDocumentBinaryObject>'
        "</cac:Attachment></cac:AdditionalDocumentReference>"
    )


FRENCH = (seller(country="FR"), party(country="FR"))
CASES = [
    # rule, how often it fires, on what
    ("BILLIT-VAT-NUMBER", 0, party(vat_number(f"BE{SOUND}"))),
    ("BILLIT-VAT-NUMBER", 0, party(vat_number(f" BE{SOUND_1}\n"))),
    ("BILLIT-VAT-NUMBER", 0, party(vat_number(f"BE{SOUND_97}"))),
    ("BILLIT-VAT-NUMBER", 1, party(vat_number(f"BE{WRONG}"))),
    ("BILLIT-VAT-NUMBER", 1, party(vat_number(f"BE{SECOND}"))),
    ("BILLIT-VAT-NUMBER", 1, party(vat_number("BE0000000000"))),
    ("BILLIT-VAT-NUMBER", 1, party(vat_number(f"BE{SOUND}4"))),
    ("BILLIT-VAT-NUMBER", 1, party(vat_number(f"BE{SOUND[:9]}"))),
    ("BILLIT-VAT-NUMBER", 1, party(vat_number(f"BE {SOUND}"))),
    ("BILLIT-VAT-NUMBER", 1, party(vat_number("BE0563.846.944"))),
    ("BILLIT-VAT-NUMBER", 1, party(vat_number("BE\u0660563846944"))),  # a zero, but no ASCII digit
    ("BILLIT-VAT-NUMBER", 0, party(vat_number("NL000000000B00"))),
    ("BILLIT-VAT-NUMBER", 0, party(vat_number(f"BE{WRONG}", "TAX"))),
    ("BILLIT-VAT-NUMBER", 1, party(vat_number(f" BE{WRONG}", " VAT "))),
    ("BILLIT-VAT-NUMBER", 0, party(vat_number("FRBE552100554"))),  # a French key may be BE
    ("BILLIT-VAT-NUMBER", 0, party(vat_number(f"BE{WRONG}").replace("ID>BE", 'ID schemeID="0208">BE'))),
    ("BILLIT-VAT-NUMBER", 1, representative(f"BE{WRONG}")),
    ("BILLIT-VAT-NUMBER", 0, representative(f"BE{SOUND}")),
    ("BILLIT-VAT-NUMBER", 1, party(endpoint(f"BE{WRONG}"))),
    ("BILLIT-VAT-NUMBER", 0, party(endpoint(f"be{SOUND}"))),  # addresses are compared without capitals
    ("BILLIT-VAT-NUMBER", 1, party(endpoint(f" be{WRONG}"))),
    ("BILLIT-VAT-NUMBER", 0, party(endpoint(f"BE{WRONG}", "0088"))),
    ("BILLIT-VAT-NUMBER", 0, party(endpoint(f"0BE{WRONG}"))),  # that is the scheme
    ("BILLIT-VAT-NUMBER", 1, party(identified(f"BE{WRONG}"), country="FR")),
    ("BILLIT-VAT-NUMBER", 1, party(legal(f"BE{WRONG}"), country="FR")),
    ("BILLIT-VAT-NUMBER", 0, party(identified(f"BE{SOUND}"), legal(f"BE{SOUND}"))),
    ("BILLIT-VAT-NUMBER", 0, party(identified("BE12"), legal("BEEF"))),  # any other number of theirs
    ("BILLIT-VAT-NUMBER", 0, party(identified(f"XBE{WRONG}"), legal(f"XBE{WRONG}"))),
    ("BILLIT-VAT-NUMBER", 0, party(identified(f"BE{WRONG}1"), legal(f"BE{WRONG}1"))),
    ("BILLIT-VAT-NUMBER", 2, party(identified(f" BE{WRONG}"), legal(f" BE{WRONG}"))),
    (
        "BILLIT-VAT-NUMBER",
        0,
        party(*(each(f"BE{WRONG}", ' schemeID="0088"') for each in (identified, legal))),
    ),
    # the same number all over a party is one fault
    ("BILLIT-VAT-NUMBER", 1, party(*(w(f"BE{WRONG}") for w in (endpoint, identified, vat_number, legal)))),
    ("BILLIT-VAT-NUMBER", 2, party(endpoint("BE0563846946"), vat_number(f"BE{WRONG}"))),
    ("BILLIT-VAT-SCHEME", 1, party(endpoint(SOUND))),
    ("BILLIT-VAT-SCHEME", 1, seller(endpoint("0563.846.944"))),
    ("BILLIT-VAT-SCHEME", 0, party(endpoint(f"BE{WRONG}"))),
    ("BILLIT-VAT-SCHEME", 0, party(endpoint(f" be{WRONG}"), vat_number(f"be{WRONG}"))),
    ("BILLIT-VAT-SCHEME", 1, party(endpoint(f"0BE{WRONG}"))),
    ("BILLIT-VAT-SCHEME", 0, party(endpoint(SOUND, "0208"))),
    ("BILLIT-ENTERPRISE-NUMBER", 1, party(endpoint(SECOND, "0208"))),
    ("BILLIT-ENTERPRISE-NUMBER", 0, party(endpoint(SOUND, "0208"))),
    ("BILLIT-ENTERPRISE-NUMBER", 0, party(endpoint(SOUND_1, "0208"))),
    ("BILLIT-ENTERPRISE-NUMBER", 0, party(endpoint(f" {SOUND} ", "0208"))),
    ("BILLIT-ENTERPRISE-NUMBER", 1, party(endpoint(f" {SECOND} ", "0208"))),
    ("BILLIT-ENTERPRISE-NUMBER", 0, party(endpoint(SECOND, "0088"))),
    ("BILLIT-ENTERPRISE-NUMBER", 0, party(endpoint(WRONG, "0208"))),  # left to PEPPOL-COMMON-R043
    ("BILLIT-ENTERPRISE-NUMBER", 0, party(identified(WRONG, ' schemeID="0208"'))),  # so is this
    ("BILLIT-ENTERPRISE-NUMBER", 1, location(WRONG)),
    ("BILLIT-ENTERPRISE-NUMBER", 1, location(f"BE{SOUND}")),
    ("BILLIT-ENTERPRISE-NUMBER", 0, location(SOUND)),
    ("BILLIT-ENTERPRISE-NUMBER", 0, location(WRONG, "0088")),
    ("BILLIT-ENTERPRISE-NUMBER", 1, party(legal(WRONG))),
    ("BILLIT-ENTERPRISE-NUMBER", 1, seller(legal("0563.846.945"))),
    ("BILLIT-ENTERPRISE-NUMBER", 0, seller(legal("0563.846.944"))),
    ("BILLIT-ENTERPRISE-NUMBER", 0, party(legal(WRONG), country="NL")),
    ("BILLIT-ENTERPRISE-NUMBER", 1, party(legal(WRONG), country=" BE ")),
    ("BILLIT-ENTERPRISE-NUMBER", 0, party(legal(WRONG, ' schemeID="0208"'))),  # left to PEPPOL-COMMON-R043
    ("BILLIT-ENTERPRISE-NUMBER", 0, party(legal(f"X{WRONG}"))),
    ("BILLIT-ENTERPRISE-NUMBER", 0, party(legal(f"{WRONG}1"))),
    ("BILLIT-ENTERPRISE-NUMBER", 0, party(legal("056384694"))),  # another number of theirs
    ("BILLIT-PAYMENT-REFERENCE", 0, payment("+++012/3623/61525+++")),
    ("BILLIT-PAYMENT-REFERENCE", 1, payment("+++012/3623/61526+++")),
    ("BILLIT-PAYMENT-REFERENCE", 1, payment(" ***012/3623/61524*** ")),
    ("BILLIT-PAYMENT-REFERENCE", 0, payment("***012/3623/61525***")),
    ("BILLIT-PAYMENT-REFERENCE", 0, payment("+++010/8068/17183+++")),  # as python-stdnum has it
    ("BILLIT-PAYMENT-REFERENCE", 1, payment("+++010/8068/17180+++")),
    ("BILLIT-PAYMENT-REFERENCE", 0, payment("+++000/0000/09797+++")),  # nothing rests: 97
    ("BILLIT-PAYMENT-REFERENCE", 1, payment("+++000/0000/09700+++")),
    ("BILLIT-PAYMENT-REFERENCE", 1, payment("+++000/0000/00000+++")),
    ("BILLIT-PAYMENT-REFERENCE", 0, payment("+++012/3623/6152+++")),  # does not look like one
    ("BILLIT-PAYMENT-REFERENCE", 0, payment("x+++012/3623/61526+++")),
    ("BILLIT-PAYMENT-REFERENCE", 0, payment("+++012/3623/61526+++x")),
    ("BILLIT-PAYMENT-REFERENCE", 0, payment("RF18539007547034")),
    ("BILLIT-PAYMENT-REFERENCE", 1, seller() + payment("012362361526")),
    ("BILLIT-PAYMENT-REFERENCE", 0, seller() + payment("012362361525")),
    ("BILLIT-PAYMENT-REFERENCE", 1, seller(country="LU") + payment("012362361526", "BE20734054285956")),
    ("BILLIT-PAYMENT-REFERENCE", 0, seller(country="NL") + payment("012362361526")),  # other digits
    ("BILLIT-PAYMENT-REFERENCE", 0, seller(country="NL") + payment("012362361526", "NL02ABNABE123")),
    ("BILLIT-PAYMENT-REFERENCE", 1, seller(country="NL") + payment(" 012362361526 ", " BE20734054285956")),
    ("BILLIT-PAYMENT-REFERENCE", 1, seller(country=" BE ") + payment("012362361526")),
    ("BILLIT-PAYMENT-REFERENCE", 0, seller() + payment("0123623615260")),
    ("BILLIT-FRANCE-PA", 1, process("S1")),
    ("BILLIT-FRANCE-PA", 1, process(" M9 ")),
    ("BILLIT-FRANCE-PA", 1, process("urn:peppol:france:billing:regulated")),
    ("BILLIT-FRANCE-PA", 0, process("urn:peppol:france:billing:non-regulated")),
    ("BILLIT-FRANCE-PA", 0, process("urn:fdc:peppol.eu:2017:poacc:billing:01:1.0")),
    ("BILLIT-FRANCE-PA", 0, process("S10")),
    ("BILLIT-FRANCE-PA", 0, process("XS1")),
    ("BILLIT-FRANCE-PA", 0, process("S0")),
    ("BILLIT-FRANCE-DOMESTIC", 1, "".join(FRENCH)),
    ("BILLIT-FRANCE-DOMESTIC", 1, seller(country=" FR ") + party(country=" FR ")),
    ("BILLIT-FRANCE-DOMESTIC", 0, "".join((process("S1"), *FRENCH))),  # that says more already
    ("BILLIT-FRANCE-DOMESTIC", 0, seller() + party(country="FR")),
    ("BILLIT-FRANCE-DOMESTIC", 0, seller(country="FR") + party()),
    ("BILLIT-NO-PDF", 1, ""),
    ("BILLIT-NO-PDF", 1, file("image/png")),
    ("BILLIT-NO-PDF", 0, file("image/png") + file("application/pdf")),
    ("BILLIT-NO-PDF", 0, process("S1")),
]  # fmt: skip


@pytest.mark.parametrize("wrapped", [invoice, credit_note])
@pytest.mark.parametrize(("rule", "count", "content"), CASES)
def test_a_rule(rule, count, content, wrapped):
    assert fired(wrapped(content), RULES)[rule] == count


def test_every_rule_fires_and_stays_silent():
    ids = {check.id for check in schema(RULES).asserts()}
    assert {rule for rule, count, _ in CASES if count} == ids
    assert {rule for rule, count, _ in CASES if not count} == ids


@pytest.mark.parametrize(("rule", "count", "content"), CASES)
def test_what_peppol_refuses_is_not_refused_again(rule, count, content):
    """No element has a fatal finding of both."""
    document = invoice(content)
    ours = {each.order for each in run(document, RULES) if each.check.severity is Severity.FATAL}
    peppol = {each.order for each in run(document, BILLING) if each.check.id.startswith("PEPPOL-COMMON")}
    assert ours & peppol == set()


@pytest.mark.parametrize("scheme", ["0037", "0212", "9956"])
def test_a_retired_scheme_is_left_to_peppol(scheme):
    document = invoice(party(endpoint(SOUND, scheme)))
    assert fired(document)["PEPPOL-EN16931-CL008"] == 1
    assert [each.check.id for each in run(document, RULES)] == ["BILLIT-NO-PDF"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (party(vat_number(f"BE{WRONG}")), None),
        (party(vat_number(f"BE{WRONG}"), endpoint(f"BE{WRONG}")), "TheCustomerDoesNotSupportPeppolForType_0"),
        (seller(vat_number(f"BE{WRONG}")), "TheCustomerDoesNotSupportPeppolForType_0"),
        (party(endpoint(SOUND)), "TheCustomerDoesNotSupportPeppolForType_0"),
        (party(endpoint(SECOND, "0208")), "TheCustomerDoesNotSupportPeppolForType_0"),
        (location(WRONG), None),
    ],
)
def test_the_message_names_what_billit_answers(content, code):
    said = [each.message for each in run(invoice(content), RULES) if each.check.severity is Severity.FATAL]
    assert len(said) == 1
    assert (f"Billit answers {code}." in said[0]) if code else ("Billit" not in said[0])


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (f"BE{SOUND}1", "ten digits"),
        (f"BE{SECOND}", "first digit"),
        (f"BE{WRONG}", "check digits"),
    ],
)
def test_the_message_says_what_is_wrong_with_a_number(number, why):
    (failure,) = (
        each for each in run(invoice(party(vat_number(number))), RULES) if each.check.id != "BILLIT-NO-PDF"
    )
    assert number in failure.message and why in failure.message


def test_numbers_are_judged_as_stdnum_judges_them():
    """Every one of 3,000 numbers, about half of them sound."""
    seed = random.Random(97)
    firsts = [f"{seed.randrange(20_000_000):08}" for _ in range(1500)]
    digits = [f"{each}{97 - int(each) % 97:02}" for each in firsts]
    digits += [f"{each}{seed.randrange(100):02}" for each in firsts]
    failures = run(invoice(*(representative(f"BE{each}") for each in digits)), RULES)
    refused = Counter(each.element.text for each in failures if each.check.id == "BILLIT-VAT-NUMBER")
    assert 1000 < len(refused) < 2000
    assert refused == Counter(f"BE{each}" for each in digits if not vat.is_valid(each))


@given(st.lists(st.integers(0, 10**12 - 1), min_size=20, max_size=20))
def test_structured_references_follow_the_arithmetic(numbers):
    written = [f"{each:012}" for each in numbers] + [
        f"{n // 100:010}{n // 100 % 97 or 97:02}" for n in numbers
    ]
    content = (payment(f"+++{each[:3]}/{each[3:7]}/{each[7:]}+++") for each in written)
    refused = sum(int(each[10:]) != (int(each[:10]) % 97 or 97) for each in written)
    assert fired(invoice(*content), RULES)["BILLIT-PAYMENT-REFERENCE"] == refused
