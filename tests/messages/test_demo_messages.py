"""The demo's conversations: each shows one thing, and a second start adds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from portal import clock
from portal.db import engine_for
from portal.messages import reading, turns
from portal.messages.attachment_models import Attachment
from portal.messages.models import Conversation, Message
from portal.messages.storage import Files
from portal.operations import demo
from portal.people.contacts import contacts
from portal.people.models import Participant
from tests.messages.pictures_of_papers import opened

TUESDAY = "2026-11-24T09:00Z"


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Session]:
    url = f"sqlite:///{tmp_path}/demo.db"
    with time_machine.travel(TUESDAY):
        demo.prepare(url)
        demo.prepare(url)
        engine = engine_for(url)
        with Session(engine) as db:
            yield db
        engine.dispose()


def waits(db: Session, key: str) -> tuple[list[tuple[str, bool]], Conversation]:
    """What waits in somebody's conversation, by subject and whether we are late with it."""
    whose = db.scalars(sa.select(Participant).where(Participant.key == key)).one()
    found = reading.conversation(db, whose)
    assert found
    people = contacts(db, whose, clock.today())
    waiting = turns.turns(db, whose, found, people, clock.today())
    return [(one.subject, one.is_late) for one in waiting], found


def test_each_shows_one_thing_and_a_second_start_adds_nothing(started: Session) -> None:
    amina, hers = waits(started, "P-1001")
    assert amina == [("work", False)] and hers.unread_by_her_since
    assert waits(started, "P-1005")[0] == [("other", True)]
    assert waits(started, "P-1002")[0] == [("other", False)]
    selam, of_selam = waits(started, "P-1003")
    assert selam == [("other", False)] and of_selam.waits_for_her_since
    keys = started.scalars(sa.select(Message.form_key)).all()
    assert len(keys) == len(set(keys))
    newest = started.scalar(sa.select(sa.func.max(Message.sent_at)))
    assert newest and newest < clock.now()


def test_one_of_amina_s_messages_has_a_paper_that_can_be_opened(
    started: Session, tmp_path: Path
) -> None:
    [paper] = started.scalars(sa.select(Attachment))
    assert paper.message_id
    secret = (tmp_path / "demo-secret").read_text().strip()
    photo = Files(tmp_path / "files", secret).get(paper.id)
    assert opened(photo).size == (1200, 1600)
