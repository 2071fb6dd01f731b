"""What a plan of hers looked like when it was published, and what she says of the newest version."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.i18n import gettext as _
from portal.pages import page
from portal.people import current
from portal.people.directory import directory
from portal.plan import as_it_was, reading, saying, versions
from portal.plan.answers import Unfit
from portal.plan.saying import NewerVersion
from portal.plan.version_models import Says
from portal.plan.views import Typed, looks_at, plan_page
from portal.plan.what_changed import lines
from portal.transactions import session
from portal.translators.wanting import want_for

bp = Blueprint("versions", __name__, url_prefix="/plan/versions")


@bp.get("/<uuid:version_id>")
def show(version_id: UUID) -> ResponseReturnValue:
    """A whole plan as it was, and what that version changed."""
    participant = current.participant()
    version = versions.one(session(), participant, version_id)
    known, plans = directory(session()), reading.plans(session(), participant)
    if version.number == version.plan.version:
        looks_at(one for one in plans.plans if one.id == version.plan_id)
    return page(
        "plan/version.html",
        participant=participant,
        version=version,
        plan=as_it_was.plan(version, known),
        lines=lines(version, plans.steps, known),
    )


@bp.post("/<uuid:version_id>/say")
def say(version_id: UUID) -> ResponseReturnValue:
    """Keep that it is right, or that she wants to change it."""
    given, comment = request.form.get("says", ""), request.form.get("comment", "")
    try:
        said = saying.say(
            session(), current.participant(), version_id, given, comment, now=clock.now()
        )
    except Unfit as unfit:
        return plan_page(Typed(version_id, given, comment, unfit), status=422)
    except NewerVersion:
        newest = versions.newest(session(), current.participant(), version_id)
        return plan_page(Typed(newest.id, given, comment), status=409)
    want_for(session(), current.participant(), now=clock.now())
    flash(
        _("Tack. Din kontaktperson ser att planen stämmer.")
        if said.says is Says.AGREED
        else _("Tack. Din kontaktperson ser det och pratar med dig.")
    )
    return redirect(url_for("participant.plan.show"), code=303)
