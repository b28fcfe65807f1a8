"""French documents: which rules judge them, what presend says of them, and that nobody else pays for it."""

from datetime import date

import pytest

from tests.invoices import invoice
from tests.orders import COMPANY, order, text
from ubltools.errors import ConfigurationError
from ubltools.finding import LayerState, Report, Severity
from ubltools.names import BILLING, is_french
from ubltools.report import text as text_report
from ubltools.sendxml import presend
from ubltools.validation import engines, rulebook, schematron
from ubltools.validation.engine import validate
from ubltools.validation.release import by_id, files_of

TODAY = date(2026, 11, 21)
EN16931 = "urn:cen.eu:en16931:2017"
EXTENDED = f"{EN16931}#conformant#urn.cpro.gouv.fr:1p0:extended-ctc-fr"
PROCESS = ("urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", "S1")
NOTES = "".join(f"<cbc:Note>#{code}# x</cbc:Note>" for code in ("PMT", "PMD", "AAB"))
SIREN = '<cbc:CompanyID schemeID="0002">552100554</cbc:CompanyID>'
# An invoice of a French seller with everything that the French rules ask for.
FRENCH = (
    PROCESS,
    ("<cbc:DocumentCurrencyCode>", f"{NOTES}<cbc:DocumentCurrencyCode>"),
    ("</cbc:RegistrationName>", f"</cbc:RegistrationName>{SIREN}"),
    *([("<cbc:Percent>21<", "<cbc:Percent>20<")] * 2),
    *([(">21.00<", ">20.00<")] * 2),
    *([(">121.00<", ">120.00<")] * 2),
)  # fmt: skip


def french(*changes, customization=EN16931) -> bytes:
    return invoice((BILLING, customization), *FRENCH, *changes)


def releases(report: Report) -> dict[str, str | None]:
    return {layer.name: layer.release for layer in report.layers}


def rules(report: Report, name: str) -> list[str]:
    return [found.rule for layer in report.layers if layer.name == name for found in layer.findings]


@pytest.mark.parametrize("profile", ["B1", "S1", "M1", "S6", "M9"])
def test_a_french_process(profile):
    assert is_french(profile)


@pytest.mark.parametrize("profile", [None, "", "S", "S0", "s1", "A1", "S11", PROCESS[0], "S1\n"])
def test_another_process(profile):
    assert not is_french(profile)


def test_a_french_document_is_judged_by_the_french_rules_in_the_place_of_peppol():
    report = validate(french(), on=TODAY)
    assert report.ok, report.findings
    assert releases(report) == {"xsd": "ubl-2.1", "en16931": "en16931-1.3.16", "france": "fr-ctc"}
    assert (report.layers[-1].rules_fired or 0) > 20


def test_a_french_rule_finds_what_is_missing():
    report = validate(french(("#PMD# x", "x"), ('schemeID="0002"', 'schemeID="0009"')), on=TODAY)
    assert rules(report, "france") == ["BR-FR-05_BT-22-2", "BR-FR-10_BT-30"]
    note, siren = report.layers[-1].findings
    assert note.message.startswith("La mention relative")  # without the "[BR-FR-05/BT-22] :" in front
    assert (note.severity, note.terms) == (Severity.FATAL, ("BT-22",))
    assert "#PMD#" in (note.hint or "")
    assert siren.location.xpath == "/Invoice/cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity"


def test_a_credit_note_has_them_too():
    names = ("</Invoice>", "</CreditNote>"), ("<Invoice ", "<CreditNote "), ("Invoice-2", "CreditNote-2")
    lines = ("<cac:InvoiceLine>", "<cac:CreditNoteLine>"), ("</cac:InvoiceLine>", "</cac:CreditNoteLine>")
    quantities = [(f"{end}cbc:InvoicedQuantity", f"{end}cbc:CreditedQuantity") for end in ("<", "</")]
    type_code = "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>"
    changed = french(
        *names, *lines, *quantities, ("<cbc:DueDate>2026-12-20</cbc:DueDate>", ""),
        (type_code, "<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>"),
    )  # fmt: skip
    report = validate(changed, on=TODAY)
    assert releases(report)["france"] == "fr-ctc"
    assert rules(report, "france") == ["BR-FR-CO-05_BT-3"]  # a credit note names what it credits


def test_the_extension_comes_in_the_place_of_en_16931():
    report = validate(french(customization=EXTENDED), on=TODAY)
    assert report.ok, report.findings
    assert releases(report) == {"xsd": "ubl-2.1", "en16931": "fr-ctc-extended", "france": "fr-ctc"}


