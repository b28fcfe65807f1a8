"""Which of several parts with one name belong together in two documents.

Equal ones first; then those with the same key, where the table below names one (a VAT category, the
number of a document); then those that differ least; then lines with the same number. What is left is
only in one of the two. Swapping the documents swaps the pairs and changes nothing else, and 10,000
changed lines take no more than 10,000 times a handful of looks.
"""

from bisect import bisect
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Final, TypeAlias

from ubltools.comparison.parts import Part
from ubltools.names import clark

Pair: TypeAlias = tuple[Part | None, Part | None]
_Found: TypeAlias = list[tuple[Part, Part]]
_NEAR: Final = 2  # how many parts, before and after its own position, are looked at for a shared value


def pairs(left: list[Part], right: list[Part]) -> Iterator[Pair]:
    """Parts of one name in two documents, as pairs; equal ones are left out, lonely ones come with None."""
    if len(left) == len(right) == 1:
        yield from ([] if left[0].number == right[0].number else [(left[0], right[0])])
        return
    left, right = _apart(left, right), _apart(right, left)
    position = {id(each): at for at, each in enumerate(left)}
    found: _Found = []
    if left and right:
        name = left[0].name
        for step in (_by_key(_KEYS.get(name, ())), _by_likeness, _by_key(_NUMBERS.get(name, ())), _by_order):
            found += step(left, right)
            paired = {id(each) for pair in found for each in pair}
            left = [each for each in left if id(each) not in paired]
            right = [each for each in right if id(each) not in paired]
    mine: list[tuple[Part, Part | None]] = [*found, *((each, None) for each in left)]
    yield from sorted(mine, key=lambda pair: position[id(pair[0])])
    yield from ((None, each) for each in right)


def _apart(parts: list[Part], others: list[Part]) -> list[Part]:
    """The parts without those that the other side has too, at the same position or, as often, elsewhere."""
    numbers = [each.number for each in others]
    moved = [each for at, each in enumerate(parts) if numbers[at : at + 1] != [each.number]]
    here = [each.number for each in parts]
    there = Counter(number for at, number in enumerate(numbers) if here[at : at + 1] != [number])
    rest = []
    for each in moved:
        if there[each.number]:
            there[each.number] -= 1
        else:
            rest.append(each)
    return rest


def _by_key(paths: tuple[str, ...]) -> Callable[[list[Part], list[Part]], _Found]:
    """A step that pairs what has the same values at some paths, where no other part has them."""

    def step(left: list[Part], right: list[Part]) -> _Found:
        ours, theirs = _single(left, paths), _single(right, paths)
        return [(part, theirs[key]) for key, part in ours.items() if key in theirs]

    return step


def _single(parts: list[Part], paths: tuple[str, ...]) -> dict[Hashable, Part]:
    """The parts by key, those with a key of their own."""
    keys = [tuple(_at(each, path) for path in paths) for each in parts if paths]
    times = Counter(keys)
    return {
        key: part for key, part in zip(keys, parts, strict=False) if times[key] == 1 and set(key) != {None}
    }


def _at(part: Part, path: str) -> Hashable:
    """The value at a path below a part: "cbc:ID", "cbc:ID/@schemeID", "CustomFields/Key"."""
    for step in path.split("/"):
        if step.startswith("@"):
            return dict(part.attributes).get(step[1:])
        name = clark(step) if ":" in step else step
        found = next((each for each in part.children if each.name == name), None)
        if found is None:
            return None
        part = found
    return part.value


def _by_likeness(left: list[Part], right: list[Part]) -> _Found:
    """Pairs of parts that are alike: first those that are about the same, then those that differ least."""
    ours, theirs = [_Look(each) for each in left], [_Look(each) for each in right]
    candidates = set(_candidates(ours, theirs))
    candidates.update((i, j) for j, i in _candidates(theirs, ours))
    ranked = sorted(
        (
            -len(ours[i].about & theirs[j].about),
            len(ours[i].values ^ theirs[j].values),
            abs(i - j),
            i + j,
            i,
            j,
        )
        for i, j in candidates
        if _alike(ours[i], theirs[j])
    )
    found, free_left, free_right = [], set(range(len(left))), set(range(len(right)))
    for *_, i, j in ranked:
        if i in free_left and j in free_right:
            free_left.remove(i)
            free_right.remove(j)
            found.append((i, j))
    return [(left[i], right[j]) for i, j in sorted(found)]


