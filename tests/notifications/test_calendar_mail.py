"""A meeting that is mailed to her calendar: booked, moved, and called off."""

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings.models import Meeting, MeetingMode, MeetingState
from portal.municipality.models import MeetingType
from portal.notifications import outbox
from portal.notifications.models import OutboxNotice
from portal.operations import calendar_files
from tests.cast import Cast, sv
from tests.notifications.postmen import chooses, opens

FROM, TO = "noreply@example.org", "amina@example.org"


def booked(db: Session, cast: Cast) -> Meeting:
    meeting = Meeting(
        participant=cast.amina, state=MeetingState.BOOKED, minutes=45, mode=MeetingMode.PHONE,
        type=MeetingType(
            key="call", position=0, name=sv("Samtal"), minutes=45, bookable_by="both", rules={}
        ),
        starts_at=clock.now() + timedelta(days=3), form_key="k", version=1, booked_at=clock.now(),
        changed_at=clock.now(),
    )  # fmt: skip
    db.add(meeting)
    db.flush()
    return meeting


def noticed(db: Session, meeting: Meeting) -> OutboxNotice:
    opens(db, meeting.participant)
    chooses(db, meeting.participant, mails_calendar=True)
    found = outbox.put_in_calendar(
        db, meeting.participant, meeting.id, meeting.version,
        now=clock.now(), expires_at=meeting.starts_at,
    )  # fmt: skip
    assert found
    return found


def test_a_booked_meeting_is_an_invitation_that_says_nothing_to_others(
    db: Session, cast: Cast
) -> None:
    meeting = booked(db, cast)
    made = calendar_files.maker(FROM)(db, noticed(db, meeting), TO)
    assert made
    assert made.method == "REQUEST"
    [event] = Calendar.from_ical(made.text).walk("VEVENT")
    assert str(event["summary"]) == "Möte"
    assert event["attendee"] == f"mailto:{TO}"
    assert event["organizer"] == f"mailto:{FROM}"
    assert "Karin" not in made.text.decode()


def test_one_that_is_called_off_is_taken_out_and_an_older_version_is_not_sent(
    db: Session, cast: Cast
) -> None:
    meeting = booked(db, cast)
    notice = noticed(db, meeting)
    meeting.version, meeting.state = 2, MeetingState.CANCELLED
    assert calendar_files.maker(FROM)(db, notice, TO) is None
    notice.version = 2
    made = calendar_files.maker(FROM)(db, notice, TO)
    assert made
    assert made.method == "CANCEL"
    assert "STATUS:CANCELLED" in made.text.decode()
