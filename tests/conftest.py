"""Settings for all tests: a slow machine is no failure, what hypothesis finds can be replayed, and the rules
that somebody imported on this machine count in no test."""

import os
from pathlib import Path

from hypothesis import settings

settings.register_profile("ubltools", deadline=None, print_blob=True)
settings.load_profile("ubltools")

os.environ["UBLTOOLS_DATA"] = str(Path(__file__).parent / "no-such-folder")
