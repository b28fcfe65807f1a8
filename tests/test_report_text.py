"""The text report: five golden reports, reviewed as a reader would, and the laws of the rendering.

UBLTOOLS_UPDATE_GOLDEN=1 writes the golden files anew; read the difference before keeping it.
"""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ubltools.finding import Finding, Layer, LayerState, Location, Report, Severity
from ubltools.report import text

GOLDEN = Path(__file__).parent / "golden"
PASSED, FAILED, SKIPPED, ERROR = LayerState.PASSED, LayerState.FAILED, LayerState.SKIPPED, LayerState.ERROR
FATAL, WARNING, INFO = Severity.FATAL, Severity.WARNING, Severity.INFO
CUSTOMER = "/Invoice/cac:AccountingCustomerParty/cac:Party"

XSD = Layer("xsd", PASSED, "UBL 2.1", 0.004)
EN = Layer("en16931", PASSED, "1.3.16", 0.006, 312, engine="native", sha256="ab" * 32)
PEPPOL = Layer(
    "peppol",
    PASSED,
    "Peppol BIS Billing 3.0.21",
    0.003,
    97,
    chosen="in force since 2026-08-24",
    coverage="national rules not included",
)


def _failed(layer: Layer, *findings: Finding) -> Layer:
    return Layer(
        layer.name, FAILED, layer.release, layer.seconds, layer.rules_fired, findings, None, layer.chosen,
        layer.sha256, layer.engine, layer.coverage,
    )  # fmt: skip


def _refused() -> Report:
    """An order with a VAT number without its country, a wrong rate and no reference."""
    unknown = Finding(
        "UBLT-UNKNOWN-KEY",
        WARNING,
        "The key PostalCode is not known and is not used.",
        Location(json_path="$.Customer.Addresses[0].PostalCode"),
        'Did you mean "Zipcode"?',
    )
    vat = Finding(
        "BR-CO-09",
        FATAL,
        "The VAT number 0563846944 does not start with a country code.",
        Location(f"{CUSTOMER}/cac:PartyTaxScheme/cbc:CompanyID", 56, "$.Customer.VATNumber", "BT-48"),
        "Write the country prefix: BE0563846944 (Supplier.VATNumber, Customer.VATNumber).",
        ("BT-31", "BT-48", "BT-63"),
    )
    reference = Finding(
        "PEPPOL-EN16931-R003",
        FATAL,
        "There is no buyer reference and no purchase order reference.",
        Location("/Invoice", 2),
        "Fill in Reference (the order number of the customer) or OrderTitle (the buyer reference).",
        ("BT-10", "BT-13"),
    )
    order = Layer("order", PASSED, seconds=0.001, findings=(unknown,))
    return Report("order.json", (order, XSD, _failed(EN, vat), _failed(PEPPOL, reference)))


def _clean() -> Report:
    filled = Finding(
        "UBLT-FILLED",
        INFO,
        "BuyerReference was filled with the order number, because the order gives no reference.",
        Location(json_path="$.Reference", term="BT-10"),
    )
    return Report("order.json", (Layer("order", PASSED, seconds=0.001, findings=(filled,)), XSD, EN, PEPPOL))


def _not_validated() -> Report:
    reason = "Saxon cannot start here: the process may use too little memory (2 GB of address space)."
    broken = Layer("peppol", ERROR, "Peppol BIS Billing 3.0.21", reason=reason)
    return Report("-", (XSD, EN, broken))


def _not_ubl() -> Report:
    """Wrong order of elements: the XSD says no, the rules are not run."""
    wrong = Finding(
        "UBLT-XSD",
        FATAL,
        "Element cbc:DueDate comes too late: it stands after cbc:InvoiceTypeCode and belongs before it.",
        Location("/Invoice/cbc:DueDate", 9, None, "BT-9"),
        "Move the element, or let ubltools write the XML.",
    )
    reason = "the XML does not follow the schema"
    return Report(
        "invoices/2026/INV-2026-0417 (second copy).xml",
        (
            _failed(XSD, wrong),
            Layer("en16931", SKIPPED, "1.3.16", reason=reason),
            Layer(
                "peppol",
                SKIPPED,
                "Peppol BIS Billing 3.0.21",
                reason=reason,
                chosen="in force since 2026-08-24",
            ),
        ),
    )


