"""Where a user's own rule releases are kept on this machine. Only the place; what is in it is not looked at.

A folder below UBLTOOLS_DATA when that is set, else below the place where the platform keeps such data.
"""

import os
import sys
from pathlib import Path
from typing import Final

from ubltools.errors import ConfigurationError

VARIABLE: Final = "UBLTOOLS_DATA"
_ROAMING: Final = {  # platform -> (variable with the folder, else this below the home folder)
    "win32": ("LOCALAPPDATA", "AppData/Local"),
    "darwin": ("", "Library/Application Support"),
}
_OTHERWISE: Final = ("XDG_DATA_HOME", ".local/share")


def user_rules() -> Path:
    """The folder with one folder a release; it may not be there yet.

    Raises ConfigurationError when nobody says where it would be.
    """
    if own := os.environ.get(VARIABLE):
        return Path(own).absolute() / "rules"
    variable, below_home = _ROAMING.get(sys.platform, _OTHERWISE)
    usual = Path(os.environ.get(variable) or "")
    if not usual.is_absolute():  # a relative one is to be ignored, says the XDG specification
        usual = _home() / below_home
    return usual / "ubltools" / "rules"


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        raise ConfigurationError(
            "It is not known where to keep rules: there is no home folder.", f"Set {VARIABLE} to a folder."
        ) from None
