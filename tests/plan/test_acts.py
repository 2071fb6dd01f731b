"""What staff do with a step in her plan, and taking it back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.plan import acts, answers, taking_back
from portal.plan.acts import Act
from portal.plan.answers import OwnStep, Unfit
from portal.plan.models import Answer, Step, StepAnswer, StepKind
from portal.plan.taking_back import State, TooLate
from portal.privacy.models import AccessLog, Opened
from portal.translators.models import Place, WantedTranslation
from tests.browsing import Browser, parsed
from tests.cast import Cast, sv
from tests.plan.writing import plan, step

NOW, TODAY = clock.now(), clock.today()
OLD = NOW - timedelta(days=3)
SOON = TODAY + timedelta(days=7)
SECRET = "a secret for sealing"


def made(**facts: object) -> Step:
    return step("Ring Lars", changed_at=OLD, **facts)  # type: ignore[arg-type]


def done(one: Step, on: str = TODAY.isoformat()) -> Act:
    return acts.mark_done(one, on, now=NOW, today=TODAY)


def paused(one: Step, why: str = "Du är sjuk.") -> Act:
    return acts.pause(one, why, now=NOW, today=TODAY)


def dropped(one: Step, why: str = "Kursen är inställd.") -> Act:
    return acts.drop(one, why, now=NOW, today=TODAY)


def moved(one: Step, to: str = SOON.isoformat()) -> Act:
    return acts.move(one, to, now=NOW, today=TODAY)


def reopened(one: Step) -> Act:
    return acts.reopen(one, now=NOW)


def test_a_paused_step_says_since_when_and_why_and_is_news_to_her() -> None:
    call = made()
    paused(call)
    assert (call.paused_on, call.changed_at) == (TODAY, NOW)
    assert call.state_reason and call.state_reason.texts == {"sv": "Du är sjuk."}
    assert call.is_resting


@pytest.mark.parametrize("act", [done, paused, dropped, moved])
def test_the_same_act_twice_is_one(act: Callable[[Step], Act]) -> None:
    call = made()
    assert act(call).before is not None
    call.changed_at = OLD
    assert act(call).before is None
    assert call.changed_at == OLD, "nothing happened, so there is no news"


def test_a_step_that_rests_or_was_done_too_early_is_opened_again() -> None:
    for act in (done, paused, dropped):
        call = made()
        act(call)
        reopened(call)
        assert not call.is_done and not call.is_resting and call.state_reason is None


def test_what_is_done_no_longer_rests() -> None:
    call = made()
    paused(call)
    done(call)
    assert call.is_done and not call.is_resting


@pytest.mark.parametrize(
    ("act", "field", "reason"),
    [
        (lambda one: done(one, "2026-02-30"), "done_on", "no-day"),
        (lambda one: done(one, SOON.isoformat()), "done_on", "not-yet"),
        (lambda one: paused(one, "  "), "pause_reason", "missing-reason"),
        (lambda one: dropped(one, ""), "drop_reason", "missing-reason"),
        (lambda one: dropped(one, "x" * 501), "drop_reason", "too-long-reason"),
        (lambda one: moved(one, "i morgon"), "due_on", "no-day"),
        (lambda one: moved(one, (TODAY - timedelta(days=1)).isoformat()), "due_on", "passed"),
        (lambda one: moved(one, "9999-12-31"), "due_on", "too-far"),
    ],
)
def test_what_cannot_be_done_says_which_field_and_changes_nothing(
    act: Callable[[Step], Act], field: str, reason: str
) -> None:
    call = made()
    before = State.of(call)
    with pytest.raises(Unfit) as unfit:
        act(call)
    assert (unfit.value.field, unfit.value.reason) == (field, reason)
    assert State.of(call) == before


def test_a_step_is_not_due_before_it_begins_but_a_thing_of_one_day_moves_whole() -> None:
    course = made(starts=(SOON + timedelta(days=1)).isoformat())
    with pytest.raises(Unfit):
        moved(course)
    visit = made(starts=TODAY.isoformat(), due=TODAY.isoformat())
    moved(visit)
    assert visit.starts_on == visit.due_on == SOON


def test_the_words_of_an_agreed_step_stay_while_its_day_moves() -> None:
    call = made(agreed_at=OLD)
    moved(call)
    assert (call.due_on, call.agreed_at, call.text) == (SOON, OLD, sv("Ring Lars"))


@pytest.mark.parametrize(("act", "waits"), [(done, False), (dropped, False), (moved, True)])
def test_her_answer_waits_no_longer_when_the_step_is_done_or_dropped(
    act: Callable[[Step], Act], waits: bool
) -> None:
    call = made()
    call.answer = StepAnswer(answer=Answer.CANNOT, answered_at=OLD)
    act(call)
    assert (call.answer.handled_at is None) is waits


@pytest.mark.parametrize("act", [done, paused, dropped, moved])
def test_an_act_is_taken_back_whole_within_a_minute(cast: Cast, act: Callable[[Step], Act]) -> None:
    call = made(due=(TODAY + timedelta(days=1)).isoformat())
    call.answer = StepAnswer(answer=Answer.UNSURE, answered_at=OLD)
    before = act(call).before
    assert before
    sealed = taking_back.seal(SECRET, call, before, cast.karin, now=NOW)
    for _ in range(2):  # a double click
        taking_back.undo(SECRET, sealed, call, cast.karin, now=NOW + timedelta(seconds=50))
        assert State.of(call) == before


def test_a_pause_that_was_ended_by_mistake_keeps_its_reason(cast: Cast) -> None:
    call = made()
    paused(call)
    before = reopened(call).before
    assert before
    sealed = taking_back.seal(SECRET, call, before, cast.karin, now=NOW)
    taking_back.undo(SECRET, sealed, call, cast.karin, now=NOW)
    assert call.state_reason == sv("Du är sjuk.")


def test_a_late_or_forged_or_borrowed_undo_is_refused(cast: Cast) -> None:
    call, other = made(), made()
    before = paused(call).before
    assert before
    sealed = taking_back.seal(SECRET, call, before, cast.karin, now=NOW)
    attempts: list[Callable[[], None]] = [
        lambda: taking_back.undo(SECRET, sealed, call, cast.karin, now=NOW + timedelta(seconds=61)),
        lambda: taking_back.undo(SECRET, sealed, call, cast.lars, now=NOW),
        lambda: taking_back.undo(SECRET, sealed + "x", call, cast.karin, now=NOW),
        lambda: taking_back.undo("another secret", sealed, call, cast.karin, now=NOW),
    ]
    for attempt in attempts:
        with pytest.raises(TooLate):
            attempt()
    call.id, other.id = cast.amina.id, cast.bashir.id
    with pytest.raises(TooLate):
        taking_back.undo(SECRET, sealed, other, cast.karin, now=NOW)
    assert call.paused_on == TODAY


def test_what_somebody_changed_since_is_not_overwritten_by_an_undo(cast: Cast) -> None:
    call = made()
    before = paused(call).before
    assert before
    sealed = taking_back.seal(SECRET, call, before, cast.karin, now=NOW)
    dropped(call)
    with pytest.raises(TooLate) as refused:
        taking_back.undo(SECRET, sealed, call, cast.karin, now=NOW)
    assert refused.value.reason == "changed-since"
    assert call.dropped_on == TODAY


def test_her_own_step_and_anybody_elses_are_not_for_staff_to_act_on(
    db: Session, cast: Cast
) -> None:
    own = answers.add_own(db, cast.amina, OwnStep("Träna"), "k", now=NOW)
    call = made()
    plan(db, cast.bashir, call)
    for one in (own, call):
        with pytest.raises(NoResultFound):
            acts.published(db, cast.amina, one.id)


def test_from_her_page_to_a_paused_step_that_she_reads_and_back(
    db: Session, browser: Browser, cast: Cast
) -> None:
    call = made(due=SOON.isoformat())
    plan(db, cast.amina, call)
    theirs = browser.visit(f"/staff/participants/{cast.amina.id}", as_=cast.karin)
    address = f"/staff/participants/{cast.amina.id}/steps/{call.id}"
    assert theirs.select_one(f"a[href='{address}']"), "one tap away"
    browser.visit(address, as_=cast.karin)
    form = {"pause_reason": "Du är <b>sjuk</b> 🤒"}
    page = parsed(browser.post(address + "/pause", form, as_=cast.karin, follow=True))
    assert "Steget är pausat." in page.text and "Det går att ångra i en minut." in page.text
    for hers in ("/plan", f"/plan/steps/{call.id}"):
        seen = browser.visit(hers, as_=cast.amina).text
        assert "Pausat sedan" in seen and "Du är sjuk 🤒" in seen
        assert "Jag har gjort det" not in seen
    assert "Ring Lars" not in browser.visit("/week", as_=cast.amina).text
    sealed = str(page.select_one(".notice input[name=sealed]")["value"])  # type: ignore[index]
    page = parsed(browser.post(address + "/undo", {"sealed": sealed}, as_=cast.karin, follow=True))
    assert "Ändringen är ångrad." in page.text
    assert "ångrad" not in browser.visit(address, as_=cast.karin).text, "said once"
    db.refresh(call)
    assert (call.paused_on, call.state_reason, call.changed_at) == (None, None, OLD)


def test_a_reason_that_she_cannot_read_waits_for_a_translation(
    db: Session, browser: Browser, cast: Cast
) -> None:
    cast.amina.chosen_language = "ar"
    call = made()
    plan(db, cast.amina, call)
    address = f"/staff/participants/{cast.amina.id}/steps/{call.id}"
    browser.post(address + "/pause", {"pause_reason": "Du är sjuk."}, as_=cast.karin)
    wanted = db.scalars(
        sa.select(WantedTranslation).where(WantedTranslation.place == Place.STEP_STATE_REASON)
    ).all()
    assert [(one.row_id, one.into, one.source) for one in wanted] == [
        (call.id, "ar", "Du är sjuk.")
    ]


def test_a_late_undo_says_so_on_the_page(
    db: Session, browser: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = made()
    plan(db, cast.amina, call)
    address = f"/staff/participants/{cast.amina.id}/steps/{call.id}"
    page = parsed(
        browser.post(address + "/done", {"done_on": TODAY.isoformat()}, as_=cast.karin, follow=True)
    )
    sealed = str(page.select_one(".notice input[name=sealed]")["value"])  # type: ignore[index]
    monkeypatch.setattr(taking_back, "UNDO_WITHIN", timedelta(seconds=-1))
    answer = browser.post(address + "/undo", {"sealed": sealed}, as_=cast.karin)
    assert answer.status_code == 422
    assert "det har gått mer än en minut" in answer.text
    db.refresh(call)
    assert call.done_on == TODAY


def test_a_reason_that_is_missing_is_asked_for_and_the_showing_is_logged(
    db: Session, browser: Browser, cast: Cast
) -> None:
    call = made()
    plan(db, cast.amina, call)
    address = f"/staff/participants/{cast.amina.id}/steps/{call.id}"
    for act in ("pause", "drop"):
        answer = browser.post(f"{address}/{act}", {f"{act}_reason": " "}, as_=cast.karin)
        assert answer.status_code == 422 and "Skriv varför." in answer.text
    long = "å" * 501
    assert long in browser.post(address + "/drop", {"drop_reason": long}, as_=cast.karin).text
    logged = db.scalars(sa.select(AccessLog.opened)).all()
    assert logged == [Opened.PARTICIPANT] * 3


def test_a_dropped_requirement_says_nothing_to_her_about_money(
    db: Session, browser: Browser, cast: Cast
) -> None:
    must = made(kind=StepKind.REQUIRED, affects_money=True, decided_by=cast.support)
    plan(db, cast.amina, must)
    address = f"/staff/participants/{cast.amina.id}/steps/{must.id}"
    browser.post(address + "/drop", {"drop_reason": "Kursen är inställd."}, as_=cast.karin)
    for hers in ("/plan", f"/plan/steps/{must.id}", "/"):
        main = browser.visit(hers, as_=cast.amina).main
        assert main and not re.search("påverka dina pengar|Du måste", main.get_text())


def test_a_step_of_a_finished_plan_is_read_and_not_changed(
    db: Session, browser: Browser, cast: Cast
) -> None:
    call = made()
    plan(db, cast.amina, call, finished_on=TODAY)
    address = f"/staff/participants/{cast.amina.id}/steps/{call.id}"
    assert "Planen är avslutad." in browser.visit(address, as_=cast.karin).text
    answer = browser.post(address + "/pause", {"pause_reason": "Sjuk"}, as_=cast.karin)
    assert answer.status_code == 422
    db.refresh(call)
    assert call.paused_on is None


def test_her_caseworker_sees_what_is_at_the_same_time_with_weekday_and_times(
    db: Session, browser: Browser, cast: Cast
) -> None:
    sfi, course = made(weekly=[(1, "09:00", "12:00")]), made(weekly=[(1, "10:00", "11:30")])
    plan(db, cast.amina, sfi, course)
    page = browser.visit(f"/staff/participants/{cast.amina.id}", as_=cast.karin)
    card = page.select_one("section[aria-labelledby=clashes]")
    assert card
    assert "tisdag" in card.text and "09:00–12:00" in card.text and "10:00–11:30" in card.text


def test_protected_data_stand_under_the_reference(
    db: Session, browser: Browser, cast: Cast
) -> None:
    call = made()
    plan(db, cast.farid, call)
    page = browser.visit(f"/staff/participants/{cast.farid.id}/steps/{call.id}", as_=cast.sara)
    assert "F-1" in page.text and "Farid" not in str(page)