def _many_places() -> Report:
    """One rule at seventeen lines, and one rule that says something else at each place."""
    unit = [
        Finding(
            "BR-CL-23",
            FATAL,
            "The unit code PCE is not in the UN/ECE list.",
            Location(
                f"/Invoice/cac:InvoiceLine[{n}]/cbc:InvoicedQuantity/@unitCode",
                100 + 30 * n,
                f"$.OrderLines[{n - 1}].CustomFields.PeppolUnitCode",
                "BT-130",
            ),
            "Use a UN/ECE unit code in CustomFields.PeppolUnitCode: C62 piece, HUR hour, DAY day.",
        )
        for n in range(1, 18)
    ]
    total = [
        Finding(
            "UBLT-TOTAL-MISMATCH",
            WARNING,
            f"TotalExcl says {stated}, the line comes to {computed}.",
            Location(json_path=f"$.OrderLines[{n}].TotalExcl", term="BT-131"),
            "Leave the totals out of the order: they are computed.",
        )
        for n, stated, computed in ((0, "10.00", "9.99"), (4, "25.50", "25.20"))
    ]
    order = Layer("order", PASSED, seconds=0.001, findings=tuple(total))
    return Report("order.json", (order, XSD, _failed(EN, *unit), PEPPOL))


REPORTS = {
    "refused": _refused(),
    "clean": _clean(),
    "not_validated": _not_validated(),
    "not_ubl": _not_ubl(),
    "many_places": _many_places(),
}


@pytest.mark.parametrize("name", REPORTS)
def test_golden(name: str) -> None:
    _compare(GOLDEN / f"report_{name}.txt", text.render(REPORTS[name]))


def test_golden_verbose() -> None:
    _compare(GOLDEN / "report_many_places_verbose.txt", text.render(REPORTS["many_places"], verbose=True))


def _compare(golden: Path, rendered: str) -> None:
    if os.environ.get("UBLTOOLS_UPDATE_GOLDEN") == "1":
        golden.write_text(rendered, encoding="utf-8", newline="\n")
    assert rendered == golden.read_text(encoding="utf-8")


# --- laws ---------------------------------------------------------------------------------------

# Keys and messages come from documents: any character may be in them.
WORDS = st.text(max_size=30)
KEYS = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=12)
MAYBE = st.none() | WORDS
LOCATIONS = st.builds(
    Location,
    xpath=MAYBE,
    line=st.none() | st.integers(1, 10**6),
    json_path=st.none() | KEYS.map(lambda key: f"$.OrderLines[0].{key}"),
    term=st.none() | st.sampled_from(["BT-1", "BG-25", "BT-999"]),
)
FINDINGS = st.builds(
    Finding,
    rule=KEYS.map(lambda key: f"UBLT-{key}"),
    severity=st.sampled_from(Severity),
    message=WORDS,
    location=LOCATIONS,
    hint=MAYBE,
    terms=st.lists(st.sampled_from(["BT-1", "BT-2"]), max_size=2).map(tuple),
)
LAYERS = st.builds(
    Layer,
    name=st.sampled_from(["order", "xsd", "en16931", "peppol"]) | WORDS,
    state=st.sampled_from(LayerState),
    release=MAYBE,
    rules_fired=st.none() | st.integers(0, 400),
    findings=st.lists(FINDINGS, max_size=8).map(tuple),
    reason=MAYBE,
    chosen=MAYBE,
    coverage=MAYBE,
)
REPORTS_OF_ANY_KIND = st.builds(Report, document=WORDS, layers=st.lists(LAYERS, max_size=4).map(tuple))


@given(REPORTS_OF_ANY_KIND, st.booleans())
def test_text_never_carries_control_characters(report: Report, verbose: bool) -> None:
    lines = text.render(report, verbose=verbose).split("\n")
    assert lines[-1] == ""
    assert all(line.isprintable() for line in lines)


@given(REPORTS_OF_ANY_KIND)
def test_verbose_text_names_every_rule_and_every_place(report: Report) -> None:
    rendered = text.render(report, verbose=True)
    for finding in report.findings:
        assert finding.rule in rendered
        assert finding.location.json_path is None or finding.location.json_path in rendered


@given(REPORTS_OF_ANY_KIND)
def test_only_a_report_that_is_ok_says_ok(report: Report) -> None:
    assert bool(re.match(r"OK(  |$)", text.render(report).splitlines()[0])) == report.ok
    if not report.complete:
        assert text.render(report).startswith("NOT VALIDATED")


@given(REPORTS_OF_ANY_KIND)
def test_every_layer_that_did_not_run_is_named_as_such(report: Report) -> None:
    """Layers with the same reason share a line; "NOT checked" stands once a reason."""
    reasons = {layer.reason for layer in report.layers if layer.state in (SKIPPED, ERROR)}
    lines = text.render(report).splitlines()
    said = [line for line in lines if line.startswith("NOT checked: ")]
    assert bool(said) == bool(reasons)
    assert len(said) <= len(reasons)


