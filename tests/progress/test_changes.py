"""What has changed since last time, and the picture of it. Pure."""

from __future__ import annotations

from datetime import date

import pytest

from portal.municipality.models import RatingIndicator
from portal.progress.changes import Way, way
from portal.progress.curve import HEIGHT, WIDTH, curve
from portal.progress.models import Level, SelfRating
from tests.cast import sv


def of(*ratings: dict[str, int | None]) -> Way:
    """Her way through the questions a, b and c, a year between two ratings."""
    asked = [
        RatingIndicator(key=key, name=sv(key), position=number, rated_by="participant")
        for number, key in enumerate("abc")
    ]
    done = [
        SelfRating(rated_on=date(2020 + number, 1, 1), kept=kept)
        for number, kept in enumerate(ratings)
    ]
    return way(asked, done)


def test_only_what_changed_is_told_what_became_easier_first() -> None:
    found = of({"a": 3, "b": 2, "c": 4}, {"a": 2, "b": 2, "c": 5})
    assert [(one.indicator.key, one.is_up) for one in found.changed] == [("c", True), ("a", False)]
    assert [(one.before, one.now) for one in found.changed] == [
        (Level.HIGH, Level.HIGHEST), (Level.MIDDLE, Level.LOW),
    ]  # fmt: skip


def test_it_is_compared_with_the_last_time_she_answered_that_question() -> None:
    found = of({"a": 1, "b": 4}, {"a": None, "b": 2}, {"a": 3, "b": None})
    assert [one.indicator.key for one in found.changed] == ["a"]
    assert found.changed[0].before is Level.LOWEST
    assert found.courses[1].now is None, "passed over is no change"


def test_one_rating_has_nothing_to_compare_with() -> None:
    found = of({"a": 1})
    assert not found.changed and not found.has_two and found.last
    assert not of().changed and of().last is None


def test_a_question_that_came_later_has_gaps_before() -> None:
    found = of({"a": 1}, {"a": 1, "c": 5})
    assert [level for _, level in found.courses[2].said] == [None, Level.HIGHEST]
    assert not found.changed


L = Level


@pytest.mark.parametrize(
    ("said", "path", "last"),
    [
        ([L.LOWEST, L.HIGHEST], "M6 36h0L66 4", (66, 4)),
        ([L.LOW, L.MIDDLE, L.MIDDLE], "M6 28h0L36 20L66 20", (66, 20)),
        ([L.LOW, None, L.HIGH], "M6 28h0M66 12h0", (66, 12)),
        ([L.LOW, None], "M6 28h0", None),
        ([L.HIGH], "M6 12h0", (6, 12)),
        ([], "", None),
    ],
)
def test_the_line_goes_up_where_it_became_easier(
    said: list[Level | None], path: str, last: tuple[int, int] | None
) -> None:
    found = curve(said)
    assert (found.path, found.last) == (path, last)


def test_in_a_language_from_the_right_time_begins_at_the_right() -> None:
    found = curve([L.LOWEST, L.MIDDLE, L.HIGHEST], from_the_right=True)
    assert found.path == "M66 36h0L36 20L6 4" and found.last == (6, 4), "up is up in every language"
    assert curve([L.HIGH], from_the_right=True).last == (66, 12)


def test_the_picture_stays_within_its_frame() -> None:
    for level in Level:
        for many in range(1, 9):
            found = curve([level] * many)
            assert found.last and 4 <= found.last[0] <= WIDTH - 4
            assert 4 <= found.last[1] <= HEIGHT - 4, "the dot has a radius of four"
