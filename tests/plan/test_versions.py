"""What she sees of a plan that was changed, and of what it was before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.people import sessions
from portal.people.directory import directory
from portal.plan import reading, versions
from portal.plan.changes import changes
from portal.plan.document import PlanDocument
from portal.plan.models import Plan, StepKind
from portal.plan.what_changed import Fact, Herself, Line, lines
from portal.writing import Translated, Writing
from tests.browsing import Browser
from tests.cast import Cast, sv
from tests.plan.writing import plan, published, step

HOUR = timedelta(hours=1)
NOW = clock.now()
CALL, COURSE = date(2026, 11, 24), date(2026, 12, 4)


def was_here(db: Session, cast: Cast, ago: timedelta) -> None:
    """Amina was last here so long ago."""
    before = sessions.begin(db, "an earlier session", participant=cast.amina, now=clock.now() - ago)
    db.flush()
    sessions.touch(db, before.id, now=clock.now() - ago)
    db.commit()


def old(made: Plan) -> Plan:
    """A plan of yesterday, which she opened then."""
    made.created_at = made.changed_at = clock.now() - 30 * HOUR
    made.seen_at = clock.now() - 29 * HOUR
    return made


def told(db: Session, cast: Cast, *changed: dict[str, Any]) -> list[Line]:
    """These changes as she is told them."""
    plans = reading.plans(db, cast.amina)
    version = published(db, old(plans.plans[0]), cast.karin, *changed)
    return lines(version, plans.steps, directory(db))


def change(what: str, before: Any, after: Any, **rest: Any) -> dict[str, Any]:
    return {"what": what, "id": None, "before": before, "after": after, "fields": []} | rest


def test_a_moved_day_and_a_new_doer_are_told_as_before_and_after(db: Session, cast: Cast) -> None:
    call = step("Ring Lars", due=CALL.isoformat())
    made = plan(db, cast.amina, call)
    before = PlanDocument.from_row(made)
    call.due_on, call.is_hers, call.doer_staff = COURSE, False, cast.lars
    call.doer_staff_id = cast.lars.id
    [line] = told(db, cast, *changes(before, PlanDocument.from_row(made)))
    assert line.what == "step-changed" and line.step is not None and line.was is None
    assert line.facts == (Fact("due_on", CALL, COURSE), Fact("doer", Herself(), "Lars Ek"))


def test_new_and_other_and_removed_words_are_told_with_the_words(db: Session, cast: Cast) -> None:
    call, gone = step("Ring Lars"), step("Gå på kurs")
    made = plan(db, cast.amina, call, gone)
    before = PlanDocument.from_row(made)
    after = before.copy()
    after.goals[0].sub_goals[0].steps = [
        after.step(call.id).with_(text=sv("Ring Lars på onsdag")),
        after.step(gone.id).with_(id=cast.amina.id, text=sv("Praktik")),
    ]
    found = {line.what: line for line in told(db, cast, *changes(before, after))}
    assert found["step-changed"].text == sv("Ring Lars på onsdag")
    assert found["step-changed"].was == sv("Ring Lars")
    assert found["step-added"].text == sv("Praktik")
    assert found["step-removed"].text == sv("Gå på kurs")


def test_what_is_otherwise_in_the_plan_itself_is_told(db: Session, cast: Cast) -> None:
    plan(db, cast.amina, step("Ring Lars"))
    found = told(
        db,
        cast,
        change("follow-up", CALL.isoformat(), COURSE.isoformat()),
        change("owner", None, str(cast.support.id)),
        change("order", None, None),
        change("order", None, None),
        change("agreed-on", None, CALL.isoformat()),
    )
    assert [line.what for line in found] == ["follow-up", "owner", "order"], "the order once"
    assert found[0].facts == (Fact("follow_up_on", CALL, COURSE),)
    assert found[1].facts == (Fact("owner", None, cast.support.name),)


def test_a_single_field_may_carry_its_values_itself(db: Session, cast: Cast) -> None:
    plan(db, cast.amina, step("Ring Lars"))
    moved = change("step-changed", CALL.isoformat(), COURSE.isoformat(), fields=["due_on"])
    [line] = told(db, cast, moved)
    assert line.facts == (Fact("due_on", CALL, COURSE),)


def test_only_what_was_published_since_is_called_changed(db: Session, cast: Cast) -> None:
    made = old(plan(db, cast.amina, step("Ring Lars")))
    first, second = published(db, made, cast.karin, ago=20 * HOUR), published(db, made, cast.lars)
    plans = reading.plans(db, cast.amina)

    def seen(ago: timedelta | None, before: timedelta | None = None) -> list[int]:
        made.seen_at = clock.now() - ago if ago is not None else None
        made.seen_before_at = clock.now() - before if before is not None else None
        found = versions.versions(db, cast.amina, plans, NOW - 2 * HOUR)
        assert [one.id for one in found.all] == [second.id, first.id], "the newest first"
        assert found.newest(made) is not None and found.newest(made).number == 2  # type: ignore[union-attr]
        return [one.number for one in found.unseen(made)]

    assert seen(3 * HOUR) == [2]
    assert seen(25 * HOUR) == [2, 1]
    assert seen(40 * HOUR) == [], "the whole plan is new"
    assert seen(None) == [], "she has never opened it"
    assert seen(HOUR, before=3 * HOUR) == [2], (
        "opened in this visit: it is told until the visit ends"
    )
    assert seen(HOUR) == [], "opened first in this visit"


def test_a_version_of_anybody_elses_does_not_exist_for_her(db: Session, cast: Cast) -> None:
    version = published(db, plan(db, cast.bashir, step("Ring Lars")), cast.lars)
    with pytest.raises(NoResultFound):
        versions.one(db, cast.amina, version.id)


def test_the_plan_page_tells_who_changed_what_when_and_leads_to_the_step(
    db: Session, browser: Browser, cast: Cast
) -> None:
    call = step("Ring Lars", due=CALL.isoformat())
    made = old(plan(db, cast.amina, call))
    before = PlanDocument.from_row(made)
    call.due_on = COURSE
    published(db, made, cast.karin, *changes(before, PlanDocument.from_row(made)))
    was_here(db, cast, HOUR)
    card = browser.visit("/plan", as_=cast.amina).select_one("#changed-0")
    assert card
    text = " ".join(card.get_text(" ").split())
    assert "Ändrat sedan du tittade" in text and "Karin Berg ändrade planen" in text
    assert "fredag 4 december" in text and "Förut: tisdag 24 november" in text
    assert card.select_one(f"a[href='/plan/steps/{call.id}']")
    assert card.select_one("input[name=says][value=agreed]"), "and she can say what she thinks"


def test_without_news_the_plan_page_has_no_card_of_changes(
    db: Session, browser: Browser, cast: Cast
) -> None:
    made = old(plan(db, cast.amina, step("Ring Lars")))
    published(db, made, cast.karin, ago=20 * HOUR)
    made.seen_at = NOW - HOUR
    was_here(db, cast, HOUR)
    page = browser.visit("/plan", as_=cast.amina)
    assert "Ändrat sedan du tittade" not in page.text
    assert page.select_one("input[name=says][value=agreed]")


def test_what_is_new_is_told_until_the_visit_ends_and_not_in_the_next(
    db: Session, browser: Browser, cast: Cast
) -> None:
    made = old(plan(db, cast.amina, step("Ring Lars", changed_at=NOW - 30 * HOUR)))
    published(db, made, cast.karin, ago=20 * HOUR)
    was_here(db, cast, HOUR)
    for _ in range(2):
        assert "Ändrat sedan du tittade" in browser.visit("/plan", as_=cast.amina).text
    db.refresh(made)
    assert made.seen_at and made.seen_before_at and made.seen_before_at < made.seen_at
    again = browser.client(cast.amina)
    browser.sign_in(again, cast.amina)
    assert "Ändrat sedan du tittade" not in browser.visit("/plan", as_=cast.amina).text


def test_an_old_version_stays_readable_as_it_was(db: Session, browser: Browser, cast: Cast) -> None:
    call = step(
        "Ring Lars", due=CALL.isoformat(), why=sv("Lars behöver dagarna."), place=sv("Storgatan"),
        weekly=[(1, "09:00", "12:00")], kind=StepKind.AGREED,
    )  # fmt: skip
    made = plan(db, cast.amina, call, step("Fråga", cast.lars), owner=cast.support)
    first = published(db, made, cast.karin, ago=HOUR)
    call.text = sv("Ring Lars på onsdag")
    published(db, made, cast.karin)
    page = browser.visit("/plan", as_=cast.amina)
    assert page.select_one(f"section[aria-labelledby=versions] a[href='/plan/versions/{first.id}']")
    page = browser.visit(f"/plan/versions/{first.id}", as_=cast.amina)
    assert page.main
    text = page.main.get_text(" ")
    for said in (
        "Ring Lars", "Lars behöver dagarna.", "Storgatan", "Lars Ek gör det här.",
        "Du gör det här.", "Jag arbetar i ett kök", "Enheten för försörjningsstöd",
        "Den gäller inte längre.", "tisdag", "09:00–12:00",
    ):  # fmt: skip
        assert said in text, said
    assert "onsdag" not in text, "as it was"


def test_reading_an_old_version_leaves_the_plan_as_it_is(
    db: Session, browser: Browser, cast: Cast
) -> None:
    version = published(db, plan(db, cast.amina, step("Ring Lars")), cast.karin)
    browser.visit(f"/plan/versions/{version.id}", as_=cast.amina)
    assert db.scalar(sa.select(sa.func.count(Plan.id))) == 1


def test_a_finished_plan_is_read_with_what_came_of_it(
    db: Session, browser: Browser, cast: Cast
) -> None:
    made = plan(db, cast.amina, step("Ring Lars", done="2026-01-01"), finished_on=clock.today())
    made.closing_summary = sv("Du har fått arbete i ett kök.")
    published(db, made, cast.karin)
    page = browser.visit("/plan", as_=cast.amina)
    assert "Du har fått arbete i ett kök." in page.text and "Ring Lars" in page.text
    assert not page.select("input[name=says]"), "nothing is asked of her"


def test_a_translation_says_who_made_it_and_the_original_is_one_tap_away(
    db: Session, browser: Browser, cast: Cast
) -> None:
    cast.amina.chosen_language = "ar"
    by_karin = Translated("Karin Berg", "2026-11-23")
    call = step("Ring Lars")
    call.text = sv("Ring Lars").with_translation("ar", "اتصل بلارس", by_karin)
    call.why = sv("Lars väntar.").with_translation("ar", "لارس ينتظر", Translated("", "2026-11-23"))
    plan(db, cast.amina, call)
    cast.amina.chosen_language = "ar"
    db.commit()
    for address, notes in (("/plan", 1), (f"/plan/steps/{call.id}", 2)):
        page = browser.visit(address, as_=cast.amina)
        found = [one for one in page.select("details.quiet") if one.select_one("[lang=sv]")]
        assert len(found) == notes, address
        original = found[0].select_one("p[lang=sv][dir=ltr]")
        assert "Karin Berg" in found[0].text and original and original.text == "Ring Lars"


def test_a_text_that_nobody_translated_says_nothing_of_translators(
    db: Session, browser: Browser, cast: Cast
) -> None:
    call = step("Ring Lars")
    call.text = Writing({"sv": "Ring Lars", "en": "Call Lars"})
    plan(db, cast.amina, call)
    assert "Översatt av" not in browser.visit(f"/plan/steps/{call.id}", as_=cast.amina).text


def test_sixty_changed_steps_take_no_more_queries_than_three(
    db: Session, browser: Browser, cast: Cast
) -> None:
    engine = browser.app.extensions["portal_engine"]
    made = old(plan(db, cast.amina, *(step(f"Steg {number}") for number in range(60))))
    was_here(db, cast, HOUR)

    def count(address: str) -> int:
        seen: list[str] = []
        note = lambda *args: seen.append(args[2])  # noqa: E731
        sa.event.listen(engine, "before_cursor_execute", note)
        browser.visit(address, as_=cast.amina)
        sa.event.remove(engine, "before_cursor_execute", note)
        return len([one for one in seen if one.startswith("SELECT")])

    for address in ("/", "/plan"):
        browser.visit(address, as_=cast.amina)  # the municipality's facts are read once
    quiet = {address: count(address) for address in ("/", "/plan")}
    all_steps = made.goals[0].sub_goals[0].steps
    counts: dict[str, list[int]] = {"/": [], "/plan": []}
    for number in (3, 60):
        changed = [
            change("step-changed", one.text.to_store(), one.text.to_store(), id=str(one.id))
            for one in all_steps[:number]
        ]
        published(db, made, cast.karin, *changed)
        for address, found in counts.items():
            found.append(count(address))
    for address, (three, sixty) in counts.items():
        assert three == sixty <= 12, counts
        assert three <= quiet[address] + 1, (quiet, counts)
