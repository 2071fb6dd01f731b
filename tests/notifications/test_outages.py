"""A channel is away for hours: nobody's notice is lost, nobody waits in vain, and nobody is told twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from portal import clock
from portal.notifications.carrying import Letter, NotCarried, Permanent, Retry, Silent, Unanswered
from portal.notifications.delivering import Office, ToAddress
from portal.notifications.leasing import LONGEST_WAIT
from portal.notifications.models import Channel, NoticeKind, OutboxNotice, Why
from portal.notifications.resting import FIRST_REST, IS_DOWN_AFTER, LONGEST_REST, Rests
from portal.notifications.worker import drain
from tests.cast import Cast
from tests.notifications.conftest import NOON
from tests.notifications.postmen import NUMBER, Postman, message, notice, opens

HOUR = timedelta(hours=1)


class Away:
    """A channel that answers nobody until it is back."""

    def __init__(self, carries: ToAddress, fault: type[NotCarried]) -> None:
        self.asked = 0
        self.carries: ToAddress = carries
        self.fault: type[NotCarried] | None = fault

    def send(self, address: str, letter: Letter) -> None:
        self.asked += 1
        if self.fault:
            raise self.fault
        self.carries.send(address, letter)


def away(office: Office, channel: Channel, fault: type[NotCarried] = Silent) -> Away:
    found = Away(office.ways.by_address[channel], fault)
    office.ways.by_address[channel] = found
    return found


def all_of(db: Session) -> list[OutboxNotice]:
    db.expire_all()
    found = list(db.scalars(sa.select(OutboxNotice).order_by(OutboxNotice.made_at)))
    db.commit()
    return found


def goes_on(office: Office, noon: time_machine.Traveller, length: timedelta, by: timedelta) -> None:
    """The worker looks again and again for so long."""
    ends = clock.now() + length
    while clock.now() < ends:
        drain(office)
        noon.shift(by)


@pytest.mark.parametrize("fault", [Silent, Retry])
def test_everybody_is_told_soon_after_an_outage_of_six_hours(
    db: Session, cast: Cast, office: Office, postman: Postman, noon: time_machine.Traveller,
    fault: type[NotCarried],
) -> None:  # fmt: skip
    gateway = away(office, Channel.SMS, fault)
    for person in (cast.amina, cast.bashir):
        opens(db, person, Channel.SMS)
        message(db, person)
    goes_on(office, noon, 6 * HOUR, timedelta(minutes=2))
    assert not any(one.dead_at for one in all_of(db))
    gateway.fault = None
    goes_on(office, noon, LONGEST_WAIT + timedelta(minutes=5), timedelta(minutes=2))
    assert postman.channels == [Channel.SMS] * 2
    assert len(set(postman.keys)) == 2


def test_what_nobody_is_asked_about_does_not_count_as_tried(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    gateway = away(office, Channel.SMS)
    for person in (cast.amina, cast.bashir):
        opens(db, person, Channel.SMS)
        message(db, person)
    drain(office)
    assert gateway.asked == 1
    assert sorted(one.tries for one in all_of(db)) == [0, 1]
    [put_off] = [one for one in all_of(db) if not one.tries]
    assert put_off.not_before == NOON + FIRST_REST
    assert put_off.leased_by is None


def test_what_no_way_took_in_time_is_shown_to_an_administrator(
    db: Session, cast: Cast, office: Office, noon: time_machine.Traveller
) -> None:
    away(office, Channel.SMS)
    opens(db, cast.amina, Channel.SMS)
    notice(db, cast.amina, lasts=3 * HOUR)
    goes_on(office, noon, 5 * HOUR, timedelta(minutes=10))
    [told] = all_of(db)
    assert told.why is Why.TRIED_ENOUGH
    assert told.dead_at
    assert told.dead_at >= told.expires_at, "it was tried for as long as it held"


def test_nobody_is_shown_what_could_reach_nobody_or_would_help_nobody(
    db: Session, cast: Cast, office: Office, noon: time_machine.Traveller
) -> None:
    opens(db, cast.amina, Channel.SMS)
    notice(db, cast.bashir, lasts=HOUR)
    notice(db, cast.amina, NoticeKind.ADDRESS_CODE, lasts=HOUR)
    noon.shift(2 * HOUR)
    drain(office)
    assert {one.why for one in all_of(db)} == {Why.EXPIRED}
    assert not any(one.dead_at for one in all_of(db))


def test_a_channel_that_is_down_is_given_up_for_the_next_by_everybody(
    db: Session, cast: Cast, office: Office, postman: Postman, noon: time_machine.Traveller
) -> None:
    gateway = away(office, Channel.SMS)
    for person in (cast.amina, cast.bashir):
        opens(db, person, Channel.SMS, Channel.EMAIL)
    message(db, cast.amina)
    goes_on(office, noon, timedelta(minutes=10), timedelta(seconds=30))
    assert gateway.asked >= IS_DOWN_AFTER
    asked = gateway.asked
    for person in (cast.bashir, cast.amina):
        message(db, person)
    drain(office)
    assert postman.channels == [Channel.EMAIL] * 3
    assert gateway.asked <= asked + 1, "nobody waited for it but perhaps one"


def test_a_refusal_by_one_way_does_not_end_what_another_that_rests_may_carry(
    db: Session, cast: Cast, office: Office, postman: Postman
) -> None:
    opens(db, cast.amina, Channel.SMS, Channel.EMAIL)
    for _ in range(IS_DOWN_AFTER):
        office.ways.rests.silent(Channel.SMS, clock.now())
    postman.answer(Channel.EMAIL, Permanent())
    message(db, cast.amina)
    drain(office)
    [told] = all_of(db)
    assert (told.dead_at, told.tries) == (None, 1)
    assert told.not_before > clock.now()


def test_who_may_have_got_it_is_not_told_again(
    db: Session, cast: Cast, office: Office, postman: Postman, noon: time_machine.Traveller
) -> None:
    class Swallows:
        def send(self, address: str, letter: Letter) -> None:
            postman.asked.append(Channel.SMS)
            raise Unanswered

    office.ways.by_address[Channel.SMS] = Swallows()
    opens(db, cast.amina, Channel.SMS, Channel.EMAIL)
    opens(db, cast.bashir, Channel.SMS)
    for person in (cast.amina, cast.bashir):
        message(db, person)
    drain(office)
    assert postman.asked == [Channel.SMS], "the second is not risked at once"
    noon.shift(FIRST_REST * 3)
    drain(office)
    assert postman.asked == [Channel.SMS] * 2
    assert [one.sent_by for one in all_of(db)] == [Channel.SMS] * 2
    noon.shift(timedelta(days=1))
    assert drain(office) == 0


def test_a_rest_grows_and_ends_with_the_first_answer() -> None:
    rests, rest = Rests(), FIRST_REST
    for _ in range(99):
        rests.silent(Channel.SMS, NOON)
        assert rests.left(Channel.SMS, NOON) == rest
        assert rests.left(Channel.SMS, NOON + rest) is None
        assert rests.left(Channel.EMAIL, NOON) is None
        rest = min(rest * 2, LONGEST_REST)
    assert rests.is_down(Channel.SMS)
    rests.answered(Channel.SMS)
    assert not rests.is_down(Channel.SMS)
    assert rests.left(Channel.SMS, NOON) is None


def test_the_outbox_is_gone_through_to_its_end_although_much_is_kept_back(
    db: Session, cast: Cast, office: Office, postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.notifications.leasing.PEOPLE", 1)
    for person in (cast.bashir, cast.amina):
        opens(db, person, Channel.SMS)
    conversation = message(db, cast.bashir)
    drain(office)
    message(db, cast.bashir, conversation)  # half an hour must pass: it is put off
    notice(db, cast.bashir, NoticeKind.CALENDAR)  # she has not asked for it: it is kept back
    message(db, cast.amina)
    assert drain(office) == 3
    assert [one.to for one in postman.delivered] == [NUMBER] * 2
