"""Staff accounts from the command line: the first administrator, and whatever the pages cannot do at the moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import click
import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal import clock
from portal.db import transaction
from portal.municipality.models import Organisation, Role
from portal.operations import database, demo
from portal.operations.refusal import Refused, refusals
from portal.people import account_form, accounts
from portal.people.account_models import Duty, StaffAccount
from portal.people.models import Staff
from portal.settings import Settings

email_argument = click.argument("email")


@click.group("staff")
def staff() -> None:
    """Who may sign in at the municipality, and what each may do."""


@staff.command("add")
@email_argument
@click.option("--name", help="Her name, as participants see it.")
@click.option("--role", help="The key of her title in the municipality's file.")
@click.option("--organisation", help="The key of her unit in the municipality's file.")
@click.option("--key", help="Her reference in the case system; without it her e-mail.")
@click.option(
    "--duty",
    "duties",
    type=click.Choice([duty.value for duty in Duty]),
    multiple=True,
    default=[Duty.CASEWORKER.value],
    show_default=True,
    help="What she may do; may be given several times.",
)
def add(
    email: str,
    name: str | None,
    role: str | None,
    organisation: str | None,
    key: str | None,
    duties: tuple[str, ...],
) -> None:
    """Give a member of staff an account.

    EMAIL is her address at work. Somebody whom a loaded file names with that address needs nothing more;
    for somebody new say --name, --role and --organisation. She gets in when she has used a code:
    portal staff invite EMAIL.
    """
    with refusals(), _open() as (_, db):
        person = _known(db, email, key) or _new(db, email, name, role, organisation, key)
        try:
            made = accounts.add(db, person, email, map(Duty, duties), now=clock.now())
        except accounts.EmailTaken:
            raise Refused(f"{email}: has an account already") from None
        said = f"{made.email}: {', '.join(made.duties)}"
    click.echo(said)


@staff.command("invite")
@email_argument
def invite(email: str) -> None:
    """Make a one-time code with which she chooses a password, within three days.

    A code made for her before stops working. In a demo the code signs her in at once.
    """
    with refusals(), _open() as (chosen, db):
        account = _account(db, email)
        try:
            code = accounts.make_code(
                db, chosen.secret_key, account, today=clock.today(), now=clock.now()
            )
        except accounts.HasLeft:
            raise Refused(f"{email}: her employment ends {account.staff.ended_on}") from None
    click.echo(_where(chosen), err=True)
    click.echo(code)


def _where(chosen: Settings) -> str:
    """Where the code is typed."""
    address = demo.address(chosen)
    if address:
        return f"To be typed at {address}/sign-in/code"
    return "To be typed at /sign-in/code, at the portal's own address. PORTAL_BASE_URL is not set."


@staff.command("end")
@email_argument
@click.option("--on", help="Her last day, YYYY-MM-DD; without it today.")
def end(email: str, on: str | None) -> None:
    """End an employment.

    When the last day is today or has passed, she is signed out everywhere at once, and her code
    and password are dead. Says for how many participants she is a contact: hand them over.
    """
    with refusals(), _open() as (_, db):
        today = clock.today()
        try:
            day = date.fromisoformat(on) if on else today
        except ValueError:
            raise click.BadParameter("is no date like 2030-01-31", param_hint="--on") from None
        person = _account(db, email).staff
        try:
            accounts.end(db, person, day, today=today, now=clock.now())
        except accounts.LastAdministrator:
            raise Refused(f"{email}: is the last administrator who can sign in") from None
        left = accounts.participants_of(db, person, today)
        said = f"{email}: last day {day}. Participants to hand over: {left}"
    click.echo(said)


@contextmanager
def _open() -> Iterator[tuple[Settings, Session]]:
    """The settings, and the database in one transaction; refuses one that is not ready."""
    chosen = demo.settings_or_demo()
    fault = database.fault(chosen.database_url)
    if fault:
        raise Refused(fault)
    with database.opened(chosen.database_url) as engine, transaction(engine) as db:
        yield chosen, db


def _account(db: Session, email: str) -> StaffAccount:
    found = accounts.by_email(db, email)
    if found is None:
        raise Refused(f"{email}: nobody has an account with this e-mail")
    return found


def _known(db: Session, email: str, key: str | None) -> Staff | None:
    by_key = db.scalar(sa.select(Staff).where(Staff.key == key)) if key else None
    return by_key or accounts.staff_by_email(db, email)


def _new(
    db: Session,
    email: str,
    name: str | None,
    role: str | None,
    organisation: str | None,
    key: str | None,
) -> Staff:
    missing = [
        option
        for option, given in [("--name", name), ("--role", role), ("--organisation", organisation)]
        if not given
    ]
    if missing:
        raise Refused(f"{email}: nobody on the staff has this e-mail, so say {', '.join(missing)}")
    title = db.scalar(sa.select(Role).where(Role.key == role))
    unit = db.scalar(sa.select(Organisation).where(Organisation.key == organisation))
    if title is None:
        raise Refused(f"--role {role}: there is no such role; there are: {_keys(db, Role.key)}")
    if unit is None:
        raise Refused(
            f"--organisation {organisation}: there is no such organisation;"
            f" there are: {_keys(db, Organisation.key)}"
        )
    faults = account_form.email_faults(db, email)
    if faults:
        raise Refused(f"{email}: is no e-mail, or somebody has it already")
    return account_form.new_staff(db, name or "", email, title, unit, key)


def _keys(db: Session, column: InstrumentedAttribute[str]) -> str:
    return ", ".join(db.scalars(sa.select(column).order_by(column)))
