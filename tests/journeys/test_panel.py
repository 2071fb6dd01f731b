"""A round of the user panel: from a square on paper to «Ni sa – vi gör», and on a unit's tablet that forgets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal import clock, i18n, qr
from portal.db import engine_for
from portal.operations.demo_feedback import last_noon
from portal.operations.working import do_chores
from tests.journeys.conftest import Demo, fits, give_every_duty, sign_in, sign_in_staff
from tests.journeys.taps import choose_language, follow

pytestmark = pytest.mark.journey

BUTTON = "main form button.button"
NAMES = {"sv": "Hur vi skriver till dig", "ar": "كيف نكتب إليك"}


def made_round(demo: Demo, page: Page, folder: Path, *, from_on: date | None = None) -> None:
    """Karin makes a round that goes on already."""
    give_every_duty(folder, "karin")
    sign_in_staff(page, demo.links[2])
    page.goto(f"{demo.address}/staff/feedback/panel")
    follow(page.locator("main a.button").first)
    page.locator("#name-sv").fill(NAMES["sv"])
    page.locator("summary").last.click()
    page.locator("#name-ar").fill(NAMES["ar"])
    today = clock.today()
    page.locator("#from").fill((from_on or today - timedelta(days=1)).isoformat())
    page.locator("#until").fill((today + timedelta(days=14)).isoformat())
    follow(page.locator("main form button", has_text="Spara"))
    expect(page.locator("h1")).to_have_text(NAMES["sv"])
    assert fits(page)


def test_from_a_square_on_paper_to_what_we_change(
    demo: Demo, phone: Callable[..., Page], tmp_path: Path
) -> None:
    """One answers from paper, in Arabic and without JavaScript; one as a member of the panel; three more from paper."""
    karin, member = phone(), phone("ar")
    sign_in(member, demo.links[1])
    member.goto(f"{demo.address}/feedback")
    follow(member.locator("form[action$='/panel/join'] button"))
    noon = last_noon(clock.now())
    made_round(demo, karin, tmp_path, from_on=noon.date())
    the_worker_comes(tmp_path / "instance", noon)
    the_member_answers(member, demo)
    addresses = printed(karin, demo)
    page = phone("sv", javascript=False)
    answered_in_arabic(page, addresses[0])
    for address in addresses[1:]:
        answered_all_at_once(page, address)
    karin.goto(f"{demo.address}/staff/results")
    assert NAMES["sv"] not in karin.content(), "nothing is counted yet"
    the_worker_comes(tmp_path / "instance", clock.now())
    karin.reload()
    of_the_panel = karin.locator("section", has_text=NAMES["sv"]).first
    expect(of_the_panel.locator("td", has_text="5 av 5").first).to_be_visible()
    told(karin, demo)
    everybody_reads_it(page, demo)
    the_member_is_told_once(member, demo)


def the_worker_comes(folder: Path, now: datetime) -> None:
    """The worker's hour: whoever it is time to ask is asked, and what was sent is counted."""
    engine = engine_for(f"sqlite:///{folder / 'portal.db'}")
    do_chores(engine, now, (folder / "demo-secret").read_text().strip())
    engine.dispose()


def the_member_answers(page: Page, demo: Demo) -> None:
    """She is asked on her own pages."""
    page.goto(demo.address)
    follow(page.locator("main a[href='/feedback']"))
    expect(page.locator("#asked")).to_contain_text(NAMES["ar"])
    follow(page.locator("button[value=all]"))
    page.locator("input[type=radio]").nth(1).check()
    follow(page.locator("main form.stack > p > button"))
    follow(page.locator("form[action$='/send'] button"))
    assert page.url.endswith("/thanks")


def printed(karin: Page, demo: Demo) -> list[str]:
    """Karin prints four papers in Arabic; gives the addresses that their squares lead to."""
    karin.locator("#number").fill("4")
    karin.locator("#language").select_option("ar")
    follow(karin.locator("main form button", has_text="papper"))
    expect(karin.locator("article")).to_have_count(4)
    assert fits(karin)
    found = []
    for paper in karin.locator("article").all():
        address = f"{paper.locator('.address').inner_text()}?in=ar"
        drawn = paper.locator("svg path").last.get_attribute("d")  # the first is the paper
        assert drawn and drawn in qr.picture(address), "the square says the same as the words"
        found.append(demo.address + "/feedback/" + address.partition("/feedback/")[2])
    return found


