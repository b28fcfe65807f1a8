"""Where a part of a document stands, and which business term it is: from a part to a Side.

Asked only for what differs. The place in an order comes from the conversion that wrote it as UBL.
"""

from collections.abc import Iterator
from typing import Final

from ubltools import xml
from ubltools.codes import term_at
from ubltools.comparison import elements, fields
from ubltools.comparison.model import Side
from ubltools.comparison.parts import Part
from ubltools.conversion import Places
from ubltools.finding import Finding, Location, Severity
from ubltools.lens.codecs import AMOUNT
from ubltools.names import clark, short
from ubltools.xml import Element

_WHOLE: Final = "$"  # a JSON path that says nothing
_ORDER_LINES: Final = elements.LINES | {clark("cac:AllowanceCharge")}  # what entries of OrderLines become


class Origin:
    """The places of one document. places: None for a document that is UBL itself."""

    def __init__(self, places: Places | None) -> None:
        self._places = places
        self._steps: dict[Element, str] = {}

    def side(self, part: Part, attribute: str | None = None, whole: Part | None = None) -> Side:
        """What the document says in a part, or in an attribute of it, and where.

        whole: what is shown, where that is more than the part
        """
        element: Element = part.source
        value = dict(part.attributes)[attribute] if attribute else elements.shown((whole or part).source)
        line = None if self._places else xml.line_of(element)
        return Side(value, self._xpath(element, attribute), line, self._json_path(part, attribute))

    def json_paths(self, part: Part) -> Iterator[str]:
        """The fields of the order behind the values in a part, and the line of it that the part is."""
        for each in part.below():
            own = (None,) if each.name in _ORDER_LINES or (not each.children and term_of(each)) else ()
            for name in (*own, *dict(each.attributes)):
                path = self._json_path(each, name)
                yield from () if path is None else (path,)

    def _xpath(self, element: Element, attribute: str | None) -> str:
        return xml.xpath_of(element, self._steps) + (f"/@{short(attribute)}" if attribute else "")

    def _json_path(self, part: Part, attribute: str | None) -> str | None:
        if self._places is None:
            return None
        if AMOUNT.attribute and attribute == AMOUNT.attribute[0]:
            return f"{_WHOLE}.{AMOUNT.attribute[1]}"
        term = term_of(part, attribute) if not part.children else None
        where = Location(xpath=self._xpath(part.source, attribute))
        asked = Finding("", Severity.INFO, "", where, terms=(term,) if term else ())
        path = self._places.attach(asked).location.json_path
        return None if path == _WHOLE else path


def json_side(part: Part | None) -> Side | None:
    """What an order says in one of its own fields, and where."""
    if part is None:
        return None
    field: fields.Field = part.source
    return Side(fields.shown(field), json_path=field.path)


def by_term(part: Part) -> Iterator[tuple[Part, Part]]:
    """A part that only one document has, as parts with a business term: each whole, and where the term is."""
    termed = [part] if term_of(part) else [each for each in part.below() if term_of(each)]
    if len(termed) > 1:
        for each in part.children:
            yield from by_term(each)
    else:
        yield part, termed[0] if termed else part


# The business term


def term_of(part: Part, attribute: str | None = None) -> str | None:
    """The business term of a part that is an element, or of an attribute of it; None outside EN 16931."""
    steps: list[str] = [f"@{short(attribute)}"] if attribute else []
    element: Element | None = part.source
    while element is not None:
        name = short(str(element.tag))
        steps.append(name + _predicate(element, name))
        element = element.getparent()
    return term_at("/" + "/".join(reversed(steps)))


def _predicate(element: Element, name: str) -> str:
    """What codes/terms.csv asks of elements whose business term depends on another value."""
    path, texts = _DEPENDS.get(name, ("", {}))
    told = (xml.text_of(found).strip() if (found := _at(element, path)) is not None else "") if path else ""
    if told:
        text = texts.get(told) or texts.get("")
        return f"[{path}{text}]" if text else ""
    if name == "cbc:ID" and element.get("schemeID") == "SEPA":
        return "[@schemeID='SEPA']"
    if name == "cbc:TaxAmount" and element.get("currencyID") == _accounting_currency(element):
        return "[@currencyID=/*/cbc:TaxCurrencyCode]"
    return ""


_FALSE, _TRUE = "='false'", "='true'"
_DEPENDS: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "cac:AllowanceCharge": (
        "cbc:ChargeIndicator",
        {"false": _FALSE, "0": _FALSE, "true": _TRUE, "1": _TRUE},
    ),
    "cac:PartyTaxScheme": ("cac:TaxScheme/cbc:ID", {"VAT": "='VAT'", "": "!='VAT'"}),
    "cac:AdditionalDocumentReference": ("cbc:DocumentTypeCode", {"130": "='130'", "50": "='50'"}),
}


def _at(element: Element, path: str) -> Element | None:
    return element.find("/".join(map(clark, path.split("/"))))


def _accounting_currency(element: Element) -> str | None:
    """The currency of VAT accounting (BT-6); None where it is that of the invoice."""
    root = element.getroottree().getroot()
    found = _at(root, "cbc:TaxCurrencyCode")
    main = _at(root, "cbc:DocumentCurrencyCode")
    return None if found is None or main is None or found.text == main.text else found.text
