"""The municipality's facts and its staff, kept ready: they change once a week and stand on every page.

A third of the time of the first screen went into loading them anew (tests/benchmarks). They are read
once a process and again when `Municipality.revision` has moved; whatever changes one of them through a
session moves it. All requests share them for looking things up; one that writes a fact, or hangs a new row on one,
loads its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.pool import Pool

from portal import clock
from portal.db import is_reading
from portal.municipality.models import (
    DropIn,
    Measure,
    MeetingType,
    Municipality,
    Organisation,
    RatingIndicator,
    Role,
    Stage,
    Track,
)
from portal.people.account_models import StaffAccount
from portal.people.models import Absence, DutyDay, Staff
from portal.people.sign_in_models import SignIn

REVISION = sa.select(Municipality.revision)
WATCHED = (
    Absence, DropIn, DutyDay, Measure, MeetingType, Municipality, Organisation, RatingIndicator, Role, Stage, Staff,
    Track,
)  # fmt: skip


@dataclass(frozen=True)
class Directory:
    """Who and what there is in the municipality, by identity."""

    municipality: Municipality | None
    stages: dict[UUID, Stage]
    """In their order."""
    tracks: dict[UUID, Track]
    organisations: dict[UUID, Organisation]
    measures: dict[UUID, Measure]
    meeting_types: dict[UUID, MeetingType]
    """In the order of the municipality's file."""
    staff: dict[UUID, Staff]
    duties: dict[UUID, frozenset[str]]
    """Of those who have an account, what it may be used for."""
    absences: list[Absence]
    """Those that had not ended when the directory was read; the ones that end last stand first."""
    duty: dict[tuple[UUID, date], UUID]
    """The duty officer's identity, by unit and day."""
    indicators: list[RatingIndicator]
    """In their order."""

    def place(self, sign_in: SignIn) -> None:
        """Tell who is signed in her stage and track, or that it is a member of staff, without asking the database."""
        fill(sign_in, "staff", self.staff, sign_in.staff_id)
        if sign_in.participant:
            fill(sign_in.participant, "stage", self.stages, sign_in.participant.stage_id)
            fill(sign_in.participant, "track", self.tracks, sign_in.participant.track_id)


_kept: WeakKeyDictionary[Pool, tuple[int, Directory]] = WeakKeyDictionary()


def directory(db: Session) -> Directory:
    """The directory as it stands now; within one session always the same."""
    found: Directory | None = db.info.get("directory")
    if found is None:
        found = db.info["directory"] = _kept_or_read(db) if is_reading(db) else _read(db)
    return found


def at_hand(db: Session) -> Directory:
    """The directory to look things up in, in a request that writes too: none of its rows belongs to the session.

    What this request has changed itself is in it. In a transaction that is somebody else's to undo, nothing is kept.
    """
    if is_reading(db):
        return directory(db)
    db.flush()
    if db.info.get("has_changed_facts") or not isinstance(db.get_bind(), sa.Engine):
        return directory(db)
    found: Directory | None = db.info.get("at_hand")
    if found is None:
        found = db.info["at_hand"] = _kept_or_read(db)
    return found


def _kept_or_read(db: Session) -> Directory:
    connection = db.connection()
    revision = db.info["revision"] if "revision" in db.info else db.scalar(REVISION)
    kept = _kept.get(connection.engine.pool)
    if kept and kept[0] == revision:
        return kept[1]
    # Read beside the session: many requests read these rows from here on, and none of them changes one.
    with Session(connection, expire_on_commit=False) as beside:
        found = _read(beside)
        beside.expunge_all()
    if revision is not None:
        _kept[connection.engine.pool] = (revision, found)
    return found


def fill(row: object, attribute: str, of: dict[UUID, Any], key: UUID | None) -> None:
    """Set a relationship to what the directory has for its key, without asking the database."""
    set_committed_value(row, attribute, of.get(key) if key else None)


def _read(db: Session) -> Directory:
    """Ten queries, none of which grows with the number of participants."""
    today = clock.today()
    organisations = db.scalars(
        sa.select(Organisation)
        .options(joinedload(Organisation.drop_in))
        .order_by(Organisation.position)
    )
    by_id = {one.id: one for one in organisations.unique()}
    absences = sa.select(Absence).where(Absence.until_on >= today)
    duty = sa.select(DutyDay).where(DutyDay.on >= today)
    return Directory(
        municipality=db.scalar(sa.select(Municipality)),
        stages={
            one.id: one
            for one in db.scalars(
                sa.select(Stage).options(joinedload(Stage.owner)).order_by(Stage.position)
            )
        },
        tracks={one.id: one for one in db.scalars(sa.select(Track))},
        organisations=by_id,
        measures={
            one.id: one
            for one in db.scalars(sa.select(Measure).options(joinedload(Measure.provider)))
        },
        meeting_types={
            one.id: one for one in db.scalars(sa.select(MeetingType).order_by(MeetingType.position))
        },
        staff={
            one.id: one
            for one in db.scalars(
                sa.select(Staff).options(joinedload(Staff.role), joinedload(Staff.organisation))
            )
        },
        duties={
            staff_id: frozenset(duties)
            for staff_id, duties in db.execute(
                sa.select(StaffAccount.staff_id, StaffAccount.duties)
            )
        },
        absences=list(db.scalars(absences.order_by(Absence.until_on.desc()))),
        duty={(one.organisation_id, one.on): one.staff_id for one in db.scalars(duty)},
        indicators=list(db.scalars(sa.select(RatingIndicator).order_by(RatingIndicator.position))),
    )


@event.listens_for(Session, "after_flush")
def _move_revision(db: Session, _: object) -> None:
    """Whoever changes a fact makes every process read the facts again."""
    changed = [*db.new, *db.deleted, *(row for row in db.dirty if db.is_modified(row))]
    if any(isinstance(row, (*WATCHED, StaffAccount)) for row in changed):
        db.info["has_changed_facts"] = True
        db.execute(
            sa.update(Municipality)
            .values(revision=Municipality.revision + 1)
            .execution_options(synchronize_session=False)
        )
