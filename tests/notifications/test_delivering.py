"""By which way she is told, and what happens when a way does not take it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from portal import clock
from portal.db import transaction
from portal.notifications import leasing, notices, outbox
from portal.notifications.carrying import Attachment, Gone, Permanent, Retry, Silent
from portal.notifications.choice_models import PushSubscription
from portal.notifications.delivering import NEXT_WAY_AFTER, Office, deliver
from portal.notifications.groups import Group
from portal.notifications.models import Channel, NoticeKind, OutboxNotice, Why
from portal.notifications.worker import drain
from tests.cast import Cast
from tests.notifications.conftest import NOON
from tests.notifications.postmen import (
    ADDRESS,
    NUMBER,
    Postman,
    chooses,
    message,
    notice,
    opens,
    with_phone,
)


def only(db: Session) -> OutboxNotice:
    db.expire_all()
    found = db.scalars(sa.select(OutboxNotice)).one()
    db.commit()
    return found


def test_she_is_told_on_her_phone_before_by_sms_and_mail(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    opens(db, cast.amina, Channel.PUSH, Channel.SMS, Channel.EMAIL)
    message(db, cast.amina)
    assert drain(office) == 1
    assert postman.channels == [Channel.PUSH]
    told = only(db)
    assert (told.sent_at, told.sent_by, told.leased_by) == (NOON, Channel.PUSH, None)
    assert drain(office) == 0


def test_each_of_her_phones_is_told(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    for number in range(2):
        with_phone(db, cast.amina, f"https://fcm.googleapis.com/{number}")
    message(db, cast.amina)
    drain(office)
    assert len({one.to.endpoint for one in postman.delivered}) == 2
    assert len(set(postman.keys)) == 1


def test_when_no_phone_takes_notices_any_more_she_gets_an_sms(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    opens(db, cast.amina, Channel.PUSH, Channel.SMS)
    postman.answer(Channel.PUSH, Gone())
    message(db, cast.amina)
    drain(office)
    [delivered] = postman.delivered
    assert (delivered.channel, delivered.to) == (Channel.SMS, NUMBER)
    assert not db.scalars(sa.select(PushSubscription)).all(), "that phone is forgotten"


def test_one_phone_that_takes_it_is_enough(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    opens(db, cast.amina, Channel.PUSH, Channel.SMS)
    with_phone(db, cast.amina, "https://fcm.googleapis.com/2")
    postman.answer(Channel.PUSH, Retry())
    message(db, cast.amina)
    drain(office)
    assert postman.channels == [Channel.PUSH]
    assert only(db).sent_by is Channel.PUSH


def test_nobody_is_told_by_a_way_that_she_has_not_opened(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    message(db, cast.amina)
    drain(office)
    assert not postman.delivered
    assert only(db).why is Why.NO_WAY


def test_protected_people_are_told_nothing_also_when_it_happened_meanwhile(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    message(db, cast.farid)
    assert not db.scalars(sa.select(OutboxNotice)).all()
    opens(db, cast.amina, Channel.SMS)
    message(db, cast.amina)
    cast.amina.is_protected = True
    db.commit()
    drain(office)
    assert not postman.delivered
    assert only(db).why is Why.NOT_WANTED


def test_what_she_has_turned_off_is_not_sent(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    opens(db, cast.amina, Channel.SMS)
    chooses(db, cast.amina, turned_off=[Group.MESSAGES])
    message(db, cast.amina)
    notice(db, cast.amina, NoticeKind.MEETING_MOVED)
    drain(office)
    assert len(postman.delivered) == 1
    kept = db.scalars(sa.select(OutboxNotice).where(OutboxNotice.kind == NoticeKind.MESSAGE)).one()
    assert kept.why is Why.NOT_WANTED


def test_what_she_has_read_in_time_is_not_sent(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    opens(db, cast.amina, Channel.SMS)
    conversation = message(db, cast.amina)
    notices.read(db, conversation, clock.now())
    db.commit()
    assert drain(office) == 0
    assert not postman.delivered


def test_what_she_reads_while_a_worker_has_it_in_hand_is_not_sent_either(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    opens(db, cast.amina, Channel.SMS)
    opens(db, cast.bashir, Channel.SMS)
    conversations = [message(db, cast.amina), message(db, cast.bashir)]

    class Reads:
        """While the first is being sent, the other is read."""

        def send(self, to: str, letter: object) -> None:
            postman.asked.append(Channel.SMS)
            with transaction(office.engine) as own:
                for one in conversations:
                    notices.read(own, one, clock.now())

    office.ways.by_address[Channel.SMS] = Reads()
    drain(office)
    assert len(postman.asked) == 1


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


def test_half_an_hour_of_one_conversation_is_one_notice(
    db: Session, cast: Cast, office: Office, postman: Postman, noon: time_machine.Traveller
) -> None:
    opens(db, cast.amina, Channel.SMS)
    conversation = message(db, cast.amina)
    message(db, cast.amina, conversation)
    drain(office)
    assert len(postman.delivered) == 1, "two at once are one"
    noon.shift(timedelta(minutes=5))
    message(db, cast.amina, conversation)
    message(db, cast.amina)
    drain(office)
    assert len(postman.delivered) == 2, "another conversation has its own"
    noon.shift(timedelta(minutes=25))
    drain(office)
    assert len(postman.delivered) == 3
    assert postman.delivered[0].letter.about == postman.delivered[2].letter.about
    assert len(set(postman.keys)) == 3


def test_a_file_for_her_calendar_goes_by_mail_when_she_asked_for_it(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    opens(db, cast.amina, Channel.PUSH, Channel.EMAIL)
    chosen = chooses(db, cast.amina, mails_calendar=True)
    office.ways.attachments[NoticeKind.CALENDAR] = lambda *_: Attachment(b"BEGIN", "REQUEST")
    at = {"now": clock.now(), "expires_at": clock.now() + timedelta(days=9)}
    assert outbox.put_in_calendar(db, cast.amina, uuid4(), 1, **at)
    db.commit()
    drain(office)
    assert postman.channels == [Channel.EMAIL]
    assert postman.delivered[0].letter.attachment == Attachment(b"BEGIN", "REQUEST")
    outbox.put_in_calendar(db, cast.amina, uuid4(), 1, **at)
    chosen.mails_calendar = False
    db.commit()
    drain(office)
    assert len(postman.delivered) == 1, "she changed her mind before it was sent"
    assert outbox.put_in_calendar(db, cast.amina, uuid4(), 1, **at) is None
