"""Staff: book a meeting for a participant, or keep a time until she answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.meetings import booking, colleagues, for_participant, free, overlaps, together
from portal.meetings.for_participant import Desk, Refused, Typed, Unfit, Wish
from portal.meetings.models import Meeting
from portal.meetings.purposes import purposes
from portal.meetings.refusals import HasOne, NotBookable, Outside
from portal.meetings.staff_words import BOOKING_FAULTS, TIME_FAULTS, WHY, against
from portal.meetings.supply_models import MeetingPlace
from portal.meetings.typed_time import TypedTime, Unclear
from portal.pages import page
from portal.people import current
from portal.people.contacts import of_caseload
from portal.people.directory import directory
from portal.people.models import Participant
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import keep, recording, session

bp = Blueprint("booking", __name__)
OUTSIDERS = 3
LONGEST_KEY = 40


@dataclass
class Answer:
    """What the page says of what was tried."""

    faults: dict[str, str] = field(default_factory=dict)
    has_one: Meeting | None = None
    obstacles: Sequence[str] = ()
    wanted: datetime | None = None
    """A time that was taken: the nearest ones are shown."""

    @property
    def status(self) -> int:
        return 422 if self.faults or self.has_one or self.obstacles else 200


@bp.get("/participants/<uuid:participant_id>/book")
def ask(participant_id: UUID) -> ResponseReturnValue:
    """The form; `?purpose=` and `?day=` fill it in, as when a follow-up proposes the next."""
    hers = of_caseload(session(), current.staff(), participant_id, clock.today())
    desk = _desk(hers)
    asked = request.args.get("purpose", "")
    purpose = next((one for one in desk.purposes if one.key == asked), None)
    first = purpose or for_participant.usual_purpose(session(), hers, desk.purposes)
    typed = Typed(
        purpose=first.key if first else "",
        staff=[str(one.id) for one in desk.people[:1]],
        outsiders=[("", "")] * OUTSIDERS,
        mode=first.modes[0].value if first else "",
        from_on=_day(request.args.get("day", "")),
    )
    return _page(hers, desk, typed, Answer())


@bp.post("/participants/<uuid:participant_id>/book")
def book(participant_id: UUID) -> ResponseReturnValue:
    """Book it, or keep the time for her answer (`act=offer`); `act=times` shows free times for what was chosen."""
    hers = of_caseload(session(), current.staff(), participant_id, clock.today())
    desk, typed, act = _desk(hers), _typed(), request.form.get("act", "book")
    try:
        wish = for_participant.read(typed, desk)
        if act == "times":
            return _page(hers, desk, typed, Answer())
        times = for_participant.moments(wish, _time(), _time("2"))
    except Unfit as unfit:
        return _page(hers, desk, typed, Answer(_in_words(unfit)))
    try:
        made = for_participant.book(
            session(), current.staff(), hers, wish, times,
            key=request.form.get("key", "")[:LONGEST_KEY] or uuid4().hex, now=clock.now(),
            is_offer=act == "offer", anyway="anyway" in request.form,
        )  # fmt: skip
    except Refused as refused:
        return _page(hers, desk, typed, _answer(hers, refused, wish, times))
    is_offer = act == "offer"
    flash(
        "Tiden är erbjuden. Den hålls tills deltagaren svarar." if is_offer else "Mötet är bokat."
    )
    return redirect(url_for("staff.calendar.meeting", meeting_id=made.id), code=303)


def _answer(hers: Participant, refused: Refused, wish: Wish, times: Sequence[datetime]) -> Answer:
    """What is said of a refusal, at its field; what speaks against the time is said at once with a meeting she has."""
    number = "2" if refused.number else ""
    where = f"starts_at{number}" if request.form.get(f"starts_at{number}") else f"on{number}"
    why = refused.why
    if isinstance(why, NotBookable):
        return Answer({where: WHY[why.why]})
    if isinstance(why, Outside):
        return Answer(obstacles=against(why.obstacles, why.hers))
    if isinstance(why, HasOne):
        db, minutes = session(), wish.minutes
        outside = free.outside(db, wish.staff, times[0], minutes)
        week = overlaps.hers(db, hers, times[0], minutes)
        return Answer(has_one=why.meeting, obstacles=against(outside, week))
    return Answer({where: TIME_FAULTS["taken"]}, wanted=times[refused.number])


def _desk(hers: Participant) -> Desk:
    db, staff = session(), current.staff()
    places = db.scalars(sa.select(MeetingPlace).order_by(MeetingPlace.position)).all()
    return Desk(
        purposes=purposes(db),
        people=colleagues.who_can(db, staff, hers, clock.today()),
        places=places,
        organisations=list(directory(db).organisations.values()),
        interpreter=for_participant.interpreter_for(db, hers),
    )


def _page(hers: Participant, desk: Desk, typed: Typed, answer: Answer) -> ResponseReturnValue:
    """Show the form with free times; that it was opened is written in her log."""
    db, now = session(), clock.now()
    with recording() as own:
        log.record(own, current.staff(), [hers], Opened.MEETINGS, now=now)
    if answer.status >= 400:
        keep()  # nothing else was written: the log survives the refusal
    purpose = next((one for one in desk.purposes if one.key == typed.purpose), None)
    has_one = booking.coming(db, hers, purpose, now) if purpose else None
    search = _search(hers, desk, typed, now)
    days = together.by_day(search) if search else []
    near = free.nearest(search, answer.wanted) if search and answer.wanted else []
    second = together.afterwards(search, _first()) if search and typed.is_in_two else []
    return page(
        "meetings/staff/book.html",
        status=answer.status,
        participant=hers,
        desk=desk,
        purpose=purpose,
        form=typed,
        has_others=any(name or home for name, home in typed.outsiders),
        typed=request.form,
        key=request.form.get("key") or uuid4().hex,
        days=days,
        nearest=near,
        second=second,
        in_her_week=together.in_her_week(db, search, days, [*near, *second]) if search else {},
        has_one=answer.has_one or has_one,
        may_do_anyway=bool(answer.has_one or answer.obstacles),
        obstacles=answer.obstacles,
        faults=answer.faults,
        lengths=range(15, for_participant.LONGEST_MINUTES + 1, 15),
        staff=current.staff(),
    )


def _search(hers: Participant, desk: Desk, typed: Typed, now: datetime) -> free.Search | None:
    """The free times for what is chosen; none while it cannot be read."""
    try:
        wish = for_participant.read(typed, desk)
    except Unfit:
        return None
    day = date.fromisoformat(typed.from_on) if typed.from_on else None
    return together.together(
        session(), hers, wish.purpose, wish.staff, now=now, minutes=wish.minutes, from_on=day
    )


def _typed() -> Typed:
    form = request.form
    names, homes = form.getlist("outsider"), form.getlist("outsider_organisation")
    pairs = list(zip(names, homes, strict=False))[:OUTSIDERS]
    return Typed(
        purpose=form.get("purpose", ""),
        staff=form.getlist("staff"),
        outsiders=pairs + [("", "")] * (OUTSIDERS - len(pairs)),
        mode=form.get("mode", ""),
        place=form.get("place", ""),
        video_link=form.get("video_link", ""),
        minutes=form.get("minutes", ""),
        from_on=_day(form.get("from_on", "")),
        is_in_two=form.get("sittings") == "2",
        wants_interpreter="interpreter" in form,
    )


def _time(number: str = "") -> TypedTime:
    form = request.form
    return TypedTime(
        form.get(f"starts_at{number}", ""),
        form.get(f"on{number}", ""),
        form.get(f"at{number}", ""),
    )


def _first() -> datetime | None:
    """The time of the first sitting, as far as it can be read."""
    try:
        return _time().moment()
    except Unclear:
        return None


def _day(typed: str) -> str:
    """A day of the coming two years as ISO writes it; nothing for anything else."""
    try:
        found = date.fromisoformat(typed.strip())
    except ValueError:
        return ""
    return found.isoformat() if 0 <= (found - clock.today()).days <= 731 else ""


def _in_words(unfit: Unfit) -> dict[str, str]:
    return {
        name: TIME_FAULTS.get(what) or BOOKING_FAULTS[name.partition("-")[0], what]
        for name, what in unfit.faults.items()
    }
