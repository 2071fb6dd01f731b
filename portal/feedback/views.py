"""Her pages: what she is asked and who reads it, the questions, what she has answered, thanks, and the user panel."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.feedback import about, answering, contact, panel, told_to
from portal.feedback.answering import Over
from portal.feedback.filling import Filling
from portal.feedback.models import FeedbackRequest
from portal.feedback.questionnaires import questions
from portal.feedback.sheet import Sheet
from portal.i18n import gettext as _
from portal.pages import page
from portal.people import current
from portal.people.cookies import secret_key
from portal.people.keyed import keyed
from portal.transactions import session

bp = Blueprint("feedback", __name__, url_prefix="/feedback")


@bp.get("")
def show() -> ResponseReturnValue:
    """What she is asked just now, who reads it and what it does not do; else that she is asked nothing."""
    db, participant = session(), current.participant()
    asked = answering.asked(db, participant, clock.today())
    given = answering.given(db, secret_key(), asked.id) if asked else {}
    declined = None if asked else answering.declined(db, participant, clock.today())
    named = asked or declined
    return page(
        "feedback/show.html",
        asked=asked,
        sheet=Sheet(questions(asked.version), given) if asked else None,
        declined=declined,
        about=about.about(db, named) if named else None,
        answered=answering.answered(db, participant),
        is_member=panel.is_member(db, participant),
        is_told=told_to.is_anything(db, participant),
        faults={},
    )


@bp.post("/asked/<uuid:request_id>")
def begin(request_id: UUID) -> ResponseReturnValue:
    """She begins, or goes on where she was."""
    asked = _hers(request_id, to_write=True)
    answering.start(asked, today=clock.today())
    return _filling(asked).begin()


@bp.get("/asked/<uuid:request_id>/questions/<key>")
def question(request_id: UUID, key: str) -> ResponseReturnValue:
    """One question."""
    return _open(request_id).question(key)


@bp.post("/asked/<uuid:request_id>/questions/<key>", endpoint="keep")
def keep_one(request_id: UUID, key: str) -> ResponseReturnValue:
    """Keep the answer, and on to the next question."""
    return _filling(_hers(request_id, to_write=True)).keep(key)


@bp.get("/asked/<uuid:request_id>/all")
def everything(request_id: UUID) -> ResponseReturnValue:
    """All questions on one page."""
    return _open(request_id).everything()


@bp.post("/asked/<uuid:request_id>/all", endpoint="keep_all")
def keep_everything(request_id: UUID) -> ResponseReturnValue:
    """Keep all that is filled in."""
    return _filling(_hers(request_id, to_write=True)).keep_all()


@bp.get("/asked/<uuid:request_id>/check")
def check(request_id: UUID) -> ResponseReturnValue:
    """What she has answered, before she sends."""
    return _open(request_id).check()


@bp.post("/asked/<uuid:request_id>/send")
def send(request_id: UUID) -> ResponseReturnValue:
    """She sends."""
    return _filling(_hers(request_id, to_write=True)).send()


@bp.post("/asked/<uuid:request_id>/decline")
def decline(request_id: UUID) -> ResponseReturnValue:
    """She does not want to answer; nobody asks why."""
    answering.decline(session(), _hers(request_id, to_write=True), now=clock.now())
    flash(_("Det är okej. Vi frågar inte mer om det här."))
    return redirect(url_for(".show"), code=303)


@bp.post("/asked/<uuid:request_id>/take-up")
def take_up(request_id: UUID) -> ResponseReturnValue:
    """She had said no, and wants to answer after all."""
    answering.take_up(session(), _hers(request_id, to_write=True), now=clock.now())
    return redirect(url_for(".show"), code=303)


@bp.get("/asked/<uuid:request_id>/thanks")
def thanks(request_id: UUID) -> ResponseReturnValue:
    """What happens now, and whether she wants to talk about it."""
    asked = _hers(request_id)
    if not asked.answered_on:
        return redirect(url_for(".show"), code=303)
    return page("feedback/thanks.html", asked=asked, about=about.about(session(), asked))


@bp.post("/asked/<uuid:request_id>/contact", endpoint="contact")
def ask_for_contact(request_id: UUID) -> ResponseReturnValue:
    """She wants to talk about it: a message of hers, apart from what she answered; however often she presses, one."""
    asked, db = _hers(request_id, to_write=True), session()
    words = about.wants_to_talk(about.about(db, asked))
    key = keyed(secret_key(), "feedback contact", str(asked.id))[:32]
    contact.ask_for_contact(db, current.participant(), words, key, now=clock.now())
    # NOTE: After she has asked us to get in touch with her.
    flash(_("Ditt meddelande är skickat. Vi hör av oss."))
    return redirect(url_for(".show"), code=303)


@bp.post("/panel/join")
def join() -> ResponseReturnValue:
    """She wants to take part in the user panel."""
    panel.join(session(), current.participant(), today=clock.today())
    flash(_("Du är med i panelen. Vi frågar dig här ibland."))
    return redirect(url_for(".show"), code=303)


@bp.post("/panel/leave")
def leave() -> ResponseReturnValue:
    """She does not want to any longer; nobody asks why."""
    panel.leave(session(), current.participant(), now=clock.now())
    flash(_("Du är inte med i panelen längre."))
    return redirect(url_for(".show"), code=303)


@bp.errorhandler(Over)
def over(_over: Over) -> ResponseReturnValue:
    """She has sent it (perhaps a moment ago, and the answer was lost on its way), or it is closed."""
    asked = _hers((request.view_args or {})["request_id"])
    if asked.answered_on:
        return redirect(url_for(".thanks", request_id=asked.id), code=303)
    if not asked.declined_on:
        flash(_("Tiden att svara är slut. Du behöver inte göra något."))
    return redirect(url_for(".show"), code=303)


def _hers(request_id: UUID, *, to_write: bool = False) -> FeedbackRequest:
    return answering.one_of_hers(session(), current.participant(), request_id, to_write=to_write)


def _open(request_id: UUID) -> Filling:
    asked = _hers(request_id)
    if answering.is_over(asked, clock.today()):
        raise Over
    return _filling(asked)


def _filling(asked: FeedbackRequest) -> Filling:
    db, key = session(), secret_key()

    def address(name: str, **values: Any) -> str:
        if name == "show":
            return url_for(".show")
        return url_for(f".{name}", request_id=asked.id, **values)

    return Filling(
        answers_of=asked.id,
        version=asked.version,
        address=address,
        frame="participant.html",
        put=lambda typed, seen: answering.keep(db, key, asked, typed, seen, today=clock.today()),
        let_go=lambda: answering.send(db, key, asked, now=clock.now()),
    )
