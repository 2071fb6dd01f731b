"""How and where they meet, when staff change that alone: a visit becomes a call, or is in another house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.meetings import changing, reminders, seats
from portal.meetings.for_participant import is_link
from portal.meetings.models import Meeting, MeetingMode, MeetingState
from portal.meetings.purposes import Purpose
from portal.meetings.supply_models import MeetingPlace
from portal.notifications.models import NoticeKind
from portal.people.models import Staff
from portal.writing import Writing


class Unfit(Exception):
    """What cannot be kept: by field, what is to be put right."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True)
class Way:
    """How they meet; the place of a visit, the link of a video meeting."""

    mode: MeetingMode
    place_id: UUID | None = None
    video_link: str | None = None

    @classmethod
    def of(cls, meeting: Meeting) -> Way:
        is_visit, is_video = (meeting.mode is one for one in (MeetingMode.VISIT, MeetingMode.VIDEO))
        return cls(
            meeting.mode,
            meeting.place_id if is_visit else None,
            meeting.video_link if is_video else None,
        )


def places(db: Session, meeting: Meeting) -> Sequence[MeetingPlace]:
    """Where a visit may be. None for somebody whose data are protected: where they meet is never written down."""
    if meeting.participant.is_protected:
        return ()
    return db.scalars(sa.select(MeetingPlace).order_by(MeetingPlace.position)).all()


def read(db: Session, meeting: Meeting, mode: str, place: str, video_link: str) -> Way:
    """What the form means. Raises `Unfit`."""
    way = next((one for one in Purpose(meeting.type).modes if one == mode), None)
    known = places(db, meeting)
    chosen = next((one.id for one in known if str(one.id) == place), None)
    link = video_link.strip()
    if way is None:
        raise Unfit({"mode": "unknown"})
    if way is MeetingMode.VISIT and known and chosen is None:
        raise Unfit({"place": "missing"})
    if way is MeetingMode.VIDEO and not is_link(link):
        raise Unfit({"video_link": "no-link"})
    return Way(
        way,
        chosen if way is MeetingMode.VISIT else None,
        link if way is MeetingMode.VIDEO else None,
    )


def change(
    db: Session,
    by: Staff,
    meeting: Meeting,
    way: Way,
    *,
    version: int,
    now: datetime,
    reason: Writing | None = None,
) -> Meeting:
    """Meet in that way from now on; her time stays. She is told once, and her reminders are made anew.

    The same change again changes nothing. Raises `Changed`, and `NotBookable` when it has begun.
    """
    seats.lock(db, meeting.participant)
    db.refresh(meeting)
    if meeting.is_standing and Way.of(meeting) == way:
        return meeting
    changing.check_standing(meeting, version, now)
    meeting.mode, meeting.place_id, meeting.video_link = way.mode, way.place_id, way.video_link
    changing.mark(db, meeting, by, now, reason)
    db.flush()
    db.refresh(meeting, ["place"])
    reminders.renew(db, meeting, now=now)
    is_offer = meeting.state is MeetingState.OFFERED
    kind = NoticeKind.MEETING_OFFERED if is_offer else NoticeKind.MEETING_MOVED
    reminders.tell(db, meeting, kind, now=now)
    return meeting
