"""Writing one step: what is kept, what is to be put right, and how it stands with it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.plan import answers
from portal.plan.models import Step, StepKind
from tests.browsing import Browser, linted
from tests.cast import Cast, sv
from tests.plan.desk import Desk, drafts, fields, order, revision, said, words
from tests.plan.writing import plan, step

TODAY = clock.today()
NOW = clock.now()


def test_two_tabs_keep_what_was_typed_beside_what_stands(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    desk, path = Desk(browser, cast, made), f"/steps/{one.id}"
    old = desk.fill(path, text="Från den gamla fliken")
    desk.write(path, text="Från den nya fliken")
    answer = desk.send(path, old)
    assert answer.status_code == 409
    page = linted(answer)
    assert "Från den nya fliken" in words(page)
    again = fields(page)
    assert again["text"] == "Från den gamla fliken"
    assert desk.send(path, again).status_code == 303
    assert order(desk) == ["Från den gamla fliken"]


def test_what_was_typed_for_a_step_taken_away_in_another_tab_is_not_lost(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    desk, path = Desk(browser, cast, made), f"/steps/{one.id}"
    old = desk.fill(path, text="Från den gamla fliken")
    desk.send(f"/parts/{one.id}/remove", revision(desk))
    answer = desk.send(path, old)
    assert answer.status_code == 409
    assert desk.send("/steps/new", fields(linted(answer))).status_code == 303
    assert order(desk) == ["Från den gamla fliken"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"text": ""}, "Skriv vad som ska göras"),
        ({"text": "x" * 10_000}, "Texten är 10000 tecken. Skriv högst 300."),
        ({"doer": ""}, "Någon måste ha det"),
        ({"doer": f"staff:{uuid4()}"}, "Välj någon i listan"),
        ({"starts_on": "2026-12-02", "due_on": "2026-12-01"}, "slutar innan det börjar"),
        ({"due_on": "31/12"}, "Skriv datumet som år-månad-dag"),
        ({"due_on": "20266-01-01"}, "Skriv datumet som år-månad-dag"),
        ({"due_on": "2996-01-01"}, "Året ser fel ut"),
        ({"kind": "required"}, "Välj vem som har bestämt det"),
        ({"kind": "required"}, "Skriv vilken regel"),
        ({"weekday": ["1"], "from": ["10:00"], "until": ["09:00"]}, "slutar innan den börjar"),
        ({"weekday": ["9"], "from": ["10:00"], "until": ["11:00"]}, "Välj en veckodag"),
        ({"weekday": ["1"], "from": ["kl 9"], "until": ["11:00"]}, "Skriv klockslag"),
        ({"sub_goal": "borta"}, "Välj vilket delmål"),
    ],
)
def test_what_cannot_be_kept_is_said_by_the_field_and_stays_typed(
    db: Session, browser: Browser, cast: Cast, typed: dict[str, object], field: str
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    desk, path = Desk(browser, cast, made), f"/steps/{one.id}"
    form = desk.fill(path, **{"text": "Så här skrev jag", **typed})
    answer = desk.send(path, form)
    assert answer.status_code == 422
    page = linted(answer)
    assert field in words(page)
    again = fields(page)
    for name in ("text", "starts_on"):
        assert again[name] == form[name]
    assert drafts(db) == 0


def test_emoji_right_to_left_and_what_is_no_html_are_only_text(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    desk = Desk(browser, cast, made)
    odd = "Ring dem i dag <3 🙂 اتصل بهم &amp; <nu> \x00"
    desk.write(f"/steps/{one.id}", text=odd)
    kept = odd.strip("\x00 ")
    assert kept in desk.open().select_one(".rows li p").get_text()  # type: ignore[union-attr]
    desk.write("/publish")
    assert db.scalar(sa.select(Step.text)) == sv(kept)


def test_html_that_was_pasted_along_is_taken_off_and_said(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    desk = Desk(browser, cast, made)
    pasted = "<p>Ring <b>köket</b></p>\r\n<p>Fråga efter Eva</p><script>alert(1)</script>"
    desk.write(f"/steps/{one.id}", text=pasted)
    assert "Alla ord är kvar" in desk.text()
    assert "Alla ord är kvar" not in desk.text(), "it is said once"
    desk.write("/publish")
    assert db.scalar(sa.select(Step.text)) == sv("Ring köket\nFråga efter Eva\nalert(1)")


def test_letters_of_another_language_are_asked_about_once_and_then_kept(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    desk, path = Desk(browser, cast, made), f"/steps/{one.id}"
    answer = desk.send(path, desk.fill(path, text="اتصلي بالمدرسة", due_on="x"))
    page = linted(answer)
    assert answer.status_code == 422
    assert "ser ut att vara på ett annat språk än svenska" in words(page)
    again = fields(page)
    assert (again["text"], again["sure"]) == ("اتصلي بالمدرسة", "sv")
    third = fields(linted(desk.send(path, again)))
    assert third["sure"] == "sv", "the day is still wrong, and nothing is asked twice"
    assert desk.send(path, third | {"due_on": ""}).status_code == 303
    assert order(desk) == ["اتصلي بالمدرسة"]
    desk.write(path, why="Därför")
    other = desk.fill(path, text="هيا", language="ar", why="Därför")
    assert desk.send(path, other).status_code == 303, "what stood before is not asked about"


@pytest.mark.parametrize(
    ("path", "field"), [("/own-words", "text"), ("/goals/new", "text"), ("/finish", "summary")]
)
def test_every_form_that_asks_for_the_language_asks_about_its_letters(
    db: Session, browser: Browser, cast: Cast, path: str, field: str
) -> None:
    desk = Desk(browser, cast, plan(db, cast.amina))
    wrong = desk.fill(path, language="sv") | {field: "ምሳሌ"}
    answer = desk.send(path, wrong)
    page = linted(answer)
    assert answer.status_code == 422 and page.select_one("#language[aria-invalid]")
    assert desk.send(path, fields(page)).status_code == 303


def test_why_a_step_rests_is_in_no_known_language_when_the_letters_are_not_swedish(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    desk, path = Desk(browser, cast, made), f"/steps/{one.id}/state"
    desk.write(path, state="paused", reason="<b>أنت مريضة</b>")
    desk.write("/publish")
    db.expire_all()
    assert one.state_reason and one.state_reason.texts == {"und": "أنت مريضة"}


def test_nothing_is_a_demand_in_a_track_without_demands(
    db: Session, browser: Browser, cast: Cast
) -> None:
    cast.amina.track = cast.occupation
    one = step("Gå till Kreha")
    made = plan(db, cast.amina, one)
    desk, path = Desk(browser, cast, made), f"/steps/{one.id}"
    assert "I det här spåret ställs inga krav." in desk.text(path)
    form = desk.fill(path, kind="required", decided_by=str(cast.support.id), ground="Lag")
    answer = desk.send(path, form)
    assert answer.status_code == 422 and "ställs inga krav" in said(answer)


def test_a_required_step_says_who_decided_on_what_ground(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Praktik")
    made = plan(db, cast.amina, one)
    desk = Desk(browser, cast, made)
    desk.write(
        f"/steps/{one.id}", kind="required", decided_by=str(cast.support.id), ground="12 kap. 4 §"
    )
    desk.write("/publish")
    db.expire_all()
    assert one.kind is StepKind.REQUIRED and one.decided_by_id == cast.support.id


def test_more_rows_of_hours_and_hints_save_nothing_and_keep_what_was_typed(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    desk, path = Desk(browser, cast, made), f"/steps/{one.id}"
    hours = {"weekday": ["0", "1"], "from": ["09:00", "09:00"], "until": ["12:00", "12:00"]}
    answer = desk.send(path, desk.fill(path, **hours, act="more"))
    assert answer.status_code == 200
    assert len(linted(answer).select("select[name=weekday]")) == 3
    answer = desk.send(path, desk.fill(path, text="Vi ska aktualisera insatsen", act="hints"))
    assert answer.status_code == 200 and linted(answer).select("#tips li")
    assert drafts(db) == 0
    desk.write(path, **hours)
    assert "6 timmar i alla planer" in desk.text()


def test_a_clash_is_a_warning_and_never_a_hindrance(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI", weekly=[(1, "09:00", "12:00")])
    made = plan(db, cast.amina, one)
    plan(db, cast.amina, step("Praktik", weekly=[(1, "10:00", "15:00")]), position=1)
    desk = Desk(browser, cast, made)
    assert "Samtidigt som ”Praktik”, varje tisdag" in desk.text()
    desk.write(f"/steps/{one.id}", due_on="")
    desk.write(f"/steps/{one.id}", why="Ändå")
    desk.write("/publish")


def test_an_answered_step_is_not_taken_away_but_dropped_with_a_reason(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    answers.answer(db, cast.amina, one.id, "cannot", "", now=NOW)
    db.commit()
    desk = Desk(browser, cast, made)
    answer = desk.send(f"/parts/{one.id}/remove", revision(desk))
    assert answer.status_code == 303 and "/state?to=dropped" in answer.location
    path = f"/steps/{one.id}/state"
    refused = desk.send(path, desk.fill(path, state="dropped", reason=""))
    assert refused.status_code == 422 and "Skriv varför" in said(refused)
    desk.write(path, state="dropped", reason="Det krockar med barnens skola")
    desk.send(f"/parts/{made.goals[0].id}/remove", revision(desk))
    assert "Deltagaren har svarat" in desk.text()
    desk.write("/publish")
    db.expire_all()
    assert one.dropped_on == TODAY


def test_a_step_answered_after_it_was_taken_away_comes_back_to_be_dropped(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    desk = Desk(browser, cast, made)
    desk.send(f"/parts/{made.goals[0].id}/remove", revision(desk))
    answers.answer(db, cast.amina, one.id, "cannot", "", now=NOW)
    db.commit()
    refused = desk.send("/publish", {"revision": "0.1"})
    assert refused.status_code == 422 and "Stryk steget med en orsak" in said(refused)
    desk.write(f"/steps/{one.id}/state?to=dropped", state="dropped", reason="Passade inte")
    desk.write("/publish")


def test_agreed_words_are_frozen_and_the_form_says_so(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI", agreed_at=NOW)
    made = plan(db, cast.amina, one)
    desk, path = Desk(browser, cast, made), f"/steps/{one.id}"
    assert "Deltagaren har sagt ja till orden" in desk.text(path)
    decided = {"decided_by": str(cast.support.id), "ground": "x"}
    desk.write(path, text="Smuget in", kind="required", due_on=TODAY.isoformat(), **decided)
    desk.write("/publish")
    db.expire_all()
    assert one.text == sv("Gå till SFI") and one.kind is StepKind.AGREED and one.due_on == TODAY


def test_a_doer_who_has_left_is_said_at_the_step_and_replaced(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Ring Amina", cast.lars)
    made = plan(db, cast.amina, one)
    cast.lars.ended_on = TODAY - timedelta(days=1)
    db.commit()
    desk, path = Desk(browser, cast, made), f"/steps/{one.id}"
    assert "arbetar inte kvar" in desk.text()
    refused = desk.send(path, desk.fill(path, text="Ring Amina i dag"))
    assert refused.status_code == 422 and "Lars Ek arbetar inte kvar" in said(refused)
    desk.write(path, doer=f"staff:{cast.karin.id}")
    assert "arbetar inte kvar" not in desk.text()
    desk.write("/publish")
