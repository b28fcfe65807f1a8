"""Which release counts for a document on a day, which one comes next, and the sentence that says why."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shelves import TODAY, put, shelf, toml
from ubltools.errors import EngineError
from ubltools.names import BILLING, BILLING_PROFILE, Kind
from ubltools.validation import selection
from ubltools.validation.release import Release, Scope
from ubltools.validation.selection import Choice, coming, select

__all__ = ["shelf"]


def chosen(on: date, customization: str | None = BILLING, profile: str | None = None) -> str:
    return select("peppol", Kind.INVOICE, customization, profile, on).release.id


def test_the_latest_in_force_counts_and_a_preview_never(shelf: Path) -> None:
    put(shelf, "r20", toml("r20", "2026-02-23"))
    put(shelf, "r21", toml("r21", "2026-08-24"))
    put(shelf, "r22", toml("r22", "2026-10-01", "preview = true"))
    days = {date(2026, 2, 23): "r20", date(2026, 8, 23): "r20", date(2026, 8, 24): "r21", TODAY: "r21"}
    assert {day: chosen(day) for day in days} == days
    assert select("peppol", Kind.INVOICE, BILLING, None, date(2026, 9, 1)).reason == (
        "in force since 2026-08-24 until r22, a preview, takes over on 2026-10-01"
    )
    assert select("peppol", Kind.INVOICE, BILLING, None, TODAY).reason == (
        "in force since 2026-08-24; r22, a preview, was due on 2026-10-01 and is not confirmed"
    )


def test_a_preview_of_the_past_is_not_mentioned(shelf: Path) -> None:
    put(shelf, "r20", toml("r20", "2026-02-23", "preview = true"))
    put(shelf, "r21", toml("r21", "2026-08-24"))
    assert select("peppol", Kind.INVOICE, BILLING, None, TODAY).reason == "in force since 2026-08-24"


def test_without_a_date_it_is_always_in_force(shelf: Path) -> None:
    put(shelf, "r", toml("r", ""))
    choice = select("peppol", Kind.INVOICE, BILLING, None, date(1999, 1, 1))
    assert (choice.release.id, choice.reason) == ("r", "always in force")


def test_before_the_earliest_it_says_which_and_how_to_force_it(shelf: Path) -> None:
    put(shelf, "r20", toml("r20", "2026-02-23"))
    with pytest.raises(
        EngineError, match="known for 2026-01-01; the earliest are r20, from 2026-02-23"
    ) as caught:
        chosen(date(2026, 1, 1))
    assert '"r20" by name' in (caught.value.hint or "")


def test_an_unknown_specification_names_the_nearest(shelf: Path) -> None:
    put(shelf, "a", toml("a", "2026-02-23"))
    put(shelf, "b", toml("b", "2026-02-23", scope='customization = "urn:other"'))
    with pytest.raises(EngineError, match=r"CustomizationID 'urn:cen\.eu:en16931:2017'") as caught:
        chosen(TODAY, "urn:cen.eu:en16931:2017")
    assert BILLING in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("kind", "customization", "words"),
    [
        (Kind.INVOICE, None, "has no CustomizationID"),
        (Kind.CREDIT_NOTE, BILLING, "No rules are known here for CreditNote"),
        (None, BILLING, "not a document that is known"),
    ],
)
def test_what_no_release_covers(
    shelf: Path, kind: Kind | None, customization: str | None, words: str
) -> None:
    put(shelf, "a", toml("a", "2026-02-23"))
    with pytest.raises(EngineError, match=words):
        select("peppol", kind, customization, BILLING_PROFILE, TODAY)


def test_the_specification_is_matched_by_its_beginning_and_the_profile_whole(shelf: Path) -> None:
    put(shelf, "a", toml("a", "2026-02-23", scope=f'customization = "{BILLING}"\nprofile = "p"'))
    assert chosen(TODAY, f"{BILLING}::2.1", "p") == "a"
    with pytest.raises(EngineError, match="ProfileID 'q'"):
        chosen(TODAY, BILLING, "q")


def following(on: date) -> Choice | None:
    return coming("peppol", Kind.INVOICE, BILLING, None, on)


def test_what_takes_over_is_named(shelf: Path) -> None:
    put(shelf, "r21", toml("r21", "2026-08-24"))
    put(shelf, "r22", toml("r22", "2027-02-24"))
    assert select("peppol", Kind.INVOICE, BILLING, None, TODAY).reason == (
        "in force since 2026-08-24 until r22 takes over on 2027-02-24"
    )
    choice = following(TODAY)
    assert choice is not None
    assert (choice.release.id, choice.reason) == ("r22", "comes next, on 2027-02-24")


def test_a_preview_counts_as_next_and_says_that_it_is_one(shelf: Path) -> None:
    put(shelf, "r21", toml("r21", "2026-08-24"))
    put(shelf, "r22", toml("r22", "2027-02-24", "preview = true"))
    choice = following(TODAY)
    assert choice is not None
    assert choice.reason == "comes next, on 2027-02-24, and is a preview that may still change"
    late = following(date(2027, 3, 1))  # its day has come, and still nobody confirmed it
    assert late is not None and late.release.id == "r22"
    assert chosen(date(2027, 3, 1)) == "r21"


def test_of_two_on_one_day_the_one_that_is_no_preview_comes_next(shelf: Path) -> None:
    put(shelf, "r21", toml("r21", "2026-08-24"))
    put(shelf, "a22", toml("a22", "2027-02-24", "preview = true"))
    put(shelf, "r22", toml("r22", "2027-02-24"))
    choice = following(TODAY)
    assert choice is not None and choice.release.id == "r22"
    assert "r22 takes over" in select("peppol", Kind.INVOICE, BILLING, None, TODAY).reason


def test_next_follows_the_day(shelf: Path) -> None:
    for identity, since in (("r20", "2026-02-23"), ("r21", "2026-08-24"), ("r22", "2027-02-24")):
        put(shelf, identity, toml(identity, since))
    days = {date(2026, 1, 1): "r20", date(2026, 2, 23): "r21", date(2026, 8, 23): "r21", TODAY: "r22"}
    assert {day: choice.release.id for day in days if (choice := following(day))} == days
    assert following(date(2027, 2, 24)) is None


def test_next_is_of_the_same_documents(shelf: Path) -> None:
    put(shelf, "r21", toml("r21", "2026-08-24"))
    put(shelf, "s3", toml("s3", "2027-02-24", scope='customization = "urn:other"'))
    assert following(TODAY) is None
    with pytest.raises(EngineError, match="CustomizationID 'urn:none'"):
        coming("peppol", Kind.INVOICE, "urn:none", None, TODAY)


DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 9))


@given(st.lists(st.tuples(DAYS, st.booleans()), min_size=1, max_size=6), DAYS)
def test_next_is_later_than_what_is_in_force_and_nothing_lies_between(
    made: list[tuple[date, bool]], on: date
) -> None:
    """The law of the two choices, whatever releases there are."""
    known = tuple(_release(f"r{at}", since, preview) for at, (since, preview) in enumerate(made))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selection, "releases", lambda: known)
        after = following(on)
        official = [each for each in known if not each.preview]
        now = max((each.since for each in official if each.since <= on), default=None)
        if now is not None:
            assert select("peppol", Kind.INVOICE, BILLING, None, on).release.since == now
        later = sorted(each.since for each in known if now is None or each.since > now)
        assert (after.release.since if after else None) == (later[0] if later else None)


def _release(identity: str, since: date, preview: bool) -> Release:
    return Release(
        id=identity, layer="peppol", title="t", version="1", published=None, source="s", folder=Path(),
        sha256=(), applies_to=(Scope("Invoice"),), mandatory_from=since, preview=preview,
    )  # fmt: skip
