"""What happens around meetings: somebody is away or on duty, hours are edited, notices are sent, and time passes."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from portal.meetings.supply_models import BookableHours, HoursAway
from portal.notifications.models import OutboxNotice
from portal.people.models import Absence, AbsenceKind, DutyDay
from tests.meetings.truth.stage import Stage, days, maybe, some
from tests.meetings.truth.world import START

clock_hours = st.integers(8 * 12, 16 * 12).map(lambda fives: fives * 5)
"""Minutes after midnight, not always on a quarter."""


class Supplying(Stage):
    """None of it moves a meeting that stands."""

    @rule(who=some, first=days, length=st.integers(0, 2), instead=maybe)
    def somebody_is_absent(self, who: int, first: date, length: int, instead: int | None) -> None:
        staff, last = self.town.staff[who % 3], first + timedelta(days=length)
        if any(one is staff and a <= last and first <= b for one, a, b, _ in self.town.absent):
            return
        other = None if instead is None else self.town.staff[instead % 3]
        stand_in = None if other is staff else other
        with self.session() as db:
            db.add(
                Absence(
                    staff_id=staff.id, stand_in_id=stand_in.id if stand_in else None,
                    from_on=first, until_on=last, made_at=self.now, kind=AbsenceKind.OTHER,
                )
            )  # fmt: skip
            db.commit()
        self.town.absent.append((staff, first, last, stand_in))

    @rule(who=some, on=days, a=clock_hours, b=clock_hours)
    def somebody_is_away_for_hours(self, who: int, on: date, a: int, b: int) -> None:
        staff, (starts, ends) = self.town.staff[who % 3], sorted((a, b))
        if starts == ends:
            return
        with self.session() as db:
            db.add(
                HoursAway(
                    staff_id=staff.id, on=on, starts=starts, ends=ends, kind=AbsenceKind.OTHER
                )
            )
            db.commit()
        self.town.away.append((staff, on, starts, ends))

    @rule(who=some, on=days)
    def somebody_is_on_duty(self, who: int, on: date) -> None:
        if on in self.town.duty:
            return
        staff = self.town.staff[who % 3]
        with self.session() as db:
            db.add(DutyDay(organisation_id=staff.organisation_id, on=on, staff_id=staff.id))
            db.commit()
        self.town.duty[on] = staff

    @rule(which=some)
    @precondition(lambda self: len(self.town.hours) > 15)
    def hours_are_taken_away(self, which: int) -> None:
        one = self.town.hours.pop(which % len(self.town.hours))
        with self.session() as db:
            db.execute(sa.delete(BookableHours).where(BookableHours.id == one.id))
            db.commit()

    @rule(who=some, on=days, a=clock_hours, b=clock_hours, rest=st.sampled_from([0, 10, 30]))
    def hours_are_added(self, who: int, on: date, a: int, b: int, rest: int) -> None:
        starts, ends = sorted((a, b))
        if starts == ends:
            return
        staff = self.town.staff[who % 3]
        with self.session() as db:
            one = BookableHours(
                staff_id=staff.id, weekday=on.weekday(), starts=starts, ends=ends,
                place_id=self.town.place.id, purposes=[], break_minutes=rest,
                from_on=date(2020, 1, 1),
            )  # fmt: skip
            db.add(one)
            db.commit()
            one.staff  # noqa: B018 (read while the session lives)
        one.staff = staff
        self.town.hours.append(one)

    @rule(minutes=st.integers(1, 900))
    def time_passes(self, minutes: int) -> None:
        """At most until Christmas; what is due meanwhile is sent."""
        self.now = min(self.now + timedelta(minutes=minutes), START + timedelta(days=3))
        self.traveller.move_to(self.now)
        with self.session() as db:
            db.execute(
                sa.update(OutboxNotice)
                .where(OutboxNotice.not_before <= self.now, OutboxNotice.withdrawn_at.is_(None))
                .values(sent_at=self.now)
            )
            db.commit()
