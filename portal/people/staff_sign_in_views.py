"""Staff sign in with e-mail and password; a one-time code leads to choosing the password. In Swedish only."""

from __future__ import annotations

from flask import Blueprint, Response, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from portal import clock, i18n, log, transactions
from portal.pages import page
from portal.people import (
    account_own,
    accounts,
    arriving,
    attempts,
    code_views,
    codes,
    cookies,
    current,
    leaving,
    passwords,
    signing_in,
)
from portal.people.account_models import StaffAccount
from portal.people.passwords import Weakness
from portal.people.sign_in_models import ActivationCode

bp = Blueprint("staff_sign_in", __name__, url_prefix="/sign-in/staff")

DIFFER = "Du skrev två olika lösenord. Skriv samma två gånger."
NO_MATCH = "E-postadressen och lösenordet hör inte ihop. Försök igen."
ADVICE = {
    Weakness.TOO_SHORT: f"Välj minst {passwords.SHORTEST} tecken, till exempel några ord i rad.",
    Weakness.TOO_LONG: f"Välj högst {passwords.LONGEST} tecken.",
    Weakness.COMMON: "Det lösenordet är lätt att gissa. Välj några ord som inte hör ihop.",
    Weakness.TELLS: "Lösenordet får inte innehålla ditt namn, din e-postadress eller kommunens namn.",
}


@bp.before_request
def in_swedish() -> None:
    """Staff pages are Swedish, whatever the browser asks for (decision 0005)."""
    g.language = i18n.languages()[i18n.SOURCE]


@bp.get("")
def show() -> ResponseReturnValue:
    """The staff's way in; somebody who is in already is taken on."""
    if current.visitor():
        return redirect("/staff" if current.staff_or_none() else "/", code=303)
    return _show()


@bp.post("")
def with_password() -> ResponseReturnValue:
    """Try e-mail and password. What was wrong is not said, nor can it be told from how long the answer takes."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    sealed = request.form.get("kept")
    arriving.limit(attempts.PASSWORDS)
    arriving.limit(attempts.PASSWORDS_OF_ONE, accounts.plain_email(email))
    try:
        arrived = signing_in.with_password(
            transactions.session(), cookies.secret_key(), email, password,
            browser=cookies.browser(), now=clock.now(),
        )  # fmt: skip
    except signing_in.PasswordRefused:
        log.event("sign-in-refused", reason="password")
        return _show(email[:200], {"password": NO_MATCH}, sealed=sealed, status=422)
    return arriving.enter(arrived, how="password", sealed=sealed)


@bp.get("/password")
def choose() -> ResponseReturnValue:
    """Where she chooses her password, after her one-time code."""
    _, account = _pending()
    if account is None:
        return redirect(url_for("public.sign_in.code"), code=303)
    return page("sign_in/staff_password.html", account=account, faults={})


@bp.post("/password")
def set_password() -> ResponseReturnValue:
    """The password is hers, and she is signed in; only now is the code used up."""
    arriving.limit(attempts.PASSWORDS)
    code, account = _pending()
    if code is None or account is None:
        return redirect(url_for("public.sign_in.code"), code=303)
    password = passwords.normalised(request.form.get("password", ""))
    faults = _faults(account, password)
    if faults:
        return page("sign_in/staff_password.html", account=account, faults=faults, status=422)
    try:
        arrived = signing_in.with_new_password(
            transactions.session(), cookies.secret_key(), account, code, password,
            browser=cookies.browser(), now=clock.now(),
        )  # fmt: skip
    except codes.CodeRefused:
        return redirect(url_for("public.sign_in.code"), code=303)
    return arriving.enter(arrived, how="code")


def _pending() -> tuple[ActivationCode | None, StaffAccount | None]:
    code = code_views.pending()
    if code is None or code.staff is None or code.staff.has_left(clock.today()):
        return None, None
    return code, accounts.account(transactions.session(), code.staff)


def _faults(account: StaffAccount, password: str) -> arriving.Faults:
    weakness = account_own.weakness(transactions.session(), account, password)
    if weakness:
        return {"password": ADVICE[weakness]}
    if password != passwords.normalised(request.form.get("password_again", "")):
        return {"password_again": DIFFER}
    return {}


def keep_what_she_wrote() -> Response | None:
    """The way in with her form in it, sealed, when her session ended while she wrote."""
    before = leaving.was(transactions.session(), session.get("_user_id"))
    whose = before.staff_id if before else None
    sealed = arriving.sealed_form(whose, of_staff=True) if whose else None
    if not sealed:
        return None
    in_swedish()
    return arriving.instead(_show(sealed=sealed))


def _show(
    email: str = "", faults: arriving.Faults | None = None, *,
    sealed: str | None = None, status: int = 200,
) -> Response:  # fmt: skip
    before = leaving.was(transactions.session(), session.get("_user_id"))
    return page(
        "sign_in/staff.html", email=email, faults=faults or {}, next=arriving.wanted(),
        was_in=before is not None and not faults, sealed=sealed, status=status,
    )  # fmt: skip
