"""What a conversion returns: the document, what there is to say about it, and where its parts come from.

Values only. Places leads from an XPath of the written document back to the field of the order; the
walks behind it are done when first asked for, because most documents need none.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import localcontext
from functools import cache, cached_property
from typing import Any, Final, Generic, TypeVar

from ubltools.codes import term_at
from ubltools.finding import Finding, Severity
from ubltools.lens.audit import unused, values
from ubltools.lens.locate import Locator, Place
from ubltools.lens.rows import Computed, Item, Leaf, Selection, steps
from ubltools.lens.tree import Node, build
from ubltools.mapping.computed.lines import EXACT
from ubltools.mapping.computed.totals import Facts
from ubltools.mapping.invoice import TARGETS, Target

T = TypeVar("T")
_ROOTS: Final = {id(target): build(target.document) for target in TARGETS}  # a bad row fails here, at import
COMPANY: Final = "company"  # how a JSON path begins that points into the company profile


def root_of(target: Target) -> Node:
    """The trie of a kind of document."""
    return _ROOTS[id(target)]


def own_keys(target: Target) -> frozenset[str]:
    """The keys of custom fields, of the document and of a line, that a row of the mapping takes."""
    return _own_keys(root_of(target))


@cache
def _own_keys(root: Node) -> frozenset[str]:
    paths = (steps(key.removeprefix("$.")) for key in _keys(root))
    return frozenset(path[1] for path in paths if len(path) > 1 and path[0] == "CustomFields")


def _keys(node: Node) -> Iterator[str]:
    for _, row in node.values():
        yield from row.keys if isinstance(row, Leaf | Computed) else ()
    of = node.row.of if node.row else None
    yield from of.reads if isinstance(of, Selection) else ()
    for below in node.children:
        yield from _keys(below)


class Places:
    """Where the parts of a written document stand in its order.

    put: JSON path of the custom fields that were put at an XPath of their own
    overwritten: XPaths at which such a field stands instead of what a row wrote
    """

    def __init__(
        self,
        target: Target,
        document: Item,
        facts: Facts,
        company: str | None,
        put: Mapping[str, str] | None = None,
        overwritten: frozenset[str] = frozenset(),
    ) -> None:
        self._target, self._document, self._facts, self._company = target, document, facts, company
        self._put, self._overwritten = put or {}, overwritten

    @cached_property
    def _locator(self) -> Locator:
        with localcontext(EXACT):
            return Locator(root_of(self._target), self._document, self._facts)

    @property
    def is_purchase(self) -> bool:
        """Whether the order is a purchase that the supplier, not we, invoices."""
        self_billed = self._document.get("OrderSubType") == "SelfBilling"
        return self._document.get("OrderDirection") == "Cost" and not self_billed

    def unused(self) -> list[tuple[str, Any]]:
        """(JSON path, value) of what no row of the mapping took, or a custom field overwrote."""
        with localcontext(EXACT):
            left = unused(root_of(self._target), self._document, self._facts)
        put, gone = frozenset(self._put.values()), self._gone()
        again = [(path, value) for path, value in values(self._document) if path in gone] if gone else []
        return [*((path, value) for path, value in left if path not in put), *again]

    def _gone(self) -> set[str]:
        """JSON paths of values that custom fields stand for everywhere."""
        if not self._overwritten:
            return set()
        where: dict[str, set[str]] = {}
        for xpath, place in self._locator.traced():
            where.setdefault(place.json_path, set()).add(xpath)
        return {path for path, xpaths in where.items() if xpaths <= self._overwritten}

    def of_company(self, json_path: str) -> str:
        """The path as the user knows it: into the company profile where the party came from there."""
        prefix = f"$.{self._company}"
        inside = json_path == prefix or json_path.startswith((f"{prefix}.", f"{prefix}["))
        return COMPANY + json_path[len(prefix) :] if self._company and inside else json_path

    def name_company(self, finding: Finding) -> Finding:
        """The finding with its JSON path as the user knows it."""
        path = self.of_company(finding.location.json_path or "$")
        return replace(finding, location=replace(finding.location, json_path=path))

    def locate(self, xpath: str, terms: tuple[str, ...] = ()) -> Place | None:
        """The place in the order behind an XPath of the document."""
        if own := self._put.get(xpath):
            return Place(own, term_at(xpath))
        return self._locator.locate(xpath, terms)

    def attach(self, finding: Finding) -> Finding:
        """The finding with the JSON path it is about, and the business term where it had none."""
        if finding.location.xpath is None:
            return finding
        place = self.locate(finding.location.xpath, finding.terms)
        if place is None:
            return finding
        term = place.term or finding.location.term
        location = replace(finding.location, json_path=self.of_company(place.json_path), term=term)
        return replace(finding, location=location)


class Conversion(Generic[T]):
    """What came out of a conversion.

    document: the XML text or the order; None when there is none, and then findings say why
    findings: what is wrong, was filled in, or could not cross; worked out when first asked for
    places: from XPath to JSON path, for a document that was written
    """

    def __init__(
        self, document: T | None, findings: Callable[[], Iterable[Finding]], places: Places | None = None
    ) -> None:
        self.document = document
        self.places = places
        self._find = findings

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong, was filled in, or could not cross."""
        with localcontext(EXACT):
            return tuple(self._find())

    @property
    def ok(self) -> bool:
        """True when there is a document and nothing fatal was found."""
        return self.document is not None and not any(f.severity is Severity.FATAL for f in self.findings)
