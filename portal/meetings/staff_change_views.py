"""Staff: move a meeting, give it to a colleague, or call it off. She is told of each once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.meetings import changing, colleagues, together, typed_time
from portal.meetings.free import FreeTime, nearest
from portal.meetings.models import Meeting
from portal.meetings.purposes import Purpose
from portal.meetings.refusals import Changed, NotBookable, Outside, TimeTaken
from portal.meetings.staff_door import bp
from portal.meetings.staff_meeting_views import one_for_me
from portal.meetings.staff_words import TIME_FAULTS, WHY, against
from portal.pages import page
from portal.people import current
from portal.people.models import Staff
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import keep, recording, session
from portal.writing import Writing

LONGEST_REASON = 500
TOO_LONG = f"Det blev för långt. Skriv högst {LONGEST_REASON} tecken."


@bp.get("/meetings/<uuid:meeting_id>/move")
def ask_move(meeting_id: UUID) -> ResponseReturnValue:
    """The free times of those who take part, and a time of one's own."""
    return _move_page(one_for_me(meeting_id))


@bp.post("/meetings/<uuid:meeting_id>/move")
def move(meeting_id: UUID) -> ResponseReturnValue:
    """Give it another time."""
    found, form = one_for_me(meeting_id), request.form
    if faults := reason_faults():
        return _move_page(found, faults)
    try:
        typed = typed_time.TypedTime(*(form.get(name, "") for name in ("starts_at", "on", "at")))
        starts_at = typed.moment()
        changing.move_for(
            session(), current.staff(), found, starts_at,
            version=version_sent(), now=clock.now(), anyway="anyway" in form, reason=reason_typed(),
        )  # fmt: skip
    except typed_time.Unclear as unclear:
        return _move_page(found, {unclear.field: TIME_FAULTS[unclear.what]})
    except NotBookable as refused:
        return _move_page(found, {_time_field(): WHY[refused.why]})
    except Outside as outside:
        return _move_page(found, {}, obstacles=against(outside.obstacles, outside.hers))
    except TimeTaken:
        return _move_page(found, {_time_field(): TIME_FAULTS["taken"]}, wanted=starts_at)
    except Changed:
        return changed_since(meeting_id)
    flash("Mötet är flyttat. Deltagaren får veta det en gång.")
    return redirect(url_for(".meeting", meeting_id=meeting_id), code=303)


@bp.get("/meetings/<uuid:meeting_id>/hand")
def ask_hand(meeting_id: UUID) -> ResponseReturnValue:
    """Which colleague is to have it, and who of them is free then."""
    return _hand_page(one_for_me(meeting_id))


@bp.post("/meetings/<uuid:meeting_id>/hand")
def hand(meeting_id: UUID) -> ResponseReturnValue:
    """Somebody else takes part in place of one of us, at the same time."""
    found, form = one_for_me(meeting_id), request.form
    to = colleagues.one(colleagues.for_meeting(session(), found, clock.today()), form.get("to", ""))
    if to is None or reason_faults():
        return _not_handed(found, to)
    people = colleagues.instead(found, form.get("instead_of", ""), to)
    try:
        changing.move_for(
            session(), current.staff(), found, found.starts_at, staff=people,
            version=version_sent(), now=clock.now(), anyway="anyway" in form, reason=reason_typed(),
        )  # fmt: skip
    except NotBookable as refused:
        return _hand_page(found, {"to": WHY[refused.why]})
    except Outside as outside:
        return _hand_page(found, {}, obstacles=against(outside.obstacles))
    except TimeTaken:
        return _hand_page(found, {"to": f"{to.name} har ett annat möte då. Välj någon annan."})
    except Changed:
        return changed_since(meeting_id)
    flash(f"{to.name} har mötet nu. Deltagaren får veta det en gång.")
    return redirect(url_for(".show"), code=303)


@bp.get("/meetings/<uuid:meeting_id>/cancel")
def ask_cancel(meeting_id: UUID) -> ResponseReturnValue:
    """Why it is called off."""
    return _cancel_page(one_for_me(meeting_id))


