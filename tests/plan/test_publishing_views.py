"""From a draft to what she sees: publishing, throwing away, and finishing a plan."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.plan import answers
from portal.plan.models import Plan
from portal.plan.version_models import PlanDraft, PlanVersion
from tests.browsing import Browser, linted, parsed
from tests.cast import Cast, assign
from tests.plan.desk import Desk, drafts, fields, order, part_of, said, words
from tests.plan.writing import plan, step

TODAY = clock.today()
NOW = clock.now()


def test_from_does_not_work_for_me_to_a_changed_step_that_she_sees(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    answers.answer(db, cast.amina, one.id, "cannot", "Bussen går inte då", now=NOW)
    db.commit()
    desk = Desk(browser, cast, made)
    assert "Bussen går inte då" in desk.text()
    desk.write(f"/steps/{one.id}", text="Gå till SFI på eftermiddagen")
    assert "SFI på eftermiddagen" not in browser.visit("/plan", as_=cast.amina).text
    page = desk.text("/publish")
    assert "Gå till SFI på eftermiddagen" in page and "Karin Berg" in page
    desk.write("/publish")
    assert "SFI på eftermiddagen" in browser.visit("/plan", as_=cast.amina).text
    assert drafts(db) == 0 and db.scalar(sa.select(PlanVersion.number)) == 1


def test_two_editors_are_shown_both_texts_and_lose_nothing(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one, two = step("Gå till SFI"), step("Ring Komvux")
    made = plan(db, cast.amina, one, two)
    assign(db, cast.amina, cast.sara)
    db.commit()
    mine, theirs = Desk(browser, cast, made), Desk(browser, cast, made, cast.sara)
    mine.write(f"/steps/{one.id}", text="Karins ord")
    mine.write(f"/steps/{two.id}", text="Ring Komvux i dag")
    sent = mine.fill("/publish")
    theirs.write(f"/steps/{one.id}", text="Saras ord")
    theirs.write("/publish")
    assert "medan du skrev" in mine.text()
    answer = mine.send("/publish", sent)
    assert answer.status_code == 409
    page = linted(answer)
    assert "Karins ord" in words(page) and "Saras ord" in words(page)
    assert mine.send("/merge", {**fields(page), "prefer": "theirs"}).status_code == 303
    assert order(mine) == ["Saras ord", "Ring Komvux i dag"]
    mine.write("/publish")
    text = browser.visit("/plan", as_=cast.amina).text
    assert "Saras ord" in text and "Ring Komvux i dag" in text


def test_somebody_who_moved_away_while_the_editor_was_open(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    desk = Desk(browser, cast, made)
    desk.write(f"/steps/{one.id}", text="Något nytt")
    sent = desk.fill("/publish")
    cast.amina.moved_on = TODAY
    db.commit()
    assert desk.send("/publish", sent).status_code == 422
    assert "Ärendet avslutades här" in desk.text() and drafts(db) == 1


def test_a_draft_is_thrown_away_only_after_asking(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    desk = Desk(browser, cast, made)
    desk.write(f"/steps/{one.id}", text="Något nytt")
    assert "Vill du slänga utkastet?" in desk.text("/discard") and drafts(db) == 1
    desk.write("/discard")
    assert drafts(db) == 0 and order(desk) == ["Gå till SFI"]


def test_a_draft_thrown_away_by_a_second_press_is_gone_and_a_colleagues_does_not_exist(
    db: Session, browser: Browser, cast: Cast
) -> None:
    plans = f"/staff/participants/{cast.amina.id}/plan"
    answer = browser.post(f"{plans}/{uuid4()}/discard", as_=cast.karin, follow=True)
    assert "Utkastet var redan borta." in said(answer)
    colleagues = PlanDraft(
        participant_id=cast.amina.id, staff=cast.sara, base_version=0, revision=0,
        document={}, changed_at=clock.now(),
    )  # fmt: skip
    db.add(colleagues)
    db.commit()
    assert browser.post(f"{plans}/{colleagues.id}/discard", as_=cast.karin).status_code == 404
    assert browser.post(f"{plans}/{uuid4()}/discard", as_=cast.lars).status_code == 404


def test_a_plan_is_finished_and_nothing_more_is_written_in_it(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    desk = Desk(browser, cast, made)
    refused = desk.send("/finish", desk.fill("/finish"))
    assert refused.status_code == 422 and "Välj vad som ska hända" in said(refused)
    old = desk.fill(f"/steps/{one.id}", text="För sent")
    desk.write(
        "/finish", summary="Det gick bra. Du har börjat arbeta.", **{f"step-{one.id}": "done"}
    )
    assert "Det gick bra" in desk.text() and not desk.open().select("main form")
    refused = desk.send(f"/steps/{one.id}", old)
    assert refused.status_code == 409 and "Planen avslutades medan du skrev" in said(refused)
    assert fields(linted(refused))["text"] == "För sent" and drafts(db) == 0


def test_a_draft_of_a_plan_that_a_colleague_finished_is_kept_and_not_published(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    assign(db, cast.amina, cast.sara)
    db.commit()
    mine, theirs = Desk(browser, cast, made), Desk(browser, cast, made, cast.sara)
    mine.write(f"/steps/{one.id}", text="Mitt utkast")
    theirs.write("/finish", summary="Klart", **{f"step-{one.id}": "done"})
    assert "Mitt utkast" in mine.text() and "inte publicerades" in mine.text()
    page = linted(mine.browser.get(mine.root + "/publish", as_=mine.staff))
    mine.send("/merge", {**fields(page), "prefer": "mine"})
    refused = mine.send("/publish", {"revision": "1.2"})
    assert refused.status_code == 422 and "avslutat planen" in said(refused)
    assert drafts(db) == 1 and "Mitt utkast" not in browser.visit("/plan", as_=cast.amina).text


def test_a_page_in_the_old_tab_after_publishing_is_told_so(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    desk, path = Desk(browser, cast, made), f"/steps/{one.id}"
    desk.write(path, text="Nytt")
    old, sent = desk.fill(path, text="Gammal flik"), desk.fill("/publish")
    for _ in range(2):
        assert desk.send("/publish", sent).status_code == 303
    assert db.scalar(sa.select(sa.func.count(PlanVersion.id))) == 1
    db.commit()
    answer = desk.send(path, old)
    assert answer.status_code == 409
    assert parsed(answer).select_one("textarea[name=text]").get_text().strip() == "Gammal flik"  # type: ignore[union-attr]


def test_a_plan_is_written_from_nothing(db: Session, browser: Browser, cast: Cast) -> None:
    root = f"/staff/participants/{cast.amina.id}/plan"
    form = fields(browser.visit(f"{root}/new", as_=cast.karin))
    assert browser.post(f"{root}/new", form, as_=cast.karin).status_code == 422
    form |= {"kind": "action-plan", "owner": str(cast.support.id)}
    for _ in range(2):
        answer = browser.post(f"{root}/new", form, as_=cast.karin)
    assert drafts(db) == 1
    made = Plan(id=answer.location.rsplit("/", 1)[1])
    desk = Desk(browser, cast, made)
    desk.write("/own-words", text="Jag vill laga mat", language="so")
    desk.write("/facts", follow_up_on=(TODAY + timedelta(weeks=6)).isoformat())
    goal = part_of(desk.write("/goals/new", text="Arbeta i ett kök"))
    sub_goal = part_of(desk.write(f"/goals/{goal}/sub-goals/new", text="Pröva ett kök"))
    desk.write(f"/steps/new?under={sub_goal}", text="Ring köket", doer=f"staff:{cast.karin.id}")
    assert "Ny plan" in words(browser.visit(root, as_=cast.karin))
    desk.write("/publish")
    page = browser.visit("/plan", as_=cast.amina)
    assert "Ring köket" in page.text and "Pröva ett kök" in page.text
    [quote] = page.select("blockquote span[lang=so]")
    assert quote.text == "Jag vill laga mat"
