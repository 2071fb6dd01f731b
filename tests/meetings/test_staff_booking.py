"""Staff book a meeting for a participant, or keep a time until she answers."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from portal.meetings.models import InterpreterNeed, InterpreterWish, Meeting, MeetingState
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.meetings.conftest import Town, at
from tests.meetings.staffed import all_meetings, met, readings
from tests.people.away import away
from tests.plan.writing import plan, step


def address(cast: Cast) -> str:
    return f"/staff/participants/{cast.amina.id}/book"


def form(cast: Cast, starts_at: datetime | None, **changed: str) -> dict[str, str]:
    typed = {
        "key": uuid4().hex, "purpose": "follow-up", "staff": str(cast.karin.id), "mode": "visit",
        "starts_at": starts_at.isoformat() if starts_at else "",
    }  # fmt: skip
    return typed | changed


def stored(db: Session) -> list[Meeting]:
    return list(all_meetings(db))


def test_her_page_leads_to_the_form_which_knows_her_contact_language_and_interpreter(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    cast.amina.language, cast.amina.interpreter_language = "ar", "so"
    db.commit()
    her_page = browser.visit(f"/staff/participants/{cast.amina.id}", as_=cast.karin)
    assert her_page.select(f'a[href="{address(cast)}"]')
    page = browser.visit(address(cast), as_=cast.karin)
    assert "Läser arabiska. Behöver tolk: somaliska." in page.text
    chosen = page.select("input[name=staff][checked]")
    assert [one["value"] for one in chosen] == [str(cast.karin.id)]
    [first, *_] = page.select("input[name=starts_at]")
    assert str(first["value"]).startswith("2026-09-07T07:00"), "staff need give no notice"
    assert readings(db, cast.amina) == 1


def test_of_an_interpreter_no_more_is_said_than_is_known(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    pages = (
        address(cast),
        f"/staff/participants/{cast.amina.id}",
        f"/staff/messages/{cast.amina.id}",
    )

    def is_said(words: str) -> bool:
        db.commit()
        return all(words in browser.visit(one, as_=cast.karin).text for one in pages)

    cast.amina.language = "sv"
    assert is_said("Behöver ingen tolk")
    cast.amina.language = "ar"
    assert is_said("Inget är sagt om tolk")
    need = InterpreterNeed(participant_id=cast.amina.id, language=None)
    db.add(need)
    assert is_said("Behöver ingen tolk")
    need.language = "so"
    assert is_said("somaliska")


def test_the_purpose_that_is_likely_is_chosen_already(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    def chosen() -> str:
        db.commit()
        [one] = browser.visit(address(cast), as_=cast.karin).select("#purpose option[selected]")
        return str(one["value"])

    town.first_visit.type.position = 0
    assert chosen() == "first-visit", "she has had no meeting"
    met(db, cast.amina, town.first_visit, at(8, 9), cast.karin)
    assert chosen() != "first-visit"
    plan(db, cast.amina, step("Gå till SFI"))
    assert chosen() == "follow-up"


def test_one_tap_books_it_and_twice_is_one(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    typed = form(cast, at(8, 9))
    for _ in range(2):
        answer = browser.post(address(cast), typed, as_=cast.karin)
        assert answer.status_code == 303
    [meeting] = stored(db)
    assert answer.location == f"/staff/meetings/{meeting.id}"
    assert (meeting.starts_at, meeting.state) == (at(8, 9), MeetingState.BOOKED)
    assert meeting.place_id == town.place.id, "where Karin receives people then"
    assert meeting.booked_by_id == cast.karin.id and meeting.minutes == 45
    assert "Uppföljning" in browser.visit(f"/staff/meetings/{meeting.id}", as_=cast.karin).text


def test_a_time_is_offered(db: Session, browser: Browser, cast: Cast, town: Town) -> None:
    answer = browser.post(
        address(cast), form(cast, at(8, 9), act="offer"), as_=cast.karin, follow=True
    )
    assert "Den hålls tills deltagaren svarar." in linted(answer).text
    assert [one.state for one in stored(db)] == [MeetingState.OFFERED]


def test_times_that_fit_all_of_them(db: Session, browser: Browser, cast: Cast, town: Town) -> None:
    met(db, cast.bashir, town.follow_up, at(8, 9), cast.lars)
    typed = {**form(cast, None, act="times", from_on="2026-09-08")}
    both = browser.client(cast.karin).post(
        address(cast), data={**typed, "staff": [str(cast.karin.id), str(cast.lars.id)]}
    )
    page = linted(both)
    assert both.status_code == 200
    times = [str(one["value"]) for one in page.select("input[name=starts_at]")]
    assert times[0].startswith("2026-09-08T08:00"), "at nine Lars is taken: ten is the first"
    assert len(page.select("input[name=staff][checked]")) == 2
    assert not stored(db)[1:], "nothing was booked"


def test_three_parties_by_name_and_organisation(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    more = {
        "outsider": ["Eva Ek", ""], "outsider_organisation": [str(cast.employment.id), ""],
        "staff": [str(cast.karin.id), str(cast.lars.id)],
    }  # fmt: skip
    typed = {**form(cast, at(8, 9), minutes="90"), **more}
    assert browser.client(cast.karin).post(address(cast), data=typed).status_code == 303
    [meeting] = stored(db)
    assert [one.name for one in meeting.staff] == ["Karin Berg", "Lars Ek"]
    assert meeting.minutes == 90
    page = browser.visit(f"/staff/meetings/{meeting.id}", as_=cast.karin)
    assert "Eva Ek (Arbetsförmedlingen)" in page.text


def test_a_time_of_ones_own_outside_the_hours_is_booked_anyway(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    typed = form(cast, None, on="2026-09-12", at="18:00")
    answer = browser.post(address(cast), typed, as_=cast.karin)
    page = linted(answer)
    assert answer.status_code == 422 and not stored(db)
    assert "utanför bokningsbara tider" in page.text
    kept = {name: field["value"] for name in ("on", "at") for field in page.select(f"#{name}")}
    assert kept == {"on": "2026-09-12", "at": "18:00"}
    assert browser.post(
        address(cast), {**typed, "anyway": "1"}, as_=cast.karin
    ).status_code == 303  # fmt: skip
    assert [one.starts_at for one in stored(db)] == [at(12, 18)]


def test_a_second_one_of_the_same_kind_is_moved_instead_or_booked_anyway(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    first = met(db, cast.amina, town.follow_up, at(8, 9), cast.karin)
    typed = form(cast, None, on="2026-09-12", at="18:00")
    page = linted(browser.post(address(cast), typed, as_=cast.karin))
    assert page.select(f'#has-one a[href="/staff/meetings/{first.id}/move"]')
    assert "utanför bokningsbara tider" in page.text, "all that speaks against it at once"
    browser.post(address(cast), {**typed, "anyway": "1"}, as_=cast.karin)
    assert len(stored(db)) == 2


def test_a_taken_time_shows_the_nearest(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    met(db, cast.bashir, town.follow_up, at(8, 10), cast.karin)
    answer = browser.post(address(cast), form(cast, at(8, 10), anyway="1"), as_=cast.karin)
    page = linted(answer)
    assert answer.status_code == 422 and "Tiden är redan tagen." in page.text
    near = [str(one["value"]) for one in page.select("#starts_at > .choice input")][:3]
    assert near == [one.isoformat() for one in (at(8, 9), at(8, 11), at(8, 13))]


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"on": "", "at": "09:00"}, "on", "Välj en dag"),
        ({"on": "2026-09-08", "at": ""}, "at", "klockslag"),
        ({"on": "2026-09-08", "at": "09:05"}, "at", "börjar på en kvart"),
        ({"on": "2026-09-04", "at": "09:00"}, "on", "har redan varit"),
        ({"on": "2026-09-08", "at": "23:45"}, "on", "över midnatt"),
        ({"on": "2026-10-25", "at": "02:30"}, "at", "Klockan ställs om"),
        ({"on": "2027-03-28", "at": "02:30"}, "at", "Klockan ställs om"),
        ({"starts_at": "2026-09-08T09:00"}, "starts_at", "Välj en tid"),
        ({"purpose": "x"}, "purpose", "Välj vad mötet gäller"),
        ({"staff": ""}, "staff", "Någon av dem kan inte vara med"),
        ({"mode": "video"}, "mode", "Den sortens möte går inte"),
        ({"minutes": "20"}, "minutes", "Välj hur långt"),
        ({"outsider": "x" * 101, "outsider_organisation": ""}, "outsider-0", "för långt"),
    ],
)
def test_a_fault_stands_at_its_field_and_what_was_typed_stays(
    db: Session, browser: Browser, cast: Cast, town: Town, changed: dict[str, str],
    field: str, said: str,
) -> None:  # fmt: skip
    typed = form(cast, None, on="2026-09-08", at="09:00") | {"from_on": "2026-09-09"} | changed
    answer = browser.post(address(cast), typed, as_=cast.karin)
    page = linted(answer)
    assert answer.status_code == 422
    fault = page.select_one(f"#{field}-fault")
    assert fault and said in fault.text
    day = page.select_one("#on")
    assert day and day["value"] == typed["on"]
    assert not stored(db)


def test_the_second_sitting_is_chosen_among_the_free_times_after_the_first(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    asked = form(cast, at(8, 9), purpose="fia-interview", sittings="2", act="times")
    page = linted(browser.post(address(cast), asked, as_=cast.karin))
    shown = [str(one["value"]) for one in page.select("input[name=starts_at2]")]
    assert shown[0] == at(8, 13).isoformat() and shown[-1] == "", "or typed"
    assert 1 < len(shown) <= 9
    wanted = form(cast, at(8, 9), purpose="fia-interview", sittings="2", starts_at2=shown[0])
    assert browser.post(address(cast), wanted, as_=cast.karin).status_code == 303
    first, second = all_meetings(db)
    assert (first.starts_at, second.starts_at) == (at(8, 9), at(8, 13))
    assert second.sitting_of_id == first.id


def test_a_long_interview_in_two_sittings_is_booked_whole_or_not_at_all(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    typed = form(
        cast, at(8, 9), purpose="fia-interview", sittings="2", on2="2026-09-08", at2="10:00"
    )
    answer = browser.post(address(cast), {**typed, "anyway": "1"}, as_=cast.karin)
    page = linted(answer)
    assert answer.status_code == 422 and not stored(db), "the two lie in each other"
    fault = page.select_one("#on2-fault")
    assert fault and "redan tagen" in fault.text
    typed |= {"on2": "2026-09-10", "at2": "10:00"}
    for _ in range(2):
        assert browser.post(address(cast), typed, as_=cast.karin).status_code == 303
    first, second = stored(db)
    assert (first.minutes, second.minutes) == (105, 105), "3.5 hours, shared"
    assert second.sitting_of_id == first.id and second.starts_at == at(10, 10)


def test_the_interpreter_she_asked_for_comes_along(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    need = InterpreterNeed(
        participant_id=cast.amina.id, language="so", dialect="maay", wish=InterpreterWish.WOMAN
    )
    db.add(need)
    db.commit()
    browser.post(address(cast), form(cast, at(8, 9), interpreter="1"), as_=cast.karin)
    [meeting] = stored(db)
    assert (meeting.interpreter_language, meeting.interpreter_dialect) == ("so", "maay")
    assert meeting.interpreter_wish is InterpreterWish.WOMAN


def test_an_absent_colleague_has_no_free_time_and_is_told_of(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    away(db, cast.karin, cast.lars, begins=1, days=1)
    page = browser.visit(f"{address(cast)}?day=2026-09-08", as_=cast.karin)
    [first, *_] = page.select("input[name=starts_at]")
    assert str(first["value"]).startswith("2026-09-09")
    refused = browser.post(address(cast), form(cast, at(8, 9)), as_=cast.karin)
    assert "borta hela dagen" in linted(refused).text


def test_protected_people_are_met_by_their_contacts_only(
    browser: Browser, cast: Cast, town: Town
) -> None:
    page = browser.visit(f"/staff/participants/{cast.farid.id}/book", as_=cast.sara)
    assert [one["value"] for one in page.select("input[name=staff]")] == [str(cast.sara.id)]
    assert "F-1" in page.text and "Farid" not in page.text


def test_the_case_that_has_ended_gets_no_meeting(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    cast.amina.moved_on = date(2026, 9, 1)
    db.commit()
    assert browser.get(address(cast), as_=cast.karin).status_code == 404
    answer = browser.post(address(cast), form(cast, at(8, 9)), as_=cast.karin)
    assert answer.status_code == 404 and not stored(db)
