"""A scanner is asked about papers: only what it calls clean in full can be opened."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.messages import papers, scanning
from portal.messages.attachment_models import Attachment, AttachmentState
from portal.messages.papers import Form, Made
from portal.messages.scanner import CHUNK, Clamd, NoAnswer, Verdict, verdict
from portal.messages.storage import Files, Gone
from tests.cast import Cast
from tests.messages.fake_clamd import EICAR, FakeClamd, listening

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def scanner() -> Iterator[tuple[FakeClamd, Clamd]]:
    with listening() as (fake, address):
        yield fake, Clamd.at(address)


def test_it_is_asked_over_a_port_and_over_a_path() -> None:
    with tempfile.TemporaryDirectory() as short, listening(Path(short)) as (fake, address):
        assert Clamd.at(address).scan(b"ett papper") is Verdict.CLEAN
        assert Clamd.at(address).is_there()
        assert fake.files == [b"ett papper"]
    with listening() as (fake, address):
        large = bytes(CHUNK * 3 + 1)
        assert Clamd.at(address).scan(large) is Verdict.CLEAN
        assert Clamd.at(address).scan(b"") is Verdict.CLEAN
        assert fake.files == [large, b""]


def test_what_it_finds_is_found(scanner: tuple[FakeClamd, Clamd]) -> None:
    fake, clamd = scanner
    fake.in_pieces = True
    assert clamd.scan(b"..." + EICAR) is Verdict.FOUND


@pytest.mark.parametrize(
    "says",
    [
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: lstat() failed. ERROR\0",
        b"stream: OK",
        b"stream: O",
        b"",
        b"\0",
        b"OK\0",
        b"stream: OK\0stream: Eicar FOUND\0",
        b"stream: Eicar FOUND",
        b"UNKNOWN COMMAND\0",
        b"x" * 10_000,
    ],
)
def test_half_an_answer_and_an_error_are_no_answer(
    scanner: tuple[FakeClamd, Clamd], says: bytes
) -> None:
    fake, clamd = scanner
    fake.says = says
    with pytest.raises(NoAnswer):
        clamd.scan(b"ett papper")


def test_a_scanner_that_hangs_is_not_waited_for_for_ever() -> None:
    with listening() as (fake, address):
        fake.is_silent = True
        port = Clamd.at(address).port
        with pytest.raises(NoAnswer):
            Clamd(host="127.0.0.1", port=port, patience=0.2).scan(b"x")


def test_one_that_hangs_up_while_it_is_told_says_why(scanner: tuple[FakeClamd, Clamd]) -> None:
    fake, clamd = scanner
    fake.most = 10
    with pytest.raises(NoAnswer):
        clamd.scan(bytes(5_000_000))


def test_one_that_is_not_there_is_no_answer(tmp_path: Path) -> None:
    for gone in (Clamd(host="127.0.0.1", port=1), Clamd(path=str(tmp_path / "none"))):
        with pytest.raises(NoAnswer):
            gone.scan(b"x")
        assert not gone.is_there()


@given(st.binary(max_size=80))
def test_nothing_but_the_whole_word_is_clean(answer: bytes) -> None:
    try:
        said = verdict(answer)
    except NoAnswer:
        return
    assert (said is Verdict.CLEAN) == (answer == b"stream: OK\0")
    assert answer.endswith(b"\0")


@given(st.text(max_size=30), st.binary(max_size=3))
def test_whatever_it_is_called_it_is_found_and_never_clean(name: str, after: bytes) -> None:
    answer = b"stream: " + name.encode() + b" FOUND\0" + after
    try:
        assert verdict(answer) is Verdict.FOUND
    except NoAnswer:
        assert after or "\0" in name


@pytest.mark.parametrize(
    "wrong",
    ["", "clamd", "unix://", "unix:relative", "unix://host/path", "tcp://", "tcp://h:0x", "http://h",
     "tcp://h/path", "tcp://user@h", "tcp://h?x"],
)  # fmt: skip
def test_an_address_that_says_nothing_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (urllib's words differ)
        Clamd.at(wrong)


def waiting(
    db: Session, cast: Cast, files: Files, *contents: bytes, key: str = "k"
) -> list[Attachment]:
    form = Form(cast.amina, None, key)
    made = [Made(content.hex()[:64], "image/jpeg", content) for content in contents]
    papers.take_in(db, files, form, made, is_scanned=True, now=NOW)
    db.commit()
    found = list(papers.unsent(db, form))
    db.commit()
    return found


def states(db: Session) -> list[AttachmentState]:
    found = list(db.scalars(sa.select(Attachment.state).order_by(Attachment.position)))
    db.commit()
    return found


def test_a_clean_paper_becomes_ready_and_a_bad_one_is_thrown_away(
    db: Session, cast: Cast, files: Files, scanner: tuple[FakeClamd, Clamd]
) -> None:
    clean, bad = waiting(db, cast, files, b"rent", EICAR)
    assert states(db) == [AttachmentState.CHECKING] * 2
    done = scanning.run(db, files, scanner[1])
    assert (done.ready, done.refused, done.has_answered) == (1, [bad.id], True)
    assert states(db) == [AttachmentState.READY, AttachmentState.REFUSED]
    assert files.get(clean.id) == b"rent"
    with pytest.raises(Gone):
        files.get(bad.id)
    assert scanning.run(db, files, scanner[1]).ready == 0, "each is asked about once"


def test_while_it_does_not_answer_papers_wait(
    db: Session, cast: Cast, files: Files, scanner: tuple[FakeClamd, Clamd]
) -> None:
    waiting(db, cast, files, b"ett", b"tva")
    fake, clamd = scanner
    fake.says = b"stream: Allocation failed. ERROR\0"
    done = scanning.run(db, files, clamd)
    assert not done.has_answered
    assert fake.files[1:] == [scanning.HARMLESS], "the round ends"
    assert states(db) == [AttachmentState.CHECKING] * 2
    fake.says = None
    assert scanning.run(db, files, clamd).ready == 2


def test_a_paper_whose_file_is_gone_is_not_called_clean(
    db: Session, cast: Cast, files: Files, scanner: tuple[FakeClamd, Clamd]
) -> None:
    [one] = waiting(db, cast, files, b"ett")
    (files.folder / one.id.hex).unlink()
    assert scanning.run(db, files, scanner[1]).refused == [one.id]


def test_one_that_she_takes_out_while_it_is_looked_at_stays_gone(
    db: Session, cast: Cast, files: Files, scanner: tuple[FakeClamd, Clamd],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    [one] = waiting(db, cast, files, b"ett")
    clamd = scanner[1]

    def meanwhile(self: Clamd, content: bytes) -> Verdict:
        papers.take_out(db, files, Form(cast.amina, None, "k"), one.id)
        db.commit()
        return Verdict.CLEAN

    monkeypatch.setattr(Clamd, "scan", meanwhile)
    done = scanning.run(db, files, clamd)
    assert (done.ready, done.refused) == (0, [])
    assert states(db) == []
