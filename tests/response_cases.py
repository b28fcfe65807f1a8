"""What the Peppol rules say of responses: changes to a whole message, with all the rules that then fire.

Expected values come from the specification of the rules (Invoice Response and Message Level Response 3.0.17,
Message Level Status 1.0.1). Only tables, and the functions that write what stands in them.
"""

from tests.peppol_cases import NUMBERS
from tests.response_documents import (
    LOCATION,
    MLS,
    T71,
    T111,
    Change,
    add,
    attribute,
    drop,
    put,
    scheme,
    twice,
)

STRAY = "<cbc:UUID>u</cbc:UUID>"
NESTED = "<cac:Signature><cbc:ID>1</cbc:ID></cac:Signature>"
SENDER, RECEIVER = "cac:SenderParty", "cac:ReceiverParty"
ANSWER, OF = "cac:DocumentResponse", "cac:DocumentResponse/cac:DocumentReference"
RESPONSE = "cac:DocumentResponse/cac:Response"
STATUS, CONDITION = f"{RESPONSE}/cac:Status", f"{RESPONSE}/cac:Status/cac:Condition"
ISSUER, RECIPIENT = "cac:DocumentResponse/cac:IssuerParty", "cac:DocumentResponse/cac:RecipientParty"
LINE = "cac:DocumentResponse/cac:LineResponse"
PROBLEM = f"{LINE}/cac:Response"
ADDRESS, NUMBER = "cbc:EndpointID", "cac:PartyIdentification/cbc:ID"
REASON = f"{STATUS}/cbc:StatusReasonCode"
CODE = f"{RESPONSE}/cbc:ResponseCode"


def coded(*codes: str, reason: str = "", listed: str = "OPStatusReason") -> str:
    """A status with codes and perhaps a text."""
    inside = "".join(
        f'<cbc:StatusReasonCode listID="{listed}">{code}</cbc:StatusReasonCode>' for code in codes
    )
    text = reason and f"<cbc:StatusReason>{reason}</cbc:StatusReason>"
    return f"<cac:Status>{inside}{text}</cac:Status>"


def answered(code: str, *statuses: str) -> Change:
    """An answer with this code and these statuses in place of the one that is there."""
    return put(RESPONSE, f"<cbc:ResponseCode>{code}</cbc:ResponseCode>{''.join(statuses)}")


# Each row: all rules that fire, and the changes after which they do. Rules without the beginning of their id
# that the message shares; "!" marks one that cannot be evaluated; one that fires twice stands there twice.
Case = tuple[str, *tuple[Change, ...]]

