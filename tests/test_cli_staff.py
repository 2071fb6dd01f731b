"""Staff accounts from the command line: the first administrator, a new code, the end of an employment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from portal import clock
from portal.cli import portal
from portal.operations import demo
from portal.people import accounts, codes
from portal.people.account_models import Duty
from portal.people.models import Staff
from tests import commands
from tests.cast import Cast

SECRET = "5f1c0a7e9d3b48c6a2e4f60718293a4b"
CODE = r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}"
NADJA = ("--name", "Nadja Holm", "--role", "social-worker", "--organisation", "economic-support")


@pytest.fixture
def _installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str, db: Session, cast: Cast
) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTAL_SECRET_KEY", SECRET)
    monkeypatch.setenv("PORTAL_BASE_URL", "https://portal.example.org")
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    cast.karin.email = "Karin@timra.example"
    db.commit()
    mask = os.umask(0o022)
    yield
    os.umask(mask)


def staff(*arguments: str) -> Result:
    return CliRunner().invoke(portal, ["staff", *arguments])


def duties_of(db: Session, email: str) -> list[str]:
    found = accounts.by_email(db, email)
    db.commit()
    assert found
    return found.duties


@pytest.mark.usefixtures("_installed")
def test_somebody_the_file_names_gets_an_account(db: Session, cast: Cast) -> None:
    answer = staff("add", "karin@TIMRA.example", "--duty", "administrator", "--duty", "caseworker")
    assert answer.exit_code == 0, answer.output
    assert duties_of(db, "karin@timra.example") == ["caseworker", "administrator"]
    assert staff("add", "karin@timra.example").exit_code == 1


@pytest.mark.usefixtures("_installed")
def test_somebody_new_gets_a_place_and_an_account(db: Session) -> None:
    answer = staff("add", "nadja@timra.example", *NADJA)
    assert answer.exit_code == 0, answer.output
    assert answer.output == "nadja@timra.example: caseworker\n"
    found = accounts.staff_by_email(db, "nadja@timra.example")
    assert found
    assert (found.key, found.name) == ("nadja@timra.example", "Nadja Holm")


@pytest.mark.usefixtures("_installed")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nadja@timra.example",), "--name, --role, --organisation"),
        (("nadja@timra.example", *NADJA, "--role", "queen"), "there are: social-worker"),
        (("nadja@timra.example", *NADJA, "--organisation", "x"), "economic-support"),
        (("nadja", *NADJA), "is no e-mail"),
    ],
)
def test_what_is_missing_or_unknown_is_named(
    db: Session, arguments: tuple[str, ...], said: str
) -> None:
    answer = staff("add", *arguments)
    assert answer.exit_code == 1
    assert said in answer.output
    assert len(answer.output.splitlines()) == 1
    assert accounts.staff_by_email(db, "nadja@timra.example") is None


@pytest.mark.usefixtures("_installed")
def test_wrong_usage_is_two() -> None:
    assert staff("add", "karin@timra.example", "--duty", "queen").exit_code == 2
    assert staff("add").exit_code == 2
    staff("add", "karin@timra.example")
    assert staff("end", "karin@timra.example", "--on", "soon").exit_code == 2


@pytest.mark.usefixtures("_installed")
def test_a_code_is_hers_and_kills_the_one_before(db: Session, cast: Cast) -> None:
    assert staff("invite", "karin@timra.example").exit_code == 1
    staff("add", "karin@timra.example")
    first, second = (staff("invite", "Karin@timra.example").stdout.strip() for _ in range(2))
    assert re.fullmatch(CODE, first)
    found = codes.find(db, SECRET, second, browser="", now=clock.now())
    assert found.staff_id == cast.karin.id
    with pytest.raises(codes.CodeExpired):
        codes.find(db, SECRET, first, browser="", now=clock.now())


@pytest.mark.usefixtures("_installed")
def test_the_end_of_an_employment(db: Session, cast: Cast) -> None:
    staff("add", "karin@timra.example")
    later = clock.today() + timedelta(days=5)
    assert staff("end", "karin@timra.example", "--on", later.isoformat()).exit_code == 0
    assert staff("invite", "karin@timra.example").exit_code == 0
    answer = staff("end", "karin@timra.example")
    assert answer.exit_code == 0
    assert "hand over: 1" in answer.output
    assert staff("invite", "karin@timra.example").exit_code == 1
    assert db.get(Staff, cast.karin.id, populate_existing=True).ended_on == clock.today()  # type: ignore[union-attr]


@pytest.mark.usefixtures("_installed")
def test_the_last_administrator_stays() -> None:
    staff("add", "karin@timra.example", "--duty", "administrator")
    answer = staff("end", "karin@timra.example")
    assert answer.exit_code == 1
    assert "last administrator" in answer.output


def test_the_demos_staff_have_duties_and_sign_in_by_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with commands.serving("demo", folder=tmp_path) as served:
        ended = commands.run("staff", "invite", "eva@example.org", folder=tmp_path)
        assert re.fullmatch(CODE, ended.stdout.strip()), ended.stderr
        assert ended.stderr == f"To be typed at http://127.0.0.1:{served.port}/sign-in/code\n"
        answer, _ = served.get("/sign-in/staff")
        assert answer.status == 200
    assert Duty.ADMINISTRATOR in demo.DUTIES["eva"]
    again = commands.run("staff", "add", "eva@example.org", folder=tmp_path)
    assert again.returncode == 1
    assert "already" in again.stderr


def test_an_address_that_nobody_has_said_is_not_made_up(tmp_path: Path) -> None:
    with commands.serving("demo", folder=tmp_path):
        pass
    (tmp_path / "instance" / "demo-address").unlink()
    ended = commands.run("staff", "invite", "eva@example.org", folder=tmp_path)
    assert re.fullmatch(CODE, ended.stdout.strip()), ended.stderr
    assert "PORTAL_BASE_URL is not set" in ended.stderr
    assert "/sign-in/code" in ended.stderr
    assert "8000" not in ended.stderr
    said = "http://127.0.0.1:8123"
    ended = commands.run(
        "staff", "invite", "eva@example.org", folder=tmp_path, PORTAL_BASE_URL=f"{said}/"
    )
    assert ended.stderr == f"To be typed at {said}/sign-in/code\n"


@pytest.mark.usefixtures("_installed")
def test_the_code_is_typed_at_the_portals_own_address() -> None:
    staff("add", "karin@timra.example")
    answer = staff("invite", "karin@timra.example")
    assert answer.stderr == "To be typed at https://portal.example.org/sign-in/code\n"
