"""Attacks: somebody who holds the whole database tries to find out who answered what.

She has every table, the hidden columns of PostgreSQL (xmin, ctid) and SQLite (rowid), copies of the database from
before and after, and the log. The secret of the installation she has not.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from portal import clock, log
from portal.db import reading, transaction
from portal.feedback import moving
from portal.feedback.answer_models import AnswerBlock, AnswerGiven, AnswerWaiting, FreeText
from portal.feedback.models import FeedbackRequest
from portal.feedback.moving import BOUND_TO, forget, move
from portal.feedback.sealing import opened
from portal.operations import copies
from tests.browsing import Browser
from tests.cast import Cast
from tests.conftest import SECRET
from tests.feedback.asked import TUESDAY, answer, people, request

HIDDEN = {"sqlite": ("rowid",), "postgresql": ("xmin", "ctid")}
OPTIONS = ("a-lot", "quite-a-lot", "somewhat", "hardly", "not-at-all")
PEOPLE = 8


def hidden(db: Session, table: str) -> list[dict[str, Any]]:
    """Every row of a table with what the database keeps of it beside its columns."""
    columns = ", ".join(
        f"CAST({one} AS TEXT) AS {one}" if one != "rowid" else one
        for one in HIDDEN[db.get_bind().dialect.name]
    )
    rows = db.execute(sa.text(f"SELECT {columns}, * FROM {table}"))  # noqa: S608 (our own tables)
    return [dict(row._mapping) for row in rows]


def waiting(db: Session, value: str) -> int:
    """In which place of the physical order of the table the answer with that value lies, from 0."""
    order = "rowid" if db.get_bind().dialect.name == "sqlite" else "ctid"
    rows = db.execute(sa.text(f"SELECT sealed FROM answer_waiting ORDER BY {order}")).scalars()  # noqa: S608
    return [opened(SECRET, one, BOUND_TO)[-1] for one in rows].index([value])


def sent_by(engine: sa.Engine, count: int, about: str = "few-{}") -> list[UUID]:
    """Each in a transaction of her own answers about a measure of her own, so that nothing is counted yet."""
    asked = []
    for number in range(count):
        with transaction(engine) as db:
            [one] = people(db, 1, about.format(number))
            made = request(db, one, about=about.format(number))
            answer(db, made, {"helped": [OPTIONS[number % 5]], "heard": ["never"]})
            asked.append(made.id)
    return asked


@pytest.fixture
def moved(engine: sa.Engine, cast: Cast) -> list[UUID]:
    """Eight people have sent, one after the other, and the worker has moved what they sent."""
    asked = sent_by(engine, PEOPLE)
    with transaction(engine) as db:
        move(db, SECRET, TUESDAY)
    return asked


def test_no_column_hidden_or_not_is_shared_by_a_person_and_her_answer(
    db: Session, moved: list[UUID]
) -> None:
    """All that is the same on both sides is the same for everybody: it tells nobody apart."""
    assert len(hidden(db, "answer_waiting")) == 2 * PEOPLE
    for person in hidden(db, "feedback_request"):
        mine = {str(value) for value in person.values() if len(str(value)) > 8}
        for row in hidden(db, "answer_waiting"):
            assert not mine & {str(value) for value in row.values()}
            assert not any(value in str(row["sealed"]) for value in mine)


def test_all_that_waits_was_written_at_once(db: Session, moved: list[UUID]) -> None:
    """PostgreSQL's xmin says which transaction wrote a row: one for all answers, and none of hers."""
    if db.get_bind().dialect.name == "sqlite":
        assert [row["rowid"] for row in hidden(db, "answer_waiting")] == list(
            range(1, 2 * PEOPLE + 1)
        )
        return
    assert len({row["xmin"] for row in hidden(db, "answer_waiting")}) == 1
    persons = {row["xmin"] for row in hidden(db, "feedback_request")}
    assert len(persons) == PEOPLE
    assert not persons & {row["xmin"] for row in hidden(db, "answer_waiting")}


def test_the_order_in_which_they_lie_is_not_the_order_in_which_they_came(
    engine: sa.Engine, db: Session, cast: Cast
) -> None:
    """Twelve times five people, the first of whom answers otherwise: her answer lies now here, now there."""
    places = set()
    for number in range(12):
        for who in range(5):
            with transaction(engine) as own:
                [one] = people(own, 1, f"R{number}-{who}")
                made = request(own, one, about=f"r{number}-{who}")
                answer(own, made, {"helped": ["hardly" if who == 0 else "a-lot"]})
        with transaction(engine) as own:
            move(own, SECRET, TUESDAY)
        places.add(waiting(db, "hardly"))
        db.execute(sa.delete(AnswerWaiting))
        db.commit()
    assert len(places) > 1, "by chance once in 240 million"


def test_identities_are_random_and_say_no_time(db: Session, moved: list[UUID]) -> None:
    for model in (AnswerWaiting, FeedbackRequest):
        assert {one.version for one in db.scalars(sa.select(model.id))} == {4}


def test_a_seal_says_neither_what_is_in_it_nor_when_nor_how_long_it_is(
    engine: sa.Engine, db: Session, cast: Cast
) -> None:
    sent_by(engine, 4)
    before = {row.sealed: row.request_id for row in db.scalars(sa.select(AnswerGiven))}
    db.commit()
    sent_by(engine, 1, about="some-measure-with-quite-a-long-key-{}")
    with transaction(engine) as own:
        move(own, SECRET, TUESDAY)
    after = list(db.scalars(sa.select(AnswerWaiting.sealed)))
    assert {len(one) for one in after} == {len(one) for one in before}, "one length for all"
    assert not set(after) & set(before), "sealed anew"
    with pytest.raises(ValueError, match="seal"):
        opened("another secret, long enough to be one", after[0], BOUND_TO)
    request_ids = list(before.values())
    with pytest.raises(ValueError, match="seal"):
        opened(SECRET, next(iter(before)), str(request_ids[-1]))


