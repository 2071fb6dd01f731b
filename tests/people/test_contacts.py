"""Whom she turns to, and the story of how it became so."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.people.contacts import caseload, contacts, handovers
from portal.people.models import Assignment, HandoverReason
from tests.cast import Cast, assign

TODAY = date(2026, 11, 22)


def test_the_main_contact_stands_first_and_a_coming_one_is_not_shown(
    db: Session, cast: Cast
) -> None:
    second = assign(db, cast.amina, cast.lars, from_on=TODAY - timedelta(days=10))
    second.is_main = False
    assign(db, cast.amina, cast.sara, from_on=TODAY + timedelta(days=1))
    db.commit()
    people = contacts(db, cast.amina, TODAY)
    assert [one.staff.name for one in people.now] == ["Karin Berg", "Lars Ek"]


def test_the_story_tells_who_came_after_whom(db: Session, cast: Cast) -> None:
    [now] = cast.amina.assignments
    db.add(
        Assignment(
            participant=cast.amina,
            staff=cast.sara,
            is_main=True,
            about=[],
            created_at=now.created_at,
            from_on=now.from_on - timedelta(weeks=10),
            until_on=now.from_on - timedelta(days=1),
            reason=HandoverReason.FIRST_VISIT_DONE,
        )
    )
    db.commit()
    [turn] = handovers(contacts(db, cast.amina, TODAY))
    assert (turn.before.staff.name, turn.after and turn.after.staff.name) == (
        "Sara Nyström",
        "Karin Berg",
    )


def test_somebody_whose_time_is_over_has_no_business_with_her(db: Session, cast: Cast) -> None:
    assert [one.name for one in caseload(db, cast.karin, TODAY)] == ["Amina Warsame"]
    [now] = cast.amina.assignments
    now.until_on = TODAY
    db.commit()
    assert caseload(db, cast.karin, TODAY), "the last day counts"
    assert not caseload(db, cast.karin, TODAY + timedelta(days=1))
