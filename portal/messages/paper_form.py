"""The part of a form in which papers are chosen, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.messages import papers
from portal.messages.attachment_models import Attachment
from portal.messages.papers import LARGEST, MOST, Form, NotTaken


@dataclass(frozen=True)
class PaperForm:
    """What goes with the message already, and what was refused just now."""

    participant_id: UUID
    papers: Sequence[Attachment]
    refused: Sequence[NotTaken] = ()
    most: int = MOST
    largest: int = LARGEST

    @property
    def has_room(self) -> bool:
        return len(self.papers) < self.most


def shown(db: Session, form: Form, refused: Sequence[NotTaken] = ()) -> PaperForm:
    return PaperForm(form.participant.id, papers.unsent(db, form), refused)
