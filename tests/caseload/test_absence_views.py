"""Staff enter that they are away and who answers instead, and the unit manager who is on duty."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.people.account_models import Duty, StaffAccount
from portal.people.duty_days import working_days
from portal.people.models import Absence, AbsenceKind, DutyDay, Staff
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.people.away import away, on_duty

FORM = "/staff/absence"


def in_days(number: int) -> str:
    return (clock.today() + timedelta(days=number)).isoformat()


def form(who: Staff, stand_in: Staff | None, first: int = 0, last: int = 3) -> dict[str, str]:
    return {
        "whose": str(who.id),
        "from_on": in_days(first),
        "until_on": in_days(last),
        "stand_in": str(stand_in.id) if stand_in else "",
    }


def kept(db: Session) -> list[Absence]:
    """What is stored now; the session lets go of the database, so that the application may write."""
    fresh = sa.select(Absence).execution_options(populate_existing=True)
    found = list(db.scalars(fresh.order_by(Absence.from_on)))
    db.commit()
    return found


def manages(db: Session, who: Staff) -> None:
    db.add(
        StaffAccount(
            staff_id=who.id,
            email="chef@example.org",
            duties=[Duty.CASEWORKER, Duty.UNIT_MANAGER],
            made_at=clock.now(),
        )
    )
    db.commit()


def test_entered_it_stands_in_the_list_and_on_the_participants_home_at_once(
    browser: Browser, cast: Cast
) -> None:
    browser.visit("/", as_=cast.amina)
    answer = browser.post(FORM, form(cast.karin, cast.sara), as_=cast.karin, follow=True)
    page = linted(answer)
    assert "Frånvaron är sparad." in page.text and "Ersättare: Sara Nyström" in page.text
    assert "Sara Nyström hjälper dig till dess." in browser.visit("/", as_=cast.amina).text


def test_it_says_from_which_day_participants_see_it(
    db: Session, browser: Browser, cast: Cast
) -> None:
    def told(filled: dict[str, str], address: str = FORM) -> str:
        return linted(browser.post(address, filled, as_=cast.karin, follow=True)).text

    assert "Deltagarna ser det direkt." in told(form(cast.karin, None))
    later = told(form(cast.karin, None, 7, 9))
    assert "Deltagarna ser det från och med" in later and "direkt" not in later
    made = kept(db)[-1]
    changed = told(form(cast.karin, None, 8, 9), f"{FORM}/{made.id}")
    said = changed.partition("från och med ")[2].partition(".")[0]
    assert str((clock.today() + timedelta(days=8)).day) in said.split()


def test_sent_twice_it_is_one_absence(db: Session, browser: Browser, cast: Cast) -> None:
    for _ in range(2):
        answer = browser.post(FORM, form(cast.karin, cast.sara), as_=cast.karin)
        assert answer.status_code == 303
    assert len(kept(db)) == 1


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"from_on": ""}, "from_on", "Välj första dagen"),
        ({"from_on": "2026-02-30"}, "from_on", "Välj första dagen"),
        ({"from_on": in_days(-60)}, "from_on", "för länge sedan"),
        ({"until_on": "snart"}, "until_on", "Välj sista dagen"),
        ({"until_on": in_days(-1), "from_on": in_days(-3)}, "until_on", "har redan varit"),
        ({"from_on": in_days(5), "until_on": in_days(4)}, "until_on", "före den första"),
        ({"until_on": "9999-12-31"}, "until_on", "mer än två år bort"),
        ({"stand_in": "nobody"}, "stand_in", "kan inte vara ersättare"),
    ],
)
def test_what_is_wrong_is_said_by_the_field_and_what_was_typed_stays(
    db: Session, browser: Browser, cast: Cast, changed: dict[str, str], field: str, said: str
) -> None:
    answer = browser.post(FORM, form(cast.karin, cast.sara) | changed, as_=cast.karin)
    page = linted(answer)
    fault = page.select_one(f"#{field}-fault")
    assert answer.status_code == 422 and fault and said in fault.text
    if field != "stand_in":
        typed = page.select_one(f"#{field}")
        assert typed and typed["value"] == changed[field]
        assert page.select_one("#stand_in option[selected]"), "the rest stays too"
    assert kept(db) == []


@pytest.mark.parametrize(("first", "last"), [(1, 2), (-2, 9), (3, 8), (-5, 0)])
def test_a_second_absence_at_the_same_time_is_refused_with_the_days_of_the_first(
    db: Session, browser: Browser, cast: Cast, first: int, last: int
) -> None:
    away(db, cast.karin, cast.sara)
    answer = browser.post(FORM, form(cast.karin, None, first, last), as_=cast.karin)
    assert answer.status_code == 422 and "Det finns redan en frånvaro" in answer.text
    assert len(kept(db)) == 1


def test_the_day_after_another_absence_is_free(db: Session, browser: Browser, cast: Cast) -> None:
    away(db, cast.karin, cast.sara, days=4)
    assert browser.post(FORM, form(cast.karin, None, 4, 5), as_=cast.karin).status_code == 303
    assert len(kept(db)) == 2


def test_a_stand_in_may_not_be_away_or_leave_or_be_oneself_or_work_elsewhere(
    db: Session, browser: Browser, cast: Cast
) -> None:
    away(db, cast.lars, begins=2)
    cast.sara.ended_on = clock.today() + timedelta(days=1)
    db.commit()
    for stand_in, said in (
        (cast.lars, "är själv borta då"),
        (cast.sara, "slutar före sista dagen"),
        (cast.karin, "kan inte vara ersättare"),
    ):
        answer = browser.post(FORM, form(cast.karin, stand_in), as_=cast.karin)
        assert answer.status_code == 422 and said in answer.text, said
    cast.lars.organisation = cast.employment
    db.commit()
    elsewhere = form(cast.karin, cast.lars, 20, 21)
    answer = browser.post(FORM, elsewhere, as_=cast.karin)
    assert answer.status_code == 422 and "kan inte vara ersättare" in answer.text


def test_whoever_is_to_stand_in_is_told_when_she_goes_away_herself(
    db: Session, browser: Browser, cast: Cast
) -> None:
    away(db, cast.karin, cast.sara)
    answer = browser.post(FORM, form(cast.sara, None), as_=cast.sara, follow=True)
    assert "Du är ersättare för Karin Berg under samma tid." in answer.text


def test_an_absence_is_changed_and_ended_earlier(db: Session, browser: Browser, cast: Cast) -> None:
    absence = away(db, cast.karin, cast.sara, begins=-3, days=9)
    address = f"{FORM}/{absence.id}"
    page = browser.visit(address, as_=cast.karin)
    assert page.select_one(f"option[value='{cast.sara.id}'][selected]")
    first = {"from_on": in_days(-3)}
    answer = browser.post(address, form(cast.karin, cast.lars) | first, as_=cast.karin)
    assert answer.status_code == 303
    [one] = kept(db)
    assert (one.stand_in_id, one.until_on.isoformat()) == (cast.lars.id, in_days(3))
    assert "Lars Ek hjälper dig" in browser.visit("/", as_=cast.amina).text
    assert browser.post(f"{address}/end", as_=cast.karin).status_code == 303
    [one] = kept(db)
    assert one.until_on.isoformat() == in_days(-1)
    assert "borta" not in browser.visit("/", as_=cast.amina).text


def test_one_that_has_not_begun_is_taken_away(db: Session, browser: Browser, cast: Cast) -> None:
    absence = away(db, cast.karin, begins=2)
    browser.post(f"{FORM}/{absence.id}/end", as_=cast.karin)
    assert kept(db) == []


@pytest.mark.parametrize("begins", [-3, 2])
def test_ended_or_changed_again_by_a_second_press_it_says_that_it_is_over(
    db: Session, browser: Browser, cast: Cast, begins: int
) -> None:
    absence = away(db, cast.karin, begins=begins, days=9)
    end = f"{FORM}/{absence.id}/end"
    for said in ("Frånvaron är slut.", "Frånvaron var redan slut eller borttagen."):
        answer = browser.post(end, as_=cast.karin, follow=True)
        assert said in linted(answer).text
    late = browser.post(f"{FORM}/{absence.id}", form(cast.karin, None), as_=cast.karin, follow=True)
    assert "Frånvaron var redan slut eller borttagen." in linted(late).text
    theirs = away(db, cast.lars, days=2)
    assert browser.post(f"{FORM}/{theirs.id}/end", as_=cast.karin).status_code == 404


def test_it_says_who_entered_it_and_who_chose_the_stand_in(
    db: Session, browser: Browser, cast: Cast
) -> None:
    manages(db, cast.sara)
    browser.post(FORM, form(cast.karin, cast.lars), as_=cast.sara)
    assert "Inlagd av Sara Nyström" in browser.visit(FORM, as_=cast.karin).text
    [one] = kept(db)
    address = f"{FORM}/{one.id}"
    assert "Inlagd av Sara Nyström" in browser.visit(address, as_=cast.karin).text
    browser.post(address, form(cast.karin, None), as_=cast.karin)
    assert "Inlagd av Karin Berg" in browser.visit(FORM, as_=cast.sara).text


def test_only_the_unit_manager_enters_for_others_and_only_in_her_unit(
    db: Session, browser: Browser, cast: Cast
) -> None:
    theirs = away(db, cast.lars)
    assert browser.get(f"{FORM}/{theirs.id}", as_=cast.sara).status_code == 404
    assert browser.post(FORM, form(cast.karin, None), as_=cast.sara).status_code == 422
    manages(db, cast.sara)
    assert "Karin Berg" in browser.visit(FORM, as_=cast.sara).text
    assert browser.post(FORM, form(cast.karin, cast.sara), as_=cast.sara).status_code == 422
    assert browser.post(FORM, form(cast.karin, None), as_=cast.sara).status_code == 303
    browser.visit(f"{FORM}/{theirs.id}", as_=cast.sara)
    assert "är borta till och med" in browser.visit("/", as_=cast.amina).text
    cast.lars.organisation = cast.employment
    db.commit()
    assert browser.get(f"{FORM}/{theirs.id}", as_=cast.sara).status_code == 404
    assert browser.post(FORM, form(cast.lars, None, 9, 9), as_=cast.sara).status_code == 422


def test_the_manager_sets_the_duty_days_and_everybody_in_the_unit_reads_them(
    db: Session, browser: Browser, cast: Cast
) -> None:
    day = working_days(clock.today())[1]
    chosen = {day.isoformat(): str(cast.karin.id)}
    assert browser.post("/staff/duty", chosen, as_=cast.sara).status_code == 404
    manages(db, cast.sara)
    for _ in range(2):
        assert browser.post("/staff/duty", chosen, as_=cast.sara).status_code == 303
    assert [(one.on, one.staff_id) for one in db.scalars(sa.select(DutyDay))] == [
        (day, cast.karin.id)
    ]
    db.commit()
    assert browser.visit("/staff/duty", as_=cast.sara).select_one(
        f"select[name='{day}'] option[value='{cast.karin.id}'][selected]"
    )
    assert "Karin Berg" in browser.visit("/staff/duty", as_=cast.lars).text
    answer = browser.post("/staff/duty", {day.isoformat(): ""}, as_=cast.sara)
    assert answer.status_code == 303
    db.expire_all()
    assert db.scalars(sa.select(DutyDay)).all() == []


def test_nobody_of_another_unit_is_on_duty_here(db: Session, browser: Browser, cast: Cast) -> None:
    manages(db, cast.sara)
    cast.lars.organisation = cast.employment
    db.commit()
    day = working_days(clock.today())[0].isoformat()
    answer = browser.post("/staff/duty", {day: str(cast.lars.id)}, as_=cast.sara)
    linted(answer)
    assert answer.status_code == 422 and "kan inte ha ansvarsdag här" in answer.text


def test_a_duty_officer_who_is_away_that_day_is_marked(
    db: Session, browser: Browser, cast: Cast
) -> None:
    day = working_days(clock.today())[0]
    on_duty(db, cast.karin, on=(day - clock.today()).days)
    away(db, cast.karin, days=9)
    assert "Borta" in browser.visit("/staff/duty", as_=cast.lars).text
    manages(db, cast.sara)
    assert "Karin Berg är borta den dagen." in browser.visit("/staff/duty", as_=cast.sara).text


def test_why_somebody_is_away_is_kept_for_colleagues_and_never_shown_to_a_participant(
    db: Session, browser: Browser, cast: Cast
) -> None:
    filled = form(cast.karin, None) | {"kind": "care-of-child"}
    page = linted(browser.post(FORM, filled, as_=cast.karin, follow=True))
    assert "Vård av barn" in page.select_one("ul.rows").text  # type: ignore[union-attr]
    [one] = kept(db)
    assert one.kind is AbsenceKind.CARE_OF_CHILD
    change = browser.visit(f"{FORM}/{one.id}", as_=cast.karin)
    assert change.select_one("option[value='care-of-child'][selected]")
    assert "barn" not in browser.visit("/", as_=cast.amina).text.casefold()
    answer = browser.post(FORM, filled | {"kind": "lazy"}, as_=cast.karin)
    assert answer.status_code == 422 and "Välj en av orsakerna" in answer.text
