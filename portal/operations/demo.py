"""The demo: Timrå's facts and an invented caseload, with links that sign you in."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from portal import clock
from portal.db import transaction
from portal.exchange.loading import load
from portal.messages.paper_files import files_of
from portal.notice_settings import NoticeSettings
from portal.notifications import push
from portal.operations import (
    database,
    demo_feedback,
    demo_meetings,
    demo_messages,
    demo_notices,
    demo_papers,
    demo_past,
    demo_progress,
)
from portal.operations.database import State
from portal.operations.refusal import Refused
from portal.people import accounts, codes
from portal.people.account_models import Duty
from portal.people.models import Participant, Staff
from portal.places import DEMO
from portal.settings import Settings, SettingsWrong, base_url, database_url, from_environment

FILES = (DEMO / "timra.yaml", DEMO / "caseload.yaml")
SHOWN = ("P-1001", "P-1002")
HOST = "127.0.0.1"
USUAL_PORT = 8000
SECRET, ADDRESS = "demo-secret", "demo-address"
PUSH_KEY, OUTBOX = "demo-push-key", "demo-outbox.jsonl"
DUTIES = {
    "karin": (Duty.CASEWORKER, Duty.TRANSLATOR),
    "lars": (Duty.CASEWORKER,),
    "sara": (Duty.CASEWORKER,),
    "mehdi": (Duty.CASEWORKER,),
    "eva": (Duty.UNIT_MANAGER, Duty.ADMINISTRATOR),
    "jonas": (
        Duty.ADMINISTRATOR,
    ),  # nobody's contact person: who reads what participants wrote about us
}
"""What each of the demo's staff may do; nobody has a password, a printed code signs in."""


@dataclass(frozen=True)
class Link:
    """A way to sign in as somebody of the demo; it works once."""

    key: str
    address: str


def prepare(url: str) -> None:
    """Make the demo's database when there is none, and load it. Refuses any other database."""
    if database.state(url) is State.REAL:
        raise Refused(
            "PORTAL_DATABASE_URL: this database is not a demo, so the demo does not touch it"
        )
    database.migrate(url, is_demo=True, now=clock.now())
    with database.opened(url) as engine:
        # Each time: dates in the files are relative to today, so that the demo never grows old.
        load(engine, FILES, today=clock.today(), now=clock.now())
        with transaction(engine) as db:
            _known_for_as_long(db)
        with transaction(engine) as db:
            _give_accounts(db)
        with transaction(engine) as db:
            demo_meetings.add(db, clock.now())
        with transaction(engine) as db:
            demo_notices.add(db, _kept(url, SECRET, _new_secret), clock.now())
            demo_messages.add(db, clock.now())
        with transaction(engine) as db:
            demo_papers.add(db, files_of(settings(url, USUAL_PORT)))
        with transaction(engine) as db:
            demo_progress.add(db, clock.now())
        with transaction(engine) as db:
            demo_feedback.add(db, clock.now())
        with transaction(engine) as db:
            demo_past.add(db, clock.now())


def _give_accounts(db: Session) -> None:
    """An account for each of the staff who has none yet; what was changed on the pages since then stays."""
    for person in db.scalars(sa.select(Staff).where(Staff.key.in_(DUTIES))).all():
        if person.email and not accounts.account(db, person):
            accounts.add(db, person, person.email, DUTIES[person.key], now=clock.now())


def _known_for_as_long(db: Session) -> None:
    """Let nobody be newer in the portal than her first contact person, so that the demo's caseworkers have a usual day.

    A second start changes nothing: the earlier moment stays.
    """
    for one in db.scalars(sa.select(Participant).options(selectinload(Participant.assignments))):
        began = min((contact.from_on for contact in one.assignments), default=None)
        if began and clock.local(one.created_at).date() > began:
            one.created_at = datetime.combine(began, time(12), clock.LOCAL)


def settings(url: str, port: int) -> Settings:
    """The settings of a demo that answers at that port.

    Its secrets lie in files beside the database, so that sign-ins and phones outlive a restart.
    """
    return Settings(
        secret_key=_kept(url, SECRET, _new_secret),
        database_url=url,
        base_url=f"http://{HOST}:{port}",
        is_demo=True,
        notices=NoticeSettings(
            vapid_key=_kept(url, PUSH_KEY, push.new_key),
            outbox_file=_beside(url, OUTBOX),
            push_hosts=tuple(os.environ.get("PORTAL_DEMO_PUSH_HOSTS", "").split()),
        ),
    )


def settings_or_demo() -> Settings:
    """The settings from the environment; without them, the demo's when the database is a demo."""
    try:
        return from_environment()
    except SettingsWrong:
        url = database_url()
        if database.state(url) is not State.DEMO or not _beside(url, SECRET).is_file():
            raise
        found = settings(url, USUAL_PORT)
        return replace(found, base_url=address(found) or found.base_url)


def note_address(of: Settings) -> None:
    """Note where this demo answers, so that commands in another window can say it."""
    _beside(of.database_url, ADDRESS).write_text(of.base_url)


def address(of: Settings) -> str | None:
    """Where people open the portal: what `PORTAL_BASE_URL` says, else where the demo was last started, else None."""
    if not of.is_demo:
        return of.base_url
    noted = _beside(of.database_url, ADDRESS)
    return base_url() or (noted.read_text().strip() if noted.is_file() else None)


def _beside(url: str, name: str) -> Path:
    """A file of the demo's own: beside its database, or in `instance/`."""
    file = database.sqlite_file(url)
    return (file.parent if file else Path("instance")) / name


def _new_secret() -> str:
    return secrets.token_hex(32)


def _kept(url: str, name: str, make: Callable[[], str]) -> str:
    """A secret of the demo's own, made at its first start."""
    kept = _beside(url, name)
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(make())
    return kept.read_text().strip()


def links(of: Settings) -> list[Link]:
    """Fresh links for P-1001, P-1002 and the caseworker of P-1001; older ones stop working."""
    with database.opened(of.database_url) as engine, transaction(engine) as db:
        people: list[Participant | Staff] = [_participant(db, key) for key in SHOWN]
        people.append(_caseworker(_participant(db, SHOWN[0])))
        return [_link(db, of, person) for person in people]


def _participant(db: Session, key: str) -> Participant:
    return db.scalars(sa.select(Participant).where(Participant.key == key)).one()


def _caseworker(participant: Participant) -> Staff:
    today = clock.today()
    return next(
        assignment.staff
        for assignment in participant.assignments
        if assignment.is_main and assignment.is_current(today)
    )


def _link(db: Session, of: Settings, person: Participant | Staff) -> Link:
    code = codes.make(
        db,
        of.secret_key,
        participant=person if isinstance(person, Participant) else None,
        staff=person if isinstance(person, Staff) else None,
        now=clock.now(),
    )
    return Link(person.key, f"{of.base_url}/sign-in/code?code={code}")