@given(REPORTS_OF_ANY_KIND, st.booleans())
def test_colour_adds_colour_and_nothing_else(report: Report, verbose: bool) -> None:
    coloured = text.render(report, colour=True, verbose=verbose)
    assert "\x1b[1;" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == text.render(report, verbose=verbose)


@given(st.lists(FINDINGS, max_size=12))
def test_fatal_comes_first_and_each_rule_once(findings: list[Finding]) -> None:
    report = Report("x", (Layer("en16931", FAILED, findings=tuple(findings)),))
    headings = re.findall(r"^(FATAL|WARNING|NOTE)  (UBLT-\S+)", text.render(report), re.MULTILINE)
    weights = ["NOTE WARNING FATAL".split().index(word) for word, _ in headings]
    assert weights == sorted(weights, reverse=True)
    assert len(headings) == len({(finding.severity, finding.rule) for finding in findings})


@pytest.mark.parametrize("name", REPORTS)
def test_lines_fit_80_columns_except_paths(name: str) -> None:
    for line in text.render(REPORTS[name]).splitlines():
        assert len(line) <= 80 or re.search(r"(XML line \d+: )/\S+$", line), line


def test_early_layers_come_first() -> None:
    early, late = (Finding(rule, FATAL, "Wrong.") for rule in ("UBLT-ORDER-VALUE", "BR-01"))
    rendered = text.render(Report("x", (Layer("order", FAILED, findings=(early,)), _failed(EN, late))))
    assert rendered.index("UBLT-ORDER-VALUE") < rendered.index("BR-01")


@pytest.mark.parametrize(
    ("layers", "verdict"),
    [
        ((), "NOT VALIDATED  a.xml  because nothing was checked"),
        (
            (Layer("xsd", PASSED), Layer("peppol", SKIPPED)),
            "NOT VALIDATED  a.xml  because Peppol was not checked: no reason is known",
        ),
        ((Layer("xsd", FAILED), Layer("peppol", SKIPPED)), "REFUSED  a.xml"),
        (
            (Layer("xsd", FAILED), Layer("peppol", ERROR, reason="No Saxon.")),
            "NOT VALIDATED  a.xml  because Peppol could not be checked: No Saxon",
        ),
        ((Layer("xsd", PASSED),), "OK  a.xml"),
    ],
)
def test_verdict(layers: tuple[Layer, ...], verdict: str) -> None:
    first = text.render(Report("a.xml", layers)).split("\n\n")[0]
    assert " ".join(first.split()) == " ".join(verdict.split())


@pytest.mark.parametrize(
    ("release", "shown"),
    [
        ("1.3.16", "Checked: EN 16931 1.3.16"),
        ("EN 16931 1.3.16", "Checked: EN 16931 1.3.16"),
        ("en16931-1.3.16", "Checked: en16931-1.3.16"),
        (None, "Checked: EN 16931"),
    ],
)
def test_a_release_is_named_once(release: str | None, shown: str) -> None:
    assert text.render(Report("x", (Layer("en16931", PASSED, release),))).splitlines()[-1] == shown


@pytest.mark.parametrize(("met", "words"), [(0, "no rules met"), (1, "1 rule met"), (2, "2 rules met")])
def test_rules_met(met: int, words: str) -> None:
    assert f"({words})" in text.render(Report("x", (Layer("en16931", PASSED, "1.3.16", rules_fired=met),)))


def test_a_terminal_cannot_be_steered_from_a_document() -> None:
    finding = Finding("BR-02", FATAL, "Number \x1b[2J\u202e gone\r\nOK", Location(json_path="$['\x07a']"))
    rendered = text.render(Report("evil\x1b]0;x\x07.xml", (_failed(EN, finding),)))
    assert "Number \\x1b[2J\\u202e gone OK" in rendered
    assert "$['\\x07a']" in rendered
    assert "\x1b" not in rendered


def test_a_file_that_could_not_be_looked_at_is_one_message() -> None:
    finding = Finding("UBLT-NOT-XML", Severity.FATAL, "This is JSON, not XML.", hint="Use presend.")
    report = Report("a.json", (Layer("input", LayerState.ERROR, findings=(finding,), reason="x"),))
    assert text.render(report) == "NOT VALIDATED  a.json  This is JSON, not XML.\n  Use presend.\n"
