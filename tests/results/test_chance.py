"""What chance alone must not show on the page: that a measure is better or worse than the others."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback import shipped
from portal.municipality.models import Measure
from portal.results import said
from portal.results.intervals import CONFIDENCE
from portal.results.said import ABOUT_MEASURES, Names, Said
from portal.results.sums import added
from tests.cast import Cast, sv

TOWNS = 300
MEASURES = [f"measure-{number}" for number in range(12)]
BETTER = "measure-3"
HALF_YEARS = [date(year, month, 1) for year in (2025, 2026) for month in (2, 9)]
GLAD = (0.6, 0.9)
"""So many say that it was good in one town, and in the next: where nearly all do, chance looks most like more."""


@pytest.fixture
def known(db: Session, cast: Cast) -> Names:
    """What comes with the product is asked, about twelve measures of two providers and four classes."""
    shipped.load(db, now=clock.now())
    for number, key in enumerate(MEASURES):
        provider = cast.support if number % 2 else cast.employment
        db.add(Measure(key=key, name=sv(key), skr_class=1 + number % 4, provider=provider))
    db.commit()
    return said.names(db)


def answers(known: Names, chance: random.Random, glad: float, **but: float) -> Iterator[list[Any]]:
    """Blocks of one town: to each question of each questionnaire so many say that it was good, by measure."""
    for asks in known.questionnaires:
        abouts = MEASURES if asks.occasion in ABOUT_MEASURES else [None]
        for wording, *_ in asks.wordings:
            asked = said.asked_for(asks.key, wording)
            others = [one for one in asked.options if one not in asked.good]
            for about in abouts if asked.good else ():
                for on in HALF_YEARS:
                    number = chance.randint(5, 20)
                    rate = but.get(about or "", glad)
                    counts = Counter(
                        chance.choice(sorted(asked.good) if chance.random() < rate else others)
                        for _ in range(number)
                    )
                    yield [asks.key, asked.question, about, on, asks.numbers[0], number, counts]


def compared(found: list[Said]) -> list[tuple[str, bool]]:
    """The lines of every table of the page that say better (true) or worse than the others."""
    return [
        (line.key, line.against.value > 0)
        for one in found
        for told in one.told
        for lines in (told.lines, *told.divided.values())
        for line in lines
        if line.against and line.against.is_sure
    ]


def test_where_all_measures_work_alike_a_page_seldom_says_that_one_differs(
    db: Session, known: Names
) -> None:
    """Of three hundred made-up towns one in twenty may; with each table for itself, it was every second."""
    chance = random.Random(300)
    shown = sum(
        bool(compared(said.said(db, added(answers(known, chance, GLAD[town % 2])), known)))
        for town in range(TOWNS)
    )
    allowed = TOWNS * (1 - CONFIDENCE)
    assert shown <= allowed + 2 * allowed**0.5, "and what chance adds to that"


def test_a_measure_that_truly_works_better_is_still_found_and_no_other(
    db: Session, known: Names
) -> None:
    chance = random.Random(300)
    page = said.said(db, added(answers(known, chance, GLAD[0], **{BETTER: 0.95})), known)
    found = compared(page)
    assert found and set(found) == {(BETTER, True)}
    assert all(
        line.against is None
        for one in page
        for told in one.told
        for lines in told.divided.values()
        for line in lines
    ), "said in the table by measure only"
