"""Staff: beginning a plan, publishing what was written, throwing it away, and finishing a plan."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from portal import clock
from portal.pages import page
from portal.people import current
from portal.people.contacts import contacts
from portal.people.directory import directory
from portal.people.models import Participant
from portal.plan import closing, drafts, publishing
from portal.plan import desk as on
from portal.plan.desk import bp, hers, opened, place, sheet
from portal.plan.document import PlanDocument
from portal.plan.drafts import Manuscript
from portal.plan.merging import Prefer
from portal.plan.models import PlanKind
from portal.plan.typed import Faults
from portal.transactions import session


@bp.get("/new")
def new(participant_id: UUID) -> ResponseReturnValue:
    """The form for a plan that does not exist yet."""
    return _new(on.hers(participant_id), {"key": uuid4().hex})


@bp.post("/new")
def begin(participant_id: UUID) -> ResponseReturnValue:
    """Begin it, as a draft of mine. The same form sent twice begins one."""
    participant, form = on.hers(participant_id), request.form
    kind = next((one for one in PlanKind if one.value == form.get("kind")), None)
    known = directory(session())
    owner = next((one for one in known.organisations if str(one) == form.get("owner")), None)
    if kind is None:
        faults = {"kind": "Välj vilken sorts plan det är."}
        return _new(participant, form.to_dict(), status=422, faults=faults)
    try:
        key = UUID(form.get("key", ""))
    except ValueError:
        key = uuid4()
    document = PlanDocument(kind, owner=owner)
    drafts.begin(
        session(), current.staff(), participant, None, clock.now(), document=document, key=key
    )
    return redirect(url_for(".show", participant_id=participant.id, plan_id=key), code=303)


def _new(
    participant: Participant,
    form: Mapping[str, str],
    *,
    status: int = 200,
    faults: dict[str, str] | None = None,
) -> ResponseReturnValue:
    known, staff = directory(session()), current.staff()
    return page(
        "plan_editor/new.html", status=status, participant=participant, staff=staff,
        form=form, kinds=tuple(PlanKind), known=known, faults=faults or {},
    )  # fmt: skip


@bp.get("/<uuid:plan_id>/publish")
def proof(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """What publishing changes, who sees it, and what is to be put right first."""
    desk = opened(participant_id, plan_id)
    return _compare(desk) if desk.is_moved else _proof(desk)


@bp.post("/<uuid:plan_id>/publish")
def publish(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """Publish the draft. Published already, by a second press: nothing more happens."""
    desk = opened(participant_id, plan_id)
    if desk.draft is None:
        return on.back(desk)
    if request.form.get("revision") != desk.token and not desk.is_moved:
        return _proof(desk, status=409)
    try:
        publishing.publish(session(), desk.draft, now=clock.now())
    except publishing.PlanMoved:
        return _compare(desk)
    except publishing.NotReady:
        return _proof(desk, status=422)
    except publishing.NothingChanged:
        drafts.discard(session(), desk)
        return on.back(desk, said="Inget var ändrat. Planen står som förut.")
    return on.back(desk, said="Planen är publicerad. Deltagaren ser den nu.")


def _proof(desk: Manuscript, *, status: int = 200) -> ResponseReturnValue:
    found = publishing.proof(session(), desk, now=clock.now())
    return sheet(
        "publish.html",
        desk,
        status=status,
        proof=found,
        known=directory(session()),
        people=contacts(session(), desk.participant, clock.today()).now,
    )


def _compare(desk: Manuscript) -> ResponseReturnValue:
    """Somebody else was first: both texts side by side, and nothing is lost."""
    return sheet(
        "compare.html",
        desk,
        status=409,
        both=publishing.conflicts(desk),
        theirs=publishing.theirs(desk),
        version=publishing.newest(session(), desk.plan) if desk.plan else None,
        known=directory(session()),
    )


@bp.post("/<uuid:plan_id>/merge")
def merge(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """Go on with both: theirs or mine where the same thing was changed, and everything else of both."""
    desk = opened(participant_id, plan_id)
    prefer = Prefer.THEIRS if request.form.get("prefer") == Prefer.THEIRS else Prefer.MINE
    if not desk.is_moved:
        return on.back(desk)
    if request.form.get("revision") != desk.token:
        return _compare(desk)
    publishing.bring_together(session(), desk, prefer, now=clock.now())
    return redirect(place(".proof", desk), code=303)


@bp.get("/<uuid:plan_id>/discard")
def ask_discard(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """Ask before a draft is thrown away."""
    desk = opened(participant_id, plan_id)
    return sheet("discard.html", desk, proof=publishing.proof(session(), desk, now=clock.now()))


@bp.post("/<uuid:plan_id>/discard")
def discard(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """Throw my draft away; the published plan stays. Thrown away already, by a second press: nothing more happens."""
    try:
        drafts.discard(session(), opened(participant_id, plan_id))
        flash("Utkastet är borta. Planen står som förut.")
    except NoResultFound:
        hers(participant_id)
        if not drafts.is_gone(session(), plan_id):
            raise
        flash("Utkastet var redan borta.")
    return redirect(url_for(".index", participant_id=participant_id), code=303)


@bp.get("/<uuid:plan_id>/finish")
def ask_finish(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """The form for finishing a plan: a summary, and what becomes of each open step."""
    return _finish(opened(participant_id, plan_id), "", "sv", {})


@bp.post("/<uuid:plan_id>/finish")
def finish(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """Finish the plan; it stays readable."""
    desk, form = opened(participant_id, plan_id), request.form
    summary, language = form.get("summary", ""), form.get("language", "sv")
    steps = closing.open_steps(desk.document)
    decided = {one.id: form.get(f"step-{one.id}", "") for one in steps}
    sent = form.get("revision", "")
    try:
        closing.finish(
            session(), desk, summary, language, decided,
            token=sent, now=clock.now(), is_sure=on.is_sure(language),
        )  # fmt: skip
    except Faults as found:
        return _finish(desk, summary, language, decided, status=422, faults=found.faults)
    except (publishing.PlanMoved, closing.HasDraft):
        return _finish(desk, summary, language, decided, status=409)
    on.tell_of_html()
    flash("Planen är avslutad. Deltagaren kan läsa den och din sammanfattning.")
    return redirect(url_for(".index", participant_id=participant_id), code=303)


def _finish(
    desk: Manuscript,
    summary: str,
    language: str,
    decided: Mapping[UUID, str],
    *,
    status: int = 200,
    faults: dict[str, str] | None = None,
) -> ResponseReturnValue:
    return sheet(
        "finish.html", desk, status=status, summary_text=summary, written_in=language, decided=decided,
        faults=faults or {}, steps=closing.open_steps(desk.document),
    )  # fmt: skip
