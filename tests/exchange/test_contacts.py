"""Who is whose contact person: loading tells a story, and forgets nobody."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.people.models import Assignment, HandoverReason
from tests.exchange.files import LATER, NOW, TODAY, Desk, participant

YESTERDAY = TODAY - timedelta(days=1)


def contacts(db: Session) -> dict[str, Assignment]:
    """The contacts in the database, by the key of staff."""
    db.expire_all()
    return {row.staff.key: row for row in db.scalars(select(Assignment))}


def test_a_contact_who_is_gone_from_the_file_becomes_part_of_the_story(
    timra: Desk, db: Session
) -> None:
    timra.load(participant("P-1", "contacts: [{staff: karin, main: true, from: 2026-01-01}]"))
    both = "{staff: lars, main: true, from: 2026-03-02}"
    timra.load(participant("P-1", f"contacts: [{both}]"))
    karin, lars = contacts(db)["karin"], contacts(db)["lars"]
    assert (karin.until_on, karin.is_main) == (YESTERDAY, True)
    assert (lars.until_on, lars.is_main) == (None, True)
    before = timra.rows()
    timra.load(participant("P-1", f"contacts: [{both}]"), today=date(2026, 3, 20))
    assert timra.rows() == before, "her last day stays the day she was gone"


def test_a_handover_that_the_file_tells_is_the_same_contact(timra: Desk, db: Session) -> None:
    timra.load(participant("P-1", "contacts: [{staff: karin, main: true, from: 2026-01-01}]"))
    timra.load(
        participant(
            "P-1",
            "contacts: [{staff: lars, main: true, from: 2026-02-20}]",
            "earlier_contacts: [{staff: karin, main: true, from: 2026-01-01, until: 2026-02-20,"
            " reason: staff-left}]",
        ),
        now=LATER,
    )
    karin = contacts(db)["karin"]
    assert (karin.until_on, karin.reason) == (date(2026, 2, 20), HandoverReason.STAFF_LEFT)
    assert karin.created_at == NOW
    assert timra.counts()["assignment"] == 2


def test_a_contact_who_comes_back_is_a_new_chapter(timra: Desk, db: Session) -> None:
    timra.load(
        participant(
            "P-1",
            "earlier_contacts: [{staff: karin, from: 2020-01-01, until: 2020-06-01}]",
            "contacts: [{staff: karin, main: true, from: 2026-01-01}]",
        )
    )
    assert timra.counts()["assignment"] == 2


def test_a_contact_who_was_to_begin_today_and_does_not_never_was_one(
    timra: Desk, db: Session
) -> None:
    timra.load(participant("P-1", "contacts: [{staff: karin, from: 0d}]"))
    timra.load(participant("P-1", "contacts: []"))
    assert contacts(db) == {}
