"""Who books at the same moment: one gets the time, everybody else an answer, and the database is never locked."""

from __future__ import annotations

from itertools import chain

import pytest
from sqlalchemy.orm import Session

from tests.meetings.conftest import NOW, TODAY
from tests.meetings.truth import invariants, racing


def raced(
    db: Session, url: str, *, staff: int, times: int, rivals: int, processes: int, twice: int = 0
) -> None:
    """Everybody books; each time is somebody's, and nobody's twice.

    `twice`: so many forms more, which every process sends: a double click, a retry on a thin link, two tabs.
    """
    wishes = racing.crowd(db, staff, times + twice, rivals, TODAY)
    contested = [[one for one in wish if _number(one, times)] for wish in wishes]
    shared = [one for one in wishes[0] if not _number(one, times)]
    shares = [
        [*chain.from_iterable(zip(*contested[number::processes], strict=True)), *shared]
        for number in range(processes)
    ]
    became = racing.run(racing.book_all, shares, url, NOW)
    there_are = staff * times
    assert became == {
        "booked": there_are + processes * staff * twice,
        "taken": there_are * (rivals - 1),
    }
    found = invariants.check(db)
    assert len(found) == there_are + staff * twice
    assert len({(one.staff, one.starts_at) for one in found.values()}) == len(found)


def _number(wish: racing.Wish, times: int) -> bool:
    """Whether its time is one of the first, for which there are rivals."""
    return wish.starts_at in list(racing.times_from(TODAY, times))


def test_four_processes_book_eighty_times_for_ten(db: Session, database_url: str) -> None:
    raced(db, database_url, staff=1, times=10, rivals=8, processes=4, twice=3)


@pytest.mark.long
def test_eight_processes_book_sixteen_hundred_times_for_two_hundred(
    db: Session, database_url: str
) -> None:
    raced(db, database_url, staff=10, times=20, rivals=8, processes=8)


@pytest.mark.long
def test_nobody_is_in_two_places_when_everything_is_done_at_once(
    db: Session, database_url: str
) -> None:
    """And nobody waits for somebody who waits for her."""
    racing.crowd(db, 3, 4, 2, TODAY)
    became = racing.run(racing.do_all, range(6), database_url, NOW, 150)
    assert became.keys() == {"done", "refused"}
    assert became.total() == 900
    assert became["done"] > 200
    assert invariants.check(db)
