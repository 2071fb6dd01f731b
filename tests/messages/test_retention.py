"""What is thrown away: drafts after 30 days, minor threads when the municipality has decided so, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.messages import classifying, retention, sending, subjects
from portal.messages.models import Classification, Conversation, Message, MessageDraft, Thread
from portal.messages.sending import Sent, words
from portal.municipality.models import Municipality
from portal.operations import working
from portal.translators.models import WantedTranslation
from tests.cast import Cast
from tests.translators.writing import reads

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TWO_YEARS = datetime(2028, 11, 24, 9, 1, tzinfo=UTC)
MUCH_LATER = NOW + timedelta(days=20_000)


def decided(db: Session, months: int) -> None:
    municipality = db.scalars(sa.select(Municipality)).one()
    municipality.routines = {
        **municipality.routines,
        "delete_minor_messages_after_months": months,
    }
    db.commit()


def written(db: Session, cast: Cast, subject: str, what: Classification | None) -> None:
    sent = Sent(words("På fredag.", "sv"), subject)
    made = sending.from_staff(db, cast.karin, cast.amina, subject, sent, now=NOW)
    if what:
        classifying.classify(db, cast.karin, made.thread, what, now=NOW)
    db.commit()


def left(db: Session) -> set[str]:
    return set(db.scalars(sa.select(Thread.subject)))


def test_a_draft_goes_after_thirty_days_and_not_before(db: Session, cast: Cast) -> None:
    draft = MessageDraft(
        participant_id=cast.amina.id, writer_id=cast.amina.id, sealed="x", saved_at=NOW
    )
    db.add(draft)
    db.commit()
    assert retention.old_drafts(db, NOW + timedelta(days=30)) == 0
    assert retention.run(db, NOW + timedelta(days=30, seconds=1)) == {
        "drafts": 1, "threads": 0, "batches": 0,
    }  # fmt: skip
    assert db.scalars(sa.select(MessageDraft)).all() == []


def test_where_nothing_is_decided_nothing_goes(db: Session, cast: Cast) -> None:
    written(db, cast, subjects.MONEY, Classification.MINOR)
    assert retention.minor_threads(db, MUCH_LATER) == 0
    assert left(db) == {subjects.MONEY}


def test_only_what_was_said_to_be_of_minor_importance_goes_when_its_time_is_out(
    db: Session, cast: Cast
) -> None:
    reads(db, cast.amina, "so")
    written(db, cast, subjects.MONEY, Classification.MINOR)
    written(db, cast, subjects.WORK, Classification.CASE_FILE)
    written(db, cast, subjects.MEETING, None)
    decided(db, 24)
    assert retention.minor_threads(db, TWO_YEARS - timedelta(minutes=2)) == 0
    assert retention.minor_threads(db, TWO_YEARS) == 1
    db.commit()
    assert left(db) == {subjects.WORK, subjects.MEETING}
    assert len(db.scalars(sa.select(Message.id)).all()) == 2
    assert len(db.scalars(sa.select(WantedTranslation.id)).all()) == 2, "nobody translates it"
    assert retention.minor_threads(db, MUCH_LATER) == 0, "twice changes nothing"


def test_the_worker_follows_the_rules() -> None:
    assert working._thin_out in working.CHORES


def test_what_is_gone_is_no_longer_unread(db: Session, cast: Cast) -> None:
    written(db, cast, subjects.MONEY, Classification.MINOR)
    asked = sa.select(Conversation.unread_by_her_since).execution_options(populate_existing=True)
    assert db.scalar(asked) == NOW
    decided(db, 1)
    retention.run(db, MUCH_LATER)
    assert db.scalar(asked) is None
