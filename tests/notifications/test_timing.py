"""Nobody is told at night, too often, or too late; on any day of the year, also when the clock is changed."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from portal import clock
from portal.notifications.models import NoticeKind, Why
from portal.notifications.outbox import is_night
from portal.notifications.timing import (
    ABOUT_MEETINGS,
    KEPT_FOR_MEETINGS,
    MOST_A_DAY,
    ONCE_IN,
    UNCOUNTED,
    Told,
    day_began,
    turn,
)

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 365 * 24 * 60).map(lambda minutes: BEGAN + timedelta(minutes=minutes))
counted = st.sampled_from([kind for kind in NoticeKind if kind not in UNCOUNTED])
CONVERSATIONS = [uuid4() for _ in range(3)]


@given(counted, moments, st.integers(0, 9), st.integers(1, 5000))
def test_whatever_is_put_off_comes_by_day_and_before_it_expires(
    kind: NoticeKind, now: datetime, today: int, lasts: int
) -> None:
    expires_at = now + timedelta(minutes=lasts)
    when = turn(kind, None, expires_at, Told(today), now)
    if not isinstance(when, Why):
        assert now <= when < expires_at
        assert not is_night(when)
        if when > now:
            assert is_night(now) or today >= MOST_A_DAY - KEPT_FOR_MEETINGS
            assert clock.local(when).time() == time(8), "the next morning"


@given(
    st.lists(
        st.tuples(
            counted, st.sampled_from([None, *CONVERSATIONS]), st.integers(0, 60 * 48)
        ),
        max_size=40,
    ),
    moments,
)  # fmt: skip
def test_however_much_happens_she_is_told_little(
    happened: list[tuple[NoticeKind, UUID | None, int]], began: datetime
) -> None:
    """Two days of any events, each told when its turn comes: what a worker that looks every minute does."""
    waiting = [(began + timedelta(minutes=at), kind, about) for kind, about, at in happened]
    told, sent = Told(), list[tuple[datetime, NoticeKind, UUID | None]]()
    today = day_began(began)
    while waiting:
        waiting.sort(key=lambda one: one[0])
        now, kind, about = waiting.pop(0)
        if day_began(now) != today:
            told, today = Told(0, told.about), day_began(now)
        when = turn(kind, about, began + timedelta(days=4), told, now)
        if when == now:
            told.note(kind, about, now, is_under_way=False)
            sent.append((now, kind, about))
        elif isinstance(when, datetime):
            waiting.append((when, kind, about))
    days = Counter(clock.local(at).date() for at, _, _ in sent)
    assert all(count <= MOST_A_DAY for count in days.values())
    others = Counter(clock.local(at).date() for at, kind, _ in sent if kind not in ABOUT_MEETINGS)
    assert all(count <= MOST_A_DAY - KEPT_FOR_MEETINGS for count in others.values())
    assert not any(is_night(at) for at, _, _ in sent)
    for conversation in CONVERSATIONS:
        its = [at for at, _, about in sent if about == conversation]
        assert all(later - at >= ONCE_IN for at, later in pairwise(its))


def test_a_code_that_she_waits_for_comes_at_any_hour() -> None:
    night = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
    assert turn(NoticeKind.ADDRESS_CODE, None, night + timedelta(1), Told(99), night) == night


def test_the_clock_that_is_changed_moves_the_morning() -> None:
    """Sweden's clock goes back on 25 October 2026: the evening before, eight o'clock is nine hours and more away."""
    evening = datetime.combine(date(2026, 10, 24), time(20, 30), clock.LOCAL)
    when = turn(NoticeKind.MESSAGE, None, evening + timedelta(days=1), Told(), evening)
    assert isinstance(when, datetime)
    assert when.astimezone(UTC) == datetime(2026, 10, 25, 7, 0, tzinfo=UTC)


def test_what_would_come_too_late_is_not_told() -> None:
    evening = datetime.combine(date(2026, 9, 7), time(21), clock.LOCAL)
    early = datetime.combine(date(2026, 9, 8), time(7, 30), clock.LOCAL)
    assert turn(NoticeKind.REMINDER_HOURS, None, early, Told(), evening) is Why.EXPIRED
