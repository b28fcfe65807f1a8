"""Every custom field of Billit's pages, to its path in UBL and back, in an invoice and in a credit note.

The cases follow the pages: "How can I add certain Peppol values that Billit JSON does not support",
"Extra fields" (line, delivery location, contacts), "Custom fields credit note", "Franchise en base de TVA".
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from tests.converting import again, at, rules, to_tree, value
from tests.orders import line, order
from ubltools.mapping import custom


class Case(NamedTuple):
    """key: {root} is Invoice or CreditNote; back: where reading puts the value, "" for the same key."""

    key: str
    path: str
    back: str = ""
    value: str = "Text 1"
    beside: Mapping[str, str] = MappingProxyType(
        {}
    )  # other custom fields, without which UBL has no place for this one


def case(key: str, path: str, back: str = "", **more: Any) -> Case:
    return Case(f"{{root}}.{key}", path, back, **more)


ADDRESS = "Delivery/DeliveryLocation/Address"
LOCATION_ID = {"{root}.Delivery.DeliveryLocation.ID.Text": "5430000000001"}
DELIVERED = "Customer.Addresses"  # a delivery address, as a plain field
REPRESENTED = "TaxRepresentativeParty"
TAXED = {"{root}.TaxRepresentativeParty.PartyTaxScheme.CompanyID.Text": "BE0400409999"}


def contact(party: str, plain: str) -> list[Case]:
    ends = {"Name": "Contact", "Telephone": "Phone", "ElectronicMail": "Email"}
    key, path = f"{party}.Party.Contact", f"{party}/Party/Contact"
    return [case(f"{key}.{end}", f"{path}/{end}", f"{plain}.{name}") for end, name in ends.items()]


def located(part: str) -> list[Case]:
    """part: Address, in older pages PostalAddress."""
    lead, canonical = f"Delivery.DeliveryLocation.{part}", "{root}.Delivery.DeliveryLocation.Address"
    country = {f"{{root}}.{lead}.Country.IdentificationCode.Text": "NL"}
    rest: dict[str, Any] = {"beside": country}
    own = {end: f"CustomFields['{canonical}.{end}']" for end in ("AdditionalStreetName", "CountrySubentity")}
    return [
        case(f"{lead}.StreetName", f"{ADDRESS}/StreetName", DELIVERED, value="Square", **rest),
        case(
            f"{lead}.AdditionalStreetName",
            f"{ADDRESS}/AdditionalStreetName",
            own["AdditionalStreetName"],
            **rest,
        ),
        case(f"{lead}.CityName", f"{ADDRESS}/CityName", DELIVERED, **rest),
        case(f"{lead}.PostalZone", f"{ADDRESS}/PostalZone", DELIVERED, **rest),
        case(f"{lead}.CountrySubentity", f"{ADDRESS}/CountrySubentity", own["CountrySubentity"], **rest),
        case(
            f"{lead}.Country.IdentificationCode.Text",
            f"{ADDRESS}/Country/IdentificationCode",
            DELIVERED,
            value="NL",
        ),
    ]


def representative() -> list[Case]:
    parts = ("StreetName", "AdditionalStreetName", "CityName", "PostalZone", "CountrySubentity")
    lead = f"{REPRESENTED}.PostalAddress"
    codes = (
        (f"{lead}.Country.IdentificationCode", "PostalAddress/Country/IdentificationCode", "BE", {}),
        (f"{REPRESENTED}.PartyTaxScheme.CompanyID", "PartyTaxScheme/CompanyID", "BE0400409999", {}),
        (f"{REPRESENTED}.PartyTaxScheme.TaxScheme.ID", "PartyTaxScheme/TaxScheme/ID", "GST", TAXED),
    )
    return [
        case(f"{REPRESENTED}.PartyName.Name", f"{REPRESENTED}/PartyName/Name"),
        *(case(f"{lead}.{part}", f"{REPRESENTED}/PostalAddress/{part}") for part in parts),
        case(f"{lead}.AddressLine.Line", f"{REPRESENTED}/PostalAddress/AddressLine/Line"),
        *(
            case(
                f"{key}{end}",
                f"{REPRESENTED}/{path}",
                f"CustomFields['{{root}}.{key}.Text']",
                value=value,
                beside=beside,
            )
            for key, path, value, beside in codes
            for end in (".Text", "")
        ),
    ]


SALES_ORDER = "CustomFields['{root}.OrderReference.SalesOrderID.Text']"
HEADER = [
    case("Note", "Note", "Comments"),
    case("TaxPointDate", "TaxPointDate", value="2026-10-31"),
    case("AccountingCost", "AccountingCost"),
    case("InvoicePeriod.StartDate", "InvoicePeriod/StartDate", value="2026-10-01"),
    case("InvoicePeriod.EndDate", "InvoicePeriod/EndDate", value="2026-10-31"),
    case("OrderReference.SalesOrderID.Text", "OrderReference/SalesOrderID"),
    case("OrderReference.SalesOrderID", "OrderReference/SalesOrderID", SALES_ORDER),
    case("OrderReference.SalesOrderID.ID.Text", "OrderReference/SalesOrderID", SALES_ORDER),
    case("ContractDocumentReference.ID.Text", "ContractDocumentReference/ID"),
    case("DespatchDocumentReference.ID.Text", "DespatchDocumentReference/ID"),
    Case("AdditionalDocumentReference1", "AdditionalDocumentReference/ID"),
    Case("PaymentTerms", "PaymentTerms/Note"),
    Case("PaymentMeansCode", "PaymentMeans/PaymentMeansCode", value="48"),
    *contact("AccountingSupplierParty", "Supplier"),
    *contact("AccountingCustomerParty", "Customer"),
    case(
        "AccountingCustomerParty.Party.PartyIdentification.ID.Text",
        "AccountingCustomerParty/Party/PartyIdentification/ID",
    ),
    case("Delivery.DeliveryLocation.ID.Text", "Delivery/DeliveryLocation/ID"),
    case(
        "Delivery.DeliveryLocation.ID.SchemeID",
        "Delivery/DeliveryLocation/ID/@schemeID",
        value="0088",
        beside=LOCATION_ID,
    ),
    *located("Address"),
    *located("PostalAddress"),
    case("Delivery.DeliveryParty.PartyName.Name", "Delivery/DeliveryParty/PartyName/Name", DELIVERED),
    *representative(),
]

ITEM = "{line}/Item"
STANDARD = "{root}Line.Item.StandardItemIdentification.ID"
OLDER = "{root}Line.Item.CommodityClassification.ItemClassificationCode"


def of_line(key: str, path: str, back: str = "", **more: Any) -> Case:
    return Case(f"{{root}}Line.{key}", f"{{line}}/{path}", back, **more)


LINE = [
    Case("PeppolUnitCode", "{line}/{quantity}/@unitCode", value="H87"),
    Case("PeppolLineID", "{line}/ID", value="40"),
    of_line("Note", "Note"),
    of_line("InvoicePeriod.StartDate", "InvoicePeriod/StartDate", value="2026-10-01"),
    of_line("InvoicePeriod.EndDate", "InvoicePeriod/EndDate", value="2026-10-31"),
    of_line("OrderLineReference.LineID", "OrderLineReference/LineID", value="0010"),
    of_line("Item.BuyersItemIdentification.ID.Text", "Item/BuyersItemIdentification/ID"),
    of_line("Item.StandardItemIdentification.ID.Text", "Item/StandardItemIdentification/ID"),
    Case(
        f"{STANDARD}.SchemeID",
        f"{ITEM}/StandardItemIdentification/ID/@schemeID",
        value="0160",
        beside={f"{STANDARD}.Text": "8710400311140"},
    ),
    *(
        Case(f"CommodityClassification{name}", f"{ITEM}/CommodityClassification/ItemClassificationCode")
        for name in ("PO", "SRV", "BH", "NB", "SN")
    ),
    Case(
        f"{OLDER}.Text",
        f"{ITEM}/CommodityClassification/ItemClassificationCode",
        "CustomFields.CommodityClassificationSTI",
        beside={f"{OLDER}.ListID": "STI"},
    ),
    Case(
        f"{OLDER}.ListID",
        f"{ITEM}/CommodityClassification/ItemClassificationCode/@listID",
        "",
        "STI",
        beside={f"{OLDER}.Text": "09348023"},
    ),
    Case("AdditionalItemPropertyWeight", f"{ITEM}/AdditionalItemProperty/Value"),
    Case("AdditionalItemPropertyWith blank", f"{ITEM}/AdditionalItemProperty/Value"),
]

ROOTS = ("Invoice", "CreditNote")


def filled(template: str, root: str) -> str:
    return template.format(root=root, line=f"{root}Line", quantity=_QUANTITY[root])


_QUANTITY = {"Invoice": "InvoicedQuantity", "CreditNote": "CreditedQuantity"}


def fields(of: Case, root: str) -> dict[str, str]:
    """The custom fields of a case, for one spelling of the root."""
    return {filled(key, root): text for key, text in {**of.beside, of.key: of.value}.items()}


def bare(root: str, **changes: Any) -> dict[str, Any]:
    """An order of which nothing stands in the way of a custom field."""
    customer = {"Name": "City Parks", "VATNumber": "BE0888444477", "Addresses": [_HOME]}
    changed = order(OrderType=root, Comments=None, Reference="PO", OrderLines=[line()], Customer=customer)
    return {**changed, **changes}


_HOME = {"AddressType": "InvoiceAddress", "City": "Gent", "CountryCode": "BE"}


def ids(of: Case | str) -> str:
    return of if isinstance(of, str) else of.key.replace("{root}", "X")


@pytest.mark.parametrize(("root", "spelled"), [*zip(ROOTS, ROOTS, strict=True), ("CreditNote", "Invoice")])
@pytest.mark.parametrize("of", HEADER, ids=ids)
def test_a_custom_field_of_the_document(of, root, spelled):
    """A credit note takes the keys of an invoice as well, as one page has them."""
    written = bare(root, CustomFields=fields(of, spelled))
    _, findings = to_tree(written)
    assert "UBLT-UNMAPPED" not in dict(rules(findings))
    tree, read = again(written)
    assert at(tree, filled(of.path, root)) == [of.value]
    if of.back == DELIVERED:
        address = next(each for each in value(read, DELIVERED) if each["AddressType"] == "DeliveryAddress")
        assert of.value in address.values()
    else:
        back = filled(of.back, root) or f"CustomFields['{filled(of.key, root)}']"
        assert value(read, back) == of.value


@pytest.mark.parametrize(("root", "spelled"), [*zip(ROOTS, ROOTS, strict=True), ("CreditNote", "Invoice")])
@pytest.mark.parametrize("of", LINE, ids=ids)
def test_a_custom_field_of_a_line(of, root, spelled):
    written = bare(root, OrderLines=[line(CustomFields=fields(of, spelled))])
    _, findings = to_tree(written)
    assert "UBLT-UNMAPPED" not in dict(rules(findings))
    tree, read = again(written)
    assert at(tree, filled(of.path, root)) == [of.value]
    if of.key == f"{OLDER}.ListID":
        assert read["OrderLines"][0]["CustomFields"]["CommodityClassificationSTI"] == "09348023"
    else:
        back = filled(of.back, root) or f"CustomFields['{filled(of.key, root)}']"
        assert value(read, f"OrderLines[0].{back}") == of.value


def test_the_name_of_a_property_and_of_a_list_is_the_end_of_the_key():
    given = {
        "AdditionalItemPropertyWeight": "24 kg",
        "AdditionalItemPropertyIntrastatCode": "4527897",
        "CommodityClassificationPO": "4500",
        "CommodityClassificationSRV": "62",
    }
    tree, read = again(bare("Invoice", OrderLines=[line(CustomFields=given)]))
    item = "InvoiceLine/Item"
    assert at(tree, f"{item}/AdditionalItemProperty/Name") == ["Weight", "IntrastatCode"]
    assert at(tree, f"{item}/CommodityClassification/ItemClassificationCode/@listID") == ["PO", "SRV"]
    assert read["OrderLines"][0]["CustomFields"] == given


@pytest.mark.parametrize(
    ("root", "spelled", "path", "type_code"),
    [
        ("Invoice", "Invoice", "ProjectReference/ID", []),
        ("CreditNote", "CreditNote", "AdditionalDocumentReference/ID", ["50"]),  # BT-11 of a credit note
        ("CreditNote", "Invoice", "AdditionalDocumentReference/ID", ["50"]),
    ],
)
def test_the_project_stands_elsewhere_in_a_credit_note(root, spelled, path, type_code):
    tree, read = again(bare(root, CustomFields={f"{spelled}.ProjectReference.ID.Text": "P-7"}))
    assert at(tree, path) == ["P-7"]
    assert at(tree, "AdditionalDocumentReference/DocumentTypeCode") == type_code
    assert read["CustomFields"] == {f"{root}.ProjectReference.ID.Text": "P-7"}


@pytest.mark.parametrize("root", ROOTS)
def test_the_reason_of_an_exemption(root):
    """ "Franchise en base de TVA": code 104, rate 0 and both fields."""
    given = {"TaxExemptionReason": "Franchise", "TaxExemptionReasonCode": "VATEX-FR-FRANCHISE"}
    exempt = [line(rate="0", VentilationCode="104")]
    tree, read = again(bare(root, CustomFields=given, OrderLines=exempt))
    category = "TaxTotal/TaxSubtotal/TaxCategory"
    assert at(tree, f"{category}/TaxExemptionReason") == ["Franchise"]
    assert at(tree, f"{category}/TaxExemptionReasonCode") == ["VATEX-FR-FRANCHISE"]
    assert read["CustomFields"] == given


@pytest.mark.parametrize("root", ROOTS)
def test_all_custom_fields_at_once(root):
    """No two of them share a place, but for the spellings of one field."""
    header: dict[str, str] = {}
    for each in HEADER:
        header.setdefault(filled(each.key, root), each.value)
    of_lines: dict[str, str] = {}
    for each in LINE:
        of_lines.setdefault(filled(each.key, root), each.value)
    tree, read = again(bare(root, CustomFields=header, OrderLines=[line(CustomFields=of_lines)]))
    missing = [each.key for each in (*HEADER, *LINE) if each.value not in at(tree, filled(each.path, root))]
    assert missing == []
    assert again(read)[1] == read


def test_the_keys_of_a_custom_field_own_root_first():
    assert custom.header("Invoice", "A.B") == ("CustomFields['Invoice.A.B']",)
    assert custom.header("CreditNote", "A", "B") == (
        "CustomFields['CreditNote.A']",
        "CustomFields['Invoice.A']",
        "CustomFields['CreditNote.B']",
        "CustomFields['Invoice.B']",
    )
    assert custom.document("Invoice", "A") == ("$.CustomFields['Invoice.A']",)
    assert custom.line("CreditNoteLine", "A") == (
        "CustomFields['CreditNoteLine.A']",
        "CustomFields['InvoiceLine.A']",
    )
