"""An invitation to a participant: a one-time code, and the letter that it is sent in."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, g, render_template
from sqlalchemy.orm import Session

from portal import clock, qr
from portal.db import transaction
from portal.i18n import SOURCE, languages
from portal.municipality.models import Municipality
from portal.operations import database
from portal.operations.refusal import Refused
from portal.people import codes
from portal.people.models import Participant, Staff
from portal.settings import Settings


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


def invite(of: Settings, key: str) -> Invitation:
    """Make a code for the participant with that case-system reference; her older ones stop working.

    Who else there is stays unsaid when the reference is unknown.
    """
    with database.opened(of.database_url) as engine, transaction(engine) as db:
        participant = db.scalar(sa.select(Participant).where(Participant.key == key))
        if participant is None:
            raise Refused(f"{key}: no participant has this reference")
        code = codes.make(db, of.secret_key, participant=participant, now=clock.now())
        return Invitation(
            code=code,
            language=participant.chosen_language or participant.language,
            municipality=db.scalar(sa.select(Municipality)),
            contact=_contact(db, participant),
        )


def _contact(db: Session, participant: Participant) -> Staff | None:
    today = clock.today()
    current = [one for one in participant.assignments if one.is_current(today)]
    return next((one.staff for one in current if one.is_main), None)


def letter(app: Flask, invitation: Invitation) -> str:
    """The letter as a page to print, in her language. Her name stands on the envelope only."""
    settings: Settings = app.config["PORTAL"]
    address = f"{settings.base_url}/sign-in/code"
    with app.test_request_context(base_url=settings.base_url):
        known = languages()
        g.language = known.get(invitation.language, known[SOURCE])
        return render_template(
            "letters/invitation.html",
            invitation=invitation,
            address=address,
            picture=qr.picture(f"{address}?code={invitation.code}"),
        )


def write(text: str, file: Path) -> None:
    """Write the letter so that only its owner can read it: the code opens somebody's plan."""
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(text)
