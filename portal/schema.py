"""The schema: bringing a database to the newest one, and what the tables alone cannot say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

import portal.feedback.answer_models
import portal.feedback.models
import portal.meetings.models
import portal.meetings.supply_models
import portal.meetings.translating  # what is written about meetings is among the texts to translate
import portal.messages.attachment_models
import portal.messages.models
import portal.messages.translating  # what people write to each other is among the texts to translate
import portal.municipality.models
import portal.notifications.choice_models
import portal.notifications.models
import portal.people.account_models
import portal.people.handover_models
import portal.people.sign_in_models
import portal.plan.enrolment_models
import portal.plan.models
import portal.plan.version_models
import portal.privacy.models
import portal.progress.models
import portal.progress.translating  # what she wants to talk about is among the texts to translate
import portal.results.progress_models
import portal.statements.models
import portal.translators.models  # noqa: F401 (every table is known when this module is)
from portal.db import Base
from portal.places import MIGRATIONS

if TYPE_CHECKING:
    from alembic.config import Config

METADATA = Base.metadata
VERSION = sa.table("alembic_version", sa.column("version_num"))


def config(engine: sa.Engine) -> Config:
    """Alembic's settings for this engine."""
    from alembic.config import (
        Config,  # some megabytes that a process which serves pages does without
    )

    found = Config()
    found.set_main_option("script_location", str(MIGRATIONS))
    found.attributes["engine"] = engine
    return found


def upgrade(engine: sa.Engine, revision: str = "head") -> None:
    """Bring the database to the newest schema; does nothing when it is there already."""
    from alembic import command

    command.upgrade(config(engine), revision)


def downgrade(engine: sa.Engine, revision: str) -> None:
    """Take the database back to an older schema."""
    from alembic import command

    command.downgrade(config(engine), revision)


def newest() -> str:
    """The newest schema: migrations are numbered in their order, 0001, 0002 …"""
    return max(file.name[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def is_newest(engine: sa.Engine) -> bool:
    """Whether the database has the schema that this code expects."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table(VERSION.name):
            return False
        return connection.scalar(sa.select(VERSION.c.version_num)) == newest()


def guard_access_log(connection: sa.Connection) -> None:
    """Make the access log append-only; to be called again after each change of its table on SQLite."""
    for statement in _GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)


_GUARDS = {
    "sqlite": [
        f"CREATE TRIGGER IF NOT EXISTS access_log_no_{act.lower()} BEFORE {act} ON access_log"
        " BEGIN SELECT RAISE(ABORT, 'the access log is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION access_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the access log is append-only'; END $$",
        "CREATE OR REPLACE TRIGGER access_log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log"
        " FOR EACH STATEMENT EXECUTE FUNCTION access_log_is_append_only()",
    ],
}
