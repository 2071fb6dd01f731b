"""A message to several: whom a member of staff may choose, and sending it to each in her own conversation.

Nobody who gets it sees who else did. Those whose data are protected are never among the chosen by themselves: they are
ticked one by one. Knows no web.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm import Session

from portal.i18n import SOURCE, Language, languages
from portal.messages import sending
from portal.messages.models import Message, MessageBatch, Thread
from portal.messages.sending import Sent
from portal.people import access, accounts
from portal.people.account_models import Duty
from portal.people.directory import directory
from portal.people.models import Assignment, Participant, Staff
from portal.plan.enrolment_models import Enrolment
from portal.translators.wanting import reads
from portal.writing import Passage, Writing

MINE, UNIT = "mine", "unit"
MEASURE, TRACK = "measure-", "track-"


@dataclass(frozen=True)
class Group:
    """Participants who can be chosen together."""

    key: str
    words: str
    """As it is kept with the message: «Alla i Arbetsträning»."""
    people: list[Participant]


@dataclass(frozen=True)
class Readers:
    """How many of the chosen read one language, and what they are shown."""

    language: Language
    number: int
    passage: Passage

    @property
    def is_translated(self) -> bool:
        return self.passage.lang == self.language.code


def groups(db: Session, staff: Staff, today: date) -> list[Group]:
    """All groups that have somebody in them: all of hers, those in a measure or a track, and the unit of a manager.

    As many questions for a hundred participants as for one.
    """
    mine = _loaded(db, access.is_mine(staff, today))
    found = [Group(MINE, "Alla mina deltagare", mine)]
    reach = mine
    if accounts.may(db, staff, Duty.UNIT_MANAGER):
        of_unit = _loaded(db, _of_unit(staff, today))
        found.append(Group(UNIT, f"Alla på {staff.organisation.name.original}", of_unit))
        reach = list({one.id: one for one in (*mine, *of_unit)}.values())
    shared = [*_by_measure(db, reach, today), *_by_track(db, reach)]
    found += sorted(shared, key=lambda one: one.words)
    return [one for one in found if one.people]


def group(db: Session, staff: Staff, key: str, today: date) -> Group:
    """One of them. Raises `NoResultFound` for what she has not."""
    found = next((one for one in groups(db, staff, today) if one.key == key), None)
    if found is None:
        raise NoResultFound
    return found


def chosen(among: Group, ids: Collection[UUID]) -> list[Participant]:
    """Those who were ticked and are in the group now: somebody may have left it since the page was opened."""
    return [one for one in among.people if one.id in ids]


def readers(people: Sequence[Participant], body: Writing) -> list[Readers]:
    """In which languages they read it, those that most read first; Swedish where there is no translation."""
    counted = Counter(reads(one).code for one in people)
    return [
        Readers(languages()[code], number, body.for_reader(code))
        for code, number in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    ]


def send(
    db: Session,
    staff: Staff,
    to: Sequence[Participant],
    whom: str,
    subject: str,
    sent: Sent,
    *,
    asks: bool = False,
    now: datetime,
) -> MessageBatch:
    """Each gets it in her own conversation, once: the same form sent twice is one, and with other words or other people
    it is another. It answers nothing that waits.

    Raises `sending.Unfit` without words.
    """
    if sent.body is None:
        raise sending.Unfit({"body": "missing"})
    known = sent_before(db, staff, to, sent)
    if known:
        return known
    if _of_form(db, staff, sent.key):
        sent = replace(sent, key=_own_key(to, sent))
    batch = MessageBatch(
        staff_id=staff.id, whom=whom, body=sent.body, form_key=sent.key, sent_at=now
    )
    try:
        with db.begin_nested():
            db.add(batch)
    except IntegrityError:  # the same press, a moment earlier
        return db.scalars(_by_form(staff, sent.key)).one()
    for one in sorted(
        to, key=lambda one: one.id
    ):  # in one order: two batches never wait for each other
        hers = Sent(sent.body, f"batch-{batch.id}", phrase=sent.phrase, batch_id=batch.id)
        sending.from_staff(db, staff, one, subject, hers, asks=asks, answers=False, now=now)
    return batch


def batch_of(db: Session, staff: Staff, batch_id: UUID) -> MessageBatch:
    """A message to several that she sent. Raises `NoResultFound` for anybody else's."""
    return db.scalars(
        sa.select(MessageBatch).where(
            MessageBatch.id == batch_id, MessageBatch.staff_id == staff.id
        )
    ).one()


