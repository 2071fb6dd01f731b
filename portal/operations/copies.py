"""Backup copies of the database, taken while the portal is in use, and putting one back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from portal.operations import database
from portal.operations.database import State
from portal.operations.refusal import Refused

FOR_ITS_OWNER = 0o600


def back_up(url: str, target: Path, *, overwrite: bool) -> None:
    """Write a copy that is whole even though people go on writing.

    Nothing half-made ever has the name `target`.
    """
    if database.state(url) in {State.MISSING, State.EMPTY}:
        raise Refused("PORTAL_DATABASE_URL: there is nothing to copy; the database is empty")
    if target.exists() and not overwrite:
        raise Refused(f"{target}: is there already; --overwrite replaces it")
    if not target.parent.is_dir():
        raise Refused(f"{target.parent}: there is no such folder")
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(FOR_ITS_OWNER)
    try:
        file = database.sqlite_file(url)
        if file:
            _copy_sqlite(file, unfinished)
        else:
            _run("pg_dump", url, "--format=custom", f"--file={unfinished}")
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def restore(url: str, source: Path, *, overwrite: bool) -> None:
    """Put a backup copy in the place of the database.

    Refuses to lose a database that holds something, unless told to.
    """
    if not source.is_file():
        raise Refused(f"{source}: there is no such file")
    if database.state(url) in {State.DEMO, State.REAL} and not overwrite:
        raise Refused("PORTAL_DATABASE_URL: the database is not empty; --overwrite replaces it")
    file = database.sqlite_file(url)
    if file:
        _restore_sqlite(source, file)
        return
    _run(
        "pg_restore", url, "--clean", "--if-exists", "--no-owner", "--single-transaction",
        "--exit-on-error", str(source),
    )  # fmt: skip


def _copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's own way of copying: the write-ahead log comes along, which `cp` would lose."""
    with closing(sqlite3.connect(source, timeout=30)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    _make_sure_whole(target)


def _make_sure_whole(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            [verdict] = connection.execute("PRAGMA integrity_check").fetchone()
            tables = connection.execute(
                "SELECT name FROM sqlite_master WHERE name='alembic_version'"
            )
            is_ours = tables.fetchone() is not None
    except sqlite3.DatabaseError as error:
        raise Refused(f"{file}: is no SQLite database") from error
    if verdict != "ok":
        raise Refused(f"{file}: is damaged")
    if not is_ours:
        raise Refused(f"{file}: is no database of the portal")


def _restore_sqlite(source: Path, target: Path) -> None:
    _make_sure_whole(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    arriving = target.with_name(f".{target.name}.arriving")
    arriving.unlink(missing_ok=True)
    arriving.touch(FOR_ITS_OWNER)
    shutil.copyfile(source, arriving)
    with arriving.open("rb") as copied:
        os.fsync(copied.fileno())
    for left_over in ("-wal", "-shm"):
        target.with_name(target.name + left_over).unlink(missing_ok=True)
    arriving.replace(target)


def _run(program: str, url: str, *arguments: str) -> None:
    """Run a program of PostgreSQL's; the password goes by the environment, hidden from `ps`."""
    path = shutil.which(program)
    if path is None:
        raise Refused(f"{program}: is not installed; it comes with PostgreSQL's client programs")
    address = sa.make_url(url).set(drivername="postgresql")
    password = {"PGPASSWORD": address.password} if address.password else {}
    plain = address.set(password=None).render_as_string()
    done = subprocess.run(  # noqa: S603 (a fixed program, and the address from the settings)
        [path, f"--dbname={plain}", *arguments],
        env={**os.environ, **password},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        first = (done.stderr.strip().splitlines() or ["it gave no reason"])[0]
        raise Refused(f"{program}: failed; {first}")
