"""What a participant lacks before anything else can work: a contact person today, and a first sign-in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.people.day import HER_PAGE, INVITE, DayRow, Waits, morning
from portal.people.models import Absence, Assignment, Participant, Staff
from portal.people.sign_in_models import Device, SignIn

TIME_TO_ARRIVE = timedelta(days=14)
"""As long as the code in her letter lives (`codes.INVITATION_LIVES`)."""

TODAY = sa.bindparam("today", type_=sa.Date)
AWAY_ALONE = sa.exists().where(
    Absence.staff_id == Staff.id,
    Absence.from_on <= TODAY,
    Absence.until_on >= TODAY,
    Absence.stand_in_id.is_(None),
)
HAS_CONTACT = sa.exists().where(
    Assignment.participant_id == Participant.id,
    Assignment.from_on <= TODAY,
    sa.or_(Assignment.until_on.is_(None), Assignment.until_on >= TODAY),
    Staff.id == Assignment.staff_id,
    sa.or_(Staff.ended_on.is_(None), Staff.ended_on >= TODAY),
    ~AWAY_ALONE,
)
HAS_BEEN_HERE = sa.or_(
    sa.exists().where(SignIn.participant_id == Participant.id),
    sa.exists().where(Device.participant_id == Participant.id),
)
PRESENT = sa.select(
    Participant.id, HAS_CONTACT.label("has_contact"), HAS_BEEN_HERE.label("has_been_here")
).where(Participant.id.in_(sa.bindparam("ids", expanding=True)))


def rows(db: Session, staff: Staff, mine: Sequence[Participant], now: datetime) -> list[DayRow]:
    """Who has nobody to turn to today, and who has never signed in although two weeks have passed. One query."""
    today = clock.local(now).date()
    people = {one.id: one for one in mine}
    found = []
    for here in db.execute(PRESENT, {"ids": list(people), "today": today}):
        one, hers = people[here.id], {"participant_id": here.id}
        if not here.has_contact:
            found.append(DayRow(Waits.NO_CONTACT, morning(today), HER_PAGE, hers, one))
        if not here.has_been_here and one.created_at <= now - TIME_TO_ARRIVE:
            found.append(DayRow(Waits.NEVER_SIGNED_IN, one.created_at, INVITE, hers, one))
    return found
