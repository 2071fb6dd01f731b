"""Her own progress: what she is asked and why, the questions, what has changed, and what she wants to talk about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.i18n import gettext as _
from portal.municipality.models import RatingIndicator
from portal.pages import page
from portal.people import current
from portal.people.contacts import contacts
from portal.people.directory import directory
from portal.people.models import Participant
from portal.progress import changes, due, rating
from portal.progress.changes import Way
from portal.progress.models import Level, SelfRating
from portal.transactions import session

bp = Blueprint("progress", __name__, url_prefix="/progress")
SHOWN = 8
"""How many of her ratings the picture holds at most: four years of them."""
SKIP = "skip"


@bp.get("")
def show() -> ResponseReturnValue:
    """What it is and who reads it, what she has begun, what has changed, her whole way, and what she wants to say."""
    return _show()


@bp.post("/start")
def start() -> ResponseReturnValue:
    """Begin, or go on, with one question at a time or all of them on one page; `anew=yes` without what was begun."""
    db, now = session(), clock.now()
    anew = request.form.get("anew") == "yes"
    begun = rating.start(db, current.participant(), anew=anew, now=now)
    if request.form.get("way") == "all":
        return redirect(url_for(".all_questions"), code=303)
    return _go_on(begun, rating.hers(db))


@bp.get("/questions")
def all_questions() -> ResponseReturnValue:
    """All questions on one page, with what she has answered so far."""
    return _all_questions()


@bp.post("/questions")
def keep_all() -> ResponseReturnValue:
    """Keep all that she has answered on the page; she is done, or goes on another time."""
    db, participant, now = session(), current.participant(), clock.now()
    fields = {one.key: f"answer-{one.key}" for one in rating.hers(db)}
    given = {key: _level(field) for key, field in fields.items() if _is_answered(field)}
    rating.keep(db, participant, given, sent=_sent(), now=now)
    if request.form.get("act") != "finish":
        flash(_("Dina svar är sparade. Du kan fortsätta när du vill."))
        return redirect(url_for(".show"), code=303)
    return _finish(participant)


@bp.get("/questions/<key>")
def question(key: str) -> ResponseReturnValue:
    """One question."""
    return _question(key)


@bp.post("/questions/<key>")
def answer(key: str) -> ResponseReturnValue:
    """Keep her answer to one question, or that she passes it over, and go on to the next that waits."""
    db = session()
    questions = rating.hers(db)
    if key not in {one.key for one in questions}:
        abort(404)
    if request.form.get("act") == SKIP:
        given: dict[str, Level | None] = {key: None}
    elif _is_answered("answer"):
        given = {key: _level("answer")}
    else:
        return _question(key, is_missing=True, status=422)
    kept = rating.keep(db, current.participant(), given, sent=_sent(), now=clock.now())
    return _go_on(kept, questions, after=key)


@bp.post("/finish")
def finish() -> ResponseReturnValue:
    """She is done with what she has answered so far."""
    return _finish(current.participant())


@bp.post("/talk")
def talk() -> ResponseReturnValue:
    """Keep what she wants to talk about at the follow-up."""
    typed = request.form.get("talk", "")
    try:
        kept = rating.say(session(), current.participant(), typed, now=clock.now())
    except rating.TooLong:
        return _show(talk=typed, is_too_long=True, status=422)
    if kept:
        flash(_("Det är sparat."))
    return redirect(url_for(".show"), code=303)


@bp.post("/later")
def later() -> ResponseReturnValue:
    """Not now: she is left alone for some weeks."""
    due.put_off(session(), current.participant(), today=clock.today())
    flash(_("Vi frågar igen om några veckor. Du kan svara när du vill."))
    back = "public.home.show" if request.form.get("back") == "home" else ".show"
    return redirect(url_for(back), code=303)


@dataclass(frozen=True)
class Begun:
    """What she can answer now: how far she has come."""

    rating: SelfRating
    left: list[RatingIndicator]
    """The questions that she has neither answered nor passed over."""

    @property
    def is_done(self) -> bool:
        return self.rating.rated_on is not None


def _begun(participant: Participant, questions: Sequence[RatingIndicator]) -> Begun | None:
    found = rating.current(session(), participant, clock.today())
    if found is None:
        return None
    return Begun(found, [one for one in questions if one.key not in found.answers])


def _show(
    talk: str | None = None, *, is_too_long: bool = False, status: int = 200
) -> ResponseReturnValue:
    db, participant = session(), current.participant()
    questions = rating.hers(db)
    found, next_on = her_way(participant, questions), None
    if found.last and found.last.rated_on:
        next_on = due.next_on(found.last.rated_on, directory(db).municipality)
    said = found.last.talk if found.last else None
    return page(
        "progress/show.html",
        status=status,
        way=found,
        begun=_begun(participant, questions),
        questions=questions,
        people=contacts(db, participant, clock.today()),
        next_on=next_on,
        is_due=next_on is None or next_on <= clock.today(),
        talk=talk if talk is not None else (said.original if said else ""),
        is_too_long=is_too_long,
    )


@bp.app_template_global("progress_of")
def her_way(participant: Participant, questions: Sequence[RatingIndicator] | None = None) -> Way:
    """Everything that she has said so far and is done with."""
    db = session()
    asked = rating.hers(db) if questions is None else questions
    return changes.way(asked, rating.done(db, participant, SHOWN))


def _all_questions(*, is_missing: bool = False, status: int = 200) -> ResponseReturnValue:
    questions = rating.hers(session())
    begun = _begun(current.participant(), questions)
    if begun is None:
        return redirect(url_for(".show"), code=303)
    return page(
        "progress/questions.html",
        status=status,
        questions=questions,
        begun=begun,
        is_missing=is_missing,
    )


def _question(key: str, *, is_missing: bool = False, status: int = 200) -> ResponseReturnValue:
    questions = rating.hers(session())
    asked = next((one for one in questions if one.key == key), None)
    if asked is None:
        abort(404)
    begun = _begun(current.participant(), questions)
    if begun is None and status == 200:
        return redirect(url_for(".show"), code=303)
    return page(
        "progress/question.html",
        status=status,
        indicator=asked,
        number=questions.index(asked) + 1,
        many=len(questions),
        begun=begun,
        is_missing=is_missing,
    )


def _go_on(
    kept: SelfRating, questions: Sequence[RatingIndicator], after: str = ""
) -> ResponseReturnValue:
    """To the next question that waits, round from the one she answered; when none waits, to what she has said."""
    keys = [one.key for one in questions]
    place = keys.index(after) + 1 if after else 0
    waits = (key for key in keys[place:] + keys[:place] if key not in kept.answers)
    found = None if kept.rated_on else next(waits, None)
    address = url_for(".question", key=found) if found else url_for(".show")
    return redirect(address, code=303)


def _finish(participant: Participant) -> ResponseReturnValue:
    try:
        rating.finish(session(), participant, now=clock.now())
    except rating.NothingAnswered:
        return _all_questions(is_missing=True, status=422)
    flash(_("Tack. Dina svar är sparade."))
    return redirect(url_for(".show"), code=303)


def _is_answered(field: str) -> bool:
    """Whether she chose one of the steps there, or to pass the question over."""
    return request.form.get(field) == SKIP or _level(field) is not None


def _level(field: str) -> Level | None:
    typed = request.form.get(field, type=int)
    return Level(typed) if typed in set(Level) else None


def _sent() -> UUID | None:
    return request.form.get("rating", type=UUID)
