"""The answer rate: shown only in groups that tell of nobody."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.feedback.rates import By, Rates, _Count, by_measure, closed, rates, shown
from tests.cast import Cast
from tests.feedback.asked import TODAY, TUESDAY, people, request

NEXT_MONTH = TUESDAY + timedelta(days=62)


def ask(
    db: Session, prefix: str, count: int, answered: int, about: str, language: str = "sv"
) -> None:
    """So many are asked, all but the last begin, and the first ones answer."""
    for number, one in enumerate(people(db, count, prefix)):
        made = request(db, one, about=about, language=language)
        made.opened_on = TODAY if number < count - 1 else None
        made.answered_on = TODAY if number < answered else None
    db.flush()


def numbers(found: Rates) -> dict[str, tuple[int, int] | None]:
    return {key: (one.asked, one.answered) if one else None for key, one in found.groups.items()}


def of_measures(db: Session) -> Rates:
    [found] = by_measure(closed(db, now=NEXT_MONTH)).values()
    return found


def test_a_group_is_shown_when_both_sides_of_it_are_five(db: Session, cast: Cast) -> None:
    ask(db, "a", 10, 5, "training")
    ask(db, "b", 12, 6, "course")
    found = of_measures(db)
    assert numbers(found) == {"course": (12, 6), "training": (10, 5)}
    assert found.whole and (found.whole.asked, found.whole.share) == (22, 50)
    everybody = rates(closed(db, now=NEXT_MONTH), By.QUESTIONNAIRE).whole
    assert everybody and everybody.opened is None, "only two never began"


def test_four_are_hidden_and_so_is_whoever_they_could_be_reckoned_from(
    db: Session, cast: Cast
) -> None:
    ask(db, "a", 20, 10, "big")
    ask(db, "b", 12, 6, "middle")
    ask(db, "c", 4, 2, "small")
    found = of_measures(db)
    assert numbers(found) == {"big": (20, 10), "middle": None, "small": None}
    assert found.has_hidden and found.whole and found.whole.asked == 36


def test_all_but_one_answered_is_hidden_too(db: Session, cast: Cast) -> None:
    ask(db, "a", 20, 19, "training")
    assert rates(closed(db, now=NEXT_MONTH), By.QUESTIONNAIRE).whole is None


def test_languages_are_two_groups_and_both_or_none_is_shown(db: Session, cast: Cast) -> None:
    ask(db, "a", 20, 10, "training")
    ask(db, "b", 4, 4, "training", "ti")
    assert numbers(rates(closed(db, now=NEXT_MONTH), By.LANGUAGE)) == {"other": None, "sv": None}
    ask(db, "c", 8, 3, "training", "so")
    assert numbers(rates(closed(db, now=NEXT_MONTH), By.LANGUAGE)) == {
        "other": (12, 7),
        "sv": (20, 10),
    }


def test_what_may_still_be_answered_is_not_counted(db: Session, cast: Cast) -> None:
    ask(db, "a", 20, 10, "training")
    for days in (0, 20, 36):
        assert rates(closed(db, now=TUESDAY + timedelta(days=days)), By.QUESTIONNAIRE).whole is None
    assert rates(closed(db, now=TUESDAY + timedelta(days=38)), By.QUESTIONNAIRE).whole


def test_the_rate_looks_two_years_back(db: Session, cast: Cast) -> None:
    """They closed on 22 December 2026: they count until the December two years later is over."""
    ask(db, "a", 20, 10, "training")
    for year, month, counts in ((2028, 12, True), (2029, 1, False)):
        now = TUESDAY.replace(year=year, month=month)
        assert bool(rates(closed(db, now=now), By.QUESTIONNAIRE).whole) is counts


group = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)).map(sorted)


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.sampled_from("abcdef"), group))
def test_no_sum_or_difference_of_what_is_shown_is_fewer_than_five(
    groups: dict[str, list[int]],
) -> None:
    counts = {
        key: _Count(asked, opened, answered) for key, (answered, opened, asked) in groups.items()
    }
    found = shown(counts)
    if found.whole is None:
        assert not any(found.groups.values())
        return
    seen = [one for one in found.groups.values() if one]
    rest = (
        found.whole.asked - sum(one.asked for one in seen),
        found.whole.answered - sum(one.answered for one in seen),
    )
    sides = [(one.asked, one.answered) for one in [found.whole, *seen]]
    for asked, answered in [*sides, *([rest] if rest[0] else [])]:
        assert answered >= 5 and asked - answered >= 5
