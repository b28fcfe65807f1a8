"""Custom fields of a line whose key ends in a name of the user's: classifications and properties of an item.

"Extra fields - line": CommodityClassification<list> (the list is one of UNCL7143) and
AdditionalItemProperty<name>, one field for each.
"""

from collections.abc import Iterator
from typing import Any, Final

from ubltools.lens.rows import DERIVED_FROM, RENAMED, Item

# Keys of the derived objects.
NAME: Final = "~name"
VALUE: Final = "~value"
_CLASSIFICATION: Final = "CommodityClassification"
_PROPERTY: Final = "AdditionalItemProperty"
# The older spelling of a classification: the code and its list in two fields.
_OLDER: Final = tuple(
    f"{of}.Item.CommodityClassification.ItemClassificationCode" for of in ("CreditNoteLine", "InvoiceLine")
)
OLDER_KEYS: Final = tuple(f"CustomFields['{key}.{end}']" for key in _OLDER for end in ("Text", "ListID"))


def pick_classifications(line: Item, _: Any) -> list[Item]:
    """BT-158: a classification for each list, the older spelling of the key last."""
    fields = line.get("CustomFields")
    return [*_family(line, _CLASSIFICATION), *_older(line)] if fields else []


def put_classification(line: Item, _: Item, read: Item) -> None:
    """Keep the first classification of each list."""
    _put(line, _CLASSIFICATION, read)


def pick_properties(line: Item, _: Any) -> list[Item]:
    """BG-32: a property for each name."""
    return list(_family(line, _PROPERTY)) if line.get("CustomFields") else []


def put_property(line: Item, _: Item, read: Item) -> None:
    """Keep the first value of each property."""
    _put(line, _PROPERTY, read)


def _family(line: Item, lead: str) -> Iterator[Item]:
    for key, value in line["CustomFields"].items():
        if key.startswith(lead) and len(key) > len(lead) and value and _is_plain(key):
            yield _derived(line, key, key[len(lead) :], value)


def _older(line: Item) -> Iterator[Item]:
    fields = line["CustomFields"]
    for key in _OLDER:
        if code := fields.get(f"{key}.Text"):
            found = _derived(line, f"{key}.Text", fields.get(f"{key}.ListID"), code)
            found[RENAMED][NAME] = f"CustomFields['{key}.ListID']"
            yield found


def _derived(line: Item, key: str, name: str | None, value: Any) -> Item:
    path = f"CustomFields['{key}']"
    return {NAME: name, VALUE: value, DERIVED_FROM: line, RENAMED: {NAME: path, VALUE: path}}


def _put(line: Item, lead: str, read: Item) -> None:
    name, value = read.get(NAME), read.get(VALUE)
    if name and value and _is_plain(name):
        line.setdefault("CustomFields", {}).setdefault(f"{lead}{name}", value)


def _is_plain(key: str) -> bool:
    """Whether a JSON path can spell a key."""
    return not {"'", "]"} & set(key)
