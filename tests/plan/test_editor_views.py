"""Writing the plan together: what the caseworker sees and does, form by form, without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal import clock
from portal.municipality.models import ReadyStep
from portal.people.models import Staff
from portal.plan import answers
from portal.plan.models import Plan, Step, StepKind
from portal.plan.version_models import PlanDraft, PlanVersion
from portal.privacy.models import AccessLog, Opened
from tests.browsing import Browser, linted, parsed
from tests.cast import Cast, assign, sv
from tests.plan.writing import plan, step

TODAY = clock.today()
NOW = clock.now()


class Desk:
    """A caseworker at the editor: opens pages of one plan, fills in forms and sends them."""

    def __init__(self, browser: Browser, cast: Cast, made: Plan, staff: Staff | None = None):
        self.browser, self.staff = browser, staff or cast.karin
        self.root = f"/staff/participants/{cast.amina.id}/plan/{made.id}"

    def open(self, path: str = "") -> BeautifulSoup:
        return self.browser.visit(self.root + path, as_=self.staff)

    def fill(self, path: str, **typed: object) -> dict[str, object]:
        """The form of a page as a browser would send it, with these fields typed in."""
        return fields(self.open(path)) | typed

    def send(self, path: str, form: dict[str, object]) -> TestResponse:
        return self.browser.post(self.root + path, form, as_=self.staff)  # type: ignore[arg-type]

    def write(self, path: str, **typed: object) -> TestResponse:
        """Open a form, fill it in, and send it: it must be kept."""
        answer = self.send(path, self.fill(path, **typed))
        assert answer.status_code == 303, said(answer)
        return answer

    def text(self, path: str = "") -> str:
        return words(self.open(path))


def words(page: BeautifulSoup) -> str:
    assert page.main
    return " ".join(page.main.get_text(" ").split())


def said(answer: TestResponse) -> str:
    return words(linted(answer))


def fields(page: BeautifulSoup) -> dict[str, object]:
    """What a browser would send of the page's POST form."""
    [form] = page.select("main form[method=post]")
    sent: dict[str, object] = {}
    for one in form.select("input[name], textarea[name], select[name]"):
        name = str(one["name"])
        if one.get("type") in ("radio", "checkbox") and not one.has_attr("checked"):
            continue
        if one.name == "select":
            chosen = one.select_one("option[selected]") or one.select_one("option")
            value = str(chosen.get("value", "")) if chosen else ""
        else:
            value = one.get_text() if one.name == "textarea" else str(one.get("value", ""))
        if name == "key":
            value = uuid4().hex  # the linting browser takes it out
        if name in sent or name in ("weekday", "from", "until", "with"):
            kept = sent.setdefault(name, [])
            assert isinstance(kept, list)
            kept.append(value)
        else:
            sent[name] = value.removeprefix("\n")
    return sent


def drafts(db: Session) -> int:
    found = db.scalar(sa.select(sa.func.count(PlanDraft.id))) or 0
    db.commit()  # a session that only looks must not keep the others waiting
    return found


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


def test_a_plan_is_written_from_nothing(db: Session, browser: Browser, cast: Cast) -> None:
    root = f"/staff/participants/{cast.amina.id}/plan"
    form = fields(browser.visit(f"{root}/new", as_=cast.karin))
    assert browser.post(f"{root}/new", form, as_=cast.karin).status_code == 422  # type: ignore[arg-type]
    form |= {"kind": "action-plan", "owner": str(cast.support.id)}
    for _ in range(2):
        answer = browser.post(f"{root}/new", form, as_=cast.karin)  # type: ignore[arg-type]
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


def part_of(answer: TestResponse) -> str:
    return answer.location.rsplit("#part-", 1)[1]


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


def revision(desk: Desk) -> dict[str, object]:
    page = desk.open()
    return {"revision": page.select_one("input[name=revision]")["value"]}  # type: ignore[index]


def order(desk: Desk) -> list[str]:
    return [one.p.get_text().split(" Klart")[0].strip() for one in desk.open().select(".rows li")]  # type: ignore[union-attr]


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


def test_emoji_right_to_left_and_pasted_html_are_only_text(
    db: Session, browser: Browser, cast: Cast
) -> None:
    one = step("Gå till SFI")
    made = plan(db, cast.amina, one)
    desk = Desk(browser, cast, made)
    odd = "<b>Ring</b> 🙂 اتصل بهم <script>alert(1)</script>\x00"
    desk.write(f"/steps/{one.id}", text=odd)
    assert odd.strip("\x00") in desk.open().select_one(".rows li p").get_text()  # type: ignore[union-attr]
    desk.write("/publish")
    assert db.scalar(sa.select(Step.text)) == sv(odd.strip("\x00"))


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
    assert refused.status_code == 422 and "Avsluta steget med en orsak" in said(refused)
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


def test_a_ready_made_step_keeps_its_translations(
    db: Session, browser: Browser, cast: Cast
) -> None:
    text = sv("Skriv in dig på Arbetsförmedlingen")
    text = type(text)({**text.texts, "ar": "سجّل"})
    db.add(ReadyStep(key="af", position=0, text=text, is_participants=True))
    db.add(ReadyStep(key="old", position=1, text=sv("Gammalt"), retired_on=TODAY))
    made = plan(db, cast.amina)
    under = made.goals[0].sub_goals[0].id
    desk = Desk(browser, cast, made)
    page = desk.text(f"/steps/ready?under={under}&q=arbets")
    assert "Skriv in dig" in page and "Gammalt" not in page
    assert "Inget färdigt steg" in desk.text(f"/steps/ready?under={under}&q=zzz")
    desk.write(f"/steps/new?under={under}&ready=af")
    desk.write("/publish")
    row = db.scalars(sa.select(Step)).one()
    assert row.text.texts["ar"] == "سجّل" and row.ready_key == "af" and row.is_hers


def test_steps_are_copied_from_another_plan_of_hers(
    db: Session, browser: Browser, cast: Cast
) -> None:
    made = plan(db, cast.amina)
    one = step("Ring Komvux", due="2026-01-01", done="2026-01-01")
    plan(db, cast.amina, one, position=1)
    under = made.goals[0].sub_goals[0].id
    desk, path = Desk(browser, cast, made), f"/steps/copy?under={under}"
    refused = desk.send("/steps/copy", desk.fill(path))
    assert refused.status_code == 422 and "Välj minst ett steg" in said(refused)
    sent = desk.fill(path, step=[str(one.id)])
    for _ in range(2):
        assert desk.send("/steps/copy", sent).status_code == 303
    assert order(desk) == ["Ring Komvux"]
    assert "senast" not in desk.text() and "Klart" not in desk.text()


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


def queries(browser: Browser, desk: Desk) -> int:
    engine = browser.app.extensions["portal_engine"]
    desk.open()
    seen: list[str] = []
    listen = lambda conn, cursor, statement, *rest: seen.append(statement)  # noqa: E731
    sa.event.listen(engine, "before_cursor_execute", listen)
    desk.open()
    sa.event.remove(engine, "before_cursor_execute", listen)
    return len([one for one in seen if re.match("select", one, re.IGNORECASE)])


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
