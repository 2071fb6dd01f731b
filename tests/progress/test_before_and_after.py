"""Each person's first and last answers within a time, for results on groups."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.progress import before_and_after as module
from portal.progress.before_and_after import before_and_after, first_and_last
from portal.progress.models import Level, StaffRating
from tests.cast import Cast
from tests.progress.conftest import NOW, rated

JANUARY, JUNE, DECEMBER = date(2026, 1, 1), date(2026, 6, 1), date(2026, 12, 1)


def test_the_first_and_the_last_within_the_time(db: Session, cast: Cast) -> None:
    hers = cast.amina
    rated(db, hers, date(2025, 12, 31), health=Level.HIGHEST)
    rated(db, hers, JANUARY, health=Level.LOWEST, job_search=None)
    rated(db, hers, JUNE, health=Level.HIGHEST, job_search=Level.LOW)
    rated(db, hers, DECEMBER, health=Level.HIGH, job_search=Level.HIGH)
    rated(db, hers, None, health=Level.LOWEST)
    rated(db, cast.bashir, JUNE)
    found = before_and_after(db, [hers.id, cast.bashir.id, uuid4()], JANUARY, DECEMBER)
    assert set(found) == {hers.id}, "who rated once has no before and after"
    assert found[hers.id]["health"] == (Level.LOWEST, Level.HIGH)
    assert found[hers.id]["job-search"] == (Level.LOW, Level.HIGH), "passed over is no answer"
    assert found[hers.id]["concentration"] == (Level.MIDDLE, Level.MIDDLE)
    assert not before_and_after(db, [cast.bashir.id], JANUARY, DECEMBER)
    assert not before_and_after(db, [], JANUARY, DECEMBER)


def test_what_staff_think_is_not_among_it(db: Session, cast: Cast) -> None:
    for day in (JANUARY, DECEMBER):
        db.add(
            StaffRating(
                participant_id=cast.amina.id, staff_id=cast.karin.id, rated_on=day,
                saved_at=NOW, kept={"caseworker-belief": 5},
            )
        )  # fmt: skip
    db.commit()
    assert not before_and_after(db, [cast.amina.id], JANUARY, DECEMBER)


def test_ten_thousand_persons_take_a_question_for_every_so_many(
    db: Session, engine: sa.Engine, cast: Cast
) -> None:
    rated(db, cast.amina, JANUARY, health=Level.LOW)
    rated(db, cast.amina, JUNE, health=Level.HIGH)
    ids: list[UUID] = [*(uuid4() for _ in range(2 * module.AT_ONCE)), cast.amina.id]
    seen: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    found = before_and_after(db, ids, JANUARY, DECEMBER)
    assert found[cast.amina.id]["health"] == (Level.LOW, Level.HIGH)
    assert len([one for one in seen if "self_rating" in one]) == 3


BEGAN = date(2026, 3, 1)
"""The day she began with the measure; a rating is written as month, day and how high."""
LOW, HIGH, HIGHEST = Level.LOW, Level.HIGH, Level.HIGHEST


@pytest.mark.parametrize(
    ("said", "rated", "expected"),
    [
        ("one before, one after", [(1, 10, LOW), (6, 1, HIGH)], (LOW, HIGH)),
        (
            "what changed before she began is not counted",
            [(1, 1, LOW), (2, 20, HIGH), (6, 1, HIGH)],
            (HIGH, HIGH),
        ),
        ("on the day itself is before", [(3, 1, LOW), (6, 1, HIGH)], (LOW, HIGH)),
        ("within thirty days after is first", [(3, 31, LOW), (6, 1, HIGH)], (LOW, HIGH)),
        ("after thirty-one days says nothing of before", [(4, 1, LOW), (6, 1, HIGH)], None),
        (
            "of two within thirty days the earlier is first",
            [(3, 5, LOW), (3, 20, HIGH), (6, 1, HIGHEST)],
            (LOW, HIGHEST),
        ),
        ("one before wins over one just after", [(2, 1, HIGH), (3, 5, LOW)], (HIGH, LOW)),
        ("only before", [(1, 1, LOW), (2, 1, HIGH)], None),
        ("one alone is not both", [(3, 10, LOW)], None),
        ("passed over is no answer", [(2, 1, LOW), (2, 20, None), (6, 1, HIGH)], (LOW, HIGH)),
        ("passed over at last", [(2, 1, LOW), (5, 1, HIGH), (6, 1, None)], (LOW, HIGH)),
        ("after the half-year is not yet", [(2, 1, LOW), (7, 1, HIGH)], None),
        ("never", [], None),
    ],
)
def test_first_is_how_it_was_when_she_began_and_last_is_after(
    said: str, rated: list[tuple[int, int, Level | None]], expected: tuple[Level, Level] | None
) -> None:
    hers = [(date(2026, month, day), {"health": level}) for month, day, level in rated]
    assert first_and_last(hers, "health", BEGAN, date(2026, 6, 30)) == expected, said
