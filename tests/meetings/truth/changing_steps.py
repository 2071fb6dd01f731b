"""Changing: she or staff move, hand over, cancel and answer; with what they saw, or with what has passed since."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from hypothesis.stateful import precondition, rule
from sqlalchemy.orm import Session

from portal.meetings import changing
from portal.meetings.models import Attendance, Meeting, MeetingParty
from portal.meetings.refusals import Changed, HasOne, NotBookable, Outside, TimeTaken
from tests.meetings.truth.naive import Seen, block
from tests.meetings.truth.stage import Stage, first_of, maybe, moments, seldom, some, yes
from tests.meetings.truth.world import wall

has_meetings = precondition(lambda self: self.meetings)


class Changing(Stage):
    """Somebody does something with a meeting."""

    @has_meetings
    @rule(which=some, at=moments, is_stale=seldom, stays=seldom)
    def she_moves(self, which: int, at: datetime, is_stale: bool, stays: bool) -> None:
        one = self.meeting(which)
        at, version = one.starts_at if stays else at, one.version - is_stale
        expected = first_of(
            (why := self.why_not(one, version), why),
            (self.is_past_or_across(at, one.minutes), NotBookable),
            (not self.judge.free(*self.of(one), at, one), TimeTaken),
        )
        done = self.do(
            lambda db: changing.move(db, self.found(db, one), at, version=version, now=self.now)
        )
        if self._was_done(one, at, version) and one.state == "booked":
            assert self.seen()[one.id] == one, "sent again it changes nothing"
            return
        self.is_answered(done, expected)
        if isinstance(done, Meeting):
            self.is_booked(done, at)
            assert done.version == one.version + 1

    @has_meetings
    @rule(
        which=some, at=moments, stays=yes, first=maybe, second=maybe, anyway=yes, is_offer=seldom,
        is_stale=seldom,
    )  # fmt: skip
    def staff_move_it_or_hand_it_over(
        self, which: int, at: datetime, stays: bool, first: int | None, second: int | None,
        anyway: bool, is_offer: bool, is_stale: bool,
    ) -> None:  # fmt: skip
        one = self.meeting(which)
        at, version = one.starts_at if stays else at, one.version - is_stale
        given = None if first is None else [staff.id for staff in self.staff(first, second)]
        people = list(one.staff) if given is None else given
        expected = first_of(
            (why := self.why_not_for(one, version), why),
            (self.is_past_or_across(at, one.minutes), NotBookable),
            (not anyway and self.is_outside(people, at, block(at, one.minutes)), Outside),
            (self.is_busy([one.participant, *people], at, one.minutes, one), TimeTaken),
        )
        done = self.do(
            lambda db: changing.move_for(
                db, self.town.staff[0], self.found(db, one), at, version=version, now=self.now,
                staff=given, anyway=anyway, is_offer=is_offer,
            )
        )  # fmt: skip
        has_them, is_kept = set(people) == set(one.staff), one.state == "offered" or not is_offer
        if has_them and is_kept and self._was_done(one, at, version):
            assert self.seen()[one.id] == one
            return
        self.is_answered(done, expected)
        if isinstance(done, Meeting):
            after = self.seen()[one.id]
            assert (after.starts_at, after.version) == (at, one.version + 1)
            assert after.staff == tuple(people)
            assert [party.staff_id for party in done.parties if party.staff_id] == people
            assert after.state == ("offered" if is_offer else one.state)
            self.is_reminded(one.id)

    @has_meetings
    @rule(which=some, by_staff=yes, is_stale=seldom)
    def it_is_cancelled(self, which: int, by_staff: bool, is_stale: bool) -> None:
        one = self.meeting(which)
        version = one.version - is_stale
        expected = (self.why_not_for if by_staff else self.why_not)(one, version)

        def cancel(db: Session) -> Meeting:
            meeting = self.found(db, one)
            if by_staff:
                by = self.town.staff[0]
                return changing.cancel_for(db, by, meeting, version=version, now=self.now)
            return changing.cancel(db, meeting, version=version, now=self.now)

        done = self.do(cancel)
        if not one.stands:
            assert self.seen()[one.id] == one, "it stays as it was"
            return
        self.is_answered(done, expected)
        if isinstance(done, Meeting):
            after = self.seen()[one.id]
            assert (after.state, after.version) == ("cancelled", one.version + 1)

    @has_meetings
    @rule(which=some, is_stale=seldom)
    def she_says_yes(self, which: int, is_stale: bool) -> None:
        one = self.meeting(which)
        version = one.version - is_stale
        done = self.do(
            lambda db: changing.accept(db, self.found(db, one), version=version, now=self.now)
        )
        if is_stale or not one.stands or (one.state == "offered" and one.starts_at <= self.now):
            self.is_answered(done, Changed)
        elif one.state == "offered":
            self.is_booked(done, one.starts_at)
            assert done.version == one.version
        else:
            assert self.seen()[one.id] == one

    @has_meetings
    @rule(which=some)
    def she_is_ill_today(self, which: int) -> None:
        one = self.meeting(which)
        is_today = wall(one.starts_at)[0] == wall(self.now)[0]
        done = self.do(
            lambda db: changing.give_up_today(db, self.found(db, one), now=self.now)
        )  # fmt: skip
        self.is_answered(done, None if is_today else Changed)
        if is_today:
            gives_up = one.stands and one.starts_at > self.now
            assert self.seen()[one.id].state == ("cancelled" if gives_up else one.state)

    @has_meetings
    @rule(which=some)
    def she_comes_after_all(self, which: int) -> None:
        one = self.meeting(which)
        people, wanted = one.staff, block(one.starts_at, one.minutes)
        judge, day = self.judge, wall(one.starts_at)[0]
        is_gone = any(
            judge.is_absent(staff, day) or judge.is_away(staff, day, wanted)
            for staff in self.town.staff
            if staff.id in people
        )
        was_hers, has_another = self._gave_it_up(one)
        expected = first_of(
            (not was_hers, Changed),
            (self.is_past_or_across(one.starts_at, one.minutes), NotBookable),
            (has_another, HasOne),
            (is_gone or self.is_busy(one.people, one.starts_at, one.minutes), TimeTaken),
        )
        done = self.do(lambda db: changing.take_again(db, self.found(db, one), now=self.now))
        if one.stands:
            assert self.seen()[one.id] == one
            return
        self.is_answered(done, expected)
        if expected is None:
            self.is_booked(done, one.starts_at)

    def _gave_it_up(self, one: Seen) -> tuple[bool, bool]:
        """Whether it was she who cancelled it, and whether she has booked another of its kind since."""
        with self.session() as db:
            meeting = self.found(db, one)
            party = sa.select(MeetingParty.attendance).where(
                MeetingParty.meeting_id == one.id, MeetingParty.participant_id == one.participant
            )
            was_hers = db.scalar(party) is Attendance.EXCUSED and meeting.changed_by_id is None
            next_one = db.scalar(
                sa.select(Meeting.booked_at)
                .where(
                    Meeting.participant_id == one.participant,
                    Meeting.type_id == one.type,
                    Meeting.state != "cancelled",
                    Meeting.starts_at >= self.now,
                )
                .order_by(Meeting.starts_at)
                .limit(1)
            )
            return was_hers, next_one is not None and next_one >= meeting.changed_at

    @staticmethod
    def _was_done(one: Seen, at: datetime, version: int) -> bool:
        """Whether the meeting stands as that very change would have left it."""
        return one.stands and one.starts_at == at and one.version == version + 1
