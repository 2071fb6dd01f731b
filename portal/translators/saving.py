"""Putting a translation where the text stands, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.db import Base
from portal.i18n import SOURCE
from portal.people.models import Staff
from portal.plan.models import Goal, Plan, Step, StepAnswer, SubGoal
from portal.plan.version_models import PlanVersion
from portal.translators.models import Place, WantedTranslation
from portal.writing import UNKNOWN_LANGUAGE, Translated, Writing

LONGEST = 5000
"""Signs of a translation; more than any text here may have, since other languages take more room."""
UNDO_WITHIN = timedelta(minutes=1)
MACHINE = ""
"""Who made a translation that no person has read."""

ROWS: dict[str, type[Base]] = {
    "plan": Plan,
    "goal": Goal,
    "sub_goal": SubGoal,
    "step": Step,
    "step_answer": StepAnswer,
    "plan_version": PlanVersion,
}
"""The row of each place, by the first half of its name; the second half is the attribute. Features above add theirs."""
AFTER: list[Callable[[Session, Base, str], None]] = []
"""What else is to be done when a translation of a row into a language was kept or taken back; features above add it."""


class Unfit(Exception):
    """What was typed cannot be kept: `reason` is `missing` or `too-long`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Changed(Exception):
    """The text is another than the one that was translated, or somebody else has translated it meanwhile.

    `now` is what stands there now.
    """

    def __init__(self, now: Writing) -> None:
        super().__init__()
        self.now = now


@dataclass(frozen=True)
class Standing:
    """A text where it stands now."""

    row: Base
    attribute: str
    writing: Writing

    @property
    def step_text(self) -> Writing | None:
        """What the step says that this text belongs to: it is understood beside that. None for a step itself."""
        if isinstance(self.row, StepAnswer):
            return self.row.step.text
        is_its_own = self.attribute == "text"
        return self.row.text if isinstance(self.row, Step) and not is_its_own else None

    def put(self, writing: Writing) -> None:
        setattr(self.row, self.attribute, writing)


def standing(db: Session, want: WantedTranslation, *, to_change: bool = False) -> Standing:
    """Where a text stands and what it says now. Raises `NoResultFound` when it is gone.

    `to_change` keeps others from changing that row until this is done.
    """
    row_of, attribute = Place(want.place).value.split(".")
    model = ROWS[row_of]
    query = sa.select(model).where(model.id == want.row_id)
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = db.scalars(query).one()
    writing: Writing | None = getattr(row, attribute)
    if writing is None or getattr(row, "removed_at", None):
        raise NoResultFound
    return Standing(row, attribute, writing)


def save(
    db: Session, want: WantedTranslation, typed: str, seen: str, *, staff: Staff, now: datetime
) -> None:
    """Keep a translation that a member of staff made; everybody sees her name and the day with it.

    `seen` is the text that she translated. Raises `Unfit` when there are no words or too many, and `Changed` when
    the text says something else by now. The same words sent twice change nothing.
    """
    _save(db, want, typed, seen, staff=staff, by=staff.name, now=now)


def save_machine_made(
    db: Session, want: WantedTranslation, typed: str, seen: str, *, staff: Staff, now: datetime
) -> None:
    """Keep what a machine made, as such: her page says that no person has read it."""
    _save(db, want, typed, seen, staff=staff, by=MACHINE, now=now)


def _save(
    db: Session,
    want: WantedTranslation,
    typed: str,
    seen: str,
    *,
    staff: Staff,
    by: str,
    now: datetime,
) -> None:
    words = tidy(typed)
    if not words:
        raise Unfit("missing")
    if len(words) > LONGEST:
        raise Unfit("too-long")
    place = standing(db, want, to_change=True)
    known = place.writing.translated.get(want.into)
    is_fresh = want.into in place.writing.texts and not (known and known.is_outdated)
    if is_fresh and place.writing.texts[want.into] == words:
        _done(want, staff, now)
        return
    if is_fresh or tidy(seen) != tidy(place.writing.original):
        raise Changed(place.writing)
    who = Translated(by=by, on=clock.local(now).date().isoformat())
    place.put(place.writing.with_translation(want.into, words, who))
    _done(want, staff, now)
    _afterwards(db, place, want)


def say_it_is_swedish(db: Session, want: WantedTranslation, *, staff: Staff, now: datetime) -> None:
    """She wrote in Swedish, and the portal could not know: nothing is to be translated."""
    place = standing(db, want, to_change=True)
    if want.into != SOURCE or place.writing.language != UNKNOWN_LANGUAGE:
        return
    others = {code: text for code, text in place.writing.texts.items() if code != UNKNOWN_LANGUAGE}
    place.put(replace(place.writing, texts={SOURCE: place.writing.original} | others))
    _done(want, staff, now)


def can_undo(want: WantedTranslation, staff_id: UUID, now: datetime) -> bool:
    """Whether this member of staff did it, and no longer than a minute ago."""
    if want.done_at is None or want.done_by_id != staff_id:
        return False
    return now - want.done_at <= UNDO_WITHIN


def undo(db: Session, want: WantedTranslation, *, staff: Staff, now: datetime) -> None:
    """Take back what she did less than a minute ago: the text waits again. Later it changes nothing."""
    if not can_undo(want, staff.id, now):
        return
    place = standing(db, want, to_change=True)
    kept = place.writing
    if kept.language == want.into:  # it was said to be Swedish
        texts = {
            UNKNOWN_LANGUAGE if code == want.into else code: text
            for code, text in kept.texts.items()
        }
    else:
        texts = {code: text for code, text in kept.texts.items() if code != want.into}
    who = {code: made for code, made in kept.translated.items() if code != want.into}
    place.put(Writing(texts, who))
    want.done_at = want.done_by_id = None
    _afterwards(db, place, want)


def _afterwards(db: Session, place: Standing, want: WantedTranslation) -> None:
    db.flush()
    for act in AFTER:
        act(db, place.row, want.into)


def tidy(typed: str) -> str:
    """What was typed in a form, with lines ending as elsewhere and without what no database keeps."""
    return typed.replace("\r\n", "\n").replace("\0", "").strip()


def _done(want: WantedTranslation, staff: Staff, now: datetime) -> None:
    if want.done_at is None:
        want.done_at, want.done_by_id = now, staff.id
