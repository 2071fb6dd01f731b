"""Both databases behave alike: a reading transaction cannot write, and the schema is what the models say."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal import clock, schema
from portal.db import engine_for, reading, transaction
from portal.municipality.models import Installation
from portal.privacy.models import AccessLog, Opened
from tests.cast import Cast
from tests.databases import BACKENDS, Databases


def test_a_reading_transaction_cannot_write(engine: sa.Engine) -> None:
    with Session(reading(engine)) as session:
        session.add(Installation(is_demo=False, made_at=clock.now()))
        with pytest.raises(DBAPIError):
            session.flush()


def test_the_connection_can_write_again_after_reading(engine: sa.Engine) -> None:
    with Session(reading(engine)) as session:
        session.scalars(sa.select(Installation)).all()
    with transaction(engine) as writer:
        writer.add(Installation(is_demo=False, made_at=clock.now()))
    with Session(reading(engine)) as session:
        assert session.scalar(sa.select(sa.func.count(Installation.id))) == 1


def test_postgresql_plans_the_question_of_every_page_once(databases: Databases) -> None:
    url = databases.fresh("postgresql", empty=True)
    engine = engine_for(url, pool_size=1)
    for _ in range(8):
        with Session(reading(engine)) as session:
            session.execute(sa.select(sa.literal("asked at every page")))
    known = "SELECT generic_plans, custom_plans FROM pg_prepared_statements"
    with engine.connect() as connection:
        [(once, anew)] = connection.exec_driver_sql(f"{known} WHERE statement LIKE '%%$1%%'")
    assert once > 0
    assert anew == 0
    engine.dispose()
    databases.drop(url)


def _until_somebody_waits(engine: sa.Engine) -> None:
    """Until another has the folder's lock, which whoever is next in the row holds."""
    if engine.dialect.name != "sqlite":
        return
    for _ in range(600):
        folder = os.open(Path(str(engine.url.database)).parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        finally:
            os.close(folder)
        time.sleep(0.05)
    raise AssertionError("nobody waits")


def test_who_waits_to_write_comes_before_who_has_just_written(engine: sa.Engine) -> None:
    """On SQLite a process that writes all the time let others starve until they were told "database is locked"."""
    order: list[str] = []

    def other() -> None:
        with engine.begin():
            order.append("other")

    for _ in range(5):
        waiting = threading.Thread(target=other)
        with engine.begin():
            waiting.start()
            _until_somebody_waits(engine)
        with engine.begin():
            order.append("again")
        waiting.join()
    if engine.dialect.name == "sqlite":
        assert order == ["other", "again"] * 5


@pytest.mark.parametrize("backend", BACKENDS)
def test_upgrade_downgrade_and_models_agree(databases: Databases, backend: str) -> None:
    url = databases.fresh(backend, empty=True)
    engine = engine_for(url)
    schema.upgrade(engine)
    assert schema.is_newest(engine)
    assert ScriptDirectory.from_config(schema.config(engine)).get_heads() == [schema.newest()]
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.METADATA) == []

    schema.downgrade(engine, "base")
    assert set(sa.inspect(engine).get_table_names()) <= {"alembic_version"}
    schema.upgrade(engine)
    assert schema.is_newest(engine)
    engine.dispose()
    databases.drop(url)


@pytest.mark.parametrize(
    "statement", ["UPDATE access_log SET opened = 'overview'", "DELETE FROM access_log"]
)
def test_nobody_changes_or_erases_the_access_log(db: Session, cast: Cast, statement: str) -> None:
    db.add(
        AccessLog(
            participant_id=cast.amina.id,
            staff_id=cast.karin.id,
            opened=Opened.PARTICIPANT,
            opened_at=clock.now(),
        )
    )
    db.commit()
    with pytest.raises(DBAPIError, match="append-only"):
        db.execute(sa.text(statement))
