"""Inviting a participant: a code on the screen when she is here, or a letter to print and post."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Blueprint, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock, log, qr
from portal.pages import page
from portal.people import codes, cookies, current, devices, letters
from portal.people.contacts import of_caseload
from portal.people.invitation import Invitation, invite
from portal.people.models import Participant
from portal.privacy import log as access_log
from portal.privacy.models import Opened
from portal.settings import Settings
from portal.transactions import recording, session

bp = Blueprint("invitations", __name__, url_prefix="/participants/<uuid:participant_id>/invite")


@bp.get("")
def show(participant_id: UUID) -> ResponseReturnValue:
    """What a new code does, before it is made: older ones stop working."""
    return _ask(_opened(participant_id, Opened.PARTICIPANT))


@bp.post("")
def make(participant_id: UUID) -> ResponseReturnValue:
    """The code, shown once; the same form sent again, also for the letter, gives the same code."""
    participant = _opened(participant_id, Opened.LETTER)
    try:
        made = invite(
            session(), cookies.secret_key(), participant,
            today=clock.today(), now=clock.now(), form=request.form.get("key"),
        )  # fmt: skip
    except codes.CodeRefused:
        return _ask(participant, is_dead=True, status=422)
    log.event("code-made", who="participant")
    settings: Settings = current_app.config["PORTAL"]
    if request.form.get("as") == "letter":
        back = url_for("staff.caseload.participant", participant_id=participant.id)
        return Response(letters.letter(made, settings.base_url, stands_alone=False, back=back))
    return _shown(participant, made, settings.base_url)


def _opened(participant_id: UUID, opened: Opened) -> Participant:
    staff = current.staff()
    found = of_caseload(session(), staff, participant_id, clock.today())
    with recording() as db:
        access_log.record(db, staff, [found], opened, now=clock.now())
    return found


def _ask(participant: Participant, *, is_dead: bool = False, status: int = 200) -> Response:
    return page(
        "letters/ask.html",
        participant=participant,
        has_phone=bool(devices.of(session(), participant)),
        is_dead=is_dead,
        days=codes.INVITATION_LIVES.days,
        key=uuid4().hex,
        staff=current.staff(),
        status=status,
    )


def _shown(participant: Participant, made: Invitation, base_url: str) -> Response:
    address = f"{base_url}/sign-in/code"
    return page(
        "letters/made.html",
        participant=participant,
        invitation=made,
        address=address,
        picture=qr.picture(f"{address}?code={made.code}"),
        key=request.form.get("key", ""),
        staff=current.staff(),
    )
