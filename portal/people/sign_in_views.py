"""Signing in with the PIN, signing out, and leaving in a hurry."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from portal import clock, log, transactions
from portal.i18n import gettext as _
from portal.people import arriving, attempts, cookies, current, pins, sessions, signing_in
from portal.people.sign_in_models import Device

bp = Blueprint("sign_in", __name__)


@bp.get("/sign-in")
def index() -> ResponseReturnValue:
    """The way in; somebody who is in already is taken to where she was going."""
    if current.participant_or_none():
        return redirect(arriving.wanted(), code=303)
    if current.staff_or_none():
        return redirect("/staff", code=303)
    phones = list(arriving.on_phone().values())
    only = phones[0] if len(phones) == 1 else None
    refused = pins.refusal(only, now=clock.now()) if only else None
    return arriving.show_door(refused=refused, chosen=only)


@bp.post("/sign-in")
def with_pin() -> ResponseReturnValue:
    """Try the PIN. A wrong one is counted before it is refused."""
    arriving.limit(attempts.PINS)
    sealed = request.form.get("kept")
    pin = pins.normalised(request.form.get("pin", ""))
    token, device = _chosen()
    if device is None:
        pins.is_right(
            cookies.secret_key(), None, token, pin
        )  # takes as long as for a phone we know
        return _no_such_phone(sealed)
    try:
        arrived = signing_in.with_pin(
            transactions.session(), cookies.secret_key(), device, token, pin,
            browser=cookies.browser(), now=clock.now(),
        )  # fmt: skip
    except pins.PinRefused as refused:
        return _refused(refused, device, sealed)
    return arriving.enter(arrived, how="pin", sealed=sealed)


def _chosen() -> tuple[str, Device | None]:
    """Whose picture she picked; with one person on the phone there is nothing to pick."""
    phones = arriving.on_phone()
    if len(phones) == 1:
        return next(iter(phones.items()))
    picked = request.form.get("phone")
    return next(
        ((token, one) for token, one in phones.items() if str(one.id) == picked), ("", None)
    )


def _no_such_phone(sealed: str | None) -> Response:
    faults = {"phone": _("Välj din bild först.")} if arriving.on_phone() else {}
    return arriving.show_door(faults=faults, sealed=sealed, status=422)


def _refused(refused: pins.PinRefused, device: Device, sealed: str | None) -> Response:
    log.event("sign-in-refused", reason=type(refused).__name__)
    faults = (
        {"pin": _("PIN-koden stämmer inte. Försök igen.")}
        if isinstance(refused, pins.PinWrong)
        else {}
    )
    return arriving.show_door(
        faults=faults, refused=refused, chosen=device, sealed=sealed, status=422
    )


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Sign out everywhere this session's cookie may have been copied to (ASVS 5.0, 7.4.1)."""
    return _out("/")


@bp.post("/leave")
def leave() -> ResponseReturnValue:
    """Leave in a hurry: signed out, and a page that says nothing. It never asks anything back."""
    return _out(url_for("public.sign_in.today"))


@bp.get("/today")
def today() -> ResponseReturnValue:
    """Today's date and week: what whoever looks at the phone may see."""
    return render_template("sign_in/today.html")


def _out(address: str) -> Response:
    before = current.sign_in()
    if before:
        sessions.end(transactions.session(), before, now=clock.now())
        log.event("signed-out")
    cookies.leave()
    response: Response = redirect(address, code=303)  # type: ignore[assignment]
    cookies.clear_site_data(response, "cache")
    return response


@bp.record_once
def _set_up(state: BlueprintSetupState) -> None:
    """Templates know how long a session lasts; and leaving works even when the page was open too long."""
    state.app.jinja_env.globals.update(
        idle_minutes=int(sessions.IDLE.total_seconds() // 60),
        warning_minutes=int(sessions.WARNING.total_seconds() // 60),
    )
    state.app.extensions["csrf"].exempt(leave)
