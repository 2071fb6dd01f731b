"""What a unit's tablet shows: languages, who reads this, the questions, thanks; then it begins anew for the next."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock, i18n
from portal.feedback import kiosk, tokens
from portal.feedback.filling import Filling
from portal.feedback.models import PanelRound
from portal.feedback.panel_views import filled_in
from portal.feedback.tokens import TokenRefused
from portal.pages import page
from portal.people import cookies, current
from portal.transactions import SAFE_METHODS, session

bp = Blueprint("kiosk", __name__, url_prefix="/kiosk")
FRAME = "feedback/kiosk/frame.html"


class NobodyHere(Exception):
    """Whoever stood here is gone, or has never begun."""


@bp.before_app_request
def nothing_else() -> ResponseReturnValue | None:
    """From a tablet there is no way to anything else, until staff have signed in on it."""
    if not cookies.kiosk() or kiosk.is_asked_for() or current.visitor():
        return None
    return redirect(url_for("public.kiosk.show"), code=303) if kiosk.this_tablets() else None


@bp.get("")
def show() -> ResponseReturnValue:
    """Which language; whoever was here before is forgotten."""
    of, today = _of(), clock.today()
    kiosk.turns_away()
    g.language = i18n.languages()[i18n.SOURCE]  # not that of whoever was here before
    if not of.from_on <= today <= of.until_on:
        why = "RoundAhead" if of.from_on > today else "RoundClosed"
        return page("feedback/panel/refused.html", why=why, from_on=of.from_on, frame=FRAME)
    response = page("feedback/kiosk/start.html", of=of, in_language=i18n.in_language)
    cookies.keep_language(response, None)
    return response


@bp.post("")
def choose() -> ResponseReturnValue:
    """Somebody has chosen her language."""
    of, code = _of(), request.form.get("language", "")
    if code not in i18n.languages():
        return redirect(url_for(".show"), code=303)
    kiosk.arrives(of)
    response: Response = redirect(url_for(".read"), code=303)  # type: ignore[assignment]
    cookies.keep_language(response, code)
    return response


@bp.get("/read")
def read() -> ResponseReturnValue:
    """What this is, and who reads it."""
    filling = _filling()
    return page("feedback/kiosk/read.html", of=_of(), sheet=filling.sheet(), **filling.shows)


@bp.post("/read")
def begin() -> ResponseReturnValue:
    """On to the questions."""
    return _filling().begin()


@bp.get("/questions/<key>")
def question(key: str) -> ResponseReturnValue:
    """One question."""
    return _filling().question(key)


@bp.post("/questions/<key>", endpoint="keep")
def keep_one(key: str) -> ResponseReturnValue:
    """Keep the answer, and on to the next question."""
    return _filling().keep(key)


@bp.get("/all")
def everything() -> ResponseReturnValue:
    """All questions on one page."""
    return _filling().everything()


@bp.post("/all", endpoint="keep_all")
def keep_everything() -> ResponseReturnValue:
    """Keep all that is filled in."""
    return _filling().keep_all()


@bp.get("/check")
def check() -> ResponseReturnValue:
    """What was answered, before it is sent."""
    return _filling().check()


@bp.post("/send")
def send() -> ResponseReturnValue:
    """Send; then nothing of her is left here. Pressed twice it is sent already, and thanks are said."""
    token = kiosk.person()
    if token and tokens.is_used(session(), cookies.secret_key(), token):
        return redirect(url_for(".thanks"), code=303)
    answer = _filling().send()
    token = kiosk.person()
    if token and tokens.is_used(session(), cookies.secret_key(), token):
        kiosk.throw_away()
    return answer


@bp.get("/thanks")
def thanks() -> ResponseReturnValue:
    """Thanks, in her language still; then the first page."""
    _of()
    return page("feedback/kiosk/thanks.html", frame=FRAME)


@bp.post("/forget", endpoint="decline")
def forget() -> ResponseReturnValue:
    """She stops, or has been away: what was not sent is thrown away."""
    kiosk.throw_away()
    response: Response = redirect(url_for(".show"), code=303)  # type: ignore[assignment]
    cookies.keep_language(response, None)
    return response


@bp.errorhandler(NobodyHere)
@bp.errorhandler(TokenRefused)
def begin_anew(_: Exception) -> ResponseReturnValue:
    """To the first page: going back in the browser shows nobody's answers."""
    return redirect(url_for(".show"), code=303)


def _of() -> PanelRound:
    of = kiosk.this_tablets()
    return of or abort(404)


def _filling() -> Filling:
    of = _of()
    token = kiosk.person()
    if token is None:
        raise NobodyHere
    to_write = request.method not in SAFE_METHODS
    found, _ = tokens.find(session(), cookies.secret_key(), token, clock.today(), to_write=to_write)
    names = {"show": "read"}
    return filled_in(
        found,
        of,
        lambda name, **values: url_for(f".{names.get(name, name)}", **values),
        FRAME,
        stays=False,
    )
