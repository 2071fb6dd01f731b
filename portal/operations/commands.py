"""The commands of those who run the portal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from portal import clock, create_app, log, server, settings
from portal.notifications import push
from portal.operations import (
    checks,
    copies,
    database,
    demo,
    filling,
    invitation,
    paper_copies,
    working,
)
from portal.operations.database import State
from portal.operations.refusal import Refused, refusals
from portal.operations.staff_accounts import staff

port_option = click.option(
    "--port",
    default=demo.USUAL_PORT,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="The port to answer at.",
)
overwrite_option = click.option("--overwrite", is_flag=True, help="Replace what is there.")
file_argument = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to answer at.")
@port_option
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=server.usual_workers(),
    show_default=True,
    help=f"How many processes answer; each takes {server.THREADS} requests at a time.",
)
@click.option("--with-worker", is_flag=True, help="Also send notices, as `portal work` does.")
def serve(host: str, port: int, workers: int, *, with_worker: bool) -> None:
    """Serve the portal to people.

    Does not start with a missing or well-known secret, or on a database with an older schema.
    """
    with refusals():
        chosen = settings.from_environment()
        _refuse_unready(chosen)
        server.make_sure_free(host, port)
    if database.state(chosen.database_url) is State.DEMO:
        click.echo("Note: this database is a demo. Everyone in it is invented.", err=True)
    beside = working.beside_server(chosen) if with_worker else None
    server.serve(create_app(chosen), host=host, port=port, workers=workers, beside=beside)


@click.command("demo")
@port_option
def show_demo(port: int) -> None:
    """Show the portal with Timrå's facts and invented people.

    Makes the database when there is none, prints links that sign you in, and serves on this
    machine only. A database that is not a demo is never touched.
    """
    with refusals():
        url = settings.database_url()
        server.make_sure_free(demo.HOST, port)
        demo.prepare(url)
        chosen = demo.settings(url, port)
        demo.note_address(chosen)
        links = demo.links(chosen)
    click.echo("This is a demo. Everyone in it is invented.")
    click.echo("Open a link to sign in; each works once. Start again for new ones.\n")
    for link in links:
        click.echo(f"{link.key}  {link.address}")
    click.echo(f"\nThe portal answers on {chosen.base_url} (Ctrl+C stops it).")
    sys.stdout.flush()  # whoever waits for the links gets them before the server takes over
    beside = working.beside_server(chosen)
    server.serve(create_app(chosen), host=demo.HOST, port=port, workers=2, beside=beside)


@click.command("work")
@click.option("--once", is_flag=True, help="Do what is due now, and end (for a timer).")
def work(*, once: bool) -> None:
    """Send notices to phones, and make reminders of what is due.

    Any number may run at once, on any machine that reaches the database. One that dies loses
    nothing: another takes over what it had in hand.
    """
    with refusals():
        chosen = demo.settings_or_demo()
        _refuse_unready(chosen)
        if once:
            click.echo(f"{working.once(chosen)} notices were settled.")
            return
        log.set_up()
        working.until_stopped(chosen)


@click.command("push-key")
def push_key() -> None:
    """Make a new key for push notices (PORTAL_VAPID_KEY).

    Phones are asked again quietly when the key of an installation changes.
    """
    click.echo(push.new_key())


@click.command("migrate")
def migrate() -> None:
    """Bring the database to the newest schema; makes it when there is none."""
    with refusals():
        database.migrate(settings.database_url(), is_demo=False, now=clock.now())
    click.echo("The database has the newest schema.")


@click.command("invite")
@click.argument("key")
@click.option(
    "--letter",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write a letter to print, in her language, to this file (HTML).",
)
def invite(key: str, letter: Path | None) -> None:
    """Make a one-time activation code for a participant.

    KEY is her reference in the case system. The code works once, within 14 days. A code made
    for her before stops working.
    """
    with refusals():
        chosen = demo.settings_or_demo()
        _refuse_unready(chosen)
        if letter and not letter.parent.is_dir():
            raise Refused(f"{letter.parent}: there is no such folder")
        made = invitation.invite(chosen, key)
    if letter:
        invitation.write(invitation.letter(create_app(chosen), made), letter)
        click.echo(f"The letter is in {letter}", err=True)
    click.echo(made.code)


def _refuse_unready(chosen: settings.Settings) -> None:
    fault = database.fault(chosen.database_url)
    if fault:
        raise Refused(fault)


@click.command("check")
def check() -> None:
    """Look whether the portal can run here: one line each for settings, database and schema."""
    findings = checks.findings()
    for finding in findings:
        click.echo(finding.line)
    if not all(finding.is_well for finding in findings):
        raise SystemExit(1)


@click.command("backup")
@file_argument
@overwrite_option
def backup(file: Path, *, overwrite: bool) -> None:
    """Copy the database to FILE, and the papers beside it to FILE.papers, while the portal is in use.

    SQLite: a database file. PostgreSQL: an archive made by pg_dump.
    """
    with refusals():
        paper_copies.make_sure_free(file, overwrite=overwrite)
        copies.back_up(settings.database_url(), file, overwrite=overwrite)
        count = paper_copies.back_up(settings.files_folder(), file)
    click.echo(f"The copy is in {file}. It holds people's data: keep it as well as the database.")
    click.echo(
        f"Papers: {count}, in {paper_copies.beside(file)}. They need this PORTAL_SECRET_KEY."
    )


@click.command("restore")
@file_argument
@overwrite_option
def restore(file: Path, *, overwrite: bool) -> None:
    """Put the copy in FILE in the place of the database, and the papers in FILE.papers back. Stop the portal first."""
    with refusals():
        url = settings.database_url()
        copies.restore(url, file, overwrite=overwrite)
        count = paper_copies.restore(settings.files_folder(), file)
        fault = database.fault(url)
    click.echo(f"The copy is in place, with {count} papers." if count else "The copy is in place.")
    if fault:
        click.echo(fault)


@click.command("fill")
@click.option("--participants", required=True, type=click.IntRange(1, 1_000_000), help="How many.")
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same people.")
def fill(participants: int, seed: int) -> None:
    """Make up a caseload of that size, for load tests. Never in a database that holds real people."""
    with refusals():
        url = settings.database_url()
        if database.state(url) is State.REAL:
            raise Refused("PORTAL_DATABASE_URL: this database is not a demo, so it is not filled")
        database.migrate(url, is_demo=True, now=clock.now())
        with database.opened(url) as engine:
            made = filling.fill(engine, participants, seed, today=clock.today(), now=clock.now())
    click.echo(f"{participants} participants and {made} staff. Nobody of them exists.")


COMMANDS = (serve, work, push_key, show_demo, migrate, invite, staff, check, backup, restore, fill)


def register(group: click.Group) -> None:
    """Hang the commands under `portal`; whatever they write can be read by its owner only."""
    for command in COMMANDS:
        group.add_command(command)


def keep_private() -> None:
    """Files that the portal makes (database, copies, letters) are for their owner alone."""
    os.umask(0o077)