def answered_in_arabic(page: Page, address: str) -> None:
    """One question at a time, with a pause; the paper works once, and leads on to what we change."""
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("main h2").first).to_have_text(NAMES["ar"])
    assert fits(page)
    follow(page.locator("button[value=one]"))
    page.locator("input[type=radio]").nth(1).check()
    assert fits(page)
    follow(page.locator(BUTTON).first)
    page.goto(address)  # she stops, and comes back
    follow(page.locator("button[value=one]"))
    while page.locator("main fieldset").count():
        page.locator("input[type=radio]").first.check()
        follow(page.locator(BUTTON).first)
    page.locator("textarea").fill("اكتبوا بوضوح")
    follow(page.locator(BUTTON).first)
    assert fits(page)
    follow(page.locator("form[action$='/send'] button"))
    assert page.url.endswith("/thanks") and fits(page)
    follow(page.locator("main a[href='/results']"))
    answer = page.goto(address)
    assert answer and answer.status == 410 and fits(page)


def answered_all_at_once(page: Page, address: str) -> None:
    """Somebody else, with all questions on one page."""
    page.goto(address)
    follow(page.locator("button[value=all]"))
    page.locator("input[type=radio]").nth(1).check()
    follow(page.locator("main form.stack > p > button"))
    follow(page.locator("form[action$='/send'] button"))
    assert page.url.endswith("/thanks")


def told(karin: Page, demo: Demo) -> None:
    """Karin writes in every language what they said and what changes."""
    follow(karin.locator("main a", has_text="Ni sa – vi gör"))
    follow(karin.locator("main a.button", has_text="Skriv något nytt"))
    for code in i18n.languages():
        if code != "sv":
            karin.locator("details", has=karin.locator(f"#said-{code}")).locator("summary").click()
        karin.locator(f"#said-{code}").fill(f"SAID-{code}")
        karin.locator(f"#does-{code}").fill(f"DOES-{code}")
    karin.locator("#about").select_option(label=f"Brukarpanelen: {NAMES['sv']}")
    assert fits(karin)
    follow(karin.locator("button[value=publish]"))
    expect(karin.locator("main")).not_to_contain_text("Saknas på")


def everybody_reads_it(page: Page, demo: Demo) -> None:
    """Whoever comes by, in each language."""
    page.goto(f"{demo.address}/results")
    for code in i18n.languages():
        choose_language(page, code)
        expect(page.locator("main")).to_contain_text(f"DOES-{code}")
        assert fits(page)


def the_member_is_told_once(page: Page, demo: Demo) -> None:
    """On her first page, until she has read it."""
    page.goto(demo.address)
    follow(page.locator("main a[href='/results']"))
    expect(page.locator("main")).to_contain_text("DOES-ar")
    page.goto(demo.address)
    expect(page.locator("main a[href='/results']")).to_have_count(0)


def test_the_tablet_forgets_between_two_people(
    demo: Demo, phone: Callable[..., Page], tmp_path: Path
) -> None:
    page = phone()
    made_round(demo, page, tmp_path)
    follow(page.locator("#tablet ~ p a.button"))
    follow(page.locator("main form button", has_text="Visa frågorna här"))
    page.clock.install()
    page.goto(f"{demo.address}/kiosk")
    assert fits(page)
    follow(page.locator("button[value=ar]"))
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    follow(page.locator("button[value=one]"))
    page.locator("input[type=radio]").nth(1).check()
    follow(page.locator(BUTTON).first)
    assert page.url.endswith("/questions/whom-to-contact")
    page.clock.fast_forward(45_000)
    expect(page.locator("[role=alertdialog]")).to_be_visible()
    page.locator("[role=alertdialog] button").click()
    expect(page.locator("[role=alertdialog]")).to_have_count(0)
    page.clock.fast_forward(61_000)
    page.wait_for_url("**/kiosk")
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    page.go_back()
    expect(page.locator("button[value=ar]")).to_be_visible()  # nobody's question: the first page
    follow(page.locator("button[value=uk]"))
    follow(page.locator("button[value=one]"))
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)
    page.locator("input[type=radio]").nth(2).check()
    follow(page.locator(BUTTON).first)
    page.goto(f"{demo.address}/kiosk/check")
    follow(page.locator("form[action$='/send'] button"))
    assert page.url.endswith("/thanks") and fits(page)
    page.clock.fast_forward(16_000)
    page.wait_for_url("**/kiosk")
    page.goto(f"{demo.address}/help")
    assert page.url.endswith("/kiosk"), "there is no way to anything else"
