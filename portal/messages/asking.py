"""Who answers for a thread, asked of the database: the same rule as `responsible`, for counts and for my day.

Written once, with places for who asks and when (`portal.people.day`): to write it takes longer than to answer it.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from portal.db import ONE
from portal.messages import subjects
from portal.messages.models import Thread
from portal.people import access
from portal.people.day import AMONG_MINE, ME, TODAY
from portal.people.models import Absence, Assignment, DutyDay, Participant, Staff

CONTACT, OF_CONTACT = aliased(Assignment), aliased(Staff)
STEPPING_IN, INSTEAD = aliased(Absence), aliased(Staff)
GONE, OF_GONE = aliased(Absence), aliased(Staff)
MINE_OFF = aliased(Absence)


def _is_current(contact: type[Assignment], staff: type[Staff]) -> sa.ColumnElement[bool]:
    """Whether somebody is her contact today, and works here."""
    return sa.and_(
        contact.from_on <= TODAY,
        sa.or_(contact.until_on.is_(None), contact.until_on >= TODAY),
        _is_employed(staff),
    )


def _is_employed(staff: type[Staff]) -> sa.ColumnElement[bool]:
    return sa.or_(staff.ended_on.is_(None), staff.ended_on >= TODAY)


def _is_absent(absence: type[Absence]) -> sa.ColumnElement[bool]:
    return sa.and_(absence.from_on <= TODAY, absence.until_on >= TODAY)


def _is_at_work(staff: type[Staff]) -> sa.ColumnElement[bool]:
    other = aliased(Absence)
    is_away = sa.exists().where(other.staff_id == staff.id, _is_absent(other))
    return sa.and_(_is_employed(staff), ~is_away)


def _of_hers(contact: type[Assignment], staff: type[Staff]) -> sa.Select[Assignment]:
    return (
        sa.select(contact)
        .join(staff, staff.id == contact.staff_id)
        .where(contact.participant_id == Thread.participant_id, _is_current(contact, staff))
    )


IS_ABOUT_IT = sa.cast(CONTACT.about, sa.Text).contains('"' + Thread.subject + '"')


def _first(*which: sa.ColumnElement[bool]) -> sa.ScalarSelect[UUID]:
    """The main one of her contacts, or else the newest, among those of whom something holds."""
    return (
        _of_hers(CONTACT, OF_CONTACT)
        .where(*which)
        .with_only_columns(CONTACT.staff_id)
        .order_by(sa.case((CONTACT.is_main, 0), else_=1), CONTACT.from_on.desc())
        .limit(ONE)
        .correlate(Thread)
        .scalar_subquery()
    )


# Two questions, for SQLite knows no outer column in the order of an inner one.
CONTACT_FOR = sa.func.coalesce(_first(IS_ABOUT_IT), _first())
"""Her contact for the subject; the main one when nobody is named for it (`responsible.contact_for`)."""
ON_DUTY = sa.exists().where(
    DutyDay.on == TODAY,
    DutyDay.organisation_id == OF_CONTACT.organisation_id,
    DutyDay.staff_id == Thread.taken_by_id,
    ~Participant.is_protected,
)
IS_STILL_HERS = sa.or_(
    _of_hers(CONTACT, OF_CONTACT).where(CONTACT.staff_id == Thread.taken_by_id)
    .with_only_columns(CONTACT.id).correlate(Thread).exists(),
    _of_hers(CONTACT, OF_CONTACT)
    .join(STEPPING_IN, STEPPING_IN.staff_id == CONTACT.staff_id)
    .join(INSTEAD, INSTEAD.id == Thread.taken_by_id)
    .where(
        _is_absent(STEPPING_IN),
        _is_at_work(INSTEAD),
        sa.or_(STEPPING_IN.stand_in_id == Thread.taken_by_id, ON_DUTY.correlate(OF_CONTACT, Thread, Participant)),
    )
    .with_only_columns(CONTACT.id).correlate(Thread, Participant).exists(),
)  # fmt: skip
"""Whether whoever has taken it may answer her today (`responsible.who_may_answer`)."""
RESPONSIBLE = sa.case(
    (Thread.subject == subjects.NEW_CONTACT, sa.null()),
    (IS_STILL_HERS, Thread.taken_by_id),
    else_=CONTACT_FOR,
)
"""Nobody of her contacts when she wants another: that is the manager's, who has a place of its own for it."""
AROUND_ME = (
    sa.select(
        Thread.id,
        Thread.participant_id,
        Thread.subject,
        Thread.waits_for_us_since,
        Thread.answer_by,
        Thread.is_urgent,
        Participant.is_protected,
        RESPONSIBLE.label("responsible"),
    )
    .join(Participant, Participant.id == Thread.participant_id)
    .where(Thread.waits_for_us_since.is_not(None), Thread.participant_id.in_(AMONG_MINE))
    .cte("around_me")
)
"""What waits in the conversations of those I look after today, and who has it."""
STAND_IN_WORKS = sa.exists().where(INSTEAD.id == GONE.stand_in_id, _is_at_work(INSTEAD))
I_AM_ON_DUTY = sa.exists().where(
    DutyDay.on == TODAY,
    DutyDay.staff_id == ME,
    DutyDay.organisation_id == OF_GONE.organisation_id,
)
I_AM_AWAY = sa.exists().where(MINE_OFF.staff_id == ME, _is_absent(MINE_OFF))
I_STEP_IN = (
    sa.select(GONE.id)
    .join(OF_GONE, OF_GONE.id == GONE.staff_id)
    .where(
        GONE.staff_id == AROUND_ME.c.responsible,
        _is_absent(GONE),
        ~I_AM_AWAY,
        sa.or_(
            GONE.stand_in_id == ME,
            sa.and_(
                ~AROUND_ME.c.is_protected,
                I_AM_ON_DUTY.correlate(OF_GONE),
                ~STAND_IN_WORKS.correlate(GONE),
            ),
        ),
    )
    .correlate(AROUND_ME)
    .exists()
)
"""Whether I answer today in the place of whoever has it."""
WAITING = sa.select(AROUND_ME).where(sa.or_(AROUND_ME.c.responsible == ME, I_STEP_IN))
"""What is mine to answer today."""
COUNTED = "how many wait"
COUNT = sa.select(sa.func.count()).select_from(WAITING.subquery())


def how_many_wait(db: Session, staff: Staff, today: date) -> int:
    """How many questions wait for this member of staff to answer. One query, or none where they have been counted."""
    if access.has_left(staff, today):
        return 0
    counted: int | None = db.info.get(COUNTED)
    if counted is not None:
        return counted
    asked = {"me": staff.id, "today": today}
    # On every page: through the session it takes six times as long.
    return db.connection().scalar(COUNT, asked) or 0


def have_counted(db: Session, number: int) -> None:
    """The page has found all that waits for whoever looks: the menu above it need not ask again."""
    db.info[COUNTED] = number
