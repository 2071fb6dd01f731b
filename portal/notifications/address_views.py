"""A number or a mail address for notices: typed, asked for with her PIN, and shown to be hers by a code."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock, transactions
from portal.i18n import gettext as _
from portal.notifications import channels, confirming, contact_details
from portal.notifications.models import Channel
from portal.notifications.views import bp, settings
from portal.pages import page
from portal.people import arriving, attempts, cookies, current, holding, pins

CODES_OF_ONE = attempts.Limit("notice-code", 5, timedelta(hours=1))
CODES_TO_ONE = attempts.Limit("notice-code-to", 5, timedelta(days=1))
"""To one number or address, whoever asks: nobody is pestered through us."""
READ = {Channel.SMS: contact_details.number, Channel.EMAIL: contact_details.address}


@bp.get("/<any(sms,email):way>")
def ask_address(way: str) -> ResponseReturnValue:
    """Where the notices are to go."""
    return _form(_offered(way))


@bp.post("/<any(sms,email):way>")
def send_code(way: str) -> ResponseReturnValue:
    """Send a code there, after her PIN: whoever finds this phone open cannot have her notices sent to theirs."""
    channel = _offered(way)
    try:
        to = READ[channel](request.form.get("to", ""))
    except contact_details.NotOne:
        return _form(channel, faults={"to": _unreadable(channel)})
    if holding.held()[1] is None:
        return _form(channel, status=422)
    refused = holding.ask_pin("notices")
    if refused:
        return holding.end_when_spent(refused) or _form(channel, refused=refused)
    arriving.limit(CODES_OF_ONE, str(current.participant().id))
    arriving.limit(CODES_TO_ONE, to)
    confirming.begin(
        transactions.session(), cookies.secret_key(), current.participant(), channel, to,
        now=clock.now(),
    )  # fmt: skip
    return redirect(url_for("participant.notices.ask_code", way=way), code=303)


@bp.get("/<any(sms,email):way>/code")
def ask_code(way: str) -> ResponseReturnValue:
    """The code that was sent; when none is waiting, her choices."""
    trial = confirming.waiting(transactions.session(), current.participant(), _offered(way))
    if trial is None:
        return redirect(url_for("participant.notices.show"), code=303)
    return page("notifications/code.html", trial=trial, way=way, faults={}, is_spent=False)


@bp.post("/<any(sms,email):way>/code")
def confirm(way: str) -> ResponseReturnValue:
    """It is hers when the code is right. Sent twice, it is hers once."""
    db, participant, channel = transactions.session(), current.participant(), _offered(way)
    trial = confirming.waiting(db, participant, channel)
    if trial is None:
        return redirect(url_for("participant.notices.show"), code=303)
    try:
        confirming.confirm(
            db, cookies.secret_key(), trial, request.form.get("code", ""), now=clock.now()
        )
    except confirming.CodeRefused as refused:
        transactions.keep()
        is_spent = isinstance(refused, confirming.CodeSpent)
        faults = {} if is_spent else {"code": _("Koden stämmer inte. Försök igen.")}
        return page(
            "notifications/code.html",
            trial=trial, way=way, faults=faults, is_spent=is_spent, status=422,
        )  # fmt: skip
    flash(_("Klart. Nu får du veta när något händer."))
    return redirect(url_for("participant.notices.show"), code=303)


def _offered(way: str) -> Channel:
    """The way, when this installation has it and she may have it; else there is no such page."""
    channel = Channel(way)
    if channel not in channels.offered(settings()) or current.participant().is_protected:
        abort(404)
    return channel


def _unreadable(channel: Channel) -> str:
    if channel is Channel.SMS:
        return _("Skriv ditt mobilnummer, till exempel 070-174 06 05.")
    return _("Skriv din mejladress, till exempel namn@example.org.")


def _form(
    channel: Channel,
    faults: dict[str, str] | None = None,
    refused: pins.PinRefused | None = None,
    status: int = 200,
) -> Response:
    faults = faults or {}
    if isinstance(refused, pins.PinWrong):
        faults = {"pin": _("PIN-koden stämmer inte. Försök igen.")}
    return page(
        "notifications/address.html",
        way=channel.value,
        to=request.form.get("to", ""),
        faults=faults,
        minutes_left=arriving.minutes_left(refused),
        has_pin=holding.held()[1] is not None,
        status=422 if faults or refused else status,
    )
