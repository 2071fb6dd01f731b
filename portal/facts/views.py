"""The administrator's pages on the municipality's facts: lists, forms, and the file of everything."""

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from portal import clock
from portal.exchange.writing_out import write_out
from portal.facts import editing
from portal.facts.checking import counts, shown, standings, waiting
from portal.facts.editing import ChangedMeanwhile, Faults, InUse
from portal.facts.fields import Around, Typed
from portal.facts.kind import Kind
from portal.municipality import reading as facts
from portal.pages import page
from portal.people import current
from portal.people.account_models import Duty
from portal.transactions import session

bp = Blueprint("facts", __name__, url_prefix="/municipality")


@bp.before_request
def administrators_only() -> None:
    """To other staff these pages do not exist."""
    if not current.may(Duty.ADMINISTRATOR):
        abort(404)


@bp.get("")
def index() -> ResponseReturnValue:
    """The kinds of facts, and how many translations are to be checked."""
    db = session()
    return page("facts/index.html", kinds=counts(db), waiting=len(waiting(db)))


@bp.get("/export")
def export() -> ResponseReturnValue:
    """All facts as one file, which `portal load` reads; nobody's data are in it."""
    now = clock.now()
    headers = {"Content-Disposition": f'attachment; filename="municipality-{now:%Y-%m-%d}.yaml"'}
    return Response(write_out(session(), now), mimetype="application/yaml", headers=headers)


@bp.get("/<slug>")
def rows(slug: str) -> ResponseReturnValue:
    """All facts of one kind."""
    kind = editing.kind_of(slug)
    return page("facts/rows.html", kind=kind, rows=editing.rows(session(), kind))


@bp.get("/<slug>/new")
def new(slug: str) -> ResponseReturnValue:
    """A form for one more."""
    return _form(_addable(slug), None, {"id": [str(uuid4())]})


@bp.post("/<slug>/new")
def add(slug: str) -> ResponseReturnValue:
    """Add it; sent twice it is added once."""
    kind, typed = _addable(slug), _typed()
    try:
        row_id = UUID(next(iter(typed.get("id", ())), ""))
        made = editing.add(kind, row_id, typed, around())
    except Faults as faults:
        return _form(kind, None, typed, faults=faults.said, status=422)
    except ValueError:
        abort(400)
    flash("Sparat.")
    return redirect(url_for(".row", slug=slug, row_id=made.id), code=303)


@bp.get("/<slug>/<uuid:row_id>")
def row(slug: str, row_id: UUID) -> ResponseReturnValue:
    """One fact in its form, with its texts in every language."""
    kind = editing.kind_of(slug)
    found = editing.row(session(), kind, row_id)
    return _form(kind, found, editing.as_typed(kind, found))


@bp.post("/<slug>/<uuid:row_id>")
def save(slug: str, row_id: UUID) -> ResponseReturnValue:
    """Keep what was typed, unless somebody else has changed the same thing meanwhile."""
    kind, typed = editing.kind_of(slug), _typed()
    found = editing.row(session(), kind, row_id, to_change=True)
    try:
        editing.save(kind, found, typed, request.form.get("version", ""), around())
    except Faults as faults:
        return _form(kind, found, typed, faults=faults.said, status=422)
    except ChangedMeanwhile:
        return _form(kind, found, typed, stands=editing.as_typed(kind, found), status=409)
    flash("Sparat.")
    return redirect(url_for(".row", slug=slug, row_id=row_id), code=303)


@bp.post("/<slug>/<uuid:row_id>/remove")
def remove(slug: str, row_id: UUID) -> ResponseReturnValue:
    """Remove what nothing refers to; else say why it stays. Removed already, by a second press: nothing more."""
    kind = editing.kind_of(slug)
    try:
        found = editing.row(session(), kind, row_id, to_change=True)
    except NoResultFound:
        flash("Det var redan borttaget.")
        return redirect(url_for(".rows", slug=slug), code=303)
    try:
        editing.remove(session(), kind, found)
    except InUse:
        return _form(kind, found, editing.as_typed(kind, found), status=409)
    flash("Borttaget.")
    return redirect(url_for(".rows", slug=slug), code=303)


@bp.post("/<slug>/<uuid:row_id>/retire")
def retire(slug: str, row_id: UUID) -> ResponseReturnValue:
    """Offer a ready-made step no longer, or again; plans that have it keep it."""
    kind = editing.kind_of(slug)
    found = editing.row(session(), kind, row_id, to_change=True)
    editing.retire(kind, found, clock.today(), again=request.form.get("again") == "yes")
    flash("Sparat.")
    return redirect(url_for(".row", slug=slug, row_id=row_id), code=303)


@bp.post("/<slug>/<uuid:row_id>/move")
def move(slug: str, row_id: UUID) -> ResponseReturnValue:
    """Give it another place in the list."""
    kind, to = editing.kind_of(slug), request.form.get("to", type=int)
    if to is None:
        abort(400)
    editing.move(session(), kind, row_id, to)
    return redirect(url_for(".rows", slug=slug, _anchor=f"row-{row_id}"), code=303)


def around() -> Around:
    """What forms are read with: texts are written in the first language of the municipality's file."""
    found = facts.municipality(session())
    return Around(session(), found.languages[0] if found else "sv", clock.today())


def _addable(slug: str) -> Kind:
    kind = editing.kind_of(slug)
    return kind if kind.may_add else abort(404)


def _typed() -> Typed:
    return request.form.to_dict(flat=False)


def _form(
    kind: Kind,
    found: Any,
    typed: Typed,
    *,
    faults: dict[str, str] | None = None,
    stands: Typed | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The form with what was typed. `stands` is what somebody else has saved meanwhile."""
    db = session()
    seen = request.form.get("version") if faults else None
    return page(
        "facts/row.html",
        status=status,
        kind=kind,
        row=found,
        typed=typed,
        faults=faults or {},
        stands=stands,
        version=seen or (editing.version(kind, found) if found else ""),
        options={field.name: field.options(db) for field in kind.fields},
        said={field.name: field.said(stands, db) for field in kind.fields} if stands else {},
        differs=editing.differing(kind, typed, stands) if stands else [],
        texts={
            (at.field.name, at.text.original): (at, shown(at.text))
            for at in (standings(kind, found) if found else ())
        },
        uses=editing.uses(db, kind, found) if found and kind.may_add else 0,
        in_plans=editing.in_plans(db, found.key) if found and kind.may_retire else 0,
    )
