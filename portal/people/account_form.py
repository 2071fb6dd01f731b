"""What an administrator types about a colleague: read, and what is to be put right about it. Knows no web."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.municipality.models import Organisation, Role
from portal.people import accounts
from portal.people.account_models import Duty
from portal.people.models import Staff

LONGEST = 100
LONGEST_EMAIL = 200
FARTHEST = timedelta(days=366)
"""A last day is known a year ahead at most, and put in a year late at most; beyond that it is a slip of the pen."""
EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")


@dataclass(frozen=True)
class Typed:
    """The form of a new colleague, as it was typed."""

    name: str = ""
    email: str = ""
    role: str = ""
    organisation: str = ""
    duties: tuple[str, ...] = (Duty.CASEWORKER.value,)

    @classmethod
    def read(cls, form: Mapping[str, str], duties: Iterable[str]) -> Typed:
        one_line = {
            name: " ".join(form.get(name, "").split())
            for name in ("name", "email", "role", "organisation")
        }
        return cls(**one_line, duties=tuple(duties))


class Unfit(Exception):
    """What is to be put right; `faults` says for each field what to do."""

    def __init__(self, **faults: str) -> None:
        super().__init__(*faults)
        self.faults = faults


def employ(db: Session, typed: Typed) -> Staff:
    """The new colleague, not yet in the database. Raises `Unfit`."""
    role = db.scalar(sa.select(Role).where(Role.key == typed.role))
    unit = db.scalar(sa.select(Organisation).where(Organisation.key == typed.organisation))
    faults = _name_faults(typed.name) | email_faults(db, typed.email) | duty_faults(typed.duties)
    if role is None:
        faults["role"] = "Välj en titel."
    if unit is None:
        faults["organisation"] = "Välj en enhet."
    if faults or role is None or unit is None:
        raise Unfit(**faults)
    return new_staff(db, typed.name, typed.email, role, unit)


def new_staff(
    db: Session, name: str, email: str, role: Role, unit: Organisation, key: str | None = None
) -> Staff:
    """Somebody new on the staff; without a reference from the case system her e-mail is her key."""
    email = accounts.plain_email(email)
    return Staff(
        key=key or email, name=name, email=email, role=role, organisation=unit, languages=["sv"]
    )


def email_faults(db: Session, email: str) -> dict[str, str]:
    """What is wrong with an e-mail for a new account."""
    if len(email) > LONGEST_EMAIL or not EMAIL.fullmatch(email):
        return {"email": "Skriv hela e-postadressen, som namn@kommun.se."}
    key_taken = sa.select(Staff).where(Staff.key == accounts.plain_email(email))
    if accounts.by_email(db, email) or accounts.staff_by_email(db, email) or db.scalar(key_taken):
        return {"email": "Någon i listan har redan den e-postadressen."}
    return {}


def duty_faults(duties: Iterable[str]) -> dict[str, str]:
    """What is wrong with the duties that were ticked."""
    ticked = set(duties)
    if not ticked or not ticked <= {duty.value for duty in Duty}:
        return {"duties": "Välj minst en behörighet."}
    return {}


def last_day(typed: str, today: date) -> date:
    """The last day of an employment. Raises `Unfit`."""
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        raise Unfit(on="Skriv dagen som år-månad-dag, till exempel 2030-01-31.") from None
    if abs(day - today) > FARTHEST:
        raise Unfit(on="Dagen ligger mer än ett år bort. Titta på årtalet.")
    return day


def _name_faults(name: str) -> dict[str, str]:
    if not name:
        return {"name": "Skriv namnet."}
    if len(name) > LONGEST:
        return {"name": f"Skriv ett kortare namn, högst {LONGEST} tecken."}
    return {}
