"""The caseworker's day: questions that are mine to answer, and late ones of the unit that stand with me."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.db import ONE
from portal.messages import inbox, late, subjects
from portal.messages.asking import AROUND_ME, I_STEP_IN
from portal.messages.inbox import Place
from portal.messages.models import Message, MessageKind
from portal.people.day import ME, TODAY, DayRow, Named, Offer, Waits, morning, things
from portal.people.directory import directory
from portal.people.models import Staff

CONVERSATION = "staff.messages.conversation"
LATE = "staff.messages.late"
FIRST_WORDS = (
    sa.select(Message.body)
    .where(
        Message.thread_id == AROUND_ME.c.id,
        Message.kind == MessageKind.FROM_HER,
        Message.sent_at >= AROUND_ME.c.waits_for_us_since,
    )
    .order_by(Message.sent_at)
    .limit(ONE)
    .correlate(AROUND_ME)
    .scalar_subquery()
)
QUESTIONS = things(
    sa.case(
        (AROUND_ME.c.answer_by < TODAY, Waits.ANSWER_LATE.value),
        (AROUND_ME.c.subject == subjects.CORRECTION, Waits.CORRECTION.value),
        (AROUND_ME.c.is_urgent, Waits.ANSWER_URGENT.value),
        else_=Waits.ANSWER.value,
    ),
    AROUND_ME.c.participant_id,
    on=AROUND_ME.c.answer_by,
    thing=AROUND_ME.c.id,
    about=FIRST_WORDS,
).where(sa.or_(AROUND_ME.c.responsible == ME, I_STEP_IN))
"""One row for each question that is mine to answer today, under the day that was promised; also those of a colleague
in whose place I answer."""
PLACE = {"participant_id": "participant_id", "thread": "thing"}
OFFERS = (
    Offer(Waits.ANSWER_LATE, QUESTIONS, CONVERSATION, PLACE, anchor="waits-", is_due=True),
    Offer(Waits.ANSWER_URGENT, None, CONVERSATION, PLACE, anchor="waits-", is_due=True),
    Offer(Waits.ANSWER, None, CONVERSATION, PLACE, anchor="waits-", is_due=True),
    Offer(Waits.CORRECTION, None, CONVERSATION, PLACE, anchor="waits-", is_due=True),
)

KINDS = {Place.LATE: Waits.LATE_IN_UNIT, Place.NEW_CONTACT: Waits.NEW_CONTACT}


@dataclass(frozen=True)
class Escalated:
    """A question of the unit that is late or the manager's, as it stands on somebody's day."""

    row: DayRow
    who: Named
    was_listed: bool


def escalated(db: Session, staff: Staff, now: datetime) -> Iterator[Escalated]:
    """Questions of the unit that stand with her by reference. No query for whoever is neither on duty nor a manager."""
    today = clock.local(now).date()
    if late.reach(directory(db), staff, today) is None:
        return
    for one in inbox.waiting(db, staff, now=now):
        if one.place in KINDS and one.thread.answer_by:
            who = Named(one.participant.id, one.label, one.participant.is_protected)
            since, place = morning(one.thread.answer_by), {"thread_id": one.thread.id}
            yield Escalated(
                DayRow(KINDS[one.place], since, LATE, place, who), who, one.participant.was_listed
            )
