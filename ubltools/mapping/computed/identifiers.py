"""Identifiers of a party: which one is the electronic address, which the legal one, what becomes of others.

Tables from Billit's "Allowed identifiers"; the choice of endpoint follows its text: a company number
first, then VAT, and a GLN when there is nothing else.
"""

from collections.abc import Callable
from typing import Any, Final

from ubltools.lens.rows import DERIVED_FROM, RENAMED, Item, get, put

# Country prefix of a VAT number -> EAS code of its scheme.
EAS_OF_VAT: Final = {
    "AD": "9922", "AL": "9923", "AT": "9914", "BA": "9924", "BE": "9925", "BG": "9926", "CH": "9927",
    "CY": "9928", "CZ": "9929", "DE": "9930", "EE": "9931", "EL": "9933", "ES": "9920", "FI": "0213",
    "FR": "9957", "GB": "9932", "GR": "9933", "HR": "9934", "HU": "9910", "IE": "9935", "IT": "9906",
    "JP": "0221", "LI": "9936", "LT": "9937", "LU": "9938", "LV": "9939", "MC": "9940", "ME": "9941",
    "MK": "9942", "MT": "9943", "NL": "9944", "NO": "0192", "NZ": "0088", "PL": "9945", "PT": "9946",
    "RO": "9947", "RS": "9948", "SE": "9955", "SG": "0195", "SI": "9949", "SK": "9950", "SM": "9951",
    "TR": "9952",
}  # fmt: skip

# Identifier type -> ISO 6523 / EAS code. The French ones are told apart by their digits: see below.
SCHEME_OF_TYPE: Final = {
    "CBE": "0208", "LEITWEGID": "0204", "ERST": "0198", "DIGST": "0184", "CVR": "0184", "NOVT": "0216",
    "GLN": "0088", "DUNS": "0060", "LEI": "0199", "OIB": "9934", "SDICODFIS": "0210", "SST": "0188",
    "LEC": "0200", "RPM": "9938", "KVK": "0106", "OIN": "0190", "ORG": "0192", "ABN": "0151",
    "ORGNR": "0007", "EIN": "9959", "NAL": "0130", "EIF": "0230",
}  # fmt: skip
_FRENCH: Final = frozenset({"SIREN", "SIRENE", "SIRET", "CTC", "FRCTC"})
TYPE_OF_SCHEME: Final = {code: name for name, code in reversed(SCHEME_OF_TYPE.items())} | {
    "0184": "DIGST",
    "0002": "SIREN",
    "0009": "SIRET",
    "0225": "FRCTC",
}
# Which types are a registration of the company, so that they may stand as legal identifier (BT-30).
_REGISTRATION: Final = (
    "CBE",
    "KVK",
    "OIN",
    "SIREN",
    "SIRENE",
    "SIRET",
    "ORG",
    "ORGNR",
    "DIGST",
    "CVR",
    "LEI",
)


def scheme_of(identifier: Item) -> str | None:
    """Scheme code of an identifier: SchemeID, else by its type; for France by its digits.

    Billit's pages name SIREN and SIRET the other way round in two places; nine digits are a SIREN
    (0002), fourteen a SIRET (0009), anything else the French routing address (0225).
    """
    if scheme := identifier.get("SchemeID"):
        return str(scheme)
    kind = _kind(identifier)
    if kind == "VAT":
        return EAS_OF_VAT.get(str(identifier.get("Identifier") or "")[:2].upper())
    if kind not in _FRENCH:
        return SCHEME_OF_TYPE.get(kind)
    digits = str(identifier.get("Identifier") or "")
    if kind in {"CTC", "FRCTC"} or not digits.isdecimal():
        return "0225"
    return {9: "0002", 14: "0009"}.get(len(digits), "0225")


def _kind(identifier: Item) -> str:
    return str(identifier.get("IdentifierType") or "").upper()


def _with_scheme(identifier: Item) -> Item:
    scheme = scheme_of(identifier)
    stated = "SchemeID" if identifier.get("SchemeID") else "IdentifierType"
    return {**identifier, "SchemeID": scheme, DERIVED_FROM: identifier, RENAMED: {"SchemeID": stated}}


def _from_key(party: Item, key: str, scheme: str, value: str) -> Item:
    """An identifier that stands in one field of the party."""
    renamed = {"SchemeID": key, "Identifier": key}
    return {"SchemeID": scheme, "Identifier": value, DERIVED_FROM: party, RENAMED: renamed}


def _identifiers(party: Item) -> list[Item]:
    return [each for each in party.get("Identifiers") or () if each.get("Identifier")]


_RANK: Final = {name: at for at, name in enumerate(_REGISTRATION)} | {"": len(_REGISTRATION)}


