"""Many answer at once, while the worker counts: nothing is lost, and nothing counted twice."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.db import transaction
from portal.feedback import answering
from portal.feedback.answer_models import AnswerBlock, AnswerGiven, AnswerWaiting
from portal.feedback.moving import move
from portal.people.models import Participant
from tests.cast import Cast
from tests.conftest import SECRET
from tests.feedback.asked import TODAY, TUESDAY, people, request


def all_at_once(engine: sa.Engine, db: Session, count: int) -> None:
    """Everybody answers and sends, each twice, from eight phones at a time; two workers count meanwhile."""
    asked = [(one.id, request(db, one).id) for one in people(db, count)]
    db.commit()

    def sends(both: tuple[UUID, UUID]) -> None:
        person, request_id = both
        for _ in range(2):
            with transaction(engine) as own:
                hers = own.get_one(Participant, person)
                made = answering.one_of_hers(own, hers, request_id, to_write=True)
                if not made.answered_on:
                    answering.keep(own, SECRET, made, {"helped": ["a-lot"]}, today=TODAY)
                answering.send(own, SECRET, made, now=TUESDAY)

    def works(_: int) -> None:
        with transaction(engine) as own:
            move(own, SECRET, TUESDAY)

    with ThreadPoolExecutor(10) as pool:
        done = [pool.submit(sends, one) for one in asked]
        done += [pool.submit(works, number) for number in range(6)]
        for one in done:
            one.result()
    works(0)


def counted(db: Session) -> int:
    """How many answers there are: in blocks, waiting, and still with whoever gave them."""
    db.rollback()
    blocks = db.scalars(sa.select(AnswerBlock)).all()
    assert all(one.number >= 5 for one in blocks)
    total = Counter[str]()
    for one in blocks:
        total.update(one.counts)
    left = sum(
        db.scalar(sa.select(sa.func.count(model.id))) or 0 for model in (AnswerGiven, AnswerWaiting)
    )
    return total["a-lot"] + left


def test_forty_answer_at_once(engine: sa.Engine, db: Session, cast: Cast) -> None:
    all_at_once(engine, db, 40)
    assert counted(db) == 40


@pytest.mark.long
def test_five_hundred_answer_at_once(engine: sa.Engine, db: Session, cast: Cast) -> None:
    all_at_once(engine, db, 500)
    assert counted(db) == 500
