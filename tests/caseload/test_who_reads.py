"""What no account may learn by a way round: from outside, through a refused form, or by naming herself."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.people import absences
from portal.people.account_models import Duty
from portal.plan import typed
from portal.privacy.models import AccessLog, Opened
from portal.translators.models import WantedTranslation
from portal.translators.wanting import want_for
from portal.writing import UNKNOWN_LANGUAGE
from tests.browsing import Browser
from tests.cast import Cast, give_duties
from tests.plan.writing import plan, step

REASON = "Hon ringde växeln och var orolig."


def opened(db: Session, cast: Cast, kind: Opened) -> int:
    db.rollback()
    found = sa.select(sa.func.count()).where(
        AccessLog.participant_id == cast.amina.id, AccessLog.opened == kind
    )
    return db.scalar(found.select_from(AccessLog)) or 0


def test_nobody_from_outside_opens_a_participant_with_a_reason(
    db: Session, browser: Browser, cast: Cast
) -> None:
    form = {"reference": "A-1", "reason": REASON}
    give_duties(db, cast.lars, Duty.TRANSLATOR)
    assert browser.get("/staff/participants/open", as_=cast.lars).status_code == 404
    assert browser.post("/staff/participants/open", form, as_=cast.lars).status_code == 404
    listed = browser.visit("/staff/participants", as_=cast.lars)
    assert not listed.select_one("a[href='/staff/participants/open']")
    give_duties(db, cast.lars, Duty.CASEWORKER)
    cast.lars.organisation = cast.employment
    db.commit()
    assert browser.post("/staff/participants/open", form, as_=cast.lars).status_code == 404
    cast.lars.organisation = cast.support
    db.commit()
    assert browser.post("/staff/participants/open", form, as_=cast.lars).status_code == 303


def test_a_refused_translation_is_a_reading_too(db: Session, browser: Browser, cast: Cast) -> None:
    cast.amina.language = "so"
    plan(db, cast.amina, step("Ring Lars"))
    want_for(db, cast.amina, now=clock.now())
    db.commit()
    wanted = db.scalars(sa.select(WantedTranslation)).first()
    assert wanted
    before = opened(db, cast, Opened.TEXTS)
    address = f"/staff/texts/{wanted.id}"
    sent = browser.post(address, {"text": "", "source": wanted.source}, as_=cast.karin)
    assert sent.status_code == 422
    assert browser.post(address, {"text": "x", "source": "?"}, as_=cast.karin).status_code == 409
    assert opened(db, cast, Opened.TEXTS) == before + 2


def test_a_refused_form_of_the_editor_is_a_reading_too(
    db: Session, browser: Browser, cast: Cast
) -> None:
    made = plan(db, cast.amina, step("Ring Lars"))
    address = f"/staff/participants/{cast.amina.id}/plan/{made.id}/finish"
    assert browser.post(address, {}, as_=cast.karin).status_code in {409, 422}
    assert opened(db, cast, Opened.PLAN) == 1


def test_nobody_gives_herself_a_colleagues_participants(
    db: Session, browser: Browser, cast: Cast
) -> None:
    give_duties(db, cast.lars, Duty.UNIT_MANAGER)
    today = clock.today()
    form = {
        "whose": str(cast.karin.id),
        "from_on": today.isoformat(),
        "until_on": (today + timedelta(days=1)).isoformat(),
        "stand_in": str(cast.lars.id),
    }
    assert browser.post("/staff/absence", form, as_=cast.lars).status_code == 422
    assert cast.lars not in absences.may_name(db, cast.lars, cast.karin, today)
    assert cast.lars in absences.may_name(db, cast.karin, cast.karin, today)
    db.rollback()
    assert browser.post("/staff/absence", form, as_=cast.karin).status_code == 303


def test_a_name_that_was_searched_for_is_not_carried_to_the_sign_in_page(browser: Browser) -> None:
    answer = browser.get("/staff/participants?q=Amina", as_=None)
    assert answer.status_code == 303
    assert "Amina" not in answer.location


def test_a_language_that_does_not_exist_is_unknown() -> None:
    made = typed.text("Ring", "@", None)
    assert made and made.language == UNKNOWN_LANGUAGE
