"""Karin is away with eight meetings booked, for the tests of what becomes of them; written in a line."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.meetings import booking
from portal.meetings.booking import Details
from portal.meetings.models import Meeting, MeetingParty
from portal.meetings.purposes import Purpose
from portal.notifications.models import NoticeKind, OutboxNotice
from portal.people.models import Absence, AbsenceKind, Participant, Staff
from tests.browsing import Browser, linted
from tests.cast import Cast, assign
from tests.meetings.conftest import NOW, Town, at
from tests.people.away import away, on_duty

PAGE = "/staff/duty/meetings"
TIMES = [at(8, 9), at(8, 10), at(8, 11), at(8, 13), at(8, 14), at(9, 9), at(9, 10), at(9, 11)]
"""Eight meetings on the first two days of Karin's week away."""


def booked(
    db: Session,
    who: Participant,
    purpose: Purpose,
    starts_at: object,
    *staff: Staff,
    key: str = "k",
) -> Meeting:
    made = booking.book_for(
        db, staff[0], who, purpose, starts_at, [one.id for one in staff], Details(),  # type: ignore[arg-type]
        key=key, now=NOW - timedelta(days=3), anyway=True,
    )  # fmt: skip
    made.seen_version = 1
    db.commit()
    return made


def eight_booked(db: Session, cast: Cast, town: Town) -> list[Meeting]:
    """Karin's eight meetings, each with somebody else; Amina's is the first."""
    people = [cast.amina]
    for number in range(1, 8):
        one = Participant(key=f"N-{number}", name=f"Nummer {number}", language="sv", created_at=NOW)
        db.add(one)
        assign(db, one, cast.karin)
        people.append(one)
    db.flush()
    return [
        booked(db, who, town.follow_up, starts_at, cast.karin)
        for who, starts_at in zip(people, TIMES, strict=True)
    ]


def karin_ill(db: Session, cast: Cast) -> Absence:
    """Karin is away Monday to Friday, and Lars is on duty today."""
    made = away(db, cast.karin, days=5)
    made.kind = AbsenceKind.ILL
    on_duty(db, cast.lars)
    return made


def form(*meetings: Meeting, act: str = "take-over", **more: str) -> dict[str, object]:
    return {"meeting": [f"{one.id}:{one.version}" for one in meetings], "act": act, **more}


def send(
    browser: Browser, absence: Absence, filled: dict[str, object], as_: Staff
) -> BeautifulSoup:
    answer = browser.client(as_).post(f"{PAGE}/{absence.id}", data=filled)
    assert answer.status_code == 200, answer.text
    return linted(answer)


def fresh(db: Session) -> None:
    """Let go of the database and of what is known of meetings, so that the application's writing is seen."""
    db.commit()
    for one in list(db.identity_map.values()):
        if isinstance(one, (Meeting, MeetingParty)):
            db.expire(one)


def notices(db: Session, meeting: Meeting) -> list[tuple[NoticeKind, int]]:
    """What she was told of it apart from reminders: kind and version."""
    rows = db.scalars(
        sa.select(OutboxNotice).where(
            OutboxNotice.subject_id == meeting.id, OutboxNotice.withdrawn_at.is_(None)
        )
    )
    return [(one.kind, one.version) for one in rows if not one.kind.startswith("reminder")]


def who(meeting: Meeting) -> list[str]:
    return [one.first_name for one in meeting.staff]


def queries(app: Flask, browser: Browser, address: str, as_: Participant | Staff) -> int:
    browser.visit(address, as_=as_)
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("SET", "PRAGMA", "BEGIN")):
            asked.append(statement)

    engine = app.extensions["portal_engine"]
    event.listen(engine, "before_cursor_execute", note)
    browser.visit(address, as_=as_)
    event.remove(engine, "before_cursor_execute", note)
    return len(asked)