@bp.post("/meetings/<uuid:meeting_id>/cancel")
def cancel(meeting_id: UUID) -> ResponseReturnValue:
    """Call it off. It never counts against her."""
    found = one_for_me(meeting_id)
    if faults := reason_faults():
        return _cancel_page(found, faults)
    try:
        changing.cancel_for(
            session(), current.staff(), found,
            version=version_sent(), now=clock.now(), reason=reason_typed(),
        )  # fmt: skip
    except NotBookable:
        return _cancel_page(found, {"reason": "Mötet har börjat. Skriv i stället vilka som kom."})
    except Changed:
        return changed_since(meeting_id)
    flash("Mötet är inställt. Deltagaren får veta det en gång.")
    return redirect(url_for(".meeting", meeting_id=meeting_id), code=303)


def _move_page(
    found: Meeting,
    faults: dict[str, str] | None = None,
    *,
    obstacles: Sequence[str] = (),
    wanted: Any = None,
) -> ResponseReturnValue:
    search = together.together(
        session(), found.participant, Purpose(found.type), [one.id for one in found.staff],
        now=clock.now(), minutes=found.minutes, moving=found,
    )  # fmt: skip
    near: list[FreeTime] = nearest(search, wanted) if wanted else []
    days = together.by_day(search)
    return form_page(
        "meetings/staff/move.html", found, faults, obstacles,
        days=days, nearest=near, in_her_week=together.in_her_week(session(), search, days, near),
    )  # fmt: skip


def _hand_page(
    found: Meeting, faults: dict[str, str] | None = None, *, obstacles: Sequence[str] = ()
) -> ResponseReturnValue:
    people = colleagues.for_meeting(session(), found, clock.today())
    free = together.free_then(session(), [one.id for one in people], found.starts_at, found.minutes)
    return form_page("meetings/staff/hand.html", found, faults, obstacles, people=people, free=free)


def _cancel_page(found: Meeting, faults: dict[str, str] | None = None) -> ResponseReturnValue:
    return form_page("meetings/staff/cancel.html", found, faults, ())


def form_page(
    template: str,
    found: Meeting,
    faults: dict[str, str] | None,
    obstacles: Sequence[str],
    **shown: Any,
) -> ResponseReturnValue:
    """Show the form; that her meeting was read is written in the log."""
    status = 422 if faults or obstacles else 200
    with recording() as db:
        log.record(db, current.staff(), [found.participant], Opened.MEETINGS, now=clock.now())
    if status >= 400:
        keep()  # nothing else was written: the log survives the refusal
    return page(
        template,
        status=status,
        meeting=found,
        participant=found.participant,
        faults=faults or {},
        obstacles=obstacles,
        typed=request.form,
        version=request.form.get("version", str(found.version)),
        staff=current.staff(),
        **shown,
    )


def _not_handed(found: Meeting, to: Staff | None) -> ResponseReturnValue:
    """What is missing; nothing when this very form was sent before and has had its effect."""
    sent_again = request.form.get("to") in {str(one.id) for one in found.staff}
    if sent_again and found.version == version_sent() + 1:
        return redirect(url_for(".show"), code=303)
    nobody = {} if to else {"to": "Välj vem som ska ha mötet."}
    return _hand_page(found, {**nobody, **reason_faults()})


def changed_since(meeting_id: UUID) -> ResponseReturnValue:
    flash("Någon annan hann ändra mötet. Så här är det nu.")
    return redirect(url_for(".meeting", meeting_id=meeting_id), code=303)


def version_sent() -> int:
    typed = request.form.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else -1


def _time_field() -> str:
    return "starts_at" if request.form.get("starts_at") else "on"


def reason_faults() -> dict[str, str]:
    too_long = len(request.form.get("reason", "").strip()) > LONGEST_REASON
    return {"reason": TOO_LONG} if too_long else {}


def reason_typed() -> Writing | None:
    typed = request.form.get("reason", "").strip()
    return Writing.in_("sv", typed) if typed else None
