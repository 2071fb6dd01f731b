"""What becomes of the meetings of somebody who is away: taken over, moved, or called off with a new time offered.

Each goes through `changing`, so that the participant is told once of each. One that could not be done stays where it
is, with the reason. Sent twice, it is done once. Knows nothing of the web.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.meetings import changing, free, overlaps, reading
from portal.meetings.affected import MAY_STILL, Against, AwayColleague
from portal.meetings.free import FreeTime, Search
from portal.meetings.models import Meeting, MeetingState
from portal.meetings.purposes import Purpose
from portal.meetings.refusals import Changed, NotBookable, Outside, TimeTaken
from portal.meetings.supply import at_work, supply
from portal.people.directory import directory
from portal.people.models import Participant, Staff
from portal.writing import Writing

SHOWN_WITH_HER, SHOWN_OF_EACH, SHOWN_WITH_OTHERS = 3, 2, 5
SHORTEST = timedelta(hours=1)
"""How soon a colleague can be asked to meet her instead."""
AFTER = timedelta(weeks=2)
"""How long after the absence a colleague's times are still shown."""


class Act(StrEnum):
    """What can be done with a meeting of somebody who is away."""

    TAKE_OVER = "take-over"
    """She meets the participant herself, at the same time."""
    MOVE = "move"
    """To the next free time when the colleague is back."""
    OFFER = "offer"
    """Call it off, and keep the colleague's next free time until the participant answers."""
    CANCEL = "cancel"
    """Call it off without a new time."""


class Outcome(StrEnum):
    """What became of it."""

    TAKEN_OVER = "taken-over"
    MOVED = "moved"
    OFFERED = "offered"
    CANCELLED = "cancelled"
    NOT_FREE = "not-free"
    """The time that was wanted is not free."""
    NO_TIME = "no-time"
    """No free time was found to move it to."""
    CHANGED = "changed"
    """Somebody else has changed it meanwhile."""


IS_DONE = frozenset({Outcome.TAKEN_OVER, Outcome.MOVED, Outcome.OFFERED, Outcome.CANCELLED})


@dataclass(frozen=True)
class Result:
    """What became of one meeting, and what spoke against it when nothing could be done."""

    meeting: Meeting
    outcome: Outcome
    against: Sequence[Against] = ()

    @property
    def is_done(self) -> bool:
        return self.outcome in IS_DONE


@dataclass(frozen=True)
class How:
    """Who does it, and what goes with it."""

    by: Staff
    now: datetime
    anyway: bool = False
    """Also where she has said that she is away, or keeps her hours on duty free."""
    reason: Writing | None = None
    """What the participant is told beside what was done."""


def rebook(
    db: Session, away: AwayColleague, chosen: Mapping[UUID, int], act: Act, how: How
) -> list[Result]:
    """Do the same with each of these meetings, given with the version that was shown; in the order of their times.

    Those that are none of hers to see are left out.
    """
    _lock(db, away, how.by, chosen)
    found = [*(one for one in away.meetings if one.id in chosen), *_done(db, away, chosen, how.by)]
    return [
        _one(db, away, meeting, chosen[meeting.id], act, how)
        for meeting in sorted(found, key=lambda one: one.starts_at)
    ]


def move_to(
    db: Session,
    away: AwayColleague,
    meeting: Meeting,
    version: int,
    wanted: tuple[datetime, UUID],
    how: How,
) -> Result:
    """Move one meeting to the chosen time with the chosen person: one of `choices`. Sent twice, it is done once."""
    _lock(db, away, how.by, {meeting.id: version})
    if _is_done(meeting, version, how.by):
        return Result(meeting, Outcome.MOVED)
    for time in choices(db, away, meeting, how):
        if (time.starts_at, whom(time, meeting)) == wanted:
            return _move(db, meeting, version, time, how, is_offer=False)
    return Result(meeting, Outcome.NOT_FREE)


def choices(db: Session, away: AwayColleague, meeting: Meeting, how: How) -> list[FreeTime]:
    """Free times to move it to: with the colleague when she is back, and with others in her unit; the next first."""
    with_her = islice(_with_her(db, away, meeting, how.now), SHOWN_WITH_HER)
    others = sorted(_with_others(db, away, meeting, how.now), key=lambda one: one.starts_at)
    return sorted([*with_her, *others[:SHOWN_WITH_OTHERS]], key=lambda one: one.starts_at)


def whom(time: FreeTime, meeting: Meeting) -> UUID:
    """With whom a free time is: whoever is new among its people, else who leads it."""
    before = {one.id for one in meeting.staff}
    return next((one for one in time.staff if one not in before), time.staff[0])


def meeting_of(
    db: Session, away: AwayColleague, meeting_id: UUID, version: int, by: Staff
) -> Meeting:
    """One that is to be rebooked, or that this form has rebooked already. Raises `NoResultFound`."""
    done = _done(db, away, {meeting_id: version}, by)
    return done[0] if done else away.meeting(meeting_id)


def _one(
    db: Session, away: AwayColleague, meeting: Meeting, version: int, act: Act, how: How
) -> Result:
    if _is_done(meeting, version, how.by):
        return Result(meeting, _became(meeting, act))
    if act is Act.TAKE_OVER:
        return _take_over(db, away, meeting, version, how)
    if act is Act.CANCEL:
        return _cancel(db, meeting, version, how)
    is_offer = act is Act.OFFER
    time = next(_with_her(db, away, meeting, how.now), None)
    if time is None:
        return _cancel(db, meeting, version, how) if is_offer else Result(meeting, Outcome.NO_TIME)
    return _move(db, meeting, version, time, how, is_offer=is_offer)


