"""A plan that is being written when a participant is handed over is the receiver's to go on with."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.handover import settling
from portal.people.models import Staff
from portal.plan import drafts, editing
from portal.plan.document import PlanDocument
from portal.plan.models import Plan, PlanKind, Step
from portal.plan.version_models import PlanDraft
from tests.browsing import Browser
from tests.cast import Cast, assign, sv
from tests.handover.asking import ask, typed
from tests.plan.desk import Desk
from tests.plan.writing import plan, step

NOW = clock.now()


def write(db: Session, cast: Cast, staff: Staff, made: Plan, one: Step, words: str) -> None:
    """Somebody changes a step in her draft."""
    lies = drafts.open_(db, staff, cast.amina, made.id)
    written = lies.document.step(one.id).with_(text=sv(words))
    document = editing.with_step(lies.document, lies.document.above(one.id).id, written)
    drafts.keep(db, lies, document, token=lies.token, act=words, now=NOW)
    db.commit()


def hand_over(db: Session, cast: Cast) -> None:
    [offer] = ask(db, cast.karin, cast.amina, form=typed(from_on=clock.today()))
    settling.accept(db, cast.sara, offer.id, now=clock.now())
    db.commit()


def test_the_draft_goes_to_whoever_takes_over(db: Session, browser: Browser, cast: Cast) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    write(db, cast, cast.karin, made, one, "Gå till SFI på kvällen")
    new = PlanDocument(PlanKind.ACTION, own_words=sv("Jag vill laga mat"))
    drafts.begin(db, cast.karin, cast.amina, None, NOW, document=new)
    drafts.begin(db, cast.lars, cast.bashir, plan(db, cast.bashir), NOW)
    hand_over(db, cast)
    found = db.scalars(sa.select(PlanDraft).order_by(PlanDraft.changed_at)).all()
    assert [one.staff_id for one in found].count(cast.sara.id) == 2
    assert [one.staff_id for one in found].count(cast.lars.id) == 1, "another case is not touched"
    assert "Gå till SFI på kvällen" in Desk(browser, cast, made, cast.sara).text()


def test_two_drafts_of_one_plan_become_one_and_the_receivers_words_stand(
    db: Session, cast: Cast
) -> None:
    one, two, three = step("Ett"), step("Två"), step("Tre")
    made = plan(db, cast.amina, one, two, three)
    assign(db, cast.amina, cast.sara, from_on=clock.today() - timedelta(days=3))
    db.commit()
    write(db, cast, cast.karin, made, one, "Karins ett")
    write(db, cast, cast.karin, made, two, "Karins två")
    write(db, cast, cast.sara, made, two, "Saras två")
    write(db, cast, cast.sara, made, three, "Saras tre")
    hand_over(db, cast)
    lies = drafts.open_(db, cast.sara, cast.amina, made.id)
    said = [found.text.original for found in lies.document.steps]
    assert said == ["Karins ett", "Saras två", "Saras tre"]
    assert db.scalar(sa.select(sa.func.count(PlanDraft.id))) == 1
    base = lies.base
    assert base and [found.text.original for found in base.steps] == ["Ett", "Två", "Tre"]


def test_the_giver_and_the_receiver_see_that_there_is_one_and_it_may_be_thrown_away(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    write(db, cast, cast.karin, made, one, "Hemligt än så länge")
    page = browser.visit(f"/staff/participants/{cast.amina.id}/handover", as_=cast.karin)
    assert "följer med till din kollega" in page.text
    away = f"/staff/participants/{cast.amina.id}/plan/{made.id}/discard"
    assert page.select_one(f"a[href='{away}']")
    browser.visit(away, as_=cast.karin)
    [offer] = ask(db, cast.karin, cast.amina)
    page = browser.visit(f"/staff/handover/offers/{offer.id}", as_=cast.sara)
    assert "Utkast som inte är publicerat: Utvecklingsplan" in page.text
    assert "Hemligt" not in page.text, "what stands in it she reads when she has said yes"
