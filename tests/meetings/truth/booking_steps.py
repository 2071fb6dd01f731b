"""Booking: by herself, out of what is shown, the same form again, and by staff."""

from __future__ import annotations

from datetime import datetime

from hypothesis.stateful import precondition, rule

from portal.meetings import booking, free
from portal.meetings.booking import Details
from portal.meetings.models import Meeting
from portal.meetings.purposes import Purpose
from portal.meetings.refusals import HasOne, NotBookable, Outside, TimeTaken
from portal.people.models import Participant
from tests.meetings.truth.naive import block
from tests.meetings.truth.stage import Answer, Stage, first_of, maybe, moments, some, yes


class Booking(Stage):
    """Somebody wants a time."""

    @rule(who=some, what=some, at=moments)
    def she_books(self, who: int, what: int, at: datetime) -> None:
        person, purpose, key = self.person(who), self.purpose(what), self.key()
        expected = first_of(
            (self.is_past_or_across(at, purpose.type.minutes), NotBookable),
            (self.judge.has_one(person, purpose), HasOne),
            (not self.judge.free(person, purpose, at), TimeTaken),
        )
        made = self._book(person, purpose, at, key)
        self.is_answered(made, expected)
        if isinstance(made, Meeting):
            self.is_booked(made, at)
            self.forms.append((person, purpose, at, key, made.id))
        if isinstance(made, TimeTaken):
            assert len(made.nearest) <= 3
            assert all(self.judge.free(person, purpose, one.starts_at) for one in made.nearest)

    @rule(who=some, what=some, which=some)
    def she_takes_one_of_the_times_that_are_shown(self, who: int, what: int, which: int) -> None:
        person, purpose, key = self.person(who), self.purpose(what), self.key()
        with self.session() as db:
            found = free.search(db, self.hers(db, person), self.meant(db, purpose), now=self.now)
            shown = list(found.everything())
        assert all(self.judge.free(person, purpose, one.starts_at) for one in shown)
        if not shown or self.judge.has_one(person, purpose):
            return
        time = shown[which % len(shown)]
        made = self._book(person, purpose, time.starts_at, key)
        self.is_booked(made, time.starts_at)
        assert self.seen()[made.id].staff == time.staff
        self.forms.append((person, purpose, time.starts_at, key, made.id))

    @precondition(lambda self: self.forms)
    @rule(which=some, at=moments)
    def a_form_is_sent_again(self, which: int, at: datetime) -> None:
        """Also with another time: the form is what it was."""
        person, purpose, _, key, first = self.forms[which % len(self.forms)]
        made = self._book(person, purpose, at, key)
        assert made.id == first
        assert self.seen() == self.meetings, "nothing has changed"

    @rule(who=some, what=some, at=moments, one=some, two=maybe, is_offer=yes, anyway=yes)
    def staff_book(
        self, who: int, what: int, at: datetime, one: int, two: int | None, is_offer: bool,
        anyway: bool,
    ) -> None:  # fmt: skip
        person, purpose, key = self.person(who), self.purpose(what), self.key()
        people, minutes = [staff.id for staff in self.staff(one, two)], purpose.type.minutes
        outside = self.is_outside(people, at, block(at, minutes))
        expected = first_of(
            (self.is_past_or_across(at, minutes), NotBookable),
            (not anyway and self.judge.has_one(person, purpose), HasOne),
            (not anyway and outside, Outside),
            (self.is_busy([person.id, *people], at, minutes), TimeTaken),
        )
        made = self.do(
            lambda db: booking.book_for(
                db, self.town.staff[0], self.hers(db, person), self.meant(db, purpose), at, people, Details(),
                key=key, now=self.now, is_offer=is_offer, anyway=anyway,
            )
        )  # fmt: skip
        self.is_answered(made, expected)
        if isinstance(made, Meeting):
            after = self.seen()[made.id]
            assert (after.state, after.starts_at) == ("offered" if is_offer else "booked", at)
            assert after.staff == tuple(people)
            self.is_reminded(made.id)

    def _book(self, person: Participant, purpose: Purpose, at: datetime, key: str) -> Answer:
        return self.do(
            lambda db: booking.book(
                db,
                self.hers(db, person),
                self.meant(db, purpose),
                at,
                Details(),
                key=key,
                now=self.now,
            )
        )