INVOICE_RESPONSE_CASES: list[Case] = [
    ("",),
    ("B00101", drop("cbc:CustomizationID")),
    ("B00102", drop("cbc:ProfileID")),
    ("B00103", drop("cbc:ID")),
    ("B00104", drop("cbc:IssueDate")),
    ("B00105", drop(SENDER)),
    ("B00106", drop(RECEIVER)),
    ("B00107", drop(ANSWER)),
    ("B00108 COMMON-R003", attribute(".", LOCATION, "a b")),
    ("B00108 COMMON-R003", attribute(".", "schemaLocation", "a")),
    ("", attribute(".", LOCATION.replace("schema", "noNamespaceSchema"), "a")),
    ("", attribute(ANSWER, LOCATION, "a b")),
    ("", drop("cbc:IssueTime"), drop("cbc:Note"), twice(ANSWER), twice(OF), twice(SENDER)),
    ("B00109 B00109", add(".", STRAY, NESTED)),
    ("B00109", add(".", "<cbc:UBLVersionID>2.1</cbc:UBLVersionID>")),
    ("B00109", add(".", '<x:ID xmlns:x="urn:x">1</x:ID>')),
    ("B00801", drop(f"{SENDER}/{ADDRESS}")),
    ("B00802", drop(f"{SENDER}/cac:PartyLegalEntity")),
    ("B00901", scheme(f"{SENDER}/{ADDRESS}", None)),
    *(("B00902", scheme(f"{SENDER}/{ADDRESS}", each)) for each in ("0158", "0215", "208", " 0208", "")),
    ("B01101 COMMON-R001", drop(f"{SENDER}/{NUMBER}")),
    *(("B01201", scheme(f"{SENDER}/{NUMBER}", each)) for each in ("9925", "0001", "0092", "0002 ", "")),
    ("", scheme(f"{SENDER}/{NUMBER}", "0246")),
    ("B01401 COMMON-R001", drop(f"{SENDER}/cac:PartyLegalEntity/cbc:RegistrationName")),
    (
        "B01402",
        add(f"{SENDER}/cac:PartyLegalEntity", '<cbc:CompanyID schemeID="0208">0202239951</cbc:CompanyID>'),
    ),
    (
        "B01402 COMMON-R043",
        add(f"{SENDER}/cac:PartyLegalEntity", '<cbc:CompanyID schemeID="0208">1</cbc:CompanyID>'),
    ),
    ("B01601 B01601", add(f"{SENDER}/cac:Contact", "<cbc:ID>1</cbc:ID>", NESTED)),
    ("", drop(f"{SENDER}/cac:Contact/cbc:Name"), drop(f"{SENDER}/cac:Contact/cbc:Telephone")),
    ("", drop(f"{SENDER}/cac:Contact"), drop(f"{SENDER}/cac:PartyIdentification")),
    ("B00803 B00803", add(SENDER, "<cbc:WebsiteURI>a</cbc:WebsiteURI>", NESTED)),
    ("", add(f"{SENDER}/cac:PartyIdentification", NESTED)),  # what stands in there is not looked at
    ("B02001", drop(f"{RECEIVER}/{ADDRESS}")),
    ("B02002", drop(f"{RECEIVER}/cac:PartyLegalEntity")),
    ("B02101", scheme(f"{RECEIVER}/{ADDRESS}", None)),
    *(("B02102", scheme(f"{RECEIVER}/{ADDRESS}", each)) for each in ("0158", "9956", "")),
    ("B02301 COMMON-R001", drop(f"{RECEIVER}/{NUMBER}")),
    *(("B02401", scheme(f"{RECEIVER}/{NUMBER}", each)) for each in ("9925", "")),
    ("", scheme(f"{RECEIVER}/{NUMBER}", "0002")),
    ("B02601 COMMON-R001", drop(f"{RECEIVER}/cac:PartyLegalEntity/cbc:RegistrationName")),
    ("B02602 B02602", add(f"{RECEIVER}/cac:PartyLegalEntity", STRAY, NESTED)),
    ("B02003", add(RECEIVER, "<cac:Contact><cbc:Name>A</cbc:Name></cac:Contact>")),
    ("B02801", drop(RESPONSE)),
    ("B02802", drop(OF)),
    ("B02803", add(ANSWER, "<cac:LineResponse><cbc:ID>1</cbc:ID></cac:LineResponse>")),
    ("B02901", drop(CODE)),
    *(("", put(CODE, each)) for each in (" CA ", "\n\tAP")),
    *(("B03001", put(CODE, each)) for each in ("ap", "A P", "APX", "OTH", "CA AP")),
    ("B03001 COMMON-R001", put(CODE, " ")),
    ("B03001!", put(CODE, "C<!-- or not -->A")),
    ("", put(CODE, "<!-- or not -->CA")),
    ("B02902", add(RESPONSE, "<cbc:Description>d</cbc:Description>")),
    ("", drop(f"{RESPONSE}/cbc:EffectiveDate")),
    *(("", put(REASON, each)) for each in ("PAY ", "\nOTH")),
    *(("B03301 R007", put(REASON, each)) for each in ("pay", "P AY", "BV")),
    ("B03301! R007", put(REASON, "PA<!-- -->X")),
    ("B03301!", put(REASON, "PA<!-- -->Y")),
    ("B03302", attribute(REASON, "listID", None)),
    ("B03302 B03301", attribute(REASON, "listID", None), put(REASON, "XXX")),
    *(("B03303", attribute(REASON, "listID", each)) for each in ("OPStatusreason", " OPStatusReason", "")),
    ("B03201", add(STATUS, "<cbc:ConditionCode>1</cbc:ConditionCode>")),
    ("", drop(f"{STATUS}/cbc:StatusReason"), drop(CONDITION)),
    ("B03601", drop(f"{CONDITION}/cbc:AttributeID")),
    ("", drop(f"{CONDITION}/cbc:Description"), twice(CONDITION)),
    ("B03602", add(CONDITION, "<cbc:PositionCode>1</cbc:PositionCode>")),
    ("B03901", drop(f"{OF}/cbc:ID")),
    ("B03902", drop(f"{OF}/cbc:DocumentTypeCode")),
    *(("", put(f"{OF}/cbc:DocumentTypeCode", each)) for each in ("1", "998", "381", " 380\n")),
    *(
        ("B04201", put(f"{OF}/cbc:DocumentTypeCode", each))
        for each in ("0", "471", "999", "0380", "38 0", "XX")
    ),
    ("B04201!", put(f"{OF}/cbc:DocumentTypeCode", "38<!-- -->0")),
    ("B03903 B03903", add(OF, STRAY, NESTED)),
    ("", drop(f"{OF}/cbc:IssueDate")),
    ("", drop(ISSUER), drop(RECIPIENT)),
    ("", add(f"{ISSUER}/cac:PartyName", STRAY), add(f"{RECIPIENT}/cac:PartyIdentification", STRAY)),
    ("B04301", drop(f"{ISSUER}/cac:PartyName")),
    ("B04302", add(ISSUER, "<cac:Contact><cbc:Name>A</cbc:Name></cac:Contact>")),
    ("B04401 COMMON-R001", drop(f"{ISSUER}/{NUMBER}")),
    *(("B04501", scheme(f"{ISSUER}/{NUMBER}", each)) for each in ("9925", "2", "")),
    ("", scheme(f"{ISSUER}/{NUMBER}", None)),
    ("B04701 COMMON-R001", drop(f"{ISSUER}/cac:PartyName/cbc:Name")),
    ("B04901", drop(f"{RECIPIENT}/cac:PartyName")),
    ("B04902", add(RECIPIENT, STRAY)),
    ("B05001 COMMON-R001", drop(f"{RECIPIENT}/{NUMBER}")),
    *(("B05101", scheme(f"{RECIPIENT}/{NUMBER}", each)) for each in ("9925", "9", "")),
    ("", scheme(f"{RECIPIENT}/{NUMBER}", None)),
    ("B05301 COMMON-R001", drop(f"{RECIPIENT}/cac:PartyName/cbc:Name")),
    *(("R001", answered(each)) for each in ("CA", "UQ", "RE", " RE ")),
    *(("", answered(each)) for each in ("AB", "IP", "AP", "PD")),
    ("R001", answered("RE", "<cac:Status><cbc:StatusReason>No</cbc:StatusReason></cac:Status>")),
    ("", answered("RE", "<cac:Status><cbc:StatusReason>No</cbc:StatusReason></cac:Status>", coded("PRI"))),
    # A response of a line is asked too, although it must not be there.
    (
        "B02803 R001",
        add(
            ANSWER,
            "<cac:LineResponse><cac:Response><cbc:ResponseCode>RE</cbc:ResponseCode></cac:Response></cac:LineResponse>",
        ),
    ),
    # Two codes: which of them counts cannot be said, so nobody is asked for an explanation.
    ("", answered("RE</cbc:ResponseCode><cbc:ResponseCode>AP")),
    ("R002", answered("AP", coded("OTH"))),
    ("", answered("AP", coded("OTH", reason="Because"))),
    ("", answered("AP", coded(" OTH"))),
    ("R002", answered("AP", coded("OTH", listed="OPStatusAction"))),
    ("R004", answered("PD", coded("PPD"))),
    ("", answered("PD", coded("PPD", reason="Half of it"))),
    ("", answered("PD", coded(" PPD"))),
    ("", answered("AP", coded("PPD", reason="Half of it"))),  # meant to be R005, which never fires
    ("R002 R007!", answered("PD", coded("OTH", "PPD"))),
    ("R004 R007!", answered("PD", coded("PPD", "PAY"))),
    ("R003", put("cbc:CustomizationID", "urn:fdc:peppol.eu:poacc:trns:mlr:3")),
    ("R003", put("cbc:CustomizationID", "urn:fdc:peppol.eu:poacc:trns:invoice_response:")),
    ("", put("cbc:CustomizationID", " urn:fdc:peppol.eu:poacc:trns:invoice_response:3@urn:x\n")),
    ("R003", put("cbc:CustomizationID", "x urn:fdc:peppol.eu:poacc:trns:invoice_response:3")),
    ("R003 B00803", add(SENDER, "<cbc:CustomizationID>x</cbc:CustomizationID>")),
    ("", put("cbc:ProfileID", " urn:peppol:bis:billing_with_response ")),
    *(
        ("R008", put("cbc:ProfileID", f"urn:fdc:peppol.eu:poacc:bis:{each}"))
        for each in ("mlr:3", "invoice_response:31")
    ),
    ("R008 B00803", add(SENDER, "<cbc:ProfileID>x</cbc:ProfileID>")),
    *(("R006", answered("AP", coded(each, listed="OPStatusAction"))) for each in ("UNR", "REF")),
    ("R006 R004", answered("AP", coded("PPD", listed="OPStatusAction"))),
    *(("R006 B03301", answered("AP", coded(each, listed="OPStatusAction"))) for each in ("NOA PIN", "noa")),
    ("R006 B03301 COMMON-R001", answered("AP", coded("", listed="OPStatusAction"))),
    ("", answered("AP", coded(" NIN ", listed="OPStatusAction"))),
    *(("R007", answered("AP", coded(each))) for each in ("NIN", "CNA")),
    ("", answered("AP", coded(" FIN "))),
    (
        "R006! B03303",
        answered("AP", coded("NOA", "PIN", listed="OPStatusAction")),
        attribute(REASON, "listID", "x"),
    ),
]

