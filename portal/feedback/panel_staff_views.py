"""The user panel for administrators and unit managers: how many take part, the rounds, papers to hand out, a tablet.

Who takes part is shown nowhere.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Blueprint, Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock, log
from portal.feedback import panel, rounds, slips, tokens
from portal.feedback.models import PanelRound
from portal.feedback.rounds import Typed, Unfit
from portal.i18n import SOURCE, languages
from portal.pages import page
from portal.people import current
from portal.people.account_models import Duty
from portal.people.cookies import secret_key
from portal.settings import Settings
from portal.transactions import session

bp = Blueprint("panel", __name__, url_prefix="/feedback/panel")
WORDS = {
    "missing": "Skriv vad omgången heter på svenska.",
    "too-long": f"Namnet är för långt. Skriv högst {rounds.LONGEST_NAME} tecken.",
    "no-date": "Välj en dag.",
    "before": "Sista dagen kan inte vara före den första.",
    "unknown": "Välj vilka frågor som ska ställas.",
    "past": "Den dagen har redan varit. Välj i dag eller en senare dag.",
    "over": "Omgången är slut: sista dagen står fast. Gör en ny omgång för att fråga mer.",
}
BEGUN = {
    "version": "Omgången har börjat: frågorna står fast. Gör en ny omgång för andra frågor.",
    "from": "Omgången har börjat: första dagen står fast.",
}


@bp.get("")
@current.needs(Duty.ADMINISTRATOR, Duty.UNIT_MANAGER)
def show() -> ResponseReturnValue:
    """How many take part, and the rounds."""
    return page(
        "feedback/staff/panel.html",
        members=panel.members(session(), clock.today()),
        rounds=rounds.all_of_them(session()),
        today=clock.today(),
        is_administrator=current.may(Duty.ADMINISTRATOR),
    )


@bp.get("/new")
@current.needs(Duty.ADMINISTRATOR, Duty.UNIT_MANAGER)
def new() -> ResponseReturnValue:
    """An empty form."""
    return _form(None, Typed())


@bp.post("/new")
@current.needs(Duty.ADMINISTRATOR, Duty.UNIT_MANAGER)
def add() -> ResponseReturnValue:
    """Make a round."""
    return _keep(None)


@bp.get("/<uuid:round_id>")
@current.needs(Duty.ADMINISTRATOR, Duty.UNIT_MANAGER)
def edit(round_id: UUID) -> ResponseReturnValue:
    """A round: its name and days, papers for it, and the way to a tablet."""
    found = rounds.one(session(), round_id)
    return _form(found, rounds.typed(found))


@bp.post("/<uuid:round_id>")
@current.needs(Duty.ADMINISTRATOR, Duty.UNIT_MANAGER)
def save(round_id: UUID) -> ResponseReturnValue:
    """Keep another name, or other days."""
    return _keep(rounds.one(session(), round_id))


@bp.post("/<uuid:round_id>/slips", endpoint="slips")
@current.needs(Duty.ADMINISTRATOR, Duty.UNIT_MANAGER)
def print_slips(round_id: UUID) -> ResponseReturnValue:
    """Papers to print, shown this once. The same form sent again shows the same ones."""
    found = rounds.one(session(), round_id)
    language = languages().get(request.form.get("language", ""))
    try:
        if language is None or found.until_on < clock.today():
            raise ValueError
        made = tokens.make(
            session(), secret_key(), found, int(request.form.get("number", "")),
            form=request.form.get("key", ""),
        )  # fmt: skip
    except ValueError:
        faults = {"number": f"Skriv hur många papper, från 1 till {tokens.MOST_AT_ONCE}."}
        return _form(found, rounds.typed(found), faults)
    log.event("panel-papers-made")
    settings: Settings = current_app.config["PORTAL"]
    back = url_for(".edit", round_id=found.id)
    return Response(slips.sheet(found, made, settings.base_url, language, back=back))


def _keep(found: PanelRound | None) -> ResponseReturnValue:
    form = request.form
    typed = Typed(
        {code: form.get(f"name-{code}", "") for code in languages()},
        form.get("from", ""),
        form.get("until", ""),
        form.get("version", ""),
    )
    try:
        kept = rounds.keep(session(), found, typed, today=clock.today(), now=clock.now())
    except Unfit as unfit:
        faults = {
            name: BEGUN[name] if why == "begun" else WORDS[why]
            for name, why in unfit.faults.items()
        }
        return _form(found, typed, faults)
    flash("Sparat.")
    return redirect(url_for(".edit", round_id=kept.id), code=303)


def _form(
    found: PanelRound | None, typed: Typed, faults: dict[str, str] | None = None
) -> ResponseReturnValue:
    today = clock.today()
    versions = list(rounds.versions(session()))
    if found and found.version not in versions:
        versions.append(found.version)
    return page(
        "feedback/staff/round.html",
        status=422 if faults else 200,
        of=found,
        typed=typed,
        faults=faults or {},
        names_are_wrong=any(
            f"name-{code}" in (faults or {}) for code in languages() if code != SOURCE
        ),
        versions=versions,
        has_begun=rounds.has_begun(found, today),
        is_over=bool(found and found.until_on < today),
        languages=languages().values(),
        number=request.form.get("number", "20"),
        wanted=request.form.get("language", "sv"),
        most=tokens.MOST_AT_ONCE,
        key=request.form.get("key") or uuid4().hex,
    )
