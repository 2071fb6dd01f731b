"""Staff: a message to several. Whom, what, how each language reads it, and then to each in her own conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.i18n import SOURCE, languages
from portal.messages import phrase_form, phrase_sending, sending, subjects
from portal.messages import several as batches
from portal.messages.phrase_fields import fields, kept
from portal.messages.phrase_form import Unfit
from portal.messages.phrase_words import OF_STAFF
from portal.messages.phrases import STAFFS, Phrase, written
from portal.messages.sending import Sent
from portal.messages.several import Group
from portal.messages.staff_door import bp
from portal.notifications.wording import unreached_by_message
from portal.pages import page
from portal.people import current
from portal.people.models import Participant
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import keep, recording, session
from portal.writing import Writing

LONGEST_KEY = 40
MOST = 500
SUBJECTS = (subjects.OTHER, *subjects.USUAL, subjects.MEETING)
OF_KEY = {one.key: one for one in STAFFS if one.key not in {"got-it", "more-time", "got-papers"}}
"""Those that say something to somebody who has not asked."""
TROUBLE = {
    "nobody": "Välj minst en deltagare.",
    "gone": "Någon som du valde är inte med i gruppen längre. Inget är skickat. Se efter vilka det går till nu.",
    "missing": "Skriv ett meddelande, eller välj ett färdigt.",
    "both": "Skriv ett eget meddelande eller välj ett färdigt, inte båda.",
    "too-long": "Det blev för långt. Skriv högst 8 000 tecken.",
}


@dataclass(frozen=True)
class Wish:
    """What the form says, as it was typed."""

    group: Group
    ids: set[UUID]
    body: str = ""
    phrase: Phrase | None = None
    subject: str = subjects.OTHER
    typed: dict[str, list[str]] = field(default_factory=dict)

    @property
    def to(self) -> Sequence[Participant]:
        return batches.chosen(self.group, self.ids)


@bp.get("/several")
def several() -> ResponseReturnValue:
    """Whom a message can go to."""
    found = batches.groups(session(), current.staff(), clock.today())
    return page("messages/staff/several.html", groups=found, staff=current.staff())


@bp.get("/several/<key>")
def several_one(key: str) -> ResponseReturnValue:
    """Those of one group, ticked but for the protected, and what to write to them."""
    group = batches.group(session(), current.staff(), key, clock.today())
    ids = {one.id for one in group.people if not one.is_protected}
    return _choose_page(Wish(group, ids), {})


@bp.post("/several/<key>")
def write_several(key: str) -> ResponseReturnValue:
    """Fill in the blanks, look at it in each language, and send it (`act=send`)."""
    wish, act = _wish(key), request.form.get("act", "show")
    if act == "choose" or (faults := _faults(wish)):
        return _choose_page(wish, {} if act == "choose" else faults)
    if wish.phrase and wish.phrase.blanks and (act == "change" or "filled" not in request.form):
        return _blanks_page(wish, {})
    try:
        body = _body(wish)
    except Unfit as unfit:
        return _blanks_page(wish, unfit.faults)
    if act != "send":
        return _preview_page(wish, body)
    phrase = wish.phrase
    batch = batches.send(
        session(), current.staff(), wish.to, wish.group.words, wish.subject,
        Sent(body, _key(), phrase=phrase.key if phrase else None),
        asks=phrase.asks if phrase else False, now=clock.now(),
    )  # fmt: skip
    return redirect(url_for(".several_sent", batch_id=batch.id), code=303)


@bp.get("/several/sent/<uuid:batch_id>")
def several_sent(batch_id: UUID) -> ResponseReturnValue:
    """Who got it."""
    db, staff, today = session(), current.staff(), clock.today()
    batch = batches.batch_of(db, staff, batch_id)
    people, number = batches.who_got(db, staff, batch, today)
    _log(people)
    return page(
        "messages/staff/several_sent.html", batch=batch, people=people, number=number, staff=staff
    )


def _wish(key: str) -> Wish:
    form = request.form
    asked = form.get("phrase", "")
    return Wish(
        batches.group(session(), current.staff(), key, clock.today()),
        {_id(typed) for typed in form.getlist("to")[:MOST]},
        form.get("body", ""),
        OF_KEY.get(asked),
        form.get("subject", "") if form.get("subject") in SUBJECTS else subjects.OTHER,
        dict(form.lists()),
    )


def _faults(wish: Wish) -> dict[str, str]:
    found = {}
    if not wish.to:
        found["to"] = TROUBLE["nobody"]
    elif len(wish.to) < len(wish.ids):
        found["to"] = TROUBLE["gone"]
    if bool(wish.phrase) == bool(wish.body.strip()):
        found["body"] = TROUBLE["both" if wish.phrase else "missing"]
    elif len(wish.body) > sending.LONGEST:
        found["body"] = TROUBLE["too-long"]
    return found


def _body(wish: Wish) -> Writing:
    """What is sent. Raises `Unfit` when a blank is not filled in."""
    if wish.phrase is None:
        return sending.words(wish.body, SOURCE) or abort(400)
    today = clock.today()
    choices = phrase_sending.choices(session(), current.staff(), today)
    values = phrase_form.read(wish.phrase, wish.typed, choices, today)
    return written(wish.phrase, values, SOURCE, today)


def _choose_page(wish: Wish, faults: dict[str, str]) -> ResponseReturnValue:
    _log(wish.group.people)
    if faults:
        keep()  # nothing else was written: the log survives the refusal
    return page(
        "messages/staff/several_choose.html",
        status=422 if faults else 200,
        unreached=unreached_by_message(wish.group.people),
        wish=wish,
        phrases=[(one, one.outline(languages()[SOURCE]).text) for one in OF_KEY.values()],
        subjects=SUBJECTS,
        faults=faults,
        key=_key(),
        staff=current.staff(),
    )


def _blanks_page(wish: Wish, faults: dict[str, str]) -> ResponseReturnValue:
    if wish.phrase is None:
        abort(400)
    choices = phrase_sending.choices(session(), current.staff(), clock.today())
    swedish = languages()[SOURCE]
    return page(
        "messages/staff/several_blanks.html",
        status=422 if faults else 200,
        wish=wish,
        outline=wish.phrase.outline(swedish).text,
        fields=fields(wish.phrase, wish.typed, choices, swedish, OF_STAFF, faults),
        faults={name: OF_STAFF.fault(what) for name, what in faults.items()},
        key=_key(),
        staff=current.staff(),
    )


def _preview_page(wish: Wish, body: Writing) -> ResponseReturnValue:
    _log(wish.to)
    return page(
        "messages/staff/several_preview.html",
        wish=wish,
        to=wish.to,
        unreached=unreached_by_message(wish.to),
        readers=batches.readers(wish.to, body),
        typed=[*kept(wish.phrase, wish.typed)] if wish.phrase else [],
        key=_key(),
        staff=current.staff(),
    )


def _log(people: Sequence[Participant]) -> None:
    with recording() as db:
        log.record(db, current.staff(), people, Opened.OVERVIEW, now=clock.now())


def _id(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        abort(400)


def _key() -> str:
    return request.form.get("key", "")[:LONGEST_KEY] or uuid4().hex
