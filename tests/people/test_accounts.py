"""Staff accounts: what each may do, codes, the end of an employment, and that an administrator is always left."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal import clock
from portal.people import accounts, codes, contacts
from portal.people.account_models import Duty, StaffAccount
from portal.people.models import Staff
from tests.cast import Cast
from tests.conftest import SECRET
from tests.people.staff_ways_in import employ, is_in, sign_in
from tests.people.ways_in import type_code


def end(db: Session, staff: Staff, on: date) -> None:
    accounts.end(db, staff, on, today=clock.today(), now=clock.now())
    db.commit()


def code(db: Session, account: StaffAccount, form: str | None = None) -> str:
    made = accounts.make_code(db, SECRET, account, today=clock.today(), now=clock.now(), form=form)
    db.commit()
    return made


def test_somebody_without_an_account_is_a_caseworker(db: Session, cast: Cast) -> None:
    assert accounts.duties(db, cast.karin) == {Duty.CASEWORKER}
    employ(db, cast.karin, Duty.TRANSLATOR, Duty.UNIT_MANAGER)
    assert accounts.duties(db, cast.karin) == {Duty.TRANSLATOR, Duty.UNIT_MANAGER}
    assert not accounts.may(db, cast.karin, Duty.CASEWORKER)


def test_two_people_cannot_sign_in_with_one_email(db: Session, cast: Cast) -> None:
    employ(db, cast.karin, email="Karin@Timra.example")
    with pytest.raises(accounts.EmailTaken):
        employ(db, cast.lars, email="karin@timra.EXAMPLE ")
    with pytest.raises(accounts.EmailTaken):
        employ(db, cast.karin, email="another@timra.example")


def test_a_code_is_made_once_for_a_form_and_kills_the_one_before(db: Session, cast: Cast) -> None:
    account = employ(db, cast.karin)
    first = code(db, account, "a form")
    assert code(db, account, "a form") == first
    assert codes.find(db, SECRET, first, browser="", now=clock.now()).staff_id == cast.karin.id
    assert code(db, account, "another form") != first
    with pytest.raises(codes.CodeExpired):
        codes.find(db, SECRET, first, browser="", now=clock.now())
    other = employ(db, cast.lars)
    assert code(db, other, "a form") != first, "the same form for somebody else"


def test_a_code_lives_three_days(db: Session, cast: Cast) -> None:
    made = code(db, employ(db, cast.karin))
    later = clock.now() + timedelta(days=3, minutes=1)
    with pytest.raises(codes.CodeExpired):
        codes.find(db, SECRET, made, browser="", now=later)


def test_whoever_ends_today_is_out_at_once(app: Flask, db: Session, cast: Cast) -> None:
    account = employ(db, cast.karin)
    made = code(db, account)
    browser = app.test_client()
    sign_in(browser, account.email)
    assert is_in(browser)
    end(db, cast.karin, clock.today())
    assert not is_in(browser)
    assert sign_in(app.test_client(), account.email).status_code == 422
    assert type_code(app.test_client(), made).status_code == 422
    with pytest.raises(accounts.HasLeft):
        code(db, account)


def test_whoever_comes_back_needs_a_new_code(app: Flask, db: Session, cast: Cast) -> None:
    account = employ(db, cast.karin)
    end(db, cast.karin, clock.today() - timedelta(days=1))
    accounts.stay(cast.karin)
    db.commit()
    assert sign_in(app.test_client(), account.email).status_code == 422
    assert type_code(app.test_client(), code(db, account)).location == "/sign-in/staff/password"


def test_whoever_ends_later_works_until_then(app: Flask, db: Session, cast: Cast) -> None:
    account = employ(db, cast.karin)
    end(db, cast.karin, clock.today() + timedelta(days=7))
    browser = app.test_client()
    assert sign_in(browser, account.email).location == "/staff"
    assert is_in(browser)


def test_who_has_left_is_a_contact_no_more(db: Session, cast: Cast) -> None:
    assert accounts.participants_of(db, cast.karin, clock.today()) == 1
    end(db, cast.karin, clock.today())
    assert contacts.contacts(db, cast.amina, clock.today()).main
    found = contacts.contacts(db, cast.amina, clock.today() + timedelta(days=1))
    assert found.main is None
    [assignment] = found.earlier
    assert assignment.last_on == clock.today()
    assert assignment.is_current(clock.today())
    assert not assignment.is_current(clock.today() + timedelta(days=1))


def test_the_last_administrator_stays(db: Session, cast: Cast) -> None:
    karin = employ(db, cast.karin, Duty.ADMINISTRATOR)
    lars = employ(db, cast.lars, Duty.ADMINISTRATOR, password=None)
    with pytest.raises(accounts.LastAdministrator):
        accounts.give_duties(db, karin, [Duty.CASEWORKER])
    with pytest.raises(accounts.LastAdministrator):
        end(db, cast.karin, clock.today())
    accounts.give_duties(db, karin, [Duty.CASEWORKER, Duty.ADMINISTRATOR])
    lars.password_hash = karin.password_hash  # he has chosen one
    cast.lars.ended_on = clock.today() + timedelta(days=9)
    db.flush()
    with pytest.raises(accounts.LastAdministrator):
        accounts.give_duties(db, karin, [Duty.CASEWORKER])
    cast.lars.ended_on = None
    db.flush()
    accounts.give_duties(db, karin, [Duty.CASEWORKER])
    assert karin.duties == ["caseworker"]
    with pytest.raises(accounts.LastAdministrator):
        accounts.give_duties(db, lars, [])
