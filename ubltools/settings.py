"""Settings of a user: [tool.ubltools] in pyproject.toml, or ubltools.toml.

The nearest file from a folder upwards counts. Reading and checking settings lives here; what they mean
lives where they are used.
"""

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

from ubltools.errors import ConfigurationError
from ubltools.mapping.decisions import Decisions

_ALLOWED: Final[dict[str, tuple[object, ...]]] = {
    "ventilation_22": ("O", "E"),
    "order_reference_fallback": ("OrderTitle", "OrderNumber", ""),
}
_FILES: Final = ("company", "state")  # beside the file of the settings, unless they are absolute


@dataclass(frozen=True, slots=True)
class Settings:
    """company: the file with the company profile. state: the state file. source: where they came from."""

    company: Path | None = None
    state: Path | None = None
    decisions: Decisions = field(default_factory=Decisions)
    source: Path | None = None


def find(folder: Path) -> Settings:
    """The settings that count in a folder; defaults where there is no file. Raises ConfigurationError."""
    for each in (folder, *folder.parents):
        for path, inside in ((each / "ubltools.toml", ()), (each / "pyproject.toml", ("tool", "ubltools"))):
            if path.is_file() and (table := _table(path, inside)) is not None:
                return _settings(path, table)
    return Settings()


def _table(path: Path, inside: tuple[str, ...]) -> dict[str, Any] | None:
    try:
        table: Any = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigurationError(f"{path} cannot be read as TOML: {error}") from None
    for key in inside:
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else None


def _settings(path: Path, table: dict[str, Any]) -> Settings:
    known = {each.name for each in fields(Decisions)}
    for key, value in table.items():
        if key not in _FILES and key not in known:
            names = ", ".join(sorted({*_FILES, *known}))
            raise ConfigurationError(f"{path}: no setting is called {key}.", f"There are: {names}.")
        allowed = _ALLOWED.get(key)
        if not isinstance(value, str) or (allowed and value not in allowed):
            expected = " or ".join(f'"{each}"' for each in allowed) if allowed else "a text"
            raise ConfigurationError(f"{path}: {key} must be {expected}.")
    chosen: dict[str, Any] = {key: value or None for key, value in table.items() if key in known}
    named = {key: path.parent / table[key] if table.get(key) else None for key in _FILES}
    return Settings(named["company"], named["state"], Decisions(**chosen), path)
