"""Where things are kept on this machine: a user's own rule releases, and what can be made again.

Only the places; what is in them is not looked at. UBLTOOLS_DATA and UBLTOOLS_CACHE name other ones than those
where the platform keeps such things.
"""

import os
import sys
from pathlib import Path
from typing import Final, TypeAlias

from ubltools.errors import ConfigurationError

VARIABLE: Final = "UBLTOOLS_DATA"
CACHE_VARIABLE: Final = "UBLTOOLS_CACHE"
_Usual: TypeAlias = dict[str, tuple[str, str]]
_DATA: Final[_Usual] = {  # platform -> (variable with the folder, else this below the home folder)
    "win32": ("LOCALAPPDATA", "AppData/Local"),
    "darwin": ("", "Library/Application Support"),
    "": ("XDG_DATA_HOME", ".local/share"),
}
_CACHE: Final[_Usual] = _DATA | {"darwin": ("", "Library/Caches"), "": ("XDG_CACHE_HOME", ".cache")}


def user_rules() -> Path:
    """The folder with one folder a release; it may not be there yet.

    Raises ConfigurationError when nobody says where it would be.
    """
    return _folder(VARIABLE, _DATA) / "rules"


def cache() -> Path:
    """The folder for what can be made again; it may not be there yet. Raises as user_rules does."""
    return _folder(CACHE_VARIABLE, _CACHE) / "cache"


def _folder(own: str, usual: _Usual) -> Path:
    if named := os.environ.get(own):
        return Path(named).absolute()
    variable, below_home = usual.get(sys.platform, usual[""])
    folder = Path(os.environ.get(variable) or "")
    if not folder.is_absolute():  # a relative one is to be ignored, says the XDG specification
        folder = _home() / below_home
    return folder / "ubltools"


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        raise ConfigurationError(
            "It is not known where to keep rules: there is no home folder.", f"Set {VARIABLE} to a folder."
        ) from None