def test_a_document_that_claims_to_be_peppol_is_judged_as_that_as_well():
    """An access point would refuse it, whatever the French rules say."""
    report = validate(french(customization=BILLING), on=TODAY)
    assert list(releases(report)) == ["xsd", "en16931", "peppol", "france"]
    assert "PEPPOL-EN16931-R007" in rules(report, "peppol")
    assert rules(report, "france") == []


@pytest.mark.parametrize(("name", "layer"), [("fr-ctc", "france"), ("fr-ctc-extended", "en16931")])
def test_they_can_be_asked_for_on_any_document(name, layer):
    report = validate(invoice(), on=TODAY, release=name)
    assert releases(report)[layer] == name
    assert ("BR-FR-08_BT-23" in rules(report, "france")) == (layer == "france")
    assert next(each for each in report.layers if each.name == layer).chosen == "asked for by name"


def test_the_rules_before_sending_run_when_they_are_asked_for():
    assert "billit" not in releases(validate(invoice(), on=TODAY))
    report = validate(invoice(), on=TODAY, release="billit-presend")
    assert releases(report)["billit"] == "billit-presend"
    assert list(releases(report))[-1] == "billit"
    assert rules(report, "billit") == ["BILLIT-NO-PDF"]
    assert report.ok


def test_layers_are_run_by_name():
    report = validate(invoice(), on=TODAY, layers=("billit", "xsd"))
    assert list(releases(report)) == ["xsd", "billit"]  # in their own order
    with pytest.raises(ConfigurationError, match="no layer pepol"):
        validate(invoice(), on=TODAY, layers=("xsd", "pepol"))


@pytest.fixture
def loaded(monkeypatch):
    """The rule files that are read from now on, by name."""
    names = []
    read = schematron.read

    def reading(path, folder=None):
        names.append(path.name)
        return read(path, folder)

    monkeypatch.setattr(schematron, "read", reading)
    for cached in (rulebook.schema_of, rulebook.rules_of):
        cached.cache_clear()
    yield names
    for cached in (rulebook.schema_of, rulebook.rules_of):
        cached.cache_clear()


def test_other_documents_do_not_load_them(loaded):
    assert validate(invoice(), on=TODAY, engine="saxon").ok  # the native engine keeps what it compiled
    assert loaded == ["EN16931-UBL-validation.xslt", "rules.sch"]
    validate(french(), on=TODAY, engine="saxon")
    assert loaded[2:] == ["BR-FR-Flux2-Schematron-UBL.xslt"]


@pytest.mark.parametrize("name", ["fr-ctc", "fr-ctc-extended"])
def test_they_stay_in_the_package_that_carries_them(name):
    release = by_id(name)
    assert [path.name for path in release.folder.iterdir()] == ["release.toml"]
    assert all("site-packages" in str(path) or "facturx" in str(path) for path in files_of(release).values())


def test_a_changed_file_is_no_pass(monkeypatch):
    monkeypatch.setattr("ubltools.validation.release._digest", lambda path: "0" * 64)
    for cached in (rulebook.schema_of, rulebook.rules_of, engines._built, files_of):
        cached.cache_clear()
    try:
        report = validate(french(), on=TODAY, layers=("france",))
        assert [layer.state for layer in report.layers] == [LayerState.ERROR]
        assert "factur-x" in (report.layers[0].reason or "")
    finally:
        files_of.cache_clear()


def test_a_french_order_is_refused_with_the_way_that_it_has_to_go():
    result = presend(text(order(BusinessProcessType="S1")), company=COMPANY, on=TODAY)
    assert result.body is None
    assert list(releases(result.report)) == ["order", "xsd", "en16931", "billit", "france"]
    (first, *others) = result.report.reaching(Severity.FATAL)
    assert (first.rule, first.location.json_path) == ("BILLIT-FRANCE-PA", "$.BusinessProcessType")
    assert "/v1/orders" in (first.hint or "")
    assert {each.rule[:5] for each in others} == {"BR-FR"}
    assert all(each.location.json_path for each in others)
    shown = text_report.render(result.report)
    assert shown.index("BILLIT-FRANCE-PA") < shown.index("BR-FR-")
    assert "France fr-ctc (always in force" in shown


def test_the_business_process_of_an_order_goes_into_the_document():
    ubl = presend(text(order(BusinessProcessType="M4")), company=COMPANY, on=TODAY).ubl
    assert ubl and "<cbc:ProfileID>M4</cbc:ProfileID>" in ubl
