"""The plan as an outline: what the caseworker sees of it, form by form, without JavaScript."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.plan.version_models import PlanDraft
from portal.privacy.models import AccessLog, Opened
from tests.browsing import Browser
from tests.cast import Cast, assign, sv
from tests.plan.desk import Desk, drafts, order, queries, revision, words
from tests.plan.writing import plan, step

NOW = clock.now()
TODAY = clock.today()


def test_a_draft_is_seen_by_its_writer_only(db: Session, browser: Browser, cast: Cast) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    assign(db, cast.amina, cast.sara)
    db.commit()
    Desk(browser, cast, made).write(f"/steps/{one.id}", text="Hemligt än så länge")
    assert "Hemligt" in Desk(browser, cast, made).text()
    assert "Hemligt" not in Desk(browser, cast, made, cast.sara).text()
    assert "Utkast" not in Desk(browser, cast, made, cast.sara).text()
    stranger = browser.get(Desk(browser, cast, made).root, as_=cast.lars)
    assert stranger.status_code == 404


def test_each_opening_leaves_one_line_in_the_log(db: Session, browser: Browser, cast: Cast) -> None:
    made = plan(db, cast.amina, step("Gå till SFI"))
    desk = Desk(browser, cast, made)
    desk.open()
    desk.open("/facts")
    lines = db.scalars(sa.select(AccessLog).where(AccessLog.opened == Opened.PLAN)).all()
    assert [(one.participant_id, one.staff_id) for one in lines] == [(cast.amina.id, cast.karin.id)]


def test_looking_makes_no_draft_and_pressing_twice_changes_once(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one, two, three = step("Ett"), step("Två"), step("Tre")
    made = plan(db, cast.amina, one, two, three)
    desk = Desk(browser, cast, made)
    form = {**revision(desk), "to": "down"}
    assert drafts(db) == 0
    for _ in range(2):
        assert desk.send(f"/parts/{one.id}/move", form).status_code == 303
    assert order(desk) == ["Två", "Ett", "Tre"]
    new = desk.fill(f"/steps/new?under={made.goals[0].sub_goals[0].id}", text="Fyra", doer="participant")  # fmt: skip
    for _ in range(2):
        assert desk.send("/steps/new", new).status_code == 303
    assert order(desk) == ["Två", "Ett", "Tre", "Fyra"]


def test_the_last_change_can_be_undone_for_a_minute(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one, two = step("Ett"), step("Två")
    made = plan(db, cast.amina, one, two)
    desk = Desk(browser, cast, made)
    assert "Ångra" not in desk.text()
    desk.send(f"/parts/{one.id}/remove", revision(desk))
    assert order(desk) == ["Två"] and "Ångra" in desk.text()
    desk.send("/undo", revision(desk))
    assert order(desk) == ["Ett", "Två"]
    desk.send(f"/parts/{one.id}/remove", revision(desk))
    db.execute(sa.update(PlanDraft).values(changed_at=NOW - timedelta(minutes=2)))
    db.commit()
    assert "Ångra" not in desk.text()
    desk.send("/undo", revision(desk))
    assert order(desk) == ["Två"]


def test_the_page_of_a_step_leads_to_its_words_in_the_plan(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    page = browser.visit(f"/staff/participants/{cast.amina.id}/steps/{one.id}", as_=cast.karin)
    desk = Desk(browser, cast, made)
    assert page.select_one(f'a[href="{desk.root}/steps/{one.id}"]')
    desk.send(f"/parts/{one.id}/remove", revision(desk))
    answer = browser.client(cast.karin).get(f"{desk.root}/steps/{one.id}", follow_redirects=True)
    assert "Steget är borttaget i ditt utkast" in answer.text


def test_protected_data_stand_under_the_reference(
    db: Session, browser: Browser, cast: Cast
) -> None:
    made = plan(db, cast.farid, step("Gå till SFI"))
    for path in ("", f"/{made.id}", f"/{made.id}/facts", f"/{made.id}/publish", "/new"):
        page = browser.visit(f"/staff/participants/{cast.farid.id}/plan{path}", as_=cast.sara)
        assert "Farid" not in str(page) and "F-1" in str(page)


def test_the_editor_asks_no_more_of_the_database_for_sixty_steps_than_for_three(
    db: Session, browser: Browser, cast: Cast
) -> None:
    counts = []
    for number in (3, 60):
        made = plan(db, cast.amina, *(step(f"Steg {one}") for one in range(number)), position=number)  # fmt: skip
        counts.append(queries(browser, Desk(browser, cast, made)))
    assert counts[0] == counts[1]


def test_what_was_kept_is_said_where_the_page_is_read_on(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one, two = step("Ett"), step("Två")
    made = plan(db, cast.amina, one, two)
    desk = Desk(browser, cast, made)
    assert not desk.open().select("#here, a.button[href$=publish]"), "nothing is a draft yet"
    address = desk.write(f"/steps/{two.id}", text="<b>Två</b> nu").location
    assert address.endswith(f"?saved=part-{two.id}#here")
    page = browser.visit(address, as_=cast.karin)
    [note] = page.select(f"#part-{two.id} #here[tabindex='-1'][role=status]")
    assert "Sparat i ditt utkast." in note.text and "Alla ord är kvar" in note.text
    assert note.select_one("form[action$=undo]") and note.select_one("a[href$=publish]")
    assert len(page.select("a.button[href$=publish]")) == 2, "at the top and at the bottom"
    db.execute(sa.update(PlanDraft).values(changed_at=NOW - timedelta(minutes=2)))
    db.commit()
    assert not browser.visit(address, as_=cast.karin).select("#here"), "later nothing is undone"
    assert not browser.visit(f"{desk.root}?saved=part-x", as_=cast.karin).select("#here")


def test_what_may_not_go_is_said_beside_it(db: Session, browser: Browser, cast: Cast) -> None:
    made = plan(db, cast.amina, step("Ett", done="2026-01-01"))
    desk, goal = Desk(browser, cast, made), made.goals[0]
    answer = desk.send(f"/parts/{goal.id}/remove", revision(desk))
    page = browser.visit(answer.location, as_=cast.karin)
    [note] = page.select(f"#part-{goal.id} #here")
    assert "Stryk de stegen med en orsak först" in note.text and "Ångra" not in note.text


def test_what_goes_into_the_draft_and_what_is_seen_at_once_is_said_on_each_page(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Ett", dropped_on=TODAY, state_reason=sv("Passade inte"))
    made = plan(db, cast.amina, one)
    desk = Desk(browser, cast, made)
    assert "Struket" in desk.text() and "Läge i utkastet" in desk.text()
    draft = desk.text(f"/steps/{one.id}/state")
    assert "hamnar i ditt utkast" in draft and "Struket" in draft
    person = f"/staff/participants/{cast.amina.id}"
    at_once = words(browser.visit(f"{person}/steps/{one.id}", as_=cast.karin))
    assert "gäller genast" in at_once and "Struket" in at_once
    assert "Ändra läget genast" in words(browser.visit(person, as_=cast.karin))
    assert "Borttaget" not in desk.text() + draft + at_once
