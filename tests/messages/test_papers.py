"""Papers with a message: kept while it is written, sent with it, sealed where they lie, and thrown away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal.db import transaction
from portal.messages import papers, sending, subjects
from portal.messages.attachment_models import Attachment, AttachmentState
from portal.messages.models import Message
from portal.messages.papers import Form, Made, NotTaken
from portal.messages.sending import Sent
from portal.messages.storage import Files, Gone
from tests.cast import Cast
from tests.conftest import SECRET

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ONE, TWO = Made("1" * 64, "image/jpeg", b"ett papper"), Made("2" * 64, "application/pdf", b"%PDF")


def put(db: Session, files: Files, form: Form, *made: Made, now: datetime = NOW) -> NotTaken | None:
    left = papers.take_in(db, files, form, made, is_scanned=False, now=now)
    db.commit()
    return left


def hers(cast: Cast, key: str = "k") -> Form:
    return Form(cast.amina, None, key)


def sent(db: Session, cast: Cast, key: str = "k") -> Message:
    message = sending.from_her(
        db, cast.amina, subjects.MONEY, Sent(None, key, has_papers=True), now=NOW
    )
    papers.send(db, hers(cast, key), message)
    db.commit()
    return message


def on_disk(files: Files) -> set[str]:
    return {one.name for one in files.folder.iterdir()} if files.folder.is_dir() else set()


def test_what_she_puts_in_the_form_waits_there_and_goes_with_the_message(
    db: Session, cast: Cast, files: Files
) -> None:
    assert put(db, files, hers(cast), ONE, TWO) is None
    first, second = papers.unsent(db, hers(cast))
    assert (first.position, second.position) == (1, 2)
    assert first.state is AttachmentState.READY
    assert papers.form_key(db, cast.amina, None) == "k"
    message = sent(db, cast)
    db.refresh(message)
    assert [one.id for one in message.attachments] == [first.id, second.id]
    assert not papers.unsent(db, hers(cast))
    assert papers.form_key(db, cast.amina, None) is None
    assert files.get(first.id) == b"ett papper"


def test_the_same_form_sent_again_brings_nothing_twice(
    db: Session, cast: Cast, files: Files
) -> None:
    put(db, files, hers(cast), ONE)
    put(db, files, hers(cast), ONE, ONE, TWO)
    assert len(papers.unsent(db, hers(cast))) == 2
    message = sent(db, cast)
    assert put(db, files, hers(cast), Made("3" * 64, "image/jpeg", b"x")) is NotTaken.SENT
    assert sent(db, cast).id == message.id
    assert db.scalar(sa.select(sa.func.count(Attachment.id))) == 2


def test_five_papers_go_with_a_message_and_she_is_told_of_the_sixth(
    db: Session, cast: Cast, files: Files
) -> None:
    many = [Made(str(number) * 64, "image/jpeg", b"x") for number in range(7)]
    assert put(db, files, hers(cast), *many) is NotTaken.TOO_MANY
    assert len(papers.unsent(db, hers(cast))) == papers.MOST


def test_a_paper_that_is_taken_out_is_gone_and_what_was_sent_stays(
    db: Session, cast: Cast, files: Files
) -> None:
    put(db, files, hers(cast), ONE, TWO)
    first, second = papers.unsent(db, hers(cast))
    papers.take_out(db, files, Form(cast.bashir, None, "k"), first.id)
    papers.take_out(db, files, Form(cast.amina, cast.karin, "k"), first.id)
    db.commit()
    assert len(on_disk(files)) == 2, "it is nobody else's to take out"
    papers.take_out(db, files, hers(cast), first.id)
    assert len(on_disk(files)) == 2, "the file stays until the row is gone for good"
    db.commit()
    assert on_disk(files) == {second.id.hex}
    sent(db, cast)
    papers.take_out(db, files, hers(cast), second.id)
    db.commit()
    assert files.get(second.id)


def test_nobody_sees_what_somebody_else_has_begun_to_send(
    db: Session, cast: Cast, files: Files
) -> None:
    put(db, files, hers(cast), ONE)
    put(db, files, Form(cast.amina, cast.karin, "k2"), TWO)
    [mine], [staffs] = (
        papers.unsent(db, hers(cast)),
        papers.unsent(db, Form(cast.amina, cast.karin, "k2")),
    )
    assert papers.one_of_hers(db, cast.amina, mine.id) is mine
    assert papers.one_for_staff(db, cast.karin, cast.amina, staffs.id) is staffs
    for participant, paper in ((cast.amina, staffs), (cast.bashir, mine)):
        with pytest.raises(NoResultFound):
            papers.one_of_hers(db, participant, paper.id)
    for staff, paper in ((cast.karin, mine), (cast.sara, staffs)):
        with pytest.raises(NoResultFound):
            papers.one_for_staff(db, staff, cast.amina, paper.id)
    sent(db, cast)
    assert papers.one_for_staff(db, cast.karin, cast.amina, mine.id) is mine
    assert papers.owner_of(db, mine.id) == cast.amina.id


def test_a_refused_request_leaves_no_file_behind(db: Session, cast: Cast, files: Files) -> None:
    for end in (db.rollback, db.close):  # undone, or closed without a word as after a 422
        form = Form(db.merge(cast.amina), None, "k")
        papers.take_in(db, files, form, [ONE], is_scanned=False, now=NOW)
        assert len(on_disk(files)) == 1
        end()
        assert on_disk(files) == set()
    put(db, files, Form(db.merge(cast.amina), None, "k"), ONE)
    db.rollback()
    assert len(on_disk(files)) == 1, "what was kept stays"


def test_what_was_never_sent_is_thrown_away_after_a_day(
    db: Session, cast: Cast, files: Files
) -> None:
    put(db, files, hers(cast, "sent"), ONE)
    message = sent(db, cast, "sent")
    put(db, files, hers(cast, "old"), TWO)
    put(db, files, hers(cast, "new"), TWO, now=NOW + timedelta(hours=2))
    later = NOW + timedelta(days=1, hours=1)
    assert papers.throw_away_unsent(db, files, later) == 1
    db.commit()
    left = db.scalars(sa.select(Attachment)).all()
    assert {one.form_key for one in left} == {"sent", "new"}
    assert on_disk(files) == {one.id.hex for one in left}
    assert message.id in {one.message_id for one in left}


def test_a_file_whose_row_is_gone_is_swept_away_and_a_young_one_is_left(
    db: Session, cast: Cast, files: Files
) -> None:
    put(db, files, hers(cast), ONE)
    [kept] = papers.unsent(db, hers(cast))
    orphan, young = uuid4(), uuid4()
    for one in (orphan, young):
        with Session(db.get_bind()) as other:
            files.put(other, one, b"x")
            other.commit()
    half = files.folder / "x.unfinished"
    half.touch()
    (files.folder / "inte vår").touch()
    long_ago = (NOW - timedelta(hours=2)).timestamp()
    for name in (kept.id.hex, orphan.hex, half.name, "inte vår"):
        os.utime(files.folder / name, (long_ago, long_ago))
    assert papers.sweep(db, files, NOW) == 1
    db.commit()
    assert on_disk(files) == {kept.id.hex, young.hex, "inte vår"}


def test_deleting_her_deletes_her_papers(db: Session, cast: Cast, files: Files) -> None:
    put(db, files, hers(cast), ONE)
    sent(db, cast)
    db.execute(sa.delete(Message))
    db.commit()
    assert papers.sweep(db, files, datetime.now(UTC) + timedelta(hours=2)) == 1
    db.commit()
    assert on_disk(files) == set()


def test_a_machine_that_stops_between_file_and_row_leaves_nothing_for_long(
    db: Session, database_url: str, cast: Cast, files: Files
) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from uuid import uuid4;"
        "from portal.db import engine_for; from sqlalchemy.orm import Session;"
        "from portal.messages.storage import Files;"
        "db = Session(engine_for(sys.argv[1])); files = Files(Path(sys.argv[2]), sys.argv[3]);"
        "files.put(db, uuid4(), b'x'); os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run(
        [sys.executable, "-c", code, database_url, str(files.folder), SECRET], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert len(on_disk(files)) == 1
    assert papers.sweep(db, files, datetime.now(UTC) + timedelta(hours=2)) == 1
    db.commit()
    assert on_disk(files) == set()


def _there(db: Session, files: Files, content: bytes = b"hemligt") -> UUID:
    identity = uuid4()
    files.put(db, identity, content)
    db.commit()
    return identity


def test_a_file_is_sealed_for_its_own_row_and_for_its_owner_alone(
    db: Session, files: Files
) -> None:
    one, other = _there(db, files), _there(db, files, b"annat")
    path = files.folder / one.hex
    assert path.stat().st_mode & 0o777 == 0o600
    assert files.folder.stat().st_mode & 0o777 == 0o700
    assert b"hemligt" not in path.read_bytes()
    assert files.get(one) == b"hemligt"
    path.write_bytes((files.folder / other.hex).read_bytes())
    with pytest.raises(Gone):
        files.get(one)
    with pytest.raises(Gone):
        Files(files.folder, "another secret, long enough to be one").get(other)
    with pytest.raises(Gone):
        files.get(uuid4())
    (files.folder / other.hex).write_bytes(b"\x02" + bytes(40))
    with pytest.raises(Gone):
        files.get(other)


def test_two_transactions_in_one_session_do_not_mix_up_their_files(
    engine: sa.Engine, files: Files
) -> None:
    kept, undone = uuid4(), uuid4()
    with transaction(engine) as db:
        files.put(db, kept, b"x")
    with Session(engine) as db:
        files.remove(db, kept)
        files.put(db, undone, b"x")
        db.execute(sa.text("SELECT 1"))
        db.rollback()
        assert on_disk(files) == {kept.hex}
        files.remove(db, kept)
        db.execute(sa.text("SELECT 1"))
        db.commit()
    assert on_disk(files) == set()


def test_nothing_is_looked_for_in_a_folder_that_is_not_there(db: Session, tmp_path: Path) -> None:
    assert papers.sweep(db, Files(tmp_path / "none", SECRET), NOW) == 0
