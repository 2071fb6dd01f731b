"""The database as those who run the portal see it: is it there, is it new, is it a demo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import schema
from portal.db import engine_for, reading, transaction
from portal.feedback import shipped
from portal.municipality.models import Installation, Municipality

A_PAST = timedelta(days=400)


class State(Enum):
    """What a database is, before anything is done to it."""

    MISSING = "missing"
    EMPTY = "empty"
    DEMO = "demo"
    REAL = "real"


@contextmanager
def opened(url: str) -> Iterator[sa.Engine]:
    """The engine of a command, closed when the command ends."""
    engine = engine_for(url)
    try:
        yield engine
    finally:
        engine.dispose()


def sqlite_file(url: str) -> Path | None:
    """The file that a SQLite database lies in; None for PostgreSQL."""
    address = sa.make_url(url)
    if address.get_backend_name() != "sqlite":
        return None
    return Path(address.database or "")


def state(url: str) -> State:
    """What stands at this address. Looks only: a SQLite file that is not there is not made."""
    file = sqlite_file(url)
    if file and not file.is_file():
        return State.MISSING
    with opened(url) as engine:
        tables = set(sa.inspect(reading(engine)).get_table_names()) - {"alembic_version"}
        if not tables:
            return State.EMPTY
        if Installation.__tablename__ not in tables:
            return State.REAL
        return _state_of_tables(engine)


def _state_of_tables(engine: sa.Engine) -> State:
    with Session(reading(engine)) as db:
        is_demo = db.scalar(sa.select(Installation.is_demo))
        if is_demo is None:
            is_filled = db.scalar(sa.select(sa.func.count(Municipality.id)))
            return State.REAL if is_filled else State.EMPTY
    return State.DEMO if is_demo else State.REAL


def migrate(url: str, *, is_demo: bool, now: datetime) -> None:
    """Bring the database to the newest schema, and the questionnaires that come with the product to what they say now.

    A new one is told what it is for good: a demo, or a real one.
    """
    is_new = state(url) in {State.MISSING, State.EMPTY}
    with opened(url) as engine:
        schema.upgrade(engine)
        if is_new:
            with transaction(engine) as db:
                db.add(Installation(is_demo=is_demo, made_at=now))
        with transaction(engine) as db:
            # A demo has a past: what was asked a year ago was asked with these questions.
            shipped.load(db, now=now - A_PAST if is_demo else now)


def fault(url: str) -> str | None:
    """Why the portal cannot run on this database, in one line; None when it can."""
    if state(url) is State.MISSING:
        return "PORTAL_DATABASE_URL: there is no database yet; run: portal migrate"
    with opened(url) as engine:
        if not schema.is_newest(reading(engine)):
            return "The database has not the newest schema; run: portal migrate"
    return None