def test_which_questions_somebody_was_asked_is_sealed_too(
    engine: sa.Engine, db: Session, cast: Cast
) -> None:
    """«What helped?» is asked only of those whom it helped."""
    sent_by(engine, 2)
    names = list(db.scalars(sa.select(AnswerGiven.question)))
    assert len(set(names)) == len(names) == 4
    assert all(re.fullmatch(r"[0-9a-f]{32}", one) for one in names)


def test_two_copies_of_the_database_show_only_that_at_least_five_were_moved(
    engine: sa.Engine, db: Session, cast: Cast, database_url: str, tmp_path: Path
) -> None:
    """A backup from before and one from after, laid side by side."""
    sent_by(engine, PEOPLE)
    copies.back_up(database_url, tmp_path / "before", overwrite=False)
    given = {(row.request_id, row.sealed) for row in db.scalars(sa.select(AnswerGiven))}
    db.commit()
    with transaction(engine) as own:
        move(own, SECRET, TUESDAY)
    copies.back_up(database_url, tmp_path / "after", overwrite=False)
    rows = db.scalars(sa.select(AnswerWaiting)).all()
    assert db.scalar(sa.select(sa.func.count(AnswerGiven.id))) == 0
    assert len({one for one, _ in given}) >= 5
    known = {str(one) for pair in given for one in pair}
    assert not known & {str(one) for row in rows for one in (row.id, row.sealed)}
    if db.get_bind().dialect.name == "sqlite":
        raw = (tmp_path / "after").read_bytes()
        assert not any(sealed.encode() in raw for _, sealed in given), "no trace in the file"


def test_the_database_keeps_no_trace_of_what_was_moved(
    engine: sa.Engine, db: Session, cast: Cast, database_url: str
) -> None:
    """SQLite leaves deleted rows in its file unless told otherwise, PostgreSQL until it is told to clear up."""
    sent_by(engine, PEOPLE)
    given = list(db.scalars(sa.select(AnswerGiven.sealed)))
    db.commit()
    with transaction(engine) as own:
        move(own, SECRET, TUESDAY)
    forget(engine)
    if engine.dialect.name == "postgresql":
        assert db.scalar(sa.text("SELECT pg_relation_size('answer_given')")) == 0
        return
    file = Path(sa.make_url(database_url).database or "")
    for one in (file, file.with_name(f"{file.name}-wal")):
        raw = one.read_bytes()
        assert not any(sealed.encode() in raw for sealed in given), one.name


def test_who_reads_while_the_database_forgets_is_not_disturbed_and_it_forgets_the_next_time(
    engine: sa.Engine, db: Session, cast: Cast, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine.dialect.name != "sqlite":
        return
    monkeypatch.setattr(moving, "WAITS", 50)
    sent_by(engine, PEOPLE)
    with Session(reading(engine)) as reader:
        given = list(reader.scalars(sa.select(AnswerGiven.sealed)))
        with transaction(engine) as own:
            move(own, SECRET, TUESDAY)
        forget(engine)
        assert len(list(reader.scalars(sa.select(AnswerGiven.sealed)))) == len(given)
    forget(engine)
    file = Path(sa.make_url(database_url).database or "")
    assert file.with_name(f"{file.name}-wal").read_bytes() == b""
    with engine.connect() as connection:
        assert connection.scalar(sa.text("PRAGMA busy_timeout")) == 30000


def test_moments_are_nowhere_beside_an_answer(db: Session) -> None:
    for model in (AnswerGiven, AnswerWaiting, AnswerBlock, FreeText, FeedbackRequest):
        kinds = {column.name: column.type for column in model.__table__.columns}
        assert not [name for name, kind in kinds.items() if isinstance(kind, sa.DateTime)]
        assert not [name for name in kinds if name.endswith("_at")]


def test_nothing_leads_from_an_answer_to_anybody(db: Session) -> None:
    """No foreign key, and no column that could hold one, but for who of the staff has read a text."""
    for model in (AnswerWaiting, AnswerBlock, FreeText):
        columns = list(model.__table__.columns)
        keys = {str(key.target_fullname) for one in columns for key in one.foreign_keys}
        assert keys <= {"staff.id"}
        uuids = {one.name for one in columns if isinstance(one.type, sa.Uuid)}
        assert uuids <= {"id", "released_by_id"}


def test_the_log_says_nothing_of_what_was_answered_or_by_whom(
    db: Session, browser: Browser, cast: Cast, capfd: pytest.CaptureFixture[str]
) -> None:
    made = request(db, cast.amina, on=clock.today())
    db.commit()
    log.set_up()
    log.event("request", method="POST", endpoint="participant.feedback.keep", status=303)
    form = {"question": "helped", "answer-helped": "not-at-all", "text-tips": "Ring Karin"}
    browser.post(f"/feedback/asked/{made.id}/questions/helped", form, as_=cast.amina)
    browser.post(f"/feedback/asked/{made.id}/send", as_=cast.amina)
    structlog.reset_defaults()
    said = "".join(capfd.readouterr())
    assert "participant.feedback.keep" in said
    for secret in (str(made.id), made.id.hex, str(cast.amina.id), "not-at-all", "Karin", "helped"):
        assert secret not in said
