"""Each person's rating at first and at last, beside what she took part in."""

from __future__ import annotations

from datetime import date

import pytest

from portal.progress.before_and_after import first_and_last
from portal.progress.models import Level

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
