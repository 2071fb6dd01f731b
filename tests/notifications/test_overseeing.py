"""What administrators and machines are told of the outbox, and staff of whom nothing reaches: no name, no number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal import clock
from portal.notice_settings import NoticeSettings
from portal.notifications import demo_outbox, overseeing, reaching
from portal.notifications.carrying import Permanent
from portal.notifications.channels import ways
from portal.notifications.delivering import Office
from portal.notifications.models import Channel, NoticeKind, OutboxNotice, Why
from portal.notifications.push import new_key
from portal.notifications.worker import drain
from portal.people.account_models import Duty
from portal.settings import Settings
from tests.browsing import Browser
from tests.cast import Cast, give_duties
from tests.conftest import SECRET
from tests.notifications.postmen import NUMBER, Postman, message, notice, opens

TOKEN = "a token that only the watcher knows"


@pytest.fixture
def dead(db: Session, cast: Cast, office: Office, postman: Postman) -> OutboxNotice:
    """A message that the gateway refuses for good."""
    opens(db, cast.amina, Channel.SMS)
    message(db, cast.amina)
    postman.answer(Channel.SMS, Permanent())
    drain(office)
    db.expire_all()
    found = db.query(OutboxNotice).one()
    assert found.dead_at
    db.commit()
    return found


@pytest.fixture
def settings(app: Flask) -> Iterator[None]:
    before = app.config["PORTAL"]
    notices = NoticeSettings(
        metrics_token=TOKEN, vapid_key=new_key(), sms_url="https://sms.example.org"
    )
    app.config["PORTAL"] = replace(before, notices=notices)
    yield
    app.config["PORTAL"] = before


def test_an_administrator_sees_what_was_not_delivered_by_reference(
    db: Session, browser: Browser, cast: Cast, dead: OutboxNotice
) -> None:
    give_duties(db, cast.karin, Duty.ADMINISTRATOR)
    assert browser.get("/staff/notices", as_=cast.lars).status_code == 404
    page = browser.visit("/staff/notices", as_=cast.karin)
    text = page.get_text()
    assert cast.amina.key in text
    assert "Amina" not in text
    assert NUMBER not in text
    assert "1 kom inte fram" in text
    assert page.select_one("a[href='/staff/notices'][aria-current=page]"), "a way there in the menu"


def test_it_is_tried_again_once_and_arrives(
    db: Session, browser: Browser, cast: Cast, dead: OutboxNotice, office: Office, postman: Postman,
    noon: time_machine.Traveller,
) -> None:  # fmt: skip
    give_duties(db, cast.karin, Duty.ADMINISTRATOR)
    noon.shift(timedelta(days=4))
    for _ in range(2):
        answer = browser.post(f"/staff/notices/{dead.id}/again", as_=cast.karin)
        assert answer.status_code == 303
    drain(office)
    assert len(postman.delivered) == 1, "although it was too old by then"
    assert "Allt har kommit fram" in browser.visit("/staff/notices", as_=cast.karin).get_text()


def test_it_is_let_go(
    db: Session, browser: Browser, cast: Cast, dead: OutboxNotice, office: Office, postman: Postman
) -> None:
    give_duties(db, cast.karin, Duty.ADMINISTRATOR)
    browser.post(f"/staff/notices/{dead.id}/let-go", as_=cast.karin)
    browser.post(f"/staff/notices/{dead.id}/again", as_=cast.karin)
    drain(office)
    assert not postman.delivered
    db.refresh(dead)
    assert dead.why is Why.LET_GO
    assert "Allt har kommit fram" in browser.visit("/staff/notices", as_=cast.karin).get_text()


def test_numbers_for_watchers_need_a_token_and_name_nobody(
    app: Flask, db: Session, cast: Cast, dead: OutboxNotice, settings: None,
    noon: time_machine.Traveller,
) -> None:  # fmt: skip
    notice(db, cast.amina, NoticeKind.MEETING_MOVED)
    noon.shift(timedelta(minutes=10))
    client = app.test_client()
    assert client.get("/metrics").status_code == 404
    wrong = {"Authorization": "Bearer wrong"}
    assert client.get("/metrics", headers=wrong).status_code == 404
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    lines = answer.text.splitlines()
    assert 'portal_notices_dead{channel="chosen",kind="message"} 1.0' in lines
    assert 'portal_notices_waiting{channel="chosen",kind="meeting-moved"} 1.0' in lines
    assert "portal_notices_oldest_due_seconds 600.0" in lines
    for secret in (cast.amina.key, "Amina", NUMBER, str(cast.amina.id)):
        assert secret not in answer.text


def test_without_a_token_in_the_settings_there_is_no_such_address(browser: Browser) -> None:
    assert browser.get("/metrics", as_=None).status_code == 404
    headers = {"Authorization": "Bearer "}
    assert browser.client(None).get("/metrics", headers=headers).status_code == 404


def test_staff_see_before_they_send_whether_anything_reaches_her(
    db: Session, browser: Browser, cast: Cast, settings: None
) -> None:
    address = f"/staff/participants/{cast.amina.id}/book"
    page = browser.visit(address, as_=cast.karin)
    [said] = page.select("[data-reach=none]")
    assert "Det finns inget sätt att nå den här personen utanför portalen" in said.get_text()
    opens(db, cast.amina, Channel.PUSH, Channel.SMS)
    page = browser.visit(address, as_=cast.karin)
    [said] = page.select("[data-reach=ways]")
    assert "notis på telefonen, annars sms till …22" in " ".join(said.get_text().split())
    assert NUMBER[-4:] not in str(page)


def test_protected_people_are_reached_by_nothing_and_a_list_asks_twice_however_long(
    db: Session, cast: Cast
) -> None:
    for person in (cast.amina, cast.farid):
        opens(db, person, Channel.SMS)
    assert reaching.reach(db, cast.farid).is_none
    assert not reaching.reach(db, cast.amina).is_none
    asked: list[str] = []
    event.listen(db.get_bind(), "before_cursor_execute", lambda *a: asked.append(a[2]))
    found = reaching.unreached(db, [cast.amina, cast.bashir, cast.farid])
    assert found == {cast.bashir.id, cast.farid.id}
    assert len(asked) == 2


def test_a_demo_writes_down_what_it_would_send_and_shows_it(
    app: Flask, db: Session, cast: Cast, office: Office, browser: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "outbox.jsonl"
    demo = Settings(SECRET, is_demo=True, notices=NoticeSettings(outbox_file=file))
    opens(db, cast.amina, Channel.SMS, Channel.EMAIL)
    cast.amina.chosen_language = "ar"
    message(db, cast.amina)
    drain(replace(office, ways=ways(demo)))
    [shown] = demo_outbox.newest(file)
    assert (shown.channel, shown.to, shown.lang, shown.dir) == (Channel.SMS, NUMBER, "ar", "rtl")
    before = app.config["PORTAL"]
    app.config["PORTAL"] = demo
    page = browser.visit("/demo/outbox", as_=None)
    app.config["PORTAL"] = before
    assert page.select_one("p[lang=ar][dir=rtl]")
    assert browser.get("/demo/outbox", as_=None).status_code == 404


def test_nothing_is_due_when_nothing_waits(db: Session, cast: Cast) -> None:
    assert overseeing.oldest_due(db, clock.now()) == timedelta()
    assert not overseeing.counts(db)
