"""What a phone's worker says by itself: that its address at the push service has changed."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from portal import clock
from portal.notifications import choosing
from portal.notifications.push import Phone
from portal.notifications.views import push_key, settings
from portal.people import arriving, attempts, cookies
from portal.transactions import session

bp = Blueprint("push", __name__)
RENEWALS = attempts.Limit("push-renewal", 60)


@bp.post("/push/renew")
def renew() -> ResponseReturnValue:
    """The phone's new address, in place of the old one: also while she is signed out.

    The old address is a secret of the phone's and ours, so no form's token is asked for. It is never said whether it
    was known.
    """
    arriving.limit(RENEWALS)
    phone = Phone(*(request.form.get(name, "") for name in ("endpoint", "p256dh", "auth")))
    if push_key() and not phone.fault(settings().notices.push_hosts):
        choosing.renew_phone(
            session(), cookies.secret_key(), request.form.get("old", ""), phone,
            made_for=push_key(), now=clock.now(),
        )  # fmt: skip
    return Response(status=204)
