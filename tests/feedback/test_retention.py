"""Who was asked is not kept for ever: what is forgotten, when, and what goes with a participant."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from portal.feedback import moving, retention
from portal.feedback.answer_models import AnswerGiven, FreeText, FreeTextState
from portal.feedback.models import (
    FeedbackRequest,
    Occasion,
    PanelDraft,
    PanelMember,
    PanelToken,
    PublishedAnswer,
    PublishedAnswerSeen,
)
from portal.operations.working import do_chores
from portal.results.words_said import HOW_MANY
from tests.cast import Cast, sv
from tests.conftest import SECRET
from tests.feedback.asked import TODAY, TUESDAY, answer, people, request
from tests.feedback.rounds import panel_round, papers

MONTH = TODAY.replace(day=1)


def closed(db: Session, cast: Cast, on: date, *, is_answered: bool = False) -> FeedbackRequest:
    """Amina was asked so that it closed on that day."""
    made = request(db, cast.amina, on=on - timedelta(weeks=4))
    if is_answered:
        made.answered_on = made.asked_on
    db.commit()
    return made


def left(db: Session) -> set[date]:
    return set(db.scalars(sa.select(FeedbackRequest.closes_on)))


def test_who_did_not_answer_is_forgotten_after_two_years_and_a_whole_month_at_once(
    db: Session, cast: Cast
) -> None:
    kept = MONTH - relativedelta(months=24)
    for on in (kept, kept - timedelta(days=1), kept - relativedelta(months=1)):
        closed(db, cast, on)
    assert retention.run(db, TUESDAY) == 2
    assert left(db) == {kept}
    assert retention.run(db, TUESDAY) == 0


def test_who_answered_is_known_as_long_as_an_answer_of_hers_may_wait(
    db: Session, cast: Cast
) -> None:
    kept = MONTH - relativedelta(months=50)
    for on in (kept, kept - timedelta(days=1)):
        closed(db, cast, on, is_answered=True)
    assert retention.run(db, TUESDAY) == 1
    assert left(db) == {kept}
    waits = 2 * moving.KEPT_FOR + timedelta(days=2 * 31)
    assert TODAY - waits + timedelta(days=5) >= TODAY - retention.ANSWERED_FOR


def test_what_she_has_read_is_forgotten_when_nothing_would_tell_her_of_it(
    db: Session, cast: Cast
) -> None:
    for on in (TODAY, TODAY - relativedelta(months=51)):
        told = PublishedAnswer(
            organisation_id=cast.employment.id, said=sv("Ni"), does=sv("Vi"), staff_id=cast.sara.id,
            occasion=Occasion.AFTER_MEASURE, published_on=on,
        )  # fmt: skip
        db.add(told)
        db.flush()
        db.add(PublishedAnswerSeen(participant_id=cast.amina.id, answer_id=told.id))
    db.flush()
    retention.run(db, TUESDAY)
    [seen] = db.scalars(sa.select(PublishedAnswerSeen))
    assert db.get_one(PublishedAnswer, seen.answer_id).published_on == TODAY


def test_the_panels_addresses_go_when_the_round_is_over_and_nothing_sent_with_them_waits(
    db: Session, cast: Cast
) -> None:
    last = TODAY - relativedelta(months=3)
    late, over = (
        panel_round(db, from_on=TODAY - timedelta(days=200), until_on=day)
        for day in (last, last - timedelta(days=1))
    )
    papers(db, late)
    unused, sent, begun = (
        PanelToken(round_id=over.id, token_hash=one) for one in ("unused", "sent", "begun")
    )
    db.add_all([unused, sent, begun])
    db.flush()
    draft = PanelDraft(token_id=begun.id)
    db.add(draft)
    db.flush()
    for request_id, is_sent in ((sent.id, True), (draft.id, False)):
        row = AnswerGiven(request_id=request_id, question="q", sealed="x", is_sent=is_sent)
        db.add(row)
    db.flush()
    retention.run(db, TUESDAY)
    found = set(db.scalars(sa.select(PanelToken.token_hash).where(PanelToken.round_id == over.id)))
    assert found == {"sent", "begun"}
    assert db.scalar(sa.select(sa.func.count(PanelToken.id))) == 3, "and the paper that is late"
    db.execute(sa.delete(AnswerGiven))
    retention.run(db, TUESDAY)
    assert db.scalar(sa.select(sa.func.count(PanelToken.id))) == 1
    assert not db.scalars(sa.select(PanelDraft)).all()


def test_that_somebody_took_part_in_the_panel_is_forgotten_a_year_after(
    db: Session, cast: Cast
) -> None:
    year = TODAY - relativedelta(years=1)
    cast.farid.moved_on = year - timedelta(days=1)
    before = TODAY - timedelta(days=900)
    left_on = {cast.amina.id: None, cast.bashir.id: year, cast.farid.id: None}
    db.add_all(
        PanelMember(participant_id=one, since=before, left_on=day) for one, day in left_on.items()
    )
    [more] = people(db, 1)
    db.add(PanelMember(participant_id=more.id, since=before, left_on=year - timedelta(days=1)))
    db.flush()
    retention.run(db, TUESDAY)
    found = set(db.scalars(sa.select(PanelMember.participant_id)))
    assert found == {cast.amina.id, cast.bashir.id}


def words(db: Session, state: FreeTextState, *days: date, of: str = "tips") -> list[FreeText]:
    made = [
        FreeText(
            id=uuid4(), questionnaire="panel", question=of, about=None, on=day, text=sv("Mer tid"),
            state=state,
        )
        for day in days
    ]  # fmt: skip
    db.add_all(made)
    db.flush()
    return made


def test_words_of_her_own_are_not_kept_for_ever_read_or_not(db: Session, cast: Cast) -> None:
    unread, shown = MONTH - relativedelta(months=12), MONTH - relativedelta(months=36)
    day = timedelta(days=1)
    words(db, FreeTextState.WAITING, unread, unread - day, of="waits")
    words(db, FreeTextState.RELEASED, shown, shown - day, of="shown")
    words(db, FreeTextState.WITHHELD, TODAY, of="kept back")
    retention.run(db, TUESDAY)
    found = db.execute(sa.select(FreeText.question, FreeText.on)).all()
    assert {tuple(one) for one in found} == {("waits", unread), ("shown", shown)}


def test_who_deletes_as_many_words_as_she_releases_leaves_no_old_ones_on_the_page(
    db: Session, cast: Cast
) -> None:
    old = MONTH - relativedelta(months=36) - timedelta(days=1)
    words(db, FreeTextState.RELEASED, *[old] * 3, *[TODAY - timedelta(days=200)] * 10)
    before = db.scalar(HOW_MANY)
    retention.run(db, TUESDAY)
    words(db, FreeTextState.RELEASED, *[TODAY - timedelta(days=300)] * 3)
    number = sa.select(sa.func.count()).where(FreeText.state == FreeTextState.RELEASED)
    assert db.scalar(number) == 13 and db.scalar(HOW_MANY) != before


def test_the_worker_forgets(engine: sa.Engine, db: Session, cast: Cast) -> None:
    closed(db, cast, MONTH - relativedelta(months=30))
    do_chores(engine, TUESDAY, SECRET)
    assert left(db) == set()


@pytest.mark.parametrize("is_sent", [True, False])
def test_with_a_participant_goes_that_she_was_asked_and_what_nobody_has_untied(
    engine: sa.Engine, db: Session, cast: Cast, *, is_sent: bool
) -> None:
    made = request(db, cast.bashir)
    answer(db, made)
    if not is_sent:
        db.execute(sa.update(AnswerGiven).values(is_sent=False))
    db.add(PanelMember(participant_id=cast.bashir.id, since=TODAY))
    db.commit()
    db.execute(sa.delete(type(cast.bashir)).where(type(cast.bashir).id == cast.bashir.id))
    db.commit()
    do_chores(engine, TUESDAY, SECRET)
    for table in (FeedbackRequest, PanelMember, AnswerGiven):
        assert db.scalar(sa.select(sa.func.count(table.id))) == 0, table
