"""What a way does not take is tried again, goes the next way, or is given up and stays to be seen; nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from portal import clock
from portal.db import transaction
from portal.notifications import leasing
from portal.notifications.carrying import Permanent, Retry, Silent
from portal.notifications.delivering import NEXT_WAY_AFTER, Office, deliver
from portal.notifications.models import Channel, NoticeKind, Why
from portal.notifications.worker import drain
from tests.cast import Cast
from tests.notifications.conftest import NOON
from tests.notifications.one_notice import only
from tests.notifications.postmen import (
    ADDRESS,
    Postman,
    message,
    notice,
    opens,
)


def test_what_fails_is_tried_again_after_longer_and_longer_times(
    db: Session, cast: Cast, office: Office, postman: Postman, noon: time_machine.Traveller
) -> None:
    opens(db, cast.amina, Channel.SMS)
    message(db, cast.amina)
    postman.answer(Channel.SMS, Retry(), Retry(timedelta(minutes=5)), Retry())
    waits = []
    for _ in range(4):
        assert drain(office) == 1
        told = only(db)
        waits.append((told.not_before - clock.now()) / timedelta(minutes=1))
        noon.move_to(told.not_before)
    assert waits[:3] == [1, 5, 4]
    assert only(db).sent_by is Channel.SMS
    assert len(set(postman.keys)) == 1


def test_a_channel_that_stays_away_is_given_up_for_the_next(
    db: Session, cast: Cast, office: Office, postman: Postman, noon: time_machine.Traveller
) -> None:
    opens(db, cast.amina, Channel.PUSH, Channel.EMAIL)
    notice(db, cast.amina)
    postman.answer(Channel.PUSH, *[Retry()] * 9)
    while only(db).sent_at is None:
        noon.move_to(only(db).not_before)
        drain(office)
    assert only(db).tries == NEXT_WAY_AFTER + 1
    assert [(one.channel, one.to) for one in postman.delivered] == [(Channel.EMAIL, ADDRESS)]


def test_a_channel_that_does_not_answer_is_left_alone_for_a_while(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    for person in (cast.amina, cast.bashir):
        opens(db, person, Channel.SMS)
        message(db, person)
    postman.answer(Channel.SMS, Silent(), Silent())
    drain(office)
    assert postman.asked == [Channel.SMS], "the second did not wait for it as well"


def test_what_is_refused_for_good_goes_the_next_way_or_to_the_administrator(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    opens(db, cast.amina, Channel.SMS)
    message(db, cast.amina)
    postman.answer(Channel.SMS, Permanent())
    drain(office)
    told = only(db)
    assert (told.why, told.dead_at) == (Why.REFUSED, NOON)
    opens(db, cast.amina, Channel.EMAIL)
    message(db, cast.amina)
    postman.answer(Channel.SMS, Permanent())
    drain(office)
    assert postman.channels == [Channel.EMAIL]


def test_a_worker_that_dies_gives_back_what_it_had_in_hand(
    db: Session, cast: Cast, office: Office, postman: Postman, noon: time_machine.Traveller
) -> None:
    opens(db, cast.amina, Channel.SMS)
    message(db, cast.amina)
    with transaction(office.engine) as own:
        assert len(leasing.take(own, "a worker that dies", now=clock.now())) == 1
    assert drain(office) == 0
    noon.shift(leasing.LEASE + timedelta(seconds=1))
    assert drain(office) == 1
    assert len(postman.delivered) == 1
    assert only(db).tries == 2


def test_of_two_workers_one_takes_it(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    opens(db, cast.amina, Channel.SMS)
    message(db, cast.amina)
    with transaction(office.engine) as own:
        leasing.take(own, "another", now=clock.now())
    deliver(replace(office, name="worker-2"))
    assert not postman.delivered


def test_one_that_cannot_be_made_does_not_stand_in_the_way_of_the_others(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    def breaks(own: Session, *_: object) -> None:
        own.execute(sa.text("SELECT nothing FROM nowhere"))

    office.ways.attachments[NoticeKind.MEETING_MOVED] = breaks
    for person in (cast.amina, cast.bashir):
        opens(db, person, Channel.SMS, Channel.EMAIL)
    broken = notice(db, cast.amina, NoticeKind.MEETING_MOVED)
    message(db, cast.bashir)
    drain(office)
    assert len(postman.delivered) == 1
    db.refresh(broken)
    assert broken.dead_at == NOON


def test_a_fault_of_a_library_is_a_try_that_failed(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    class Breaks:
        def send(self, to: object, letter: object) -> None:
            raise ZeroDivisionError

    office.ways.by_address[Channel.SMS] = Breaks()
    opens(db, cast.amina, Channel.SMS)
    message(db, cast.amina)
    drain(office)
    assert (only(db).tries, only(db).dead_at, only(db).leased_by) == (1, None, None)
