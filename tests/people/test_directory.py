"""The municipality's facts are kept ready, and never shown stale."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal.db import reading
from portal.people.directory import directory
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
