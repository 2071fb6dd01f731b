"""What waits for a caseworker: which rows there are, since when, and that nothing stands there twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.caseload.day import day
from portal.caseload.day_words import WORDS, is_late, when
from portal.people.account_models import Duty, StaffAccount
from portal.people.day import Waits, morning
from portal.people.models import Absence, CaseReview, Participant, Staff
from portal.people.sign_in_models import CodeRequest, HelpReason, SignIn
from portal.plan import answers
from portal.plan.answers import OwnStep
from portal.plan.models import Answer, ClashReport, Step, StepAnswer
from portal.plan.version_models import PlanVersion, Says
from portal.statements import reports
from portal.statements.models import AccessibilityReport
from tests.cast import Cast, assign
from tests.plan.writing import plan, step

NOW = clock.now()
TODAY = clock.local(NOW).date()
FAR_OFF = (TODAY + timedelta(weeks=5)).isoformat()


@pytest.fixture
def cast(db: Session) -> Cast:
    """Everybody in place; Amina has signed in."""
    cast = Cast.on_stage(db)
    db.add(SignIn(token_hash="t", participant=cast.amina, started_at=NOW, seen_at=NOW))
    db.commit()
    return cast


def ahead(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def kinds(db: Session, staff: Staff) -> list[Waits]:
    """What waits for this person, in order."""
    return [row.kind for group in day(db, staff, clock.now()).groups for row in group.rows]


def at_rest(db: Session, who: Participant, *steps: Step) -> list[Step]:
    """A plan in which nothing waits for staff, with these steps beside one of her own."""
    plan(db, who, step("Gå till SFI"), *steps, follow_up=FAR_OFF)
    return list(steps)


def said(db: Session, about: Step, answer: Answer = Answer.CANNOT, **facts: datetime) -> StepAnswer:
    given = StepAnswer(step=about, answer=answer, **({"answered_at": NOW} | facts))
    db.add(given)
    db.commit()
    return given


def test_with_a_plan_a_next_step_and_a_date_nothing_waits(db: Session, cast: Cast) -> None:
    at_rest(db, cast.amina)
    assert kinds(db, cast.karin) == []
    assert day(db, cast.karin, NOW).has_people


def test_without_a_plan_she_stands_there_once(db: Session, cast: Cast) -> None:
    assert kinds(db, cast.karin) == [Waits.NO_PLAN]


def test_an_answer_waits_until_it_is_seen_to_and_a_later_one_waits_again(
    db: Session, cast: Cast
) -> None:
    [call] = at_rest(db, cast.amina, step("Ring Lars"))
    given = said(db, call)
    assert kinds(db, cast.karin) == [Waits.CANNOT]
    given.handled_at = NOW + timedelta(seconds=1)
    db.commit()
    assert kinds(db, cast.karin) == []
    given.answered_at = NOW + timedelta(seconds=2)
    db.commit()
    assert kinds(db, cast.karin) == [Waits.CANNOT]


@pytest.mark.parametrize("ended", ["done_on", "dropped_on", "is_works", "is_finished"])
def test_an_answer_does_not_wait_when_there_is_nothing_left_to_talk_about(
    db: Session, cast: Cast, ended: str
) -> None:
    [call] = at_rest(db, cast.amina, step("Ring Lars"))
    given = said(db, call)
    if ended == "is_works":
        given.answer = Answer.WORKS
    elif ended == "is_finished":
        assert call.sub_goal
        call.sub_goal.goal.plan.finished_on = TODAY
    else:
        setattr(call, ended, TODAY)
    db.commit()
    assert Waits.CANNOT not in kinds(db, cast.karin)


def test_an_answer_to_a_step_of_her_own_waits_too(db: Session, cast: Cast) -> None:
    at_rest(db, cast.amina)
    own = answers.add_own(db, cast.amina, OwnStep("Träna"), "key", now=NOW)
    said(db, own, Answer.UNSURE)
    assert kinds(db, cast.karin) == [Waits.CANNOT]


def test_her_wish_to_change_the_plan_waits_until_a_newer_version_is_published(
    db: Session, cast: Cast
) -> None:
    made = plan(db, cast.amina, step("Gå till SFI"), follow_up=FAR_OFF, version=1)
    wish = PlanVersion(
        plan=made, number=1, staff=cast.karin, published_at=NOW, changes=[], document={},
        says=Says.WANTS_CHANGE, said_at=NOW,
    )  # fmt: skip
    db.add(wish)
    db.commit()
    assert kinds(db, cast.karin) == [Waits.WANTS_CHANGE]
    made.version = 2
    db.commit()
    assert kinds(db, cast.karin) == []


def test_a_clash_waits_until_it_is_handled(db: Session, cast: Cast) -> None:
    sfi, course = at_rest(db, cast.amina, step("SFI"), step("Kurs"))
    told = ClashReport(
        participant_id=cast.amina.id, first_step=sfi, second_step=course, reported_at=NOW
    )
    db.add(told)
    db.commit()
    assert kinds(db, cast.karin) == [Waits.CLASH]
    told.handled_at = NOW
    db.commit()
    assert kinds(db, cast.karin) == []


@pytest.mark.parametrize(("days", "waits"), [(-9, True), (0, True), (3, True), (4, False)], ids=str)
def test_my_own_step_is_shown_three_days_before(
    db: Session, cast: Cast, days: int, waits: bool
) -> None:
    at_rest(db, cast.amina, step("Boka tid", cast.karin, due=ahead(days)))
    assert kinds(db, cast.karin) == [Waits.OWN_STEP] * waits


def test_a_step_of_somebody_elses_is_not_mine_to_do(db: Session, cast: Cast) -> None:
    at_rest(db, cast.amina, step("Fråga", cast.lars, due=ahead(-1)))
    assert kinds(db, cast.karin) == []


def test_a_paused_step_of_mine_waits_for_nobody(db: Session, cast: Cast) -> None:
    at_rest(db, cast.amina, step("Boka tid", cast.karin, due=ahead(-1), paused_on=TODAY))
    assert kinds(db, cast.karin) == []


@pytest.mark.parametrize(("days", "waits"), [(-1, True), (7, True), (8, False)], ids=str)
def test_a_follow_up_is_shown_a_week_before(
    db: Session, cast: Cast, days: int, waits: bool
) -> None:
    plan(db, cast.amina, step("Gå till SFI"), follow_up=ahead(days))
    assert kinds(db, cast.karin) == [Waits.FOLLOW_UP] * waits


@pytest.mark.parametrize(
    ("weeks", "waits"), [(7, Waits.FOLLOW_UP), (6, Waits.NO_FOLLOW_UP)], ids=str
)
def test_without_a_date_the_follow_up_is_due_eight_weeks_after_they_agreed(
    db: Session, cast: Cast, weeks: int, waits: Waits
) -> None:
    plan(db, cast.amina, step("Gå till SFI"), agreed_on=TODAY - timedelta(weeks=weeks))
    assert kinds(db, cast.karin) == [waits]


def test_a_plan_with_nothing_left_to_do_lacks_a_next_step(db: Session, cast: Cast) -> None:
    plan(db, cast.amina, step("SFI", done=ahead(-1)), follow_up=FAR_OFF)
    assert kinds(db, cast.karin) == [Waits.NO_NEXT_STEP]


def test_open_steps_of_a_finished_plan_are_no_next_step(db: Session, cast: Cast) -> None:
    plan(db, cast.amina, step("SFI"), finished_on=TODAY)
    plan(db, cast.amina, follow_up=FAR_OFF, position=1)
    assert kinds(db, cast.karin) == [Waits.NO_NEXT_STEP]


def test_asking_for_a_code_twice_is_one_row_since_the_first_time(db: Session, cast: Cast) -> None:
    at_rest(db, cast.amina)
    cast.amina.created_at = NOW - timedelta(days=30)
    db.execute(sa.delete(SignIn))
    first = NOW - timedelta(days=2)
    for asked, reason in ((NOW, HelpReason.NEW_CODE), (first, HelpReason.FORGOTTEN_PIN)):
        db.add(CodeRequest(participant=cast.amina, reason=reason, asked_at=asked))
    db.commit()
    [group] = day(db, cast.karin, NOW).groups
    assert [(row.kind, row.since) for row in group.rows] == [(Waits.CODE, first)]


def test_who_has_not_signed_in_within_two_weeks_is_shown_until_she_has(
    db: Session, cast: Cast
) -> None:
    at_rest(db, cast.amina)
    cast.amina.created_at = NOW - timedelta(days=14)
    db.execute(sa.delete(SignIn))
    db.commit()
    assert kinds(db, cast.karin) == [Waits.NEVER_SIGNED_IN]
    cast.amina.created_at = NOW - timedelta(days=13)
    db.commit()
    assert kinds(db, cast.karin) == []
    cast.amina.created_at = NOW - timedelta(days=14)
    db.add(SignIn(token_hash="t", participant=cast.amina, started_at=NOW, seen_at=NOW))
    db.commit()
    assert kinds(db, cast.karin) == []


def test_a_case_is_gone_through_twice_a_year(db: Session, cast: Cast) -> None:
    at_rest(db, cast.amina)
    cast.amina.assignments[0].from_on = TODAY - timedelta(weeks=26)
    db.commit()
    assert kinds(db, cast.karin) == [Waits.REVIEW]
    review = CaseReview(participant_id=cast.amina.id, staff_id=cast.karin.id, done_on=TODAY)
    db.add(review)
    db.commit()
    assert kinds(db, cast.karin) == []
    review.done_on = TODAY - timedelta(weeks=26)
    db.commit()
    assert kinds(db, cast.karin) == [Waits.REVIEW]


def test_reports_on_accessibility_wait_for_an_administrator_only(db: Session, cast: Cast) -> None:
    at_rest(db, cast.amina)
    reports.keep(db, reports.Typed("k", "Texten är för liten"), read_in="sv", today=TODAY)
    db.commit()
    assert kinds(db, cast.karin) == []
    db.add(
        StaffAccount(
            staff=cast.karin, email="karin@example.org", duties=[Duty.ADMINISTRATOR], made_at=NOW
        )
    )
    db.commit()
    assert kinds(db, cast.karin) == [Waits.ACCESSIBILITY]
    reports.answered(db, db.scalars(sa.select(AccessibilityReport.id)).one(), now=NOW)
    db.commit()
    assert kinds(db, cast.karin) == []


def test_the_stand_in_sees_what_waits_for_whoever_is_away(db: Session, cast: Cast) -> None:
    [call] = at_rest(db, cast.amina, step("Ring Lars"))
    said(db, call)
    assert kinds(db, cast.sara) == [Waits.NO_PLAN], "Farid's"
    db.add(
        Absence(staff=cast.karin, stand_in=cast.sara, from_on=TODAY, until_on=TODAY, made_at=NOW)
    )
    db.commit()
    assert kinds(db, cast.sara) == [Waits.CANNOT, Waits.NO_PLAN]


def test_who_has_moved_away_waits_for_nothing(db: Session, cast: Cast) -> None:
    cast.amina.moved_on = TODAY
    db.commit()
    assert kinds(db, cast.karin) == []


def test_the_most_urgent_stands_first_and_then_what_has_waited_longest(
    db: Session, cast: Cast
) -> None:
    assign(db, cast.bashir, cast.karin)
    plan(db, cast.bashir, step("Ring"), follow_up=ahead(-3))
    early, late = at_rest(db, cast.amina, step("Först"), step("Sedan"))
    said(db, late)
    said(db, early, answered_at=NOW - timedelta(hours=2))
    found = day(db, cast.karin, NOW).groups
    assert [group.kind for group in found] == [Waits.CANNOT, Waits.FOLLOW_UP]
    assert [row.about and row.about.original for row in found[0].rows] == ["Först", "Sedan"]


def test_every_kind_has_its_words() -> None:
    assert set(WORDS) == set(Waits)
    assert (
        WORDS[Waits.CLASH].counted(1) == "1\u00a0krock"
        and WORDS[Waits.CLASH].counted(2) == "2\u00a0krockar"
    )


def test_what_stands_in_one_row_is_not_counted_by_its_row() -> None:
    assert WORDS[Waits.CLASSIFY].counted(1) == "Meddelanden att klassa"


FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("kind", "since", "words"),
    [
        (Waits.CANNOT, FRIDAY, "i dag"),
        (Waits.CANNOT, date(2026, 11, 26), "sedan i går"),
        (Waits.CANNOT, date(2026, 11, 24), "sedan tisdag"),
        (Waits.CANNOT, date(2026, 11, 20), "7 dagar"),
        (Waits.CANNOT, date(2026, 11, 13), "2 veckor"),
        (Waits.OWN_STEP, FRIDAY, "i dag"),
        (Waits.OWN_STEP, date(2026, 11, 28), "i morgon"),
        (Waits.OWN_STEP, date(2026, 11, 30), "på måndag"),
        (Waits.OWN_STEP, date(2026, 11, 26), "i går"),
        (Waits.OWN_STEP, date(2026, 11, 24), "i tisdags"),
        (Waits.FOLLOW_UP, date(2026, 11, 18), "för 9 dagar sedan"),
        (Waits.FOLLOW_UP, date(2026, 12, 4), "om 7 dagar"),
    ],
)
def test_the_time_it_has_waited_is_said_as_people_say_it(
    kind: Waits, since: date, words: str
) -> None:
    assert when(kind, morning(since), FRIDAY) == words
    assert is_late(kind, morning(since), FRIDAY) is (kind is not Waits.CANNOT and since < FRIDAY)
