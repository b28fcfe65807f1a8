"""Writes the code lists of ubltools/codes/ from a folder of reference lists.

    python .ci/make_codes.py FOLDER

The only way in which these files change. KEPT names the lists that rules or the mapping use and says
in our words what each is; the reference file says from which release it is. Codes are taken over as
they stand, in their order. No list is typed here, and terms.csv, advice.csv and messages.csv are not touched.
"""

import csv
import re
import sys
from pathlib import Path
from typing import Final

TARGET: Final = Path(__file__).parents[1] / "ubltools" / "codes"

KEPT: Final = {
    "CEN-ICD": "identifier schemes (ISO 6523 ICD)",
    "CEN-ISO3166": "countries (ISO 3166-1 alpha-2, with 1A and XI)",
    "CEN-UNCL4461": "payment means (UNTDID 4461)",
    "CEN-UNCL5305": "VAT categories (UNTDID 5305, those of EN 16931)",
    "CEN-UNCL7143": "item classification schemes (UNTDID 7143)",
    "CEN-VATEX": "VAT exemption reasons (VATEX)",
    "CEN-units-rec20-21": "units of measure (UN/ECE recommendations 20 and 21)",
    "DE-document-types": "types of documents from one German party to another (UNTDID 1001)",
    "DE-vat-categories-needing-seller-tax-id": "VAT categories for which a German seller states a tax number",
    "DK-UNSPSC-versions": "versions of the UNSPSC that Denmark accepts",
    "DK-payment-means": "payment means that Denmark accepts (UNTDID 4461)",
    "EAS": "electronic address schemes (EAS)",
    "EAS-3.0.22-preview": "electronic address schemes (EAS)",
    "GR-document-types": "types of documents in a Greek invoice number (myDATA)",
    "ISO4217": "currencies (ISO 4217)",
    "MIMECODE": "media types of attachments",
    "MLS-response-codes": "answers of a Message Level Status (subset of UNTDID 4343)",
    "MLS-status-reason-codes": "reasons in a Message Level Status",
    "NL-payment-means": "payment means between two Dutch parties (UNTDID 4461)",
    "T111-ClarificationListID": "lists of clarification codes in an Invoice Response",
    "T111-ICD": "identifier schemes (ISO 6523 ICD) in an Invoice Response",
    "T111-OPStatusAction": "what the buyer asks for in an Invoice Response",
    "T111-OPStatusReason": "why an invoice has its status in an Invoice Response",
    "T111-UNCL1001": "types of documents (UNTDID 1001, all of it)",
    "T111-status-codes": "status of an invoice in an Invoice Response (subset of UNTDID 4343)",
    "T71-response-codes": "answers of a Message Level Response (subset of UNTDID 4343)",
    "T71-status-reason-codes": "reasons in a Message Level Response",
    "UNCL2005": "VAT point dates (UNTDID 2005, those of EN 16931)",
    "UNCL5189": "reasons for allowances (UNTDID 5189, those of EN 16931)",
    "UNCL7161": "reasons for charges (UNTDID 7161)",
    "VATEX-to-category": "VAT category that an exemption reason asks for",
    "creditnote-type-codes-billing": "types of credit notes in billing (UNTDID 1001)",
    "creditnote-type-codes-selfbilling": "types of credit notes in self-billing (UNTDID 1001)",
    "invoice-type-codes-billing": "types of invoices in billing (UNTDID 1001)",
    "invoice-type-codes-billing-3.0.22-preview": "types of invoices in billing (UNTDID 1001)",
    "invoice-type-codes-de-only": "types of invoices for two German parties only (UNTDID 1001)",
    "invoice-type-codes-selfbilling": "types of invoices in self-billing (UNTDID 1001)",
}

_ORIGIN: Final = re.compile(
    r"# (?P<source>.+?) (?:rules,?|code list change expected with) "
    r"(?:release )?(?P<release>(?:[A-Z][a-z]+ )?[0-9.]+)"
)


def main(reference: Path) -> None:
    """Write every list of KEPT. Raises ValueError for a reference file that does not have the known form."""
    for name, title in KEPT.items():
        written = _list(name, title, (reference / f"{name}.csv").read_text(encoding="utf-8"))
        (TARGET / f"{name}.csv").write_text(written, encoding="utf-8", newline="\n")


def _list(name: str, title: str, text: str) -> str:
    first, header, *lines = text.splitlines()
    origin = _ORIGIN.match(first)
    rows = list(csv.reader(lines))
    codes = [row[0] for row in rows]
    if not origin or not rows or len(set(codes)) != len(codes) or any(code != code.strip() for code in codes):
        raise ValueError(f"{name}.csv is not a code list of the known form")
    preview = ", a preview" if "PREVIEW" in first else ""
    birth = f"# {title}; the list of the {origin['source']} rules {origin['release']}{preview}"
    return "\n".join([birth, header, *lines, ""])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
