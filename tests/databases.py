"""Fresh databases with the newest schema, made by copying one that was migrated once."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
import sqlalchemy as sa

from portal import schema
from portal.db import engine_for

BACKENDS = ("sqlite", "postgresql")


class Databases:
    """Hands out one fresh database after another, of either kind."""

    def __init__(self, folder: Path, postgres: str) -> None:
        self._folder, self._postgres, self._count = folder, postgres, 0
        self._migrated: set[str] = set()
        self._whole: set[str] = set()
        self._spare: list[str] = []
        self._newest: object = None

    def fresh(self, backend: str, *, empty: bool = False) -> str:
        """The address of a new database of that kind; with the newest schema unless it is to be empty."""
        self._count += 1
        name = f"test_{self._count}"
        if backend == "sqlite":
            return self._fresh_sqlite(name, empty=empty)
        return self._fresh_postgresql(name, empty=empty)

    def _fresh_sqlite(self, name: str, *, empty: bool) -> str:
        path = self._folder / f"{name}.db"
        if not empty:
            template = self._folder / "template.db"
            self._migrate_once(f"sqlite:///{template}")
            shutil.copyfile(template, path)
        return f"sqlite:///{path}"

    def _fresh_postgresql(self, name: str, *, empty: bool) -> str:
        if not empty:
            if "template" not in self._migrated:
                self._create("template_portal", "template1")
                self._migrated.add("template")
            template = self._postgres.format("template_portal")
            self._migrate_once(template)
            if self._newest is None:
                with psycopg.connect(template, autocommit=True) as connection:
                    self._newest = self._version(connection)
        if self._spare and not empty:
            return self._spare.pop()
        self._create(name, "template1" if empty else "template_portal")
        url = self._postgres.format(name)
        if not empty:
            self._whole.add(url)
        return url

    def _emptied(self, url: str) -> bool:
        """Empty every table, past the triggers that keep the log; whether that went well."""
        deletes = "; ".join(f'DELETE FROM "{table}"' for table in schema.METADATA.tables)  # noqa: S608 (our own tables)
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("SET session_replication_role = replica")
                connection.execute("SET lock_timeout = '5s'")
                connection.execute(deletes.encode())
                return self._version(connection) == self._newest
        except psycopg.Error:
            return False

    @staticmethod
    def _version(connection: psycopg.Connection[tuple[str, ...]]) -> object:
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()

    def _create(self, name: str, template: str) -> None:
        with psycopg.connect(self._postgres.format("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"'.encode())
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())

    def _migrate_once(self, url: str) -> None:
        if url in self._migrated:
            return
        engine = engine_for(url)
        schema.upgrade(engine)
        if engine.dialect.name == "sqlite":
            with engine.connect() as connection:
                connection.execute(sa.text("SELECT 1"))
            raw = engine.raw_connection()
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raw.close()
        engine.dispose()
        self._migrated.add(url)

    def drop(self, url: str) -> None:
        """Give back what a test has finished with: a PostgreSQL database that still has the schema is used again."""
        parsed = sa.make_url(url)
        if parsed.get_backend_name() == "sqlite":
            for path in self._folder.glob(f"{Path(parsed.database or '').name}*"):
                path.unlink()
            return
        if url in self._whole and self._emptied(url):
            self._spare.append(url)
            return
        with psycopg.connect(self._postgres.format("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{parsed.database}" WITH (FORCE)'.encode())
