"""What must hold between the files and the municipality that this installation serves."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.exchange.faults import Fault, Place, quoted
from portal.exchange.reading import Read, entries
from portal.exchange.shapes import Record
from portal.municipality.models import Municipality, Track
from portal.people.models import Participant
from portal.plan.models import Step, StepKind


def check_municipality(read: Read, db: Session) -> None:
    """One installation serves one municipality: no file may be about another."""
    served = db.scalar(sa.select(Municipality.key))
    for record in read.municipalities:
        about = record.get("municipality") or Record(record.place)
        key = about.get("key")
        if key and served and key != served:
            what = f"this portal serves {quoted(served)}, and this file is about {quoted(key)}"
            read.findings.fault(about.where("key"), what)
        served = served or key
    for record in read.caseloads:
        _check_caseload(record, served, read)


def _check_caseload(record: Record, served: str | None, read: Read) -> None:
    key = record.get("municipality")
    if served is None:
        what = "no municipality is loaded yet; load its file first, or in the same call"
        read.findings.fault(record.where("municipality"), what)
    elif key and key != served:
        what = f"this portal serves {quoted(served)}, not {quoted(key)}"
        read.findings.fault(record.where("municipality"), what)


def check_demands(read: Read, db: Session) -> None:
    """In a track without demands nothing is required: a file that says so contradicts itself."""
    demands = dict(db.execute(sa.select(Track.key, Track.demands)).all())
    for entry in entries(read.municipalities, "tracks"):
        demands[entry.get("key") or ""] = entry.get("demands") is not False
    tracks = dict(db.execute(sa.select(Participant.key, Track.key).join(Participant.track)).all())
    for participant in read.participants:
        track = participant.get("track", tracks.get(participant.get("key") or ""))
        if track and not demands.get(track, True):
            _refuse_required(participant, track, read)


def _refuse_required(participant: Record, track: str, read: Read) -> None:
    for step in steps(participant):
        if step.get("kind") == StepKind.REQUIRED:
            what = (
                f"required, but the track {quoted(track)} carries no demands; write agreed or own"
            )
            read.findings.fault(step.where("kind"), what)


def steps(participant: Record) -> Iterator[Record]:
    """Every step of every plan of a participant in the file."""
    for goal in entries(plans(participant), "goals"):
        for sub_goal in entries([goal], "sub_goals"):
            yield from entries([sub_goal], "steps")


def plans(participant: Record) -> list[Record]:
    """The plans of a participant in the file, one or several."""
    found = participant.get("plans") or [participant.get("plan")]
    return [plan for plan in found if plan is not None]


def demands_left_over(read: Read, db: Session) -> list[Fault]:
    """Required steps that are in the database, of participants whose track no longer has demands.

    A file may change the track, or its demands, without saying anything of the plans.
    """
    places: dict[str, Place] = {
        participant["key"]: participant.where("track") for participant in read.participants
    }
    tracks = {track["key"]: track.place for track in entries(read.municipalities, "tracks")}
    found = db.execute(
        sa.select(Participant.key, Track.key)
        .join(Participant.track)
        .join(Step, Step.participant_id == Participant.id)
        .where(
            Track.demands.is_(False), Step.kind == StepKind.REQUIRED, Step.sub_goal_id.is_not(None)
        )
        .distinct()
    )
    return [
        Fault(
            places.get(key) or tracks[track],
            f"{quoted(key)} has required steps, and the track {quoted(track)} carries no demands",
        )
        for key, track in found
        if key in places or track in tracks
    ]
