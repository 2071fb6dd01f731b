"""What a message is about beside its subject: a step, a meeting, or the place where she thinks something is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, joinedload

from portal.meetings.models import Meeting
from portal.messages import subjects
from portal.messages.given import Given
from portal.messages.models import Conversation, Message
from portal.people.contacts import Contacts
from portal.people.models import Participant
from portal.plan.models import Step

PLAN, PEOPLE, ACCESS_LOG = "plan", "people", "access-log"
PLACES = (PLAN, PEOPLE, ACCESS_LOG)
"""Pages where she can say that something is wrong and that are neither a step nor a meeting."""
OF_A_MESSAGE = re.compile(r"message-([1-9][0-9]{0,8})")


@dataclass(frozen=True)
class About:
    """The things of hers that a message is about; mostly none, or one."""

    step: Step | None = None
    meeting: Meeting | None = None
    place: str | None = None
    """One of `PLACES`."""
    message: Message | None = None
    """Something that staff wrote and that she thinks is wrong."""

    @property
    def kept(self) -> str | None:
        """As `Message.about` keeps it."""
        return f"message-{self.message.number}" if self.message else self.place

    @property
    def is_anything(self) -> bool:
        return bool(self.step or self.meeting or self.kept)


def asked_about(db: Session, participant: Participant, given: Given) -> About:
    """The things that the form names. Raises `NoResultFound` when one of them is not hers."""
    return About(
        step=_step(db, participant, given.step) if given.step else None,
        meeting=_meeting(db, participant, given.meeting) if given.meeting else None,
        place=given.about if given.about in PLACES else None,
        message=_message(db, participant, given.about),
    )


def still_there(db: Session, participant: Participant, given: Given) -> About:
    """The same, less what is gone meanwhile or is not hers: her words are sent without it, and never refused."""
    try:
        return asked_about(db, participant, given)
    except NoResultFound:
        return About(place=given.about if given.about in PLACES else None)


def usual_subject(about: About, people: Contacts) -> str:
    """The subject that is chosen for her beforehand: that of the contact who does the step, or a meeting.

    The main contact person, who does many things, gets it as something else.
    """
    if about.meeting:
        return subjects.MEETING
    doer = about.step.doer_staff_id if about.step else None
    hers = (one for one in people.others if doer and one.staff_id == doer)
    return next((key for one in hers for key in one.about), subjects.OTHER)


def _identity(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise NoResultFound from None


def _step(db: Session, participant: Participant, typed: str) -> Step:
    return db.scalars(
        sa.select(Step).where(
            Step.id == _identity(typed),
            Step.participant_id == participant.id,
            Step.removed_at.is_(None),
        )
    ).one()


def _meeting(db: Session, participant: Participant, typed: str) -> Meeting:
    return db.scalars(
        sa.select(Meeting)
        .where(Meeting.id == _identity(typed), Meeting.participant_id == participant.id)
        .options(joinedload(Meeting.type))
    ).one()


def _message(db: Session, participant: Participant, typed: str) -> Message | None:
    found = OF_A_MESSAGE.fullmatch(typed)
    if not found:
        return None
    return db.scalars(
        sa.select(Message)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(
            Conversation.participant_id == participant.id,
            Message.number == int(found[1]),
            Message.staff_id.is_not(None),
        )
    ).one()
