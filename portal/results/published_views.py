"""Where a unit manager writes what the unit heard and what it changes, in every language, and publishes it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.feedback.editor_words import OCCASIONS
from portal.feedback.models import PublishedAnswer
from portal.i18n import languages
from portal.pages import page
from portal.people import current
from portal.people.account_models import Duty
from portal.results import published
from portal.results.published import FIELDS, Typed, Unfit
from portal.transactions import session

bp = Blueprint("published", __name__, url_prefix="/results/told")
WORDS = {
    "missing": "Skriv texten på svenska.",
    "too-long": f"Texten är för lång. Skriv högst {published.LONGEST} tecken.",
    "unknown": "Välj vad det gäller i listan.",
}


@bp.get("")
@current.needs(Duty.UNIT_MANAGER)
def index() -> ResponseReturnValue:
    """Everything of the unit, and the way to write something new."""
    found = published.of_unit(session(), current.staff())
    return page(
        "results/told.html",
        answers=found,
        without={one.id: published.without(one) for one in found},
    )


@bp.get("/new")
@current.needs(Duty.UNIT_MANAGER)
def new() -> ResponseReturnValue:
    """An empty form."""
    return _form(None, Typed())


@bp.post("/new")
@current.needs(Duty.UNIT_MANAGER)
def add() -> ResponseReturnValue:
    """Keep it, published or not."""
    return _keep(None)


@bp.get("/<uuid:answer_id>")
@current.needs(Duty.UNIT_MANAGER)
def edit(answer_id: UUID) -> ResponseReturnValue:
    """The form with what is kept."""
    found = published.one(session(), current.staff(), answer_id)
    return _form(found, published.typed(found))


@bp.post("/<uuid:answer_id>")
@current.needs(Duty.UNIT_MANAGER)
def save(answer_id: UUID) -> ResponseReturnValue:
    """Keep other texts."""
    return _keep(published.one(session(), current.staff(), answer_id))


@bp.post("/<uuid:answer_id>/take-back")
@current.needs(Duty.UNIT_MANAGER)
def take_back(answer_id: UUID) -> ResponseReturnValue:
    """Nobody reads it any longer."""
    published.take_back(published.one(session(), current.staff(), answer_id))
    flash("Texten visas inte längre.")
    return redirect(url_for(".index"), code=303)


def _keep(answer: PublishedAnswer | None) -> ResponseReturnValue:
    typed = Typed(
        {
            name: {code: request.form.get(f"{name}-{code}", "") for code in languages()}
            for name in FIELDS
        },
        request.form.get("about", ""),
    )
    act = request.form.get("act")
    if (
        act == "publish"
        and not (answer and answer.published_on)
        and (lacks := published.lacks(typed))
    ):
        return _form(answer, typed, lacks=lacks)
    is_published = act in {"publish", "publish-anyway"}
    try:
        kept = published.keep(
            session(), current.staff(), answer, typed, publish=is_published, today=clock.today()
        )
    except Unfit as unfit:
        return _form(answer, typed, {name: WORDS[why] for name, why in unfit.faults.items()})
    flash("Texten visas för alla nu." if kept.published_on else "Sparat. Ingen annan ser det än.")
    return redirect(url_for(".index"), code=303)


def _form(
    answer: PublishedAnswer | None,
    typed: Typed,
    faults: dict[str, str] | None = None,
    *,
    lacks: Sequence[str] = (),
) -> ResponseReturnValue:
    return page(
        "results/tell.html",
        status=422 if faults or lacks else 200,
        lacks=[languages()[code].swedish for code in lacks],
        answer=answer,
        typed=typed,
        faults=faults or {},
        languages=languages().values(),
        rounds=published.rounds(session()),
        occasions=OCCASIONS,
    )
