"""The own company: a Billit party, alone or inside what Billit answers about an account.

Billit does not document the shape of account information, so any object near the top that has a
name and a VAT number is taken for a company. Of several, the caller chooses by VAT number.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ubltools.billit.decode import decode
from ubltools.billit.loading import check, text_findings
from ubltools.billit.party import Party
from ubltools.billit.recognise import is_order
from ubltools.errors import ConfigurationError
from ubltools.finding import Finding, Severity

_DEEPEST: Final = 3
_PARTY_KEYS: Final = frozenset({"vatnumber", "identifiers", "addresses", "partyid"})


def company_party(data: bytes | Mapping[str, Any], vat_number: str | None = None) -> Party:
    """The company of a profile: a Party, or an object or list that holds one at most three levels down.

    vat_number: which one, where there are several; blanks, dots and capitals do not count.
    Raises ConfigurationError when there is none, or no single one, or when a value does not fit;
    EmptyInput, TooLarge, NotJson for bytes that are not JSON.
    """
    # A mapping goes through JSON text too, so that there is one way in and no float.
    decoded = decode(data if isinstance(data, bytes) else json.dumps(dict(data), default=str).encode())
    profile = decoded.value
    if is_order(profile):
        raise ConfigurationError("This is an order, not a company profile.", _WHAT_TO_GIVE)
    companies = [profile] if _is_party(profile) else list(_companies(profile, _DEEPEST))
    company = _chosen(companies, vat_number)
    return _party(company, text_findings(company, decoded))


_WHAT_TO_GIVE: Final = "Give an object with Name, VATNumber, Addresses and Identifiers of the own company."


def _chosen(companies: list[dict[str, Any]], vat_number: str | None) -> dict[str, Any]:
    wanted = [each for each in companies if vat_number is None or _same(_get(each, "vatnumber"), vat_number)]
    if len(wanted) == 1:
        return wanted[0]
    if not companies:
        raise ConfigurationError("There is no company in the profile.", _WHAT_TO_GIVE)
    names = ", ".join(f"{_get(each, 'name')} ({_get(each, 'vatnumber')})" for each in companies)
    if not wanted:
        raise ConfigurationError(f"No company in the profile has VAT number {vat_number}; there is {names}.")
    raise ConfigurationError(
        f"The profile holds several companies: {names}.", "Choose one by its VAT number."
    )


def _party(company: dict[str, Any], findings: tuple[Finding, ...]) -> Party:
    checked = check(company, Party)
    for each in (*findings, *checked.findings):
        if each.severity is Severity.FATAL:
            where = each.location.json_path
            raise ConfigurationError(f"The company profile does not fit: {each.message} ({where})", each.hint)
    return Party.model_validate(checked.plain, by_alias=True, by_name=False)


def _is_party(value: Any) -> bool:
    return (
        isinstance(value, dict) and bool(_get(value, "name")) and any(_get(value, key) for key in _PARTY_KEYS)
    )


def _companies(value: Any, levels: int) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict) and _get(value, "name") and _get(value, "vatnumber"):
        yield value
    elif levels and isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _companies(inner, levels - 1)


def _get(value: dict[str, Any], key: str) -> Any:
    """The value under a key, whatever its capitals."""
    return next((held for written, held in value.items() if written.lower() == key), None)


def _same(one: Any, other: str) -> bool:
    return _plain(str(one)) == _plain(other)


def _plain(text: str) -> str:
    return "".join(character for character in text.upper() if character.isalnum())
