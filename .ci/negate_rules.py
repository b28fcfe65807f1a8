#!/usr/bin/env python3
"""Negates each assert of our own rules in turn and runs the tests of the rules: one of them must fail.

    python .ci/negate_rules.py [RELEASE ...] [--change negated]

Without releases: all of our own. Other changes than to negate: those that tests/test_rule_mutants.py knows.
That test holds the same in seconds, by comparing counts; this is the long way, a run of pytest for each
assert in a process of its own, which shows that the test is right. Takes some ten minutes.
Prints numbers for each release and what no test noticed; ends with 1 if there is something like that.
"""

import argparse
import dataclasses
import multiprocessing
import os
import sys
from itertools import count
from multiprocessing.pool import Pool
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import peppol, stated, test_rule_mutants  # noqa: E402
from ubltools.validation import release, schematron  # noqa: E402
from ubltools.validation.model import Assert, Rule, Schema  # noqa: E402

TESTS: Final = (
    "test_billit_presend_rules.py",
    "test_peppol_national.py",
    "test_peppol_preview.py",
    "test_peppol_responses.py",
    "test_peppol_rules.py",
)
_ENDS: Final = {pytest.ExitCode.OK: False, pytest.ExitCode.TESTS_FAILED: True}


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("releases", nargs="*", metavar="RELEASE", default=stated.own())
    parser.add_argument("--change", choices=test_rule_mutants.CHANGES, default="negated")
    given = parser.parse_args()
    # Each process does one run and ends, so that nothing of it is left for the next.
    with multiprocessing.get_context("fork").Pool(maxtasksperchild=1) as pool:
        if pool.apply(fails, (given.releases[0], -1, "{}")):
            sys.exit("The tests fail without any change.")
        lost = sum(survivors(pool, each, test_rule_mutants.CHANGES[given.change]) for each in given.releases)
    sys.exit(1 if lost else 0)


def survivors(pool: Pool, identity: str, form: str) -> int:
    """How many changed asserts of a release no test noticed; they are printed."""
    checks = list(peppol.schema(identity).asserts())
    places = [place for place, check in enumerate(checks) if check.test != form]
    noticed = pool.starmap(fails, [(identity, place, form) for place in places], chunksize=1)
    lost = [checks[place].id for place, seen in zip(places, noticed, strict=True) if not seen]
    print(f"{identity}: {len(places)} changed, {sum(noticed)} noticed", *lost, sep="\n  ", flush=True)
    return len(lost)


def fails(identity: str, place: int, form: str) -> bool:
    """Whether a test fails once the assert at that place has been changed; at -1 none is."""
    known = release.by_id(identity)
    mutant, read = release.files_of(known)[known.rules or ""], schematron.read

    def changed(path: Path, folder: Path | None = None) -> Schema:
        rules = read(path, folder)
        return with_change(rules, place, form) if path == mutant else rules

    schematron.read = changed
    peppol.schema.cache_clear()
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
        ended = pytest.main(
            ["-x", "-q", "-p", "no:cacheprovider", *(str(ROOT / "tests" / each) for each in TESTS)]
        )
    return _ENDS[pytest.ExitCode(ended)]


def with_change(rules: Schema, place: int, form: str) -> Schema:
    """The rules with another test in one assert."""
    places = count()

    def check(each: Assert) -> Assert:
        return dataclasses.replace(each, test=form.format(each.test)) if next(places) == place else each

    def rule(each: Rule) -> Rule:
        return dataclasses.replace(each, asserts=tuple(map(check, each.asserts)))

    patterns = (dataclasses.replace(each, rules=tuple(map(rule, each.rules))) for each in rules.patterns)
    return dataclasses.replace(rules, patterns=tuple(patterns))


if __name__ == "__main__":
    main()
