"""Taking steps from what is written already."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.municipality.models import ReadyStep
from portal.plan.models import Step
from tests.browsing import Browser
from tests.cast import Cast, sv
from tests.plan.desk import Desk, order, said
from tests.plan.writing import plan, step

TODAY = clock.today()


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
