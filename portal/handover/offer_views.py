"""The offers: what colleagues ask me to take over, my answer, and what became of what I asked."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.handover import offers as asked
from portal.handover import opened, settling
from portal.handover.door import bp
from portal.handover.offering import Unfit
from portal.handover.settling import TooLate
from portal.handover.views import is_uuid, too_late
from portal.handover.wording import REASONS, faults
from portal.pages import page
from portal.people import current
from portal.people.handover_models import HandoverOffer
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import keep, recording, session


@bp.get("/handover/offers")
def offers() -> ResponseReturnValue:
    """What waits for my answer, whom I have said yes to, and what I have asked others."""
    staff, today, now = current.staff(), clock.today(), clock.now()
    to_me = asked.to_me(session(), staff, today)
    taken = asked.taken(session(), staff, today)
    from_me = asked.from_me(session(), staff, now)
    shown = {one.participant_id: one.participant for one in [*to_me, *taken, *from_me]}
    with recording() as db:
        log.record(db, staff, shown.values(), Opened.OVERVIEW, now=now)
    return page("handover/offers.html", to_me=to_me, taken=taken, from_me=from_me, reasons=REASONS)


@bp.get("/handover/offers/<uuid:offer_id>")
def offer(offer_id: UUID) -> ResponseReturnValue:
    """One offer: why, what is open, and the answer. Once it is settled the case is no longer told of here."""
    return _offer(asked.one(session(), current.staff(), offer_id))


@bp.post("/handover/offers/<uuid:offer_id>/accept")
def accept(offer_id: UUID) -> ResponseReturnValue:
    """Take over."""
    try:
        taken = settling.accept(session(), current.staff(), offer_id, now=clock.now())
    except TooLate as late:
        return too_late(late.reason)
    flash(f"Du har tagit emot {taken.participant.staff_label}.", "notice")
    return redirect(url_for(".offers"), code=303)


@bp.post("/handover/offers/accept")
def accept_all() -> ResponseReturnValue:
    """Take over all that stood on the page; what has changed meanwhile is left as it is, and counted."""
    taken = late = 0
    for one in filter(is_uuid, request.form.getlist("offer")):
        try:
            settling.accept(session(), current.staff(), UUID(one), now=clock.now())
            taken += 1
        except TooLate:
            late += 1
    flash(f"Du har tagit emot {taken} deltagare.", "notice")
    if late:
        flash(f"{late} gick inte längre att ta emot.", "notice")
    return redirect(url_for(".offers"), code=303)


@bp.post("/handover/offers/<uuid:offer_id>/decline")
def decline(offer_id: UUID) -> ResponseReturnValue:
    """Say no, and why."""
    staff, why = current.staff(), request.form.get("answer", "")
    try:
        settling.decline(session(), staff, offer_id, why, now=clock.now())
    except TooLate as late:
        return too_late(late.reason)
    except Unfit as unfit:
        return _offer(asked.one(session(), staff, offer_id), why, faults(unfit.faults), status=422)
    flash("Ditt svar är skickat. Inget har flyttats.", "notice")
    return redirect(url_for(".offers"), code=303)


@bp.post("/handover/offers/<uuid:offer_id>/take-back")
def take_back(offer_id: UUID) -> ResponseReturnValue:
    """Take back a question of mine that nobody has answered."""
    try:
        settling.take_back(session(), current.staff(), offer_id, now=clock.now())
    except TooLate as late:
        return too_late(late.reason)
    flash("Frågan är tillbakatagen. Inget har flyttats.", "notice")
    return redirect(url_for(".offers"), code=303)


def _offer(
    offer: HandoverOffer,
    answer: str = "",
    wrong: dict[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page of one offer, with what is open while it waits."""
    staff, whose = current.staff(), offer.participant
    waits = asked.waits(offer, clock.today())
    with recording() as db:
        log.record(
            db, staff, [whose], Opened.HANDOVER if waits else Opened.OVERVIEW, now=clock.now()
        )
    if status >= 400:
        keep()  # what was shown stays in the log, although the form was refused
    found = opened.find(session(), offer.assignment.staff, [whose]) if waits else {}
    return page(
        "handover/offer.html",
        status=status,
        offer=offer,
        waits=waits,
        open=found.get(whose.id),
        doers={item.step_id: item.to for item in offer.items if item.to_id != offer.to_id},
        is_to_me=offer.to_id == staff.id,
        reasons=REASONS,
        typed=answer,
        faults=wrong or {},
    )
