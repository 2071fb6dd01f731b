"""The people every test is about.

Amina is a participant, and Karin her caseworker. Bashir is another participant, and Lars his caseworker:
neither has any business with Amina. Farid's data are protected, and Sara is the one named for him.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.municipality.models import (
    Municipality,
    Organisation,
    OrganisationKind,
    Role,
    Stage,
    Track,
)
from portal.people.account_models import Duty, StaffAccount
from portal.people.models import Assignment, Participant, Staff
from portal.writing import Writing


def sv(text: str) -> Writing:
    """A text that was written in Swedish."""
    return Writing.in_("sv", text)


@dataclass(frozen=True)
class Cast:
    amina: Participant
    bashir: Participant
    farid: Participant
    karin: Staff
    lars: Staff
    sara: Staff
    support: Organisation
    employment: Organisation
    work: Track
    occupation: Track

    @classmethod
    def on_stage(cls, db: Session) -> Cast:
        """Everybody in place: signed out, with a contact person each and no plan yet."""
        support = _organisation("economic-support", "Enheten för försörjningsstöd", 0)
        employment = _organisation("employment-service", "Arbetsförmedlingen", 1)
        role = Role(key="social-worker", name=sv("Socialsekreterare"))
        work = Track(key="work", name=sv("Mot arbete eller studier"), demands=True)
        occupation = Track(key="occupation", name=sv("Daglig sysselsättning"), demands=False)
        stages = [
            Stage(
                key=key,
                position=number,
                name=sv(name),
                what=sv(f"{name} tillsammans."),
                owner=support,
            )
            for number, (key, name) in enumerate(
                [
                    ("assess", "Utreda"),
                    ("plan", "Skapa plan"),
                    ("carry-out", "Genomföra"),
                    ("follow-up", "Följa upp"),
                    ("finish", "Avsluta"),
                ]
            )
        ]
        karin, lars, sara = (
            Staff(
                key=name.split()[0].lower(),
                name=name,
                role=role,
                organisation=support,
                phone=f"+46 70 000 00 0{number}",
                phone_hours="09:00-10:00",
                languages=["sv"],
            )
            for number, name in enumerate(["Karin Berg", "Lars Ek", "Sara Nyström"], 1)
        )
        amina, bashir, farid = (
            Participant(
                key=key,
                name=name,
                language="sv",
                stage=stages[2],
                track=work,
                is_protected=name.startswith("Farid"),
                created_at=clock.now(),
            )
            for key, name in [
                ("A-1", "Amina Warsame"),
                ("B-1", "Bashir Aden"),
                ("F-1", "Farid Noori"),
            ]
        )
        municipality = Municipality(
            key="timra",
            name=sv("Timrå kommun"),
            time_zone="Europe/Stockholm",
            languages=["sv"],
            phone="+46 60 00 00 00",
            routines={"answer_within_working_days": 2, "follow_up_weeks": [6, 8]},
        )
        cast = cls(amina, bashir, farid, karin, lars, sara, support, employment, work, occupation)
        db.add_all([municipality, *stages, employment, occupation, karin, lars, sara])
        for participant, contact in [(amina, karin), (bashir, lars), (farid, sara)]:
            assign(db, participant, contact)
        db.commit()
        return cast


def give_duties(db: Session, staff: Staff, *duties: Duty) -> Staff:
    """A staff account with these duties, in place of what she had."""
    known = db.scalar(sa.select(StaffAccount).where(StaffAccount.staff_id == staff.id))
    if known is None:
        known = StaffAccount(staff=staff, email=f"{staff.key}@example.org", made_at=clock.now())
        db.add(known)
    known.duties = list(duties)
    db.commit()
    return staff


def assign(
    db: Session, participant: Participant, staff: Staff, *, from_on: date | None = None
) -> Assignment:
    """Make somebody a participant's main contact."""
    assignment = Assignment(
        participant=participant,
        staff=staff,
        is_main=True,
        about=["money"],
        from_on=from_on or clock.today() - timedelta(weeks=4),
        created_at=clock.now(),
    )
    db.add(assignment)
    return assignment


def _organisation(key: str, name: str, position: int) -> Organisation:
    kind = OrganisationKind.AUTHORITY if position else OrganisationKind.MUNICIPAL_UNIT
    return Organisation(
        key=key,
        position=position,
        kind=kind,
        name=sv(name),
        does=[sv("Hjälper dig")],
        does_not=[],
        decides_about=["economic-support"],
        role_keys=[],
        skr_classes=[],
    )
