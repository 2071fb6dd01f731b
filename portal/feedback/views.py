"""Her pages: what she is asked and who reads it, the questions, what she has answered, and thanks."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.feedback import about, answering, contact
from portal.feedback.answering import NothingAnswered, Over
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
QUESTION, CHOSEN, WORDS = "question", "answer-", "text-"
"""The fields of a form: which questions stand in it, and the answer to each."""


@bp.get("")
def show() -> ResponseReturnValue:
    """What she is asked just now, who reads it and what it does not do; else that she is asked nothing."""
    db, participant = session(), current.participant()
    asked = answering.asked(db, participant, clock.today())
    return page(
        "feedback/show.html",
        asked=asked,
        sheet=_sheet(asked) if asked else None,
        about=about.about(db, asked) if asked else None,
        answered=answering.answered(db, participant),
        faults={},
    )


@bp.post("/asked/<uuid:request_id>")
def begin(request_id: UUID) -> ResponseReturnValue:
    """She begins, or goes on where she was: one question at a time, or all on one page."""
    asked = _hers(request_id, to_write=True)
    try:
        answering.start(asked, today=clock.today())
    except Over:
        return _over(asked)
    if request.form.get("way") == "all":
        return redirect(url_for(".everything", request_id=asked.id), code=303)
    first = _sheet(asked).first_open
    return _to(asked, first.key if first else None)


@bp.get("/asked/<uuid:request_id>/questions/<key>")
def question(request_id: UUID, key: str) -> ResponseReturnValue:
    """One question."""
    asked = _hers(request_id)
    if answering.is_over(asked, clock.today()):
        return _over(asked)
    return _question_page(asked, _sheet(asked), key)


@bp.post("/asked/<uuid:request_id>/questions/<key>", endpoint="keep")
def keep_one(request_id: UUID, key: str) -> ResponseReturnValue:
    """Keep the answer, and on to the next question."""
    asked = _hers(request_id, to_write=True)
    try:
        faults = _keep(asked)
    except Over:
        return _over(asked)
    sheet = _sheet(asked)
    if faults:
        return _question_page(asked, sheet, key, faults)
    after = sheet.after(key)
    return _to(asked, after.key if after else None)


@bp.get("/asked/<uuid:request_id>/all")
def everything(request_id: UUID) -> ResponseReturnValue:
    """All questions on one page."""
    asked = _hers(request_id)
    if answering.is_over(asked, clock.today()):
        return _over(asked)
    return _all_page(asked, _sheet(asked), {})


@bp.post("/asked/<uuid:request_id>/all", endpoint="keep_all")
def keep_everything(request_id: UUID) -> ResponseReturnValue:
    """Keep all that is filled in. Whichever button was pressed, nothing of it is lost."""
    asked = _hers(request_id, to_write=True)
    before = {one.key for one in _sheet(asked).hers}
    try:
        faults = _keep(asked)
    except Over:
        return _over(asked)
    sheet = _sheet(asked)
    if faults:
        return _all_page(asked, sheet, faults)
    came = next((one for one in sheet.hers if one.key not in before), None)
    near = came.key if came else request.form.get("near", "")
    if came or sheet.one(near):
        address = url_for(".everything", request_id=asked.id, _anchor=f"question-{near}")
        return redirect(address, code=303)
    return _to(asked, None)


@bp.get("/asked/<uuid:request_id>/check")
def check(request_id: UUID) -> ResponseReturnValue:
    """What she has answered, before she sends."""
    asked = _hers(request_id)
    if answering.is_over(asked, clock.today()):
        return _over(asked)
    return page("feedback/check.html", asked=asked, sheet=_sheet(asked), is_empty=False)


@bp.post("/asked/<uuid:request_id>/send")
def send(request_id: UUID) -> ResponseReturnValue:
    """She sends. A single question is answered and sent in one."""
    asked = _hers(request_id, to_write=True)
    try:
        if QUESTION in request.form and not asked.answered_on:
            _keep(asked)
        answering.send(session(), secret_key(), asked, now=clock.now())
    except Over:
        return _over(asked)
    except NothingAnswered:
        return page(
            "feedback/check.html", status=422, asked=asked, sheet=_sheet(asked), is_empty=True
        )
    return redirect(url_for(".thanks", request_id=asked.id), code=303)


@bp.post("/asked/<uuid:request_id>/decline")
def decline(request_id: UUID) -> ResponseReturnValue:
    """She does not want to answer; nobody asks why."""
    asked = _hers(request_id, to_write=True)
    try:
        answering.decline(session(), asked, now=clock.now())
    except Over:
        return _over(asked)
    flash(_("Det är okej. Vi frågar inte mer om det här."))
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


def _hers(request_id: UUID, *, to_write: bool = False) -> FeedbackRequest:
    return answering.one_of_hers(session(), current.participant(), request_id, to_write=to_write)


def _sheet(asked: FeedbackRequest) -> Sheet:
    session().flush()
    return Sheet(questions(asked.version), answering.given(session(), secret_key(), asked.id))


def _keep(asked: FeedbackRequest) -> dict[str, str]:
    form = request.form
    typed = {
        key: form.getlist(f"{CHOSEN}{key}") + form.getlist(f"{WORDS}{key}")
        for key in form.getlist(QUESTION)
    }
    return answering.keep(session(), secret_key(), asked, typed, today=clock.today())


def _to(asked: FeedbackRequest, key: str | None) -> ResponseReturnValue:
    """On to a question, or after the last to what she has answered."""
    if key is None:
        return redirect(url_for(".check", request_id=asked.id), code=303)
    return redirect(url_for(".question", request_id=asked.id, key=key), code=303)


def _over(asked: FeedbackRequest) -> ResponseReturnValue:
    """She has sent it (perhaps a moment ago, and the answer was lost on its way), or it is closed."""
    if asked.answered_on:
        return redirect(url_for(".thanks", request_id=asked.id), code=303)
    if not asked.declined_on:
        flash(_("Tiden att svara är slut. Du behöver inte göra något."))
    return redirect(url_for(".show"), code=303)


def _question_page(
    asked: FeedbackRequest, sheet: Sheet, key: str, faults: dict[str, str] | None = None
) -> ResponseReturnValue:
    if not any(one.key == key for one in sheet.questions):
        abort(404)
    shown = sheet.one(key)
    if shown is None:  # her answer to an earlier question has changed, and this is no longer hers
        return _to(asked, None)
    return page(
        "feedback/question.html",
        status=422 if faults else 200,
        asked=asked,
        sheet=sheet,
        question=shown,
        typed=request.form,
        faults=faults or {},
    )


def _all_page(asked: FeedbackRequest, sheet: Sheet, faults: dict[str, str]) -> ResponseReturnValue:
    return page(
        "feedback/all.html",
        status=422 if faults else 200,
        asked=asked,
        sheet=sheet,
        typed=request.form,
        faults=faults,
    )
