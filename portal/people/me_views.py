"""Her own things: language, phones, and signing one of them out or forgetting it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from portal import clock, log, qr, transactions
from portal.i18n import gettext as _
from portal.pages import page
from portal.people import (
    arriving,
    codes,
    cookies,
    current,
    devices,
    holding,
    pins,
    sessions,
)
from portal.people.pictures import PICTURES
from portal.people.sign_in_models import Device
from portal.settings import Settings

bp = Blueprint("me", __name__, url_prefix="/me")


@bp.get("")
def show() -> ResponseReturnValue:
    """What she may choose and look up about herself."""
    return page("me/show.html")


@bp.get("/still-here")
def still_here() -> ResponseReturnValue:
    """She is still here: being asked is enough to keep the session alive."""
    return Response(status=204)


@bp.get("/devices", endpoint="devices")
def show_devices() -> ResponseReturnValue:
    """Her phones, the one used last first."""
    return page(
        "me/devices.html",
        phones=devices.of(transactions.session(), current.participant()),
        this=holding.this_phone(),
        pictures=PICTURES,
    )


@bp.post("/devices/<uuid:device_id>/sign-out")
def sign_out_device(device_id: UUID) -> ResponseReturnValue:
    """Sign that phone out; it stays hers, and opens again with the PIN."""
    sessions.end_for_device(transactions.session(), _hers(device_id), now=clock.now())
    log.event("signed-out", kind="device")
    if device_id == holding.this_phone():
        return redirect(url_for("public.sign_in.index"), code=303)
    return redirect(url_for("participant.me.devices"), code=303)


@bp.get("/devices/<uuid:device_id>/forget")
def ask_forget(device_id: UUID) -> ResponseReturnValue:
    """What it means that a phone is forgotten, before it is."""
    return page(
        "me/forget.html", phone=_hers(device_id), this=holding.this_phone(), pictures=PICTURES
    )


@bp.post("/devices/<uuid:device_id>/forget")
def forget(device_id: UUID) -> ResponseReturnValue:
    """The phone is hers no more. This one also throws away what it has of hers."""
    device = _hers(device_id)
    devices.forget(transactions.session(), device, now=clock.now())
    log.event("device-forgotten")
    if device.id != holding.this_phone():
        return redirect(url_for("participant.me.devices"), code=303)
    return _forget_here(device)


@bp.get("/devices/add")
def ask_pin() -> ResponseReturnValue:
    """Before a code for another phone: is it she who holds this one?"""
    return page("me/add.html", faults={}, minutes_left=0, has_pin=holding.this_phone() is not None)


@bp.post("/devices/add")
def add() -> ResponseReturnValue:
    """A code for her other phone, after her PIN (ASVS 5.0, 7.5.1): whoever finds this phone open cannot add theirs."""
    if holding.held()[1] is None:
        return page("me/add.html", faults={}, minutes_left=0, has_pin=False, status=422)
    refused = holding.ask_pin("add")
    if refused:
        return holding.end_when_spent(refused) or _pin_refused(refused)
    db, participant = transactions.session(), current.participant()
    return _show_code(
        codes.make_for_second_phone(db, cookies.secret_key(), participant, now=clock.now())
    )


def _hers(device_id: UUID) -> Device:
    return devices.one_of(transactions.session(), current.participant(), device_id)


def _forget_here(device: Device) -> Response:
    """Others may share the phone: their entries stay, so the cookie is only emptied of hers."""
    others = [token for token, one in arriving.on_phone().items() if one.id != device.id]
    cookies.leave()
    response: Response = redirect("/", code=303)  # type: ignore[assignment]
    cookies.keep_devices(response, others)
    cookies.clear_site_data(response, "cache", "storage", *([] if others else ["cookies"]))
    return response


def _pin_refused(refused: pins.PinRefused) -> Response:
    return page(
        "me/add.html",
        faults={"pin": _("PIN-koden stämmer inte. Försök igen.")}
        if isinstance(refused, pins.PinWrong)
        else {},
        minutes_left=arriving.minutes_left(refused),
        has_pin=True,
        status=422,
    )


def _show_code(code: str) -> Response:
    settings: Settings = current_app.config["PORTAL"]
    address = settings.base_url + url_for("public.sign_in.code")
    minutes = int(codes.SECOND_PHONE_LIVES.total_seconds() // 60)
    return page(
        "me/code.html",
        code=code,
        address=address,
        picture=qr.picture(f"{address}?code={code}"),
        minutes=minutes,
    )
