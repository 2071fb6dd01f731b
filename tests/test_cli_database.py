"""Migrate, check, backup and restore: what they do, what they refuse, and in which words."""

from __future__ import annotations

import io
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from portal.cli import portal
from portal.db import engine_for
from portal.messages.storage import Files
from portal.municipality.models import Installation, Municipality
from portal.people.models import Participant
from tests import postgres
from tests.cast import Cast
from tests.databases import BACKENDS, Databases
from tests.messages.fake_clamd import listening

Portal = Callable[..., Result]
SETTINGS = {
    "PORTAL_SECRET_KEY": "5f1c0a7e9d3b48c6a2e4f60718293a4b",
    "PORTAL_BASE_URL": "https://portal.example.org",
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    """`portal …` in a folder of its own, without any setting but those given."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(postgres.programs()), prepend=os.pathsep)
    for name in [*SETTINGS, "PORTAL_DATABASE_URL", "PORTAL_FILES", "PORTAL_CLAMD_URL"]:
        monkeypatch.delenv(name, raising=False)
    mask = os.umask(0o022)
    yield lambda *arguments, **settings: CliRunner().invoke(
        portal, [str(one) for one in arguments], env=settings
    )
    os.umask(mask)


@pytest.mark.parametrize("command", list(portal.commands))
def test_every_command_explains_itself(run: Portal, command: str) -> None:
    answer = run(command, "--help")
    assert answer.exit_code == 0
    assert len(answer.output.splitlines()) > 4


def test_wrong_usage_ends_with_two(run: Portal) -> None:
    assert run("serve", "--port", "much").exit_code == 2
    assert run("invite").exit_code == 2
    assert run("no-such-command").exit_code == 2


def test_migrate_makes_the_database_for_its_owner_only(run: Portal, tmp_path: Path) -> None:
    assert run("migrate").exit_code == 0
    file = tmp_path / "instance" / "portal.db"
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0
    assert run("migrate").exit_code == 0


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_migrated_database_is_a_real_one(run: Portal, databases: Databases, backend: str) -> None:
    url = databases.fresh(backend, empty=True)
    assert run("migrate", PORTAL_DATABASE_URL=url).exit_code == 0
    engine = engine_for(url)
    with Session(engine) as db:
        assert [one.is_demo for one in db.scalars(sa.select(Installation))] == [False]
    engine.dispose()
    databases.drop(url)


def test_check_says_all_is_well_a_line_each(run: Portal, database_url: str) -> None:
    answer = run("check", PORTAL_DATABASE_URL=database_url, **SETTINGS)
    assert answer.exit_code == 0
    assert [line.split()[:2] for line in answer.output.splitlines()] == [
        ["settings", "ok"],
        ["database", "ok"],
        ["schema", "ok"],
        ["files", "ok"],
        ["push", "ok"],
        ["mail", "ok"],
        ["sms", "ok"],
    ]


def test_check_says_when_the_machine_translator_does_not_answer(
    run: Portal, database_url: str
) -> None:
    where = {"PORTAL_DATABASE_URL": database_url, "PORTAL_TRANSLATE_URL": "http://localhost:9"}
    answer = run("check", **where, **SETTINGS)
    assert answer.exit_code == 1
    assert ["translate", "WRONG"] in [line.split()[:2] for line in answer.output.splitlines()]


def test_check_says_when_no_mail_server_answers_and_which_key_is_none(
    run: Portal, database_url: str
) -> None:
    where = {"PORTAL_DATABASE_URL": database_url, "PORTAL_MAIL_URL": "smtp://127.0.0.1:9"}
    answer = run("check", **where, PORTAL_VAPID_KEY="A" * 43, **SETTINGS)
    assert answer.exit_code == 1
    said = {line.split()[0]: line for line in answer.output.splitlines()}
    assert "does not answer" in said["mail"]
    assert "portal push-key" in said["push"]


def test_check_says_whether_the_scanner_answers(run: Portal, database_url: str) -> None:
    where = {"PORTAL_DATABASE_URL": database_url, "PORTAL_CLAMD_URL": "tcp://127.0.0.1:1"}
    answer = run("check", **where, **SETTINGS)
    assert answer.output.splitlines()[-1].split()[:2] == ["scanner", "WRONG"]
    with listening() as (_, address):
        answer = run("check", **{**where, "PORTAL_CLAMD_URL": address}, **SETTINGS)
    assert answer.exit_code == 0
    assert answer.output.splitlines()[-1].split()[:2] == ["scanner", "ok"]


def test_check_says_when_papers_cannot_be_kept_or_lie_open(
    run: Portal, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = {"PORTAL_DATABASE_URL": database_url, "PORTAL_FILES": str(tmp_path / "papers")}
    (tmp_path / "papers").mkdir(mode=0o755)
    (tmp_path / "papers").chmod(0o755)

    def said(**settings: str) -> str:
        lines = run("check", **settings, **SETTINGS).output.splitlines()
        [line] = [one for one in lines if one.startswith("files")]
        return line

    assert "chmod 700" in said(**where)
    (tmp_path / "papers").chmod(0o700)
    assert said(**where).split()[1] == "ok"
    monkeypatch.setattr("portal.operations.checks.LEAST_ROOM", 10**9)
    assert "MB left" in said(**where)
    file = {**where, "PORTAL_FILES": str(tmp_path / "papers" / "file" / "deeper")}
    (tmp_path / "papers" / "file").touch()
    assert "may not write" in said(**file)


def test_a_copy_brings_papers_back_too(
    run: Portal, db: Session, cast: Cast, database_url: str, tmp_path: Path
) -> None:
    folder, copy = tmp_path / "papers", tmp_path / "copies" / "copy"
    copy.parent.mkdir()
    where = {"PORTAL_DATABASE_URL": database_url, "PORTAL_FILES": str(folder)}
    files, identity = Files(folder, "s" * 32), uuid4()
    files.put(db, identity, b"ett papper")
    db.commit()
    (folder / "half.unfinished").touch()
    made = run("backup", copy, **where)
    assert made.exit_code == 0, made.output
    assert "Papers: 1, in" in made.output
    packed = copy.with_name("copy.papers")
    assert packed.stat().st_mode & 0o077 == 0
    assert b"ett papper" not in packed.read_bytes(), "they stay sealed"
    assert run("backup", copy, **where).exit_code == 1
    assert run("backup", copy, "--overwrite", **where).exit_code == 0

    shutil.rmtree(folder)
    back = run("restore", copy, "--overwrite", **where)
    assert back.exit_code == 0, back.output
    assert [one.name for one in folder.iterdir()] == [identity.hex]
    assert (folder / identity.hex).stat().st_mode & 0o077 == 0
    assert files.get(identity) == b"ett papper"

    with tarfile.open(packed, "w") as evil:
        for name in ("../outside", "x", "a" * 32):
            evil.addfile(tarfile.TarInfo(name), io.BytesIO())
        link = tarfile.TarInfo("b" * 32)
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        evil.addfile(link)
    assert run("restore", copy, "--overwrite", **where).exit_code == 0
    assert {one.name for one in folder.iterdir()} == {identity.hex, "a" * 32}
    assert not (tmp_path / "outside").exists()
    packed.write_bytes(b"no copy")
    assert run("restore", copy, "--overwrite", **where).exit_code == 1


def test_check_names_what_is_wrong(run: Portal, databases: Databases) -> None:
    url = databases.fresh("sqlite", empty=True)
    engine_for(url).connect().close()
    answer = run("check", PORTAL_DATABASE_URL=url)
    assert answer.exit_code == 1
    settings, database, schema, _ = answer.output.splitlines()
    assert "PORTAL_SECRET_KEY" in settings
    assert database.split()[1] == "ok"
    assert "portal migrate" in schema


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://portal:hunter2@127.0.0.1:1/portal",
        "mysql://portal:hunter2@db/portal",
        "hunter2",
    ],
)
def test_a_database_that_does_not_answer_is_named_without_its_password(
    run: Portal, url: str
) -> None:
    for command in (["check"], ["migrate"], ["backup", "copy"], ["demo"], ["invite", "A-1"]):
        answer = run(*command, PORTAL_DATABASE_URL=url, **SETTINGS)
        assert answer.exit_code == 1, command
        assert "PORTAL_DATABASE_URL" in answer.output
        assert "hunter2" not in answer.output


def test_a_copy_brings_back_what_was_lost(
    run: Portal, db: Session, cast: Cast, database_url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    made = run("backup", copy, PORTAL_DATABASE_URL=database_url)
    assert made.exit_code == 0, made.output
    assert copy.stat().st_mode & 0o077 == 0
    assert [file.name for file in tmp_path.iterdir()] == ["copy"]

    cast.amina.name = "Somebody Else"
    db.commit()
    db.close()
    assert run("restore", copy, PORTAL_DATABASE_URL=database_url).exit_code == 1
    back = run("restore", copy, "--overwrite", PORTAL_DATABASE_URL=database_url)
    assert back.exit_code == 0, back.output
    engine = engine_for(database_url)
    with Session(engine) as again:
        amina = again.scalars(sa.select(Participant).where(Participant.key == "A-1")).one()
        assert amina.name == "Amina Warsame"
        assert again.scalar(sa.select(sa.func.count(Municipality.id))) == 1
    engine.dispose()


def test_a_copy_holds_what_was_written_a_moment_ago(
    run: Portal, db: Session, cast: Cast, database_url: str, databases: Databases, tmp_path: Path
) -> None:
    """Even while somebody is in the middle of writing; and the copy goes into an empty database unasked."""
    cast.amina.name = "Amina Nu"
    db.commit()
    cast.bashir.name = "Half written"
    db.flush()
    made = run("backup", tmp_path / "copy", PORTAL_DATABASE_URL=database_url)
    assert made.exit_code == 0, made.output
    db.rollback()
    backend = sa.make_url(database_url).get_backend_name()
    other = databases.fresh(backend, empty=True)
    assert run("restore", tmp_path / "copy", PORTAL_DATABASE_URL=other).exit_code == 0
    engine = engine_for(other)
    with Session(engine) as again:
        names = set(again.scalars(sa.select(Participant.name)))
    engine.dispose()
    databases.drop(other)
    assert "Amina Nu" in names
    assert "Half written" not in names


def test_an_older_copy_is_not_overwritten_unasked(run: Portal, tmp_path: Path) -> None:
    run("migrate")
    (tmp_path / "copy").write_text("an older copy")
    assert run("backup", "copy").exit_code == 1
    assert (tmp_path / "copy").read_text() == "an older copy"
    assert run("backup", "copy", "--overwrite").exit_code == 0
    assert run("backup", "no-such-folder/copy").exit_code == 1


def test_what_is_no_copy_is_refused_and_nothing_is_lost(run: Portal, tmp_path: Path) -> None:
    run("migrate")
    before = (tmp_path / "instance" / "portal.db").read_bytes()
    (tmp_path / "letter.txt").write_text("Hej!" * 1000)
    for name in ("letter.txt", "missing"):
        answer = run("restore", name, "--overwrite")
        assert answer.exit_code == 1
        assert answer.output.startswith(name)
    assert (tmp_path / "instance" / "portal.db").read_bytes() == before
