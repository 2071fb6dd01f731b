"""Her plans, her week and a step, as pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.plan.models import ClashReport, PlanKind, Step, StepAnswer, StepKind
from tests.browsing import Browser
from tests.cast import Cast, sv
from tests.plan.writing import plan, step

SFI = [(1, "09:00", "12:00")]
COURSE = [(1, "10:00", "12:00")]
YESTERDAY = clock.today() - timedelta(days=1)


def test_the_plan_shows_every_plan_with_its_owner(
    db: Session, browser: Browser, cast: Cast
) -> None:
    plan(db, cast.amina, step("Gå till SFI"), owner=cast.support)
    plan(
        db, cast.amina, step("Sök jobb"), owner=cast.employment, kind=PlanKind.LABOUR_MARKET, position=1
    )  # fmt: skip
    text = browser.visit("/plan", as_=cast.amina).main.get_text(" ")  # type: ignore[union-attr]
    assert "Enheten för försörjningsstöd" in text and "Arbetsförmedlingen" in text
    assert "Du har 2 planer" in text


def test_a_clash_is_marked_on_both_steps_and_told_to_her_contact_once(
    db: Session, browser: Browser, cast: Cast
) -> None:
    sfi, course = step("Gå till SFI", weekly=SFI), step("Gå på kurs", weekly=COURSE)
    plan(db, cast.amina, sfi)
    plan(db, cast.amina, course, position=1)
    page = browser.visit("/plan", as_=cast.amina)
    assert len(page.select(".plan .trouble")) == 2
    form = {"first": str(course.id), "second": str(sfi.id), "back": "plan"}
    for _ in range(2):
        answer = browser.post("/week/clash", form, as_=cast.amina, follow=True)
        assert "Du har sagt till. Karin vet om det." in answer.text
    assert db.scalar(sa.select(sa.func.count(ClashReport.id))) == 1
    row = browser.visit("/staff/participants", as_=cast.karin)
    assert "Säger att det krockar: 1" in row.text
    db.scalars(sa.select(ClashReport)).one().handled_at = clock.now()
    db.commit()
    assert "krockar" not in browser.visit("/staff/participants", as_=cast.karin).main.text  # type: ignore[union-attr]
    browser.post("/week/clash", form, as_=cast.amina)
    row = browser.visit("/staff/participants", as_=cast.karin)
    assert "Säger att det krockar: 1" in row.text, "it clashes again, and waits again"


def test_a_requirement_says_who_decided_on_what_ground_and_about_money(
    db: Session, browser: Browser, cast: Cast
) -> None:
    must = step(
        "Praktik på restaurang", kind=StepKind.REQUIRED, affects_money=True,
        decided_by=cast.support, ground=sv("12 kap. 4 § socialtjänstlagen"),
    )  # fmt: skip
    plan(db, cast.amina, must)
    text = browser.visit(f"/plan/steps/{must.id}", as_=cast.amina).main.get_text(" ")  # type: ignore[union-attr]
    for said in (
        "Du måste",
        "Enheten för försörjningsstöd har bestämt",
        "12 kap. 4 §",
        "överklaga",
    ):
        assert said in text


def test_nothing_is_worded_as_a_demand_in_a_track_without_demands(
    db: Session, browser: Browser, cast: Cast
) -> None:
    cast.amina.track = cast.occupation
    visit = step("Gå till Kreha", due=YESTERDAY.isoformat())
    plan(db, cast.amina, visit)
    for address in ("/", "/plan", f"/plan/steps/{visit.id}", "/week"):
        text = browser.visit(address, as_=cast.amina).main.get_text(" ")  # type: ignore[union-attr]
        assert not re.search(r"måste|[Ss]enast|Dagen har gått|krav|påverka dina pengar", text), (
            address
        )


def test_what_she_typed_stays_when_no_answer_was_chosen(
    db: Session, browser: Browser, cast: Cast
) -> None:
    call = step("Ring Lars")
    plan(db, cast.amina, call)
    answer = browser.post(f"/plan/steps/{call.id}", {"comment": "أنا مريضة"}, as_=cast.amina)
    assert answer.status_code == 422
    assert "أنا مريضة" in answer.text and "Välj ett av svaren först." in answer.text
    assert db.scalar(sa.select(sa.func.count(StepAnswer.id))) == 0


def test_her_answer_stands_on_the_step_and_on_her_caseworkers_page(
    db: Session, browser: Browser, cast: Cast
) -> None:
    call = step("Ring Lars")
    plan(db, cast.amina, call)
    form = {"answer": "cannot", "comment": "Jag är <b>sjuk</b>"}
    shown = browser.post(f"/plan/steps/{call.id}", form, as_=cast.amina, follow=True)
    assert "Ditt svar är sparat" in shown.text
    staff = browser.visit(f"/staff/participants/{cast.amina.id}", as_=cast.karin)
    assert "Jag är <b>sjuk</b>" in staff.get_text()
    assert "Det fungerar inte för mig" in staff.get_text()


def test_done_and_undone_from_the_page(db: Session, browser: Browser, cast: Cast) -> None:
    call = step("Ring Lars")
    plan(db, cast.amina, call)
    shown = browser.post(f"/plan/steps/{call.id}/done", as_=cast.amina, follow=True)
    assert "Ångra: det är inte klart" in shown.text
    browser.post(f"/plan/steps/{call.id}/not-done", as_=cast.amina)
    db.refresh(call)
    assert call.done_on is None


def test_her_own_step_added_twice_by_a_double_click_is_one(
    db: Session, browser: Browser, cast: Cast
) -> None:
    form = {"text": "Träna på bussen", "due_on": "", "key": "one-form"}
    first = browser.post("/plan/steps/new", form, as_=cast.amina)
    second = browser.post("/plan/steps/new", form, as_=cast.amina)
    assert first.location == second.location
    assert db.scalar(sa.select(sa.func.count(Step.id))) == 1


@pytest.mark.parametrize("day", ["2026-02-30", "2020-01-01"])
def test_a_bad_date_keeps_what_she_wrote(browser: Browser, cast: Cast, day: str) -> None:
    form = {"text": "Träna på bussen", "due_on": day}
    answer = browser.post("/plan/steps/new", form, as_=cast.amina)
    assert answer.status_code == 422
    assert "Träna på bussen" in answer.text and day in answer.text


def test_the_week_counts_the_hours_and_turns_to_other_weeks(
    db: Session, browser: Browser, cast: Cast
) -> None:
    plan(
        db,
        cast.amina,
        step("Gå till SFI", weekly=SFI),
        step("Kurs", weekly=[(3, "13:00", "14:30")]),
    )
    page = browser.visit("/week", as_=cast.amina)
    assert "4 timmar och 30 minuter" in page.text
    elsewhere = (clock.today() + timedelta(weeks=3)).isoformat()
    assert "Den här veckan" in browser.visit(f"/week?from={elsewhere}", as_=cast.amina).text
    for odd in ("/week?from=9999-12-31", "/week?from=x", "/week?from=0001-01-01"):
        assert browser.visit(odd, as_=cast.amina)


def test_the_plan_prints_with_a_code_that_leads_back(
    db: Session, browser: Browser, cast: Cast
) -> None:
    plan(db, cast.amina, step("Ring Lars"))
    page = browser.visit("/plan", as_=cast.amina)
    assert page.select_one(".paper svg")


def test_sixty_steps_take_no_more_queries_than_three(
    db: Session, browser: Browser, cast: Cast
) -> None:
    engine = browser.app.extensions["portal_engine"]
    counts: dict[str, list[int]] = {}

    def count(address: str) -> int:
        seen: list[str] = []
        note = lambda *args: seen.append(args[2])  # noqa: E731
        sa.event.listen(engine, "before_cursor_execute", note)
        browser.visit(address, as_=cast.amina)
        sa.event.remove(engine, "before_cursor_execute", note)
        return len([one for one in seen if one.startswith("SELECT")])

    plan(db, cast.amina, *(step(f"Steg {number}", weekly=SFI) for number in range(3)))
    browser.visit("/", as_=cast.amina)  # the municipality's facts are read once and then kept
    for address in ("/", "/plan"):
        counts[address] = [count(address)]
    plan(db, cast.amina, *(step(f"Till {number}", cast.lars) for number in range(57)), position=1)
    for address in ("/", "/plan"):
        counts[address].append(count(address))
        assert counts[address][0] == counts[address][1] <= 12, counts
