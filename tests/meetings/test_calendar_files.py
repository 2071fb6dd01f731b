"""A meeting as a calendar reads it: the right moment all year round, and nothing that tells others what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import invitation
from portal.meetings.booking import Details, book
from portal.meetings.invitation import Entry
from portal.meetings.models import Meeting, MeetingMode, MeetingState
from portal.people.models import Participant
from tests.cast import Cast
from tests.meetings.conftest import NOW, Town, at
from tests.meetings.ical import checked, moments, only_event

OURS, HERS = "moten@example.org", "amina@example.org"


def an_entry(starts_at: datetime, minutes: int = 45) -> Entry:
    return Entry(
        uid="8f14e45f-ceea-467f-a1d6-91e2f8a3c111", sequence=2, state=MeetingState.BOOKED,
        starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), title="Möte",
        location="Exempelgatan 1, Timrå", changed_at=NOW,
    )  # fmt: skip


@pytest.fixture
def booked(db: Session, cast: Cast, town: Town) -> Meeting:
    return book(db, cast.amina, town.follow_up, at(14, 9), Details(), key="k", now=NOW)


def test_she_downloads_one_meeting_that_says_no_more_than_when_and_where(booked: Meeting) -> None:
    file = invitation.published(invitation.of_hers(booked), NOW)
    event = only_event(file)
    assert Calendar.from_ical(file)["method"] == "PUBLISH"
    assert event["summary"] == "Möte"
    assert event["location"] == "Köpmangatan 14"
    assert moments(event) == (at(14, 9), at(14, 9, 45))
    assert event["dtstart"].to_ical() == b"20260914T090000"
    assert event["uid"] == str(booked.id)
    assert (event["sequence"], event["status"], event["class"]) == (0, "CONFIRMED", "PRIVATE")
    assert "organizer" not in event and "attendee" not in event and "description" not in event
    [alarm] = event.walk("VALARM")
    assert (alarm["action"], alarm.decoded("trigger")) == ("DISPLAY", timedelta(hours=-2))
    for secret in (
        "Karin",
        "Berg",
        "Amina",
        "Uppföljning",
        "Timrå kommun",
        "försörjning",
        "Kommunhuset",
    ):
        assert secret not in file.decode(), secret


def test_a_moved_meeting_keeps_its_identity_and_counts_up(booked: Meeting) -> None:
    first = only_event(invitation.published(invitation.of_hers(booked), NOW))
    booked.starts_at, booked.version = at(15, 9), 2
    second = only_event(invitation.published(invitation.of_hers(booked), NOW))
    assert first["uid"] == second["uid"]
    assert (first["sequence"], second["sequence"]) == (0, 1)


def test_an_offered_meeting_is_tentative_and_a_cancelled_one_wakes_nobody(booked: Meeting) -> None:
    booked.state = MeetingState.OFFERED
    assert (
        only_event(invitation.published(invitation.of_hers(booked), NOW))["status"] == "TENTATIVE"
    )
    booked.state = MeetingState.CANCELLED
    event = only_event(invitation.published(invitation.of_hers(booked), NOW))
    assert event["status"] == "CANCELLED"
    assert not event.walk("VALARM")


def test_protected_or_by_phone_there_is_no_address(booked: Meeting, cast: Cast) -> None:
    cast.amina.is_protected = True
    assert "location" not in only_event(invitation.published(invitation.of_hers(booked), NOW))
    cast.amina.is_protected = False
    booked.mode = MeetingMode.PHONE
    assert invitation.of_hers(booked).location is None
    booked.mode, booked.place = MeetingMode.VISIT, None
    assert invitation.of_hers(booked).location is None


def test_the_title_is_in_the_language_that_she_reads(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    class Words:
        def gettext(self, text: str) -> str:
            return f"{text} ({asked[-1]})"

    def catalogue(babel: str) -> Words:
        asked.append(babel)
        return Words()

    monkeypatch.setattr("portal.i18n.message_catalogue", catalogue)
    reads: list[tuple[str, str | None, str]] = [
        ("so", None, "so"), ("so", "en", "en_GB"), ("prs", None, "fa_AF"), ("xx", None, "sv"), ("ar", "xx", "ar"),
    ]  # fmt: skip
    for language, chosen, expected in reads:
        reader = Participant(language=language, chosen_language=chosen)
        assert invitation.title(reader) == f"Möte ({expected})"


@pytest.mark.parametrize(
    ("starts_at", "wall"),
    [
        (datetime(2028, 2, 29, 8, 0, tzinfo=UTC), "20280229T090000"),  # a leap day
        (datetime(2027, 3, 27, 8, 0, tzinfo=UTC), "20270327T090000"),  # the day before summer time
        (datetime(2027, 3, 28, 7, 0, tzinfo=UTC), "20270328T090000"),  # its first day
        (datetime(2027, 3, 28, 0, 45, tzinfo=UTC), "20270328T014500"),  # across the change
        (datetime(2027, 10, 30, 7, 0, tzinfo=UTC), "20271030T090000"),  # the day before winter time
        (datetime(2027, 10, 31, 8, 0, tzinfo=UTC), "20271031T090000"),  # its first day
        (datetime(2027, 10, 31, 0, 15, tzinfo=UTC), "20271031T021500"),  # the first of two
        (datetime(2027, 10, 31, 1, 15, tzinfo=UTC), "20271031T011500Z"),  # the second of two
        (
            datetime(2027, 10, 30, 23, 45, tzinfo=UTC),
            "20271031T014500",
        ),  # from the one into the other
    ],
)
def test_the_moment_is_right_when_the_clocks_change(starts_at: datetime, wall: str) -> None:
    one = an_entry(starts_at, minutes=90)
    event = only_event(invitation.published(one, NOW))
    assert event["dtstart"].to_ical().decode() == wall
    assert moments(event) == (starts_at, starts_at + timedelta(minutes=90))


@pytest.mark.parametrize("year", [1997, 2026, 2027, 2028, 2040])
def test_the_time_zone_in_the_file_says_what_the_clock_on_the_wall_does(year: int) -> None:
    """A calendar that knows no «Europe/Stockholm» counts with what stands in the file."""
    calendar = checked(invitation.published(an_entry(NOW), NOW))
    [zone] = calendar.walk("VTIMEZONE")
    theirs = zone.to_tz(lookup_tzid=False)
    day = date(year, 1, 1)
    while day.year == year:
        for hour in (0, 1, 4, 12, 23):
            wall = datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001 (on the wall)
            ours = wall.replace(tzinfo=clock.LOCAL).utcoffset()
            assert wall.replace(tzinfo=theirs).utcoffset() == ours, wall
        day += timedelta(days=1)


def test_a_long_address_is_folded_and_its_signs_are_escaped() -> None:
    where = "Storgatan 1, hus B; uppgång 3 \\ våning 2\n" + "Sjöängsvägen åäö " * 12
    one = replace(an_entry(NOW), location=where)
    file = invitation.published(one, NOW)
    assert only_event(file)["location"] == where
    assert b"Storgatan 1\\, hus B\\; uppg" in file
    assert b"\\n" in file


def test_mail_invites_her_and_asks_for_no_answer() -> None:
    file = invitation.request(an_entry(NOW), organizer=OURS, attendee=HERS, now=NOW)
    event = only_event(file)
    assert Calendar.from_ical(file)["method"] == "REQUEST"
    assert event["organizer"] == f"mailto:{OURS}"
    assert "cn" not in event["organizer"].params, "her mail shows the subject and the sender"
    hers = event["attendee"]
    assert hers == f"mailto:{HERS}"
    assert (hers.params["PARTSTAT"], hers.params["RSVP"]) == ("ACCEPTED", "FALSE")
    assert event["sequence"] == 2
    offered = replace(an_entry(NOW), state=MeetingState.OFFERED)
    event = only_event(invitation.request(offered, organizer=OURS, attendee=HERS, now=NOW))
    assert event["attendee"].params["PARTSTAT"] == "NEEDS-ACTION"


def test_mail_takes_a_cancelled_meeting_out_again() -> None:
    one = replace(an_entry(NOW), sequence=3, state=MeetingState.CANCELLED)
    file = invitation.cancellation(one, organizer=OURS, attendee=HERS, now=NOW)
    event = only_event(file)
    assert Calendar.from_ical(file)["method"] == "CANCEL"
    assert (event["uid"], event["sequence"], event["status"]) == (one.uid, 3, "CANCELLED")
    assert event["organizer"] == f"mailto:{OURS}"
    assert not event.walk("VALARM")


def test_a_feed_stamps_each_meeting_with_its_last_change() -> None:
    entries = [an_entry(NOW), replace(an_entry(NOW + timedelta(days=7)), uid="another")]
    file = invitation.feed(entries, "Möte")
    calendar = checked(file)
    assert "method" not in calendar
    assert [event.decoded("dtstamp") for event in calendar.walk("VEVENT")] == [NOW, NOW]
    assert file == invitation.feed(entries, "Möte"), "nothing in it depends on when it is asked for"
    assert checked(invitation.feed([], "Möte")).walk("VEVENT") == []
