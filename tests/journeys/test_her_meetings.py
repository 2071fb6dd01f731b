"""Meetings as people live them: booked in three taps, one time that two want, and a day when the caseworker is ill."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from portal import clock
from portal.db import engine_for, transaction
from portal.people.models import DutyDay, Staff
from tests.journeys.conftest import Demo, fits, sign_in, sign_in_staff
from tests.journeys.taps import follow

pytestmark = pytest.mark.journey
TIMES = "main .acts a[href*=starts_at]"


def test_booked_moved_and_cancelled_in_somali_without_javascript(
    demo: Demo, phone: Callable[..., Page]
) -> None:
    page = phone("so", javascript=False)
    sign_in(page, demo.links[0])
    expect(page.locator("html")).to_have_attribute("lang", "so")
    follow(page.locator("a[href*='purpose=short-call']"))
    assert fits(page)
    follow(page.locator(TIMES).first)
    assert fits(page)
    page.locator("[name=topic]").fill("Waxaan rabaa inaan ka hadlo SFI")
    follow(page.locator("main form button.button"))
    one = page.url
    assert "/meetings/" in one and "book" not in one, "three taps"
    assert page.locator("main [role=status]").count() == 1
    assert page.locator("[name=topic]").input_value() == "Waxaan rabaa inaan ka hadlo SFI"
    before = page.locator(".facts dd b").inner_text()

    follow(page.locator("a[href$='/move']"))
    follow(page.locator(TIMES).nth(3))
    follow(page.locator("main form button.button"))
    assert page.url == one, "it keeps its address"
    moved = page.locator(".facts dd b").inner_text()
    assert moved != before
    page.goto(demo.address)
    expect(page.locator("main")).to_contain_text(moved)

    page.goto(one)
    follow(page.locator("a[href$='/cancel']"))
    follow(page.locator("main form button.button"))
    assert "purpose=short-call" in page.url, "straight to new times"
    assert page.locator(TIMES).count() > 3 and fits(page)
    page.goto(one)
    assert not page.locator("a[href$='/cancel']").count()


def _portal(folder: Path, *command: str) -> str:
    """What a command of the portal prints, in the demo's folder."""
    program = Path(sys.executable).parent / "portal"
    done = subprocess.run(
        [program, *command], cwd=folder, stdout=subprocess.PIPE, text=True, check=True
    )
    found = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", done.stdout)
    assert found
    return found[0]


def test_two_phones_want_one_time_and_the_second_gets_the_nearest(
    demo: Demo, phone: Callable[..., Page], tmp_path: Path
) -> None:
    first, second = phone("so", javascript=False), phone("en", javascript=False)
    sign_in(first, demo.links[0])
    sign_in(second, f"{demo.address}/sign-in/code?code={_portal(tmp_path, 'invite', 'P-1008')}")
    for page in (first, second):
        page.goto(f"{demo.address}/meetings/book?purpose=short-call")
        follow(page.locator(TIMES).first)
    assert first.url == second.url, "the same time"
    second.locator("[name=topic]").fill("My rent")
    follow(first.locator("main form button.button"))
    assert "book" not in first.url
    follow(second.locator("main form button.button"))
    assert "book" in second.url and fits(second)
    nearest = second.locator("main form button[name=starts_at], " + TIMES)
    assert nearest.count() == 3
    follow(nearest.first)
    if "book" in second.url:
        assert second.locator("[name=topic]").input_value() == "My rent", "nothing is lost"
        follow(second.locator("main form button.button"))
    assert "book" not in second.url
    assert second.locator("[name=topic]").input_value() == "My rent"
    when = [page.locator(".facts dd b").inner_text() for page in (first, second)]
    assert when[0] != when[1]


def _has_duty_today(folder: Path, key: str) -> None:
    engine = engine_for(f"sqlite:///{folder / 'instance' / 'portal.db'}")
    with transaction(engine) as db:
        staff = db.scalars(sa.select(Staff).where(Staff.key == key)).one()
        db.add(DutyDay(organisation_id=staff.organisation_id, on=clock.today(), staff_id=staff.id))
    engine.dispose()


def test_a_duty_officer_offers_new_times_when_a_colleague_is_ill(
    demo: Demo, phone: Callable[..., Page], tmp_path: Path
) -> None:
    hers = phone("so", javascript=False)
    sign_in(hers, demo.links[0])
    _has_duty_today(tmp_path, "sara")

    karin = phone(javascript=False)
    sign_in_staff(karin, demo.links[2])
    karin.goto(f"{demo.address}/staff/absence")
    today = clock.today()
    karin.locator("[name=from_on]").fill(today.isoformat())
    karin.locator("[name=until_on]").fill((today + timedelta(days=14)).isoformat())
    karin.locator("[name=kind]").first.select_option("ill")
    follow(karin.locator("main form button.button").last)
    expect(karin.locator("main")).to_contain_text("Amina Warsame")

    sara = phone(javascript=False)
    code = _portal(tmp_path, "staff", "invite", "sara@example.org")
    sign_in_staff(sara, f"{demo.address}/sign-in/code?code={code}")
    follow(sara.get_by_role("link", name="Frånvaro", exact=True))
    sara.goto(f"{demo.address}/staff/duty")
    follow(sara.get_by_role("link", name="Möten när en kollega är borta"))
    assert fits(sara)
    sara.locator("[name=act][value=offer]").check()
    follow(sara.get_by_role("button", name="Gör det med alla"))
    expect(sara.locator("#done")).to_be_visible()
    expect(sara.locator("main .card").first).to_contain_text("Amina Warsame")

    hers.goto(f"{demo.address}/meetings")
    assert fits(hers)
    yes = hers.locator("form[action$='/accept'] button")
    offered = yes.count()
    assert offered
    follow(yes.first)
    hers.goto(f"{demo.address}/meetings")
    assert hers.locator("form[action$='/accept'] button").count() == offered - 1
