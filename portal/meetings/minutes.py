"""What is written of a meeting (minnesanteckning): staff's own until it is published to her, after it has begun.

Once published it stays so: a corrected text is published anew in its place. It can be taken back until she has read it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from portal.meetings import held, reminders
from portal.meetings.models import Meeting
from portal.people.models import Staff
from portal.translators.wanting import want_for
from portal.writing import Writing

LONGEST = 8000
LONGEST_ANSWER = 2000
SIP = "sip"
"""The key of the meeting type that makes a joint plan (samordnad individuell plan)."""
SIP_QUESTIONS = ("measures", "responsible", "others", "leads")
"""What a joint plan must tell (10 kap. 8 § socialtjänstlagen (2025:400)), as `Meeting.sip` keeps it by name:
which measures are needed, which the municipality and the region each answer for, what others do, who leads it all."""


class Unfit(Exception):
    """What cannot be kept: by field, what is to be put right."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


class IsRead(Exception):
    """She has read what was published: it is hers, and is corrected instead of taken back."""


class WrittenSince(Exception):
    """A colleague has written since the form was opened."""


@dataclass(frozen=True)
class Typed:
    """The form as it was typed; `before` is the `mark` of what stood there when it was opened."""

    notes: str = ""
    sip: Mapping[str, str] = field(default_factory=dict)
    before: str = ""


def is_sip(meeting: Meeting) -> bool:
    """Whether it is a meeting about a joint plan."""
    return meeting.type.key == SIP


def typed(meeting: Meeting) -> Typed:
    """The form as what is kept fills it."""
    return Typed(meeting.notes.original if meeting.notes else "", meeting.sip or {}, mark(meeting))


def mark(meeting: Meeting) -> str:
    """Short for what is written now, so that a form can tell whether somebody else wrote meanwhile."""
    kept = [meeting.notes.original if meeting.notes else "", meeting.sip or {}]
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:16]


def keep(
    db: Session, by: Staff, meeting: Meeting, new: Typed, *, publish: bool, now: datetime
) -> None:
    """Keep the text, and publish it to her or leave it hidden; what she can read already is published anew.

    The same text again changes nothing. Raises `Unfit` and `WrittenSince`.
    """
    db.refresh(meeting, ["notes", "sip", "notes_published_at"], with_for_update=True)
    notes = new.notes.strip()
    answers = {name: new.sip.get(name, "").strip() for name in SIP_QUESTIONS}
    sip = answers if is_sip(meeting) and any(answers.values()) else None
    is_same = notes == (meeting.notes.original if meeting.notes else "") and sip == meeting.sip
    if not is_same and new.before != mark(meeting):
        raise WrittenSince
    was_hers = meeting.notes_published_at is not None
    publish = publish or was_hers
    faults = _faults(notes, answers, publish)
    if publish and not (was_hers or held.has_begun(meeting, now)):
        faults.setdefault("notes", "not-yet" if meeting.is_standing else "called-off")
    if faults:
        raise Unfit(faults)
    if not is_same:
        meeting.notes = Writing.in_("sv", notes) if notes else None
        meeting.sip = sip
        meeting.notes_by_id = by.id
    if publish and (not is_same or meeting.notes_published_at is None):
        meeting.notes_published_at = now
        reminders.tell_of_minutes(db, meeting, now=now)
        want_for(db, meeting.participant, now=now)


def may_take_back(meeting: Meeting) -> bool:
    """Whether it was published, and she has never said that she has read it."""
    return meeting.notes_published_at is not None and meeting.notes_seen_at is None


def take_back(db: Session, meeting: Meeting, *, now: datetime) -> None:
    """Hide from her again what was published, and tell her of it no more. Doing so twice changes nothing.

    Raises `IsRead`.
    """
    db.refresh(meeting, ["notes_published_at", "notes_seen_at"], with_for_update=True)
    if meeting.notes_published_at is None:
        return
    if not may_take_back(meeting):
        raise IsRead
    meeting.notes_published_at = None
    reminders.minutes_are_gone(db, meeting, now=now)


def _faults(notes: str, answers: Mapping[str, str], publish: bool) -> dict[str, str]:
    faults = {
        f"sip-{name}": "too-long" for name, said in answers.items() if len(said) > LONGEST_ANSWER
    }
    if len(notes) > LONGEST:
        faults["notes"] = "too-long"
    elif publish and not notes and not any(answers.values()):
        faults["notes"] = "nothing"
    return faults
