"""What she is shown of her way: what changed, in words, and the picture with its table."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.progress.models import Level
from tests.browsing import Browser
from tests.cast import Cast
from tests.meetings.test_her_booking import said
from tests.progress.conftest import TODAY, rated

pytestmark = pytest.mark.usefixtures("asked")
HALF_A_YEAR_AGO = date(2026, 3, 7)


def test_what_changed_is_told_in_steps_of_words(db: Session, browser: Browser, cast: Cast) -> None:
    rated(db, cast.amina, HALF_A_YEAR_AGO, health=Level.HIGH, job_search=Level.LOWEST)
    rated(db, cast.amina, TODAY - timedelta(days=1), health=Level.LOW, job_search=Level.MIDDLE)
    page = browser.visit("/progress", as_=cast.amina)
    changed = page.select_one("[aria-labelledby=changed]")
    assert changed
    text = changed.get_text(" ", strip=True)
    forward, harder = text.index("Steg framåt"), text.index("Svårare just nu")
    assert forward < text.index("Att söka jobb eller studier Förut: Aldrig Nu: Ibland") < harder
    assert harder < text.index("Hälsan Förut: Ganska lätt Nu: Ganska svårt")
    assert "Det är inget fel." in text and "Vardagen" not in text
    assert "Resten är som förut." in text
    assert not page.select("main .trouble, main .wait"), "no colour says that it went badly"


def test_nothing_changed_is_no_failure(db: Session, browser: Browser, cast: Cast) -> None:
    for day in (HALF_A_YEAR_AGO, TODAY):
        rated(db, cast.amina, day)
    text = said(browser.visit("/progress", as_=cast.amina))
    assert "Du svarade som förra gången. Det är inget fel med det." in text


def test_the_picture_is_small_and_the_table_says_it_all(
    db: Session, browser: Browser, cast: Cast
) -> None:
    for number in range(7, -1, -1):
        level = Level(number % 5 + 1)
        rated(db, cast.amina, TODAY - timedelta(days=182 * number + 1), health=level)
    for language, first, last in (("sv", "M6 ", "66"), ("ar", "M66 ", "6")):
        cast.amina.chosen_language = language
        db.commit()
        page = browser.visit("/progress", as_=cast.amina)
        drawn = page.select("svg.curve")
        assert len(drawn) == 10
        assert sum(len(str(one)) for one in drawn) < 10 * 250
        assert all(len(str(one).encode()) < 2_000 for one in drawn)
        path, dot = drawn[8].select_one("path"), drawn[8].select_one("circle")
        assert path and dot
        assert str(path["d"]).startswith(first) and dot["cx"] == last, language
        assert len(page.select("main svg[aria-hidden=true]")) == len(page.select("main svg"))
    cast.amina.chosen_language = "sv"
    db.commit()
    table = browser.visit("/progress", as_=cast.amina).select_one("table")
    assert table and table.caption
    assert len(table.select("thead th[scope=col]")) == 9
    rows = {
        row.select("th")[0].get_text(strip=True): [one.get_text(strip=True) for one in row("td")]
        for row in table.select("tbody tr")
    }
    assert len(rows) == 10
    assert rows["Hälsan"][:3] == ["Inte svårt och inte lätt", "Ganska svårt", "Mycket svårt"]


def test_no_step_is_a_number_and_nothing_is_counted_or_compared(
    db: Session, browser: Browser, cast: Cast
) -> None:
    for day in (HALF_A_YEAR_AGO, TODAY):
        rated(db, cast.amina, day, health=Level.HIGH if day == TODAY else Level.LOW)
    rated(db, cast.bashir, TODAY, health=Level.LOWEST)
    page = browser.visit("/progress", as_=cast.amina)
    for cell in page.select("[aria-labelledby=changed] li, table td"):
        assert not any(sign.isdigit() for sign in cell.get_text()), cell
    text = said(page).lower()
    assert not any(word in text for word in ("poäng", "medel", "snitt", "andra deltagare", "%"))
