"""The queue of texts that wait for a translation, and the page of one text. Each text that is opened is logged."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from portal import clock
from portal.pages import page
from portal.people import current
from portal.privacy import log
from portal.privacy.models import Opened
from portal.settings import Settings
from portal.transactions import keep as let_go
from portal.transactions import recording, session
from portal.translators import queue, saving
from portal.translators.machine import Machine, NoSuggestion
from portal.translators.queue import Waiting
from portal.translators.saving import Changed, Unfit
from portal.translators.wording import place_words, trouble

bp = Blueprint("texts", __name__, url_prefix="/texts")


@bp.get("")
def waiting() -> ResponseReturnValue:
    """What waits, urgent first, each with its first words where she may know whose they are."""
    staff, about = current.staff(), request.args.get("about", type=UUID)
    pair = request.args.get("pair")
    found = queue.queue(session(), staff, clock.today(), pair=pair, participant_id=about)
    known = {one.whose.id: one.whose for one in found.waiting if one.whose}
    with recording() as db:
        log.record(db, staff, known.values(), Opened.OVERVIEW, now=clock.now())
    return page("translators/waiting.html", queue=found, pair=pair, about=about, staff=staff)


@bp.get("/<uuid:text_id>")
def text(text_id: UUID) -> ResponseReturnValue:
    """One text: what it says, where it stands, and room for the translation."""
    return _text_page(_opened(text_id))


@bp.post("/<uuid:text_id>")
def save(text_id: UUID) -> ResponseReturnValue:
    """Keep a translation, with the name of whoever made it, or as made by a machine when she says so."""
    staff = current.staff()
    typed, seen = request.form.get("text", ""), request.form.get("source", "")
    is_machine_made = _machine() is not None and request.form.get("made_by") == "machine"
    keep = saving.save_machine_made if is_machine_made else saving.save
    try:
        one = _hers(text_id)
        keep(session(), one.want, typed, seen, staff=staff, now=clock.now())
    except NoResultFound:
        return page("translators/gone.html", status=404, staff=staff, typed=typed)
    except Unfit as unfit:
        _log(one)
        let_go()  # the line stays, although the answer is a refusal
        return _text_page(one, typed=typed, fault=trouble(unfit.reason), status=422)
    except Changed as changed:
        _log(one)
        let_go()
        return _changed_page(one, changed, typed, seen)
    return redirect(url_for(".text", text_id=text_id), code=303)


@bp.post("/<uuid:text_id>/suggest")
def suggest(text_id: UUID) -> ResponseReturnValue:
    """Ask the machine, and show what it says beside the form; nothing is kept."""
    machine, typed = _machine(), request.form.get("text", "")
    if machine is None:
        abort(404)
    one = _opened(text_id)
    said = saving.standing(session(), one.want).writing
    let_go()  # nobody else waits for the database while we wait for the machine
    try:
        suggestion = machine.suggest(said.original, said.language, one.want.into)
    except NoSuggestion as nothing:
        return _text_page(one, typed=typed, fault=trouble(nothing.reason))
    return _text_page(one, typed=typed or suggestion, suggestion=suggestion)


@bp.post("/<uuid:text_id>/swedish")
def swedish(text_id: UUID) -> ResponseReturnValue:
    """She wrote in Swedish: nothing is to be translated."""
    one = _hers(text_id)
    saving.say_it_is_swedish(session(), one.want, staff=current.staff(), now=clock.now())
    return redirect(url_for(".text", text_id=text_id), code=303)


@bp.post("/<uuid:text_id>/undo")
def undo(text_id: UUID) -> ResponseReturnValue:
    """Take back what was just kept."""
    one = _hers(text_id)
    saving.undo(session(), one.want, staff=current.staff(), now=clock.now())
    return redirect(url_for(".text", text_id=text_id), code=303)


def _hers(text_id: UUID) -> Waiting:
    return queue.one(session(), current.staff(), text_id, clock.today())


def _opened(text_id: UUID) -> Waiting:
    """The text, and a line in the log that it was opened."""
    one = _hers(text_id)
    _log(one)
    return one


def _log(one: Waiting) -> None:
    with recording() as db:
        log.record(db, current.staff(), [one.want.participant], Opened.TEXTS, now=clock.now())


def _machine() -> Machine | None:
    settings: Settings = current_app.config["PORTAL"]
    return Machine.of(settings)


def _text_page(
    one: Waiting,
    *,
    typed: str | None = None,
    fault: str = "",
    suggestion: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    staff, now = current.staff(), clock.now()
    stands = saving.standing(session(), one.want)
    said = stands.writing
    return page(
        "translators/text.html",
        status=status,
        staff=staff,
        one=one,
        place=place_words(one.want.place),
        said=said,
        about=stands.step_text,
        passage=said.for_reader(said.language),
        typed=typed if typed is not None else said.texts.get(one.want.into, ""),
        fault=fault,
        suggestion=suggestion,
        has_machine=_machine() is not None,
        can_undo=saving.can_undo(one.want, staff.id, now),
        following=queue.following(session(), staff, one.want, clock.today()),
    )


def _changed_page(one: Waiting, changed: Changed, typed: str, seen: str) -> ResponseReturnValue:
    """Both texts, and what was typed: nothing is lost, and nothing was written over."""
    return page(
        "translators/changed.html",
        status=409,
        staff=current.staff(),
        one=one,
        now=changed.now,
        passage=changed.now.for_reader(changed.now.language),
        theirs=changed.now.texts.get(one.want.into, ""),
        seen=seen,
        typed=typed,
    )
