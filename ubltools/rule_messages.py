"""What is wrong when a rule of EN 16931 fires, as a sentence of our own, by the id and test of the rule.

A row of codes/messages.csv, or, for rules that come in families, a sentence pattern filled in: about VAT
categories, decimals, and elements that EN 16931 does not use. Only sentences live here; no rule is run.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from ubltools.codes import advice, code_table, term_name


@dataclass(frozen=True, slots=True)
class Category:
    """A VAT category, and how the sentences of its ten rules end.

    name: with its code. listed: rule 01, the VAT breakdown; numbers: 02 to 04, those of the parties; rate: 05
    to 07, of what is sold; base, tax, reason: 08, 09, 10, in the VAT breakdown.
    """

    name: str
    listed: str
    numbers: str
    rate: str
    base: str
    tax: str
    reason: str


_ONCE: Final = "is used, but it does not stand in the VAT breakdown exactly once"
_ANY: Final = "is used but missing in the VAT breakdown, or stands there though nothing uses it"
_SELLER: Final = "but there is no VAT or tax number of the seller, nor a VAT number of its tax representative"
_SELLER_VAT: Final = "but there is no VAT number of the seller, nor of its tax representative"
_BOTH: Final = (
    "but a tax number of seller or tax representative is missing, or a VAT or company number of the buyer"
)
_BOTH_VAT: Final = (
    "but the VAT number of the buyer is missing, or that of the seller (or its tax representative)"
)
_NOBODY: Final = "but the seller, the tax representative or the buyer has a VAT number"
_SUM: Final = "is not the sum of its lines, less its allowances, plus its charges"
_REASONLESS: Final = "has no exemption reason in the VAT breakdown, neither as text nor as code"
_REASON: Final = "has an exemption reason in the VAT breakdown"


def _untaxed(name: str, numbers: str, reason: str = _REASONLESS) -> Category:
    return Category(name, _ONCE, numbers, "has a VAT rate other than 0, or none", _SUM, "is not zero", reason)


def _taxed(name: str, rate: str) -> Category:
    base, tax = f"at one VAT rate {_SUM}", "is not its taxable amount times its VAT rate"
    return Category(name, _ANY, _SELLER, rate, base, tax, _REASON)


_NOT_NEGATIVE: Final = "has a VAT rate below 0, or none"
_OUTSIDE: Final = Category(
    "O (outside VAT)", _ONCE, _NOBODY, "has a VAT rate", _SUM, "is not zero", _REASONLESS
)
CATEGORIES: Final[Mapping[str, Category]] = {
    "S": _taxed("S (standard rate)", "has a VAT rate of 0 or less, or none"),
    "Z": _untaxed("Z (zero rate)", _SELLER, _REASON),
    "E": _untaxed("E (exempt)", _SELLER),
    "AE": _untaxed("AE (reverse charge)", _BOTH),
    "IC": _untaxed("K (intra-community supply)", _BOTH_VAT),
    "G": _untaxed("G (export outside the EU)", _SELLER_VAT),
    "O": _OUTSIDE,
    "AF": _taxed("L (IGIC, Canary Islands)", _NOT_NEGATIVE),
    "AG": _taxed("M (IPSI, Ceuta and Melilla)", _NOT_NEGATIVE),
}
PATTERNS: Final[Mapping[str, str]] = {
    "01": "VAT category {0.name} {0.listed}.",
    "02": "A line has VAT category {0.name}, {0.numbers}.",
    "03": "A document allowance has VAT category {0.name}, {0.numbers}.",
    "04": "A document charge has VAT category {0.name}, {0.numbers}.",
    "05": "A line in VAT category {0.name} {0.rate}.",
    "06": "A document allowance in VAT category {0.name} {0.rate}.",
    "07": "A document charge in VAT category {0.name} {0.rate}.",
    "08": "The taxable amount of VAT category {0.name} {0.base}.",
    "09": "The VAT amount of VAT category {0.name} {0.tax}.",
    "10": "VAT category {0.name} {0.reason}.",
}
_LINE: Final = "(cac:InvoiceLine|cac:CreditNoteLine)/"
_UNUSED: Final = re.compile(
    rf"not\((?P<line>{re.escape(_LINE)})?(?://)?(?P<element>\w+:\w+(?:/\w+:\w+)*)?(?:/?@(?P<attribute>\w+))?\)"
)


def message(rule: str, test: str) -> str | None:
    """What is wrong when that rule of EN 16931 fires; None for a rule that is not known here.

    test: the XPath of the rule. What it forbids is named as it stands there.
    """
    return _messages().get(rule) or next(filter(None, (make(rule, test) for make in _FAMILIES)), None)


@cache
def _messages() -> dict[str, str]:
    return {row["rule"]: row["message"] for row in code_table("messages")}


def _of_category(rule: str, _: str) -> str | None:
    """BR-S-01 to BR-S-10, and the same for the other VAT categories."""
    _, name, number = [*rule.split("-"), "", ""][:3]
    if name not in CATEGORIES or number not in PATTERNS:
        return None
    return PATTERNS[number].format(CATEGORIES[name])


def _decimals(rule: str, _: str) -> str | None:
    """BR-DEC-nn, each about one amount."""
    known = advice(rule) if rule.startswith("BR-DEC-") else None
    name = term_name(known.terms[0]) if known and known.terms else None
    if not name:
        return None
    return f"The {name if name.startswith('VAT') else name[0].lower() + name[1:]} has more than two decimals."


def _unused(rule: str, test: str) -> str | None:
    """UBL-CR-nnn and UBL-DT-nn, about elements and attributes that an invoice does without."""
    found = _UNUSED.fullmatch(test) if rule.startswith(("UBL-CR-", "UBL-DT-")) else None
    if found is None:
        return None
    line, element, attribute = found.group("line", "element", "attribute")
    if attribute:
        return f"{element or 'An element'} has the attribute {attribute}, which EN 16931 does not use."
    return f"{'A line' if line else 'The document'} has {element}, which EN 16931 does not use."


_FAMILIES: Final[tuple[Callable[[str, str], str | None], ...]] = (_of_category, _decimals, _unused)
