"""What staff are told of whom nothing reaches: the same on a page and in a list, and as it will be when it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal import clock
from portal.notice_settings import NoticeSettings
from portal.notifications.choice_models import PushSubscription
from portal.notifications.groups import Group
from portal.notifications.models import Channel
from portal.notifications.reaching import reach, unreached
from portal.people.models import Participant
from portal.people.sign_in_models import Device
from tests.browsing import Browser
from tests.cast import Cast
from tests.notifications.postmen import chooses, opens, with_phone

ALL = frozenset(Channel)


def nothing_reaches(
    db: Session, person: Participant, group: Group, offered: frozenset[Channel] = ALL
) -> bool:
    """As her page says it, and a list."""
    of_list = unreached(db, [person], group, offered) == {person.id}
    assert reach(db, person, group, offered).is_none == of_list, "the list and the page agree"
    return of_list


def test_a_phone_that_she_has_forgotten_reaches_nobody(db: Session, cast: Cast) -> None:
    now = clock.now()
    device = Device(
        participant_id=cast.amina.id, token_hash="t", pin_hash="p", made_at=now, used_at=now
    )
    db.add(device)
    db.flush()
    phone: PushSubscription = with_phone(db, cast.amina)
    phone.device_id = device.id
    db.commit()
    assert not nothing_reaches(db, cast.amina, Group.MESSAGES)
    device.forgotten_at = now
    db.commit()
    assert nothing_reaches(db, cast.amina, Group.MESSAGES)


def test_a_way_that_this_installation_does_not_have_reaches_nobody(db: Session, cast: Cast) -> None:
    opens(db, cast.amina, Channel.SMS)
    assert nothing_reaches(db, cast.amina, Group.MESSAGES, frozenset({Channel.PUSH}))
    opens(db, cast.amina, Channel.PUSH)
    [way] = reach(db, cast.amina, Group.MESSAGES, frozenset({Channel.PUSH})).ways
    assert way.channel is Channel.PUSH


def test_what_she_has_turned_off_does_not_reach_her_and_other_things_do(
    db: Session, cast: Cast
) -> None:
    opens(db, cast.amina, Channel.EMAIL, Channel.SMS, Channel.PUSH)
    chooses(db, cast.amina, turned_off=[Group.MEETINGS])
    assert nothing_reaches(db, cast.amina, Group.MEETINGS)
    assert not nothing_reaches(db, cast.amina, Group.MESSAGES)
    ways = [one.channel for one in reach(db, cast.amina, Group.MESSAGES).ways]
    assert ways == [Channel.PUSH, Channel.SMS, Channel.EMAIL], (
        "in the order in which they are tried"
    )


def test_an_empty_list_has_nobody_in_it(db: Session, cast: Cast) -> None:
    assert unreached(db, []) == frozenset()


@pytest.fixture
def only_mail(app: Flask) -> Iterator[None]:
    before = app.config["PORTAL"]
    app.config["PORTAL"] = replace(
        before,
        notices=NoticeSettings(mail_url="smtp://mail.example.org", mail_from="a@example.org"),
    )
    yield
    app.config["PORTAL"] = before


@pytest.mark.parametrize(
    ("page", "group"), [("book", Group.MEETINGS), ("messages", Group.MESSAGES)]
)
def test_staff_are_told_on_the_page_of_what_they_are_about_to_do(
    db: Session, browser: Browser, cast: Cast, only_mail: None, page: str, group: Group
) -> None:
    address = {
        "book": f"/staff/participants/{cast.amina.id}/book",
        "messages": f"/staff/messages/{cast.amina.id}",
    }[page]
    opens(db, cast.amina, Channel.SMS)
    assert browser.visit(address, as_=cast.karin).select_one("[data-reach=none]"), (
        "no SMS from here"
    )
    opens(db, cast.amina, Channel.EMAIL)
    assert browser.visit(address, as_=cast.karin).select_one("[data-reach=ways]")
    chooses(db, cast.amina, turned_off=[group])
    assert browser.visit(address, as_=cast.karin).select_one("[data-reach=none]")