class _Look:
    """What likeness goes by.

    values: all values in a part, each with its name
    about: those that say what it is, as far as the table below knows; says: whether it knows
    """

    __slots__ = ("about", "says", "values")

    def __init__(self, part: Part) -> None:
        paths = _ABOUT.get(part.name, ())
        self.values = frozenset(_values(part))
        self.about = {(path, value) for path in paths if (value := _at(part, path)) is not None}
        self.says = bool(paths)


def _alike(one: _Look, other: _Look) -> bool:
    """Whether two parts differ in one value, or in no more than half of them and not in what they are."""
    most = max(len(one.values), len(other.values))
    shared = len(one.values & other.values)
    return most - shared <= 1 or (2 * shared >= most and (not one.says or bool(one.about & other.about)))


def _values(part: Part) -> Iterator[Hashable]:
    """All values in a part, each with its name."""
    for name, value, attributes in part.values():
        if value is not None:
            yield name, value
        yield from attributes


def _candidates(ours: list[_Look], theirs: list[_Look]) -> Iterator[tuple[int, int]]:
    """For each of ours, by position, the nearest of theirs that share one of its values."""
    places: dict[Hashable, list[int]] = {}
    for j, each in enumerate(theirs):
        for value in each.values:
            places.setdefault(value, []).append(j)
    for i, each in enumerate(ours):
        for value in each.values:
            at = places.get(value, ())
            middle = bisect(at, i)
            yield from ((i, j) for j in at[max(0, middle - _NEAR) : middle + _NEAR])


def _by_order(left: list[Part], right: list[Part]) -> _Found:
    """Pairs of parts with a single value, such as notes: nothing but their order tells them apart."""
    return list(zip(_simple(left), _simple(right), strict=False))


def _simple(parts: Iterable[Part]) -> list[Part]:
    return [each for each in parts if len(set(_values(each))) <= 1]


# By what a repeated part is told from its siblings, as far as it says that itself.
_KEYS: Final[dict[str, tuple[str, ...]]] = {
    **{
        clark(name): paths
        for name, paths in {
            "cac:AdditionalDocumentReference": ("cbc:ID",),
            "cac:AdditionalItemProperty": ("cbc:Name",),
            "cac:AllowanceCharge": (
                "cbc:ChargeIndicator",
                "cbc:AllowanceChargeReasonCode",
                "cbc:AllowanceChargeReason",
            ),
            "cac:CommodityClassification": ("cbc:ItemClassificationCode/@listID",),
            "cac:PartyIdentification": ("cbc:ID/@schemeID",),
            "cac:PartyTaxScheme": ("cac:TaxScheme/cbc:ID",),
            "cac:TaxSubtotal": ("cac:TaxCategory/cbc:ID", "cac:TaxCategory/cbc:Percent"),
            "cac:TaxTotal": ("cbc:TaxAmount/@currencyID",),
        }.items()
    },
    "Addresses[]": ("AddressType",),
    "Attachments[]": ("FileName",),
    "CustomFields[]": ("Key",),
    "Identifiers[]": ("IdentifierType", "SchemeID"),
    "VatGroups[]": ("VentilationCode", "VATPercentage"),
}
# What a line is about; two lines that share none of it are different lines, however alike the rest.
_ITEM: Final = (
    "cac:Item/cbc:Name",
    "cac:Item/cbc:Description",
    "cac:Item/cac:SellersItemIdentification/cbc:ID",
    "cac:Item/cac:StandardItemIdentification/cbc:ID",
)
_ABOUT: Final[dict[str, tuple[str, ...]]] = {
    clark("cac:InvoiceLine"): _ITEM,
    clark("cac:CreditNoteLine"): _ITEM,
    "OrderLines[]": ("Description", "DescriptionExtended", "Reference"),
}
_NUMBERS: Final[dict[str, tuple[str, ...]]] = {
    clark("cac:InvoiceLine"): ("cbc:ID",),
    clark("cac:CreditNoteLine"): ("cbc:ID",),
    "OrderLines[]": ("OrderLineID",),
}
