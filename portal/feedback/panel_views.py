"""A paper's address to a round of the user panel: the same questions, without signing in; the address is the key.

It is the key to answering, never to what was answered: what was begun is shown only in the browser it was begun in. One
that keeps no cookies answers all on one page, and sends it in the same form.
Wrong addresses are counted, and nothing here goes on to another site (`Referrer-Policy: no-referrer`).
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock, i18n, log, transactions
from portal.feedback import begun, tokens
from portal.feedback.filling import Address, Filling
from portal.feedback.models import PanelRound, PanelToken
from portal.feedback.tokens import TokenRefused
from portal.i18n import gettext as _
from portal.pages import page
from portal.people import attempts
from portal.people.cookies import browser, is_known_browser, keep_language, secret_key
from portal.transactions import session

bp = Blueprint("panel", __name__, url_prefix="/feedback")
FRAME = "public.html"
AT_ONCE = {"begin", "question", "everything", "check", "send"}
"""Where a browser that has brought no cookie is taken for one that keeps none."""
GONE = {"TokenUnknown": 404, "RoundAhead": 403}
"""Else 410: it was there, and is no more."""


class Wait(TokenRefused):
    """Too many wrong addresses were tried from this place."""


@bp.get("/<token>")
def show(token: str) -> ResponseReturnValue:
    """What this is, who reads it, and the way to the questions.

    `in` is the language of the paper, for a phone on which nobody has chosen one.
    """
    if "in" in request.args:
        return _in_the_papers_language(token, request.args["in"])
    filling, of = _open(token)
    return page("feedback/panel/start.html", of=of, sheet=filling.sheet(), **filling.shows)


@bp.post("/<token>")
def begin(token: str) -> ResponseReturnValue:
    """Begin, or go on."""
    return _open(token)[0].begin()


@bp.get("/<token>/questions/<key>")
def question(token: str, key: str) -> ResponseReturnValue:
    """One question."""
    return _open(token)[0].question(key)


@bp.post("/<token>/questions/<key>", endpoint="keep")
def keep_one(token: str, key: str) -> ResponseReturnValue:
    """Keep the answer, and on to the next question."""
    return _open(token, to_write=True)[0].keep(key)


@bp.get("/<token>/all")
def everything(token: str) -> ResponseReturnValue:
    """All questions on one page."""
    return _open(token)[0].everything()


@bp.post("/<token>/all", endpoint="keep_all")
def keep_everything(token: str) -> ResponseReturnValue:
    """Keep all that is filled in."""
    return _open(token, to_write=True)[0].keep_all()


@bp.get("/<token>/check")
def check(token: str) -> ResponseReturnValue:
    """What was answered, before it is sent."""
    return _open(token)[0].check()


@bp.post("/<token>/send")
def send(token: str) -> ResponseReturnValue:
    """Send; once. Pressed twice it is sent already, and thanks are said."""
    if tokens.is_used(session(), secret_key(), token):
        return redirect(url_for(".thanks", token=token), code=303)
    return _open(token, to_write=True)[0].send()


@bp.post("/<token>/decline")
def decline(token: str) -> ResponseReturnValue:
    """Whoever has the paper does not want to, or lends the phone on: what was answered goes, and the address stays."""
    _may_try()
    found, _of = tokens.find(session(), secret_key(), token, clock.today(), to_write=True)
    begun.throw_away(session(), secret_key(), found, browser())
    flash(_("Dina svar är borttagna."))
    return redirect(url_for(".show", token=token), code=303)


@bp.get("/<token>/thanks")
def thanks(token: str) -> ResponseReturnValue:
    """What happens now."""
    _may_try()
    if not tokens.is_used(session(), secret_key(), token):
        tokens.find(session(), secret_key(), token, clock.today())
        return redirect(url_for(".show", token=token), code=303)
    return page("feedback/panel/thanks.html", frame=FRAME)


@bp.errorhandler(TokenRefused)
def refused(why: TokenRefused) -> ResponseReturnValue:
    """A plain page that says what to do. Wrong addresses are counted."""
    name = type(why).__name__
    wait = _count() if isinstance(why, tokens.TokenUnknown) else None
    if wait or isinstance(why, Wait):
        name = "Wait"
        log.event("rate-limited", kind=attempts.PANEL.purpose)
    response = page(
        "feedback/panel/refused.html",
        why=name,
        from_on=getattr(why, "from_on", None),
        frame=FRAME,
        status=429 if name == "Wait" else GONE.get(name, 410),
    )
    if name == "Wait":
        response.retry_after = wait or ceil(attempts.PANEL.window.total_seconds())
    return response


@bp.after_request
def tell_nobody(response: Response) -> Response:
    """The address is the key: no other site is told where somebody came from."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _count() -> int | None:
    """Count a wrong address; gives how many seconds this place has to wait, or None."""
    with transactions.recording() as db:
        wait = attempts.count(
            db, secret_key(), attempts.PANEL, request.remote_addr or "", now=clock.now()
        )
    if request.method not in transactions.SAFE_METHODS:
        transactions.keep()
    return ceil(wait.total_seconds()) if wait else None


def _may_try() -> None:
    """Whether this place may try at all."""
    place = request.remote_addr or ""
    if attempts.wait(session(), secret_key(), attempts.PANEL, place, now=clock.now()):
        raise Wait


def _open(token: str, *, to_write: bool = False) -> tuple[Filling, PanelRound]:
    _may_try()
    db, key = session(), secret_key()
    found, of = tokens.find(db, key, token, clock.today(), to_write=to_write)

    def address(name: str, **values: Any) -> str:
        return url_for(f".{name}", token=token, **values)

    if not is_known_browser() and (request.endpoint or "").rpartition(".")[2] in AT_ONCE:
        browser()  # so that it is known by its next page, if it keeps cookies
        return _at_once(found, of, address, to_write=to_write), of
    return _in_this_browser(found, of, address), of


def _at_once(token: PanelToken, of: PanelRound, address: Address, *, to_write: bool) -> Filling:
    """The questions of a round, for a browser that keeps no cookies: nothing is kept, so nothing is shown."""
    if to_write:
        tokens.throw_away(session(), token)
    filling = filled_in(token, of, address, FRAME)
    return replace(filling, at_once=True, answers_of=token.id if to_write else uuid4())


def _in_this_browser(token: PanelToken, of: PanelRound, address: Address) -> Filling:
    """The questions of a round, with what was begun in this browser."""
    db, key, hers = session(), secret_key(), browser()
    return Filling(
        answers_of=begun.identity(key, token, hers),
        version=of.version,
        address=address,
        frame=FRAME,
        put=lambda typed, seen: begun.keep(db, key, token, of, hers, typed, seen),
        let_go=lambda: begun.send(db, key, token, of, hers, now=clock.now()),
    )


def filled_in(
    token: PanelToken, of: PanelRound, address: Address, frame: str, *, stays: bool = True
) -> Filling:
    """The questions of a round, answered with a token that nobody else knows, or at once."""
    db, key = session(), secret_key()
    return Filling(
        answers_of=token.id,
        version=of.version,
        address=address,
        frame=frame,
        put=lambda typed, seen: tokens.keep(db, key, token, of, typed, seen),
        let_go=lambda: tokens.send(db, key, token, of, now=clock.now()),
        stays=stays,
    )


def _in_the_papers_language(token: str, code: str) -> ResponseReturnValue:
    response: Response = redirect(url_for(".show", token=token), code=303)  # type: ignore[assignment]
    if code in i18n.languages() and "language" not in request.cookies:
        keep_language(response, code)
    return response
