"""Settings for all tests: a slow machine is no failure, and what hypothesis finds can be replayed."""

from hypothesis import settings

settings.register_profile("ubltools", deadline=None, print_blob=True)
settings.load_profile("ubltools")
