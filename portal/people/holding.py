"""Is it she who holds this phone? Her PIN is asked before what a finder must not do (ASVS 5.0, 7.5.1)."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock, log, transactions
from portal.people import arriving, attempts, cookies, current, pins, sessions, signing_in
from portal.people.sign_in_models import Device


def this_phone() -> UUID | None:
    """The phone that this session was opened from."""
    signed_in = current.sign_in()
    return signed_in.device_id if signed_in else None


def held() -> tuple[str, Device | None]:
    """This phone's secret for her, and its entry; None when she is not signed in with a PIN."""
    phones = arriving.on_phone().items()
    return next(((token, one) for token, one in phones if one.id == this_phone()), ("", None))


def ask_pin(kind: str) -> pins.PinRefused | None:
    """Whether the PIN that she sent is this phone's; None when it is. A wrong one stays counted.

    Without a phone of hers there is nothing to ask: the caller has looked with `held`.
    """
    arriving.limit(attempts.PINS)
    token, device = held()
    if device is None:
        return pins.PinWrong()
    pin = pins.normalised(request.form.get("pin", ""))
    db, now = transactions.session(), clock.now()
    try:
        signing_in.check_pin(db, cookies.secret_key(), device, token, pin, now=now)
    except pins.PinRefused as refused:
        log.event("sign-in-refused", reason=type(refused).__name__, kind=kind)
        return refused
    return None


def end_when_spent(refused: pins.PinRefused) -> ResponseReturnValue | None:
    """So many wrong PINs that the phone needs a new code: every session on it ends. None when it is not so far."""
    _, device = held()
    if not isinstance(refused, pins.PinSpent) or device is None:
        return None
    sessions.end_for_device(transactions.session(), device, now=clock.now())
    transactions.keep()
    return redirect(url_for("public.sign_in.index"), code=303)
