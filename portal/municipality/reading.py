"""Loading the municipality's facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.municipality.models import DropIn, Municipality, Organisation, Stage


def municipality(db: Session) -> Municipality | None:
    """The municipality that this installation serves; None before its file has been loaded."""
    return db.scalar(sa.select(Municipality))


def stages(db: Session) -> Sequence[Stage]:
    """The stages of the common process in order, with their owners."""
    return db.scalars(
        sa.select(Stage).options(joinedload(Stage.owner)).order_by(Stage.position)
    ).all()


def organisations(db: Session) -> Sequence[Organisation]:
    """Every organisation on the municipality's map, in its order."""
    return (
        db.scalars(
            sa.select(Organisation)
            .options(joinedload(Organisation.drop_in))
            .order_by(Organisation.position)
        )
        .unique()
        .all()
    )


def drop_ins(db: Session, today: date) -> list[DropIn]:
    """The hours when anybody may come without a booked time, the next one first."""
    found = db.scalars(sa.select(DropIn).options(joinedload(DropIn.organisation))).all()
    return sorted(found, key=lambda one: (one.next_on(today), one.starts or ""))


def who_decides(db: Session, about: str) -> Organisation | None:
    """The organisation that decides about something, by the file's key («economic-support»)."""
    return next((one for one in organisations(db) if about in one.decides_about), None)


def follow_up_weeks(db: Session) -> tuple[int, int]:
    """How many weeks apart plans are followed up at the least and at the most."""
    found = municipality(db)
    return found.follow_up_weeks if found else (6, 8)
