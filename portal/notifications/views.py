"""Her choice of notices: the ways, the kinds, and the phones that take them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.i18n import gettext as _
from portal.notifications import channels, choosing, confirming
from portal.notifications.groups import Group
from portal.notifications.models import Channel
from portal.notifications.push import Phone, public_key
from portal.pages import page
from portal.people import cookies, current, holding
from portal.people.models import Participant
from portal.settings import Settings
from portal.transactions import session

bp = Blueprint("notices", __name__, url_prefix="/me/notices")


def settings() -> Settings:
    """Of this installation."""
    found: Settings = current_app.config["PORTAL"]
    return found


def push_key() -> str:
    """The public key that phones are given; empty where there are no push notices."""
    private = settings().notices.vapid_key
    return public_key(private) if private else ""


@bp.get("")
def show() -> ResponseReturnValue:
    """What she has chosen, and what she may choose here."""
    return shown()


def shown(faults: dict[str, str] | None = None) -> Response:
    """The page of her choices."""
    participant = current.participant()
    if participant.is_protected:
        return page("notifications/none.html")
    found = choosing.chosen(session(), participant)
    key = push_key()
    return page(
        "notifications/show.html",
        chosen=found,
        offered={channel.value for channel in channels.offered(settings())},
        groups=list(Group),
        key=key,
        is_on_here=found.here(holding.this_phone(), key),
        this=holding.this_phone(),
        faults=faults or {},
        status=422 if faults else 200,
    )


@bp.post("")
def choose() -> ResponseReturnValue:
    """Of what she wants to be told, and what may stand in it."""
    choosing.choose(
        session(),
        current.participant(),
        request.form.getlist("group"),
        says_time="says_time" in request.form,
        mails_calendar="mails_calendar" in request.form,
    )
    flash(_("Sparat."))
    return _back()


@bp.post("/phone")
def add_phone() -> ResponseReturnValue:
    """The phone in her hand takes notices from now on."""
    participant = current.participant()
    phone = Phone(*(request.form.get(name, "") for name in ("endpoint", "p256dh", "auth")))
    if participant.is_protected or not push_key():
        abort(404)
    if phone.fault(settings().notices.push_hosts):
        return shown({"phone": _("Det gick inte. Du kan välja sms i stället.")})
    choosing.add_phone(
        session(), cookies.secret_key(), participant, phone,
        device_id=holding.this_phone(), made_for=push_key(), now=clock.now(),
    )  # fmt: skip
    flash(_("Klart. Nu får du veta det på den här telefonen."))
    return _back()


@bp.post("/phone/<uuid:phone_id>/remove")
def remove_phone(phone_id: UUID) -> ResponseReturnValue:
    """This phone takes no notices any more."""
    choosing.remove_phone(session(), current.participant(), phone_id)
    return _back()


@bp.post("/<any(sms,email):way>/remove")
def remove_address(way: str) -> ResponseReturnValue:
    """Nothing more goes to this number or address. Anybody may turn it off who holds her phone; turning on asks."""
    confirming.remove(session(), current.participant().id, Channel(way))
    flash(_("Vi skickar inget mer dit."))
    return _back()


def is_to_be_asked(participant: Participant) -> bool:
    """Whether her first page asks if she wants to be told: once, and only where there is a way to tell her."""
    return bool(channels.offered(settings())) and choosing.is_to_be_asked(session(), participant)


@bp.post("/offer")
def close_offer() -> ResponseReturnValue:
    """No, thank you: the question on her first page is not asked again."""
    choosing.close_offer(session(), current.participant(), now=clock.now())
    return redirect("/", code=303)


def _back() -> ResponseReturnValue:
    return redirect(url_for("participant.notices.show"), code=303)
