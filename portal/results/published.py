"""«Ni sa – vi gör»: what a unit heard and what it changes, told to everybody in every language. Knows no web.

Whoever answers sees that it led to something; without that the next round is answered by nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.feedback.models import Occasion, PanelRound, PublishedAnswer
from portal.i18n import SOURCE, languages
from portal.municipality.models import Organisation
from portal.people.models import Staff
from portal.writing import Writing

LONGEST = 1000
"""Signs of each text."""
FIELDS = ("said", "does")


class Unfit(Exception):
    """What cannot be kept: by field, `missing`, `too-long` or `unknown`."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True)
class Typed:
    """The form as it was typed: by language, what people said and what the unit does."""

    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    about: str = ""
    """What people were asked when they said it: a round of the panel by its identity, an occasion by its name, or
    nothing. Whoever answered it is told."""

    def in_(self, name: str, code: str) -> str:
        return self.texts.get(name, {}).get(code, "")


@dataclass(frozen=True)
class Told:
    """One thing that a unit has told, with the unit."""

    answer: PublishedAnswer
    unit: Organisation


def published(db: Session) -> list[Told]:
    """What everybody may read, the newest first."""
    rows = db.execute(
        sa.select(PublishedAnswer, Organisation)
        .join(Organisation, Organisation.id == PublishedAnswer.organisation_id)
        .where(PublishedAnswer.published_on.is_not(None))
        .order_by(PublishedAnswer.published_on.desc(), PublishedAnswer.id)
    )
    return [Told(*row) for row in rows]


def of_unit(db: Session, staff: Staff) -> Sequence[PublishedAnswer]:
    """Everything of her unit, what is not published yet first."""
    return db.scalars(
        sa.select(PublishedAnswer)
        .where(PublishedAnswer.organisation_id == staff.organisation_id)
        .order_by(PublishedAnswer.published_on.desc().nulls_first(), PublishedAnswer.id)
    ).all()


def one(db: Session, staff: Staff, answer_id: UUID) -> PublishedAnswer:
    """One of her unit's. Raises `NoResultFound` for any other."""
    asked = sa.select(PublishedAnswer).where(
        PublishedAnswer.id == answer_id, PublishedAnswer.organisation_id == staff.organisation_id
    )
    return db.scalars(asked).one()


def typed(answer: PublishedAnswer) -> Typed:
    """The form as what is kept fills it."""
    about = str(answer.round_id or answer.occasion or "")
    return Typed({name: getattr(answer, name).texts for name in FIELDS}, about)


def rounds(db: Session) -> Sequence[PanelRound]:
    """The rounds of the panel, the latest first."""
    return db.scalars(
        sa.select(PanelRound).order_by(PanelRound.from_on.desc(), PanelRound.id)
    ).all()


def keep(
    db: Session,
    staff: Staff,
    answer: PublishedAnswer | None,
    wanted: Typed,
    *,
    publish: bool,
    today: date,
) -> PublishedAnswer:
    """Keep the texts; published they are read by everybody, and stay published until they are taken back.

    Raises `Unfit` when one is missing in Swedish or too long, or it is about what there is not.
    """
    about = _about(db, wanted.about)
    faults = {
        f"{name}-{code}": why
        for name in FIELDS
        for code in languages()
        if (why := _fault(wanted.in_(name, code), is_needed=code == SOURCE))
    }
    if about is None:
        faults["about"] = "unknown"
    if faults or about is None:
        raise Unfit(faults)
    if answer is None:
        answer = PublishedAnswer(organisation_id=staff.organisation_id, staff_id=staff.id)
        db.add(answer)
    answer.said, answer.does = (_writing(wanted, name) for name in FIELDS)
    answer.round_id, answer.occasion = about
    answer.staff_id = staff.id
    if publish and answer.published_on is None:
        answer.published_on = today
    db.flush()
    return answer


def take_back(answer: PublishedAnswer) -> None:
    """It is no longer read by anybody; its texts stay with the unit. Twice changes nothing."""
    answer.published_on = None


def lacks(typed: Typed) -> list[str]:
    """The codes of the languages in which one of the texts is missing; none while the Swedish ones are not there."""
    if any(not typed.in_(name, SOURCE).strip() for name in FIELDS):
        return []
    return [
        code for code in languages() if any(not typed.in_(name, code).strip() for name in FIELDS)
    ]


def without(answer: PublishedAnswer) -> list[str]:
    """The languages (in Swedish) in which a text is not written, and Swedish is shown."""
    return [
        one.swedish
        for code, one in languages().items()
        if any(code not in getattr(answer, name).texts for name in FIELDS)
    ]


def _fault(text: str, *, is_needed: bool) -> str | None:
    if is_needed and not text.strip():
        return "missing"
    return "too-long" if len(text) > LONGEST else None


def _about(db: Session, typed: str) -> tuple[UUID | None, Occasion | None] | None:
    """The round or the occasion, or neither; None for what is none of these."""
    if not typed:
        return None, None
    if typed in set(Occasion):
        return None, Occasion(typed)
    found = next((one.id for one in rounds(db) if str(one.id) == typed), None)
    return (found, None) if found else None


def _writing(wanted: Typed, name: str) -> Writing:
    texts = {code: wanted.in_(name, code).strip() for code in (SOURCE, *languages())}
    return Writing({code: text for code, text in texts.items() if text})