def _legal(party: Item) -> Item | None:
    """The identifier under which the company is registered: the best by type, else one without a type."""
    best, lowest = None, len(_RANK)
    for each in party.get("Identifiers") or ():
        rank = _RANK.get(_kind(each), lowest)
        if rank < lowest and each.get("Identifier"):
            best, lowest = each, rank
    return best


def pick_legal_identifier(party: Item, _: Any) -> list[Item]:
    """The identifier under which the company is registered (BT-30, BT-47), at most one."""
    legal = _legal(party)
    return [_with_scheme(legal)] if legal else []


def put_legal_identifier(party: Item, _: Item, read: Item) -> None:
    """Put an identifier that was read first, with its Billit type if that is a kind of registration.

    Another identifier that would count before it has to go.
    """
    kind = TYPE_OF_SCHEME.get(read.get("SchemeID", ""))
    if kind in _REGISTRATION:
        read["IdentifierType"] = kind
    rank = _RANK[read.get("IdentifierType", "")]
    others = (each for each in party.get("Identifiers", []) if _RANK.get(_kind(each), rank) >= rank)
    party["Identifiers"] = [read, *others]


# Identifiers that stand neither as endpoint nor as legal identifier.


def pick_other_identifiers(party: Item, facts: Any) -> list[Item]:
    """The identifiers with a scheme that stand nowhere else (BT-29)."""
    legal = _legal(party)
    others = [each for each in _identifiers(party) if each is not legal and _kind(each) not in {"", "VAT"}]
    if not others:
        return []
    endpoints = [each[DERIVED_FROM] for each in pick_endpoint(party, facts)]
    return [
        _with_scheme(each)
        for each in others
        if scheme_of(each) and not any(each is endpoint for endpoint in endpoints)
    ]


def put_other_identifier(party: Item, _: Item, read: Item) -> None:
    """Add an identifier that was read, if its scheme has a Billit type."""
    if kind := TYPE_OF_SCHEME.get(read.get("SchemeID", "")):
        read["IdentifierType"] = kind
        party.setdefault("Identifiers", []).append(read)


def put_legal_first(party: Item) -> None:
    """Where nothing was read as legal identifier the best of the others counts as it, and comes first."""
    if legal := _legal(party):
        party["Identifiers"] = sorted(party["Identifiers"], key=lambda each: each is not legal)


def one_identifier_picker(*keys: str) -> Callable[[Item, Any], list[Item]]:
    """BT-46: the custom field, else the first identifier that stands nowhere else."""

    def pick(party: Item, facts: Any) -> list[Item]:
        fields = facts.document.get("CustomFields")
        key = next((key for key in keys if get(facts.document, key)), None) if fields else None
        if key:
            renamed = {"Identifier": f"$.{key}"}
            return [{"Identifier": get(facts.document, key), DERIVED_FROM: facts.document, RENAMED: renamed}]
        return pick_other_identifiers(party, facts)[:1]

    return pick


def one_identifier_putter(key: str) -> Callable[[Item, Item, Item], None]:
    """An identifier without a scheme goes to the custom field, any other to the identifiers."""

    def put_identifier(party: Item, document: Item, read: Item) -> None:
        if "SchemeID" in read or "Identifier" not in read:
            put_other_identifier(party, document, read)
        else:
            put(document, key, read["Identifier"])

    return put_identifier


def pick_endpoint(party: Item, _: Any) -> list[Item]:
    """The electronic address (BT-34, BT-49), at most one.

    PeppolIdentifier if given; else an identifier marked Preferred, the CBE number (0208, bare digits),
    the VAT number in the scheme of its country, and last a GLN or any other identifier with a scheme.
    """
    if address := party.get("PeppolIdentifier"):
        scheme, _, value = str(address).partition(":")
        return [_from_key(party, "PeppolIdentifier", scheme, value)]
    own = [_with_scheme(each) for each in _identifiers(party) if scheme_of(each)]
    best = min(own, key=_endpoint_rank) if own else None
    if best is not None and _endpoint_rank(best) < _VAT_RANK:
        return [best]
    return _vat_endpoint(party) or ([] if best is None else [best])


_VAT_RANK: Final = 2


def _endpoint_rank(identifier: Item) -> int:
    if identifier.get("Preferred"):
        return 0
    return 1 if identifier["SchemeID"] == "0208" else 3 if identifier["SchemeID"] == "0088" else 4


def _vat_endpoint(party: Item) -> list[Item]:
    number = str(party.get("VATNumber") or "").strip()
    scheme = EAS_OF_VAT.get(number[:2].upper())
    return [_from_key(party, "VATNumber", scheme, number)] if scheme else []


def put_endpoint(party: Item, _: Item, read: Item) -> None:
    """Keep the address that was read as Billit shows it: "scheme:value"."""
    party["PeppolIdentifier"] = f"{read.get('SchemeID', '')}:{read.get('Identifier', '')}"
