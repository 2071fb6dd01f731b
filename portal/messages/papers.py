"""Papers that go with a message: taken in while it is being written, sent with it, or thrown away. Knows no web."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.messages import sending
from portal.messages.attachment_models import Attachment, AttachmentState
from portal.messages.models import Message
from portal.messages.storage import Files
from portal.people.models import Participant, Staff

LARGEST = 5_000_000
"""Bytes of one file as it is sent (5 MB)."""
MOST = 5
"""Papers with one message."""
KEPT_UNSENT = timedelta(days=1)
CONTENT_TYPES = {"jpeg": "image/jpeg", "pdf": "application/pdf"}
ENDINGS = {"image/jpeg": "jpg", "application/pdf": "pdf"}


class NotTaken(StrEnum):
    """Why a paper does not go with the message."""

    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    UNKNOWN = "unknown"
    """Neither a picture nor a PDF, whatever its name says."""
    LOCKED = "locked"
    """A PDF that wants a password."""
    BROKEN = "broken"
    BUSY = "busy"
    """Too many papers at once; she may try again in a while."""
    SENT = "sent"
    """The message it was to go with has been sent already, without it: the answer had not reached her."""


@dataclass(frozen=True)
class Form:
    """The message that is being written: to whom, by whom (nobody of the staff when she writes), in which form."""

    participant: Participant
    staff: Staff | None
    key: str

    @property
    def _mine(self) -> sa.ColumnElement[bool]:
        return sa.and_(
            Attachment.participant_id == self.participant.id,
            Attachment.staff_id == (self.staff.id if self.staff else None),
        )

    @property
    def its_papers(self) -> sa.Select[Attachment]:
        """All that were taken in for this form, sent or not."""
        return (
            sa.select(Attachment)
            .where(self._mine, Attachment.form_key == self.key)
            .order_by(Attachment.position)
        )


@dataclass(frozen=True)
class Made:
    """A paper that has been made anew and may be kept."""

    digest: str
    content_type: str
    content: bytes


def digest(content: bytes) -> str:
    """What tells one file from another: the same one sent again is one paper."""
    return sha256(content).hexdigest()


def unsent(db: Session, form: Form) -> Sequence[Attachment]:
    """What goes with the message when it is sent."""
    return db.scalars(form.its_papers.where(Attachment.message_id.is_(None))).all()


def form_key(db: Session, participant: Participant, staff: Staff | None) -> str | None:
    """The form that papers were last put into and that has not been sent: the next page is that form again."""
    mine = Form(participant, staff, "")._mine
    return db.scalar(
        sa.select(Attachment.form_key)
        .where(mine, Attachment.message_id.is_(None))
        .order_by(Attachment.made_at.desc(), Attachment.position)
        .limit(1)
    )


def known(db: Session, form: Form) -> set[str]:
    """The digests of the papers that this form has already brought."""
    return {one.digest for one in db.scalars(form.its_papers)}


def take_in(
    db: Session,
    files: Files,
    form: Form,
    made: Sequence[Made],
    *,
    is_scanned: bool,
    body: str = "",
    now: datetime,
) -> NotTaken | None:
    """Keep papers with the message that is being written, and say why some of them did not go with it.

    The same form sent twice brings each paper once; a new one comes too late once these words have been sent.
    """
    sending.conversation_of(db, form.participant, now=now)  # one at a time
    there = db.scalars(form.its_papers).all()
    if sending.is_sent(db, form.participant, form.key, body, now=now):
        brings_more = {one.digest for one in made} - {one.digest for one in there}
        return NotTaken.SENT if brings_more else None
    digests, last = {one.digest for one in there}, max((one.position for one in there), default=0)
    new = {one.digest: one for one in made if one.digest not in digests}
    room = MOST - len(there)
    for position, one in enumerate(list(new.values())[:room], last + 1):
        paper = Attachment(
            id=uuid4(),
            participant_id=form.participant.id,
            staff_id=form.staff.id if form.staff else None,
            form_key=form.key,
            position=position,
            content_type=one.content_type,
            size=len(one.content),
            digest=one.digest,
            state=AttachmentState.CHECKING if is_scanned else AttachmentState.READY,
            made_at=now,
        )
        files.put(db, paper.id, one.content)
        db.add(paper)
    db.flush()
    return NotTaken.TOO_MANY if len(new) > room else None


def take_out(db: Session, files: Files, form: Form, identity: UUID) -> None:
    """She does not want to send that paper after all. Does nothing when it is gone, or sent."""
    found = db.scalar(
        form.its_papers.where(Attachment.id == identity, Attachment.message_id.is_(None))
    )
    if found:
        db.delete(found)
        files.remove(db, found.id)
        db.flush()


def send(db: Session, form: Form, message: Message) -> None:
    """The papers go with the message, and are the other side's too from now on."""
    if not sending.is_of_form(message, form.key):
        return
    for paper in unsent(db, form):
        paper.message_id = message.id
    db.flush()


def one_of_hers(db: Session, participant: Participant, identity: UUID) -> Attachment:
    """A paper of her conversation: what was sent, and what she herself has begun to send. Raises `NoResultFound`."""
    return _one(db, participant, identity, Attachment.staff_id.is_(None))


def one_for_staff(
    db: Session, staff: Staff, participant: Participant, identity: UUID
) -> Attachment:
    """The same for somebody on the staff: nobody sees what another has begun to send. Raises `NoResultFound`."""
    return _one(db, participant, identity, Attachment.staff_id == staff.id)


def _one(
    db: Session, participant: Participant, identity: UUID, is_own: sa.ColumnElement[bool]
) -> Attachment:
    return db.scalars(
        sa.select(Attachment).where(
            Attachment.id == identity,
            Attachment.participant_id == participant.id,
            sa.or_(Attachment.message_id.is_not(None), is_own),
        )
    ).one()


def owner_of(db: Session, identity: UUID) -> UUID:
    """Whose conversation a paper belongs to. Raises `NoResultFound`."""
    return db.scalars(sa.select(Attachment.participant_id).where(Attachment.id == identity)).one()


def throw_away_unsent(db: Session, files: Files, now: datetime) -> int:
    """Throw away what was never sent, a day after it was put into the form. Says how many papers that were."""
    old = db.scalars(
        sa.delete(Attachment)
        .where(Attachment.message_id.is_(None), Attachment.made_at < now - KEPT_UNSENT)
        .returning(Attachment.id)
    ).all()
    files.remove(db, *old)
    return len(old)


SWEPT_AFTER = timedelta(hours=1)
"""A file is younger than its row; after so long the row is there, or never will be."""
AT_A_TIME = 500


def sweep(db: Session, files: Files, now: datetime) -> int:
    """Remove files whose row is gone: the message was deleted, or the machine stopped in between. Says how many."""
    removed, some = 0, []
    for identity in files.there(before=now - SWEPT_AFTER):
        some.append(identity)
        if len(some) == AT_A_TIME:
            removed, some = removed + _swept(db, files, some), []
    return removed + _swept(db, files, some)


def _swept(db: Session, files: Files, identities: Sequence[UUID]) -> int:
    rows = set(db.scalars(sa.select(Attachment.id).where(Attachment.id.in_(identities))))
    left_over = [one for one in identities if one not in rows]
    files.remove(db, *left_over)
    return len(left_over)