def who_got(
    db: Session, staff: Staff, batch: MessageBatch, today: date
) -> tuple[list[Participant], int]:
    """Those who got it and whom she may see today, and how many got it in all."""
    ids = (
        sa.select(Thread.participant_id)
        .join(Message, Message.thread_id == Thread.id)
        .where(Message.batch_id == batch.id)
    )
    number = db.scalar(sa.select(sa.func.count()).select_from(ids.subquery()))
    return _loaded(db, access.may_see(staff, today), Participant.id.in_(ids)), number or 0


def _of_unit(staff: Staff, today: date) -> sa.ColumnElement[bool]:
    """Those whose contact is of her unit; of those whose data are protected only the ones she is named for."""
    of_unit = (
        sa.select(Assignment.participant_id)
        .join(Staff, Staff.id == Assignment.staff_id)
        .where(
            Staff.organisation_id == staff.organisation_id,
            access.is_current_contact(today),
            access.is_employed(today),
        )
    )
    return sa.and_(
        Participant.id.in_(of_unit),
        access.is_here(today),
        sa.or_(Participant.is_protected.is_(False), access.is_mine(staff, today)),
    )


def _loaded(db: Session, *which: sa.ColumnElement[bool]) -> list[Participant]:
    found = db.scalars(sa.select(Participant).where(*which))
    return sorted(found, key=lambda one: (one.staff_label.casefold(), one.key))


def _by_measure(db: Session, reach: Sequence[Participant], today: date) -> list[Group]:
    by_id = {one.id: one for one in reach}
    rows = db.execute(
        sa.select(Enrolment.measure_id, Enrolment.participant_id)
        .where(
            Enrolment.participant_id.in_(by_id),
            Enrolment.started_on <= today,
            sa.or_(Enrolment.ended_on.is_(None), Enrolment.ended_on >= today),
        )
        .distinct()
    ).all()
    takes_part = {(row.measure_id, row.participant_id) for row in rows}
    return [
        Group(
            f"{MEASURE}{measure.id}",
            f"Alla i {measure.name.original}",
            [one for one in reach if (measure.id, one.id) in takes_part],
        )
        for measure in directory(db).measures.values()
    ]


def _by_track(db: Session, reach: Sequence[Participant]) -> list[Group]:
    return [
        Group(
            f"{TRACK}{track.id}",
            f"Alla i spåret {track.name.for_reader(SOURCE).text}",
            [one for one in reach if one.track_id == track.id],
        )
        for track in directory(db).tracks.values()
    ]


def sent_before(
    db: Session, staff: Staff, to: Collection[Participant], sent: Sent
) -> MessageBatch | None:
    """What this form has sent already, with the same words to the same people."""
    for key in (sent.key, _own_key(to, sent)):
        found = _of_form(db, staff, key)
        if found and found.body == sent.body and _got(db, found) == {one.id for one in to}:
            return found
    return None


def _got(db: Session, batch: MessageBatch) -> set[UUID]:
    return set(
        db.scalars(
            sa.select(Thread.participant_id)
            .join(Message, Message.thread_id == Thread.id)
            .where(Message.batch_id == batch.id)
        )
    )


def _own_key(to: Collection[Participant], sent: Sent) -> str:
    """That of the form when it says something else, or to others, than when it was sent first."""
    said = [sent.body.to_store() if sent.body else None, sorted(str(one.id) for one in to)]
    return f"{sent.key}-{sha256(repr(said).encode()).hexdigest()[:16]}"


def _of_form(db: Session, staff: Staff, key: str) -> MessageBatch | None:
    return db.scalar(_by_form(staff, key))


def _by_form(staff: Staff, key: str) -> sa.Select[MessageBatch]:
    return sa.select(MessageBatch).where(
        MessageBatch.staff_id == staff.id, MessageBatch.form_key == key
    )