LEVEL_RESPONSE_CASES: list[Case] = [
    ("",),
    ("B00101", drop("cbc:CustomizationID")),
    ("B00102", drop("cbc:ProfileID")),
    ("B00103", drop("cbc:ID")),
    ("B00104", drop("cbc:IssueDate")),
    ("B00105", drop(SENDER)),
    ("B00106", drop(RECEIVER)),
    ("B00107", drop(ANSWER)),
    ("B00108 COMMON-R003", attribute(".", LOCATION, "a b")),
    ("B00109 B00109", add(".", "<cbc:Note>n</cbc:Note>", NESTED)),
    ("", drop("cbc:IssueTime"), drop(LINE), twice(ANSWER), twice(OF)),
    ("", put("cbc:ProfileID", "\n urn:fdc:peppol.eu:poacc:bis:mlr:3 ")),
    *(("B00301", put("cbc:ProfileID", each)) for each in ("urn:fdc:peppol.eu:poacc:bis:mlr:31", "urn:x")),
    ("B00301!", put("cbc:ProfileID", "urn:fdc:peppol.eu:poacc:bis<!-- -->:mlr:3")),
    ("B00702", add(SENDER, "<cbc:ProfileID>x</cbc:ProfileID>")),
    ("B00701 COMMON-R001", drop(f"{SENDER}/{ADDRESS}")),
    ("B00702 B00702", add(SENDER, STRAY, NESTED)),
    ("B00801", scheme(f"{SENDER}/{ADDRESS}", None)),
    *(("B00802", scheme(f"{SENDER}/{ADDRESS}", each)) for each in ("0158", "0215", "")),
    ("B01001 COMMON-R001", drop(f"{RECEIVER}/{ADDRESS}")),
    ("B01002", add(RECEIVER, "<cac:PartyName><cbc:Name>n</cbc:Name></cac:PartyName>")),
    ("B01101", scheme(f"{RECEIVER}/{ADDRESS}", None)),
    *(("B01102", scheme(f"{RECEIVER}/{ADDRESS}", each)) for each in ("0158", "9925 ", "")),
    ("B01301", drop(RESPONSE)),
    ("B01302", drop(OF)),
    ("B01303", add(ANSWER, "<cac:IssuerParty><cbc:WebsiteURI>n</cbc:WebsiteURI></cac:IssuerParty>")),
    ("B01401", drop(CODE)),
    ("B01402 B01402", add(RESPONSE, STRAY, coded("BV"))),
    ("", drop(f"{RESPONSE}/cbc:Description")),
    *(("", put(CODE, each)) for each in ("AB", "AP", " RE ")),
    *(("B01501", put(CODE, each)) for each in ("ap", "PD", "AB AP")),
    ("B01501!", put(CODE, "A<!-- -->P")),
    ("B01701", drop(f"{OF}/cbc:ID")),
    ("B01702 B01702", add(OF, NESTED, "<cbc:IssueDate>2026-11-30</cbc:IssueDate>")),
    ("", drop(f"{OF}/cbc:DocumentTypeCode"), drop(f"{OF}/cbc:VersionID")),
    *(("", put(f"{OF}/cbc:DocumentTypeCode", each)) for each in ("9", "998", " 381")),
    *(("B01901", put(f"{OF}/cbc:DocumentTypeCode", each)) for each in ("0", "480", "999", "x")),
    ("B02101", drop(f"{LINE}/cac:LineReference")),
    ("B02102", drop(PROBLEM)),
    ("", add(LINE, STRAY, NESTED), twice(PROBLEM), twice(LINE)),  # what else stands in there is not looked at
    ("B02201 COMMON-R001", drop(f"{LINE}/cac:LineReference/cbc:LineID")),
    ("B02202 B02202", add(f"{LINE}/cac:LineReference", "<cbc:LineStatusCode>1</cbc:LineStatusCode>", NESTED)),
    ("B02401", drop(f"{PROBLEM}/cbc:Description")),
    ("B02402", drop(f"{PROBLEM}/cac:Status")),
    ("B02403 B02403", add(PROBLEM, STRAY, NESTED)),
    ("", drop(f"{PROBLEM}/cbc:ResponseCode")),
    *(("B02501", put(f"{PROBLEM}/cbc:ResponseCode", each)) for each in ("BV", "re")),
    *(("", put(f"{PROBLEM}/cbc:ResponseCode", each)) for each in ("RE", " AP ")),
    ("B02701 COMMON-R001", drop(f"{PROBLEM}/cac:Status/cbc:StatusReasonCode")),
    ("B02702", add(f"{PROBLEM}/cac:Status", "<cbc:StatusReason>r</cbc:StatusReason>")),
    *(("", put(f"{PROBLEM}/cac:Status/cbc:StatusReasonCode", each)) for each in ("BW", " SV ")),
    *(
        ("B02801", put(f"{PROBLEM}/cac:Status/cbc:StatusReasonCode", each))
        for each in ("FD", "bv", "RVF", "BV SV")
    ),
    ("B02801!", put(f"{PROBLEM}/cac:Status/cbc:StatusReasonCode", "B<!-- -->V")),
    ("", put(CODE, "AP")),  # accepted with a failure in the list: nothing is said about that
    ("R001", put("cbc:CustomizationID", "urn:fdc:peppol.eu:poacc:trns:mlr:")),
    ("", put("cbc:CustomizationID", " urn:fdc:peppol.eu:poacc:trns:mlr:3@urn:x ")),
    ("R001", put("cbc:CustomizationID", "x urn:fdc:peppol.eu:poacc:trns:mlr:3")),
    ("R001 B00702", add(SENDER, "<cbc:CustomizationID>x</cbc:CustomizationID>")),
]

