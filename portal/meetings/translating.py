"""What is written about meetings waits for a translation, like what stands in plans: hers for staff, theirs for her.

What is no longer to be acted on (a meeting that was, a word that staff have seen) waits no more; minutes always do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings.models import Meeting, MeetingState, NoTimeFits, TodayWord
from portal.people.models import Participant
from portal.translators import finding, saving
from portal.translators.finding import Found
from portal.translators.models import Place, WantedTranslation
from portal.translators.wanting import want_these

A_DAY = timedelta(days=1)


def texts(db: Session, ids: Sequence[UUID]) -> Iterator[Found]:
    """Every text about these participants' meetings; three queries, however many they are."""
    yield from _meetings(db, ids)
    yield from _words_of_today(db, ids)
    yield from _no_times(db, ids)


def topic_of(meeting: Meeting) -> list[Found]:
    """What she wants to talk about, just written."""
    if meeting.topic is None:
        return []
    return [Found(meeting.participant_id, Place.MEETING_TOPIC, meeting.id, meeting.topic, True)]


def seen(db: Session, said: TodayWord | NoTimeFits) -> None:
    """Staff have seen what she said: nobody needs to translate it any more."""
    db.execute(
        sa.delete(WantedTranslation).where(
            WantedTranslation.row_id == said.id, WantedTranslation.done_at.is_(None)
        )
    )


def waits_again(
    db: Session, hers: Participant, said: TodayWord | NoTimeFits, now: datetime
) -> None:
    """It was marked as seen by mistake: it waits for a translation as before."""
    db.flush()
    about = [*_words_of_today(db, [hers.id]), *_no_times(db, [hers.id])]
    if found := [one for one in about if one.row_id == said.id]:
        want_these(db, hers, found, now=now)


def _meetings(db: Session, ids: Sequence[UUID]) -> Iterator[Found]:
    is_to_come = Meeting.starts_at > clock.now() - A_DAY
    query = sa.select(
        Meeting.participant_id,
        Meeting.id,
        sa.case((sa.and_(is_to_come, Meeting.state != MeetingState.CANCELLED), Meeting.topic)),
        sa.case((is_to_come, Meeting.reason)),
        sa.case((Meeting.notes_published_at.is_not(None), Meeting.notes)),
    ).where(
        Meeting.participant_id.in_(ids),
        sa.or_(
            sa.and_(is_to_come, sa.or_(Meeting.topic.is_not(None), Meeting.reason.is_not(None))),
            Meeting.notes_published_at.is_not(None),
        ),
    )
    for who, row_id, topic, reason, notes in db.execute(query):
        if topic:
            yield Found(who, Place.MEETING_TOPIC, row_id, topic, True)
        if reason:
            yield Found(who, Place.MEETING_REASON, row_id, reason, is_urgent=True)
        if notes:
            yield Found(who, Place.MEETING_NOTES, row_id, notes)


def _words_of_today(db: Session, ids: Sequence[UUID]) -> Iterator[Found]:
    query = sa.select(TodayWord.participant_id, TodayWord.id, TodayWord.comment).where(
        TodayWord.participant_id.in_(ids),
        TodayWord.comment.is_not(None),
        TodayWord.handled_at.is_(None),
    )
    for who, row_id, comment in db.execute(query):
        if comment:
            yield Found(who, Place.TODAY_WORD_COMMENT, row_id, comment, True, True)


def _no_times(db: Session, ids: Sequence[UUID]) -> Iterator[Found]:
    query = sa.select(NoTimeFits.participant_id, NoTimeFits.id, NoTimeFits.could).where(
        NoTimeFits.participant_id.in_(ids),
        NoTimeFits.could.is_not(None),
        NoTimeFits.handled_at.is_(None),
    )
    for who, row_id, could in db.execute(query):
        if could:
            yield Found(who, Place.NO_TIME_COULD, row_id, could, True)


finding.OTHERS.append(texts)
saving.ROWS |= {"meeting": Meeting, "today_word": TodayWord, "no_time_fits": NoTimeFits}
