"""The administrator's pages on translations: one text in every language, what is to be checked, and how it looks."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.facts import checking, editing
from portal.facts.checking import Standing
from portal.facts.editing import ChangedMeanwhile, Faults
from portal.i18n import in_language, languages
from portal.pages import page
from portal.people import current
from portal.transactions import session

bp = Blueprint("texts", __name__)
"""Hangs on the pages of the facts, and lets in whom they let in."""

A_PAGE = 25
"""So many forms stand on one page."""


@bp.get("/check")
def check() -> ResponseReturnValue:
    """Translations that are older than their text, each with a form of its own."""
    found = checking.waiting(session())
    return page("facts/check.html", waiting=found[:A_PAGE], more=len(found) - A_PAGE)


@bp.get("/<slug>/<uuid:row_id>/texts/<name>")
def text(slug: str, row_id: UUID, name: str) -> ResponseReturnValue:
    """One text in every language; `?number=` says which of several."""
    return _page(_standing(slug, row_id, name), None)


@bp.post("/<slug>/<uuid:row_id>/texts/<name>")
def save_text(slug: str, row_id: UUID, name: str) -> ResponseReturnValue:
    """Keep its translations; checked ones are shown to people again."""
    at = _standing(slug, row_id, name, to_change=True)
    try:
        checking.keep(at, request.form.get("was", ""), request.form, current.staff(), clock.today())
    except Faults as faults:
        return _page(at, request.form, faults=faults.said, status=422)
    except ChangedMeanwhile:
        return _page(at, request.form, status=409)
    flash("Sparat.")
    if request.form.get("back") == "check":
        return redirect(url_for(".check"), code=303)
    return redirect(
        url_for(".text", slug=slug, row_id=row_id, name=name, number=at.number), code=303
    )


@bp.get("/<slug>/<uuid:row_id>/in/<code>")
def preview(slug: str, row_id: UUID, code: str) -> ResponseReturnValue:
    """The texts of one fact as people who read that language are shown them."""
    kind = editing.kind_of(slug)
    found = editing.row(session(), kind, row_id)
    reader = languages().get(code)
    if reader is None:
        abort(404)
    return page(
        "facts/preview.html",
        kind=kind,
        row=found,
        reader=reader,
        texts=[(at, in_language(at.text, reader)) for at in checking.standings(kind, found)],
    )


def _standing(slug: str, row_id: UUID, name: str, *, to_change: bool = False) -> Standing:
    kind = editing.kind_of(slug)
    found = editing.row(session(), kind, row_id, to_change=to_change)
    number = request.values.get("number", 0, type=int)
    try:
        return checking.standing(kind, found, name, was=request.form.get("was", ""), number=number)
    except LookupError:
        abort(404)


def _page(
    at: Standing,
    typed: dict[str, str] | None,
    *,
    faults: dict[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The form. After a refusal it holds what was typed; after somebody else's change also what stands now."""
    return page(
        "facts/text.html",
        status=status,
        at=at,
        shown=checking.shown(at.text),
        typed=typed,
        faults=faults or {},
        is_changed=status == 409,
    )
