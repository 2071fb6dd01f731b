"""Inviting a participant: the code, and the letter in her language that says nothing of who she is."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from portal import clock
from portal.cli import portal
from portal.people import codes
from portal.people.models import Participant
from tests.cast import Cast

SECRET = "5f1c0a7e9d3b48c6a2e4f60718293a4b"
CODE = r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}"


@pytest.fixture(autouse=True)
def _installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str, cast: Cast
) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTAL_SECRET_KEY", SECRET)
    monkeypatch.setenv("PORTAL_BASE_URL", "https://portal.example.org")
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    mask = os.umask(0o022)
    yield
    os.umask(mask)


def invite(*arguments: str) -> Result:
    return CliRunner().invoke(portal, ["invite", *arguments])


def _whose(db: Session, code: str) -> Participant | None:
    return codes.find(db, SECRET, code, browser="", now=clock.now()).participant


def test_the_code_is_hers_and_an_older_one_stops_working(db: Session, cast: Cast) -> None:
    first, second = (invite("A-1").stdout.strip() for _ in range(2))
    assert re.fullmatch(CODE, first)
    found = _whose(db, second)
    assert found
    assert found.id == cast.amina.id
    with pytest.raises(codes.CodeExpired):
        _whose(db, first)


@pytest.mark.parametrize("key", ["A-11", "a-1", "", "'; DROP TABLE participant; --"])
def test_an_unknown_reference_is_refused_without_naming_anybody(key: str) -> None:
    answer = invite("--", key)
    assert answer.exit_code == 1
    assert answer.output == f"{key}: no participant has this reference\n"


def test_the_letter_has_what_she_needs_and_not_her_name(db: Session, cast: Cast) -> None:
    answer = invite("A-1", "--letter", "letter.html")
    assert answer.exit_code == 0, answer.output
    file = Path("letter.html")
    letter = file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0
    assert answer.stdout.strip() in letter
    assert "https://portal.example.org/sign-in/code" in letter
    assert "<svg" in letter
    assert "14" in letter
    assert cast.karin.phone
    assert cast.karin.phone in letter
    for word in (*cast.amina.name.split(), cast.amina.key):
        assert word not in letter
    assert not re.search(r'(?:src|href)="', letter), "the letter stands alone"


@pytest.mark.parametrize(("language", "shown"), [("sv", "sv"), ("tlh", "sv")])
def test_the_letter_is_in_her_language_or_in_swedish(
    db: Session, cast: Cast, language: str, shown: str
) -> None:
    db.execute(sa.update(Participant).where(Participant.key == "A-1").values(language=language))
    db.commit()
    invite("A-1", "--letter", "letter.html")
    assert f'<html lang="{shown}"' in Path("letter.html").read_text(encoding="utf-8")


def test_a_letter_that_cannot_be_written_makes_no_code(db: Session) -> None:
    before = invite("A-1").stdout.strip()
    answer = invite("A-1", "--letter", "no-such-folder/letter.html")
    assert answer.exit_code == 1
    assert _whose(db, before)
