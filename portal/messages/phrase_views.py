"""Hers: choose a phrase, fill in its blanks, see how it reads on both sides, and send it."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.i18n import SOURCE, language
from portal.meetings.ahead import has_ended
from portal.messages import phrase_form, phrase_sending, promise, subjects
from portal.messages.about import About, still_there
from portal.messages.door import bp
from portal.messages.given import Given
from portal.messages.phrase_fields import fields, kept
from portal.messages.phrase_form import Typed, Unfit
from portal.messages.phrase_words import OF_HERS
from portal.messages.phrases import HERS, Phrase, written
from portal.messages.responsible import responsible
from portal.messages.views import form_key, given, what_now
from portal.pages import page
from portal.people import current
from portal.people.contacts import contacts
from portal.people.directory import directory
from portal.transactions import session

ONE = f"/phrases/<any({', '.join(repr(one.key) for one in HERS)}):key>"
OF_KEY = {one.key: one for one in HERS}


@bp.get("/phrases")
def phrases() -> ResponseReturnValue:
    """Her phrases; what she was going to write about (`?subject=`, `?step=`, `?meeting=`) is carried on."""
    return page(
        "messages/phrases.html",
        phrases=[(one, one.outline(language())) for one in HERS],
        carried=_carried(),
    )


@bp.get(ONE)
def phrase(key: str) -> ResponseReturnValue:
    """Its blanks; one that has none is shown as both sides read it at once."""
    chosen, about = OF_KEY[key], _about()
    if not chosen.blanks:
        return _preview_page(chosen, {})
    day = clock.local(about.meeting.starts_at).date().isoformat() if about.meeting else ""
    return _blanks_page(chosen, {"day": [day]}, {})


@bp.post(ONE)
def write_phrase(key: str) -> ResponseReturnValue:
    """Show it (`act=show`), go back and change it (`act=change`), or send it. The same form sent twice is one."""
    chosen, act, typed = OF_KEY[key], request.form.get("act", "show"), dict(request.form.lists())
    if act == "change":
        return _blanks_page(chosen, typed, {})
    try:
        values = phrase_form.read(chosen, typed, _choices(), clock.today())
    except Unfit as unfit:
        return _blanks_page(chosen, typed, unfit.faults, status=422)
    hers, now = current.participant(), clock.now()
    if act != "send" or has_ended(hers, now):
        return _preview_page(chosen, typed)
    about = _about()
    sent = phrase_sending.from_her(
        session(), hers, _subject(chosen), chosen, values, language().code, form_key(),
        step=about.step, meeting=about.meeting, now=now,
    )  # fmt: skip
    flash(what_now(sent))
    return redirect(url_for(".show", _anchor="said"), code=303)


def _blanks_page(
    chosen: Phrase, typed: Typed, faults: dict[str, str], *, status: int = 200
) -> ResponseReturnValue:
    return page(
        "messages/phrase.html",
        status=status,
        phrase=chosen,
        outline=chosen.outline(language()),
        fields=fields(chosen, typed, _choices(), language(), OF_HERS, faults),
        faults={name: OF_HERS.fault(what) for name, what in faults.items()},
        carried=_carried(),
        key=form_key(),
    )


def _preview_page(chosen: Phrase, typed: Typed) -> ResponseReturnValue:
    db, hers, today = session(), current.participant(), clock.today()
    values = phrase_form.read(chosen, typed, _choices(), today)
    body, known = written(chosen, values, language().code, today), directory(db)
    subject, shown = _subject(chosen), body.for_reader(language().code)
    who = responsible(known, hers, contacts(db, hers, today), subject, None, today)
    return page(
        "messages/phrase_preview.html",
        phrase=chosen,
        hers=shown,
        swedish=body.for_reader(SOURCE) if shown.lang != SOURCE else None,
        reader=who.now,
        goes_past=subject == subjects.NEW_CONTACT and who.staff is not None,
        answer_by=promise.answer_by(clock.now(), known.municipality) if chosen.waits else None,
        typed=[*kept(chosen, typed)],
        carried=_carried(),
        has_ended=has_ended(hers, clock.now()),
        municipality=known.municipality,
        key=form_key(),
    )


def _subject(chosen: Phrase) -> str:
    """What she wrote about when she chose the phrase, else what the phrase is about.

    That she wants another contact person never goes to the one she has, whatever she was going to write about.
    """
    if chosen.subject in subjects.OF_THEIR_OWN:
        return chosen.subject
    hers = contacts(session(), current.participant(), clock.today())
    asked = _asked().subject or chosen.subject or subjects.OTHER
    return subjects.chosen(asked, hers.now)


def _choices() -> phrase_form.Choices:
    return phrase_sending.choices(session(), None, clock.today())


def _carried() -> dict[str, str]:
    """What she was going to write about, as the address and the forms carry it on."""
    asked = _asked()
    carried = {"subject": asked.subject, "step": asked.step, "meeting": asked.meeting}
    return {name: value for name, value in carried.items() if value}


def _asked() -> Given:
    return given(request.values)


def _about() -> About:
    """The step or the meeting of hers; one that is gone is left out."""
    return still_there(session(), current.participant(), _asked())