KIND = f"{PROBLEM}/cac:Status/cbc:StatusReasonCode"

LEVEL_STATUS_CASES: list[Case] = [
    ("",),
    ("", add(".", STRAY, NESTED, "<cbc:Note/>"), attribute(".", LOCATION, "a b")),  # nothing looks at these
    *(("01", put("cbc:CustomizationID", f"urn:peppol:edec:mls:{each}")) for each in ("1.0x", "1", "1.0 1.0")),
    ("01", drop("cbc:CustomizationID")),
    ("", put("cbc:CustomizationID", " urn:peppol:edec:mls:1.0\n")),
    ("01!", twice("cbc:CustomizationID")),
    *(("02", put("cbc:ProfileID", each)) for each in ("urn:peppol:edec:mls:1.0", "URN:peppol:edec:mls", "")),
    ("02", drop("cbc:ProfileID")),
    ("", put("cbc:ProfileID", "\turn:peppol:edec:mls ")),
    ("02!", twice("cbc:ProfileID")),
    ("03", drop("cbc:ID")),
    ("03", put("cbc:ID", " \n")),
    ("03!", twice("cbc:ID")),
    ("04", drop("cbc:IssueDate")),
    *(("04", put("cbc:IssueDate", each)) for each in ("2026-11-30Z", "2026-11-3", "2026-11-30+01:00")),
    *(("", put("cbc:IssueDate", each)) for each in (" 2026-11-30 ", "30/11/2026")),  # only its length counts
    ("05 06", drop("cbc:IssueTime")),
    *(
        ("06", put("cbc:IssueTime", each))
        for each in ("14:30:00", "14:30:00z", "14:30:00+1:00", "14:30:00+01:0", "14:30:00Z.", "")
    ),
    *(("", put("cbc:IssueTime", each)) for each in ("14:30:00-05:00", " 14:30:00+00:00 ", "Z")),
    ("06!", twice("cbc:IssueTime")),
    ("07 08 09 10 11", drop(f"{SENDER}/{ADDRESS}")),
    ("08 09", put(f"{SENDER}/{ADDRESS}", " ")),
    ("08! 09!", twice(f"{SENDER}/{ADDRESS}")),
    *(
        ("09", put(f"{SENDER}/{ADDRESS}", each))
        for each in (
            "12345",
            "1234567",
            "12345A",
            "123456-",
            "123456-AB",
            "123456-ABCDEFGHIJKLM",
            "123456-ABC.",
            "123456-ABC.de",
            f"123456-ABC.{'x' * 25}",
            "123456.abc",
            "123456-AB-C",
            "123456-ABC.a b",
            "123456-ABC.abc.d\u00e9f",
            "X123456",
        )
    ),
    *(
        ("", put(f"{SENDER}/{ADDRESS}", each))
        for each in (
            "123456",
            " 123456 ",
            "123456-ABC",
            "123456-a_0",
            "123456-ABCDEFGHIJKL",
            "123456-abc.DEF",
            f"123456-ABC.{'x' * 24}",
            "123456-ABC.a.b",
            "123456-ABC.-_~",
        )
    ),
    ("10 11", scheme(f"{SENDER}/{ADDRESS}", None)),
    *(("11", scheme(f"{SENDER}/{ADDRESS}", each)) for each in ("0088", "242", " 0242", "")),
    ("12 13 14 15 16", drop(f"{RECEIVER}/{ADDRESS}")),
    ("13 14", put(f"{RECEIVER}/{ADDRESS}", " ")),
    ("13! 14!", twice(f"{RECEIVER}/{ADDRESS}")),
    *(
        ("14", put(f"{RECEIVER}/{ADDRESS}", each))
        for each in ("12345", "123456-AB", "123456-ABC.de", f"123456-ABC.{'x' * 25}")
    ),
    *(
        ("", put(f"{RECEIVER}/{ADDRESS}", each))
        for each in ("123456", " 123456-abc ", f"123456-ABC.{'x' * 24}")
    ),
    ("15 16", scheme(f"{RECEIVER}/{ADDRESS}", None)),
    *(("16", scheme(f"{RECEIVER}/{ADDRESS}", each)) for each in ("0088", " 0242", "")),
    ("17", drop(ANSWER)),
    ("17", twice(ANSWER)),
    ("18 19 25", drop(CODE)),
    ("18 19", drop(CODE), drop(LINE)),
    *(("19", put(CODE, each), drop(LINE)) for each in ("PD", "ap", "AP AB", "")),
    *(("", put(CODE, each), drop(LINE)) for each in ("AP", " AB ")),
    ("20 21", drop(f"{RESPONSE}/cbc:Description")),
    ("21", put(f"{RESPONSE}/cbc:Description", "\n ")),
    ("21!", twice(f"{RESPONSE}/cbc:Description")),
    ("", put(CODE, "AP"), drop(LINE), drop(f"{RESPONSE}/cbc:Description")),
    ("", put(CODE, "AP"), drop(LINE), put(f"{RESPONSE}/cbc:Description", " ")),
    ("22", drop(OF)),
    ("22", twice(OF)),
    ("23 24", drop(LINE)),
    ("24", put(KIND, "BW")),
    *(("", put(KIND, each)) for each in ("FD", " SV ")),
    ("", put(KIND, "BW"), twice(PROBLEM), put(KIND, "SV")),
    ("", twice(LINE), put(KIND, "BW")),
    *(("25", put(CODE, code), put(KIND, kind)) for code in ("AP", "AB") for kind in ("BV", "FD", " SV")),
    *(("", put(CODE, code), put(KIND, "BW")) for code in ("AP", "AB")),
    ("25 19", put(CODE, "PD")),
    ("26", drop(f"{OF}/cbc:ID")),
    ("26", put(f"{OF}/cbc:ID", " ")),
    ("26!", twice(f"{OF}/cbc:ID")),
    ("27", drop(f"{LINE}/cac:LineReference")),
    *(("27", put(f"{LINE}/cac:LineReference/cbc:LineID", each)) for each in ("", " ")),
    ("27!", twice(f"{LINE}/cac:LineReference")),
    ("28 29", drop(f"{PROBLEM}/cbc:Description")),
    ("29", put(f"{PROBLEM}/cbc:Description", " ")),
    ("29!", twice(f"{PROBLEM}/cbc:Description")),
    ("24 30", drop(f"{PROBLEM}/cac:Status")),
    ("24 31", drop(KIND)),
    *(("24 31", put(KIND, each)) for each in ("bv", "BV SV", "RVF", "")),
    ("24! 31!", twice(KIND)),
    ("24!", twice(f"{PROBLEM}/cac:Status")),
]

