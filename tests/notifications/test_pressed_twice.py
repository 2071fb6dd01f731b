"""Buttons of notices that are pressed twice, and the one that tries everything again."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from portal import clock
from portal.notifications.carrying import Permanent
from portal.notifications.choice_models import PushSubscription
from portal.notifications.delivering import Office
from portal.notifications.models import Channel, NoticeKind, OutboxNotice
from portal.notifications.worker import drain
from portal.people.account_models import Duty
from tests.browsing import Browser
from tests.cast import Cast, give_duties
from tests.notifications.postmen import Postman, message, notice, opens, with_phone

AGAIN = "/staff/notices/again"


def test_a_phone_that_she_takes_away_twice_is_gone_once(
    db: Session, browser: Browser, cast: Cast
) -> None:
    phone = with_phone(db, cast.amina)
    others = with_phone(db, cast.bashir)
    for _ in range(2):
        answer = browser.post(f"/me/notices/phone/{phone.id}/remove", as_=cast.amina)
        assert answer.status_code == 303
    assert browser.post(f"/me/notices/phone/{uuid4()}/remove", as_=cast.amina).status_code == 303
    answer = browser.post(f"/me/notices/phone/{others.id}/remove", as_=cast.amina)
    assert answer.status_code == 404
    assert db.scalars(sa.select(PushSubscription.id)).all() == [others.id]


@pytest.fixture
def dead(db: Session, cast: Cast, office: Office, postman: Postman) -> list[OutboxNotice]:
    """Two messages that the gateway refused, and a reminder of a meeting in an hour."""
    for person in (cast.amina, cast.bashir):
        opens(db, person, Channel.SMS)
        message(db, person)
    begins = clock.now() + timedelta(hours=1)
    notice(db, cast.amina, NoticeKind.REMINDER_HOURS, happens_at=begins, lasts=timedelta(hours=1))
    postman.answer(Channel.SMS, *[Permanent()] * 3)
    drain(office)
    db.expire_all()
    found = list(db.scalars(sa.select(OutboxNotice)))
    assert all(one.dead_at for one in found)
    db.commit()
    return found


def test_everything_is_tried_again_at_once_but_what_has_begun(
    db: Session, browser: Browser, cast: Cast, dead: list[OutboxNotice], office: Office,
    postman: Postman, noon: time_machine.Traveller,
) -> None:  # fmt: skip
    give_duties(db, cast.karin, Duty.ADMINISTRATOR)
    noon.shift(timedelta(hours=2))
    page = browser.visit("/staff/notices", as_=cast.karin)
    assert page.select_one(f"form[action='{AGAIN}'] button")
    for _ in range(2):
        assert browser.post(AGAIN, as_=cast.karin).status_code == 303
    drain(office)
    assert {one.to for one in postman.delivered}
    assert len(postman.delivered) == 2
    text = browser.visit("/staff/notices", as_=cast.karin).get_text()
    assert "Påminnelse två timmar före" in text, "that one is left to be seen"


def test_what_was_let_go_stays_so_and_only_administrators_may(
    db: Session, browser: Browser, cast: Cast, dead: list[OutboxNotice], office: Office, postman: Postman
) -> None:  # fmt: skip
    assert browser.post(AGAIN, as_=cast.lars).status_code == 404
    give_duties(db, cast.karin, Duty.ADMINISTRATOR)
    for one in dead:
        browser.post(f"/staff/notices/{one.id}/let-go", as_=cast.karin)
    browser.post(AGAIN, as_=cast.karin)
    drain(office)
    assert not postman.delivered
