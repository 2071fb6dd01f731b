"""Administrators see how notices fare, and what could not be delivered: by reference, never by name."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.notifications import overseeing
from portal.notifications.models import Channel, NoticeKind, Why
from portal.pages import page
from portal.people import current
from portal.people.account_models import Duty
from portal.transactions import session

bp = Blueprint("notices", __name__, url_prefix="/notices")

KINDS = {
    NoticeKind.MEETING_BOOKED: "Möte bokat",
    NoticeKind.MEETING_MOVED: "Möte flyttat",
    NoticeKind.MEETING_CANCELLED: "Möte inställt",
    NoticeKind.MEETING_OFFERED: "Mötestid erbjuden",
    NoticeKind.REMINDER_DAY: "Påminnelse dagen före",
    NoticeKind.REMINDER_HOURS: "Påminnelse två timmar före",
    NoticeKind.EARLIER_TIME: "Tidigare tid",
    NoticeKind.FOLLOW_UP_WINDOW: "Dags för uppföljning",
    NoticeKind.MINUTES_PUBLISHED: "Minnesanteckning att läsa",
    NoticeKind.MESSAGE: "Nytt meddelande",
    NoticeKind.STEP_DUE: "Steg att göra snart",
    NoticeKind.FEEDBACK: "Obesvarad fråga",
    NoticeKind.CALENDAR: "Fil till kalendern",
    NoticeKind.ADDRESS_CODE: "Kod till nummer eller adress",
}
CHANNELS = {
    Channel.CHOSEN: "inte bestämt",
    Channel.PUSH: "notis",
    Channel.SMS: "sms",
    Channel.EMAIL: "mejl",
}
REASONS = {
    Why.REFUSED: "mottagaren tar inte emot",
    Why.TRIED_ENOUGH: "gick inte, trots flera försök",
}


@bp.get("")
@current.needs(Duty.ADMINISTRATOR)
def show() -> ResponseReturnValue:
    """How many wait, were sent and were given up, and each that was given up."""
    db = session()
    return page(
        "notifications/staff.html",
        counts=overseeing.counts(db),
        waits=int(overseeing.oldest_due(db, clock.now()).total_seconds() // 60),
        dead=overseeing.dead(db),
        kinds=KINDS,
        channels=CHANNELS,
        reasons=REASONS,
    )


@bp.post("/<uuid:notice_id>/again")
@current.needs(Duty.ADMINISTRATOR)
def try_again(notice_id: UUID) -> ResponseReturnValue:
    """Send it after all."""
    if overseeing.try_again(session(), notice_id, now=clock.now()):
        flash("Vi försöker igen.")
    return redirect(url_for(".show"), code=303)


@bp.post("/again")
@current.needs(Duty.ADMINISTRATOR)
def try_all_again() -> ResponseReturnValue:
    """Send all of them after all: what was away is there again."""
    if count := overseeing.try_all_again(session(), now=clock.now()):
        flash("Vi försöker igen." if count == 1 else f"Vi försöker igen med alla {count}.")
    return redirect(url_for(".show"), code=303)


@bp.post("/<uuid:notice_id>/let-go")
@current.needs(Duty.ADMINISTRATOR)
def let_go(notice_id: UUID) -> ResponseReturnValue:
    """It is not sent."""
    if overseeing.let_go(session(), notice_id, now=clock.now()):
        flash("Det skickas inte.")
    return redirect(url_for(".show"), code=303)
