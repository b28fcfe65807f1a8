"""Makes a rule set ready to run: out of the cache, or compiled and put there. And who is told of the wait.

What a cached module depends on is in its key: the rules, the compiler, the readers and code lists that the
rules pass through, and the Python that runs it.
"""

import hashlib
import marshal
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ubltools.errors import ConfigurationError
from ubltools.finding import Severity
from ubltools.validation import places
from ubltools.validation.native import cache as stored
from ubltools.validation.native.refusal import Refused
from ubltools.validation.native.rules import CompiledRules

if TYPE_CHECKING:
    from ubltools.validation.model import Assert, Schema

_LONG: Final = 400  # so many asserts take long enough to compile for somebody to wonder
_VALIDATION: Final = Path(__file__).parent.parent
_READERS: Final = (
    "schematron.py", "model.py", "iso.py", "compiled.py", "schxslt.py", "wording.py", "../rule_messages.py",
)  # fmt: skip


class Built(NamedTuple):
    """A rule set that can be run, and its asserts, by number, for those that fail."""

    rules: CompiledRules
    assert_of: Callable[[int], "Assert"]


def build(identity: str, read: Callable[[], "Schema"], notify: Callable[[], None] | None = None) -> Built:
    """The rules that read() gives, ready to run. identity: what tells their content from any other.

    notify is called when that takes a while. Raises Refused, and what read() raises.
    """

    def make() -> Any:
        schema = read()
        if notify is not None and sum(1 for _ in schema.asserts()) >= _LONG:
            notify()
        return _compiled(schema, careful=False)

    found = _stored(f"{identity} plain", make)
    if found[0] == "refused":
        raise Refused(found[1])
    _, code, rows = found
    return Built(CompiledRules(_names(code), lambda: _careful(identity, read)), _asserts(rows))


def _careful(identity: str, read: Callable[[], "Schema"]) -> dict[str, Any]:
    return _names(_stored(f"{identity} careful", lambda: _compiled(read(), careful=True))[1])


def _stored(identity: str, make: Callable[[], Any]) -> Any:
    key = hashlib.sha256(f"{fingerprint()} {sys.version} {identity}".encode()).hexdigest()[:40]
    try:
        folder = places.cache() / "compiled"
    except ConfigurationError:
        return make()
    found = stored.load(folder, key)
    if found is None:
        found = make()
        stored.store(folder, key, found)
    return found


def _compiled(schema: "Schema", *, careful: bool) -> tuple[Any, ...]:
    from ubltools.validation.native import module  # the compiler is not needed where the cache is warm

    try:
        text = module.write(schema, careful=careful)
    except Refused as refused:
        return "refused", refused.reasons
    code = compile(text, f"<rules of {schema.title}>", "exec", dont_inherit=True, optimize=2)
    return "compiled", code, marshal.dumps(tuple(map(_row, schema.asserts())))


def _names(code: CodeType) -> dict[str, Any]:
    from ubltools.validation.native import runtime

    names = runtime.names()
    exec(code, names)
    return names


def _row(check: "Assert") -> tuple[Any, ...]:
    message = tuple(part if isinstance(part, str) else (part.select,) for part in check.message)
    return check.id, check.test, str(check.severity), message, check.hint, check.terms


def _asserts(packed: bytes) -> Callable[[int], "Assert"]:
    """The asserts by number. They are unpacked when the first one fails: a good document needs none."""
    rows: list[tuple[Any, ...]] = []

    @cache
    def assert_of(number: int) -> "Assert":
        if not rows:
            rows.extend(marshal.loads(packed))
        return _assert(rows[number])

    return assert_of


def _assert(row: tuple[Any, ...]) -> "Assert":
    from ubltools.validation.model import Assert, Value

    identity, test, severity, message, hint, terms = row
    parts = tuple(part if isinstance(part, str) else Value(part[0]) for part in message)
    return Assert(identity, test, Severity(severity), parts, hint, terms)


@cache
def fingerprint() -> str:
    """What stands for this compiler: one hash over its sources and over all that the rules pass through."""
    code_lists = sorted((_VALIDATION.parent / "codes").glob("*.csv"))
    files = [
        *sorted(Path(__file__).parent.glob("*.py")),
        *(_VALIDATION / name for name in _READERS),
        *code_lists,
    ]
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()
