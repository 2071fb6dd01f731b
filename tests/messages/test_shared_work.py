"""However work is shared, the number at the top and my day say the same as the list."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.messages import asking
from portal.messages.inbox import TO_ANSWER
from portal.people.models import Absence, Assignment, DutyDay, Participant, Staff
from tests.cast import Cast
from tests.messages.listed import rows
from tests.messages.writing import TUESDAY, asks, thread

pytestmark = pytest.mark.usefixtures("clock_stands")


@pytest.mark.parametrize("seed", range(8))
def test_the_count_and_my_day_say_the_same_as_the_list_however_work_is_shared(
    db: Session, cast: Cast, seed: int
) -> None:
    """`asking` asks the database what `responsible` works out: the two may never differ."""
    share_work_by_chance(db, cast, random.Random(seed))
    today = TUESDAY.date()
    for one in (cast.karin, cast.lars, cast.sara):
        listed = {row.thread.id for row in rows(db, one) if row.place in TO_ANSWER}
        asked = {"me": one.id, "today": today}
        counted = {row.id for row in db.execute(asking.WAITING, asked)}
        assert listed == (set() if one.has_left(today) else counted), one.name


def share_work_by_chance(db: Session, cast: Cast, chance: random.Random) -> None:
    """Some are contacts, have taken a question, are away, stand in, are on duty, or have left."""
    staff, today = [cast.karin, cast.lars, cast.sara], TUESDAY.date()
    for whose in (cast.amina, cast.bashir, cast.farid):
        share_her(db, whose, [one for one in staff if chance.random() < 0.5], chance)
        for key in chance.sample(SUBJECTS, 2):
            asks(db, whose, subject=key)
            thread(db, whose, key).taken_by_id = chance.choice([None, *(one.id for one in staff)])
    for one in staff:
        other = chance.choice([None, *(o.id for o in staff if o is not one)])
        if chance.random() < 0.5:
            db.add(
                Absence(
                    staff_id=one.id, stand_in_id=other, from_on=today, until_on=today,
                    made_at=TUESDAY,
                )
            )  # fmt: skip
    officer = chance.choice(staff)
    db.add(DutyDay(organisation_id=cast.support.id, on=today, staff_id=officer.id))
    chance.choice(staff).ended_on = chance.choice([None, None, today - timedelta(days=1)])
    db.commit()


SUBJECTS = ["money", "work", "health-care"]


def share_her(db: Session, whose: Participant, among: list[Staff], chance: random.Random) -> None:
    """These are contacts of hers beside the one she has, some not yet and some no longer."""
    today = TUESDAY.date()
    for one in among:
        if one.id not in {contact.staff_id for contact in whose.assignments}:
            db.add(
                Assignment(
                    participant_id=whose.id, staff_id=one.id, is_main=chance.random() < 0.2,
                    about=chance.sample(SUBJECTS, 1), created_at=TUESDAY,
                    from_on=today - timedelta(days=chance.randint(-1, 60)),
                    until_on=chance.choice([None, None, today, today - timedelta(days=1)]),
                )
            )  # fmt: skip
