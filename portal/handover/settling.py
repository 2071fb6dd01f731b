"""The colleague's answer: she takes over, or says why not; and taking the question back before that.

Whatever has changed in the meantime is found here, and then nothing is done at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.handover import opened
from portal.handover.offering import Unfit
from portal.messages import passing_on
from portal.people import access
from portal.people.handover_models import HandoverOffer
from portal.people.models import Assignment, Participant, Staff
from portal.plan import handing_on
from portal.plan.models import Companion, Step

LONGEST_ANSWER = 1000


class TooLate(Exception):
    """It cannot be done any more; `reason` is a key the page has words for."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def accept(db: Session, staff: Staff, offer_id: UUID, *, now: datetime) -> HandoverOffer:
    """Take over: the old contact ends the day before, the new one begins, and what was promised gets its new doer.

    Somebody asked for a day that has passed begins today. Accepting twice changes nothing.
    Raises `NoResultFound` for an offer to somebody else, and `TooLate`.
    """
    offer, today = _held(db, offer_id, HandoverOffer.to_id == staff.id), clock.local(now).date()
    if offer.is_accepted:
        return offer
    _may_still(offer, today)
    offer.from_on = max(offer.from_on, today)
    old = _assignments(db, offer.participant_id, offer.assignment.staff_id)
    given = [one for one in old if one.id == offer.assignment_id or one.is_current(today)]
    _begin(db, offer, given, now)
    for one in given:
        _end(one, offer)
    _pass_on(db, offer, now)
    offer.settled_at, offer.is_accepted = now, True
    db.flush()
    return offer


def decline(db: Session, staff: Staff, offer_id: UUID, why: str, *, now: datetime) -> HandoverOffer:
    """Say no, and why; nothing has moved. Raises `Unfit`, `TooLate`, and `NoResultFound`."""
    offer = _held(db, offer_id, HandoverOffer.to_id == staff.id)
    if offer.is_accepted is False:
        return offer
    _waits(offer)
    words = why.replace("\r\n", "\n").strip()
    if not words:
        raise Unfit({"answer": "no-answer"})
    if len(words) > LONGEST_ANSWER:
        raise Unfit({"answer": "too-long"})
    offer.settled_at, offer.is_accepted, offer.answer = now, False, words
    return offer


def take_back(db: Session, staff: Staff, offer_id: UUID, *, now: datetime) -> HandoverOffer:
    """Take the question back before it is answered; twice changes nothing. Raises `TooLate`, and `NoResultFound`."""
    mine = sa.or_(
        HandoverOffer.offered_by_id == staff.id,
        HandoverOffer.assignment_id.in_(
            sa.select(Assignment.id).where(Assignment.staff_id == staff.id)
        ),
    )
    offer = _held(db, offer_id, mine)
    if offer.settled_at and offer.is_accepted is None:
        return offer
    _waits(offer)
    offer.settled_at = now
    return offer


def _held(db: Session, offer_id: UUID, mine: sa.ColumnElement[bool]) -> HandoverOffer:
    """The offer as it stands now, kept from being answered twice at once."""
    offer = db.scalars(
        sa.select(HandoverOffer)
        .where(HandoverOffer.id == offer_id, mine)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    # Two colleagues may hand the same participant to the same receiver: one after the other.
    db.execute(
        sa.select(Participant.id).where(Participant.id == offer.participant_id).with_for_update()
    )
    return offer


def _waits(offer: HandoverOffer) -> None:
    if offer.settled_at is None:
        return
    answers = {None: "taken-back", True: "accepted", False: "declined"}
    raise TooLate(answers[offer.is_accepted])


def _may_still(offer: HandoverOffer, today: date) -> None:
    _waits(offer)
    until, moved = offer.assignment.until_on, offer.participant.moved_on
    if moved and moved <= today:
        raise TooLate("moved")
    if until and until < today:
        raise TooLate("ended")
    if access.has_left(offer.to, max(offer.from_on, today)):
        raise TooLate("left")


def _assignments(db: Session, participant_id: UUID, staff_id: UUID) -> list[Assignment]:
    return list(
        db.scalars(
            sa.select(Assignment)
            .where(Assignment.participant_id == participant_id, Assignment.staff_id == staff_id)
            .execution_options(populate_existing=True)
        )
    )


def _begin(db: Session, offer: HandoverOffer, given: Iterable[Assignment], now: datetime) -> None:
    """One assignment for the receiver from that day; what she was there for already is part of it."""
    start = offer.from_on
    theirs = _assignments(db, offer.participant_id, offer.to_id)
    lasting = [one for one in theirs if one.until_on is None or one.until_on >= start]
    merged = [*given, *lasting]
    about = list(dict.fromkeys(subject for one in merged for subject in one.about))
    is_main = any(one.is_main for one in merged)
    same_day = next((one for one in theirs if one.from_on == start), None)
    for one in lasting:
        if one.from_on < start:
            one.until_on = start - timedelta(days=1)
        elif one is not same_day:
            db.delete(one)
    if same_day:
        same_day.is_main, same_day.about, same_day.until_on = is_main, about, None
        same_day.reason = None
        return
    db.add(
        Assignment(
            participant_id=offer.participant_id, staff_id=offer.to_id, is_main=is_main,
            about=about, from_on=start, created_at=now,
        )
    )  # fmt: skip


def _end(one: Assignment, offer: HandoverOffer) -> None:
    """The last day is the one before; whoever began on that very day ends on it, and is no longer the main contact."""
    last = offer.from_on - timedelta(days=1)
    if one.from_on > last:
        one.until_on, one.is_main = one.from_on, False
    else:
        one.until_on = min(one.until_on or last, last)
    one.reason = offer.reason


def _pass_on(db: Session, offer: HandoverOffer, now: datetime) -> None:
    """Each promise gets its new doer; what was promised since the offer, or to somebody who has left, the receiver.

    Plans that the giver was writing and has not published are the receiver's to go on with. Questions in messages go
    along by themselves: whoever is the contact answers them.
    """
    giver, start = offer.assignment.staff, offer.from_on
    doers = {item.step_id: item.to for item in offer.items}
    for step in opened.promised(db, giver, [offer.participant_id]):
        doer = doers.get(step.id, offer.to)
        give(step, offer.to if access.has_left(doer, start) else doer, now)
    beside = db.scalars(
        sa.select(Companion).where(
            Companion.staff_id == giver.id,
            Companion.step_id.in_(
                opened.running([offer.participant_id]).with_only_columns(Step.id).order_by(None)
            ),
        )
    )
    for companion in beside:
        _take_place(db, companion, offer.to_id)
    handing_on.hand_on(db, giver, offer.to, offer.participant, now=now)
    passing_on.let_go(db, giver, offer.participant)


def give(step: Step, doer: Staff, now: datetime) -> None:
    """A step gets a new doer, which is news to the participant."""
    step.doer_staff_id, step.changed_at = doer.id, now


def _take_place(db: Session, companion: Companion, staff_id: UUID) -> None:
    step = companion.step
    if step.doer_staff_id == staff_id or any(one.staff_id == staff_id for one in step.companions):
        db.delete(companion)
    else:
        companion.staff_id = staff_id