def _take_over(
    db: Session, away: AwayColleague, meeting: Meeting, version: int, how: How
) -> Result:
    against = away.against.get(meeting.id, []) if away.may_take_over else [Against.ABSENT]
    if [one for one in against if not (how.anyway and one in MAY_STILL)]:
        return Result(meeting, Outcome.NOT_FREE, against)
    hers = [how.by.id if one.id == away.staff.id else one.id for one in meeting.staff]
    people = list(dict.fromkeys(hers))
    try:
        changing.move_for(
            db, how.by, meeting, meeting.starts_at, version=version, now=how.now, staff=people,
            anyway=True, reason=how.reason,
        )  # fmt: skip
    except TimeTaken:
        return Result(meeting, Outcome.NOT_FREE, [Against.TAKEN])
    except (Changed, NotBookable):
        return Result(meeting, Outcome.CHANGED)
    return Result(meeting, Outcome.TAKEN_OVER)


def _cancel(db: Session, meeting: Meeting, version: int, how: How) -> Result:
    try:
        changing.cancel_for(db, how.by, meeting, version=version, now=how.now, reason=how.reason)
    except (Changed, NotBookable):
        return Result(meeting, Outcome.CHANGED)
    return Result(meeting, Outcome.CANCELLED)


def _move(
    db: Session, meeting: Meeting, version: int, time: FreeTime, how: How, *, is_offer: bool
) -> Result:
    try:
        changing.move_for(
            db, how.by, meeting, time.starts_at, version=version, now=how.now, staff=time.staff,
            anyway=True, reason=how.reason, is_offer=is_offer,
        )  # fmt: skip
    except (TimeTaken, Outside):
        return Result(meeting, Outcome.NOT_FREE, [Against.TAKEN])
    except (Changed, NotBookable):
        return Result(meeting, Outcome.CHANGED)
    meeting.place_id = time.place_id
    return Result(meeting, Outcome.OFFERED if is_offer else Outcome.MOVED)


def _with_her(
    db: Session, away: AwayColleague, meeting: Meeting, now: datetime
) -> Iterator[FreeTime]:
    """Free times with the same people, from the day on which the colleague is back; clear of her week first."""
    back = away.absence.until_on + timedelta(days=1)
    purpose = Purpose(meeting.type)
    found = free.search(db, meeting.participant, purpose, now=now, from_on=back, moving=meeting)
    times = (one for one in found.everything() if clock.local(one.starts_at).date() >= back)
    return overlaps.clear_first(db, meeting.participant, times, meeting.minutes)


def _with_others(
    db: Session, away: AwayColleague, meeting: Meeting, now: datetime
) -> Iterator[FreeTime]:
    """The next free times of each colleague in her unit; nobody else is given somebody whose data are protected."""
    if meeting.participant.is_protected:
        return
    today, latest = clock.local(now).date(), away.absence.until_on + AFTER
    known = directory(db)
    unit = known.organisations[away.staff.organisation_id].key
    taking_part = {one.id for one in meeting.staff}
    colleagues = [one for one in at_work(known, unit, today) if one.id not in taking_part]
    everybody = {one.id for one in colleagues} | taking_part
    around = supply(db, everybody, {meeting.participant_id}, today, latest, besides=meeting.id)
    for one in colleagues:
        people = [one.id if there.id == away.staff.id else there.id for there in meeting.staff]
        found = Search(
            participant=meeting.participant,
            purpose=Purpose(meeting.type),
            earliest=now + SHORTEST,
            latest=_end_of(latest),
            minutes=meeting.minutes,
            leads=(),
            supply=around,
            units=(),
            fixed=people,
        )
        times = (time for time in found.everything() if one.id in time.staff)
        clear = overlaps.clear_first(db, meeting.participant, times, meeting.minutes)
        yield from islice(clear, SHOWN_OF_EACH)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), clock.LOCAL)


def _is_done(meeting: Meeting, version: int, by: Staff) -> bool:
    """Whether the same form has changed it already."""
    return meeting.version == version + 1 and meeting.changed_by_id == by.id


def _became(meeting: Meeting, act: Act) -> Outcome:
    if meeting.state is MeetingState.CANCELLED:
        return Outcome.CANCELLED
    return {Act.TAKE_OVER: Outcome.TAKEN_OVER, Act.OFFER: Outcome.OFFERED}.get(act, Outcome.MOVED)


def _done(
    db: Session, away: AwayColleague, chosen: Mapping[UUID, int], by: Staff
) -> Sequence[Meeting]:
    """Those that she has rebooked already: they are no longer among the colleague's, or no longer meanwhile."""
    still = {one.id for one in away.meetings}
    rows = db.scalars(
        sa.select(Meeting)
        .where(Meeting.id.in_([one for one in chosen if one not in still]))
        .where(Meeting.changed_by_id == by.id)
        .options(*reading.WHOLE, joinedload(Meeting.participant))
    )
    return [one for one in rows if _is_done(one, chosen[one.id], by)]


def _lock(db: Session, away: AwayColleague, by: Staff, chosen: Mapping[UUID, int]) -> None:
    """Let others who book for any of them wait, first all participants and then all staff, so that nobody waits in
    a ring."""
    meetings = [one for one in away.meetings if one.id in chosen]
    participants = {one.participant_id for one in meetings}
    if participants:
        db.execute(
            sa.select(Participant.id)
            .where(Participant.id.in_(participants))
            .order_by(Participant.id)
            .with_for_update()
        )
    staff = {one.id for meeting in meetings for one in meeting.staff} | {by.id}
    free.lock_staff(db, staff)
