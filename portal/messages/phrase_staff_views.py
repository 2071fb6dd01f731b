"""Staff: choose a ready-made answer, fill in its blanks, see it in her language, and send it."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.i18n import SOURCE, languages
from portal.messages import phrase_form, phrase_sending, sending
from portal.messages.answering import Meanwhile
from portal.messages.phrase_fields import fields, kept
from portal.messages.phrase_form import Typed, Unfit
from portal.messages.phrase_words import OF_STAFF
from portal.messages.phrases import STAFFS, Phrase, written
from portal.messages.staff_door import bp
from portal.messages.staff_subjects import subjects_for
from portal.pages import page
from portal.people import current
from portal.people.contacts import of_caseload
from portal.people.models import Participant
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import keep, recording, session
from portal.translators.wanting import reads

LONGEST_KEY = 40
ONE = f"/<uuid:participant_id>/phrases/<any({', '.join(repr(one.key) for one in STAFFS)}):key>"
OF_KEY = {one.key: one for one in STAFFS}


@bp.get("/<uuid:participant_id>/phrases")
def phrases(participant_id: UUID) -> ResponseReturnValue:
    """The ready-made answers; `?subject=` and `?seen=` are carried on."""
    hers = _opened(participant_id)
    reader = reads(hers)
    return page(
        "messages/staff/phrases.html",
        participant=hers,
        phrases=[(one, one.outline(languages()[SOURCE]), one.outline(reader)) for one in STAFFS],
        reader=reader,
        carried={"subject": _asked_subject() or None, "seen": _seen() or None},
        staff=current.staff(),
    )


@bp.get(ONE)
def phrase(participant_id: UUID, key: str) -> ResponseReturnValue:
    """Its blanks; one that has none is shown as she reads it at once."""
    hers, chosen = _opened(participant_id), OF_KEY[key]
    typed = {"phone": [current.staff().phone or ""]}
    if chosen.blanks:
        return _blanks_page(hers, chosen, typed, {})
    return _preview_page(hers, chosen, {})


@bp.post(ONE)
def write_phrase(participant_id: UUID, key: str) -> ResponseReturnValue:
    """Show it in her language (`act=show`), go back and change it (`act=change`), or send it."""
    hers, chosen, act = _hers(participant_id), OF_KEY[key], request.form.get("act", "show")
    typed, db, staff, now = _typed(), session(), current.staff(), clock.now()
    if act == "change":
        return _blanks_page(_opened(participant_id), chosen, typed, {})
    try:
        choices = phrase_sending.choices(db, staff, clock.today())
        values = phrase_form.read(chosen, typed, choices, clock.today())
        if act != "send":
            return _preview_page(_opened(participant_id), chosen, typed)
        subject = _subject(hers)
        phrase_sending.from_staff(
            db, staff, hers, subject, chosen, values, request.form.get("own", ""),
            _key(), seen=_seen(), now=now,
        )  # fmt: skip
    except Unfit as unfit:
        return _blanks_page(_opened(participant_id), chosen, typed, unfit.faults, status=422)
    except sending.Unfit:
        return _preview_page(_opened(participant_id), chosen, typed, fault="too-long", status=422)
    except Meanwhile as meanwhile:
        seen = max(one.number for one in meanwhile.messages)
        return _preview_page(
            _opened(participant_id), chosen, typed, fault="meanwhile", seen=seen, status=409
        )
    flash("Skickat.")
    return redirect(url_for(".conversation", participant_id=hers.id), code=303)


def _blanks_page(
    hers: Participant, chosen: Phrase, typed: Typed, faults: dict[str, str], *, status: int = 200
) -> ResponseReturnValue:
    if status >= 400:
        keep()  # nothing else was written: the log survives the refusal
    staff = current.staff()
    choices = phrase_sending.choices(session(), staff, clock.today())
    swedish = languages()[SOURCE]
    return page(
        "messages/staff/phrase.html",
        status=status,
        participant=hers,
        phrase=chosen,
        outline=chosen.outline(swedish).text,
        fields=fields(chosen, typed, choices, swedish, OF_STAFF, faults),
        faults={name: OF_STAFF.fault(what) for name, what in faults.items()},
        subject=_asked_subject(),
        seen=_seen(),
        own=request.form.get("own", ""),
        key=_key(),
        staff=staff,
    )


def _preview_page(
    hers: Participant,
    chosen: Phrase,
    typed: Typed,
    *,
    fault: str = "",
    seen: int | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    if status >= 400:
        keep()
    db, staff, today = session(), current.staff(), clock.today()
    values = phrase_form.read(chosen, typed, phrase_sending.choices(db, staff, today), today)
    body, reader = written(chosen, values, SOURCE, today), reads(hers)
    return page(
        "messages/staff/phrase_preview.html",
        status=status,
        participant=hers,
        phrase=chosen,
        swedish=body.for_reader(SOURCE),
        hers=body.for_reader(reader.code),
        reader=reader,
        typed=[*kept(chosen, typed)],
        subjects=subjects_for(db, hers, today),
        subject=_subject(hers),
        own=request.form.get("own", ""),
        fault=fault,
        seen=_seen() if seen is None else seen,
        key=_key(),
        staff=staff,
    )


def _hers(participant_id: UUID) -> Participant:
    return of_caseload(session(), current.staff(), participant_id, clock.today())


def _opened(participant_id: UUID) -> Participant:
    """The participant, and a line in her log that what she writes about was opened."""
    hers = _hers(participant_id)
    with recording() as db:
        log.record(db, current.staff(), [hers], Opened.MESSAGES, now=clock.now())
    return hers


def _typed() -> Typed:
    return dict(request.form.lists())


def _key() -> str:
    return request.form.get("key", "")[:LONGEST_KEY] or uuid4().hex


def _seen() -> int:
    """The number of the newest message that had been on the screen when she went to the ready-made answers."""
    typed = request.values.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 0


def _asked_subject() -> str:
    return request.values.get("subject", "")


def _subject(hers: Participant) -> str:
    """What was chosen, else what waits for an answer, else what was written about last."""
    offered = subjects_for(session(), hers, clock.today())
    asked = _asked_subject()
    return asked if asked in offered else offered[0]
