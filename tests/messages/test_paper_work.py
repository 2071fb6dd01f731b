"""The worker and papers: the scanner is asked soon, and once an hour what nobody needs is thrown away."""

from __future__ import annotations

import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from portal import clock
from portal.messages import papers, scanning
from portal.messages.attachment_models import Attachment, AttachmentState
from portal.messages.paper_files import files_of
from portal.messages.papers import Form, Made
from portal.messages.scanner import Clamd
from portal.messages.scanning import Scanned
from portal.messages.storage import Files
from portal.operations import working
from portal.operations.paper_work import AGAIN_AFTER, PaperWork
from portal.settings import Settings
from tests.cast import Cast
from tests.conftest import SECRET
from tests.messages.fake_clamd import listening


def put(db: Session, cast: Cast, settings: Settings, *, is_scanned: bool = True) -> Attachment:
    form = Form(cast.amina, None, "k")
    made = [Made("d", "image/jpeg", b"ett papper")]
    papers.take_in(db, files_of(settings), form, made, is_scanned=is_scanned, now=clock.now())
    db.commit()
    [one] = papers.unsent(db, form)
    db.commit()
    return one


def state(db: Session) -> AttachmentState | None:
    found = db.scalar(sa.select(Attachment.state))
    db.commit()
    return found


def test_one_round_of_the_worker_asks_the_scanner(
    db: Session, cast: Cast, database_url: str, tmp_path: Path
) -> None:
    with listening() as (_, address):
        settings = Settings(SECRET, database_url, files=tmp_path / "p", clamd_url=address)
        put(db, cast, settings)
        working.once(settings)
    assert state(db) is AttachmentState.READY


def test_the_worker_asks_while_it_works(
    db: Session, engine: sa.Engine, cast: Cast, database_url: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    stop = threading.Event()
    with listening() as (_, address):
        settings = Settings(SECRET, database_url, files=tmp_path / "p", clamd_url=address)
        put(db, cast, settings)
        real = PaperWork.scan

        def scan(self: PaperWork) -> int:
            done = real(self)
            stop.set()
            return done

        monkeypatch.setattr(PaperWork, "scan", scan)
        working._work(settings, stop)
    assert state(db) is AttachmentState.READY


def test_a_silent_scanner_is_left_alone_for_a_minute(
    db: Session, engine: sa.Engine, cast: Cast, database_url: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    settings = Settings(SECRET, database_url, files=tmp_path / "p", clamd_url="tcp://127.0.0.1:1")
    put(db, cast, settings)
    asked, real = [], scanning.run

    def run(db: Session, files: Files, clamd: Clamd) -> Scanned:
        asked.append(1)
        return real(db, files, clamd)

    monkeypatch.setattr(scanning, "run", run)
    work = PaperWork(engine, settings)
    with time_machine.travel(clock.now(), tick=False) as now:
        assert work.scan() == work.scan() == 0
        assert len(asked) == 1
        now.shift(AGAIN_AFTER)
        work.scan()
        assert len(asked) == 2
    assert state(db) is AttachmentState.CHECKING


def test_once_an_hour_what_was_never_sent_and_what_has_no_row_goes(
    db: Session, engine: sa.Engine, cast: Cast, database_url: str, tmp_path: Path
) -> None:
    settings = Settings(SECRET, database_url, files=tmp_path / "p")
    one = put(db, cast, settings, is_scanned=False)
    orphan = tmp_path / "p" / ("a" * 32)
    orphan.touch()
    ago = clock.now() - timedelta(hours=2)
    os.utime(orphan, (ago.timestamp(), ago.timestamp()))
    work = PaperWork(engine, settings)
    assert work.scan() == 0, "there is no scanner"
    work.clear(clock.now())
    assert [path.name for path in (tmp_path / "p").iterdir()] == [one.id.hex]
    work.clear(clock.now() + timedelta(days=2))
    assert not list((tmp_path / "p").iterdir())
    assert db.scalar(sa.select(sa.func.count(Attachment.id))) == 0
