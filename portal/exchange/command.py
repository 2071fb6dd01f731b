"""The command `portal load`: what it prints, and how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

import click
import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError

from portal import clock, schema, settings
from portal.db import engine_for, transaction
from portal.exchange.faults import FileWrong
from portal.exchange.loading import load
from portal.feedback import shipped

MOST_LINES = 50


@click.command("load")
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE…")
def command(files: Sequence[str]) -> None:
    """Load municipality/1, caseload/1 and questionnaire/1 files.

    All files are loaded or none. Loading a file again brings what it names up to date; loading the
    same file twice changes nothing. Prints what was new, changed and unchanged. A file that is wrong
    is refused with one line for each fault: FILE:LINE: where in the file: what.
    """
    try:
        engine = engine_for(settings.database_url())
    except (ArgumentError, OSError):
        _refuse(["PORTAL_DATABASE_URL: there can be no database at this address"])
    try:
        _ready(engine)
        report = load(engine, files, today=clock.today(), now=clock.now())
    except FileWrong as wrong:
        _refuse(list(map(str, wrong.faults)))
    except DBAPIError:  # what the driver says is left out: it may quote a password or a person
        _refuse(["PORTAL_DATABASE_URL: the database cannot be used just now; nothing was changed"])
    else:
        click.echo("\n".join(report.lines()))
    finally:
        engine.dispose()


def _ready(engine: sa.Engine) -> None:
    """Give a new database its tables and questionnaires; an older one is not changed unasked."""
    if not sa.inspect(engine).get_table_names():
        schema.upgrade(engine)
        with transaction(engine) as db:
            shipped.load(db, now=clock.now())
    elif not schema.is_newest(engine):
        _refuse(["the database has an older schema; run: portal migrate"])


def _refuse(lines: list[str]) -> NoReturn:
    for line in lines[:MOST_LINES]:
        click.echo(line, err=True)
    if len(lines) > MOST_LINES:
        click.echo(f"and {len(lines) - MOST_LINES} more", err=True)
    raise SystemExit(1)
