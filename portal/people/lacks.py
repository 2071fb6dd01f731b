"""What a participant lacks before anything else can work: a contact person today, and a first sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from portal import clock
from portal.people.day import HER_PAGE, INVITE, TODAY, DayRow, Named, Waits, morning
from portal.people.models import Absence, Assignment, Participant, Staff
from portal.people.sign_in_models import Device, SignIn

TIME_TO_ARRIVE = timedelta(days=14)
"""As long as the code in her letter lives (`codes.INVITATION_LIVES`)."""

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
FACTS = (HAS_CONTACT.label("has_contact"), HAS_BEEN_HERE.label("has_been_here"))


def may_lack(facts: Any) -> sa.ColumnElement[bool]:
    """Whether there is anything to judge; a condition for what was found as `FACTS`."""
    return sa.or_(~facts.has_contact, ~facts.has_been_here)


def judge(fact: Any, who: Named, now: datetime) -> Iterator[DayRow]:
    """Whether she has nobody to turn to today, or has never signed in although two weeks have passed."""
    hers = {"participant_id": who.id}
    if not fact.has_contact:
        yield DayRow(Waits.NO_CONTACT, morning(clock.local(now).date()), HER_PAGE, hers, who)
    if not fact.has_been_here and fact.created_at <= now - TIME_TO_ARRIVE:
        yield DayRow(Waits.NEVER_SIGNED_IN, fact.created_at, INVITE, hers, who)
