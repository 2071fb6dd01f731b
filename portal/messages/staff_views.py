"""Staff: the conversation with one participant, and the answer to her."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.meetings import interpreters
from portal.messages import (
    answering,
    papers,
    read_marks,
    receiving,
    sending,
    staff_drafts,
    staff_reading,
    subjects,
)
from portal.messages.answering import Answer, Meanwhile
from portal.messages.models import Conversation
from portal.messages.paper_form import shown as shown_papers
from portal.messages.papers import Form, NotTaken
from portal.messages.sending import Sent, Unfit
from portal.messages.staff_door import bp
from portal.messages.staff_reading import Read
from portal.messages.staff_words import FAULTS
from portal.pages import page
from portal.people import cookies, current
from portal.people.contacts import of_caseload
from portal.people.models import Participant
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import keep, recording, session, undo
from portal.uploads import takes_files

LANGUAGE = "sv"
"""What staff write in; ready-made texts come in all languages."""


@dataclass(frozen=True)
class Typed:
    """The form as it was typed."""

    body: str = ""
    subject: str = ""
    asks: bool = False
    is_no_answer: bool = False
    key: str = ""
    seen: int = 0


@bp.get("/<uuid:participant_id>")
def conversation(participant_id: UUID) -> ResponseReturnValue:
    """What she and we have written, the newest messages; `?before=` shows the ones before a number."""
    return _page(hers(participant_id), None)


@bp.get("/<uuid:participant_id>/news")
@current.by_itself
def news(participant_id: UUID) -> ResponseReturnValue:
    """The same messages for the page that is open, or nothing at all when there is none after `?after=`."""
    after = number_of(request.args.get("after", ""))
    newest = staff_reading.newest_number(session(), current.staff(), participant_id, clock.today())
    if newest <= after:
        return Response(status=204)
    return _page(hers(participant_id), None)


@bp.post("/<uuid:participant_id>")
@takes_files
def answer(participant_id: UUID) -> ResponseReturnValue:
    """Send what was written, or show the form again with it: unfit, or because a colleague has written meanwhile."""
    whose, db, staff, now = hers(participant_id), session(), current.staff(), clock.now()
    form = form_sent()
    if refused := receiving.receive(paper_form(whose, form.key), form.body):
        return again(participant_id, form, refused=refused, status=422)
    try:
        made = answering.answer(db, staff, whose, typed(form, whose), now=now)
    except Unfit as unfit:
        faults = {field: FAULTS[field, what] for field, what in unfit.faults.items()}
        return again(participant_id, form, faults=faults, status=422)
    except Meanwhile as meanwhile:
        numbers = frozenset(one.number for one in meanwhile.messages)
        return again(participant_id, form, meanwhile=numbers, status=409)
    papers.send(db, paper_form(whose, form.key), made)
    staff_drafts.throw_away(db, staff, whose)
    flash("Skickat.")
    return redirect(url_for(".conversation", participant_id=whose.id), code=303)


@bp.post("/<uuid:participant_id>/draft")
def save_draft(participant_id: UUID) -> ResponseReturnValue:
    """Keep what was written so far; an empty text throws the draft away."""
    whose, form = hers(participant_id), form_sent()
    staff_drafts.save(
        session(), cookies.secret_key(), current.staff(), whose, form.body, form.subject,
        form.key, now=clock.now(),
    )  # fmt: skip
    if "X-Portal-Draft" in request.headers:
        return Response(status=204)
    flash("Utkastet är sparat. Bara du kan läsa det.")
    return redirect(url_for(".conversation", participant_id=whose.id, _anchor="write"), code=303)


@bp.post("/<uuid:participant_id>/read")
@current.by_itself
def read(participant_id: UUID) -> ResponseReturnValue:
    """What she has written up to a number has been on the screen."""
    whose, number = hers(participant_id), number_of(request.form.get("number", ""))
    read_marks.read_by_staff(session(), current.staff(), whose, number, now=clock.now())
    return redirect(url_for(".conversation", participant_id=whose.id), code=303)


@bp.app_template_global()
def conversation_of(participant: Participant) -> Conversation | None:
    """The four facts of her conversation, for her page; None when nobody has written yet."""
    found = sa.select(Conversation).where(Conversation.participant_id == participant.id)
    return session().scalar(found)


def hers(participant_id: UUID) -> Participant:
    """The participant, loaded through the member of staff who is signed in."""
    return of_caseload(session(), current.staff(), participant_id, clock.today())


def paper_form(whose: Participant, key: str) -> Form:
    """The form as the one that papers are put into."""
    return Form(whose, current.staff(), key)


def typed(form: Typed, whose: Participant) -> Answer:
    """What the form means. Raises `Unfit` when the text is too long."""
    has_papers = bool(papers.unsent(session(), paper_form(whose, form.key)))
    sent = Sent(sending.words(form.body, LANGUAGE), form.key, has_papers=has_papers)
    return Answer(form.subject, sent, form.seen, asks=form.asks, answers=not form.is_no_answer)


def form_sent() -> Typed:
    """What was typed in the form that was sent."""
    form = request.form
    return Typed(
        form.get("body", ""),
        form.get("subject", "")[:100] or subjects.OTHER,
        "asks" in form,
        "no_answer" in form,
        form.get("key", "")[:100] or uuid4().hex,
        number_of(form.get("number", "")),
    )


def number_of(typed_number: str) -> int:
    return int(typed_number) if typed_number.isdecimal() and len(typed_number) < 9 else 0


def again(
    participant_id: UUID,
    form: Typed,
    *,
    faults: dict[str, str] | None = None,
    refused: Sequence[NotTaken] = (),
    meanwhile: frozenset[int] = frozenset(),
    status: int,
) -> ResponseReturnValue:
    """The form with what was typed, when it could not be sent."""
    undo()  # nothing of a refused form stays
    if NotTaken.SENT in refused:
        form = replace(form, body="", key=uuid4().hex)
    return _page(
        hers(participant_id),
        form,
        faults=faults,
        refused=refused,
        meanwhile=meanwhile,
        status=status,
    )


def _page(
    whose: Participant,
    form: Typed | None,
    *,
    faults: dict[str, str] | None = None,
    refused: Sequence[NotTaken] = (),
    meanwhile: frozenset[int] = frozenset(),
    status: int = 200,
) -> ResponseReturnValue:
    db, staff, now = session(), current.staff(), clock.now()
    before = number_of(request.args.get("before", "")) or None
    shown = staff_reading.read(db, whose, before=before, now=now)
    with recording() as own:
        log.record(own, staff, [whose], Opened.MESSAGES, now=now)
    if status >= 400:
        keep()  # what was shown stays in the log, although the form was refused
    draft = None if form else staff_drafts.saved(db, cookies.secret_key(), staff, whose, now=now)
    if form is None:
        form = Typed(draft.body, draft.subject) if draft else Typed(subject=_subject(shown))
    key = form.key or papers.form_key(db, whose, staff) or uuid4().hex
    return page(
        "messages/staff/conversation.html",
        fragment="messages/staff/_conversation.html",
        status=status,
        participant=whose,
        read=shown,
        subject_of={one.thread.id: one.thread.subject for one in shown.strands},
        new_key=lambda: uuid4().hex,
        interpreter=interpreters.remembered(db, whose).interpreter,
        typed=form,
        key=key,
        paper_form=shown_papers(db, paper_form(whose, key), refused),
        draft=draft,
        faults=faults or {},
        meanwhile=meanwhile,
        staff=staff,
    )


def _subject(shown: Read) -> str:
    """The subject chosen beforehand: that of the thread which was opened, else what waits the most."""
    asked = request.args.get("thread", "")
    named = (one.thread.subject for one in shown.strands if str(one.thread.id) == asked)
    return next(named, next(iter(shown.subjects), subjects.OTHER))
