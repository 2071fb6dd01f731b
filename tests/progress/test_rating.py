"""Her own rating: begun once, kept answer by answer, done, and corrected the same day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.db import transaction
from portal.people.models import Participant
from portal.progress import rating
from portal.progress.models import Level, SelfRating
from tests.cast import Cast
from tests.progress.conftest import NOW, TODAY, rated

TOMORROW = NOW + timedelta(days=1)


def ratings(db: Session, participant: Participant) -> list[SelfRating]:
    db.flush()
    db.expire_all()
    asked = sa.select(SelfRating).where(SelfRating.participant_id == participant.id)
    return list(db.scalars(asked.order_by(SelfRating.started_at)))


def test_she_has_never_two_open_at_once(db: Session, cast: Cast) -> None:
    first = rating.start(db, cast.amina, now=NOW)
    again = rating.start(db, cast.amina, now=NOW + timedelta(days=40))
    assert first.id == again.id
    rating.start(db, cast.bashir, now=NOW)
    assert len(ratings(db, cast.amina)) == 1
    db.add(SelfRating(participant_id=cast.amina.id, started_at=NOW, kept={}))
    with pytest.raises(sa.exc.IntegrityError):
        db.flush()


def test_two_phones_that_begin_at_once_begin_one(
    db: Session, engine: sa.Engine, cast: Cast
) -> None:
    def begin(level: Level) -> None:
        with transaction(engine) as own:
            rating.keep(own, cast.amina, {f"q{level.value}": level}, now=NOW)

    with ThreadPoolExecutor(5) as phones:
        list(phones.map(begin, Level))
    [found] = ratings(db, cast.amina)
    assert found.answers == {f"q{level.value}": level for level in Level}, "no answer is lost"


def test_each_answer_is_kept_and_twice_is_once(db: Session, cast: Cast) -> None:
    begun = rating.start(db, cast.amina, now=NOW)
    for _ in range(2):
        rating.keep(db, cast.amina, {"health": Level.LOW}, sent=begun.id, now=NOW)
    rating.keep(db, cast.amina, {"everyday-life": None}, sent=begun.id, now=TOMORROW)
    [found] = ratings(db, cast.amina)
    assert found.answers == {"health": Level.LOW, "everyday-life": None}
    assert found.rated_on is None
    assert rating.latest(db, cast.amina) is None, "until she is done it is nobody else's"


def test_beginning_anew_forgets_what_was_begun(db: Session, cast: Cast) -> None:
    rating.keep(db, cast.amina, {"health": Level.LOW}, now=NOW)
    rating.start(db, cast.amina, anew=True, now=TOMORROW)
    [found] = ratings(db, cast.amina)
    assert (found.answers, found.started_at) == ({}, TOMORROW)


def test_what_is_done_is_not_forgotten_by_beginning_anew(db: Session, cast: Cast) -> None:
    rated(db, cast.amina, TODAY)
    rating.start(db, cast.amina, anew=True, now=NOW)
    [found] = ratings(db, cast.amina)
    assert found.rated_on == TODAY and found.kept


def test_she_is_done_when_she_has_answered_something(db: Session, cast: Cast) -> None:
    with pytest.raises(rating.NothingAnswered):
        rating.finish(db, cast.amina, now=NOW)
    rating.keep(db, cast.amina, {"health": None}, now=NOW)
    with pytest.raises(rating.NothingAnswered):
        rating.finish(db, cast.amina, now=NOW)
    rating.keep(db, cast.amina, {"health": Level.HIGH}, now=NOW)
    done = {rating.finish(db, cast.amina, now=moment).id for moment in (NOW, NOW, TOMORROW)}
    [found] = ratings(db, cast.amina)
    assert done == {found.id} and found.rated_on == TODAY


def test_the_day_is_the_one_on_the_wall_in_sweden(db: Session, cast: Cast) -> None:
    late = NOW.replace(hour=22, minute=30)  # half past midnight in Sweden
    rating.keep(db, cast.amina, {"health": Level.LOW}, now=late)
    assert rating.finish(db, cast.amina, now=late).rated_on == TODAY + timedelta(days=1)


def test_she_may_correct_it_the_same_day_and_not_the_next(db: Session, cast: Cast) -> None:
    made = rated(db, cast.amina, TODAY, health=Level.LOW)
    rating.keep(db, cast.amina, {"health": Level.HIGH}, sent=made.id, now=NOW)
    [found] = ratings(db, cast.amina)
    assert found.answers["health"] is Level.HIGH and found.rated_on == TODAY
    rating.keep(db, cast.amina, {"health": Level.LOWEST}, sent=made.id, now=TOMORROW)
    first, second = ratings(db, cast.amina)
    assert first.answers["health"] is Level.HIGH
    assert second.answers == {"health": Level.LOWEST} and second.rated_on is None, (
        "what she said is not lost"
    )


def test_the_same_form_that_comes_again_after_midnight_begins_nothing(
    db: Session, cast: Cast
) -> None:
    made = rated(db, cast.amina, TODAY, health=Level.LOW)
    for _ in range(2):
        kept = rating.keep(db, cast.amina, {"health": Level.LOW}, sent=made.id, now=TOMORROW)
        assert kept.id == made.id
    assert rating.finish(db, cast.amina, now=TOMORROW).id == made.id
    assert len(ratings(db, cast.amina)) == 1


def test_somebody_elses_rating_is_nothing_to_her(db: Session, cast: Cast) -> None:
    others = rated(db, cast.bashir, TODAY, health=Level.LOW)
    rating.keep(db, cast.amina, {"health": Level.LOW}, sent=others.id, now=NOW)
    [found] = ratings(db, cast.amina)
    assert found.answers == {"health": Level.LOW}
    assert ratings(db, cast.bashir)[0].id == others.id


def test_what_she_wants_to_talk_about_is_kept_until_she_changes_it(db: Session, cast: Cast) -> None:
    assert rating.say(db, cast.amina, "Praktiken", now=NOW) is None
    made = rated(db, cast.amina, TODAY - timedelta(days=20))
    for typed in ("Praktiken", " Praktiken\r\n"):
        rating.say(db, cast.amina, typed, now=NOW)
        assert made.talk and made.talk.original == "Praktiken" and made.talk.language == "und"
    with pytest.raises(rating.TooLong):
        rating.say(db, cast.amina, "x" * 1001, now=NOW)
    rating.say(db, cast.amina, "", now=NOW)
    assert made.talk is None


def test_her_ratings_follow_the_case(db: Session, cast: Cast) -> None:
    rated(db, cast.amina, TODAY)
    rated(db, cast.bashir, TODAY)
    db.execute(sa.delete(Participant).where(Participant.id == cast.amina.id))
    assert not ratings(db, cast.amina) and len(ratings(db, cast.bashir)) == 1
