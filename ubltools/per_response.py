"""The commands on responses, one step each: read, keep in the state file, say which document it is about.

Options and printing are in cli/; what things mean is in responses/.
"""

import contextlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ubltools import files
from ubltools.errors import ConfigurationError, NotAResponse
from ubltools.responses.deliveries import Delivery, SendAnswer
from ubltools.responses.inbox import Entry, Received, read_any
from ubltools.responses.model import Answer, ResponseMessage
from ubltools.settings import Settings

_FATE = {
    "sent": "sent",
    "refused": "refused by Billit, so that nothing was sent",
    "failed": "not sent",
}

if TYPE_CHECKING:
    from ubltools.responses.known import KnownDocument
    from ubltools.responses.store import StateFile


def state_path(option: str | None, settings: Settings) -> Path | None:
    """The state file: that of the option, else of the settings, else none."""
    return Path(option) if option else settings.state


@contextlib.contextmanager
def state_if_any(option: str | None, settings: Settings) -> "Iterator[StateFile | None]":
    """The open state file of the option or the settings, if there is one. Raises ConfigurationError."""
    path = state_path(option, settings)
    with contextlib.nullcontext() if path is None else opened(path) as state:
        yield state


def needed_state(option: str | None, settings: Settings) -> Path:
    """The same for a command that makes no sense without. Raises ConfigurationError."""
    path = state_path(option, settings)
    if path is None:
        raise ConfigurationError(
            "Which state file? Name it with --state FILE, or with state in ubltools.toml.",
            "It is made by presend --state FILE.",
        )
    return path


def opened(path: Path, *, must_exist: bool = False) -> "StateFile":
    """The state file, made if it is not there. Raises ConfigurationError."""
    from ubltools.responses.store import StateFile

    if must_exist and not path.exists():
        raise ConfigurationError(f"{path} is not there.", "It is made by presend --state FILE.")
    return StateFile(path)


def read(path: str) -> ResponseMessage | Delivery:
    """The response in a file. Raises ConfigurationError, InputError."""
    held = read_any(files.read(path))
    if isinstance(held, Received):
        raise NotAResponse(
            f"This is an {held.kind}, not a response."
            if held.number is None
            else f"This is the {held.kind} {held.number}, not a response.",
            "An IMR, MLR or MLS is a UBL ApplicationResponse. An invoice is checked with validate.",
        )
    return held


def keep(state: "StateFile | None", contents: Iterable[object]) -> None:
    """Record the messages among contents in the state file, if there is one."""
    if state is not None:
        state.record((each for each in contents if isinstance(each, ResponseMessage)), datetime.now(UTC))


def known(state: "StateFile | None", content: object) -> dict[Answer, str] | None:
    """For each answer of a message the document that it is about, in words; None without a state file."""
    if state is None or not isinstance(content, ResponseMessage):
        return None
    found = {}
    for position, answer in enumerate(content.answers):
        documents = state.about(content, position)
        if documents:
            found[answer] = "; ".join(_in_words(state, each) for each in documents)
    return found


def _in_words(state: "StateFile", document: "KnownDocument") -> str:
    from ubltools.responses.evidence import brief

    return brief(document, state.history_of(document))


def recorded(state: "StateFile | None", entries: Iterable[Entry], page: int = 500) -> Iterator[Entry]:
    """The entries, after their messages are kept safely: what is confirmed then cannot be lost."""
    waiting: list[Entry] = []
    for entry in entries:
        waiting.append(entry)
        if len(waiting) >= page:
            keep(state, (each.content for each in waiting))
            yield from waiting
            waiting = []
    keep(state, (each.content for each in waiting))
    yield from waiting


class Told(NamedTuple):
    """What a user says of a sending, as the options of the command sent."""

    answer: str | None = None
    failed: bool = False
    instance: str | None = None
    document: str | None = None
    credit_note: bool = False


def settle(state: "StateFile", number: str | None, told: Told, now: datetime) -> str:
    """Record how a sending ended; what was recorded, in a sentence. Raises ConfigurationError, InputError."""
    if (number is None) is (told.document is None):
        raise ConfigurationError("Name the number of the document, or the file of one with --document.")
    if told.answer and told.failed:
        raise ConfigurationError("Either Billit answered or the POST failed.")
    said = _answer(told.answer) if told.answer else SendAnswer(None)
    item = None if said.inbox_item_id is None else str(said.inbox_item_id)
    if told.document is not None:
        return _add(state, told, item, now)
    from ubltools.responses.known import Fate

    known = _the_one(state.find(number or ""), number or "", told.credit_note)
    fate = Fate.FAILED if told.failed else Fate.REFUSED if said.errors else Fate.SENT
    state.answered(known.attempts[-1].id, fate, now, inbox_item=item, instance=told.instance)
    why = "".join(f"\n  {code}: {text}" for code, text in said.errors)
    return f"{known.sent} is recorded as {_FATE[fate]}.{why}"


def _add(state: "StateFile", told: Told, item: str | None, now: datetime) -> str:
    from ubltools.responses.sent import sent_of

    if told.failed:
        raise ConfigurationError("A document is added because it was sent; --failed says that it was not.")
    added = sent_of(files.read(told.document or ""))
    state.add(added, now, inbox_item=item, instance=told.instance)
    return f"{added} is recorded as sent."


def _the_one(documents: "tuple[KnownDocument, ...]", number: str, credit_note: bool) -> "KnownDocument":
    """The document that is meant by a number: the last of that family."""
    family = "credit note" if credit_note else "invoice"
    meant = [each for each in documents if each.sent.family == family]
    if not meant:
        raise ConfigurationError(f"The state file knows no {family} {number}.", "status lists what it knows.")
    if len(meant) > 1:
        raise ConfigurationError(
            f"The state file knows {len(meant)} {family}s {number}, of several sellers.",
            "Name the document with --document.",
        )
    return meant[0]


def _answer(path: str) -> SendAnswer:
    from ubltools.responses.billit_messages import read_billit

    held = read_billit(files.read(path))
    if not isinstance(held, SendAnswer):
        raise NotAResponse(
            f"{path} is no answer of sendXML.", 'It is {"InboxItemID": ...} or {"errors": [...]}.'
        )
    return held