CASES = {T111: INVOICE_RESPONSE_CASES, T71: LEVEL_RESPONSE_CASES, MLS: LEVEL_STATUS_CASES}

DATES = ("DueDate", "TaxPointDate", "StartDate", "EndDate", "ActualDeliveryDate", "IssueDate")
EMPTY = ("<cbc:UUID/>", '<cbc:UUID schemeID="a"><!-- b --></cbc:UUID>', "<cac:Signature> \n</cac:Signature>")

# Rules that two of the messages share: rule, how often it fires, changes. What else fires is not stated.
COMMON_CASES: list[tuple[str, int, Change]] = [
    *((rule, count, add(where, numbers)) for rule, count, numbers in NUMBERS for where in (SENDER, RECEIVER)),
    *(("PEPPOL-COMMON-R030", 0, put("cbc:IssueDate", each)) for each in ("2026-11-30", "2024-02-29")),
    *(
        ("PEPPOL-COMMON-R030", 1, put("cbc:IssueDate", each))
        for each in ("2026-02-29", "2026-11-30Z", "2026-11-30 ", " 2026-11-3", "30/11/2026", "20261130")
    ),
    ("PEPPOL-COMMON-R030", len(DATES), add(ANSWER, *(f"<cbc:{name}>x</cbc:{name}>" for name in DATES))),
    (
        "PEPPOL-COMMON-R030",
        0,
        add(ANSWER, "<cbc:EffectiveDate>x</cbc:EffectiveDate><cbc:ResponseDate>x</cbc:ResponseDate>"),
    ),
    ("PEPPOL-COMMON-R001", len(EMPTY), add(SENDER, *EMPTY)),
    ("PEPPOL-COMMON-R001", 0, add(SENDER, "<cbc:UUID>\u00a0</cbc:UUID>", NESTED)),
]
COMMON = (T111, T71)
