"""Her conversation: read, written in, and marked as read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from uuid import uuid4

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.i18n import gettext as _
from portal.meetings.ahead import has_ended
from portal.messages import (
    drafts,
    papers,
    promise,
    read_marks,
    reading,
    receiving,
    sending,
    subjects,
    turns,
    whom,
)
from portal.messages.about import About, asked_about, still_there, usual_subject
from portal.messages.door import bp
from portal.messages.given import Given
from portal.messages.models import Message
from portal.messages.paper_form import shown as shown_papers
from portal.messages.papers import Form, NotTaken
from portal.messages.sending import Sent, Unfit
from portal.pages import page
from portal.people import current
from portal.people.contacts import Contacts, contacts
from portal.people.cookies import secret_key
from portal.people.directory import directory
from portal.shown import day
from portal.transactions import session
from portal.uploads import takes_files

LONGEST_KEY = 64
LARGEST = 2**31 - 1
QUIETLY = "quiet"
"""A field of what the page sends by itself: it is answered without a page."""


@bp.get("")
def show() -> ResponseReturnValue:
    """All that she and we have written, whose turn it is, and where she writes.

    `?step=`, `?meeting=`, `?subject=` and `?about=` say what she is going to write about; `?before=` shows older ones.
    """
    db, participant = session(), current.participant()
    asked = given(request.args)
    about = asked_about(db, participant, asked)
    draft = drafts.saved(db, secret_key(), participant, now=clock.now())
    if draft and not about.is_anything and not asked.subject:
        asked, about = draft.given, still_there(db, participant, draft.given)
    elif draft:
        asked = replace(asked, body=draft.given.body, urgent=draft.given.urgent)
    return messages_page(asked, about, has_draft=draft is not None)


@bp.post("")
@takes_files
def send() -> ResponseReturnValue:
    """Send what she wrote. The same form sent twice is one message; what she had on her page is read by now."""
    db, participant, now = session(), current.participant(), clock.now()
    asked = given_now()
    about = still_there(db, participant, asked)
    try:
        if has_ended(participant, now):
            raise Unfit({"body": "ended"})
        if refused := receiving.receive(paper_form(), asked.body):
            return messages_page(asked, about, refused=refused, status=422)
        people = contacts(db, participant, clock.today())
        sent = sending.from_her(
            db, participant, subjects.chosen(asked.subject, people.now), typed(asked, about), now=now
        )  # fmt: skip
    except Unfit as unfit:
        return messages_page(asked, about, faults=unfit.faults, status=422)
    papers.send(db, paper_form(), sent)
    _read(now_on_page=True)
    drafts.throw_away(db, participant)
    flash(what_now(sent))
    return redirect(url_for(".show", _anchor="said"), code=303)


@bp.post("/read")
def read() -> ResponseReturnValue:
    """She has had it on her screen: said by herself, or by the page when it had been there for a while."""
    _read()
    if QUIETLY in request.form:
        return "", 204
    return redirect(url_for(".show", _anchor="write"), code=303)


def given(form: Mapping[str, str]) -> Given:
    """The form's fields as they were typed, or the page's address as it was asked for."""
    return Given(**{one.name: form.get(one.name, "") for one in fields(Given)})


def given_now() -> Given:
    """The form that was sent."""
    return given(request.form)


def paper_form() -> Form:
    """The same form, as the one that papers are put into."""
    return Form(current.participant(), None, form_key())


def typed(asked: Given, about: About) -> Sent:
    """What she sends. Raises `Unfit` when it is too long."""
    return Sent(
        body=sending.words(asked.body),
        key=form_key(),
        is_urgent=asked.is_urgent,
        step_id=about.step.id if about.step else None,
        meeting_id=about.meeting.id if about.meeting else None,
        about=about.kept,
        has_papers=bool(papers.unsent(session(), paper_form())),
    )


def form_key() -> str:
    """The key of the form that was sent."""
    return request.form.get("key", "")[:LONGEST_KEY] or uuid4().hex


def messages_page(
    asked: Given,
    about: About,
    *,
    has_draft: bool = False,
    faults: dict[str, str] | None = None,
    refused: Sequence[NotTaken] = (),
    status: int = 200,
) -> ResponseReturnValue:
    """The conversation with the form, and in it what she typed and the papers that she has put with it."""
    db, participant, now = session(), current.participant(), clock.now()
    today, known = clock.today(), directory(db)
    people = contacts(db, participant, today)
    if NotTaken.SENT in refused:
        asked = replace(asked, body="")
    found = reading.conversation(db, participant)
    waits = turns.turns(db, participant, found, people, today)
    chosen = _chosen(asked, about, people, waits)
    key = form_key() if (faults or refused) and NotTaken.SENT not in refused else _new_key()
    return page(
        "messages/show.html",
        status=status,
        flow=reading.flow(db, found, people, before=_before()),
        turns=waits,
        readers=whom.readers(known, participant, people, chosen, today),
        given=asked,
        about=about,
        has_draft=has_draft,
        has_ended=has_ended(participant, now),
        answer_by=promise.answer_by(now, known.municipality),
        municipality=known.municipality,
        key=key,
        paper_form=shown_papers(db, Form(participant, None, key), refused),
        faults=faults or {},
    )


def _chosen(asked: Given, about: About, people: Contacts, waits: Sequence[turns.Turn]) -> str:
    """What she chose; else what she writes about, or what we wait for her answer to."""
    if asked.subject:
        return subjects.chosen(asked.subject, people.now)
    ours = turns.asked_of_her(waits)
    if ours and not about.is_anything:
        return subjects.chosen(ours, people.now)
    return usual_subject(about, people)


def _new_key() -> str:
    """That of the form into which she has put papers that are not sent yet, or a new one.

    After a refusal the form keeps its key: what was refused was not sent.
    """
    return papers.form_key(session(), current.participant(), None) or uuid4().hex


def _read(*, now_on_page: bool = False) -> None:
    """Mark what the form says: everything from the first to the last message that stood there."""
    number = _number("seen" if now_on_page else "number")
    if number:
        read_marks.read_by_her(
            session(), current.participant(), number, first=_number("first"), now=clock.now()
        )


def _number(name: str) -> int:
    return min(max(request.form.get(name, 0, type=int), 0), LARGEST)


def _before() -> int | None:
    asked = request.args.get("before", 0, type=int)
    return min(asked, LARGEST) if asked > 0 else None


def what_now(sent: Message) -> str:
    """That it is sent, and by when she gets an answer."""
    promised = sent.thread.answer_by
    if promised is None:
        return _("Skickat.")
    if promised < clock.today():
        return _("Skickat. Vi är sena med svaret. Ring om du inte vill vänta.")
    return _("Skickat. Du får svar senast %(day)s.", day=day(promised))
