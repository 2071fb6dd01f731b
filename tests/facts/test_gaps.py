"""What meetings, working hours, colleagues and the order of things are: filled in on pages, not only in a file."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.municipality.models import MeetingType, Municipality, Organisation, ReadyStep, SkrClass
from portal.people.models import Staff
from portal.writing import Writing
from tests.browsing import Browser
from tests.cast import Cast
from tests.facts.forms import START, fields, look, support
from tests.facts.test_views import call


def change(browser: Browser, who: Staff, url: str, **typed: object) -> None:
    """Open a form, change some of it, and save it."""
    sent = fields(browser.visit(url, as_=who)) | typed
    answer = browser.client(who).post(url, data=sent)
    assert answer.status_code == 303, answer.text


def test_a_meeting_is_described_wholly_and_what_has_no_words_here_stays(
    browser: Browser, db: Session, cast: Cast, karin: Staff
) -> None:
    db.add(call(0))
    db.commit()
    [found] = look(db, sa.select(MeetingType))
    change(
        browser, karin, f"{START}/meeting-types/{found.id}",
        minutes="30", bookable_by="staff", modes=["phone", "video"], sittings="2",
        every_weeks=["", ""], shortest_hours="24", longest_days="", change_until_hours="4",
        **{"with": ["contact-person", "employment-service"]},
    )  # fmt: skip
    [found] = look(db, sa.select(MeetingType))
    assert (found.minutes, found.bookable_by) == (30, "staff")
    assert found.rules == {
        "with": ["contact-person", "employment-service"],
        "modes": ["telex", "phone", "video"],
        "sittings": 2,
        "notice": {"shortest_hours": 24, "change_until_hours": 4},
    }
    url = f"{START}/units/{cast.employment.id}"
    assert browser.post(f"{url}/remove", as_=karin).status_code == 409, "a meeting needs it"


def test_a_new_meeting_is_made_with_a_key_and_the_last_place(
    browser: Browser, db: Session, cast: Cast, karin: Staff
) -> None:
    db.add(call(7))
    db.commit()
    url = f"{START}/meeting-types/new"
    change(browser, karin, url, name="Nybesök", minutes="60", bookable_by="staff")
    made = look(db, sa.select(MeetingType).where(MeetingType.key == "nybesok"))[0]
    assert (made.position, made.rules) == (8, {})


def test_working_hours_and_the_duty_officers_day(
    browser: Browser, db: Session, cast: Cast, karin: Staff
) -> None:
    [found] = look(db, sa.select(Municipality))
    url = f"{START}/municipality/{found.id}"
    change(
        browser, karin, url, staff_hours=["7.50", "15:30"], office_closes="16:30",
        until="16:30", keeps_free=["13:00", "16.30"], languages="SV, zh-hant",
    )  # fmt: skip
    [found] = look(db, sa.select(Municipality))
    assert found.routines == {
        "answer_within_working_days": 2,
        "follow_up_weeks": [6, 8],
        "staff_hours": ["07:50", "15:30"],
        "office_closes": "16:30",
        "duty_officer": {"until": "16:30", "keeps_free": ["13:00", "16:30"]},
    }
    assert found.languages == ["sv", "zh-Hant"]
    change(browser, karin, url, until="", keeps_free=["", ""])
    [found] = look(db, sa.select(Municipality))
    assert "duty_officer" not in found.routines, "nothing is left of it"


def test_a_colleagues_hours_and_languages_are_read_by_her_participant_at_once(
    browser: Browser, db: Session, cast: Cast, karin: Staff
) -> None:
    cast.karin.languages = ["sv", "fi"]
    db.commit()
    assert "Telefontid 09:00-10:00" in browser.visit("/people", as_=cast.amina).get_text()
    url = f"{START}/staff/{cast.karin.id}"
    account = browser.visit(f"/staff/accounts/{cast.karin.id}", as_=karin)
    assert account.select_one(f"a[href='{url}']")
    page = browser.visit(url, as_=karin)
    assert not page.select("#looks"), "there is nothing to translate"
    change(browser, karin, url, phone_hours="8.30 – 9.30", languages=["sv", "so"])
    assert "Telefontid 08:30-09:30" in browser.visit("/people", as_=cast.amina).get_text()
    [found] = look(db, sa.select(Staff).where(Staff.key == "karin"))
    assert found.languages == ["sv", "fi", "so"]
    change(browser, karin, url, phone_hours="Måndagar efter lunch")
    assert "Måndagar efter lunch" in browser.visit("/people", as_=cast.amina).get_text()


def test_skr_classes_have_names_and_units_have_classes(
    browser: Browser, db: Session, cast: Cast, karin: Staff
) -> None:
    for number in (12, 2):
        db.add(SkrClass(number=number, name=Writing.in_("sv", f"Klass {number}")))
    cast.support.skr_classes = [12]
    db.commit()
    listed = browser.visit(f"{START}/skr-classes", as_=karin).select("ul.rows a")
    assert [one.get_text(strip=True)[:3] for one in listed] == ["2.K", "12."]
    change(browser, karin, str(listed[0]["href"]), name="Coachning")
    assert "Coachning" in [one.name.original for one in look(db, sa.select(SkrClass))]
    change(browser, karin, f"{START}/units/{cast.support.id}", skr_classes=["2", "12"])
    assert support(db).skr_classes == [12, 2]


def order(db: Session) -> list[str]:
    return look(db, sa.select(ReadyStep.key).order_by(ReadyStep.position))


@pytest.fixture
def steps(db: Session, cast: Cast) -> dict[str, ReadyStep]:
    made = {
        key: ReadyStep(key=key, position=place, text=Writing.in_("sv", f"Steg {key}"))
        for key, place in (("a", 3), ("b", 3), ("c", 9))
    }
    db.add_all(made.values())
    db.commit()
    return made


def test_a_step_moves_up_and_down_with_buttons_alone(
    browser: Browser, db: Session, karin: Staff, steps: dict[str, ReadyStep]
) -> None:
    page = browser.visit(f"{START}/ready-steps", as_=karin)
    forms = page.select("ul.rows form")
    said = [[one["aria-label"] for one in form.select("button")] for form in forms]
    assert said == [
        ["Flytta ned: Steg a"],
        ["Flytta upp: Steg b", "Flytta ned: Steg b"],
        ["Flytta upp: Steg c"],
    ]
    [up] = forms[2].select("button")
    for _ in range(2):
        answer = browser.post(str(forms[2]["action"]), {"to": str(up["value"])}, as_=karin)
        assert answer.status_code == 303
        assert answer.location.endswith(f"#row-{steps['c'].id}")
        assert order(db) == ["a", "c", "b"], "pressed twice it has moved once"
    page = browser.visit(f"{START}/ready-steps", as_=karin)
    assert [one["value"] for one in page.select("ul.rows button")] == ["1", "0", "2", "1"]


def test_what_is_not_offered_any_more_has_no_place_to_move_to(
    browser: Browser, db: Session, karin: Staff, steps: dict[str, ReadyStep]
) -> None:
    url = f"{START}/ready-steps/{steps['a'].id}"
    assert browser.post(f"{url}/retire", as_=karin).status_code == 303
    forms = browser.visit(f"{START}/ready-steps", as_=karin).select("ul.rows form")
    assert [len(one.select("button")) for one in forms] == [1, 1]
    for wrong, status in (("", 400), ("upp", 400), ("-5", 303), ("500", 303)):
        assert browser.post(f"{url}/move", {"to": wrong}, as_=karin).status_code == status
    assert order(db)[-1] == "a"
    stages = browser.visit(f"{START}/stages", as_=karin)
    assert not stages.select("ul.rows form")
    link = stages.select_one("ul.rows a")
    assert link
    assert browser.post(f"{link['href']}/move", {"to": "0"}, as_=karin).status_code == 404


def test_a_unit_that_moved_is_elsewhere_on_the_participants_map(
    browser: Browser, db: Session, cast: Cast, karin: Staff
) -> None:
    url = f"{START}/units/{cast.employment.id}/move"
    assert browser.post(url, {"to": "0"}, as_=karin).status_code == 303
    assert look(db, sa.select(Organisation.key).order_by(Organisation.position)) == [
        "employment-service",
        "economic-support",
    ]
