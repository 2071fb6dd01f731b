"""Papers that wait for the scanner: asked about one by one by the worker, outside of any transaction. Knows no web."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock, log
from portal.messages import telling
from portal.messages.attachment_models import Attachment, AttachmentState
from portal.messages.scanner import Clamd, NoAnswer, Verdict
from portal.messages.storage import Files, Gone

AT_A_TIME = 20
TRIES = 3
"""So often the scanner is asked about a paper that it answers with an error, while it answers for something else."""
HARMLESS = b"."


@dataclass
class Scanned:
    """What one round has found."""

    ready: int = 0
    refused: list[UUID] = field(default_factory=list)
    """Papers in which the scanner found something, that it could not look at, or whose file is gone."""
    has_answered: bool = True
    """Whether the scanner was there; what it did not answer for waits."""


def run(db: Session, files: Files, clamd: Clamd) -> Scanned:
    """Ask about the papers that have waited longest. Each answer is kept at once: `db` is committed here.

    What the scanner has found something in is thrown away; the conversation, and her home, say so in its place. So is
    one that the scanner cannot look at while it looks at others: it would stand in everybody's way. When the scanner
    does not answer, the round ends and the papers go on waiting.
    """
    found = Scanned()
    for identity in _waiting(db):
        try:
            state = _asked(files, clamd, identity)
        except NoAnswer as fault:
            log.event("scanner-silent", reason=str(fault))
            found.has_answered = False
            break
        _keep(db, files, identity, state, found)
    return found


def _waiting(db: Session) -> Sequence[UUID]:
    waiting = db.scalars(
        sa.select(Attachment.id)
        .where(Attachment.state == AttachmentState.CHECKING)
        .order_by(Attachment.made_at, Attachment.id)
        .limit(AT_A_TIME)
    ).all()
    db.commit()  # nothing is held while the scanner thinks
    return waiting


def _asked(files: Files, clamd: Clamd, identity: UUID) -> AttachmentState:
    """What becomes of a paper. Raises `NoAnswer` when the scanner is away, or can look at nothing."""
    for _ in range(TRIES):
        try:
            return _state(files, clamd, identity)
        except NoAnswer as fault:
            is_away = isinstance(fault.__cause__, OSError)
            if is_away or not _works(clamd):
                raise
    log.event("scanner-error")
    return AttachmentState.REFUSED


def _works(clamd: Clamd) -> bool:
    """Whether the scanner looks at anything: one that has no room or no signatures still answers a greeting."""
    try:
        return clamd.scan(HARMLESS) is Verdict.CLEAN
    except NoAnswer:
        return False


def _state(files: Files, clamd: Clamd, identity: UUID) -> AttachmentState:
    try:
        verdict = clamd.scan(files.get(identity))
    except Gone:
        return AttachmentState.REFUSED
    return AttachmentState.READY if verdict is Verdict.CLEAN else AttachmentState.REFUSED


def _keep(
    db: Session, files: Files, identity: UUID, state: AttachmentState, found: Scanned
) -> None:
    """Unless she took it out meanwhile, or another worker was first. She hears of what she is to send again."""
    is_kept = db.scalar(
        sa.update(Attachment)
        .where(Attachment.id == identity, Attachment.state == AttachmentState.CHECKING)
        .values(state=state)
        .returning(Attachment.id)
    )
    if is_kept and state is AttachmentState.READY:
        found.ready += 1
    elif is_kept:
        files.remove(db, identity)
        telling.refused(db, db.get_one(Attachment, identity), clock.now())
        found.refused.append(identity)
        log.event("paper-refused", kind="scanner")
    db.commit()
