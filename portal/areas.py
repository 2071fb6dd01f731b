"""The three doors into the portal, and what is behind each.

Every page belongs to exactly one door, and the door decides who may enter. What a
person may see once inside is decided where it is loaded: always through the person.
"""

from flask import Blueprint, Flask, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError

from portal import errors, health, metrics
from portal.caseload import absence_views, day_views, invite_views, opening_views
from portal.caseload import views as caseload_views
from portal.facts import text_views as fact_text_views
from portal.facts import views as fact_views
from portal.feedback import (
    kiosk_staff_views,
    kiosk_views,
    panel_staff_views,
    panel_views,
    questionnaire_views,
)
from portal.feedback import staff_views as free_text_views
from portal.feedback import views as feedback_views
from portal.handover import alone_views, manager_views, offer_views  # noqa: F401 (on the same door)
from portal.handover import door as handover
from portal.handover import views as handover_views  # noqa: F401
from portal.home import public_views
from portal.home import views as home_views
from portal.meetings import (
    calendar_views,
    feed_views,
    heard_views,
    her_pages,
    rebooking_views,
    staff_feed_views,
    staff_pages,
    watching_views,
)
from portal.messages import her_pages as messages
from portal.messages import staff_pages as staff_messages
from portal.notifications import (
    address_views,  # noqa: F401 (on the same door)
    demo_views,
)
from portal.notifications import phone_views as push_views
from portal.notifications import staff_views as sent_views
from portal.notifications import views as notice_views
from portal.people import (
    account_own_views,
    account_views,
    around_views,
    arriving,
    code_views,
    current,
    language_views,
    me_views,
    staff_sign_in_views,
)
from portal.phone import views as phone_views
from portal.plan import act_views, editor, version_views, week_views
from portal.plan import views as plan_views
from portal.privacy import views as privacy_views
from portal.progress import staff_views as progress_staff_views
from portal.progress import views as progress_views
from portal.results import public_views as public_result_views
from portal.results import published_views
from portal.results import staff_views as result_views
from portal.statements import public_views as statement_views
from portal.statements import staff_views as report_views
from portal.translators import staff_views as text_views
from portal.words import views as words_views

public = Blueprint("public", __name__)
participant = Blueprint("participant", __name__)
staff = Blueprint("staff", __name__, url_prefix="/staff")

for pages in (
    health.pages,
    metrics.pages,
    home_views.bp,
    public_views.help_pages,
    public_views.drop_in_pages,
    words_views.bp,
    statement_views.accessibility_pages,
    statement_views.privacy_pages,
    code_views.bp,
    staff_sign_in_views.bp,
    language_views.bp,
    phone_views.bp,
    push_views.bp,
    demo_views.bp,
    feed_views.bp,
    public_result_views.bp,
    panel_views.bp,
    kiosk_views.bp,
):
    public.register_blueprint(pages)
for pages in (
    plan_views.bp,
    version_views.bp,
    week_views.bp,
    her_pages.bp,
    calendar_views.bp,
    messages.bp,
    around_views.bp,
    progress_views.bp,
    feedback_views.bp,
    privacy_views.bp,
    me_views.bp,
    notice_views.bp,
):
    participant.register_blueprint(pages)
staff.register_blueprint(day_views.bp)
staff.register_blueprint(caseload_views.bp)
staff.register_blueprint(invite_views.bp)
staff.register_blueprint(opening_views.bp)
staff.register_blueprint(absence_views.bp)
staff.register_blueprint(rebooking_views.bp)
staff.register_blueprint(heard_views.bp)
staff.register_blueprint(watching_views.bp)
staff.register_blueprint(staff_feed_views.bp)
for pages in staff_pages.pages:
    staff.register_blueprint(pages)
staff.register_blueprint(staff_messages.bp)
staff.register_blueprint(progress_staff_views.bp)
staff.register_blueprint(act_views.bp)
staff.register_blueprint(editor.bp)
staff.register_blueprint(report_views.bp)
staff.register_blueprint(free_text_views.bp)
staff.register_blueprint(panel_staff_views.bp)
staff.register_blueprint(kiosk_staff_views.bp)
staff.register_blueprint(questionnaire_views.bp)
staff.register_blueprint(result_views.bp)
staff.register_blueprint(published_views.bp)
staff.register_blueprint(account_views.bp)
staff.register_blueprint(account_own_views.bp)
staff.register_blueprint(sent_views.bp)
staff.register_blueprint(handover.bp)
staff.register_blueprint(text_views.bp)
fact_views.bp.register_blueprint(fact_text_views.bp)
staff.register_blueprint(fact_views.bp)


@participant.before_request
def participants_only() -> ResponseReturnValue | None:
    """Only participants; somebody signed out is shown the way in, staff find nothing here.

    What she was sending when her session ended is carried through the sign-in.
    """
    if not current.visitor() and request.method not in {"GET", "HEAD"}:
        return arriving.keep_what_she_wrote() or _only(None)
    return _only(current.participant_or_none())


@staff.before_request
def staff_only() -> ResponseReturnValue | None:
    """Only staff; a participant is not told that the page exists.

    What she was sending when her session ended is carried through the sign-in.
    """
    if not current.visitor() and request.method not in {"GET", "HEAD"}:
        return staff_sign_in_views.keep_what_she_wrote() or _only(None, "public.staff_sign_in.show")
    # Only the path: a name that was searched for is not carried to a public page.
    return _only(current.staff_or_none(), "public.staff_sign_in.show", request.path)


def _only(
    person: object | None, way_in: str = "public.sign_in.index", back: str | None = None
) -> ResponseReturnValue | None:
    if person:
        return None
    if current.visitor():
        abort(403)
    if "HX-Request" in request.headers:  # a part of a page asked: the whole page makes way
        return Response(status=204, headers={"HX-Redirect": url_for(way_in)})
    if request.method not in {"GET", "HEAD"}:
        return redirect(url_for(way_in), code=303)
    return redirect(url_for(way_in, next=back or request.full_path.rstrip("?")), code=303)


def _stale(error: CSRFError) -> Response:
    """A page that had been open too long: what was written on it is shown again, to be sent once more."""
    return arriving.show_again() or errors.answer(400)


def init_app(app: Flask) -> None:
    """Hang every feature's pages behind its door."""
    app.register_error_handler(CSRFError, _stale)
    for door in (public, participant, staff):
        app.register_blueprint(door)
    app.extensions["csrf"].exempt(push_views.renew)  # it asks for a secret of its own
