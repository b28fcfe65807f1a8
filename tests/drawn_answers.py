"""Strategies that draw messages and answers about the one invoice of sent_documents.py."""

from datetime import UTC, date, timedelta
from typing import Final

from hypothesis import strategies as st

from tests.sent_documents import IMR, MLR, MLS, NOW, message, received
from ubltools.responses.known import Received
from ubltools.responses.model import ResponseMessage

CODES: Final = {
    IMR: ("AB", "IP", "UQ", "CA", "RE", "AP", "PD", "PD/PPD", "ZZ"),
    MLR: ("AB", "AP", "RE/BV", "RE/SV", "ZZ"),
    MLS: ("AB", "AP", "RE/BV", "RE/FD", "ZZ"),
}


@st.composite
def messages(draw: st.DrawFn, attempts: int = 2) -> ResponseMessage:
    """A message about the one invoice or one of its transmissions, with or without a time."""
    kind = draw(st.sampled_from(list(CODES)))
    code, *reasons = draw(st.sampled_from(CODES[kind])).split("/")
    about = None if kind is IMR else f"E-{draw(st.integers(1, attempts))}"
    when = draw(st.none() | st.times(timezones=st.none() | st.just(UTC)))
    day = draw(st.none() | st.dates(date(2026, 11, 19), date(2026, 11, 24)))
    return message(kind, code, *reasons, about=about, issue_date=day, issue_time=when)


@st.composite
def answers(draw: st.DrawFn, attempts: int = 2) -> Received:
    return received(draw(messages(attempts)), NOW + timedelta(hours=draw(st.integers(0, 99))))
