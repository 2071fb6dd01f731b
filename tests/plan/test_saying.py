"""What she says of her plan as it was published."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.plan import saying
from portal.plan.answers import Unfit
from portal.plan.saying import NewerVersion
from portal.plan.version_models import PlanVersion, Says
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.plan.writing import plan, published, step

NOW = clock.now()
LATER = NOW + timedelta(minutes=5)
WRONG = {"says": "wants-change", "comment": "أنا أعمل يوم الثلاثاء 🙏"}


def test_when_it_is_right_the_words_that_are_left_are_frozen(db: Session, cast: Cast) -> None:
    call, rests = step("Ring Lars"), step("Praktik", paused_on=clock.today())
    done, gone = step("Möt Lars", done="2026-11-01"), step("Kurs", dropped_on=clock.today())
    other = step("Sök jobb")
    version = published(db, plan(db, cast.amina, call, rests, done, gone), cast.karin)
    plan(db, cast.amina, other, position=1)
    saying.say(db, cast.amina, version.id, "agreed", "", now=NOW)
    db.commit()
    assert (version.says, version.said_at) == (Says.AGREED, NOW)
    assert call.agreed_at == rests.agreed_at == NOW
    assert done.agreed_at is gone.agreed_at is other.agreed_at is None


def test_she_may_change_her_mind_and_the_words_are_free_again(db: Session, cast: Cast) -> None:
    call = step("Ring Lars")
    version = published(db, plan(db, cast.amina, call), cast.karin)
    saying.say(db, cast.amina, version.id, "agreed", "", now=NOW)
    saying.say(db, cast.amina, version.id, "wants-change", "Inte på tisdagar", now=LATER)
    db.commit()
    assert (version.says, version.said_at) == (Says.WANTS_CHANGE, LATER)
    assert version.comment and version.comment.texts == {"und": "Inte på tisdagar"}
    assert call.agreed_at is None


def test_a_new_wish_waits_although_the_one_before_was_seen_to(db: Session, cast: Cast) -> None:
    version = published(db, plan(db, cast.amina, step("Ring Lars")), cast.karin)
    saying.say(db, cast.amina, version.id, "wants-change", "Inte på tisdagar", now=NOW)
    version.handled_at = NOW
    saying.say(db, cast.amina, version.id, "wants-change", "Inte på tisdagar", now=LATER)
    assert (version.said_at, version.handled_at) == (NOW, NOW), "a double click is no new wish"
    saying.say(db, cast.amina, version.id, "wants-change", "Inte på onsdagar", now=LATER)
    db.commit()
    waits = db.scalars(sa.select(PlanVersion).where(PlanVersion.handled_at.is_(None))).all()
    assert [one.said_at for one in waits] == [LATER]


def test_a_step_stays_agreed_since_she_first_said_so(db: Session, cast: Cast) -> None:
    call, new = step("Ring Lars"), step("Kurs")
    call.agreed_at = NOW - timedelta(days=9)
    version = published(db, plan(db, cast.amina, call, new), cast.karin)
    saying.say(db, cast.amina, version.id, "agreed", "", now=NOW)
    assert (call.agreed_at, new.agreed_at) == (NOW - timedelta(days=9), NOW)


@pytest.mark.parametrize(
    ("given", "comment", "field"),
    [("", "hej", "says"), ("no", "", "says"), ("agreed", "x" * 2001, "comment")],
)
def test_what_cannot_be_kept_says_which_field(
    db: Session, cast: Cast, given: str, comment: str, field: str
) -> None:
    version = published(db, plan(db, cast.amina, step("Ring Lars")), cast.karin)
    with pytest.raises(Unfit) as unfit:
        saying.say(db, cast.amina, version.id, given, comment, now=NOW)
    assert unfit.value.field == field and version.says is None


def test_only_the_newest_version_of_her_own_plan_is_answered(db: Session, cast: Cast) -> None:
    made = plan(db, cast.amina, step("Ring Lars"))
    old, new = published(db, made, cast.karin), published(db, made, cast.karin)
    with pytest.raises(NewerVersion):
        saying.say(db, cast.amina, old.id, "agreed", "", now=NOW)
    with pytest.raises(NoResultFound):
        saying.say(db, cast.bashir, new.id, "agreed", "", now=NOW)


def test_she_says_it_on_the_plan_page_and_may_change_it(
    db: Session, browser: Browser, cast: Cast
) -> None:
    version = published(db, plan(db, cast.amina, step("Ring Lars")), cast.karin)
    page = browser.visit("/plan", as_=cast.amina)
    assert "Det stämmer" in page.text and "Jag vill ändra det här" in page.text
    address = f"/plan/versions/{version.id}/say"
    shown = linted(browser.post(address, WRONG, as_=cast.amina, follow=True))
    assert "Tack. Din kontaktperson ser det och pratar med dig." in shown.text
    assert "Du har sagt: Jag vill ändra det här" in shown.text
    checked = shown.select_one("input[name=says][checked]")
    assert checked and checked["value"] == "wants-change"
    assert WRONG["comment"] in shown.text
    shown = linted(browser.post(address, {"says": "agreed"}, as_=cast.amina, follow=True))
    assert "Tack. Din kontaktperson ser att planen stämmer." in shown.text
    assert db.scalar(sa.select(sa.func.count(PlanVersion.id))) == 1


def test_what_she_wrote_stays_when_nothing_was_chosen(
    db: Session, browser: Browser, cast: Cast
) -> None:
    version = published(db, plan(db, cast.amina, step("Ring Lars")), cast.karin)
    answer = browser.post(
        f"/plan/versions/{version.id}/say", {"comment": "<b>Hej</b> 🙏"}, as_=cast.amina
    )
    assert answer.status_code == 422
    page = linted(answer)
    assert "Välj ett av svaren först." in page.text and "<b>Hej</b> 🙏" in page.text


def test_a_plan_published_again_while_she_read_keeps_her_words_and_shows_the_new(
    db: Session, browser: Browser, cast: Cast
) -> None:
    made = plan(db, cast.amina, step("Ring Lars"))
    old = published(db, made, cast.karin)
    new = published(db, made, cast.karin)
    answer = browser.post(f"/plan/versions/{old.id}/say", WRONG, as_=cast.amina)
    assert answer.status_code == 409
    page = linted(answer)
    assert "Planen har ändrats igen medan du läste." in page.text
    form = page.select_one(f"form[action='/plan/versions/{new.id}/say']")
    assert form and WRONG["comment"] in form.text
    assert form.select_one("input[value=wants-change][checked]")
