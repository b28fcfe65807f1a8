"""Orders for laws, drawn from the mapping table itself: a new row is covered without a line here.

The trie is walked as reading walks it: a drawn value goes where the row puts what it reads, an object where
its Selection puts it, a computed value through keep; so an order that comes out is spelled as reading spells
it. What a value may be is said by the codec of its row, by the code list of its term, or in HINTS.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final, NamedTuple

from hypothesis import strategies as st

from ubltools.billit.order import NEEDED
from ubltools.codes import code_list, code_table, term_at
from ubltools.conversion import root_of
from ubltools.lens.codecs import TEXT
from ubltools.lens.read import Reading, settle
from ubltools.lens.rows import (
    DERIVED_FROM,
    RENAMED,
    Computed,
    Const,
    Item,
    Leaf,
    Selection,
    get,
    look_up,
    put,
)
from ubltools.lens.tree import Node, Value
from ubltools.mapping.computed.document import DIRECT_DEBITS
from ubltools.mapping.computed.folding import fold
from ubltools.mapping.computed.identifiers import TYPE_OF_SCHEME
from ubltools.mapping.computed.lines import BASE, PERCENTAGE, is_adjustment
from ubltools.mapping.computed.tax import CODE_OF, REASON
from ubltools.mapping.computed.totals import CATEGORY, REASON_CODE, REASON_TEXT, Facts
from ubltools.mapping.decisions import Decisions
from ubltools.mapping.invoice import TARGETS, Target
from ubltools.mapping.party import ENDPOINT
from ubltools.mapping.tax import BREAKDOWN
from ubltools.names import SELF_BILLING

Values = st.SearchStrategy[Any]
_DECISIONS: Final = Decisions()

# What a value may be


def numbers(low: int, high: int, places: int) -> Values:
    """Decimals with so many places."""
    return st.integers(low * 10**places, high * 10**places).map(lambda whole: Decimal(whole).scaleb(-places))


def codes(name: str) -> Values:
    return st.sampled_from(code_list(name))


_OF_XML: Final = st.characters(
    exclude_categories=("Cs", "Cc"), include_characters="\t\n\r", exclude_characters="\ufffe\uffff"
)
texts: Final = st.text(_OF_XML, min_size=1, max_size=8).filter(lambda text: not text.isspace())
days: Final = st.dates(date(2026, 1, 1), date(2026, 12, 31))
_ENDS: Final = st.dates(date(2027, 1, 1), date(2027, 12, 31))  # later than any other day (BR-29, BR-30)
rates: Final = st.sampled_from(["6", "12", "21", "5.5"]).map(Decimal) | numbers(1, 99, 2)
_OF_CODEC: Final[dict[str, Values]] = {
    "text": texts,
    "number": numbers(-1000, 1000, 5),
    "price": numbers(0, 1000, 5),
    "amount": numbers(-10_000, 10_000, 2),
    "date": days,
    "flag": st.booleans(),
    "base64": st.sampled_from(["JVBERi0=", "AAAA", "/+8="]),
}
_LIST_OF: Final = {
    **dict.fromkeys(("BT-34-1", "BT-49-1"), "EAS"),
    **dict.fromkeys(("BT-40", "BT-55", "BT-69", "BT-80"), "CEN-ISO3166"),
    **dict.fromkeys(("BT-30-1", "BT-47-1", "BT-71-1", "BT-157-1"), "CEN-ICD"),
    "BT-121": "CEN-VATEX",
    "BT-125-1": "MIMECODE",
    "BT-130": "CEN-units-rec20-21",
    "BT-158-1": "CEN-UNCL7143",
}


class Drawn(NamedTuple):
    """An order, and the rows of the table that were given a value on the way."""

    order: Item
    rows: frozenset[int]


KINDS: Final = {
    f"{target.kind}{', self-billed' if target.customization == SELF_BILLING else ''}": target
    for target in TARGETS
}


@st.composite
def drawn(draw: st.DrawFn, kind: str | None = None, complete: bool = False) -> Drawn:
    """An order that a kind of document can hold.

    kind: of the document, any without one. complete: with everything that EN 16931 asks for; else as little
    as Billit insists on, and any of the rest.
    """
    drawing = _Drawing(draw, KINDS[kind or draw(st.sampled_from(sorted(KINDS)))], complete)
    root = root_of(drawing.target)
    drawing.inside(root, drawing.order, f"/{root.name}", frozenset())
    return Drawn(drawing.finish(), frozenset(drawing.rows))


def orders(kind: str | None = None, complete: bool = False) -> st.SearchStrategy[Item]:
    return drawn(kind, complete).map(lambda each: each.order)


class _Drawing:
    """One order in the making. outside: a complete order is outside VAT with all its lines, or with none."""

    def __init__(self, draw: st.DrawFn, target: Target, complete: bool) -> None:
        self.draw, self.target, self.complete = draw, target, complete
        self.reading = Reading()
        self.order = self.reading.item
        self.order.update(target.document.fixed)
        self.order["Currency"] = draw(
            st.sampled_from(["EUR", "DKK", "JPY"]) if complete else codes("ISO4217")
        )
        self.outside = complete and draw(st.integers(0, 5)) == 5
        self.said: dict[tuple[int, str | None], Any] = {}
        self.rows: set[int] = set()
        self.objects: list[Item] = []  # kept, so that no id() comes again

    # The walk

    def inside(self, node: Node, item: Item, xpath: str, entered: frozenset[str | None]) -> bool:
        """Fill an object from what is below a node; whether there was anything.

        entered: the business terms around it
        """
        entered |= {term_at(xpath), node.row.term if node.row else None}
        found = node.content is not None and self.value(
            node.content, item, xpath, entered, node.row is not None
        )
        if node.content is not None and not found:
            return False
        for name, row in node.attributes.items():
            self.value(row, item, f"{xpath}/@{name}", entered)
        return any(
            [found, *(self.element(each, item, f"{xpath}/{each.name}", entered) for each in node.children)]
        )

    def element(self, node: Node, item: Item, xpath: str, entered: frozenset[str | None]) -> bool:
        """The element or elements of a node; what they hold is put in its place."""
        of = node.row.of if node.row else None
        if node.constant or of is BREAKDOWN or (self.outside and node.name in _WITHIN_VAT):
            return False
        times = self.times(node, entered)
        return sum([self.one(node, of, item, xpath, entered) for _ in range(times)]) > 0

    def one(self, node: Node, of: Any, item: Item, xpath: str, entered: frozenset[str | None]) -> bool:
        """One such element."""
        child: Item = item if of is None else {}
        self.objects.append(child)
        found = self.inside(node, child, xpath, entered)
        if found and isinstance(of, Selection):
            of.put(item, self.order, child)
        elif found and of is not None:
            put(item, of, [*(get(item, of) or []), child] if node.many else child)
        return found

    def times(self, node: Node, entered: frozenset[str | None]) -> int:
        """How often an element is there; of one that holds a text its value decides."""
        if node.content is not None and node.row is None:
            return 1
        least = int(any(self.is_needed(row, entered) for row in _rows(node)))
        most = 3 if node.many else 1
        return least if least == most else self.draw(st.integers(least, most))

    def value(
        self, row: Value, item: Item, xpath: str, entered: frozenset[str | None], needed: bool = False
    ) -> bool:
        """Draw the value of a row, perhaps, and put it where reading puts it; whether there is one."""
        if isinstance(row, Const) or not is_drawn(row):
            return False
        allowed = self.values(row, item, xpath)
        if allowed is None or not (needed or self.is_needed(row, entered) or self.draw(st.booleans())):
            return False
        value = self.said[id(item), row.term] = self.draw(allowed)
        self.rows.add(id(row))
        key = row.keys[0] if row.keys else ""
        if isinstance(row, Computed):
            self.reading.stated.append((row, item, value))
        elif look_up(item, key, self.order) is None:
            put(self.order if key.startswith("$.") else item, key.removeprefix("$."), value)
        return True

    def values(self, row: Leaf | Computed, item: Item, xpath: str) -> Values | None:
        """What a row may hold here; None for nothing."""
        if hint := HINTS.get(row.term or "") or HINTS.get("/".join(xpath.split("/")[-2:])):
            return hint(self, item)
        if name := _LIST_OF.get(row.term or ""):
            return codes(name)
        if row.codec is TEXT and xpath.endswith("Date"):
            return (_ENDS if self.complete and xpath.endswith("EndDate") else days).map(str)
        return _OF_CODEC[row.codec.name]

    def is_needed(self, row: Any, entered: frozenset[str | None]) -> bool:
        """Whether a row, or the object behind it, has to be there."""
        ours = "Customer" if ("OrderDirection", "Cost") in self.target.document.fixed else "Supplier"
        keys = row.keys if isinstance(row, Leaf | Computed) else ()
        of = getattr(row, "of", None)
        at = of.path.removesuffix("[]") if isinstance(of, Selection) else of
        if of is ENDPOINT or at == ours or {at, *keys} & {*NEEDED}:
            return True
        always = getattr(row, "always", False) or row.path in _ALWAYS
        return always or (self.complete and _is_asked_for(row.term, entered))

    # What reading does when everything is read

    def finish(self) -> Item:
        """Reductions, computed values that stay, the VAT breakdown, the order of the lines."""
        for line in self.order.get("OrderLines", []):
            if not is_adjustment(line) and self.draw(st.integers(0, 3)) == 3:
                line["ReductionPercentage"] = self.draw(numbers(0, 100, 2).filter(bool))
        if self.draw(st.integers(0, 3)) == 3:
            self.order["PaymentDiscountPercentage"] = self.draw(numbers(0, 10, 2).filter(bool))
        settle(self.reading, _facts)
        if not has_cash_discount(self.order):
            self.order.pop("PaymentDiscountPercentage", None)
        elif not get(self.order, "CustomFields.PaymentTerms") and self.draw(st.booleans()):
            self.order["PaymentReductionDays"] = self.draw(st.integers(0, 60))
        self.breakdown()
        fold(self.order, _DECISIONS)
        return self.order

    def breakdown(self) -> None:
        """The VAT groups as reading puts them: what the lines come to, with one exemption text for all."""
        text, code = self.draw(st.none() | texts), self.draw(st.none() | codes("CEN-VATEX"))
        for group in list(BREAKDOWN.pick(self.order, _facts(self.order))):
            read = {key: value for key, value in group.items() if key not in {DERIVED_FROM, RENAMED}}
            if group[CATEGORY] in REASON:
                read |= {REASON_TEXT: text or group[REASON_TEXT], REASON_CODE: code}
            BREAKDOWN.put(self.order, self.order, {k: v for k, v in read.items() if v is not None})


def _facts(order: Item) -> Facts:
    return Facts(order, _DECISIONS)


def _rows(node: Node) -> list[Any]:
    """What decides whether an element is there: its row, else the rows and objects in it."""
    if node.row is not None and node.row.of is not None:
        return [node.row]
    rows = [row for each in node.below() for _, row in each.values()]
    scopes = [below.row for each in node.below() for below in each.children if below.row and below.row.of]
    return rows + scopes


def is_drawn(row: Value) -> bool:
    """Whether an order can hold the value of a row; a percentage and its base it holds as a reduction."""
    if isinstance(row, Const) or (isinstance(row, Computed) and row.keep is None):
        return False
    return not {PERCENTAGE, BASE} & set(row.keys)


# Written even where an order does not say it, so that reading always finds it.
_ALWAYS: Final = {"cbc:ChargeIndicator", "cbc:Amount"}
_WITHIN_VAT: Final = {"cac:PartyTaxScheme", "cac:TaxRepresentativeParty"}  # BR-O-02, -03, -04
# Asked for by a rule with a condition that a drawn order meets: BR-CO-25, BR-CO-26, BR-61, BR-33, BR-38,
# BR-AE-02.
_IN_PRACTICE: Final = {"BT-9", "BT-20", "BT-30", "BT-31", "BT-48", "BG-17", "BT-97", "BT-139"}


@cache
def _terms() -> dict[str, dict[str, str]]:
    return {row["term"]: row for row in code_table("terms")}


def _is_asked_for(term: str | None, entered: frozenset[str | None]) -> bool:
    """Whether EN 16931 asks for a term, given the groups that are there."""
    if term is None:
        return False
    while term and term not in entered:
        row = _terms()[term]
        if not (row["cardinality"].startswith("1") or term in _IN_PRACTICE):
            return False
        term = row["parent"]
    return True


# Side conditions: what else an order that a document can hold has to be.


def has_cash_discount(order: Item) -> bool:
    """Whether a cash discount comes to anything: there are lines with a VAT rate, and a cent to take off."""
    return any(DERIVED_FROM in each for each in _facts(order).adjustments)


def _category(drawing: _Drawing, _: Item) -> Values:
    """A VAT category that an order of this direction has a ventilation code for, or needs none."""
    known = {"S", "Z", *CODE_OF[drawing.order["OrderDirection"]]}
    within = sorted(known - {"O"} if drawing.complete else known)
    return st.just("O") if drawing.outside else st.sampled_from(within)


def _rate(category: str) -> Callable[[_Drawing, Item], Values | None]:
    """Category S has a rate, O has none, every other has 0."""

    def values(drawing: _Drawing, item: Item) -> Values | None:
        stated = drawing.said.get((id(item), category))
        return rates if stated == "S" else None if stated == "O" else st.just(Decimal(0))

    return values


def _mandate(drawing: _Drawing, item: Item) -> Values | None:
    """A mandate is part of a direct debit."""
    return texts if drawing.said.get((id(item), "BT-81")) in DIRECT_DEBITS else None


def _due_date(drawing: _Drawing, item: Item) -> Values | None:
    """A credit note has its due date where it says how to pay."""
    stated = drawing.target.kind == "Invoice" or (id(item), "BT-81") in drawing.said
    return days if stated else None


def _vat_number(drawing: _Drawing, _: Item) -> Values:
    return texts.map(lambda text: f"BE{text}") if drawing.complete else texts


def _reason(drawing: _Drawing, item: Item) -> Values:
    return codes("UNCL7161" if item.get("AllowanceChargeIndicator") else "UNCL5189")


def _document_type(drawing: _Drawing, _: Item) -> Values | None:
    return None if drawing.complete else st.sampled_from(["130", "50"])


def _tax_scheme(drawing: _Drawing, _: Item) -> Values:
    """Of a tax representative: VAT (BR-56)."""
    return st.just("VAT") if drawing.complete else texts


def _plain(values: Values) -> Callable[[_Drawing, Item], Values]:
    return lambda *_: values


_ONE_WORD: Final = texts.map(str.strip)
_SCHEMES: Final = st.sampled_from(sorted({*TYPE_OF_SCHEME} & {*code_list("CEN-ICD")}))
HINTS: Final[dict[str, Callable[[_Drawing, Item], Values | None]]] = {
    "BT-5": lambda drawing, _: st.just(drawing.order["Currency"]),
    "BT-9": _due_date,
    "BT-23": _plain(
        st.from_regex("[BSM][0-9]{1,2}", fullmatch=True)
    ),  # any other profile is that of the kind
    **dict.fromkeys(("BT-29-1", "BT-46-1"), _plain(_SCHEMES)),
    **dict.fromkeys(("BT-31", "BT-48", "BT-63"), _vat_number),
    **dict.fromkeys(("BT-43", "BT-58"), _plain(_ONE_WORD.filter(lambda text: ";" not in text))),
    "BT-81": _plain(codes("CEN-UNCL4461")),
    "BT-89": _mandate,
    **dict.fromkeys(("BT-95", "BT-151"), _category),
    "BT-96": _rate("BT-95"),
    **dict.fromkeys(("BT-98", "BT-140"), _reason),
    "BT-149": _plain(st.sampled_from(["1", "2", "10", "0.5"]).map(Decimal)),
    "BT-152": _rate("BT-151"),
    "BT-160": _plain(texts.filter(lambda text: not {"'", "]"} & set(text))),  # it becomes part of a key
    "cac:AdditionalDocumentReference/cbc:DocumentTypeCode": _document_type,
    "cac:TaxScheme/cbc:ID": _tax_scheme,
}
