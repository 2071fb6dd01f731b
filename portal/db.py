"""The database: engine, column types and the base of every model. Knows nothing of the web.

SQLite and PostgreSQL hold the same schema. What differs between them is settled here and nowhere else.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    make_transient_to_detached,
    mapped_column,
)
from sqlalchemy.pool import ConnectionPoolEntry

from portal.writing import Writing

PRAGMAS = (
    "journal_mode=WAL",  # readers never wait for a writer
    "synchronous=FULL",  # what was answered "saved" survives a power cut
    "busy_timeout=30000",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "secure_delete=ON",  # what a person removed does not linger in the file
)
SETTINGS = (
    "plan_cache_mode = force_generic_plan",  # a question is planned once for a connection, not at every page
    "jit = off",  # pages ask small questions: to compile one takes longer than to answer it
)


ONE = sa.literal_column("1", sa.Integer)
"""For `limit(ONE)` in a question within a question: of a number that it is told only later, PostgreSQL expects a tenth
of the table, and reads it whole."""


class Moment(sa.TypeDecorator[datetime]):
    """A moment in UTC. One without a zone is refused: nobody can say which moment it meant."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Texts(sa.TypeDecorator[Writing]):
    """A text with its translations; the first language is the one it was written in."""

    impl = sa.Text  # not JSONB: that would lose which language came first
    cache_ok = True

    def process_bind_param(self, value: Writing | None, dialect: sa.Dialect) -> str | None:
        return None if value is None else json.dumps(value.to_store(), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Writing | None:
        return None if value is None else Writing.stored(json.loads(value))


class TextList(sa.TypeDecorator[list[Writing]]):
    """Several texts in order, each with its translations."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: list[Writing] | None, dialect: sa.Dialect) -> str | None:
        return json.dumps([text.to_store() for text in value or []], ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> list[Writing]:
        return [Writing.stored(texts) for texts in json.loads(value or "[]")]


class Base(DeclarativeBase):
    """A row with an opaque identity."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it from the class)
        datetime: Moment,
        Writing: Texts,
        list[Writing]: TextList,
        list[str]: sa.JSON,
        list[int]: sa.JSON,
        dict[str, Any]: sa.JSON,
        list[dict[str, Any]]: sa.JSON,
        Enum: sa.Enum(
            Enum,
            native_enum=False,
            create_constraint=True,
            length=40,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, sort_order=-1)


def engine_for(url: str, **options: Any) -> sa.Engine:
    """An engine whose connections behave alike on both databases; makes SQLite's folder when it is missing."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(parsed, json_serializer=_json, **options)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = sa.create_engine(parsed, pool_pre_ping=True, json_serializer=_json, **options)
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "begin", _begin_postgresql)
    event.listen(engine, "rollback", _end_reading)
    return engine


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _prepare_sqlite(connection: Any, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we begin our own transactions, below
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    reads_only = _reads_only(connection)
    if connection.info.get("reads_only", False) is not reads_only:
        # Only when it changes: SQLite then prepares every statement anew, which took a fifth of a page's time.
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads_only else 'OFF'}")
        connection.info["reads_only"] = reads_only
    if reads_only:
        connection.exec_driver_sql("BEGIN")
        return
    # A plain BEGIN that writes later fails with "database is locked" when two do so at once.
    with _in_turn(connection.engine.url.database):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _in_turn(database: str | None) -> Iterator[None]:
    """Let those who want to write wait in a row, with the lock of the database's folder.

    SQLite gives its one lock to whoever happens to ask when it is free: among eight that write all the time, one had
    waited for 23 seconds, and at 30 it is told "database is locked". In a row nobody waited for more than 1.2.
    """
    if not database or database == ":memory:":
        yield
        return
    folder = os.open(Path(database).parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _prepare_postgresql(connection: Any, _: ConnectionPoolEntry) -> None:
    for setting in SETTINGS:
        connection.execute(f"SET {setting}")
    connection.commit()


def _begin_postgresql(connection: sa.Connection) -> None:
    driver: Any = connection.connection.driver_connection
    reads_only = _reads_only(connection) or None
    if driver.read_only is not reads_only:
        driver.read_only = reads_only  # it then says BEGIN READ ONLY, in one command


def _end_reading(connection: sa.Connection) -> None:
    """Nothing was written: COMMIT. At a ROLLBACK psycopg forgets every statement that it has prepared, and
    each question is planned anew at the next page, which took as long as answering it."""
    driver: Any = connection.connection.driver_connection
    if _reads_only(connection) and driver.info.transaction_status.name == "INTRANS":
        with suppress(connection.dialect.loaded_dbapi.Error):  # the rollback tells of it
            driver.commit()


def _reads_only(connection: sa.Connection) -> bool:
    return bool(connection.get_execution_options().get("reads_only"))


@lru_cache(maxsize=32)
def reading(engine: sa.Engine) -> sa.Engine:
    """The same engine, whose transactions the database itself refuses to write in."""
    return engine.execution_options(reads_only=True)


def is_reading(db: Session) -> bool:
    """Whether the database refuses this session's writes."""
    return bool(db.get_bind().get_execution_options().get("reads_only"))


def write(db: Session, row: Base) -> None:
    """Write a new row straight into its table; the session then has it as one that it has read.

    A booking took half of its time for the session's bookkeeping of five rows. Relations are given by their keys.
    """
    db.flush()
    row.id = uuid4()
    said = sa.inspect(row).dict
    into, columns = _table(type(row))
    db.connection().execute(into, {name: said[name] for name in columns if name in said})
    make_transient_to_detached(row)
    db.add(row)


def write_free(db: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
    """Write those of the rows that no unique constraint refuses; how many they are. The transaction goes on."""
    into = _unless_taken(model, db.get_bind().dialect.name)
    return db.connection().execute(into, rows).rowcount


@lru_cache
def _unless_taken(model: type[Base], dialect: str) -> sa.Insert:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    into = insert(model.__table__).on_conflict_do_nothing()  # type: ignore[arg-type]
    return into.execution_options(preserve_rowcount=True)


@lru_cache
def _table(model: type[Base]) -> tuple[sa.Insert, list[str]]:
    """The statement that writes such a row, and the names of its columns."""
    return sa.insert(model.__table__), [one.key for one in sa.inspect(model).column_attrs]  # type: ignore[arg-type]


def lock(db: Session, asked: sa.Select[Any], **values: Any) -> None:
    """Let others who lock the same rows wait until this transaction is over.

    SQLite has one writer at a time anyway: there nothing is asked.
    """
    db.flush()  # whoever reads a row anew after this does not lose what was changed before
    if db.get_bind().dialect.name != "sqlite":
        db.connection().execute(asked, values)


@contextmanager
def transaction(engine: sa.Engine) -> Iterator[Session]:
    """A session that is kept when the block ends well and undone when it does not."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session
