"""One paper that the scanner cannot look at, and a worker with the wrong database: nobody else's papers suffer."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.messages import papers, scanning
from portal.messages.attachment_models import Attachment, AttachmentState
from portal.messages.paper_files import files_of
from portal.messages.papers import Form, Made
from portal.messages.scanner import Clamd
from portal.messages.storage import Files
from portal.operations.paper_work import PaperWork
from portal.settings import Settings
from tests.cast import Cast
from tests.conftest import SECRET
from tests.messages.fake_clamd import FakeClamd, listening


@pytest.fixture
def scanner() -> Iterator[tuple[FakeClamd, Clamd]]:
    with listening() as (fake, address):
        yield fake, Clamd.at(address)


def sends(db: Session, cast: Cast, files: Files, *contents: bytes) -> None:
    for at, content in enumerate(contents):
        made = [Made(str(at), "image/jpeg", content)]
        form = Form(cast.amina, None, str(at))
        now = clock.now() + timedelta(seconds=at)
        papers.take_in(db, files, form, made, is_scanned=True, now=now)
    db.commit()


def states(db: Session) -> list[AttachmentState]:
    found = list(db.scalars(sa.select(Attachment.state).order_by(Attachment.made_at)))
    db.commit()
    return found


def test_one_that_is_too_large_for_the_scanner_is_refused_and_the_next_is_looked_at(
    db: Session, cast: Cast, files: Files, scanner: tuple[FakeClamd, Clamd]
) -> None:
    fake, clamd = scanner
    fake.most = 10
    sends(db, cast, files, bytes(11), b"ett", b"tva")
    done = scanning.run(db, files, clamd)
    assert done.has_answered
    assert (done.ready, len(done.refused)) == (2, 1)
    assert states(db) == [AttachmentState.REFUSED, AttachmentState.READY, AttachmentState.READY]


def test_a_scanner_that_can_look_at_nothing_refuses_nobody(
    db: Session, cast: Cast, files: Files, scanner: tuple[FakeClamd, Clamd]
) -> None:
    fake, clamd = scanner
    fake.says = b"stream: Can't create temporary file. ERROR\0"
    sends(db, cast, files, b"ett", b"tva")
    assert clamd.is_there()
    assert not scanning.run(db, files, clamd).has_answered
    assert states(db) == [AttachmentState.CHECKING] * 2


def test_one_that_it_looks_at_the_second_time_is_ready(
    db: Session, cast: Cast, files: Files, scanner: tuple[FakeClamd, Clamd],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    fake, clamd = scanner
    fake.says = b"stream: Allocation failed. ERROR\0"
    sends(db, cast, files, b"ett")
    real = scanning._works

    def works(clamd: Clamd) -> bool:
        fake.says = None
        return real(clamd)

    monkeypatch.setattr(scanning, "_works", works)
    assert scanning.run(db, files, clamd).ready == 1


def test_a_worker_with_an_empty_database_removes_no_paper(
    db: Session, engine: sa.Engine, cast: Cast, database_url: str, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    settings = Settings(SECRET, database_url, files=tmp_path / "p")
    of_another = [tmp_path / "p" / (sign * 32) for sign in "ab"]
    work, ago = PaperWork(engine, settings), clock.now() - timedelta(hours=2)
    work.clear(clock.now())
    (tmp_path / "p").mkdir()
    for path in of_another:
        path.touch()
        os.utime(path, (ago.timestamp(), ago.timestamp()))
    work.clear(clock.now())
    assert all(path.exists() for path in of_another)
    assert "papers-without-rows" in "".join(capsys.readouterr())
    sends(db, cast, files_of(settings), b"ett")
    work.clear(clock.now())
    assert not any(path.exists() for path in of_another), "it is the right database after all"
