"""Staff: one step in a participant's plan as it stands, and what can be done with it."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from portal import clock
from portal.pages import page
from portal.people import cookies, current
from portal.people.contacts import of_caseload
from portal.plan import acts, taking_back
from portal.plan import desk as on
from portal.plan.acts import Act
from portal.plan.answers import Unfit
from portal.plan.models import Step
from portal.plan.taking_back import TooLate
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import keep, recording, session
from portal.translators.wanting import want_for

bp = Blueprint(
    "steps", __name__, url_prefix="/participants/<uuid:participant_id>/steps/<uuid:step_id>"
)
WORDS = {
    "no-day": "Välj en dag i kalendern.",
    "not-yet": "Den dagen har inte kommit än. Välj i dag eller tidigare.",
    "passed": "Den dagen har redan varit. Välj i dag eller senare.",
    "too-far": "Dagen ligger mer än fem år fram. Välj en närmare dag.",
    "before-it-begins": "Steget börjar senare än så. Välj en dag efter att det har börjat.",
    "missing-reason": "Skriv varför. Deltagaren ska få veta det.",
    "too-long-reason": f"Det blev för långt. Skriv högst {acts.LONGEST_REASON} tecken.",
}
NOTICE = "what was done with a step"
"""Where the session keeps what was just done, until the next page says it."""


@bp.get("")
def show(participant_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """The step, how it stands, and the acts."""
    kept = cookie.pop(NOTICE, None) or {}
    mine = kept if kept.get("step") == str(step_id) else {}
    return _page(participant_id, step_id, said=mine.get("said"), sealed=mine.get("sealed"))


@bp.post("/done")
def done(participant_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """It was done on a day."""
    day = request.form.get("done_on", "")
    act = lambda step: acts.mark_done(step, day, now=clock.now(), today=clock.today())  # noqa: E731
    return _do(participant_id, step_id, act, "Steget är klart.")


@bp.post("/pause")
def pause(participant_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """It rests, and why."""
    why = request.form.get("pause_reason", "")
    act = lambda step: acts.pause(step, why, now=clock.now(), today=clock.today())  # noqa: E731
    return _do(participant_id, step_id, act, "Steget är pausat.")


@bp.post("/drop")
def drop(participant_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """It is no longer part of the plan, and why."""
    why = request.form.get("drop_reason", "")
    act = lambda step: acts.drop(step, why, now=clock.now(), today=clock.today())  # noqa: E731
    return _do(participant_id, step_id, act, "Steget är struket.")


@bp.post("/resume")
def resume(participant_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """It is to be done again."""
    act = lambda step: acts.reopen(step, now=clock.now())  # noqa: E731
    return _do(participant_id, step_id, act, "Steget är öppet igen.")


@bp.post("/move")
def move(participant_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """It is to be done by another day."""
    day = request.form.get("due_on", "")
    act = lambda step: acts.move(step, day, now=clock.now(), today=clock.today())  # noqa: E731
    return _do(participant_id, step_id, act, "Datumet är flyttat.")


@bp.post("/undo")
def undo(participant_id: UUID, step_id: UUID) -> ResponseReturnValue:
    """Take back what was just done; after a minute it is changed with the acts instead."""
    step = _step(participant_id, step_id)
    sealed, staff = request.form.get("sealed", ""), current.staff()
    try:
        taking_back.undo(cookies.secret_key(), sealed, step, staff, now=clock.now())
    except TooLate as too_late:
        return _page(participant_id, step_id, too_late=too_late, status=422)
    return _back(participant_id, step_id, "Ändringen är ångrad.")


def _do(
    participant_id: UUID, step_id: UUID, act: Callable[[Step], Act], said: str
) -> ResponseReturnValue:
    """Do an act, say so, and offer to take it back; what could not be done is said by its field."""
    step = _step(participant_id, step_id)
    if acts.is_closed(step):
        return _page(participant_id, step_id, status=422)
    try:
        done = act(step)
    except Unfit as unfit:
        return _page(participant_id, step_id, unfit=unfit, status=422)
    if done.before is None:
        return _back(participant_id, step_id, said)
    on.tell_of_html()
    sealed = taking_back.seal(
        cookies.secret_key(), step, done.before, current.staff(), now=clock.now()
    )
    return _back(participant_id, step_id, said, sealed)


def _step(participant_id: UUID, step_id: UUID) -> Step:
    participant = of_caseload(session(), current.staff(), participant_id, clock.today())
    return acts.published(session(), participant, step_id)


def _back(
    participant_id: UUID, step_id: UUID, said: str, sealed: str | None = None
) -> ResponseReturnValue:
    participant = of_caseload(session(), current.staff(), participant_id, clock.today())
    want_for(session(), participant, now=clock.now())  # a reason that was written, or taken back
    cookie[NOTICE] = {"step": str(step_id), "said": said, "sealed": sealed}
    return redirect(url_for(".show", participant_id=participant_id, step_id=step_id), code=303)


def _page(
    participant_id: UUID,
    step_id: UUID,
    *,
    unfit: Unfit | None = None,
    too_late: TooLate | None = None,
    said: str | None = None,
    sealed: str | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Show the step; that it was shown is written in the log."""
    staff, today = current.staff(), clock.today()
    participant = of_caseload(session(), staff, participant_id, today)
    step = acts.published(session(), participant, step_id)
    with recording() as db:
        log.record(db, staff, [participant], Opened.PARTICIPANT, now=clock.now())
    if status >= 400:
        keep()  # nothing else was written: the log survives the refusal
    return page(
        "plan/acts.html",
        status=status,
        participant=participant,
        step=step,
        is_closed=acts.is_closed(step),
        faults={unfit.field: WORDS[unfit.reason]} if unfit else {},
        too_late=too_late,
        said_done=said,
        sealed=sealed,
        typed=request.form,
        today=today,
    )
