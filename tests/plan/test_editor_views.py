"""The plan as an outline: what the caseworker sees of it, form by form, without JavaScript."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.plan.version_models import PlanDraft
from portal.privacy.models import AccessLog, Opened
from tests.browsing import Browser
from tests.cast import Cast, assign
from tests.plan.desk import Desk, drafts, order, queries, revision
from tests.plan.writing import plan, step

NOW = clock.now()


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
