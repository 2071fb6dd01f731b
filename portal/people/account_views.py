"""Administrators keep the staff accounts: who has one, what each may do, a new code, and the last day of work."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Blueprint, Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock, log
from portal.municipality.models import Organisation, Role
from portal.pages import page
from portal.people import account_form, accounts, codes, cookies, current
from portal.people.account_form import Typed, Unfit
from portal.people.account_models import Duty
from portal.people.accounts import EmailTaken, HasLeft, LastAdministrator
from portal.settings import Settings
from portal.transactions import session

bp = Blueprint("accounts", __name__, url_prefix="/accounts")

DUTIES = {
    Duty.CASEWORKER: ("Handläggare", "ser sina egna deltagare"),
    Duty.UNIT_MANAGER: ("Enhetschef", "ser hur arbetet fördelas och lämnar över ärenden"),
    Duty.ADMINISTRATOR: ("Administratör", "sköter konton och kommunens uppgifter"),
    Duty.TRANSLATOR: ("Översättare", "översätter texter till och från svenska"),
}
LAST = "Minst en person som kan logga in måste vara administratör. Ge någon annan den behörigheten först."
DEAD = "Koden är redan använd eller ersatt. Gör en ny."
LEFT = "Anställningen är avslutad. Ångra det först, om personen ska kunna logga in."


@bp.get("")
@current.needs(Duty.ADMINISTRATOR)
def show() -> ResponseReturnValue:
    """Everybody on the staff."""
    rows = accounts.listed(session(), clock.today())
    return _page("list", rows=rows, today=clock.today())


@bp.get("/new")
@current.needs(Duty.ADMINISTRATOR)
def new() -> ResponseReturnValue:
    """The form for a new colleague."""
    return _form(Typed())


@bp.post("/new")
@current.needs(Duty.ADMINISTRATOR)
def add() -> ResponseReturnValue:
    """A new colleague, and her account; the code is made on her page."""
    typed = Typed.read(request.form, request.form.getlist("duties"))
    try:
        staff = account_form.employ(session(), typed)
        accounts.add(session(), staff, typed.email, map(Duty, typed.duties), now=clock.now())
    except Unfit as unfit:
        return _form(typed, unfit.faults, status=422)
    log.event("account-added")
    flash("Kontot finns. Gör nu en kod, så att personen kan välja ett lösenord.")
    return _to(staff.id)


@bp.get("/<uuid:staff_id>")
@current.needs(Duty.ADMINISTRATOR)
def one(staff_id: UUID) -> ResponseReturnValue:
    """One colleague's account."""
    return _one(staff_id)


@bp.post("/<uuid:staff_id>/duties")
@current.needs(Duty.ADMINISTRATOR)
def change(staff_id: UUID) -> ResponseReturnValue:
    """What she may do from now on; somebody without an account gets one."""
    row, ticked = accounts.one(session(), staff_id), request.form.getlist("duties")
    email = " ".join(request.form.get("email", "").split())
    try:
        _fit_for(row, ticked, email)
        if row.account:
            accounts.give_duties(session(), row.account, map(Duty, ticked))
        else:
            accounts.add(session(), row.staff, email, map(Duty, ticked), now=clock.now())
    except LastAdministrator:
        return _one(staff_id, {"duties": LAST}, status=422)
    except Unfit as unfit:
        return _one(staff_id, unfit.faults, status=422)
    except EmailTaken:
        return _one(staff_id, {"email": "Någon har redan ett konto med den adressen."}, status=422)
    log.event("account-changed", kind="duties")
    flash("Sparat.")
    return _to(staff_id)


@bp.post("/<uuid:staff_id>/code")
@current.needs(Duty.ADMINISTRATOR)
def code(staff_id: UUID) -> ResponseReturnValue:
    """A one-time code, shown once; the same form sent again shows the same."""
    row = accounts.one(session(), staff_id)
    if row.account is None:
        return _one(staff_id, {"duties": "Ge personen ett konto först."}, status=422)
    try:
        made = accounts.make_code(
            session(), cookies.secret_key(), row.account,
            today=clock.today(), now=clock.now(), form=request.form.get("key"),
        )  # fmt: skip
    except HasLeft:
        return _one(staff_id, {"ended": LEFT}, status=422)
    except codes.CodeRefused:
        return _one(staff_id, {"code": DEAD}, status=422)
    log.event("code-made", who="staff")
    settings: Settings = current_app.config["PORTAL"]
    return _page(
        "code", row=row, code=made, days=accounts.CODE_LIVES.days,
        address=f"{settings.base_url}/sign-in/code",
    )  # fmt: skip


@bp.post("/<uuid:staff_id>/end")
@current.needs(Duty.ADMINISTRATOR)
def end(staff_id: UUID) -> ResponseReturnValue:
    """Her last day of work; when it is here, she is out everywhere at once."""
    row, today = accounts.one(session(), staff_id), clock.today()
    typed = request.form.get("on", "")
    try:
        day = account_form.last_day(typed, today)
        accounts.end(session(), row.staff, day, today=today, now=clock.now())
    except LastAdministrator:
        return _one(staff_id, {"on": LAST}, status=422)
    except Unfit as unfit:
        return _one(staff_id, unfit.faults, status=422)
    log.event("account-changed", kind="end")
    flash("Sparat.")
    return _to(staff_id)


@bp.post("/<uuid:staff_id>/stay")
@current.needs(Duty.ADMINISTRATOR)
def stay(staff_id: UUID) -> ResponseReturnValue:
    """She works here after all."""
    row = accounts.one(session(), staff_id)
    accounts.stay(row.staff)
    log.event("account-changed", kind="stay")
    flash("Anställningen gäller igen.")
    return _to(staff_id)


def _page(name: str, *, status: int = 200, **context: Any) -> Response:
    return page(
        f"accounts/{name}.html", status=status, duties=DUTIES, staff=current.staff(), **context
    )


def _fit_for(row: accounts.Listed, ticked: list[str], email: str) -> None:
    faults = account_form.duty_faults(ticked)
    if row.account is None and accounts.plain_email(row.staff.email or "") != email.lower():
        faults |= account_form.email_faults(session(), email)
    if faults:
        raise Unfit(**faults)


def _to(staff_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".one", staff_id=staff_id), code=303)


def _form(typed: Typed, faults: dict[str, str] | None = None, *, status: int = 200) -> Response:
    db = session()
    return _page(
        "new", typed=typed, faults=faults or {}, status=status,
        roles=db.scalars(sa.select(Role).order_by(Role.key)).all(),
        units=db.scalars(sa.select(Organisation).order_by(Organisation.position)).all(),
    )  # fmt: skip


def _one(staff_id: UUID, faults: dict[str, str] | None = None, *, status: int = 200) -> Response:
    """Her page; after a fault with what was typed."""
    row, today, posted = accounts.one(session(), staff_id), clock.today(), request.form
    known = row.account.duties if row.account else [Duty.CASEWORKER]
    return _page(
        "one", row=row, faults=faults or {}, status=status,
        ticked=posted.getlist("duties") if "duties" in (faults or {}) else known,
        email=posted.get("email", row.staff.email or ""), on=posted.get("on", today.isoformat()),
        participants=accounts.participants_of(session(), row.staff, today),
        has_left=row.staff.ended_on is not None and row.staff.ended_on <= today,
        key=uuid4().hex,
    )  # fmt: skip
