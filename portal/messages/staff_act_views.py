"""Staff: what waits is answered without a message, taken over, or given to a colleague."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from portal import clock
from portal.messages import answering, sending
from portal.messages.answering import GoesPast, NoLongerWaits, TooLate
from portal.messages.models import MessageKind, Thread
from portal.messages.sending import Sent, Unfit
from portal.messages.staff_door import bp
from portal.messages.staff_views import LANGUAGE, hers, number_of
from portal.people import current
from portal.transactions import session

THREAD = "/<uuid:participant_id>/threads/<uuid:thread_id>"
MARKED = "/<uuid:participant_id>/marked/<uuid:message_id>/wait-again"
SAID = {
    MessageKind.BY_PHONE: "Sparat: svarat på telefon.",
    MessageKind.READ_ONLY: "Sparat: behöver inget svar.",
}


@bp.post(f"{THREAD}/by-phone")
def by_phone(participant_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """She has had her answer by phone; what was said may be noted, and she reads it."""
    return _settle(participant_id, thread_id, MessageKind.BY_PHONE, request.form.get("note", ""))


@bp.post(f"{THREAD}/no-answer")
def no_answer(participant_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """It was read, and needs no answer."""
    return _settle(participant_id, thread_id, MessageKind.READ_ONLY, "")


@bp.post(MARKED)
def wait_again(participant_id: UUID, message_id: UUID) -> ResponseReturnValue:
    """It was marked by mistake."""
    try:
        answering.wait_again(
            session(), current.staff(), hers(participant_id), message_id, now=clock.now()
        )
        flash("Frågan väntar igen.")
    except TooLate:
        flash("Det går att ångra i en minut. Skriv till deltagaren i stället.")
    except NoLongerWaits:
        flash("Någon har skrivit till deltagaren sedan dess. Frågan väntar inte.")
    return _to(participant_id)


@bp.post(f"{THREAD}/give")
def give(participant_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """Give it to a colleague who may see her, or take it over oneself."""
    thread = _thread(participant_id, thread_id)
    typed = request.form.get("to", "")
    try:
        to = answering.give(session(), thread, UUID(typed), now=clock.now())
    except (ValueError, NoResultFound):
        flash("Välj någon som kan svara i dag.")
        return _to(participant_id)
    flash("Du har frågan nu." if to.id == current.staff().id else f"{to.name} har frågan nu.")
    return _to(participant_id)


@bp.post(f"{THREAD}/give-back")
def give_back(participant_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """It goes to whoever its subject belongs to again."""
    answering.give_back(session(), _thread(participant_id, thread_id), now=clock.now())
    flash("Frågan ligger hos den som har hand om ämnet.")
    return _to(participant_id)


@bp.post(f"{THREAD}/wait-no-longer")
def wait_no_longer(participant_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """We asked her something, and need no answer any more."""
    answering.wait_no_longer(session(), _thread(participant_id, thread_id), now=clock.now())
    flash("Vi väntar inte längre på svar från deltagaren.")
    return _to(participant_id)


def _settle(
    participant_id: UUID, thread_id: UUID, kind: MessageKind, note: str
) -> ResponseReturnValue:
    thread = _thread(participant_id, thread_id)
    try:
        sent = Sent(sending.words(note, LANGUAGE), request.form.get("key", "")[:100] or uuid4().hex)
        made = answering.settle(
            session(), current.staff(), thread, kind, sent, seen=_seen(), now=clock.now()
        )
    except Unfit:
        flash("Anteckningen är för lång. Skriv högst 8 000 tecken.")
        return _to(participant_id)
    except NoLongerWaits:
        flash("Frågan väntar inte längre. En kollega hann före, se nedan.")
        return _to(participant_id)
    except GoesPast:
        flash("Deltagaren vill byta kontaktperson. Det besvaras av en chef, inte av dig.")
        return _to(participant_id)
    undo = url_for(".wait_again", participant_id=participant_id, message_id=made.id)
    flash(SAID[kind], undo)
    if thread.waits_for_us_since:
        flash("Deltagaren har skrivit mer sedan du öppnade samtalet. Det väntar på svar.")
    return _to(participant_id)


def _seen() -> int | None:
    """The number of the newest message that stood on the page; None on one that does not say."""
    return number_of(request.form.get("number", "")) or None


def _thread(participant_id: UUID, thread_id: UUID) -> Thread:
    return answering.thread_of(session(), hers(participant_id), thread_id)


def _to(participant_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".conversation", participant_id=participant_id), code=303)
