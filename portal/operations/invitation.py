"""Inviting a participant from the command line: a one-time code, and the letter that it is sent in."""

from __future__ import annotations

import os
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from portal import clock
from portal.db import transaction
from portal.operations import database
from portal.operations.refusal import Refused
from portal.people import invitation as invitations
from portal.people import letters
from portal.people.invitation import Invitation
from portal.people.models import Participant
from portal.settings import Settings


def invite(of: Settings, key: str) -> Invitation:
    """Make a code for the participant with that case-system reference; her older ones stop working.

    Who else there is stays unsaid when the reference is unknown.
    """
    with database.opened(of.database_url) as engine, transaction(engine) as db:
        participant = db.scalar(sa.select(Participant).where(Participant.key == key))
        if participant is None:
            raise Refused(f"{key}: no participant has this reference")
        return invitations.invite(
            db, of.secret_key, participant, today=clock.today(), now=clock.now()
        )


def letter(app: Flask, invitation: Invitation) -> str:
    """The letter as a file of its own, to print."""
    settings: Settings = app.config["PORTAL"]
    with app.test_request_context(base_url=settings.base_url):
        return letters.letter(invitation, settings.base_url, stands_alone=True)


def write(text: str, file: Path) -> None:
    """Write the letter so that only its owner can read it: the code opens somebody's plan."""
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(text)
