"""Nobody says that a plan is right without being told that it stands in a language she may not read."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal import clock
from portal.i18n import languages
from portal.plan import foreign, saying
from portal.plan.models import Plan
from portal.writing import Writing
from tests.browsing import Browser
from tests.cast import Cast, sv
from tests.plan.writing import plan, published, step

TODAY = clock.today()
SWEDISH = "النص مكتوب بالسويدية."
"""The note of a step's page, in Arabic."""


def arabic(db: Session, cast: Cast) -> Cast:
    cast.amina.language = "ar"
    db.commit()
    return cast


def in_arabic(made: Plan) -> Plan:
    """The goals of a plan that a test wrote, translated."""
    for goal in made.goals:
        goal.text = Writing({"sv": "Mål", "ar": "هدف"})
        for part in goal.sub_goals:
            part.text = Writing({"sv": "Delmål", "ar": "هدف جزئي"})
    return made


def test_a_plan_is_foreign_as_long_as_one_thing_in_it_cannot_be_read(
    db: Session, cast: Cast
) -> None:
    one = step("Ring", why=sv("Därför"))
    one.text = Writing({"sv": "Ring", "ar": "اتصلي"})
    made = in_arabic(plan(db, cast.amina, one))
    assert foreign.language_in(made, languages()["ar"]) == "sv"
    assert foreign.language_in(made, languages()["sv"]) is None
    one.why = None
    assert foreign.language_in(made, languages()["ar"]) is None
    one.bring = Writing.in_("und", "?")
    assert foreign.language_in(made, languages()["ar"]) is None, "nobody knows which it is"


def test_what_is_done_or_struck_is_not_agreed_to(db: Session, cast: Cast) -> None:
    made = in_arabic(plan(db, cast.amina, step("Ett", done="2026-01-01"), step("Två")))
    made.goals[0].sub_goals[0].steps[1].dropped_on = TODAY
    assert foreign.language_in(made, languages()["ar"]) is None


def test_the_plan_says_at_each_text_and_beside_the_answer_that_it_is_in_swedish(
    db: Session, browser: Browser, cast: Cast
) -> None:
    made = in_arabic(plan(db, arabic(db, cast).amina, step("Ring Lars")))
    version = published(db, made, cast.karin)
    page = browser.visit("/plan", as_=cast.amina)
    [row] = [one for one in page.select(".rows li") if "Ring Lars" in one.text]
    assert SWEDISH in row.text
    note = page.select_one(f"#language-{version.id}")
    assert note and SWEDISH in note.text
    assert page.select_one(f'fieldset[aria-describedby="language-{version.id}"] [value=agreed]')
    assert SWEDISH not in page.select(".goal h4")[0].text
    saying.say(db, cast.amina, version.id, "agreed", "", now=clock.now())
    db.commit()
    shown = browser.visit(f"/plan/versions/{version.id}", as_=cast.amina)
    assert SWEDISH in shown.select("section.card")[0].text, "beside what she has said"
    assert SWEDISH in shown.select(".rows li")[0].text


def test_who_can_read_all_of_it_is_told_nothing(db: Session, browser: Browser, cast: Cast) -> None:
    published(db, plan(db, cast.amina, step("Ring Lars")), cast.karin)
    assert "Texten är på" not in browser.visit("/plan", as_=cast.amina).text


def test_why_a_step_rests_stands_on_a_line_of_its_own(
    db: Session, browser: Browser, cast: Cast
) -> None:
    rests = step("Ring Lars", paused_on=TODAY, state_reason=sv("Du är sjuk."))
    plan(db, arabic(db, cast).amina, rests)
    page = browser.visit("/plan", as_=cast.amina)
    [why] = [one for one in page.select("p[dir=auto]") if "Du är sjuk." in one.text]
    assert why.get_text(strip=True) == "Du är sjuk." and why.select_one("[lang=sv][dir=ltr]")
