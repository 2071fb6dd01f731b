"""An invitation to a participant: the one-time code, and what the letter says around it. Knows nothing of the web."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.municipality.models import Municipality
from portal.people import codes
from portal.people.models import Participant, Staff


@dataclass(frozen=True)
class Invitation:
    """A code that makes a phone hers, once, within 14 days; and what the letter says around it."""

    code: str
    language: str
    municipality: Municipality | None
    contact: Staff | None

    @property
    def valid_days(self) -> int:
        return codes.INVITATION_LIVES // timedelta(days=1)


def invite(
    db: Session,
    secret_key: str,
    participant: Participant,
    *,
    today: date,
    now: datetime,
    form: str | None = None,
) -> Invitation:
    """Make a code for her; her older ones stop working. The same `form` sent again gives the same code.

    Raises `CodeUsed` or `CodeExpired` when the form's code opens nothing any more.
    """
    return Invitation(
        code=codes.make(db, secret_key, participant=participant, now=now, form=form),
        language=participant.own_language,
        municipality=db.scalar(sa.select(Municipality)),
        contact=_contact(participant, today),
    )


def _contact(participant: Participant, today: date) -> Staff | None:
    current = [one for one in participant.assignments if one.is_current(today)]
    return next((one.staff for one in current if one.is_main), None)
