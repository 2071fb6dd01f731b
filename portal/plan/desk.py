"""The desk where a caseworker writes: what every page of the editor needs, and how a form is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import sqlalchemy as sa
from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from portal import clock
from portal.pages import page
from portal.people import current
from portal.people.contacts import of_caseload
from portal.people.models import Participant
from portal.plan import drafts, problems
from portal.plan.document import PlanDocument
from portal.plan.drafts import Manuscript
from portal.plan.pasted import has_html
from portal.plan.plain import Hint, hints
from portal.plan.typed import Faults
from portal.privacy import log
from portal.privacy.models import AccessLog, Opened
from portal.transactions import SAFE_METHODS, keep, recording, session
from portal.writing import Writing

bp = Blueprint("plan", __name__, url_prefix="/participants/<uuid:participant_id>/plan")

SITTING = timedelta(minutes=30)
"""A plan that is opened again within half an hour is still open: one line in the log for each sitting."""
STALE = "Planen hade ändrats i en annan flik. Titta igen och gör om det du ville göra."
WITHOUT_HTML = "I texten fanns HTML-koder, till exempel <b>. De är borttagna. Alla ord är kvar."
HERE = "here"
"""The id of what is said at the place where the page is read on: the browser goes there, and so does the focus."""
Again = Callable[..., ResponseReturnValue]


def hers(participant_id: UUID) -> Participant:
    """The participant whose plans are opened; each sitting leaves a line in the log."""
    staff, today = current.staff(), clock.today()
    try:
        found = of_caseload(session(), staff, participant_id, today)
    except NoResultFound:
        found = drafts.just_moved(session(), staff, participant_id, today)
    if not _is_open(found):
        with recording() as db:
            log.record(db, staff, [found], Opened.PLAN, now=clock.now())
    return found


def _is_open(participant: Participant) -> bool:
    earlier = sa.select(AccessLog.id).where(
        AccessLog.participant_id == participant.id,
        AccessLog.staff_id == current.staff().id,
        AccessLog.opened == Opened.PLAN,
        AccessLog.opened_at > clock.now() - SITTING,
    )
    return session().scalar(earlier.limit(1)) is not None


def opened(participant_id: UUID, plan_id: UUID) -> Manuscript:
    """The plan on the desk. Somebody else's plan, and a colleague's draft, do not exist."""
    participant, writes = hers(participant_id), request.method not in SAFE_METHODS
    return drafts.open_(session(), current.staff(), participant, plan_id, to_write=writes)


def write(
    desk: Manuscript,
    change: Callable[[PlanDocument], PlanDocument],
    again: Again | None = None,
    *,
    at: str = "",
) -> ResponseReturnValue:
    """Keep what a form changes, and go back to the place `at` in the plan.

    What was typed stays, by `again(status, faults)`: 409 when the draft was changed in another tab, 422 when something
    is to be put right. The same form sent twice is kept once.
    """
    sent, act = request.form.get("revision", ""), _act()
    if drafts.is_repeated(desk, sent, act):
        return back(desk, at)
    if sent != desk.token or (desk.plan and desk.plan.is_finished):
        return again(status=409, faults={}) if again else back(desk, at, said=STALE)
    try:
        document = change(desk.document)
    except Faults as found:
        if again is None:
            raise
        return again(status=422, faults=found.faults)
    drafts.keep(session(), desk, document, token=sent, act=act, now=clock.now())
    tell_of_html()
    return redirect(place(".show", desk, saved=at or None, _anchor=HERE), code=303)


def is_sure(language: str) -> bool:
    """Whether she was asked about this language on the form before, and sends it all the same."""
    return request.form.get("sure") == language


def tell_of_html() -> None:
    """Say so when HTML came along with a text that was pasted: the words were kept without it."""
    if any(has_html(words) for _, words in request.form.items(multi=True)):
        flash(WITHOUT_HTML)


def _act() -> str:
    """Which form with which words this is; the words themselves are not to be read from it."""
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    return hashlib.sha256(urlencode([("", request.path), *fields]).encode()).hexdigest()


def back(desk: Manuscript, at: str = "", *, said: str = "") -> ResponseReturnValue:
    """The plan again, at a place in it; what is to be said is said there."""
    if said:
        flash(said)
        return redirect(place(".show", desk, at=at or None, _anchor=HERE), code=303)
    return redirect(place(".show", desk, _anchor=at or None), code=303)


def landing(document: PlanDocument) -> tuple[str, bool]:
    """The place in the plan where this page is to be read on, and whether something was kept there just now."""
    saved = request.args.get("saved", "")
    found = saved or request.args.get("at", "")
    lists = (document.goals, document.sub_goals, document.steps)
    known = {f"part-{one.id}" for parts in lists for one in parts}
    known |= {"own-words", "facts", "changes"}
    return (found, bool(saved)) if found in known else ("", False)


def place(endpoint: str, desk: Manuscript, **values: Any) -> str:
    """The address of a page of this plan."""
    return url_for(endpoint, participant_id=desk.participant.id, plan_id=desk.plan_id, **values)


def sheet(template: str, desk: Manuscript, *, status: int = 200, **context: Any) -> Response:
    """A page of the editor."""
    if status >= 400:
        keep()  # what was shown stays in the log, although the form was refused
    return page(
        f"plan_editor/{template}",
        status=status,
        desk=desk,
        participant=desk.participant,
        document=context.pop("document", None) or desk.document,
        staff=desk.staff,
        is_stale=status == 409,
        has_moved=drafts.has_moved(desk.participant, clock.today()),
        published=problems.steps_of(desk.plan),
        written=Writing.stored,
        **context,
    )


def wants_hints() -> bool:
    """Whether the button «Visa tips» was pressed: nothing is saved, and the hints are shown."""
    return request.form.get("act") == "hints"


def hinted(*texts: tuple[str, str]) -> dict[str, list[Hint]]:
    """The hints for plain Swedish by field; a text in another language has none."""
    return {field: hints(text) for field, text in texts if text.strip()}
