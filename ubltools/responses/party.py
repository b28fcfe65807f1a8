"""Parties: from what the lens read to a Party, and whether two of them are one company.

The same company comes under several numbers and schemes (0208:0759529202, 9925:BE0759529202), so that
numbers are compared by their digits. Names are not compared: anybody can write a name.
"""

import re
from typing import Any, Final

from ubltools.responses.model import NO_PARTY, Identifier, Party

# Numbers of registers of the whole world (DUNS, GLN, LEI, GS1): their digits say nothing in another scheme.
_WORLDWIDE: Final = frozenset({"0060", "0088", "0199", "0209"})
_VAT_PREFIX: Final = frozenset(
    "AT BE BG CH CY CZ DE DK EE EL ES FI FR GB HR HU IE IT LT LU LV MT NL NO PL PT RO SE SI SK XI".split()
)
_NOT_SPELLED: Final = re.compile(r"[\W_]+")
_NO_DIGIT: Final = re.compile(r"\D+", re.ASCII)
_LEAST: Final = 6  # digits; fewer are a customer number or the like


def party_of(item: dict[str, Any] | None) -> Party:
    """The party that the rows PARTY of mapping/response.py read; NO_PARTY for nothing."""
    if not item:
        return NO_PARTY
    endpoint = _identifier(item.get("endpoint"))
    others = (
        _identifier(each)
        for each in (*item.get("numbers", ()), *item.get("tax_numbers", ()), item.get("legal_number"))
    )
    known = dict.fromkeys(each for each in (endpoint, *others) if each is not None)
    name = trimmed(item, "name") or trimmed(item, "trade_name")
    contact = (trimmed(item, key) for key in ("contact", "telephone", "mail"))
    return Party(endpoint, name, tuple(known), *contact)


def trimmed(item: dict[str, Any], key: str) -> str | None:
    """A text without the white space around it; None for one that is missing or empty."""
    return (item.get(key) or "").strip() or None


def same_party(one: Party, other: Party) -> bool:
    """Whether any number of the one is a number of the other.

    Same scheme and value, whatever the case, or the same digits under two schemes, at least six, unless
    both begin with the letters of different countries. GLN, DUNS and LEI are equal only to themselves.
    """
    if _exact(one) & _exact(other):
        return True
    ours, theirs = _digits(one), _digits(other)
    return any(_one_country(ours[each], theirs[each]) for each in ours.keys() & theirs.keys())


def _identifier(item: dict[str, Any] | None) -> Identifier | None:
    value = trimmed(item, "value") if item else None
    return Identifier(value, trimmed(item, "scheme")) if item and value else None


def _exact(party: Party) -> set[tuple[str, str]]:
    return {(each.scheme, each.value.casefold()) for each in party.identifiers if each.scheme and each.value}


def _digits(party: Party) -> dict[str, set[str]]:
    """The digits of every number that can be compared, and the countries ("" if not said)."""
    found: dict[str, set[str]] = {}
    for each in party.identifiers:
        spelled = _NOT_SPELLED.sub("", each.value).upper()
        digits = _NO_DIGIT.sub("", spelled)
        if each.scheme not in _WORLDWIDE and len(digits) >= _LEAST and len(set(digits)) > 1:
            found.setdefault(digits, set()).add(spelled[:2] if spelled[:2] in _VAT_PREFIX else "")
    return found


def _one_country(ours: set[str], theirs: set[str]) -> bool:
    return "" in ours or "" in theirs or not ours.isdisjoint(theirs)
