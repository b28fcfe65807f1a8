"""Tries out a rule file in a process of its own: does it compile, and does it meet anything in a document?

Foreign rules may run forever or bring Saxon down; then this process is ended, and nobody else notices. The
answer comes back as one line of JSON. Nothing is kept here.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from ubltools.errors import EngineError, EngineUnavailable, RulesBroken
from ubltools.names import Kind
from ubltools.validation.release_file import Scope

SECONDS: Final = 300
_PATIENCE: Final = "The largest official rules take a few seconds."
_START: Final = "import sys; sys.path[:] = {path!r}; from ubltools.validation.proving import main; main()"
_ERRORS: Final = {each.__name__: each for each in (EngineUnavailable, RulesBroken)}


def prove(folder: Path, rules: str, scopes: Sequence[Scope], seconds: int = SECONDS) -> dict[str, int]:
    """How many rules met something in a small document, by the name of its root.

    folder: holds the rule file `rules` and what it takes in. Raises EngineUnavailable, and RulesBroken for
    rules that do not compile, take longer than `seconds`, or meet nothing in a document they are for.
    """
    job = {
        "folder": str(folder),
        "rules": rules,
        "scopes": [[each.root, each.customization] for each in scopes],
    }
    command = [sys.executable, "-c", _START.format(path=sys.path)]
    try:
        done = subprocess.run(
            command, input=json.dumps(job), capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise RulesBroken(f"The rules were still running after {seconds} seconds.", _PATIENCE) from None
    answer = _answer(done.stdout)
    if answer is None:
        raise RulesBroken(f"The rules ended the program that tried them out (code {done.returncode}).")
    if "error" in answer:
        raise _ERRORS.get(answer["error"], EngineError)(answer["message"], answer["hint"])
    fired: dict[str, int] = answer["fired"]
    silent = [root for root, count in fired.items() if not count]
    if silent:
        raise RulesBroken(f"No rule in it meets anything in a document of the kind {' or '.join(silent)}.")
    return fired


def _answer(printed: str) -> dict[str, Any] | None:
    """The last line, since foreign rules may print something themselves; None when there is none."""
    try:
        answer = json.loads(printed.splitlines()[-1])
    except (ValueError, IndexError):
        return None
    return answer if isinstance(answer, dict) else None


def main() -> None:
    """The process itself: the job on standard input, the answer on standard output."""
    job = json.load(sys.stdin)
    try:
        answer: dict[str, Any] = {"fired": _tried(Path(job["folder"]), job["rules"], job["scopes"])}
    except EngineError as error:
        answer = {"error": type(error).__name__, "message": error.message, "hint": error.hint}
    print(f"\n{json.dumps(answer)}")


def _tried(folder: Path, name: str, scopes: list[tuple[str, str | None]]) -> dict[str, int]:
    from ubltools.validation import saxon, schematron
    from ubltools.validation.probe import probe

    rules = saxon.Rules(schematron.read(folder / name, folder))
    rules.compile()
    fired: dict[str, int] = {}
    for root, customization in scopes:
        document = probe(Kind(root), customization)
        met = rules.check(saxon.Source(document.root)).fired
        fired[root] = max(met, fired.get(root, 0))
    return fired
