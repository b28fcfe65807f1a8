"""python -m ubltools."""

from ubltools.cli import main

main()
