"""The municipality's facts are kept ready, and never shown stale."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.db import reading
from portal.people.directory import at_hand, directory
from tests.browsing import Browser
from tests.cast import Cast, sv


def test_a_changed_fact_is_shown_at_once(db: Session, browser: Browser, cast: Cast) -> None:
    assert "Karin Berg" in browser.visit("/", as_=cast.amina).text
    cast.karin.name = "Karin Lind"
    cast.support.name = sv("Enheten för nya namn")
    db.commit()
    page = browser.visit("/", as_=cast.amina)
    assert "Karin Lind" in page.text and "Enheten för nya namn" in page.text


def test_facts_are_read_once_and_shared_by_requests_that_read(db: Session, cast: Cast) -> None:
    engine = reading(db.get_bind())
    with Session(engine) as one, Session(engine) as other:
        assert directory(one) is directory(other)


def test_a_request_that_writes_has_its_own(db: Session, cast: Cast) -> None:
    found = directory(db)
    assert all(staff in db for staff in found.staff.values())
    with Session(reading(db.get_bind())) as one:
        assert not any(staff in one for staff in directory(one).staff.values())


def test_without_a_municipality_nothing_is_kept(db: Session) -> None:
    with Session(reading(db.get_bind())) as one, Session(reading(db.get_bind())) as other:
        assert directory(one) is not directory(other)


def test_a_request_that_writes_looks_things_up_in_what_is_kept(db: Session, cast: Cast) -> None:
    with Session(db.get_bind()) as one, Session(reading(db.get_bind())) as other:
        assert at_hand(one) is directory(other)
        assert not any(staff in one for staff in at_hand(one).staff.values())


def test_what_a_request_has_changed_itself_is_at_hand_in_it_and_nowhere_else(
    db: Session, cast: Cast
) -> None:
    karin = cast.karin.id
    assert at_hand(db).staff[karin].name == "Karin Berg"
    cast.karin.name = "Karin Lind"
    assert at_hand(db).staff[karin].name == "Karin Lind"
    db.rollback()
    with Session(db.get_bind()) as other:
        assert at_hand(other).staff[karin].name == "Karin Berg"
