"""Her own account: the password, and where she is signed in. For everybody on the staff."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock, log
from portal.pages import page
from portal.people import (
    account_own,
    accounts,
    arriving,
    attempts,
    cookies,
    current,
    passwords,
    staff_sign_in_views,
)
from portal.people.account_models import StaffAccount
from portal.people.account_own import WrongPassword
from portal.people.sign_in_models import SignIn
from portal.transactions import session

bp = Blueprint("own_account", __name__, url_prefix="/my-account")

WRONG = "Det är inte ditt lösenord nu. Försök igen."
SAME = "Välj ett annat lösenord än det du har."


@bp.get("")
def show() -> ResponseReturnValue:
    """What she signs in with, and where she is signed in."""
    return _show()


@bp.post("/password")
def change_password() -> ResponseReturnValue:
    """A new password of her own. Tries are counted together with those at the way in."""
    account = accounts.account(session(), current.staff())
    if account is None or account.password_hash is None:
        return _show(status=422)
    arriving.limit(attempts.PASSWORDS)
    arriving.limit(attempts.PASSWORDS_OF_ONE, account.email)
    old, new = (
        passwords.normalised(request.form.get(name, "")) for name in ("password_now", "password")
    )
    faults = _faults(account, old, new)
    if not faults:
        try:
            account_own.change_password(
                session(), cookies.secret_key(), account, old, new, here=_here(), now=clock.now()
            )
        except WrongPassword:
            faults = {"password_now": WRONG}
    if faults:
        log.event("password-refused", who="staff")
        return _show(faults, status=422)
    log.event("password-changed", who="staff")
    flash("Lösenordet är bytt. Du är utloggad överallt utom här.")
    return redirect(url_for(".show"), code=303)


@bp.post("/sign-out-elsewhere")
def sign_out_elsewhere() -> ResponseReturnValue:
    """Signed out everywhere but here, as when she has left a computer without signing out."""
    account_own.sign_out_elsewhere(session(), _here(), now=clock.now())
    log.event("signed-out", kind="elsewhere", who="staff")
    flash("Du är utloggad överallt utom här.")
    return redirect(url_for(".show"), code=303)


def _faults(account: StaffAccount, old: str, new: str) -> arriving.Faults:
    """What is to be put right about the new password."""
    weakness = account_own.weakness(session(), account, new)
    if weakness:
        return {"password": staff_sign_in_views.ADVICE[weakness]}
    if old == new:
        return {"password": SAME}
    if new != passwords.normalised(request.form.get("password_again", "")):
        return {"password_again": staff_sign_in_views.DIFFER}
    return {}


def _here() -> SignIn:
    found = current.sign_in()
    if found is None:
        raise LookupError("only behind the staff door")
    return found


def _show(faults: arriving.Faults | None = None, *, status: int = 200) -> Response:
    staff = current.staff()
    return page(
        "accounts/own.html", status=status, staff=staff, faults=faults or {}, here=_here(),
        account=accounts.account(session(), staff),
        places=account_own.signed_in(session(), staff, now=clock.now()),
    )  # fmt: skip
